// Everything that turns numbers and instants into words. Latin digits and the Gregorian calendar in
// Arabic too: `ar` alone may give other digits or the Hijri calendar, by region and ICU build.
export const languages = ['en', 'id', 'ms', 'ar', 'pt-BR'] as const;
export type Language = (typeof languages)[number];

export const languageNames: Record<Language, string> = {
  en: 'English',
  id: 'Bahasa Indonesia',
  ms: 'Bahasa Melayu',
  ar: 'العربية',
  'pt-BR': 'Português (Brasil)',
};

export const isRtl = (language: Language): boolean => language === 'ar';

const tags: Record<Language, string> = {
  en: 'en',
  id: 'id',
  ms: 'ms',
  ar: 'ar-u-ca-gregory-nu-latn',
  'pt-BR': 'pt-BR',
};

const minute = 60_000;
const hour = 60 * minute;
const day = 24 * hour;

type Forms = Record<string, () => string>;

function midnight(at: number): number {
  const date = new Date(at);
  return new Date(date.getFullYear(), date.getMonth(), date.getDate()).getTime();
}

export class Formats {
  readonly #tag: string;
  // Intl objects are costly to make: one of each kind, made when first needed.
  readonly #made = new Map<string, unknown>();

  constructor(language: Language) {
    this.#tag = tags[language];
  }

  #once<T>(name: string, make: () => T): T {
    if (!this.#made.has(name)) this.#made.set(name, make());
    return this.#made.get(name) as T;
  }

  #date(name: string, options: Intl.DateTimeFormatOptions, at: number | Date): string {
    return this.#once(name, () => new Intl.DateTimeFormat(this.#tag, options)).format(at);
  }

  #relative(): Intl.RelativeTimeFormat {
    return this.#once(
      'relative',
      () => new Intl.RelativeTimeFormat(this.#tag, { numeric: 'auto', style: 'narrow' }),
    );
  }

  number(value: number): string {
    return this.#once('number', () => new Intl.NumberFormat(this.#tag)).format(value);
  }

  /** "45%" of 45. */
  percent(value: number): string {
    return this.#once(
      'percent',
      () => new Intl.NumberFormat(this.#tag, { style: 'percent', maximumFractionDigits: 0 }),
    ).format(value / 100);
  }

  /** "14:05" */
  time(at: number | Date): string {
    return this.#date('time', { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' }, at);
  }

  /** "3 Nov 2026" */
  date(at: number | Date): string {
    return this.#date('date', { dateStyle: 'medium' }, at);
  }

  /** A day of the calendar, "2026-11-03", wherever the reader is. */
  calendar(day: string): string {
    return this.date(new Date(`${day.slice(0, 10)}T00:00`));
  }

  dateTime(at: number | Date): string {
    return this.#date('dateTime', { dateStyle: 'medium', timeStyle: 'short' }, at);
  }

  /** For a list row: "now", "5 min", "14:05", "Tue", "3 Nov", "3 Nov 2024". */
  stamp(at: number, now: number): string {
    const passed = Math.max(0, now - at);
    if (passed < minute) return this.#relative().format(0, 'second');
    if (passed < hour)
      return this.#once(
        'minutes',
        () =>
          new Intl.NumberFormat(this.#tag, {
            style: 'unit',
            unit: 'minute',
            unitDisplay: 'short',
          }),
      ).format(Math.floor(passed / minute));
    const days = Math.round((midnight(now) - midnight(at)) / day);
    if (days === 0) return this.time(at);
    if (days < 7) return this.#date('weekday', { weekday: 'short' }, at);
    return new Date(at).getFullYear() === new Date(now).getFullYear()
      ? this.#date('dayMonth', { day: 'numeric', month: 'short' }, at)
      : this.date(at);
  }

  /** For a separator between days: "today", "yesterday", "Tuesday", "3 November 2026". */
  day(at: number, now: number): string {
    const days = Math.round((midnight(now) - midnight(at)) / day);
    if (days < 2) return this.#relative().format(-Math.max(0, days), 'day');
    if (days < 7) return this.#date('weekdayLong', { weekday: 'long' }, at);
    return this.#date('dateLong', { dateStyle: 'long' }, at);
  }

  /** "5 min ago", "yesterday". Never the future: clocks of two machines differ by seconds. */
  ago(at: number, now: number): string {
    const passed = Math.max(0, now - at);
    if (passed < minute) return this.#relative().format(0, 'second');
    if (passed < hour) return this.#relative().format(-Math.floor(passed / minute), 'minute');
    if (passed < day) return this.#relative().format(-Math.floor(passed / hour), 'hour');
    return this.#relative().format(-Math.floor(passed / day), 'day');
  }

  /** How long something lasts or will last: "3 h 20 min", "5 min". */
  duration(milliseconds: number): string {
    const minutes = Math.max(0, Math.ceil(milliseconds / minute));
    const unit = (kind: 'hour' | 'minute' | 'day', value: number): string =>
      this.#once(
        `unit-${kind}`,
        () => new Intl.NumberFormat(this.#tag, { style: 'unit', unit: kind, unitDisplay: 'short' }),
      ).format(value);
    if (minutes < 60) return unit('minute', minutes);
    if (minutes < 48 * 60) {
      const rest = minutes % 60;
      const hours = unit('hour', Math.floor(minutes / 60));
      return rest === 0 ? hours : `${hours} ${unit('minute', rest)}`;
    }
    return unit('day', Math.round(minutes / (24 * 60)));
  }

  /** "1.4 MB" */
  bytes(size: number): string {
    const [value, unit] =
      size < 1_000
        ? [size, 'byte']
        : size < 1_000_000
          ? [size / 1_000, 'kilobyte']
          : size < 10_000_000_000
            ? [size / 1_000_000, 'megabyte']
            : [size / 1_000_000_000, 'gigabyte'];
    return this.#once(
      `bytes-${unit}`,
      () =>
        new Intl.NumberFormat(this.#tag, {
          style: 'unit',
          unit: String(unit),
          unitDisplay: 'short',
          maximumFractionDigits: 1,
        }),
    ).format(Number(value));
  }

  /** "Rp 75.000"; a currency nobody knows stands as it came. `exact`: down to its millionths. */
  money(value: number, currency: string | null | undefined, exact = false): string {
    if (!currency) return this.number(value);
    try {
      return this.#once(
        `money-${currency}-${exact}`,
        () =>
          new Intl.NumberFormat(this.#tag, {
            style: 'currency',
            currency,
            ...(exact && { minimumFractionDigits: 2, maximumFractionDigits: 6 }),
          }),
      ).format(value);
    } catch {
      return `${this.number(value)} ${currency}`;
    }
  }

  /** The name of a country by its two letters. */
  country(code: string): string {
    const names = this.#once(
      'country',
      () => new Intl.DisplayNames(this.#tag, { type: 'region', fallback: 'code' }),
    );
    return /^[A-Za-z]{2}$/.test(code) ? (names.of(code.toUpperCase()) ?? code) : code;
  }

  list(items: readonly string[]): string {
    return this.#once('list', () => new Intl.ListFormat(this.#tag)).format(items);
  }

  compare(a: string, b: string): number {
    return this.#once('collator', () => new Intl.Collator(this.#tag)).compare(a, b);
  }

  // The short names are what build/messages.mjs emits.
  n = (value: number): string => this.number(value);
  d = (at: number | Date): string => this.date(at);
  t = (at: number | Date): string => this.time(at);

  p = (value: number, forms: Forms, offset: number): string => {
    const rules = this.#once('plural', () => new Intl.PluralRules(this.#tag));
    return pick(forms, value, rules.select(value - offset));
  };

  o = (value: number, forms: Forms, offset: number): string => {
    const rules = this.#once('ordinal', () => new Intl.PluralRules(this.#tag, { type: 'ordinal' }));
    return pick(forms, value, rules.select(value - offset));
  };

  s = (value: string, forms: Forms): string => (forms[value] ?? forms['other'])?.() ?? '';
}

function pick(forms: Forms, value: number, category: string): string {
  return (forms[`=${value}`] ?? forms[category] ?? forms['other'])?.() ?? '';
}

/** A name for the middle of a sentence: it keeps its own direction and leaves the sentence its own. */
export const isolated = (name: string): string => `\u2068${name}\u2069`;
