import { beforeEach, describe, expect, it, vi } from 'vitest';
import type { Conversation } from '$lib/api/types.ts';
import { toasts } from '$lib/ui/toasts.svelte.ts';
import { Changes } from '../src/rooms/inbox/changes.svelte.ts';
import { Conversations } from '../src/rooms/inbox/conversations.svelte.ts';
import type { Inbox } from '../src/rooms/inbox/inbox.svelte.ts';

type Call = { method: string; path: string; body: Record<string, unknown> };
let calls: Call[] = [];
/** Answers wait for it. */
let held: Promise<void> | undefined;
let store: Conversations;
let changes: Changes;

const labels = ['1', '2'].map((id) => ({ id, name: `Label ${id}`, colour: 'green' as const }));
const conversation = (id: string, more: Partial<Conversation> = {}): Conversation =>
  ({
    ...{ id, state: 'open', unread: 0, labels: [], priority: 'none', snoozed_until: null },
    ...{ assignee: null, updated_at: '2026-11-22T10:00:00.000Z' },
    ...more,
  }) as unknown as Conversation;

// The server, as far as these go: it does what it is told.
function answer({ path, method, body }: Call): Conversation | undefined {
  const id = path.split('/').at(method === 'PATCH' ? -1 : -2) ?? '';
  const now = store.get(id);
  if (!now) return undefined;
  if (path.endsWith('/unread')) return { ...now, unread: 1 };
  if (path.endsWith('/read')) return { ...now, unread: 0 };
  const { label_ids: wanted, ...rest } = body as { label_ids?: string[] };
  return {
    ...now,
    ...rest,
    labels: wanted ? labels.filter((each) => wanted.includes(each.id)) : now.labels,
  };
}

beforeEach(() => {
  calls = [];
  held = undefined;
  for (const toast of toasts.list) toasts.close(toast.id);
  store = new Conversations();
  for (const each of [
    conversation('1'),
    conversation('2', { unread: 3, labels: labels.slice(0, 1) }),
  ])
    store.put(each);
  globalThis.fetch = vi.fn(async (request: Request) => {
    const text = await request.text();
    const call = {
      method: request.method,
      path: new URL(request.url).pathname,
      body: text ? (JSON.parse(text) as Record<string, unknown>) : {},
    };
    calls.push(call);
    await held;
    return Response.json(answer(call));
  }) as unknown as typeof fetch;
  changes = new Changes({
    conversations: store,
    list: { apply: () => undefined, order: [] },
    team: { labels, members: [] },
    mayReply: true,
  } as unknown as Inbox);
});

const told = (count: number) => vi.waitFor(() => expect(calls).toHaveLength(count));
const labelsOf = (id: string) => store.get(id)?.labels.map((each) => each.id);

describe('what is done with conversations', () => {
  it('a label taken back leaves those that came after it', async () => {
    changes.label(['1'], '1', true);
    changes.label(['1'], '2', true);
    await told(2);
    expect(labelsOf('1')).toEqual(['1', '2']);
    const first = toasts.list[0];
    if (first) toasts.act(first);
    await told(3);
    expect(calls[2]?.body).toEqual({ label_ids: ['2'] });
  });

  it('who had the label before keeps it when it is taken back', async () => {
    changes.label(['1', '2'], '1', true);
    await told(1);
    expect(calls[0]?.path).toMatch(/conversations\/1$/);
    toasts.undoLast();
    await told(2);
    expect(labelsOf('1')).toEqual([]);
    expect(labelsOf('2')).toEqual(['1']);
  });

  it('what was unread before stays so when that is taken back', async () => {
    await changes.markUnread(['1', '2']);
    expect(calls.map((each) => each.path.split('/').slice(-2))).toEqual([['1', 'unread']]);
    toasts.undoLast();
    await told(2);
    expect(calls[1]?.path).toMatch(/conversations\/1\/read$/);
    expect(store.get('2')?.unread).toBe(3);
  });

  it('until the customer answers is a snooze without an end, and can be taken back', async () => {
    changes.setState(['1'], 'snoozed');
    await told(1);
    expect(calls[0]?.body).toEqual({ state: 'snoozed', snoozed_until: null });
    toasts.undoLast();
    await told(2);
    expect(calls[1]?.body).toEqual({ state: 'open' });
  });

  it('an undo waits for the answer to what it takes back', async () => {
    let release: (() => void) | undefined;
    held = new Promise<void>((resolve) => (release = resolve));
    changes.setState(['1'], 'done');
    await told(1);
    toasts.undoLast();
    await new Promise((resolve) => setTimeout(resolve, 20));
    expect(calls).toHaveLength(1);
    release?.();
    await told(2);
    expect(calls[1]?.body).toEqual({ state: 'open' });
  });

  it('of many, only a few are under way at once', async () => {
    let release: (() => void) | undefined;
    held = new Promise<void>((resolve) => (release = resolve));
    const many = Array.from({ length: 30 }, (_, i) => String(i + 10));
    for (const id of many) store.put(conversation(id));
    changes.setPriority(many, 'low');
    await told(4);
    toasts.undoLast();
    release?.();
    await told(60);
    expect(many.every((id) => store.get(id)?.priority === 'none')).toBe(true);
    expect(calls.slice(0, 30).map((each) => each.body['priority'])).toEqual(many.map(() => 'low'));
  });

  it('a priority is shown at once and taken back as it was', async () => {
    changes.setPriority(['1', '2'], 'high');
    expect(store.get('2')?.priority).toBe('high');
    await told(2);
    toasts.undoLast();
    await told(4);
    expect(calls.slice(2).map((each) => each.body)).toEqual([
      { priority: 'none' },
      { priority: 'none' },
    ]);
  });
});
