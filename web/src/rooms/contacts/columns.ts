// Which columns the list of people shows; the name always comes first.
import type { ContactField } from '$lib/api/types.ts';
import { t } from '$lib/i18n';

const known = ['phone', 'email', 'channels', 'labels', 'language', 'marketing'] as const;
const rest = ['last_seen', 'created'] as const;
export type Column = (typeof known)[number] | (typeof rest)[number] | `field:${string}`;

export const usualColumns: readonly Column[] = ['phone', 'channels', 'labels', 'last_seen'];

/** All there are, in the order they are shown. */
export function allColumns(fields: readonly ContactField[]): readonly Column[] {
  return [...known, ...fields.map((each): Column => `field:${each.id}`), ...rest];
}

const titles = {
  phone: 'contacts.phone',
  email: 'contacts.email',
  channels: 'contacts.channels',
  labels: 'contacts.labels',
  language: 'contacts.language',
  marketing: 'contacts.marketing',
  last_seen: 'contacts.last_seen',
  created: 'contacts.created',
} as const;

export const fieldOf = (
  column: Column,
  fields: readonly ContactField[],
): ContactField | undefined => fields.find((each) => `field:${each.id}` === column);

export function columnTitle(column: Column, fields: readonly ContactField[]): string {
  return column in titles
    ? t(titles[column as keyof typeof titles])
    : (fieldOf(column, fields)?.name ?? t('common.unknown'));
}
