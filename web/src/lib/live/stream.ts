// One EventSource that comes back by itself: resumes after the last change number it has seen, waits
// longer after each failure, and notices when the machine was asleep.
import { liveNames, type LiveEvents, type LiveName } from './events.ts';

/** `taken`: another tab or device has it; it opens again only when somebody wants it here. */
export type Connection = 'connecting' | 'live' | 'lost' | 'taken';

type Options = {
  address: (after: number | undefined) => string;
  after?: number | undefined;
  onevent: <N extends LiveName>(name: N, data: LiveEvents[N]) => void;
  onstate: (state: Connection) => void;
  /** Replaced in tests. */
  open?: (address: string) => EventSource;
  chance?: () => number;
};

const firstWait = 500;
const longestWait = 30_000;
const heartbeat = 5_000;

export class Stream {
  #after: number | undefined;
  #source: EventSource | undefined;
  #failures = 0;
  #resting = false;
  #retry: ReturnType<typeof setTimeout> | undefined;
  #pulse: ReturnType<typeof setInterval>;
  #lastPulse = Date.now();
  readonly #options: Options;

  constructor(options: Options) {
    this.#options = options;
    this.#after = options.after;
    // A timer that comes far too late means the machine slept, and the socket is likely dead
    // without anybody having said so.
    this.#pulse = setInterval(() => {
      const now = Date.now();
      if (now - this.#lastPulse > heartbeat * 6) this.#reopen();
      this.#lastPulse = now;
    }, heartbeat);
    addEventListener('online', this.#reopen);
    addEventListener('offline', this.#fail);
    this.#connect();
  }

  get after(): number | undefined {
    return this.#after;
  }

  close(): void {
    clearInterval(this.#pulse);
    clearTimeout(this.#retry);
    removeEventListener('online', this.#reopen);
    removeEventListener('offline', this.#fail);
    this.#source?.close();
    this.#source = undefined;
  }

  #connect(): void {
    this.#options.onstate('connecting');
    const open = this.#options.open ?? ((address) => new EventSource(address));
    const source = open(this.#options.address(this.#after));
    this.#source = source;
    source.onerror = () => {
      if (source === this.#source) this.#fail();
    };
    for (const name of liveNames) {
      source.addEventListener(name, (event) => {
        if (source === this.#source) this.#receive(name, event as MessageEvent<string>);
      });
    }
  }

  #receive(name: LiveName, event: MessageEvent<string>): void {
    let data: LiveEvents[LiveName];
    try {
      data = JSON.parse(event.data || '{}') as LiveEvents[LiveName];
    } catch {
      console.error(`live: ${name} is not JSON`);
      return;
    }
    if (name === 'hello') {
      this.#failures = 0;
      this.#options.onstate('live');
    }
    if (name === 'taken') {
      this.#rest();
      return;
    }
    if ('seq' in data && typeof data.seq === 'number')
      this.#after = name === 'reset' ? data.seq : Math.max(this.#after ?? 0, data.seq);
    this.#options.onevent(name, data as never);
  }

  // We do not let the browser reconnect: it would not back off, and it gives up on an HTTP error.
  #fail = (): void => {
    if (this.#resting) return;
    this.#source?.close();
    this.#source = undefined;
    this.#options.onstate('lost');
    clearTimeout(this.#retry);
    const wait = Math.min(longestWait, firstWait * 2 ** this.#failures++);
    const chance = this.#options.chance ?? Math.random;
    this.#retry = setTimeout(() => this.#connect(), wait * (0.75 + chance() * 0.5));
  };

  // Coming back by itself would end another tab's, which would come back and end ours.
  #rest(): void {
    this.#source?.close();
    this.#source = undefined;
    clearTimeout(this.#retry);
    this.#resting = true;
    this.#options.onstate('taken');
  }

  /** Somebody wants it here again. */
  open(): void {
    this.#resting = false;
    this.#reopen();
  }

  #reopen = (): void => {
    if (this.#resting) return;
    this.#source?.close();
    clearTimeout(this.#retry);
    this.#connect();
  };
}
