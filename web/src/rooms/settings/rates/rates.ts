// The prices of messages as a table of dated rows: which of them holds today, what was wrong with a
// file of them, and the same table as a file.
import type { PlainKey } from '$lib/i18n';
import { hasWords } from '$lib/api/problem.ts';
import { i18n, t } from '$lib/i18n';
import type { Key } from '$lib/i18n';
import type { Rate } from '$lib/api/types.ts';

export const columns = ['market', 'currency', 'category', 'rate', 'effective_from'] as const;
export type When = 'in_force' | 'later' | 'past';
export const whens: Record<When, PlainKey> = {
  in_force: 'rates.in_force',
  later: 'rates.later',
  past: 'rates.past',
};

const kindOf = (rate: Rate): string => `${rate.currency} ${rate.market} ${rate.category}`;

/** Of prices for the same, the youngest that has begun holds; `today` is 2026-11-22. */
export function whenOf(rates: readonly Rate[], today: string): (rate: Rate) => When {
  const held = new Map<string, string>();
  for (const rate of rates) {
    const kind = kindOf(rate);
    if (rate.effective_from <= today && rate.effective_from > (held.get(kind) ?? ''))
      held.set(kind, rate.effective_from);
  }
  return (rate) => {
    if (rate.effective_from > today) return 'later';
    return held.get(kindOf(rate)) === rate.effective_from ? 'in_force' : 'past';
  };
}

/** As the server reads it. None of the five can hold a separator or a quote. */
export function toCsv(rates: readonly Rate[]): string {
  const lines = rates.map((rate) => columns.map((column) => rate[column]).join(','));
  return [columns.join(','), ...lines, ''].join('\n');
}

/** The server says which line and column it could not read, for developers; this says it to people. */
export function readProblem(message: string): string | undefined {
  const [, line, what] = /^Line (\d+): (.+)$/.exec(message) ?? [];
  if (!line || !what) return undefined;
  if (what.startsWith('more than')) return t('rates.wrong_many');
  if (line === '1') return t('rates.wrong_head', { column: what });
  const key = `rates.wrong_${what}`;
  return hasWords(key) ? t(key as Key & 'rates.wrong_rate', { line }) : undefined;
}

export const marketName = (market: string): string =>
  market === '*' ? t('rates.anywhere') : i18n.fmt.country(market);
