import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { dashboardMessages } from '$lib/i18n/dashboard.ts';
import { i18n, t } from '$lib/i18n';
import { settingsMessages } from '$lib/i18n/settings.ts';
import { daysBetween, periodOf } from '../src/rooms/settings/channels/number/costs.ts';
import { readProblem, toCsv, whenOf } from '../src/rooms/settings/rates/rates.ts';
import { qr } from '$lib/qr.ts';

type Document = { components: { schemas: Record<string, { enum?: string[] }> } };
const document = JSON.parse(readFileSync('../docs/openapi.json', 'utf8')) as Document;

// What only a program that speaks HTTP or JSON wrongly is told, or a person with one of our tools.
const forPrograms =
  /^(json_|bad_(request|chunk|framing|header|header_value|host|request_line|target|version)$|bare_|control_|folded_|head_|too_large$|too_many_(headers|parameters)$|too_slow$|unknown_(coding|expectation|host|method)$|unsupported_|encoded_|method_|cross_site$|payload_|sealed_|media_not_failed$|client_id_used$)/;

describe('words', () => {
  it('whatever a person can be refused with is said in words', async () => {
    await i18n.start(dashboardMessages);
    const codes = document.components.schemas['RefusalCode']?.enum ?? [];
    expect(codes.length).toBeGreaterThan(80);
    const silent = codes.filter((code) => !forPrograms.test(code) && !i18n.has(`errors.${code}`));
    expect(silent).toEqual([]);
  });

  it('a room brings its words, and keeps them in another language', async () => {
    expect(i18n.has('number.title')).toBe(false);
    await i18n.more(settingsMessages);
    expect(t('number.title')).toBe('The number');
    await i18n.use('id');
    expect(t('number.title')).toBe('Nomor');
    expect(t('common.cancel')).toBe('Batal');
    await i18n.use('en');
  });

  it('every kind of notice has a title', async () => {
    await i18n.more(settingsMessages);
    const kinds = document.components.schemas['NoticeKind']?.enum ?? [];
    expect(kinds.length).toBeGreaterThan(60);
    expect(kinds.filter((kind) => !i18n.has(`notices.k_${kind}`))).toEqual([]);
  });

  it('a QR code has its three corners inside a quiet edge', () => {
    const code = qr('https://wa.me/message/4O4YQ2T7A1');
    expect(code.size).toBe(37);
    const dark = new Set(code.dark.map(({ row, column }) => `${row},${column}`));
    expect([dark.has('4,4'), dark.has('3,4'), dark.has(`4,${code.size - 5}`)]).toEqual([
      true,
      false,
      true,
    ]);
  });
});

describe('dated prices', () => {
  const rate = (market: string, from: string, price = '1.00') => ({
    market,
    currency: 'IDR',
    category: 'marketing',
    rate: price,
    effective_from: from,
  });
  const all = [
    rate('ID', '2026-07-01'),
    rate('ID', '2026-10-01'),
    rate('ID', '2027-01-01'),
    rate('SA', '2026-07-01'),
  ];

  it('the youngest that has begun holds, for each country', () => {
    expect(all.map(whenOf(all, '2026-11-22'))).toEqual(['past', 'in_force', 'later', 'in_force']);
    expect(all.map(whenOf(all, '2026-10-01'))[1]).toBe('in_force');
    expect(all.map(whenOf(all, '2026-09-30'))[1]).toBe('later');
  });

  it('go out as the file they came in as', () => {
    expect(toCsv([rate('*', '2026-10-01', '0.0250')])).toBe(
      'market,currency,category,rate,effective_from\n*,IDR,marketing,0.0250,2026-10-01\n',
    );
    expect(toCsv([])).toBe('market,currency,category,rate,effective_from\n');
  });

  it('a bad line is named, and what should stand there', async () => {
    await i18n.more(settingsMessages);
    expect(readProblem('Line 12: rate')).toMatch(/^Line 12: the rate is a number/);
    expect(readProblem('Line 1: currency')).toBe(
      'The first line does not name the column currency.',
    );
    expect(readProblem('Line 5002: more than 5000 rates')).toMatch(/at most 5,000/);
    expect(readProblem('Something else')).toBeUndefined();
  });
});

describe('the days of a period', () => {
  const now = new Date('2026-03-05T23:30:00Z');
  it('a month begins on its first, and the last one ends before it', () => {
    expect(periodOf('month', now)).toEqual({ from: '2026-03-01', to: '2026-03-05' });
    expect(periodOf('last_month', now)).toEqual({ from: '2026-02-01', to: '2026-02-28' });
    expect(periodOf('days_30', now)).toEqual({ from: '2026-02-04', to: '2026-03-05' });
  });
  it('every day has its place, the first and the last as well', () => {
    expect(daysBetween('2026-02-27', '2026-03-01')).toEqual([
      '2026-02-27',
      '2026-02-28',
      '2026-03-01',
    ]);
  });
});
