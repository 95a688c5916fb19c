// Names after an @ in a text.
export type Named = { id: string; name: string };
export type Part = { text: string; who?: Named };

const isWord = (char: string): boolean => /[\p{L}\p{N}]/u.test(char);

/** The text in parts; where several names fit, the longest, and never in the middle of a word. */
export function withNames(text: string, people: readonly Named[]): Part[] {
  const longestFirst = people
    .filter((each) => each.name !== '')
    .toSorted((a, b) => b.name.length - a.name.length);
  const parts: Part[] = [];
  let plain = 0;
  for (let at = text.indexOf('@'); at >= 0; at = text.indexOf('@', at + 1)) {
    if (isWord(text.charAt(at - 1))) continue;
    const who = longestFirst.find(
      ({ name }) => text.startsWith(name, at + 1) && !isWord(text.charAt(at + 1 + name.length)),
    );
    if (!who) continue;
    const end = at + 1 + who.name.length;
    if (at > plain) parts.push({ text: text.slice(plain, at) });
    parts.push({ text: text.slice(at, end), who });
    plain = end;
  }
  if (plain < text.length) parts.push({ text: text.slice(plain) });
  return parts;
}
