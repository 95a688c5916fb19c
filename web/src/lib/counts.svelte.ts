// How many conversations each view holds; the rail's badge and the inbox's views read it.
import { api } from '$lib/api/client.ts';
import type { Counts } from '$lib/api/types.ts';
import { live } from '$lib/live/live.svelte.ts';

class ViewCounts {
  now = $state.raw<Counts | undefined>();

  /** Follows the stream until the returned function is called. */
  follow(): () => void {
    void this.load();
    const offs = [
      live.on('counts', (counts) => (this.now = counts)),
      live.on('reset', () => void this.load()),
    ];
    return () => {
      for (const off of offs) off();
      this.now = undefined;
    };
  }

  async load(): Promise<void> {
    const { data } = await api.GET('/conversations/counts');
    if (data) this.now = data;
  }
}

export const counts = new ViewCounts();
