import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { ChannelTraits, Conversation, Message } from '$lib/api/types.ts';
import { reverse } from '../src/rooms/inbox/changes.svelte.ts';
import {
  charactersLeft,
  kindOf,
  sentAsFile,
  takesCaption,
} from '../src/rooms/inbox/composer/takes.ts';
import { bodyOf, placesOf, previewOf } from '../src/rooms/inbox/composer/template.ts';
import { wrapSelection } from '../src/rooms/inbox/composer/wrap.ts';
import { linksIn } from '../src/rooms/inbox/contact/links-in.ts';
import { Conversations } from '../src/rooms/inbox/conversations.svelte.ts';
import {
  belongs,
  compareIds,
  comparer,
  readFilters,
  windowStateOf,
  writeFilters,
} from '../src/rooms/inbox/filters.ts';
import { ConversationList } from '../src/rooms/inbox/list/list.svelte.ts';
import { snoozeTimes } from '../src/rooms/inbox/snooze-times.ts';
import { rowsOf } from '../src/rooms/inbox/thread/rows.ts';

const now = Date.parse('2026-11-03T12:00:00Z');
const iso = (minutes: number): string => new Date(now + minutes * 60_000).toISOString();

function conversation(id: string, changes: Partial<Conversation> = {}): Conversation {
  return {
    id,
    state: 'open',
    unread: 0,
    group: null,
    contact: { id, name: `Customer ${id}`, sample: false },
    channel: { id: '1', kind: 'whatsapp', name: 'Shop', state: 'active' },
    assignee: null,
    labels: [],
    last_message: null,
    waiting_since: null,
    window: { open: true, ends_at: iso(600), rule: 'customer_service_24h' },
    snoozed_until: null,
    scheduled: 0,
    priority: 'none',
    has_draft: false,
    last_at: iso(-Number(id)),
    created_at: iso(-1000),
    updated_at: iso(-Number(id)),
    ...changes,
  };
}

function message(id: string, minutes: number, changes: Partial<Message> = {}): Message {
  return {
    id,
    conversation_id: '1',
    direction: 'in',
    kind: 'text',
    text: 'Hello',
    at: iso(minutes),
    created_at: iso(minutes),
    author: { kind: 'contact', id: '1', name: 'Siti' },
    status: null,
    status_at: null,
    error: null,
    quoted: null,
    media: null,
    template: null,
    event: null,
    content: null,
    reactions: [],
    edited_at: null,
    revoked_at: null,
    unsupported_type: null,
    client_id: null,
    pricing: null,
    receipts: null,
    standby: false,
    mentions: [],
    ...changes,
  };
}

const traits: ChannelTraits = {
  text_max: 4096,
  caption_max: 1024,
  media: [
    { kind: 'image', mimes: ['image/jpeg'], other_mimes: false, bytes: 5 << 20, caption: true },
    { kind: 'audio', mimes: ['audio/ogg'], other_mimes: false, bytes: 16 << 20, caption: false },
    { kind: 'document', mimes: [], other_mimes: true, bytes: 100 << 20, caption: true },
  ],
  window: 'customer_service_24h',
  window_hours: 24,
  quotes: true,
  templates: true,
  read_receipts: true,
  typing: true,
  number: true,
};

const filters = (text = '') => readFilters(new URLSearchParams(text));

describe('filters', () => {
  it('survive the address and ignore what is not theirs', () => {
    const read = filters('view=done&sort=waiting&label=7&unread=1&window=closing&priority=high');
    expect(writeFilters(read)).toMatchObject({
      view: 'done',
      sort: 'waiting',
      label: '7',
      unread: '1',
      window: 'closing',
      priority: 'high',
    });
    expect(filters('view=nonsense&label=%3Cscript%3E')).toMatchObject({
      view: 'open',
      label: undefined,
    });
  });

  it('tell where a conversation belongs', () => {
    const mine = conversation('1', { assignee: { id: '5', name: 'Ana' } });
    expect(belongs(mine, filters('view=mine'), '5', now)).toBe(true);
    expect(belongs(mine, filters('view=mine'), '6', now)).toBe(false);
    expect(belongs(mine, filters('view=unassigned'), '5', now)).toBe(false);
    expect(belongs({ ...mine, state: 'done' }, filters('view=mine'), '5', now)).toBe(false);
    expect(belongs(mine, filters('unread=1'), '5', now)).toBe(false);
    expect(belongs(mine, filters('sort=waiting'), '5', now)).toBe(false);
    expect(belongs(mine, filters('priority=high'), '5', now)).toBe(false);
    expect(belongs({ ...mine, priority: 'high' }, filters('priority=high'), '5', now)).toBe(true);
  });

  it('a window closes by the clock, without a word from the server', () => {
    const window = { open: true, ends_at: iso(90), rule: 'customer_service_24h' as const };
    expect(windowStateOf(conversation('1', { window }), now)).toBe('closing');
    expect(windowStateOf(conversation('1', { window }), now + 91 * 60_000)).toBe('closed');
    const always = { open: true, ends_at: null, rule: 'always' as const };
    expect(windowStateOf(conversation('1', { window: always }), now)).toBe('open');
  });

  it('ids are compared as numbers', () => {
    expect(['10', '9', '9007199254740993', '9007199254740992'].sort(compareIds)).toEqual([
      '9',
      '10',
      '9007199254740992',
      '9007199254740993',
    ]);
  });

  it('who waits longest comes first', () => {
    const all = [
      conversation('1', { waiting_since: iso(-5) }),
      conversation('2', { waiting_since: iso(-50) }),
    ];
    expect(all.sort(comparer('waiting')).map((each) => each.id)).toEqual(['2', '1']);
  });

  it('the most urgent come first, the newest of them before the others', () => {
    const all = (['none', 'low', 'urgent', 'high', 'urgent'] as const).map((priority, at) =>
      conversation(String(at + 1), { priority }),
    );
    expect(all.sort(comparer('priority')).map((each) => each.id)).toEqual([
      '3',
      '5',
      '4',
      '2',
      '1',
    ]);
  });
});

describe('the list', () => {
  let store: Conversations;
  let list: ConversationList;

  beforeEach(async () => {
    vi.useFakeTimers({ now, toFake: ['Date'] });
    store = new Conversations();
    list = new ConversationList(store, filters(), () => '5');
    const data = ['1', '2', '3', '4'].map((id) => conversation(id));
    globalThis.fetch = vi.fn(() =>
      Promise.resolve(Response.json({ data, next: null })),
    ) as typeof fetch;
    await list.load(filters());
  });
  afterEach(() => vi.useRealTimers());

  const change = (id: string, changes: Partial<Conversation>, own = false): void => {
    const next = { ...conversation(id), ...changes };
    store.put(next);
    list.apply(next, own);
  };

  it('a new message moves its row to the top', () => {
    change('3', { last_at: iso(0) });
    expect(list.order).toEqual(['3', '1', '2', '4']);
  });

  it('rows stay while they are held, and move when let go', () => {
    list.hold(true);
    change('3', { last_at: iso(0) });
    change('9', { last_at: iso(1) });
    expect(list.order).toEqual(['1', '2', '3', '4']);
    expect(list.held.size).toBe(2);
    list.release();
    expect(list.order).toEqual(['9', '3', '1', '2', '4']);
    expect(list.held.size).toBe(0);
  });

  it('what no longer belongs goes, but not from under the hands of the agent', () => {
    list.keep('2');
    change('2', { state: 'done' });
    change('3', { state: 'done' });
    expect(list.order).toEqual(['1', '2', '4']);
    list.keep('1');
    expect(list.order).toEqual(['1', '4']);
  });

  it('what the agent has done is seen at once', () => {
    list.keep('2');
    list.hold(true);
    change('2', { state: 'done' }, true);
    expect(list.order).toEqual(['1', '3', '4']);
    change('2', { state: 'open' }, true);
    expect(list.order).toEqual(['1', '2', '3', '4']);
  });

  it('an answer that the stream has overtaken changes nothing', () => {
    store.put({ ...conversation('1'), unread: 0, updated_at: iso(5) });
    expect(store.offer({ ...conversation('1'), unread: 7 }).unread).toBe(0);
  });
});

describe('rows of a thread', () => {
  it('open a day, mark what is new, and group what was said in one go', () => {
    const rows = rowsOf(
      [
        message('1', -3000),
        message('2', -10),
        message('3', -8),
        message('4', -2),
        message('5', -1, { direction: 'event', kind: 'event' }),
        message('6', 0, { direction: 'out', author: { kind: 'member', id: '2', name: 'Ana' } }),
      ],
      [],
      '4',
    );
    expect(rows.map((each) => each.kind)).toEqual([
      'day',
      'message',
      'day',
      'message',
      'message',
      'new',
      'message',
      'event',
      'message',
    ]);
    expect(rows[3]).toMatchObject({ opens: true, closes: false });
    expect(rows[4]).toMatchObject({ opens: false, closes: true });
  });

  it('a row keeps its key when the server has its message', () => {
    const sent = message('7', 0, { direction: 'out', client_id: 'abc' });
    const before = rowsOf([], [{ message: { ...sent, id: 'pending' }, pending: {} as never }], '');
    const after = rowsOf([sent], [{ message: sent, pending: {} as never }], '');
    expect(after.filter((each) => each.kind === 'message')).toHaveLength(1);
    expect(after.at(-1)?.key).toBe(before.at(-1)?.key);
  });
});

describe('small things', () => {
  it('what was done can be taken back', () => {
    const before = conversation('1', { state: 'snoozed', snoozed_until: iso(60) });
    expect(reverse({ state: 'done' }, before)).toEqual({
      state: 'snoozed',
      snoozed_until: iso(60),
    });
    expect(reverse({ assignee_id: '5' }, before)).toEqual({ assignee_id: null });
    const waits = conversation('1', { state: 'snoozed', priority: 'low' });
    expect(reverse({ state: 'open', priority: 'high' }, waits)).toEqual({
      state: 'snoozed',
      snoozed_until: null,
      priority: 'low',
    });
  });

  it('snoozing speaks of times that are still to come', () => {
    const names = (date: Date): string[] => snoozeTimes(date).map((each) => each.name);
    // 3 Nov 2026 is a Tuesday.
    expect(names(new Date(2026, 10, 3, 10))).toEqual([
      'later',
      'evening',
      'tomorrow',
      'weekend',
      'week',
    ]);
    expect(names(new Date(2026, 10, 6, 20))).toEqual(['later', 'tomorrow', 'week']);
    const monday = snoozeTimes(new Date(2026, 10, 8, 10)).at(-1)?.at;
    expect(monday).toEqual(new Date(2026, 10, 9, 9));
    for (const { at } of snoozeTimes(new Date(2026, 10, 9, 23, 59)))
      expect(at.getTime()).toBeGreaterThan(new Date(2026, 10, 9, 23, 59).getTime());
  });

  it('a file goes as what the channel takes', () => {
    const MB = 1024 * 1024;
    const kind = (type: string, size: number) => kindOf(traits, { type, size });
    expect(kind('image/jpeg', MB)).toBe('image');
    expect(kind('image/jpeg; q=1', 5 * MB)).toBe('image');
    expect(kind('image/jpeg', 6 * MB)).toBe('document');
    expect(sentAsFile('document', { type: 'image/webp', size: MB })).toBe(true);
    expect(kind('application/zip', 101 * MB)).toBeUndefined();
    expect(kind('text/plain', 0)).toBeUndefined();
    expect(takesCaption(traits, 'image', '🙂'.repeat(1024))).toBe(true);
    expect(takesCaption(traits, 'image', 'a'.repeat(1025))).toBe(false);
    expect(takesCaption(traits, 'audio', 'a')).toBe(false);
  });

  it('letters are counted as the channel counts them', () => {
    expect(charactersLeft('🙂'.repeat(10), 100)).toBeUndefined();
    expect(charactersLeft('🙂'.repeat(90), 100)).toBe(10);
    expect(charactersLeft('a'.repeat(101), 100)).toBe(-1);
    expect(charactersLeft('a'.repeat(101), undefined)).toBeUndefined();
  });

  it('a template asks for its places and sends them in their order', () => {
    const template = {
      id: '1',
      channel_id: '1',
      name: 'order',
      language: 'id',
      category: 'utility',
      status: 'APPROVED',
      components: [
        { type: 'HEADER', format: 'TEXT', text: 'Order {{1}}' },
        { type: 'BODY', text: '{{2}} and {{1}}, {{2}}' },
        { type: 'BUTTONS', buttons: [{ type: 'URL', text: 'Track', url: 'https://x/{{1}}' }] },
      ],
      parameter_names: ['1', '2'],
    };
    expect(placesOf(template).map((each) => each.key)).toEqual([
      'header.1',
      'body.2',
      'body.1',
      'button.0',
    ]);
    const values = { 'header.1': 'A', 'body.1': 'one', 'body.2': 'two', 'button.0': 'path' };
    expect(previewOf(template, { 'body.1': 'one' }).preview).toBe('{{2}} and one, {{2}}');
    expect(bodyOf(template, values).body).toEqual({
      name: 'order',
      language: 'id',
      header: { text: 'A' },
      body: [{ text: 'one' }, { text: 'two' }],
      buttons: [{ index: 0, sub_type: 'url', text: 'path' }],
    });
  });

  it('a mark is put around what is selected and taken off again', () => {
    const area = document.createElement('textarea');
    area.value = 'so good';
    area.setSelectionRange(3, 7);
    area.value = wrapSelection(area, '*');
    expect(area.value).toBe('so *good*');
    area.setSelectionRange(4, 8);
    expect(wrapSelection(area, '*')).toBe('so good');
  });

  it('links are found inside of marks, each once', () => {
    expect(
      linksIn(['*see https://a.example/x*', 'https://a.example/x', 'javascript:alert(1)']),
    ).toEqual(['https://a.example/x']);
  });
});
