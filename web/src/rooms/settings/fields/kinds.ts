import type { ContactField } from '$lib/api/types.ts';
import type { PlainKey } from '$lib/i18n/i18n.svelte.ts';

export const kindWords = {
  text: 'contacts.kind_text',
  number: 'contacts.kind_number',
  date: 'contacts.kind_date',
  choice: 'contacts.kind_choice',
  yes_no: 'contacts.kind_yes_no',
  link: 'contacts.kind_link',
} as const satisfies Record<ContactField['kind'], PlainKey>;

export const kinds = Object.keys(kindWords) as ContactField['kind'][];
