// Languages customers write in, by their names in the reader's own.
const codes = [
  ...['ar', 'bn', 'de', 'en', 'es', 'fa', 'fr', 'hi', 'id', 'it', 'ja', 'jv', 'ko', 'ms', 'nl'],
  ...['pl', 'pt-BR', 'pt-PT', 'ru', 'sw', 'ta', 'th', 'tl', 'tr', 'uk', 'ur', 'vi', 'zh'],
];

/** With `any` first; a language that is not among ours stays what it is. */
export function languageOptions(
  reader: string,
  any: string,
  now: string,
): { value: string; label: string }[] {
  const names = new Intl.DisplayNames([reader], { type: 'language', fallback: 'code' });
  const all = codes.includes(now) || now === '' ? codes : [...codes, now];
  const nameOf = (code: string): string => {
    try {
      return names.of(code.replace('_', '-')) ?? code;
    } catch {
      return code;
    }
  };
  const named = all.map((value) => ({ value, label: nameOf(value) }));
  named.sort((a, b) => a.label.localeCompare(b.label, reader));
  return [{ value: '', label: any }, ...named];
}
