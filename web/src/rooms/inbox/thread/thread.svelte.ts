// The messages of one conversation: those around where the reader is, oldest first.
import { tick } from 'svelte';
import { api } from '$lib/api/client.ts';
import type { Message } from '$lib/api/types.ts';
import { compareIds } from '../filters.ts';

type State = 'loading' | 'ready' | 'failed';
const pageSize = 50;

export class Thread {
  readonly id: string;
  state = $state<State>('loading');
  problem = $state.raw<unknown>();
  messages = $state.raw<readonly Message[]>([]);
  /** True while older ones are put in front. */
  prepending = $state(false);
  loadingOlder = $state(false);
  /** Later messages exist that are not here. */
  behind = $state(false);
  /** Where "New" is drawn. */
  firstUnread = $state<string | undefined>();
  #older: string | null = null;
  #loading: Promise<void> | undefined;
  #loadingNewer = false;

  constructor(id: string) {
    this.id = id;
  }

  get hasOlder(): boolean {
    return this.#older !== null;
  }

  has(id: string): boolean {
    return this.messages.some((each) => each.id === id);
  }

  /** The latest page. What is here already stays on screen until the answer comes. */
  load(): Promise<void> {
    this.#loading ??= this.#load().finally(() => (this.#loading = undefined));
    return this.#loading;
  }

  async #load(): Promise<void> {
    const { data, error } = await this.#ask({});
    if (!data) {
      this.problem = error;
      if (this.messages.length === 0) this.state = 'failed';
      return;
    }
    const page = data.data.toReversed();
    const meets = page.length < pageSize || page.some((each) => this.has(each.id));
    // A page that does not reach what is here would leave a hole between the two.
    if (this.messages.length === 0 || this.behind || !meets) {
      this.messages = page;
      this.#older = data.next;
    } else {
      this.#merge(page);
    }
    this.behind = false;
    this.problem = undefined;
    this.state = 'ready';
  }

  async loadOlder(): Promise<void> {
    if (this.loadingOlder || !this.#older || this.state !== 'ready') return;
    this.loadingOlder = true;
    const { data } = await this.#ask({ cursor: this.#older });
    this.loadingOlder = false;
    if (!data) return;
    this.#older = data.next;
    this.prepending = true;
    this.#merge(data.data);
    await tick();
    this.prepending = false;
  }

  async loadNewer(): Promise<void> {
    const last = this.messages.at(-1);
    if (!this.behind || this.#loadingNewer || !last) return;
    this.#loadingNewer = true;
    const { data } = await this.#ask({ after: last.id });
    this.#loadingNewer = false;
    if (!data) return;
    this.#merge(data.data);
    this.behind = data.next !== null;
  }

  /** Has a message of any age here, with what is around it. Says whether it was found. */
  async reach(id: string): Promise<boolean> {
    if (this.has(id)) return true;
    const { data } = await this.#ask({ around: id });
    if (!data?.data.some((each) => each.id === id)) return false;
    this.messages = data.data.toSorted((a, b) => compareIds(a.id, b.id));
    this.#older = data.next;
    this.behind = Boolean(data.previous);
    this.state = 'ready';
    return true;
  }

  /** From the stream or an answer. */
  put(message: Message): void {
    if (this.state !== 'ready') return;
    const last = this.messages.at(-1);
    if (this.behind && !this.has(message.id) && last && compareIds(message.id, last.id) > 0) return;
    this.#merge([message]);
  }

  /** Marks where new begins: before the last `unread` messages of the customer. */
  markUnread(unread: number): void {
    const incoming = this.messages.filter((each) => each.direction === 'in');
    this.firstUnread = unread > 0 ? (incoming.at(-unread)?.id ?? incoming[0]?.id) : undefined;
  }

  #merge(page: readonly Message[]): void {
    const all = new Map(this.messages.map((each) => [each.id, each]));
    for (const message of page) all.set(message.id, message);
    this.messages = [...all.values()].sort((a, b) => compareIds(a.id, b.id));
  }

  #ask(query: { cursor?: string; after?: string; around?: string }) {
    return api.GET('/conversations/{conversation_id}/messages', {
      params: { path: { conversation_id: this.id }, query: { ...query, limit: pageSize } },
    });
  }
}

/** The threads looked at lately, so that going back shows them at once. */
export class Threads {
  readonly #kept = new Map<string, Thread>();

  open(id: string): Thread {
    const thread = this.#kept.get(id) ?? new Thread(id);
    this.#kept.delete(id);
    this.#kept.set(id, thread);
    const oldest = this.#kept.keys().next().value;
    if (this.#kept.size > 20 && oldest !== undefined) this.#kept.delete(oldest);
    return thread;
  }

  find(id: string): Thread | undefined {
    return this.#kept.get(id);
  }

  adopt(thread: Thread): Thread {
    this.#kept.set(thread.id, thread);
    return thread;
  }

  forget(): void {
    this.#kept.clear();
  }
}
