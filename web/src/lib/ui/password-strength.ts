// A hint while typing; the server has the last word and knows the common passwords.
export type Strength = 'short' | 'weak' | 'fair' | 'good';

export function strengthOf(password: string): Strength {
  const letters = [...password];
  if (letters.length < 10) return 'short';
  const different = new Set(letters.map((letter) => letter.toLowerCase())).size;
  const kinds = [/\p{Ll}/u, /\p{Lu}/u, /\p{N}/u, /[^\p{L}\p{N}]/u].filter((kind) =>
    kind.test(password),
  ).length;
  if (different < 6) return 'weak';
  const points = letters.length + (kinds - 1) * 2;
  return points >= 18 ? 'good' : points >= 13 ? 'fair' : 'weak';
}
