// Who else has a conversation before them, and what this page tells the others of itself.
import { api } from '$lib/api/client.ts';
import type { Present } from '$lib/api/types.ts';
import { live } from '$lib/live/live.svelte.ts';
import { newId } from './outgoing.svelte.ts';

const everyLooking = 20_000;
const everyTyping = 4_000;
// Going through the list is not looking at every one.
const pause = 300;

export class Presence {
  #all = $state.raw<Readonly<Record<string, readonly Present[]>>>({});
  readonly #me: () => string;
  readonly #page = newId();
  #at: string | undefined;
  #told: string | undefined;
  #typing = false;
  #typingTold = 0;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(me: () => string) {
    this.#me = me;
  }

  /** The others there, those who type first. */
  at(id: string): readonly Present[] {
    const me = this.#me();
    const others = (this.#all[id] ?? []).filter((each) => each.member.id !== me);
    return [...others].sort((a, b) => Number(b.doing === 'typing') - Number(a.doing === 'typing'));
  }

  typists(id: string): readonly Present[] {
    return this.at(id).filter((each) => each.doing === 'typing');
  }

  /** This page shows that conversation now; nothing: none. */
  look(id: string | undefined): void {
    if (this.#at === id) return;
    this.#at = id;
    this.#typing = false;
    this.#typingTold = 0;
    this.#soon(pause);
  }

  /** A key was pressed in a reply. */
  typing(): void {
    const now = Date.now();
    if (now - this.#typingTold < everyTyping) return;
    this.#typing = true;
    this.#typingTold = now;
    this.#tell();
  }

  /** It was sent, or thrown away. */
  rest(): void {
    if (!this.#typing) return;
    this.#typing = false;
    this.#typingTold = 0;
    this.#tell();
  }

  /** Listens, and says that this page is still there, until the returned function is called. */
  follow(): () => void {
    const offs = [
      live.on('hello', () => {
        void this.#load();
        this.#tell();
      }),
      live.on('presence', ({ conversation_id: id, people }) => {
        const rest = Object.fromEntries(Object.entries(this.#all).filter(([key]) => key !== id));
        this.#all = people.length > 0 ? { ...rest, [id]: people } : rest;
      }),
    ];
    const turned = (): void => this.#tell();
    const leaving = (): void => this.#tell(true);
    document.addEventListener('visibilitychange', turned);
    addEventListener('pagehide', leaving);
    return () => {
      leaving();
      clearTimeout(this.#timer);
      document.removeEventListener('visibilitychange', turned);
      removeEventListener('pagehide', leaving);
      for (const off of offs) off();
    };
  }

  async #load(): Promise<void> {
    const { data } = await api.GET('/presence');
    if (data)
      this.#all = Object.fromEntries(data.data.map((each) => [each.conversation_id, each.people]));
  }

  #soon(wait: number): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#tell(), wait);
  }

  /** A page nobody sees looks at nothing. */
  #tell(leaving = false): void {
    if (Date.now() - this.#typingTold >= 2 * everyTyping) this.#typing = false;
    const id = !leaving && document.visibilityState === 'visible' ? this.#at : undefined;
    clearTimeout(this.#timer);
    if (id !== undefined) this.#soon(everyLooking);
    else if (this.#told === undefined) return;
    this.#told = id;
    const where =
      id === undefined
        ? {}
        : { conversation_id: id, doing: this.#typing ? ('typing' as const) : ('looking' as const) };
    void api.PUT('/presence', { body: { page: this.#page, ...where }, keepalive: leaving });
  }
}
