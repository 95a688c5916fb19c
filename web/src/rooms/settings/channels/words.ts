import type { PlainKey } from '$lib/i18n/i18n.svelte.ts';

type Words = { good: PlainKey; bad: PlainKey };

/** What each live check means, when it is well and when it is not. */
export const checkWords: Record<string, Words> = {
  reach: { good: 'settings.check_reach', bad: 'settings.check_reach_bad' },
  token: { good: 'settings.check_token', bad: 'settings.check_token_bad' },
  number: { good: 'settings.check_number', bad: 'settings.check_number_bad' },
  account: { good: 'settings.check_account', bad: 'settings.check_account_bad' },
  subscription: { good: 'settings.check_subscription', bad: 'settings.check_subscription_bad' },
  webhook: { good: 'settings.check_webhook', bad: 'settings.check_webhook_bad' },
  secret: { good: 'settings.check_secret', bad: 'settings.check_secret_bad' },
  health: { good: 'settings.check_health', bad: 'settings.check_health_bad' },
  permissions: { good: 'settings.check_permissions', bad: 'settings.check_permissions_bad' },
  expiry: { good: 'settings.check_expiry', bad: 'settings.check_expiry_bad' },
  unsubscribed: { good: 'settings.check_unsubscribed', bad: 'settings.check_unsubscribed_bad' },
};

/** A phone number as people write it; the provider tells it with or without the plus. */
export const phoneText = (digits: string): string => `+${digits.replace(/^\+/, '')}`;

/** The same in the middle of a sentence, which keeps its own direction. */
export const phoneInside = (digits: string): string => `\u2066${phoneText(digits)}\u2069`;
