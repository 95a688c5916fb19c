// Filling a template: what must be asked, what it will look like, what is sent.
// Components as the provider gives them; source: developers.facebook.com/documentation/
// business-messaging/whatsapp/templates/components (2026-05-06).
import type {
  Media,
  MediaKind,
  SendMessage,
  SentTemplate,
  Template,
  TemplateComponent,
} from '$lib/api/types.ts';
import { productsIn } from './build/draft.ts';
import { readPlace } from './build/place.ts';

type Button = NonNullable<TemplateComponent['buttons']>[number];
type SentButton = NonNullable<NonNullable<SendMessage['template']>['buttons']>[number];
/** The provider's own word; what we do not know is left alone. */
type Component = TemplateComponent & {
  cards?: { components?: Component[] }[];
  limited_time_offer?: { text?: string; has_expiration?: boolean };
};

export type PlaceKind =
  | 'text'
  | 'file'
  | 'place'
  | 'product'
  | 'code'
  | 'cover'
  | 'mpm'
  | 'offer'
  // Nobody is asked, but it has to be sent.
  | 'flow';

export type Place = {
  key: string;
  kind: PlaceKind;
  part: 'header' | 'body' | 'button' | 'offer';
  /** As written in the template: "1", "2" or a name. */
  name: string;
  /** Buttons: which one, and what is written on it. */
  index?: number;
  label?: string;
  type?: string;
  /** Files: of which kinds. */
  kinds?: readonly MediaKind[];
  /** In a carousel: which card, from 0. */
  card?: number;
};

export type Values = Record<string, string>;
export type Files = Record<string, Media>;

const placePattern = /\{\{\s*([A-Za-z0-9_]+)\s*\}\}/g;
const fileKinds: Record<string, readonly MediaKind[]> = {
  IMAGE: ['image'],
  VIDEO: ['video'],
  DOCUMENT: ['document'],
};

const upper = (text: string | undefined): string => text?.toUpperCase() ?? '';
const find = (all: readonly Component[], type: string): Component | undefined =>
  all.find((each) => upper(each.type) === type);

const namesIn = (text: string | undefined): string[] => [
  ...new Set([...(text ?? '').matchAll(placePattern)].map((each) => each[1] ?? '')),
];

function buttonPlace(button: Button, at: { key: string; index: number }): Place[] {
  const base = { ...at, part: 'button' as const, name: '1', label: button.text ?? '' };
  const type = upper(button.type);
  if (type === 'COPY_CODE') return [{ ...base, kind: 'code', type: 'copy_code' }];
  if (type === 'CATALOG') return [{ ...base, kind: 'cover', type: 'catalog' }];
  if (type === 'FLOW') return [{ ...base, kind: 'flow', type: 'flow' }];
  if (type === 'MPM') return [{ ...base, kind: 'mpm', type: 'mpm' }];
  if (namesIn(button.url).length > 0) return [{ ...base, kind: 'text', type: 'url' }];
  return [];
}

function placesIn(components: readonly Component[], prefix: string, card?: number): Place[] {
  const on = card === undefined ? {} : { card };
  const header = find(components, 'HEADER');
  const format = upper(header?.format);
  const base = { key: `${prefix}header`, part: 'header' as const, name: '', ...on };
  const places: Place[] = [];
  const kinds = fileKinds[format];
  if (kinds) places.push({ ...base, kind: 'file', kinds });
  else if (format === 'LOCATION') places.push({ ...base, kind: 'place' });
  else if (format === 'PRODUCT') places.push({ ...base, kind: 'product' });
  else
    for (const name of namesIn(header?.text))
      places.push({ ...base, key: `${prefix}header.${name}`, kind: 'text', name });
  for (const name of namesIn(find(components, 'BODY')?.text))
    places.push({ key: `${prefix}body.${name}`, kind: 'text', part: 'body', name, ...on });
  if (find(components, 'LIMITED_TIME_OFFER')?.limited_time_offer?.has_expiration)
    places.push({ key: 'offer', kind: 'offer', part: 'offer', name: '' });
  for (const [index, button] of (find(components, 'BUTTONS')?.buttons ?? []).entries())
    places.push(
      ...buttonPlace(button, { key: `${prefix}button.${index}`, index }).map((each) => ({
        ...each,
        ...on,
      })),
    );
  return places;
}

const cardsOf = (template: Template): Component[][] =>
  (find(template.components, 'CAROUSEL')?.cards ?? []).map((each) => each.components ?? []);

export function placesOf(template: Template): Place[] {
  const cards = cardsOf(template).flatMap((each, i) => placesIn(each, `card.${i}.`, i));
  return [...placesIn(template.components, ''), ...cards];
}

// 132012: line breaks, tabs and runs of spaces are refused in a value.
const isPlain = (text: string): boolean => !/[\r\n\t]| {5}/.test(text);

/** What keeps it from being sent, by key of the place. */
export function wrongsIn(
  places: readonly Place[],
  values: Values,
  files: Files,
  now: number,
): Record<string, 'required' | 'bad_format' | 'too_long'> {
  const wrong: Record<string, 'required' | 'bad_format' | 'too_long'> = {};
  const need = (key: string): void => {
    if (!values[key]?.trim()) wrong[key] = 'required';
    else if (!isPlain(values[key].trim())) wrong[key] = 'bad_format';
  };
  for (const { key, kind } of places) {
    if (kind === 'text' || kind === 'code') need(key);
    if (kind === 'code' && (values[key]?.trim().length ?? 0) > 20) wrong[key] = 'too_long';
    if (kind === 'file' && !files[key]) wrong[key] = 'required';
    if (kind === 'place') {
      need(`${key}.where`);
      if (values[`${key}.where`]?.trim() && !readPlace(values[`${key}.where`] ?? ''))
        wrong[`${key}.where`] = 'bad_format';
    }
    if (kind === 'product') {
      need(`${key}.catalogue`);
      need(`${key}.product`);
    }
    if (kind === 'mpm') {
      need(key);
      if (productsIn(values[`${key}.products`] ?? '').length === 0)
        wrong[`${key}.products`] = 'required';
    }
    if (kind === 'offer') {
      const at = Date.parse(values[key] ?? '');
      if (Number.isNaN(at)) wrong[key] = 'required';
      else if (at <= now) wrong[key] = 'bad_format';
    }
  }
  return wrong;
}

function fill(text: string | undefined, prefix: string, values: Values): string {
  return (text ?? '').replace(placePattern, (whole, name: string) => {
    const value = values[`${prefix}.${name}`]?.trim();
    return value ? value : whole;
  });
}

/** What stands in the thread once it is sent, and what is seen before. */
export type Preview = SentTemplate & { media: Media | null };

const orNull = (text: string | undefined): string | null => text?.trim() || null;

const buttonsOf = (components: readonly Component[], prefix: string, values: Values) =>
  (find(components, 'BUTTONS')?.buttons ?? []).map((each, index) => {
    const value = values[`${prefix}button.${index}`]?.trim() ?? '';
    return {
      type: upper(each.type),
      text: each.text ?? '',
      url: each.url ? each.url.replace(placePattern, value) : null,
      phone_number: each.phone_number ?? null,
      code: upper(each.type) === 'COPY_CODE' ? orNull(value) : null,
    };
  });

export function previewOf(template: Template, values: Values, files: Files = {}): Preview {
  const { name, language, components } = template;
  const point = readPlace(values['header.where'] ?? '');
  const offer = find(components, 'LIMITED_TIME_OFFER')?.limited_time_offer;
  const ends = Date.parse(values['offer'] ?? '');
  const productOf = (key: string) => {
    const [catalogue, product] = [values[`${key}.catalogue`], values[`${key}.product`]];
    return product ? { catalogue: catalogue ?? '', product } : null;
  };
  return {
    name,
    language,
    preview: fill(find(components, 'BODY')?.text, 'body', values),
    header: orNull(fill(find(components, 'HEADER')?.text, 'header', values)),
    media: files['header'] ?? null,
    location: point
      ? {
          latitude: point.latitude,
          longitude: point.longitude,
          name: orNull(values['header.name']),
          address: orNull(values['header.address']),
          url: null,
        }
      : null,
    product: productOf('header'),
    footer: orNull(find(components, 'FOOTER')?.text),
    offer: offer ? (offer.text ?? '') : null,
    offer_ends_at: Number.isNaN(ends) ? null : new Date(ends).toISOString(),
    buttons: buttonsOf(components, '', values),
    cards: cardsOf(template).map((each, i) => ({
      text: fill(find(each, 'BODY')?.text, `card.${i}.body`, values),
      media: files[`card.${i}.header`] ?? null,
      product: productOf(`card.${i}.header`),
      buttons: buttonsOf(each, `card.${i}.`, values),
    })),
  };
}

type Sent = NonNullable<SendMessage['template']>;

function sentButton(place: Place, values: Values): SentButton {
  const text = values[place.key]?.trim() ?? '';
  const base = { index: place.index ?? 0, sub_type: place.type ?? 'url', text };
  if (place.kind !== 'mpm') return base;
  return { ...base, sections: [{ products: productsIn(values[`${place.key}.products`] ?? '') }] };
}

/** What is sent, and which field of it belongs to which place. */
export function bodyOf(
  template: Template,
  values: Values,
  files: Files = {},
): { body: Sent; fields: Map<string, string> } {
  const fields = new Map<string, string>();
  const value = (key: string): string => values[key]?.trim() ?? '';
  const all = placesOf(template);
  const named = (place: Place): { name?: string; text: string } =>
    /^\d+$/.test(place.name)
      ? { text: value(place.key) }
      : { name: place.name, text: value(place.key) };
  const product = (key: string) => ({
    catalogue: value(`${key}.catalogue`),
    product: value(`${key}.product`),
  });

  const texts = (places: readonly Place[], at: string) =>
    places
      .filter((each) => each.part === 'body')
      .sort((a, b) => Number(a.name) - Number(b.name) || 0)
      .map((each, i) => {
        fields.set(`${at}body[${i}].text`, each.key);
        return named(each);
      });
  const buttons = (places: readonly Place[], at: string) =>
    places
      .filter((each) => each.part === 'button' && (each.kind !== 'cover' || value(each.key)))
      .map((each, i) => {
        fields.set(`${at}buttons[${i}].text`, each.key);
        return sentButton(each, values);
      });
  const headerOf = (places: readonly Place[]) => places.find((each) => each.part === 'header');

  const own = all.filter((each) => each.card === undefined);
  const body: Sent = { name: template.name, language: template.language };
  const header = headerOf(own);
  if (header?.kind === 'text') {
    body.header = named(header);
    fields.set('template.header.text', header.key);
  } else if (header?.kind === 'file' && files[header.key]) {
    body.header_media_id = files[header.key]?.id ?? '';
    fields.set('template.header_media_id', header.key);
  } else if (header?.kind === 'place') {
    const point = readPlace(value('header.where'));
    const [name, address] = [value('header.name'), value('header.address')];
    if (point)
      body.header_location = {
        latitude: point.latitude,
        longitude: point.longitude,
        ...(name ? { name } : {}),
        ...(address ? { address } : {}),
      };
    fields.set('template.header_location.latitude', 'header.where');
  } else if (header?.kind === 'product') {
    body.header_product = product('header');
    fields.set('template.header_product.catalogue', 'header.catalogue');
    fields.set('template.header_product.product', 'header.product');
  }
  const bodyTexts = texts(own, 'template.');
  if (bodyTexts.length > 0) body.body = bodyTexts;
  const pressed = buttons(own, 'template.');
  if (pressed.length > 0) body.buttons = pressed;
  if (own.some((each) => each.kind === 'offer') && value('offer'))
    body.offer_ends_at = new Date(value('offer')).toISOString();

  const cards = cardsOf(template).map((_, i) => {
    const at = `template.cards[${i}].`;
    const places = all.filter((each) => each.card === i);
    const top = headerOf(places);
    const file = top && files[top.key];
    if (top) fields.set(`${at}media_id`, top.key);
    const said = texts(places, at);
    const touched = buttons(places, at);
    return {
      ...(file ? { media_id: file.id } : {}),
      ...(top?.kind === 'product' ? { product: product(top.key) } : {}),
      ...(said.length > 0 ? { body: said } : {}),
      ...(touched.length > 0 ? { buttons: touched } : {}),
    };
  });
  if (cards.length > 0) body.cards = cards;
  return { body, fields };
}
