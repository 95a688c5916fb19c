// What is put together besides plain text: its parts while they are written, what is wrong with them,
// what is sent and how it will look. Names of parts are those of the API, so that its answers fit.
import {
  ContactCardInput,
  FlowCallInput,
  InteractiveInput,
  ListRowInput,
  ListSectionInput,
  LocationInput,
  ReplyButtonInput,
} from '$lib/api/limits.ts';
import type {
  ChannelTraits,
  ContactCard,
  Content,
  FieldCode,
  Interactive,
  InteractiveKind,
  Media,
  SendMessage,
} from '$lib/api/types.ts';
import { lengthOf } from '../takes.ts';
import { readPlace } from './place.ts';

export type BuildKind = 'location' | 'contacts' | 'sticker' | InteractiveKind;

export type CardDraft = { name: string; company: string; phones: string[]; email: string };
export type RowDraft = { title: string; description: string };
export type SectionDraft = { title: string; rows: RowDraft[]; products: string };

export type BuildDraft = {
  text: string;
  header: string;
  footer: string;
  label: string;
  url: string;
  buttons: string[];
  sections: SectionDraft[];
  catalogue: string;
  product: string;
  flow: { id: string; screen: string; data: string; draft: boolean };
  country: string;
  place: { where: string; name: string; address: string };
  cards: CardDraft[];
  file: Media | null;
};

export type Wrong = Record<string, FieldCode>;

export const rowsAtMost = 10;
export const productsAtMost = 30;
export const buttonsAtMost = 3;
export const sectionsAtMost = 10;

export const emptyCard = (): CardDraft => ({ name: '', company: '', phones: [''], email: '' });
export const emptyRow = (): RowDraft => ({ title: '', description: '' });
export const emptySection = (): SectionDraft => ({ title: '', rows: [emptyRow()], products: '' });

export const emptyDraft = (): BuildDraft => ({
  text: '',
  header: '',
  footer: '',
  label: '',
  url: '',
  buttons: [''],
  sections: [emptySection()],
  catalogue: '',
  product: '',
  flow: { id: '', screen: '', data: '', draft: false },
  country: 'IN',
  place: { where: '', name: '', address: '' },
  cards: [],
  file: null,
});

export const isInteractive = (kind: BuildKind): kind is InteractiveKind =>
  !['location', 'contacts', 'sticker'].includes(kind);

/** Which of the common parts a kind has. */
export const hasHeader = (kind: BuildKind): boolean =>
  ['button', 'list', 'cta_url', 'flow', 'product_list'].includes(kind);
export const takesFile = (kind: BuildKind): boolean => ['button', 'cta_url', 'flow'].includes(kind);
export const hasFooter = (kind: BuildKind): boolean =>
  [
    'button',
    'list',
    'cta_url',
    'flow',
    'product',
    'product_list',
    'catalogue',
    'address',
    'call',
  ].includes(kind);
export const hasLabel = (kind: BuildKind): boolean =>
  ['list', 'cta_url', 'flow', 'call'].includes(kind);
export const needsText = (kind: BuildKind): boolean =>
  isInteractive(kind) && kind !== 'product' && kind !== 'call_permission';

export const textLimit = (kind: BuildKind, traits: ChannelTraits | undefined): number =>
  (kind === 'list' ? traits?.text_max : traits?.caption_max) ?? 1024;

export const productsIn = (text: string): string[] =>
  text
    .split(/[\n,]/)
    .map((each) => each.trim())
    .filter(Boolean);

const page = (text: string): boolean =>
  URL.canParse(text.trim()) && /^https?:$/.test(new URL(text.trim()).protocol);

function isObject(text: string): boolean {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null && !Array.isArray(value);
  } catch {
    return false;
  }
}

class Wrongs {
  readonly all: Wrong = {};

  text(field: string, text: string, most: number, needed = false): void {
    if (needed && text.trim() === '') this.all[field] = 'required';
    else if (lengthOf(text.trim()) > most) this.all[field] = 'too_long';
  }

  when(bad: boolean, field: string, code: FieldCode): void {
    if (bad) this.all[field] ??= code;
  }
}

function listWrongs(draft: BuildDraft, wrongs: Wrongs): void {
  const many = draft.sections.length > 1;
  for (const [i, section] of draft.sections.entries()) {
    const at = `interactive.sections[${i}]`;
    wrongs.text(`${at}.title`, section.title, ListSectionInput.title, many);
    for (const [k, row] of section.rows.entries()) {
      wrongs.text(`${at}.rows[${k}].title`, row.title, ListRowInput.title, true);
      wrongs.text(`${at}.rows[${k}].description`, row.description, ListRowInput.description);
    }
  }
}

function productWrongs(draft: BuildDraft, wrongs: Wrongs): void {
  const many = draft.sections.length > 1;
  let count = 0;
  for (const [i, section] of draft.sections.entries()) {
    const at = `interactive.sections[${i}]`;
    const products = productsIn(section.products);
    count += products.length;
    wrongs.text(`${at}.title`, section.title, ListSectionInput.title, many);
    wrongs.when(products.length === 0, `${at}.products`, 'required');
    wrongs.when(count > productsAtMost, `${at}.products`, 'too_many');
  }
}

function cardWrongs(draft: BuildDraft, wrongs: Wrongs): void {
  wrongs.when(draft.cards.length === 0, 'contacts', 'required');
  for (const [i, card] of draft.cards.entries()) {
    const at = `contacts[${i}]`;
    wrongs.text(`${at}.name`, card.name, ContactCardInput.name, true);
    wrongs.text(`${at}.company`, card.company, ContactCardInput.company);
    for (const [k, phone] of card.phones.entries())
      wrongs.when(
        phone.trim() !== '' && !/\d{4}/.test(phone.replaceAll(/[^\d]/g, '')),
        `${at}.phones[${k}].value`,
        'bad_format',
      );
    wrongs.when(
      card.phones.every((each) => !each.trim()) && !card.email.trim(),
      `${at}.phones[0].value`,
      'required',
    );
    wrongs.when(
      card.email.trim() !== '' && !/^\S+@\S+$/.test(card.email.trim()),
      `${at}.emails[0].value`,
      'bad_format',
    );
  }
}

/** What has to be put right before it can go; empty when it can. */
export function wrongsOf(
  kind: BuildKind,
  draft: BuildDraft,
  traits: ChannelTraits | undefined,
): Wrong {
  const wrongs = new Wrongs();
  if (kind === 'location') {
    wrongs.text('location.latitude', draft.place.where, 4000, true);
    wrongs.when(!readPlace(draft.place.where), 'location.latitude', 'bad_format');
    wrongs.text('location.name', draft.place.name, LocationInput.name);
    wrongs.text('location.address', draft.place.address, LocationInput.address);
    return wrongs.all;
  }
  if (kind === 'contacts') {
    cardWrongs(draft, wrongs);
    return wrongs.all;
  }
  if (kind === 'sticker') {
    wrongs.when(!draft.file, 'media_id', 'required');
    return wrongs.all;
  }
  wrongs.text('text', draft.text, textLimit(kind, traits), needsText(kind));
  if (hasHeader(kind) && !draft.file)
    wrongs.text(
      'interactive.header',
      draft.header,
      InteractiveInput.header,
      kind === 'product_list',
    );
  if (hasFooter(kind)) wrongs.text('interactive.footer', draft.footer, InteractiveInput.footer);
  if (hasLabel(kind)) wrongs.text('interactive.label', draft.label, InteractiveInput.label, true);
  if (kind === 'button')
    for (const [i, title] of draft.buttons.entries()) {
      const field = `interactive.buttons[${i}].title`;
      wrongs.text(field, title, ReplyButtonInput.title, true);
      const same = draft.buttons.findIndex((each) => each.trim() === title.trim());
      wrongs.when(same < i, field, 'taken');
    }
  if (kind === 'list') listWrongs(draft, wrongs);
  if (kind === 'product_list') productWrongs(draft, wrongs);
  if (kind === 'cta_url') {
    wrongs.text('interactive.url', draft.url, InteractiveInput.url, true);
    wrongs.when(!page(draft.url), 'interactive.url', 'bad_format');
  }
  if (kind === 'flow') {
    wrongs.text('interactive.flow.id', draft.flow.id, FlowCallInput.id, true);
    wrongs.text('interactive.flow.screen', draft.flow.screen, FlowCallInput.screen);
    wrongs.text('interactive.flow.data', draft.flow.data, FlowCallInput.data);
    wrongs.when(
      draft.flow.data.trim() !== '' && !isObject(draft.flow.data),
      'interactive.flow.data',
      'bad_format',
    );
  }
  if (kind === 'product' || kind === 'product_list')
    wrongs.text('interactive.catalogue', draft.catalogue, InteractiveInput.catalogue, true);
  if (kind === 'product' || kind === 'catalogue')
    wrongs.text('interactive.product', draft.product, InteractiveInput.product, kind === 'product');
  return wrongs.all;
}

const orNull = (text: string): string | null => text.trim() || null;

/** With all its parts, as it will stand in the thread. */
function interactiveOf(kind: InteractiveKind, draft: BuildDraft): Interactive {
  const sections =
    kind === 'list'
      ? draft.sections.map((section, i) => ({
          title: orNull(section.title),
          products: [],
          rows: section.rows.map((row, k) => ({
            id: `row-${i + 1}-${k + 1}`,
            title: row.title.trim(),
            description: orNull(row.description),
          })),
        }))
      : kind === 'product_list'
        ? draft.sections.map((section) => ({
            title: orNull(section.title),
            products: productsIn(section.products),
            rows: [],
          }))
        : [];
  const whole = ['product', 'product_list'].includes(kind);
  return {
    kind,
    header: hasHeader(kind) && !draft.file ? orNull(draft.header) : null,
    footer: hasFooter(kind) ? orNull(draft.footer) : null,
    label: hasLabel(kind) ? orNull(draft.label) : null,
    buttons:
      kind === 'button'
        ? draft.buttons.map((title, i) => ({ id: `button-${i + 1}`, title: title.trim() }))
        : [],
    sections,
    url: kind === 'cta_url' ? orNull(draft.url) : null,
    flow:
      kind === 'flow'
        ? {
            id: draft.flow.id.trim(),
            screen: orNull(draft.flow.screen),
            data: orNull(draft.flow.data),
            draft: draft.flow.draft,
            token: null,
          }
        : null,
    catalogue: whole ? orNull(draft.catalogue) : null,
    product: kind === 'product' || kind === 'catalogue' ? orNull(draft.product) : null,
    country: kind === 'address' ? draft.country : null,
  };
}

const cardOf = (card: CardDraft): ContactCard => ({
  name: card.name.trim(),
  company: orNull(card.company),
  phones: card.phones
    .filter((each) => each.trim())
    .map((value) => ({ value: value.trim(), type: 'CELL' })),
  emails: card.email.trim() ? [{ value: card.email.trim(), type: 'WORK' }] : [],
  addresses: [],
  urls: [],
  birthday: null,
  own: false,
});

/** How it will look. */
export function contentOf(kind: BuildKind, draft: BuildDraft): Content {
  const point = kind === 'location' ? readPlace(draft.place.where) : undefined;
  return {
    location: point
      ? {
          latitude: point.latitude,
          longitude: point.longitude,
          name: orNull(draft.place.name),
          address: orNull(draft.place.address),
          url: null,
        }
      : null,
    contacts: kind === 'contacts' ? draft.cards.map(cardOf) : [],
    choice: null,
    form: null,
    order: null,
    product: null,
    referral: null,
    interactive: isInteractive(kind) ? interactiveOf(kind, draft) : null,
    call: null,
    call_permission: null,
    forwarded: 'no',
  };
}

/** Without the parts that are empty: the API takes what is there. */
function filled<T>(value: T): T {
  if (Array.isArray(value)) return value.map(filled) as T;
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .filter(([, each]) => each !== null && !(Array.isArray(each) && each.length === 0))
      .map(([name, each]) => [name, filled(each as unknown)]),
  ) as T;
}

export type Body = Omit<SendMessage, 'client_id'>;

export function bodyOf(kind: BuildKind, draft: BuildDraft): Body {
  const { location, contacts, interactive } = contentOf(kind, draft);
  const file = draft.file && (kind === 'sticker' || takesFile(kind)) ? draft.file.id : undefined;
  return filled({
    ...(location ? { location } : {}),
    ...(contacts.length > 0 ? { contacts } : {}),
    ...(interactive ? { interactive } : {}),
    ...(interactive && draft.text.trim() ? { text: draft.text.trim() } : {}),
    ...(file ? { media_id: file } : {}),
  }) as Body;
}
