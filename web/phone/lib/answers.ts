// What a customer does with what the business sent.
import { contentOf, textOf, typeOf } from './inside.ts';
import { phone } from './phone.svelte.ts';
import type { Message, OrderItem, Person, Row, TemplateButton } from './types.ts';
import { preview } from './words.ts';

const answered = (to: Message, interactive: object): Promise<boolean> =>
  phone.say({ type: 'interactive', quoted: to.id, interactive });

export const tapButton = (to: Message, { id, title }: Row): Promise<boolean> =>
  answered(to, { type: 'button_reply', button_reply: { id, title } });

export const chooseRow = (to: Message, { id, title, description }: Row): Promise<boolean> =>
  answered(to, {
    type: 'list_reply',
    list_reply: description ? { id, title, description } : { id, title },
  });

export const tapTemplate = (to: Message, { text, payload }: TemplateButton): Promise<boolean> =>
  phone.say({
    type: 'button',
    quoted: to.id,
    text,
    button: { text, payload: payload ?? text },
  });

/** A form or an address; `name` is the provider's word for which. */
export const fillForm = (to: Message, name: string, fields: object): Promise<boolean> =>
  answered(to, {
    type: 'nfm_reply',
    nfm_reply: { name, body: 'Sent', response_json: JSON.stringify(fields) },
  });

export const allowCalls = (to: Message, yes: boolean): Promise<boolean> =>
  answered(to, {
    type: 'call_permission_reply',
    call_permission_reply: {
      response: yes ? 'accept' : 'reject',
      is_permanent: false,
      expiration_timestamp: Math.floor(phone.now / 1000) + 7 * 86_400,
      response_source: 'user_action',
    },
  });

const shopfront = { latitude: -6.2088, longitude: 106.8456, name: 'Gudang 2' };

export const sendPlace = (to?: Message): Promise<boolean> =>
  phone.say({
    type: 'location',
    location: { ...shopfront, address: 'Jl. Contoh 5, Jakarta' },
    ...(to ? { quoted: to.id } : {}),
  });

/** The number somebody gives away who had hidden it: always the same one. */
export function ownNumber(person: Person): string {
  if (person.phone) return person.phone;
  const digits = [...person.id].reduce((sum, letter) => (sum * 31 + letter.charCodeAt(0)) % 1e6, 7);
  return `5511900${String(digits).padStart(6, '0')}`;
}

export function shareNumber(to: Message): Promise<boolean> {
  const person = phone.person;
  if (!person) return Promise.resolve(false);
  const digits = ownNumber(person);
  return phone.say({
    type: 'contacts',
    quoted: to.id,
    contacts: [
      {
        name: { formatted_name: person.name, first_name: person.name },
        phones: [{ phone: `+${digits}`, wa_id: digits, type: 'CELL' }],
        origin: 'contact_request',
      },
    ],
  });
}

export const sendOrder = (
  catalog: string,
  items: OrderItem[],
  text: string,
  to?: Message,
): Promise<boolean> =>
  phone.say({
    type: 'order',
    order: { catalog_id: catalog, ...(text ? { text } : {}), product_items: items },
    ...(to ? { quoted: to.id } : {}),
  });

export const askAbout = (
  catalog_id: string,
  product_retailer_id: string,
  text: string,
): Promise<boolean> =>
  phone.say({ type: 'text', text, referred_product: { catalog_id, product_retailer_id } });

export const react = (to: Message, emoji: string): Promise<boolean> =>
  phone.say({
    type: 'reaction',
    // Taking a reaction away is told by its absence.
    reaction: { message_id: to.id, ...(emoji ? { emoji } : {}) },
  });

export const edit = (message: Message, text: string): Promise<boolean> => {
  const plain = message.type === 'text';
  return phone.say({
    type: 'edit',
    edit: {
      original_message_id: message.id,
      message: plain
        ? { type: 'text', text: { body: text } }
        : { type: message.type, [message.type]: { ...fileOf(message), caption: text } },
    },
  });
};

const fileOf = (message: Message): object =>
  message.media ? { id: message.media.id, mime_type: message.media.mime } : {};

export const takeBack = (message: Message): Promise<boolean> =>
  phone.say({ type: 'revoke', revoke: { original_message_id: message.id } });

/** As if it had come from another chat of this phone. */
export function forward(message: Message): Promise<boolean> {
  const type = typeOf(message);
  const text = phone.edited(message.id) ?? textOf(message);
  const content = contentOf(message);
  if (message.media) return phone.say({ type, media_id: message.media.id, text, forwarded: true });
  if (['location', 'contacts'].includes(type))
    return phone.say({ type, [type]: content, forwarded: true });
  return phone.say({ type: 'text', text: text || preview(message), forwarded: true });
}

/** A tap on an advertisement, with the words it suggests. */
export const fromAd = (text: string, headline: string): Promise<boolean> =>
  phone.say({
    type: 'text',
    text,
    referral: {
      source_url: 'https://fb.me/xxxx',
      source_id: '120099887766',
      source_type: 'ad',
      headline,
      body: text,
      media_type: 'image',
      ctwa_clid: 'Af-sim-clid',
    },
  });
