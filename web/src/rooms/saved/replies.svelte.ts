// All saved replies of the workspace, fetched when they are first asked for and kept up to date.
import { api } from '$lib/api/client.ts';
import type { SavedReply } from '$lib/api/types.ts';
import { live } from '$lib/live/live.svelte.ts';
import { fold, matches } from '$lib/ui/search.ts';

export class SavedReplies {
  all = $state.raw<readonly SavedReply[] | undefined>();
  error = $state.raw<unknown>();
  #asked = false;
  #turn = 0;

  /** Listens until the returned function is called. */
  follow(): () => void {
    const again = (): void => {
      if (this.#asked) void this.load();
    };
    const offs = [live.on('saved_replies.updated', again), live.on('reset', again)];
    return () => {
      for (const off of offs) off();
    };
  }

  /** Asks the server the first time only. */
  want(): void {
    if (!this.#asked) void this.load();
  }

  load = async (): Promise<void> => {
    this.#asked = true;
    const turn = ++this.#turn;
    const rows: SavedReply[] = [];
    for (let cursor: string | null | undefined; cursor !== null;) {
      const { data, error } = await api.GET('/saved-replies', {
        params: { query: cursor ? { cursor, limit: 500 } : { limit: 500 } },
      });
      if (turn !== this.#turn) return;
      this.error = error;
      if (!data) return;
      rows.push(...data.data);
      cursor = data.next;
    }
    this.all = rows;
  };

  used(id: string): void {
    const used_at = new Date().toISOString();
    this.all = this.all?.map((each) =>
      each.id === id ? { ...each, uses: each.uses + 1, used_at } : each,
    );
  }
}

/** What fits what was typed, the likeliest first: by shortcut, then by words, then by use. */
export function found(
  all: readonly SavedReply[],
  typed: string,
  language: string | null | undefined,
): SavedReply[] {
  const wanted = fold(typed);
  const speaks = (reply: SavedReply): number =>
    reply.language === null ? 1 : reply.language.slice(0, 2) === language?.slice(0, 2) ? 0 : 2;
  const rank = (reply: SavedReply): number | undefined => {
    const shortcut = fold(reply.shortcut);
    if (shortcut === wanted) return 0;
    if (shortcut.startsWith(wanted)) return 1;
    if (shortcut.includes(wanted)) return 2;
    return matches(`${reply.shortcut} ${reply.text}`, typed) ? 3 : undefined;
  };
  return all
    .flatMap((reply) => {
      const at = rank(reply);
      return at === undefined ? [] : [{ reply, at }];
    })
    .sort(
      (a, b) =>
        (wanted ? a.at - b.at : 0) ||
        speaks(a.reply) - speaks(b.reply) ||
        b.reply.uses - a.reply.uses ||
        a.reply.shortcut.localeCompare(b.reply.shortcut),
    )
    .map(({ reply }) => reply);
}
