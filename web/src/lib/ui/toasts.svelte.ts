// Short notices at the edge of the screen: `toasts.done(text, undo)`, `toasts.failed(text, again)`.
export type Toast = {
  id: number;
  text: string;
  tone: 'done' | 'failed';
  action?: { label: string; run: () => void };
};

const shown = 3;
const lasts = 6_000;

class Toasts {
  list = $state.raw<readonly Toast[]>([]);
  #next = 1;
  readonly #timers = new Map<number, ReturnType<typeof setTimeout>>();

  /** Something was done; with `undo` it can be taken back for six seconds. */
  done(text: string, action?: Toast['action']): number {
    return this.#add({ text, tone: 'done', ...(action ? { action } : {}) });
  }

  /** Something in the background was refused; stays until it is closed. */
  failed(text: string, action?: Toast['action']): number {
    return this.#add({ text, tone: 'failed', ...(action ? { action } : {}) });
  }

  close(id: number): void {
    this.#stopTimer(id);
    this.list = this.list.filter((toast) => toast.id !== id);
  }

  act(toast: Toast): void {
    this.close(toast.id);
    toast.action?.run();
  }

  /** Runs the newest undo, for the Z key. Says whether there was one. */
  undoLast(): boolean {
    const last = this.list.findLast((toast) => toast.tone === 'done' && toast.action);
    if (!last) return false;
    this.act(last);
    return true;
  }

  pause(): void {
    for (const id of this.#timers.keys()) this.#stopTimer(id);
  }

  resume(): void {
    for (const toast of this.list) if (toast.tone === 'done') this.#startTimer(toast.id);
  }

  #add(toast: Omit<Toast, 'id'>): number {
    const id = this.#next++;
    this.list = [...this.list, { id, ...toast }];
    while (this.list.length > shown) {
      const first = this.list[0];
      if (first) this.close(first.id);
    }
    if (toast.tone === 'done') this.#startTimer(id);
    return id;
  }

  #startTimer(id: number): void {
    this.#stopTimer(id);
    this.#timers.set(
      id,
      setTimeout(() => this.close(id), lasts),
    );
  }

  #stopTimer(id: number): void {
    clearTimeout(this.#timers.get(id));
    this.#timers.delete(id);
  }
}

export const toasts = new Toasts();
