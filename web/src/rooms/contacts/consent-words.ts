import type { Consent } from '$lib/api/types.ts';
import type { PlainKey } from '$lib/i18n';

export const purposeWords = {
  marketing: 'contacts.purpose_marketing',
  updates: 'contacts.purpose_updates',
} as const satisfies Record<Consent['purpose'], PlainKey>;

export const sourceWords = {
  channel: 'contacts.source_channel',
  conversation: 'contacts.source_conversation',
  form: 'contacts.source_form',
  phone: 'contacts.source_phone',
  paper: 'contacts.source_paper',
  other: 'contacts.source_other',
} as const satisfies Record<Consent['source'], PlainKey>;
