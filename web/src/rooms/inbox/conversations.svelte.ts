import type { Conversation } from '$lib/api/types.ts';

/** Every conversation this screen has heard of. A plain Map and one counter: proxies of thousands of
 *  rows would cost more than drawing the twenty that are in sight again. */
export class Conversations {
  readonly #all = new Map<string, Conversation>();
  #revision = $state(0);

  get(id: string): Conversation | undefined {
    void this.#revision;
    return this.#all.get(id);
  }

  has(id: string): boolean {
    return this.#all.has(id);
  }

  /** From an answer, which the stream may have overtaken. Says what is known now. */
  offer(conversation: Conversation): Conversation {
    const known = this.#all.get(conversation.id);
    if (known && known.updated_at > conversation.updated_at) return known;
    this.put(conversation);
    return conversation;
  }

  put(conversation: Conversation): void {
    this.#all.set(conversation.id, conversation);
    this.#revision++;
  }

  remove(id: string): void {
    if (this.#all.delete(id)) this.#revision++;
  }
}
