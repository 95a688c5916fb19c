import { i18n } from './i18n.svelte.ts';

// Languages customers write in, by their names in the reader's own.
export const spokenCodes = [
  ...['ar', 'bn', 'de', 'en', 'es', 'fa', 'fr', 'hi', 'id', 'it', 'ja', 'jv', 'ko', 'ms', 'nl'],
  ...[
    'pl',
    'pt',
    'pt-BR',
    'pt-PT',
    'ru',
    'su',
    'sw',
    'ta',
    'th',
    'tl',
    'tr',
    'uk',
    'ur',
    'vi',
    'zh',
  ],
];

/** What has no name stays what it is. */
export function languageName(code: string, reader: string = i18n.language): string {
  try {
    const names = new Intl.DisplayNames([reader], { type: 'language', fallback: 'code' });
    return names.of(code.replace('_', '-')) ?? code;
  } catch {
    return code;
  }
}

/** With `any` first; a language that is not among ours stays what it is. */
export function languageOptions(
  reader: string,
  any: string,
  now: string,
): { value: string; label: string }[] {
  const all = spokenCodes.includes(now) || now === '' ? spokenCodes : [...spokenCodes, now];
  const named = all.map((value) => ({ value, label: languageName(value, reader) }));
  named.sort((a, b) => a.label.localeCompare(b.label, reader));
  return [{ value: '', label: any }, ...named];
}
