// Places in a saved reply that are filled in when it is taken; the same rules as src/saved/variables.cpp.
export const variables = [
  'contact.name',
  'agent.name',
  'workspace.name',
  'conversation.id',
] as const;
export type Variable = (typeof variables)[number];
export type Values = Record<Variable, string>;

const place = /\{\{([^{}\n|]*)(?:\|((?:(?!\{\{|\}\})[^\n])*))?\}\}/g;

const isVariable = (name: string): name is Variable => variables.includes(name as Variable);

/** Whether that is what somebody is called, and not a number. */
export const isName = (text: string): boolean => /\p{L}/u.test(text);

export function fill(text: string, values: Values): string {
  return text.replace(place, (whole, inside: string, instead: string | undefined) => {
    const name = inside.trim();
    if (!isVariable(name)) return whole;
    const value = values[name];
    const known = name === 'contact.name' ? isName(value) : value !== '';
    return known ? value : (instead ?? '').trim();
  });
}

/** The first name in double braces that is none of ours. */
export function unknownVariable(text: string): string | undefined {
  for (const [, inside = ''] of text.matchAll(place))
    if (!isVariable(inside.trim())) return inside.trim();
  return undefined;
}
