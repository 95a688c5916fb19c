import { i18n, t, type PlainKey } from '$lib/i18n';
import { answer, contentOf, textOf, typeOf } from './inside.ts';
import { kinds, type Message, type Person } from './types.ts';

const kindKeys: Record<(typeof kinds)[number], PlainKey> = {
  text: 'phone.kind_text',
  image: 'phone.kind_image',
  video: 'phone.kind_video',
  audio: 'phone.kind_audio',
  document: 'phone.kind_document',
  sticker: 'phone.kind_sticker',
  template: 'phone.kind_template',
  location: 'phone.kind_location',
  contacts: 'phone.kind_contacts',
  poll: 'phone.kind_poll',
  button: 'phone.kind_button',
  interactive: 'phone.kind_interactive',
  order: 'phone.kind_order',
  call: 'phone.kind_call',
};

export function kindText(type: string): string {
  const known = kinds.find((kind) => kind === type);
  return known ? t(kindKeys[known]) : type;
}

/** One line for lists and quotes. */
export function preview(message: Message): string {
  const inside = contentOf<{ text?: string; name?: string; body?: { text?: string } }>(message);
  const row = answer(message)?.button_reply ?? answer(message)?.list_reply;
  const text =
    textOf(message) || row?.title || message.extra?.body || inside?.body?.text || inside?.text;
  return typeof text === 'string' && text ? text.replace(/\s+/g, ' ') : kindText(typeOf(message));
}

export function placeOf(person: Person): string {
  const key = `phone.place_${person.place}`;
  if (person.place && i18n.has(key)) return t(key as PlainKey);
  return person.username ? `@${person.username}` : person.phone ? `+${person.phone}` : '';
}

export function problemText(code: string): string {
  const key = `phone.problem_${code}`;
  return i18n.has(key) ? t(key as PlainKey) : t('phone.problem', { code });
}

/** "1:05" */
export const minutes = (seconds: number): string =>
  `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`;
