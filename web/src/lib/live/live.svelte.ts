// What the server says, to whoever listens: `live.on('message.created', …)`. Several tabs share one
// stream: the tab that holds the lock has it and repeats everything on a broadcast channel; when it
// closes, another one takes over after the last change number it has heard.
import { apiRoot } from '$lib/api/client.ts';
import { liveNames, type LiveEvents, type LiveName } from './events.ts';
import { Stream, type Connection } from './stream.ts';

type Listener<N extends LiveName> = (data: LiveEvents[N]) => void;
type Relayed =
  | { kind: 'event'; name: LiveName; data: LiveEvents[LiveName] }
  | { kind: 'state'; state: Connection }
  | { kind: 'who_leads' }
  | { kind: 'open_again' };

class Live {
  state = $state<Connection>('connecting');
  /** When the stream was lost; undefined while it is there. */
  lostSince = $state<number | undefined>();
  /** The server's version as first heard, and as last heard: they differ after an upgrade. */
  firstVersion = $state<string | undefined>();
  version = $state<string | undefined>();

  readonly #listeners = new Map<LiveName, Set<Listener<never>>>(
    liveNames.map((name) => [name, new Set()]),
  );
  #slug: string | undefined;
  #after: number | undefined;
  #stream: Stream | undefined;
  #channel: BroadcastChannel | undefined;
  #release: (() => void) | undefined;
  #abort: AbortController | undefined;

  get updated(): boolean {
    return this.version !== this.firstVersion;
  }

  on<N extends LiveName>(name: N, listener: Listener<N>): () => void {
    const set = this.#listeners.get(name);
    set?.add(listener as Listener<never>);
    return () => set?.delete(listener as Listener<never>);
  }

  start(slug: string): void {
    if (this.#slug === slug) return;
    this.stop();
    this.#slug = slug;
    this.#channel = new BroadcastChannel(`sapa.live.${slug}`);
    this.#channel.onmessage = (event: MessageEvent<Relayed>) => this.#hear(event.data);
    this.#channel.postMessage({ kind: 'who_leads' } satisfies Relayed);
    // Locks exist only in secure contexts; without them each tab has a stream of its own.
    if (!('locks' in navigator)) {
      this.#lead(slug);
      return;
    }
    this.#abort = new AbortController();
    navigator.locks
      .request(`sapa.live.${slug}`, { signal: this.#abort.signal }, () => {
        if (this.#slug !== slug) return;
        this.#lead(slug);
        return new Promise<void>((resolve) => (this.#release = resolve));
      })
      .catch((error: unknown) => {
        if (!(error instanceof DOMException && error.name === 'AbortError'))
          console.error('live: no lock', error);
      });
  }

  stop(): void {
    this.#abort?.abort();
    this.#release?.();
    this.#stream?.close();
    this.#channel?.close();
    this.#abort = this.#release = this.#stream = this.#channel = undefined;
    this.#slug = this.#after = undefined;
    this.state = 'connecting';
    this.lostSince = undefined;
  }

  /** After `taken`: this browser wants its stream back. */
  openAgain(): void {
    if (this.#stream) this.#stream.open();
    else this.#channel?.postMessage({ kind: 'open_again' } satisfies Relayed);
  }

  #lead(slug: string): void {
    this.#stream = new Stream({
      after: this.#after,
      address: (after) => {
        const query = new URLSearchParams({ workspace: slug });
        if (after !== undefined) query.set('after', String(after));
        return `${apiRoot}/stream?${query.toString()}`;
      },
      onstate: (state) => {
        this.#become(state);
        this.#channel?.postMessage({ kind: 'state', state } satisfies Relayed);
      },
      onevent: (name, data) => {
        this.#tell(name, data);
        this.#channel?.postMessage({ kind: 'event', name, data } satisfies Relayed);
      },
    });
  }

  #hear(said: Relayed): void {
    if (said.kind === 'who_leads') {
      if (this.#stream)
        this.#channel?.postMessage({ kind: 'state', state: this.state } satisfies Relayed);
    } else if (said.kind === 'open_again') {
      this.#stream?.open();
    } else if (!this.#stream) {
      if (said.kind === 'state') this.#become(said.state);
      else this.#tell(said.name, said.data as never);
    }
  }

  #become(state: Connection): void {
    // Trying again is still being without: the dot must not flicker between the two.
    if (state === 'connecting' && this.lostSince !== undefined) return;
    this.state = state;
    if (state === 'live' || state === 'taken') this.lostSince = undefined;
    else if (state === 'lost') this.lostSince ??= Date.now();
  }

  #tell<N extends LiveName>(name: N, data: LiveEvents[N]): void {
    if ('seq' in data && typeof data.seq === 'number')
      this.#after = name === 'reset' ? data.seq : Math.max(this.#after ?? 0, data.seq);
    if (name === 'hello') {
      this.version = (data as LiveEvents['hello']).version;
      this.firstVersion ??= this.version;
      if (!this.#stream) this.#become('live');
    }
    for (const listener of this.#listeners.get(name) ?? []) {
      try {
        (listener as unknown as Listener<N>)(data);
      } catch (error) {
        console.error(`live: a listener of ${name} failed`, error);
      }
    }
  }
}

export const live = new Live();
