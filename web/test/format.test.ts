import { describe, expect, it } from 'vitest';
import { Formats } from '$lib/i18n';

const noon = new Date(2026, 10, 21, 12, 0).getTime();
const minute = 60_000;
const hour = 60 * minute;

describe('formats', () => {
  it('Arabic keeps Latin digits and the Gregorian calendar', () => {
    const ar = new Formats('ar');
    expect(ar.number(1234)).toMatch(/1.?234/);
    expect(ar.date(noon)).toMatch(/2026/);
    expect(ar.time(noon)).toBe('12:00');
  });

  it('a row shows how long ago, then the time, the day, the date', () => {
    const en = new Formats('en');
    expect(en.stamp(noon - 20_000, noon)).toBe('now');
    expect(en.stamp(noon - 5 * minute, noon)).toBe('5 min');
    expect(en.stamp(noon - 3 * hour, noon)).toBe('09:00');
    expect(en.stamp(noon - 26 * hour, noon)).toBe('Fri');
    expect(en.stamp(noon - 18 * 24 * hour, noon)).toBe('Nov 3');
  });

  it('a clock that runs ahead does not speak of the future', () => {
    expect(new Formats('en').ago(noon + 3_000, noon)).toBe('now');
    expect(new Formats('en').stamp(noon + 3_000, noon)).toBe('now');
  });

  it('days have names near today', () => {
    const en = new Formats('en');
    expect(en.day(noon - hour, noon)).toBe('today');
    expect(en.day(noon - 24 * hour, noon)).toBe('yesterday');
    expect(en.day(noon - 3 * 24 * hour, noon)).toBe('Wednesday');
  });

  it('a day of the calendar is the same day everywhere, and prices keep their millionths', () => {
    const zone = process.env['TZ'];
    process.env['TZ'] = 'America/Sao_Paulo';
    expect(new Formats('en').calendar('2026-10-01')).toBe('Oct 1, 2026');
    process.env['TZ'] = zone ?? 'UTC';
    expect(new Formats('en').money(0.0411, 'USD', true)).toBe('$0.0411');
    expect(new Formats('en').money(0.0411, 'USD')).toBe('$0.04');
  });

  it('durations and sizes are short', () => {
    const en = new Formats('en');
    expect(en.duration(80 * minute)).toBe('1 hr 20 min');
    expect(en.bytes(1_400_000)).toBe('1.4 MB');
  });

  it('Indonesian writes numbers its own way', () => {
    expect(new Formats('id').number(12345.6)).toBe('12.345,6');
  });
});
