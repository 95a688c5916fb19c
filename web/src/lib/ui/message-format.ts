// WhatsApp's marks in a message: *bold* _italic_ ~struck~ `code` ```block``` and web addresses.
// A mark opens before a non-space that follows no letter or digit, and closes the other way round,
// in the same line, so that snake_case and 3*4*5 stay as they are. Gives nodes, never HTML.
export type FormatNode =
  | { kind: 'text'; text: string }
  | { kind: 'code'; text: string }
  | { kind: 'block'; text: string }
  | { kind: 'link'; text: string; href: string }
  | { kind: 'bold'; children: FormatNode[] }
  | { kind: 'italic'; children: FormatNode[] }
  | { kind: 'struck'; children: FormatNode[] };

const marks: Record<string, 'bold' | 'italic' | 'struck'> = {
  '*': 'bold',
  _: 'italic',
  '~': 'struck',
};

const wordChar = /[\p{L}\p{N}]/u;
const address = /(?:https?:\/\/|www\.)[^\s<>"']+/iuy;
const deepest = 4;

const isWord = (char: string | undefined): boolean => char !== undefined && wordChar.test(char);
const isSpace = (char: string | undefined): boolean => char === undefined || /\s/.test(char);

/** Where the closing mark of the one at `start` stands, or -1. */
function closing(text: string, start: number): number {
  const mark = text[start];
  if (isWord(text[start - 1]) || isSpace(text[start + 1]) || text[start + 1] === mark) return -1;
  for (let i = start + 2; i < text.length; i++) {
    if (text[i] === '\n') return -1;
    if (text[i] === mark && !isSpace(text[i - 1]) && !isWord(text[i + 1])) return i;
  }
  return -1;
}

function linkAt(text: string, start: number): { text: string; href: string } | undefined {
  if (isWord(text[start - 1])) return undefined;
  address.lastIndex = start;
  const found = address.exec(text)?.[0];
  if (!found) return undefined;
  // A full stop or bracket after an address belongs to the sentence.
  const shown = found.replace(/[.,;:!?)\]}*_~`]+$/u, '');
  const href = /^www\./i.test(shown) ? `https://${shown}` : shown;
  return URL.canParse(href) ? { text: shown, href } : undefined;
}

export function parseMessage(text: string, depth = 0): FormatNode[] {
  const nodes: FormatNode[] = [];
  let plain = 0;
  let i = 0;
  const push = (node: FormatNode, end: number): void => {
    if (i > plain) nodes.push({ kind: 'text', text: text.slice(plain, i) });
    nodes.push(node);
    plain = i = end;
  };
  while (i < text.length) {
    const char = text[i] as string;
    if (char === '`' && text.startsWith('```', i)) {
      const end = text.indexOf('```', i + 3);
      if (end > i + 3) {
        push({ kind: 'block', text: text.slice(i + 3, end).replace(/^\n|\n$/g, '') }, end + 3);
        continue;
      }
    } else if (char === '`') {
      const end = closing(text, i);
      if (end > 0) {
        push({ kind: 'code', text: text.slice(i + 1, end) }, end + 1);
        continue;
      }
    } else if (char in marks && depth < deepest) {
      const end = closing(text, i);
      if (end > 0) {
        const children = parseMessage(text.slice(i + 1, end), depth + 1);
        push({ kind: marks[char] as 'bold', children }, end + 1);
        continue;
      }
    } else if (/[hw]/i.test(char)) {
      const link = linkAt(text, i);
      if (link) {
        push({ kind: 'link', ...link }, i + link.text.length);
        continue;
      }
    }
    i++;
  }
  if (text.length > plain) nodes.push({ kind: 'text', text: text.slice(plain) });
  return nodes;
}

/** The same text in one line without its marks, for previews. */
export function plainText(text: string): string {
  const flat = (nodes: FormatNode[]): string =>
    nodes.map((node) => ('children' in node ? flat(node.children) : node.text)).join('');
  return flat(parseMessage(text)).replace(/\s+/g, ' ').trim();
}
