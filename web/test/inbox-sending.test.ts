import { beforeEach, describe, expect, it, vi } from 'vitest';
import type { Message } from '$lib/api/types.ts';
import { Drafts } from '../src/rooms/inbox/drafts.svelte.ts';
import { Outbox } from '../src/rooms/inbox/outgoing.svelte.ts';
import { Thread } from '../src/rooms/inbox/thread/thread.svelte.ts';

type Call = { path: string; body: Record<string, string> };
let calls: Call[] = [];
let answer: (call: Call) => Response | Promise<Response>;

const said = (id: string, changes: Partial<Message> = {}): Message =>
  ({ id, conversation_id: '1', direction: 'in', client_id: null, ...changes }) as Message;

const refusal = (status: number, code: string): Response =>
  Response.json({ error: { code, message: '' } }, { status });

beforeEach(() => {
  localStorage.clear();
  calls = [];
  globalThis.fetch = vi.fn(async (request: Request) => {
    const text = await request.text();
    const call = {
      path: new URL(request.url).pathname + new URL(request.url).search,
      body: text ? (JSON.parse(text) as Record<string, string>) : {},
    };
    calls.push(call);
    return answer(call);
  }) as unknown as typeof fetch;
});

const reply = (text: string) => ({ conversationId: '1', note: false, body: { text } });
const settled = () => vi.waitFor(() => expect(calls.length).toBeGreaterThan(0));

describe('the outbox', () => {
  it('sends one after the other, in the order they were written', async () => {
    let release: (() => void) | undefined;
    answer = async ({ body }) => {
      if (body['text'] === 'first') await new Promise<void>((resolve) => (release = resolve));
      return Response.json(said('9', { client_id: body['client_id'] ?? null }));
    };
    const arrived: Message[] = [];
    const outbox = new Outbox('t', (message) => arrived.push(message));
    outbox.send(reply('first'));
    outbox.send(reply('second'));
    await settled();
    expect(calls.map((each) => each.body['text'])).toEqual(['first']);
    release?.();
    await vi.waitFor(() => expect(outbox.all).toEqual([]));
    expect(calls.map((each) => each.body['text'])).toEqual(['first', 'second']);
    expect(arrived).toHaveLength(2);
    expect(calls[0]?.body['client_id']).not.toBe(calls[1]?.body['client_id']);
  });

  it('keeps what could not go, with the same id, also over a reload', async () => {
    answer = () => refusal(503, 'unavailable');
    const first = new Outbox('t', () => undefined);
    const { clientId } = first.send(reply('in a tunnel'));
    await vi.waitFor(() => expect(first.all[0]?.state).toBe('waiting'));
    answer = ({ body }) => Response.json(said('9', { client_id: body['client_id'] ?? null }));
    const second = new Outbox('t', () => undefined);
    const stop = second.follow();
    await vi.waitFor(() => expect(second.all).toEqual([]));
    expect(calls.at(-1)?.body['client_id']).toBe(clientId);
    stop();
  });

  it('shows what was refused and lets the next one go', async () => {
    answer = ({ body }) =>
      body['text'] === 'bad'
        ? refusal(422, 'text_too_long')
        : Response.json(said('9', { client_id: body['client_id'] ?? null }));
    const outbox = new Outbox('t', () => undefined);
    outbox.send(reply('bad'));
    outbox.send(reply('good'));
    await vi.waitFor(() => expect(outbox.all).toHaveLength(1));
    expect(outbox.all[0]).toMatchObject({ state: 'refused', code: 'text_too_long' });
  });

  it('forgets a message the stream tells of before the answer does', () => {
    answer = () => new Promise<Response>(() => undefined);
    const outbox = new Outbox('t', () => undefined);
    const { clientId } = outbox.send(reply('hello'));
    outbox.arrived(said('9', { client_id: clientId }));
    expect(outbox.all).toEqual([]);
  });
});

describe('a thread', () => {
  const page = (ids: string[], next: string | null = null, previous: string | null = null) =>
    Response.json({ data: ids.map((id) => said(id)), next, previous });
  const ids = (thread: Thread): string[] => thread.messages.map((each) => each.id);

  it('puts older pages in front and what is told at the end', async () => {
    answer = ({ path }) =>
      path.includes('cursor=8') ? page(['7', '6']) : page(['10', '9', '8'], '8');
    const thread = new Thread('1');
    await thread.load();
    thread.put(said('11'));
    thread.put(said('11'));
    await thread.loadOlder();
    expect(ids(thread)).toEqual(['6', '7', '8', '9', '10', '11']);
    expect(thread.hasOlder).toBe(false);
  });

  it('at an old message, what is new now waits for the reader', async () => {
    answer = ({ path }) =>
      path.includes('around') ? page(['4', '3', '2'], null, '4') : page(['5', '6']);
    const thread = new Thread('1');
    expect(await thread.reach('3')).toBe(true);
    thread.put(said('9'));
    expect(ids(thread)).toEqual(['2', '3', '4']);
    expect(thread.behind).toBe(true);
    await thread.loadNewer();
    expect(ids(thread)).toEqual(['2', '3', '4', '5', '6']);
    expect(thread.behind).toBe(false);
  });

  it('marks where new begins by what the customer said', async () => {
    answer = () => page(['5', '4', '3', '2']);
    const thread = new Thread('1');
    await thread.load();
    thread.put(said('6', { direction: 'note' }));
    thread.markUnread(2);
    expect(thread.firstUnread).toBe('4');
    thread.markUnread(0);
    expect(thread.firstUnread).toBeUndefined();
  });
});

describe('drafts', () => {
  it('stay on the device at once and reach the server after a pause', async () => {
    vi.useFakeTimers();
    answer = () => Response.json({ text: '', mode: 'reply', updated_at: null });
    const drafts = new Drafts('t');
    drafts.set('1', { reply: 'Half' });
    drafts.set('1', { reply: 'Half a thought' });
    expect(new Drafts('t').of('1').reply).toBe('Half a thought');
    expect(calls).toEqual([]);
    await vi.advanceTimersByTimeAsync(2_100);
    vi.useRealTimers();
    await vi.waitFor(() => expect(calls).toHaveLength(1));
    expect(calls[0]?.body).toEqual({ text: 'Half a thought', mode: 'reply' });
    drafts.set('1', { reply: '' });
    expect(drafts.has('1')).toBe(false);
  });

  it('a reply and a note are kept apart', () => {
    answer = () => Response.json({});
    const drafts = new Drafts('t');
    drafts.set('1', { reply: 'for the customer' });
    drafts.set('1', { mode: 'note' });
    drafts.set('1', { note: 'for us' });
    expect(drafts.of('1')).toEqual({ reply: 'for the customer', note: 'for us', mode: 'note' });
  });
});
