// What was begun and not sent: on this device at once, on the server two seconds later.
import { api } from '$lib/api/client.ts';
import { kept } from './kept.ts';

export type Mode = 'reply' | 'note';
export type Draft = { reply: string; note: string; mode: Mode };

const nothing: Draft = { reply: '', note: '', mode: 'reply' };
const pause = 2_000;

export class Drafts {
  #all = $state.raw<Readonly<Record<string, Draft>>>({});
  readonly #keep;
  readonly #timers = new Map<string, ReturnType<typeof setTimeout>>();
  readonly #asked = new Set<string>();

  constructor(key: string) {
    this.#keep = kept<Record<string, Draft>>(`${key}.drafts`, {});
    this.#all = this.#keep.read();
  }

  of(id: string): Draft {
    return this.#all[id] ?? nothing;
  }

  has(id: string): boolean {
    const draft = this.#all[id];
    return draft !== undefined && (draft.reply.trim() !== '' || draft.note.trim() !== '');
  }

  textOf(id: string): string {
    const draft = this.of(id);
    return draft[draft.mode].trim() || draft.reply.trim() || draft.note.trim();
  }

  set(id: string, changes: Partial<Draft>): void {
    const before = this.of(id);
    const next = { ...before, ...changes };
    this.#put(id, next);
    if (next[next.mode] === before[next.mode] && next.mode === before.mode) return;
    clearTimeout(this.#timers.get(id));
    this.#timers.set(
      id,
      setTimeout(() => void this.#tell(id), pause),
    );
  }

  /** Once for each conversation: what was begun on another device. */
  async fetch(id: string): Promise<void> {
    if (this.#asked.has(id) || this.has(id)) return;
    this.#asked.add(id);
    const { data } = await api.GET('/conversations/{conversation_id}/draft', {
      params: { path: { conversation_id: id } },
    });
    if (!data?.text || this.has(id)) return;
    const mode: Mode = data.mode === 'note' ? 'note' : 'reply';
    this.#put(id, { ...nothing, mode, [mode]: data.text });
  }

  /** Tells the server now: the page is going away. */
  flush(): void {
    for (const id of [...this.#timers.keys()]) void this.#tell(id);
  }

  async #tell(id: string): Promise<void> {
    clearTimeout(this.#timers.get(id));
    this.#timers.delete(id);
    const draft = this.of(id);
    await api.PUT('/conversations/{conversation_id}/draft', {
      params: { path: { conversation_id: id } },
      body: { text: draft[draft.mode].trim() ? draft[draft.mode] : '', mode: draft.mode },
    });
  }

  #put(id: string, draft: Draft): void {
    const rest = Object.fromEntries(Object.entries(this.#all).filter(([key]) => key !== id));
    const empty = draft.reply === '' && draft.note === '' && draft.mode === 'reply';
    this.#all = empty ? rest : { ...rest, [id]: draft };
    this.#keep.write({ ...this.#all });
  }
}
