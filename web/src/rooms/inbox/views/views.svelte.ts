// Views kept under a name, with how many conversations fit each now.
import { api } from '$lib/api/client.ts';
import type { SavedView } from '$lib/api/types.ts';
import { live } from '$lib/live/live.svelte.ts';

// Counts move with every message; once in a while is live enough.
const pause = 8_000;

export class SavedViews {
  all = $state.raw<readonly SavedView[]>([]);
  #timer: ReturnType<typeof setTimeout> | undefined;
  #asked = 0;

  /** Listens until the returned function is called. */
  follow(): () => void {
    void this.load();
    const offs = [
      live.on('views.updated', () => void this.load()),
      live.on('reset', () => void this.load()),
      live.on('counts', () => this.#soon()),
    ];
    return () => {
      clearTimeout(this.#timer);
      for (const off of offs) off();
    };
  }

  async load(): Promise<void> {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    this.#asked = Date.now();
    const { data } = await api.GET('/views');
    if (data) this.all = data.data;
  }

  #soon(): void {
    if (this.all.length === 0 || this.#timer !== undefined) return;
    const wait = Math.max(500, this.#asked + pause - Date.now());
    this.#timer = setTimeout(() => void this.load(), wait);
  }
}

export const saveView = (view: { name: string; query: string; shared: boolean }) => {
  const body = { name: view.name, query: view.query };
  return view.shared ? api.POST('/shared-views', { body }) : api.POST('/views', { body });
};

export const renameView = ({ id, shared }: SavedView, name: string) => {
  const given = { params: { path: { view_id: id } }, body: { name } };
  return shared
    ? api.PATCH('/shared-views/{view_id}', given)
    : api.PATCH('/views/{view_id}', given);
};

export const removeView = ({ id, shared }: SavedView) => {
  const params = { path: { view_id: id } };
  return shared
    ? api.DELETE('/shared-views/{view_id}', { params })
    : api.DELETE('/views/{view_id}', { params });
};
