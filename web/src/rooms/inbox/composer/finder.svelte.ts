// A mark in the composer that begins a word, and what is found by what is typed after it: filtered while
// somebody types, taken with Enter or Tab.
export type Spot = { from: number; to: number; typed: string };

/** The mark before the cursor that begins a word, and what follows it. */
export function spotAt(text: string, cursor: number, mark: '/' | '@'): Spot | undefined {
  const before = text.slice(0, cursor);
  const from = before.lastIndexOf(mark);
  const typed = before.slice(from + 1);
  if (from < 0 || /\s/.test(typed) || !/^\s?$/.test(before.charAt(from - 1))) return undefined;
  return { from, to: cursor, typed };
}

export abstract class Finder<T> {
  spot = $state.raw<Spot | undefined>();
  at = $state(0);
  readonly #mark: '/' | '@';
  /** A mark that was waved away stays what it is. */
  #ignored: number | undefined;

  constructor(mark: '/' | '@') {
    this.#mark = mark;
  }

  abstract readonly found: readonly T[];
  abstract pick(found: T | undefined): void;
  /** The first look at a mark. */
  protected begin(): void {}

  get open(): boolean {
    return this.spot !== undefined;
  }

  get active(): T | undefined {
    return this.found[this.at];
  }

  /** After each change of the text or the cursor. */
  look(area: HTMLTextAreaElement): void {
    const spot =
      area.selectionStart === area.selectionEnd
        ? spotAt(area.value, area.selectionStart, this.#mark)
        : undefined;
    if (spot?.from !== this.#ignored) this.#ignored = undefined;
    const next = spot?.from === this.#ignored ? undefined : spot;
    if (next?.typed !== this.spot?.typed) this.at = 0;
    if (next && !this.spot) this.begin();
    this.spot = next;
  }

  close(): void {
    this.#ignored = this.spot?.from;
    this.spot = undefined;
  }

  /** Whether the key was for the list. */
  press(event: KeyboardEvent): boolean {
    if (!this.open || event.isComposing || event.ctrlKey || event.metaKey || event.altKey)
      return false;
    const count = this.found.length;
    if (event.key === 'Escape') this.close();
    else if (count === 0) return false;
    else if (event.key === 'ArrowDown') this.at = (this.at + 1) % count;
    else if (event.key === 'ArrowUp') this.at = (this.at + count - 1) % count;
    else if ((event.key === 'Enter' || event.key === 'Tab') && !event.shiftKey)
      this.pick(this.active);
    else return false;
    event.preventDefault();
    event.stopPropagation();
    return true;
  }
}
