// The provider's words for a number, as people say them. What we have no words for stands as it came.
import { t, type PlainKey } from '$lib/i18n';

type Tone = 'success' | 'warn' | 'danger' | 'plain';
export type Look = { label: PlainKey; tone: Tone; hint?: PlainKey };

export const statusLooks: Record<string, Look> = {
  CONNECTED: { label: 'number.status_connected', tone: 'success' },
  PENDING: { label: 'number.status_pending', tone: 'warn', hint: 'number.status_pending_hint' },
  DISCONNECTED: {
    label: 'number.status_disconnected',
    tone: 'danger',
    hint: 'number.status_pending_hint',
  },
  FLAGGED: { label: 'number.status_flagged', tone: 'warn', hint: 'number.status_flagged_hint' },
  RESTRICTED: {
    label: 'number.status_restricted',
    tone: 'danger',
    hint: 'number.status_restricted_hint',
  },
  RATE_LIMITED: { label: 'number.status_slow', tone: 'warn', hint: 'number.status_slow_hint' },
  BANNED: { label: 'number.status_banned', tone: 'danger', hint: 'number.status_banned_hint' },
  DELETED: { label: 'number.status_deleted', tone: 'danger' },
  MIGRATED: { label: 'number.status_migrated', tone: 'danger', hint: 'number.status_moved_hint' },
};

export const qualityLooks: Record<string, Look> = {
  GREEN: { label: 'number.quality_good', tone: 'success', hint: 'number.quality_good_hint' },
  YELLOW: { label: 'number.quality_medium', tone: 'warn', hint: 'number.quality_medium_hint' },
  RED: { label: 'number.quality_low', tone: 'danger', hint: 'number.quality_low_hint' },
  UNKNOWN: { label: 'number.quality_unknown', tone: 'plain', hint: 'number.quality_unknown_hint' },
  NA: { label: 'number.quality_unknown', tone: 'plain', hint: 'number.quality_unknown_hint' },
};

export const nameLooks: Record<string, Look> = {
  APPROVED: { label: 'number.name_approved', tone: 'success' },
  AVAILABLE_WITHOUT_REVIEW: { label: 'number.name_approved', tone: 'success' },
  DECLINED: { label: 'number.name_declined', tone: 'danger', hint: 'number.name_declined_hint' },
  EXPIRED: { label: 'number.name_expired', tone: 'warn', hint: 'number.name_declined_hint' },
  PENDING_REVIEW: { label: 'number.name_pending', tone: 'warn', hint: 'number.name_pending_hint' },
};

export const sendLooks: Record<string, Look> = {
  AVAILABLE: { label: 'number.can_send', tone: 'success' },
  LIMITED: { label: 'number.can_send_limited', tone: 'warn' },
  BLOCKED: { label: 'number.can_send_not', tone: 'danger' },
};

export const partWords: Record<string, PlainKey> = {
  PHONE_NUMBER: 'number.part_number',
  WABA: 'number.part_account',
  BUSINESS: 'number.part_business',
  APP: 'number.part_app',
};

const tiers: Record<string, number> = {
  TIER_50: 50,
  TIER_250: 250,
  TIER_1K: 1_000,
  TIER_2K: 2_000,
  TIER_10K: 10_000,
  TIER_100K: 100_000,
};

/** "Up to 2,000 people in 24 hours"; empty when it is not told. */
export function limitText(tier: string): string {
  if (tier === 'TIER_UNLIMITED') return t('number.limit_none');
  const count = tiers[tier];
  return count ? t('number.limit', { count }) : tier;
}

export const throughputWords: Record<string, PlainKey> = {
  STANDARD: 'number.speed_standard',
  HIGH: 'number.speed_high',
  NOT_APPLICABLE: 'number.speed_none',
};

export const verticals: Record<string, PlainKey> = {
  UNDEFINED: 'number.trade_undefined',
  OTHER: 'number.trade_other',
  AUTO: 'number.trade_auto',
  BEAUTY: 'number.trade_beauty',
  APPAREL: 'number.trade_apparel',
  EDU: 'number.trade_edu',
  ENTERTAIN: 'number.trade_entertain',
  EVENT_PLAN: 'number.trade_event_plan',
  FINANCE: 'number.trade_finance',
  GROCERY: 'number.trade_grocery',
  GOVT: 'number.trade_govt',
  HOTEL: 'number.trade_hotel',
  HEALTH: 'number.trade_health',
  NONPROFIT: 'number.trade_nonprofit',
  RETAIL: 'number.trade_retail',
  TRAVEL: 'number.trade_travel',
  PROF_SERVICES: 'number.trade_prof_services',
  NOT_A_BIZ: 'number.trade_not_a_biz',
  RESTAURANT: 'number.trade_restaurant',
  ALCOHOL: 'number.trade_alcohol',
};

export function wordOf(words: Record<string, PlainKey>, value: string): string {
  const key = words[value];
  return key ? t(key) : value;
}
