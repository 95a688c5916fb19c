// The keyboard map. Keys are positions (KeyboardEvent.code), so J is the same key on an Arabic
// layout; `?` and `/` also count by what they type, because layouts move them about.
// Never bound: Ctrl/Cmd with W T N L R P, function keys, Alt with a letter.
import type { PlainKey } from '$lib/i18n';

export type Combo = {
  code: string;
  shift?: true;
  /** Ctrl, or Cmd on a Mac. */
  mod?: true;
  /** What the key types, for keys that layouts move. */
  types?: string;
  /** The key to press first, as in "G then I". */
  after?: string;
};

export type Binding = {
  label: PlainKey;
  group: 'general' | 'list' | 'conversation' | 'composer';
  combos: readonly Combo[];
  /** Works while typing in a field. */
  inFields?: true;
  /** Shown in the overlay; the composer itself listens for it. */
  elsewhere?: true;
};

const key = (letter: string): Combo => ({ code: `Key${letter}` });

export const keymap = {
  palette: {
    label: 'shell.key_palette',
    group: 'general',
    combos: [{ code: 'KeyK', mod: true }],
    inFields: true,
  },
  shortcuts: {
    label: 'shell.key_shortcuts',
    group: 'general',
    combos: [{ code: 'Slash', shift: true, types: '?' }],
  },
  back: { label: 'shell.key_back', group: 'general', combos: [{ code: 'Escape' }], inFields: true },
  undo: {
    label: 'shell.key_undo',
    group: 'general',
    combos: [key('Z'), { code: 'KeyZ', mod: true }],
  },
  search: { label: 'shell.key_search', group: 'general', combos: [{ code: 'Slash', types: '/' }] },
  search_all: {
    label: 'shell.key_search_all',
    group: 'general',
    combos: [{ code: 'KeyF', mod: true, shift: true }],
    inFields: true,
  },
  go_inbox: {
    label: 'shell.key_go_inbox',
    group: 'general',
    combos: [{ code: 'KeyI', after: 'KeyG' }],
  },
  go_contacts: {
    label: 'shell.key_go_contacts',
    group: 'general',
    combos: [{ code: 'KeyC', after: 'KeyG' }],
  },
  go_settings: {
    label: 'shell.key_go_settings',
    group: 'general',
    combos: [{ code: 'KeyS', after: 'KeyG' }],
  },
  next: { label: 'shell.key_next', group: 'list', combos: [key('J'), { code: 'ArrowDown' }] },
  previous: { label: 'shell.key_previous', group: 'list', combos: [key('K'), { code: 'ArrowUp' }] },
  open: { label: 'shell.key_open', group: 'list', combos: [{ code: 'Enter' }, key('O')] },
  select: { label: 'shell.key_select', group: 'list', combos: [key('X')] },
  extend_next: {
    label: 'shell.key_extend_next',
    group: 'list',
    combos: [{ code: 'KeyJ', shift: true }],
  },
  extend_previous: {
    label: 'shell.key_extend_previous',
    group: 'list',
    combos: [{ code: 'KeyK', shift: true }],
  },
  begin: { label: 'shell.key_begin', group: 'list', combos: [key('C')] },
  filter: { label: 'shell.key_filter', group: 'list', combos: [key('F')] },
  previous_view: {
    label: 'shell.key_previous_view',
    group: 'list',
    combos: [{ code: 'BracketLeft' }],
  },
  next_view: { label: 'shell.key_next_view', group: 'list', combos: [{ code: 'BracketRight' }] },
  reply: { label: 'shell.key_reply', group: 'conversation', combos: [key('R')] },
  note: { label: 'shell.key_note', group: 'conversation', combos: [key('N')] },
  done: { label: 'shell.key_done', group: 'conversation', combos: [key('E')] },
  reopen: {
    label: 'shell.key_reopen',
    group: 'conversation',
    combos: [{ code: 'KeyE', shift: true }],
  },
  done_reason: { label: 'shell.key_done_reason', group: 'conversation', combos: [key('D')] },
  snooze: { label: 'shell.key_snooze', group: 'conversation', combos: [key('S')] },
  assign: { label: 'shell.key_assign', group: 'conversation', combos: [key('A')] },
  assign_me: { label: 'shell.key_assign_me', group: 'conversation', combos: [key('M')] },
  labels: { label: 'shell.key_labels', group: 'conversation', combos: [key('L')] },
  priority: { label: 'shell.key_priority', group: 'conversation', combos: [key('P')] },
  template: { label: 'shell.key_template', group: 'conversation', combos: [key('T')] },
  voice: { label: 'shell.key_voice', group: 'conversation', combos: [key('V')] },
  contact: { label: 'shell.key_contact', group: 'conversation', combos: [key('I')] },
  unread: { label: 'shell.key_unread', group: 'conversation', combos: [key('U')] },
  send: {
    label: 'shell.key_send',
    group: 'composer',
    combos: [{ code: 'Enter' }, { code: 'Enter', mod: true }],
    elsewhere: true,
  },
  send_done: {
    label: 'shell.key_send_done',
    group: 'composer',
    combos: [{ code: 'Enter', mod: true, shift: true }],
    elsewhere: true,
  },
  newline: {
    label: 'shell.key_newline',
    group: 'composer',
    combos: [{ code: 'Enter', shift: true }],
    elsewhere: true,
  },
  bold: {
    label: 'shell.key_bold',
    group: 'composer',
    combos: [{ code: 'KeyB', mod: true }],
    elsewhere: true,
  },
  italic: {
    label: 'shell.key_italic',
    group: 'composer',
    combos: [{ code: 'KeyI', mod: true }],
    elsewhere: true,
  },
} as const satisfies Record<string, Binding>;

export type ActionName = keyof typeof keymap;

export const bindings = Object.entries(keymap) as [ActionName, Binding][];

const isMac = typeof navigator !== 'undefined' && /Mac|iPhone|iPad/.test(navigator.platform);

const names: Record<string, string> = {
  ArrowDown: '↓',
  ArrowUp: '↑',
  BracketLeft: '[',
  BracketRight: ']',
  Escape: 'Esc',
  Slash: '/',
};

export function codeText(code: string): string {
  return names[code] ?? code.replace(/^Key/, '');
}

/** "Ctrl K", "Shift E", "?". The first key of a sequence is not part of it. */
export function comboText(combo: Combo): string {
  if (combo.types) return combo.types;
  const parts: string[] = [];
  if (combo.mod) parts.push(isMac ? '⌘' : 'Ctrl');
  if (combo.shift) parts.push('Shift');
  parts.push(codeText(combo.code));
  return parts.join(' ');
}

/** The main key of an action, for tooltips and menus. */
export function keysOf(action: ActionName): string {
  const combo = keymap[action].combos[0] as Combo;
  const own = comboText(combo);
  return combo.after ? `${codeText(combo.after)} ${own}` : own;
}
