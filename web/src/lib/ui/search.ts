/** Text as people search for it: no case, no accents, no Arabic vowel signs. */
export function fold(text: string): string {
  return text.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase();
}

/** Whether every word typed occurs somewhere in the text. */
export function matches(text: string, typed: string): boolean {
  const folded = fold(text);
  return fold(typed)
    .split(/\s+/)
    .filter(Boolean)
    .every((word) => folded.includes(word));
}
