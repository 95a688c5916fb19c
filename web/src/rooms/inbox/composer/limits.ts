// What a channel takes, shown before anything is sent; the server has the last word. The numbers are
// those of src/channels/whatsapp/traits.cpp, which names their sources.
import type { Media } from '$lib/api/types.ts';

export type MediaKind = Media['kind'];
type Rule = { mimes: readonly string[]; bytes: number };

const KB = 1024;
const MB = 1024 * KB;

const rules: Record<'image' | 'video' | 'audio', Rule> = {
  image: { mimes: ['image/jpeg', 'image/png'], bytes: 5 * MB },
  video: { mimes: ['video/mp4', 'video/3gpp'], bytes: 16 * MB },
  audio: {
    mimes: ['audio/aac', 'audio/amr', 'audio/mpeg', 'audio/mp4', 'audio/ogg'],
    bytes: 16 * MB,
  },
};
export const documentBytes = 100 * MB;

export const textLimit = 4096;
export const captionLimit = 1024;
export const noteLimit = 8000;

/** As what a file goes: what is too large or of no known kind goes as a document, or not at all. */
export function kindOf(file: { type: string; size: number }): MediaKind | undefined {
  const mime = file.type.split(';')[0]?.trim().toLowerCase() ?? '';
  for (const kind of ['image', 'video', 'audio'] as const) {
    const rule = rules[kind];
    if (rule.mimes.includes(mime) && file.size <= rule.bytes) return kind;
  }
  return file.size > 0 && file.size <= documentBytes ? 'document' : undefined;
}

/** Whether it would have been shown in the chat, were it smaller. */
export function sentAsFile(file: { type: string; size: number }): boolean {
  return kindOf(file) === 'document' && /^(image|video|audio)\//.test(file.type);
}

export const takesCaption = (kind: MediaKind): boolean =>
  kind === 'image' || kind === 'video' || kind === 'document';

/** As the channel counts: Unicode code points. */
export const lengthOf = (text: string): number => [...text].length;

/** How many are left, once four fifths are used up. */
export function charactersLeft(text: string, limit: number): number | undefined {
  const length = lengthOf(text);
  return length >= limit * 0.8 ? limit - length : undefined;
}
