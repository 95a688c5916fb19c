import type { Media, Message } from '$lib/api/types.ts';

/** What is open over a thread. */
export class ThreadUi {
  /** The message that was jumped to, for a moment. */
  marked = $state<string | undefined>();
  why = $state.raw<Message | undefined>();
  raw = $state.raw<Message | undefined>();
  react = $state.raw<Message | undefined>();
  forward = $state.raw<Message | undefined>();
  /** What becomes a saved reply. */
  save = $state.raw<Message | undefined>();
  /** Pictures and videos of the thread, and which one is looked at. */
  viewer = $state.raw<{ all: readonly Media[]; at: number } | undefined>();
  #timer: ReturnType<typeof setTimeout> | undefined;

  mark(id: string): void {
    clearTimeout(this.#timer);
    this.marked = id;
    this.#timer = setTimeout(() => (this.marked = undefined), 2_000);
  }

  view(media: Media, messages: readonly Message[]): void {
    const all = messages.flatMap((each) =>
      each.media?.state === 'ready' && ['image', 'video'].includes(each.media.kind)
        ? [each.media]
        : [],
    );
    const at = all.findIndex((each) => each.id === media.id);
    this.viewer = at < 0 ? { all: [media], at: 0 } : { all, at };
  }
}
