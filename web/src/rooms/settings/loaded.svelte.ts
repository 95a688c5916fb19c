import { untrack } from 'svelte';
import { live } from '$lib/live/live.svelte.ts';
import type { LiveName } from '$lib/live/events.ts';

// What a page shows: not there yet, there, or refused. A refetch keeps what is on the screen.
type Answer<T> = { data?: T | undefined; error?: unknown };

export class Loaded<T> {
  data = $state.raw<T | undefined>();
  error = $state.raw<unknown>();
  readonly #call: () => Promise<Answer<T>>;
  #turn = 0;

  constructor(call: () => Promise<Answer<T>>) {
    this.#call = call;
  }

  load = async (): Promise<void> => {
    const turn = ++this.#turn;
    const { data, error } = await this.#call();
    if (turn !== this.#turn) return;
    this.error = error;
    if (error === undefined) this.data = data;
  };
}

type Page<T> = { data: T[]; next: string | null };

/** A list that comes in pages, oldest ones on demand. */
export class Pages<T extends { id: string }> {
  rows = $state.raw<readonly T[] | undefined>();
  next = $state.raw<string | null>(null);
  error = $state.raw<unknown>();
  busy = $state(false);
  readonly #call: (cursor: string | undefined) => Promise<Answer<Page<T>>>;
  #turn = 0;

  constructor(call: (cursor: string | undefined) => Promise<Answer<Page<T>>>) {
    this.#call = call;
  }

  load = async (): Promise<void> => {
    await this.#fetch(undefined);
  };

  more = async (): Promise<void> => {
    if (this.next && !this.busy) await this.#fetch(this.next);
  };

  replace(row: T): void {
    this.rows = this.rows?.map((each) => (each.id === row.id ? row : each));
  }

  async #fetch(cursor: string | undefined): Promise<void> {
    const turn = ++this.#turn;
    this.busy = true;
    const { data, error } = await this.#call(cursor);
    if (turn !== this.#turn) return;
    this.busy = false;
    this.error = error;
    if (!data) return;
    this.rows = cursor ? [...(this.rows ?? []), ...data.data] : data.data;
    this.next = data.next;
  }
}

/** Loads when the page opens and again whenever the server says one of these. */
export function follow(load: () => unknown, ...names: readonly LiveName[]): void {
  $effect(() => {
    untrack(load);
    const offs = [...names, 'reset' as const].map((name) => live.on(name, () => void load()));
    return () => offs.forEach((off) => off());
  });
}
