// Filling a template's places: what must be asked, what it will look like, what is sent.
import type { SendMessage, Template, TemplateComponent } from '$lib/api/types.ts';

export type Place = {
  key: string;
  part: 'header' | 'body' | 'button';
  /** As written in the template: "1", "2" or a name. */
  name: string;
  /** Buttons: which one, and what kind. */
  index?: number;
  label?: string;
};

const placePattern = /\{\{\s*([A-Za-z0-9_]+)\s*\}\}/g;

const componentOf = (template: Template, type: string): TemplateComponent | undefined =>
  template.components.find((each) => each.type?.toUpperCase() === type);

const namesIn = (text: string | undefined): string[] => [
  ...new Set([...(text ?? '').matchAll(placePattern)].map((each) => each[1] ?? '')),
];

/** A header that is a picture or file cannot be filled here yet. */
export function hasMediaHeader(template: Template): boolean {
  const format = componentOf(template, 'HEADER')?.format?.toUpperCase();
  return format !== undefined && format !== 'TEXT';
}

export function placesOf(template: Template): Place[] {
  const header = componentOf(template, 'HEADER');
  const places: Place[] = namesIn(header?.text).map((name) => ({
    key: `header.${name}`,
    part: 'header',
    name,
  }));
  for (const name of namesIn(componentOf(template, 'BODY')?.text))
    places.push({ key: `body.${name}`, part: 'body', name });
  for (const [index, button] of (componentOf(template, 'BUTTONS')?.buttons ?? []).entries())
    if (namesIn(button.url).length > 0)
      places.push({
        key: `button.${index}`,
        part: 'button',
        name: '1',
        index,
        label: button.text ?? '',
      });
  return places;
}

export type Values = Record<string, string>;

function fill(text: string | undefined, part: string, values: Values): string {
  return (text ?? '').replace(placePattern, (whole, name: string) => {
    const value = values[`${part}.${name}`]?.trim();
    return value ? value : whole;
  });
}

export type Preview = { header: string; body: string; footer: string; buttons: string[] };

export function previewOf(template: Template, values: Values): Preview {
  return {
    header: fill(componentOf(template, 'HEADER')?.text, 'header', values),
    body: fill(componentOf(template, 'BODY')?.text, 'body', values),
    footer: componentOf(template, 'FOOTER')?.text ?? '',
    buttons: (componentOf(template, 'BUTTONS')?.buttons ?? []).map((each) => each.text ?? ''),
  };
}

export function bodyOf(template: Template, values: Values): NonNullable<SendMessage['template']> {
  const value = (place: Place): string => values[place.key]?.trim() ?? '';
  const places = placesOf(template);
  const named = (place: Place): { name?: string; text: string } =>
    /^\d+$/.test(place.name) ? { text: value(place) } : { name: place.name, text: value(place) };
  const body = places
    .filter((each) => each.part === 'body')
    .sort((a, b) => Number(a.name) - Number(b.name) || 0)
    .map(named);
  const header = places.find((each) => each.part === 'header');
  const buttons = places
    .filter((each) => each.part === 'button')
    .map((each) => ({ index: each.index ?? 0, sub_type: 'url', text: value(each) }));
  return {
    name: template.name,
    language: template.language,
    ...(body.length > 0 ? { body } : {}),
    ...(header ? { header: { text: value(header) } } : {}),
    ...(buttons.length > 0 ? { buttons } : {}),
  };
}
