// What this member is told of: conversations given to them, notes that name them.
import { api } from '$lib/api/client.ts';
import type { Notification } from '$lib/api/types.ts';
import { live } from '$lib/live/live.svelte.ts';
import { session } from '$lib/session.svelte.ts';

class Notifications {
  unread = $state(0);
  rows = $state.raw<readonly Notification[] | undefined>();
  error = $state.raw<unknown>();
  busy = $state(false);
  next = $state.raw<string | null>(null);
  #turn = 0;

  /** Follows the stream until the returned function is called. */
  follow(): () => void {
    void this.load();
    const offs = [
      live.on('notifications.updated', ({ user_id: id }) => {
        if (id === session.user?.id) void this.load();
      }),
      live.on('reset', () => void this.load()),
    ];
    return () => {
      for (const off of offs) off();
      this.#turn++;
      this.unread = 0;
      this.rows = undefined;
      this.next = null;
    };
  }

  load = (): Promise<void> => this.#ask(undefined);

  more = async (): Promise<void> => {
    if (this.next && !this.busy) await this.#ask(this.next);
  };

  /** All of them, or those of a conversation, have been seen. */
  async seen(conversation?: string): Promise<void> {
    const concerns = (each: Notification): boolean =>
      each.read_at === null &&
      (conversation === undefined || each.conversation_id === conversation);
    // Of a conversation only what is on the first page is known here; older ones stay until then.
    if (this.unread === 0 || (conversation !== undefined && !this.rows?.some(concerns))) return;
    await api.POST('/notifications/read', {
      body: conversation === undefined ? {} : { conversation_id: conversation },
    });
  }

  async #ask(cursor: string | undefined): Promise<void> {
    const turn = ++this.#turn;
    this.busy = true;
    const { data, error } = await api.GET('/notifications', {
      params: { query: { limit: 30, ...(cursor === undefined ? {} : { cursor }) } },
    });
    if (turn !== this.#turn) return;
    this.busy = false;
    this.error = error;
    if (!data) return;
    this.unread = data.unread;
    this.rows = cursor === undefined ? data.data : [...(this.rows ?? []), ...data.data];
    this.next = data.next;
  }
}

export const notifications = new Notifications();
