import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { Stream, type Connection } from '$lib/live/stream.ts';

class FakeSource {
  static all: FakeSource[] = [];
  onerror: (() => void) | null = null;
  closed = false;
  readonly #listeners = new Map<string, (event: { data: string }) => void>();
  constructor(readonly address: string) {
    FakeSource.all.push(this);
  }
  addEventListener(name: string, listener: (event: { data: string }) => void) {
    this.#listeners.set(name, listener);
  }
  close() {
    this.closed = true;
  }
  say(name: string, data: unknown) {
    this.#listeners.get(name)?.({ data: JSON.stringify(data) });
  }
}

const latest = () => FakeSource.all.at(-1) as FakeSource;

function make() {
  const states: Connection[] = [];
  const heard: string[] = [];
  const stream = new Stream({
    address: (after) => `/stream?after=${after ?? ''}`,
    onevent: (name) => heard.push(name),
    onstate: (state) => states.push(state),
    open: (address) => new FakeSource(address) as unknown as EventSource,
    chance: () => 0.5,
  });
  return { stream, states, heard };
}

describe('stream', () => {
  beforeEach(() => {
    FakeSource.all = [];
    vi.useFakeTimers();
  });
  afterEach(() => vi.useRealTimers());

  it('resumes after the last change number it has seen', () => {
    const { stream } = make();
    latest().say('hello', { seq: 7, version: '1' });
    latest().say('labels.updated', { seq: 9 });
    latest().onerror?.();
    vi.advanceTimersByTime(500);
    expect(latest().address).toBe('/stream?after=9');
    stream.close();
  });

  it('goes on from where a restored server says', () => {
    const { stream } = make();
    latest().say('hello', { seq: 900, version: '1' });
    latest().onerror?.();
    vi.advanceTimersByTime(500);
    latest().say('hello', { seq: 40, version: '1' });
    latest().say('reset', { seq: 40 });
    expect(stream.after).toBe(40);
    stream.close();
  });

  it('waits longer after each failure, and starts over once it is greeted', () => {
    const { stream } = make();
    latest().onerror?.();
    vi.advanceTimersByTime(500);
    expect(FakeSource.all).toHaveLength(2);
    latest().onerror?.();
    vi.advanceTimersByTime(999);
    expect(FakeSource.all).toHaveLength(2);
    vi.advanceTimersByTime(1);
    expect(FakeSource.all).toHaveLength(3);
    latest().say('hello', { seq: 1, version: '1' });
    latest().onerror?.();
    vi.advanceTimersByTime(500);
    expect(FakeSource.all).toHaveLength(4);
    stream.close();
  });

  it('an old connection that still speaks is not heard', () => {
    const { stream, heard } = make();
    const old = latest();
    old.onerror?.();
    vi.advanceTimersByTime(500);
    old.say('reset', { seq: 1 });
    expect(heard).toEqual([]);
    stream.close();
  });

  it('opens again after the machine has slept', () => {
    const { stream } = make();
    latest().say('hello', { seq: 1, version: '1' });
    vi.advanceTimersByTime(5_000);
    vi.setSystemTime(Date.now() + 600_000);
    vi.advanceTimersByTime(5_000);
    expect(FakeSource.all).toHaveLength(2);
    expect(FakeSource.all[0]?.closed).toBe(true);
    stream.close();
  });

  it('rests when another tab has taken its place, until it is wanted here', () => {
    const { stream, states } = make();
    latest().say('hello', { seq: 1, version: '1' });
    latest().say('taken', { code: 'too_many_streams' });
    expect(FakeSource.all[0]?.closed).toBe(true);
    dispatchEvent(new Event('online'));
    vi.advanceTimersByTime(600_000);
    expect(FakeSource.all).toHaveLength(1);
    stream.open();
    expect(latest().address).toBe('/stream?after=1');
    expect(states).toEqual(['connecting', 'live', 'taken', 'connecting']);
    stream.close();
  });

  it('says that it is lost and that it is live', () => {
    const { stream, states } = make();
    latest().say('hello', { seq: 1, version: '1' });
    latest().onerror?.();
    expect(states).toEqual(['connecting', 'live', 'lost']);
    stream.close();
  });
});
