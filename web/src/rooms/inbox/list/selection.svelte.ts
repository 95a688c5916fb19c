import type { ConversationList } from './list.svelte.ts';

/** The rows ticked for doing something to all of them. */
export class Selection {
  #ids = $state.raw<ReadonlySet<string>>(new Set());
  #anchor: string | undefined;
  readonly #list: ConversationList;

  constructor(list: ConversationList) {
    this.#list = list;
  }

  get ids(): readonly string[] {
    return this.#list.order.filter((id) => this.#ids.has(id));
  }

  get size(): number {
    return this.ids.length;
  }

  has(id: string): boolean {
    return this.#ids.has(id);
  }

  toggle(id: string): void {
    const next = new Set(this.#ids);
    if (!next.delete(id)) next.add(id);
    this.#ids = next;
    this.#anchor = id;
  }

  /** Everything between the row ticked last and this one, as with Shift and a click. */
  extendTo(id: string): void {
    const { order } = this.#list;
    const from = order.indexOf(this.#anchor ?? id);
    const to = order.indexOf(id);
    if (from < 0 || to < 0) return;
    this.#ids = new Set([...this.#ids, ...order.slice(Math.min(from, to), Math.max(from, to) + 1)]);
  }

  all(): void {
    this.#ids = new Set(this.#list.order);
  }

  clear(): void {
    this.#ids = new Set();
    this.#anchor = undefined;
  }
}
