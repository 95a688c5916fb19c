// What a channel takes, shown before anything is sent; the server has the last word.
import type { ChannelTraits, MediaKind } from '$lib/api/types.ts';

type FileFacts = { type: string; size: number };
type MediaRule = ChannelTraits['media'][number];

export const mostBytes = (rule: MediaRule): number => rule.bytes;

export const ruleOf = (traits: ChannelTraits, kind: MediaKind): MediaRule | undefined =>
  traits.media.find((each) => each.kind === kind);

/** As what a file goes: what is too large or of no known kind goes as a document, or not at all. */
export function kindOf(traits: ChannelTraits, file: FileFacts): MediaKind | undefined {
  const mime = file.type.split(';')[0]?.trim().toLowerCase() ?? '';
  for (const kind of ['image', 'video', 'audio'] as const) {
    const rule = ruleOf(traits, kind);
    if (rule?.mimes.includes(mime) && file.size <= rule.bytes) return kind;
  }
  const most = ruleOf(traits, 'document')?.bytes ?? 0;
  return file.size > 0 && file.size <= most ? 'document' : undefined;
}

/** The first of these kinds that takes the file. */
export const kindAmong = (
  traits: ChannelTraits,
  kinds: readonly MediaKind[],
  file: FileFacts,
): MediaKind | undefined =>
  kinds.find((kind) => {
    const rule = ruleOf(traits, kind);
    const mime = file.type.split(';')[0]?.trim().toLowerCase() ?? '';
    const known = rule?.mimes.includes(mime) || rule?.other_mimes;
    return rule !== undefined && known && file.size > 0 && file.size <= mostBytes(rule);
  });

/** Whether it would have been shown in the chat, were it smaller. */
export const sentAsFile = (kind: MediaKind | undefined, file: FileFacts): boolean =>
  kind === 'document' && /^(image|video|audio)\//.test(file.type);

/** Only Opus in Ogg plays as a voice note. */
export const canBeVoice = (kind: MediaKind | undefined, file: FileFacts): boolean =>
  kind === 'audio' && /^audio\/(ogg|opus)/.test(file.type);

/** Whether the words may go under a file of that kind. */
export function takesCaption(traits: ChannelTraits, kind: MediaKind, text: string): boolean {
  return (ruleOf(traits, kind)?.caption ?? false) && lengthOf(text) <= traits.caption_max;
}

/** As the channel counts: Unicode code points. */
export const lengthOf = (text: string): number => [...text].length;

/** How many are left, once four fifths are used up. */
export function charactersLeft(text: string, limit: number | undefined): number | undefined {
  const length = lengthOf(text);
  return limit !== undefined && length >= limit * 0.8 ? limit - length : undefined;
}
