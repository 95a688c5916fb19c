import type { PlainKey } from '$lib/i18n';

export type Period = 'month' | 'last_month' | 'days_30';
export type CostRow = {
  day: string;
  category: string;
  type: string;
  country: string;
  messages: number;
  amount?: string;
};

const dayOf = (at: number): string => new Date(at).toISOString().slice(0, 10);

/** First and last day of a period, both in it. */
export function periodOf(period: Period, now: Date): { from: string; to: string } {
  const [year, month, day] = [now.getUTCFullYear(), now.getUTCMonth(), now.getUTCDate()];
  if (period === 'month') return { from: dayOf(Date.UTC(year, month, 1)), to: dayOf(+now) };
  if (period === 'last_month')
    return { from: dayOf(Date.UTC(year, month - 1, 1)), to: dayOf(Date.UTC(year, month, 0)) };
  return { from: dayOf(Date.UTC(year, month, day - 29)), to: dayOf(+now) };
}

/** Every day from the first to the last. */
export function daysBetween(from: string, to: string): string[] {
  const days: string[] = [];
  for (let at = Date.parse(from); at <= Date.parse(to); at += 86_400_000) days.push(dayOf(at));
  return days;
}

export const isCharged = (row: { type: string }): boolean => row.type === 'regular';

export const categoryWords: Record<string, PlainKey> = {
  marketing: 'settings.category_marketing',
  utility: 'settings.category_utility',
  authentication: 'settings.category_authentication',
  service: 'number.costs_service',
  marketing_lite: 'number.costs_marketing_lite',
  referral_conversion: 'number.costs_referral',
  authentication_international: 'number.costs_auth_international',
};

export const typeWords: Record<string, PlainKey> = {
  regular: 'number.costs_regular',
  free_customer_service: 'number.costs_free_service',
  free_entry_point: 'number.costs_free_entry',
};
