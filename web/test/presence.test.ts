import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { Presence } from '../src/rooms/inbox/presence.svelte.ts';

type Body = { page: string; conversation_id?: string; doing?: string };
let said: Body[] = [];
let stop: (() => void) | undefined;
let visible: DocumentVisibilityState = 'visible';

const spots = () => said.map((each) => [each.conversation_id, each.doing]);
const turn = (to: DocumentVisibilityState) => {
  visible = to;
  document.dispatchEvent(new Event('visibilitychange'));
};

beforeEach(() => {
  vi.useFakeTimers();
  said = [];
  visible = 'visible';
  vi.spyOn(document, 'visibilityState', 'get').mockImplementation(() => visible);
  globalThis.fetch = vi.fn(async (request: Request) => {
    said.push(JSON.parse(await request.text()) as Body);
    return new Response(null, { status: 204 });
  }) as unknown as typeof fetch;
});

afterEach(() => {
  stop?.();
  vi.useRealTimers();
  vi.restoreAllMocks();
});

const open = () => {
  const presence = new Presence(() => '1');
  stop = presence.follow();
  return presence;
};

describe('presence', () => {
  it('says where one stays, not each conversation one passes', async () => {
    const presence = open();
    presence.look('1');
    await vi.advanceTimersByTimeAsync(100);
    presence.look('2');
    await vi.advanceTimersByTimeAsync(400);
    expect(spots()).toEqual([['2', 'looking']]);
  });

  it('says again that one is there, until nobody sees the page', async () => {
    const presence = open();
    presence.look('1');
    await vi.advanceTimersByTimeAsync(41_000);
    expect(spots()).toEqual([
      ['1', 'looking'],
      ['1', 'looking'],
      ['1', 'looking'],
    ]);
    turn('hidden');
    await vi.advanceTimersByTimeAsync(60_000);
    expect(spots().slice(3)).toEqual([[undefined, undefined]]);
    turn('visible');
    await vi.advanceTimersByTimeAsync(10);
    expect(spots().at(-1)).toEqual(['1', 'looking']);
  });

  it('says that one types, every four seconds at most, and that one stopped', async () => {
    const presence = open();
    presence.look('1');
    await vi.advanceTimersByTimeAsync(400);
    for (let i = 0; i < 10; i += 1) {
      presence.typing();
      await vi.advanceTimersByTimeAsync(500);
    }
    presence.rest();
    presence.rest();
    await vi.advanceTimersByTimeAsync(10);
    expect(spots()).toEqual([
      ['1', 'looking'],
      ['1', 'typing'],
      ['1', 'typing'],
      ['1', 'looking'],
    ]);
  });

  it('leaves when the page goes, and says nothing when it was nowhere', async () => {
    const presence = open();
    stop?.();
    await vi.advanceTimersByTimeAsync(10);
    expect(said).toEqual([]);
    stop = presence.follow();
    presence.look('1');
    await vi.advanceTimersByTimeAsync(400);
    dispatchEvent(new Event('pagehide'));
    await vi.advanceTimersByTimeAsync(10);
    expect(spots().at(-1)).toEqual([undefined, undefined]);
  });
});
