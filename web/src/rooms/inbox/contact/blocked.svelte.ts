// Who is blocked at a number. Only the provider knows, so it is asked, and its answer kept for some minutes.
import { api } from '$lib/api/client.ts';
import type { Blocked } from '$lib/api/types.ts';
import { SvelteMap } from 'svelte/reactivity';

const fresh = 5 * 60_000;
/** So many pages are read; a list that goes on says nothing about who was not on them. */
const mostPages = 10;

export class BlockList {
  #people = $state.raw<readonly Blocked[] | undefined>();
  /** Whether the list was read to its end. */
  whole = $state(false);
  error = $state.raw<unknown>();
  readonly #channel: string;
  #at = 0;
  #reading: Promise<void> | undefined;

  constructor(channel: string) {
    this.#channel = channel;
  }

  /** Undefined while nobody knows. */
  has(contactId: string): boolean | undefined {
    return this.#people?.some((each) => each.contact_id === contactId);
  }

  /** Asks when what we know is old. */
  async load(): Promise<void> {
    if (this.#people && Date.now() - this.#at < fresh) return;
    this.#reading ??= this.#read();
    await this.#reading;
    this.#reading = undefined;
  }

  async block(conversation: string): Promise<unknown> {
    const params = { path: { conversation_id: conversation } };
    return this.#after(await api.POST('/conversations/{conversation_id}/block', { params }));
  }

  async unblock(conversation: string): Promise<unknown> {
    const params = { path: { conversation_id: conversation } };
    return this.#after(await api.DELETE('/conversations/{conversation_id}/block', { params }));
  }

  async #after({ error }: { error?: unknown }): Promise<unknown> {
    this.#at = 0;
    if (error === undefined) await this.load();
    return error;
  }

  async #read(): Promise<void> {
    const people: Blocked[] = [];
    let cursor: string | null | undefined;
    for (let page = 0; page < mostPages && cursor !== null; page++) {
      const { data, error }: { data?: { data: Blocked[]; next: string | null }; error?: unknown } =
        await api.GET('/channels/{channel_id}/blocked', {
          params: { path: { channel_id: this.#channel }, query: { ...(cursor && { cursor }) } },
        });
      this.error = error;
      if (!data) return;
      people.push(...data.data);
      cursor = data.next;
    }
    this.#people = people;
    this.whole = cursor === null;
    this.#at = Date.now();
  }
}

const lists = new SvelteMap<string, BlockList>();

/** The list of a number, asked for or not. */
export const knownBlocks = (slug: string, channel: string): BlockList | undefined =>
  lists.get(`${slug} ${channel}`);

export function blocksOf(slug: string, channel: string): BlockList {
  const known = knownBlocks(slug, channel);
  if (known) return known;
  const made = new BlockList(channel);
  lists.set(`${slug} ${channel}`, made);
  return made;
}
