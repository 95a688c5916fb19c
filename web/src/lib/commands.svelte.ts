// What the palette offers besides the keyboard map: `$effect(() => commands.offer([…]))`.
import { untrack } from 'svelte';

export type Command = {
  id: string;
  /** Already translated. */
  label: string;
  group: 'here' | 'go' | 'actions' | 'settings';
  /** More words that find it. */
  words?: string;
  keys?: string;
  run: () => void;
};

class Commands {
  #offers = $state.raw<readonly (() => readonly Command[])[]>([]);

  /** `make` is asked each time the palette opens, so labels follow the language. */
  offer(make: () => readonly Command[]): () => void {
    // An effect that offers must not run again because of its own offer.
    this.#offers = [...untrack(() => this.#offers), make];
    return () => {
      this.#offers = untrack(() => this.#offers).filter((each) => each !== make);
    };
  }

  all(): Command[] {
    return this.#offers.flatMap((make) => make());
  }
}

export const commands = new Commands();
