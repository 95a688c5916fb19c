// The rows of the list, in their order. What the stream brings moves rows at once, or is held back
// while the reader would lose their place.
import { api } from '$lib/api/client.ts';
import type { Conversation } from '$lib/api/types.ts';
import type { Conversations } from '../conversations.svelte.ts';
import { askFor, belongs, comparer, type Filters } from '../filters.ts';

type State = 'loading' | 'ready' | 'failed';

export class ConversationList {
  order = $state.raw<readonly string[]>([]);
  state = $state<State>('loading');
  problem = $state.raw<unknown>();
  /** How many rows wait to move to their place. */
  held = $state.raw<ReadonlySet<string>>(new Set());
  loadingMore = $state(false);
  filters: Filters;

  readonly #store: Conversations;
  readonly #me: () => string;
  #next: string | null = null;
  #turn = 0;
  #holding = false;
  /** The row under the agent's hands: it stays where it is, even when it no longer belongs. */
  #kept: string | undefined;

  constructor(store: Conversations, filters: Filters, me: () => string) {
    this.#store = store;
    this.filters = filters;
    this.#me = me;
  }

  get complete(): boolean {
    return this.#next === null;
  }

  /** Loads the first page; `quietly` leaves the rows on screen until the answer is here. */
  async load(filters: Filters, quietly = false): Promise<void> {
    const turn = ++this.#turn;
    this.filters = filters;
    if (!quietly) {
      this.order = [];
      this.state = 'loading';
    }
    const { data, error } = await api.GET('/conversations', {
      params: { query: { ...askFor(filters), limit: 50 } },
    });
    if (turn !== this.#turn) return;
    if (!data) {
      this.problem = error;
      if (!quietly || this.order.length === 0) this.state = 'failed';
      return;
    }
    const known = data.data.map((each) => this.#store.offer(each));
    this.order = known.filter((each) => this.#fits(each)).map((each) => each.id);
    this.#next = data.next;
    this.held = new Set();
    this.problem = undefined;
    this.state = 'ready';
  }

  async more(): Promise<void> {
    if (this.loadingMore || !this.#next || this.state !== 'ready') return;
    const turn = this.#turn;
    this.loadingMore = true;
    const { data } = await api.GET('/conversations', {
      params: { query: { ...askFor(this.filters), limit: 50, cursor: this.#next } },
    });
    this.loadingMore = false;
    if (!data || turn !== this.#turn) return;
    this.#next = data.next;
    const fresh = data.data
      .map((each) => this.#store.offer(each))
      .filter((each) => this.#fits(each) && !this.order.includes(each.id));
    this.order = [...this.order, ...fresh.map((each) => each.id)];
  }

  /** A conversation has changed; `own` when the agent did it here and now. */
  apply(conversation: Conversation, own = false): void {
    const { id } = conversation;
    if (this.state !== 'ready') return;
    const shown = this.order.includes(id);
    if (!this.#fits(conversation)) {
      if (shown && (own || id !== this.#kept)) this.drop(id);
      return;
    }
    const place = this.#placeOf(conversation);
    if (place === undefined) return;
    if (shown && this.order[place] === id) return;
    if (this.#holding && !own) {
      this.held = new Set([...this.held, id]);
      return;
    }
    this.#move(id, place);
  }

  drop(id: string): void {
    this.order = this.order.filter((each) => each !== id);
    if (!this.held.has(id)) return;
    this.held = new Set([...this.held].filter((each) => each !== id));
  }

  /** While held, rows stay where they are; letting go keeps the pill until it is pressed. */
  hold(holding: boolean): void {
    this.#holding = holding;
  }

  release(): void {
    for (const id of this.held) {
      const conversation = this.#store.get(id);
      const place = conversation && this.#fits(conversation) && this.#placeOf(conversation);
      if (typeof place === 'number') this.#move(id, place);
    }
    this.held = new Set();
  }

  /** The agent looks at this one now; the one before may go where it belongs. */
  keep(id: string | undefined): void {
    const before = this.#kept;
    this.#kept = id;
    if (!before || before === id) return;
    const conversation = this.#store.get(before);
    if (conversation && !this.#fits(conversation)) this.drop(before);
  }

  /** The row after (or before) this one. */
  beside(id: string | undefined, step: 1 | -1): string | undefined {
    const here = id === undefined ? -1 : this.order.indexOf(id);
    if (here < 0) return step > 0 ? this.order[0] : this.order.at(-1);
    return this.order[here + step];
  }

  #fits(conversation: Conversation): boolean {
    return belongs(conversation, this.filters, this.#me(), Date.now());
  }

  /** Its index among the others; nothing when it lies beyond what is loaded. */
  #placeOf(conversation: Conversation): number | undefined {
    const compare = comparer(this.filters.sort);
    const others = this.order.filter((each) => each !== conversation.id);
    const place = others.findIndex((each) => {
      const other = this.#store.get(each);
      return other !== undefined && compare(conversation, other) < 0;
    });
    if (place >= 0) return place;
    return this.complete ? others.length : undefined;
  }

  #move(id: string, place: number): void {
    const others = this.order.filter((each) => each !== id);
    this.order = [...others.slice(0, place), id, ...others.slice(place)];
  }
}
