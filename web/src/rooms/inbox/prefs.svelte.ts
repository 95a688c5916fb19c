// How this member likes the inbox on this device.
import { kept } from './kept.ts';

type Choices = {
  compact: boolean;
  enterSends: boolean;
  afterDone: 'next' | 'stay' | 'list';
  contactOpen: boolean;
  viewsOpen: boolean;
  viewsWidth: number;
  listWidth: number;
  contactWidth: number;
  closedCards: readonly string[];
};

const usual: Choices = {
  compact: false,
  enterSends: true,
  afterDone: 'next',
  contactOpen: true,
  viewsOpen: true,
  viewsWidth: 208,
  listWidth: 340,
  contactWidth: 304,
  closedCards: [],
};

export class Prefs {
  #choices = $state.raw<Choices>(usual);
  readonly #keep;

  constructor(key: string) {
    this.#keep = kept<Partial<Choices>>(`${key}.prefs`, {});
    this.#choices = { ...usual, ...this.#keep.read() };
  }

  get now(): Choices {
    return this.#choices;
  }

  set(changes: Partial<Choices>): void {
    this.#choices = { ...this.#choices, ...changes };
    this.#keep.write(this.#choices);
  }
}
