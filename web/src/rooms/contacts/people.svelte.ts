// The list of people on screen, and what its filters and columns refer to.
import { createContext } from 'svelte';
import { api } from '$lib/api/client.ts';
import { codeOf } from '$lib/api/problem.ts';
import type { Contact, ContactField, Segment } from '$lib/api/types.ts';
import { live } from '$lib/live/live.svelte.ts';
import { session } from '$lib/session.svelte.ts';
import { kept } from '../inbox/kept.ts';
import { Team } from '../inbox/team.svelte.ts';
import { allColumns, usualColumns, type Column } from './columns.ts';
import type { Filters, Named } from './conditions.ts';

export class People {
  readonly slug: string;
  readonly team = new Team();
  rows = $state.raw<readonly Contact[]>([]);
  state = $state<'loading' | 'ready' | 'failed'>('loading');
  problem = $state.raw<unknown>();
  fields = $state.raw<readonly ContactField[]>([]);
  segments = $state.raw<readonly Segment[]>([]);
  /** Of whom the conditions hold; not known while words are searched. */
  total = $state<number | undefined>();
  #chosen = $state.raw<readonly Column[]>(usualColumns);
  #next = $state.raw<string | null>(null);
  #filters: Filters | undefined;
  #turn = 0;
  #busy = false;
  readonly #keep;

  constructor(slug: string) {
    this.slug = slug;
    this.#keep = kept<readonly Column[]>(
      `sapa.contacts.${slug}.${session.user?.id ?? ''}.columns`,
      usualColumns,
    );
    this.#chosen = this.#keep.read();
  }

  get columns(): readonly Column[] {
    return allColumns(this.fields).filter((each) => this.#chosen.includes(each));
  }

  show(column: Column, on: boolean): void {
    this.#chosen = on ? [...this.#chosen, column] : this.#chosen.filter((each) => each !== column);
    this.#keep.write(this.#chosen);
  }

  get named(): Named {
    return { labels: this.team.labels, channels: this.team.channels ?? [], fields: this.fields };
  }

  get mayEdit(): boolean {
    return this.team.may('edit_contacts');
  }

  get complete(): boolean {
    return this.#next === null;
  }

  follow(): () => void {
    void this.#loadFields();
    void this.loadSegments();
    const offs = [
      this.team.follow(),
      live.on('contact_fields.updated', () => void this.#loadFields()),
      live.on('segments.updated', () => void this.loadSegments()),
      live.on('contact.updated', (event) => void this.#refetch(event.contact_id)),
      live.on('reset', () => this.#filters && void this.load(this.#filters)),
    ];
    return () => {
      for (const off of offs) off();
    };
  }

  /** What was shown stays until the new answer is here. */
  async load(filters: Filters): Promise<void> {
    const turn = ++this.#turn;
    this.#filters = filters;
    this.#busy = false;
    this.total = undefined;
    if (this.state === 'failed') this.state = 'loading';
    void this.#count(filters, turn);
    const { data, error } = await this.#ask(filters, undefined);
    if (turn !== this.#turn) return;
    this.problem = error;
    this.state = data ? 'ready' : 'failed';
    if (!data) return;
    this.rows = data.data;
    this.#next = data.next;
  }

  async more(): Promise<void> {
    if (!this.#filters || !this.#next || this.#busy) return;
    const turn = this.#turn;
    this.#busy = true;
    const { data } = await this.#ask(this.#filters, this.#next);
    if (turn !== this.#turn) return;
    this.#busy = false;
    if (!data) return;
    // Who moved meanwhile may come twice.
    const known = new Set(this.rows.map((each) => each.id));
    this.rows = [...this.rows, ...data.data.filter((each) => !known.has(each.id))];
    this.#next = data.next;
  }

  put(contact: Contact): void {
    this.rows = this.rows.map((each) => (each.id === contact.id ? contact : each));
  }

  async loadSegments(): Promise<void> {
    const { data } = await api.GET('/segments');
    if (data) this.segments = data.data;
  }

  async #loadFields(): Promise<void> {
    const { data } = await api.GET('/contact-fields');
    if (data) this.fields = data.data;
  }

  async #refetch(id: string): Promise<void> {
    if (!this.rows.some((each) => each.id === id)) return;
    const { data, error } = await api.GET('/contacts/{contact_id}', {
      params: { path: { contact_id: id } },
    });
    if (data) this.put(data);
    // Somebody merged it into another.
    else if (codeOf(error) === 'not_found' && this.#filters) void this.load(this.#filters);
  }

  #ask({ q, sort, conditions }: Filters, cursor: string | undefined) {
    return api.POST('/contacts/search', {
      body: {
        ...(q ? { q } : {}),
        ...(cursor ? { cursor } : {}),
        sort,
        conditions: [...conditions],
        limit: 100,
      },
    });
  }

  async #count({ q, conditions }: Filters, turn: number): Promise<void> {
    if (q) return;
    const { data } = await api.POST('/contacts/count', { body: { conditions: [...conditions] } });
    if (data && turn === this.#turn) this.total = data.count;
  }
}

export const [getPeople, setPeople] = createContext<People>();
