// Words of one participant of a group stay in one colour, on every screen.
const all = [
  'text-(--series-1)',
  'text-(--series-2)',
  'text-(--series-3)',
  'text-(--series-4)',
  'text-(--series-5)',
];

export function colourOf(seed: string): string {
  let sum = 0;
  for (const char of seed) sum = (sum * 31 + (char.codePointAt(0) ?? 0)) % 9973;
  return all[sum % all.length] ?? '';
}
