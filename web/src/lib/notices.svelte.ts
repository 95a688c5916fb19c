// How many notices nobody has read; the rail's badge.
import { api } from '$lib/api/client.ts';
import { live } from '$lib/live/live.svelte.ts';

class UnreadNotices {
  count = $state(0);

  /** Follows the stream until the returned function is called. */
  follow(): () => void {
    void this.load();
    const offs = [
      live.on('notice.created', ({ notice }) => {
        if (!notice.read_at) this.count++;
      }),
      live.on('notices.read', () => void this.load()),
      live.on('reset', () => void this.load()),
    ];
    return () => {
      for (const off of offs) off();
      this.count = 0;
    };
  }

  async load(): Promise<void> {
    const { data } = await api.GET('/notices', { params: { query: { unread: true, limit: 1 } } });
    if (data) this.count = data.unread_notices;
  }
}

export const unreadNotices = new UnreadNotices();
