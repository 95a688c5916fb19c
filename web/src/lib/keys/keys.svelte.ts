// Who answers to a key now: `$effect(() => keys.on({ next: …, done: … }))`. The layer that was put
// on last answers first; an answer of `false` passes the key on to the one below.
import { flushSync } from 'svelte';
import { bindings, type ActionName, type Binding, type Combo } from './map.ts';

type Answer = (event: KeyboardEvent) => unknown;
export type Layer = Partial<Record<ActionName, Answer>>;

const sequenceTime = 1_200;
const aheadTime = 3_000;
const remembered = 'sapa.single_keys';

const fields = 'input:not([type=checkbox]):not([type=radio]), textarea, select, [contenteditable]';
// Parts of the page where these keys have a meaning of their own.
const ownArrows = '[role=log], [role=tablist], [role=menu], [role=listbox], [role=separator]';
const ownEnter = 'a, button, summary, [role=menuitem], [role=option], [role=tab], [role=switch]';
const modal = '[role=dialog], [role=alertdialog], [role=menu]';
// Open, though it may still be on its way: what is typed is meant for it.
const opening = '[aria-haspopup][aria-expanded=true]';

class Keys {
  /** Single keys can be switched off (WCAG 2.1.4). */
  singleKeys = $state(read());
  #layers: Layer[] = [];
  #first: string | undefined;
  #firstAt = 0;
  #ahead: { text: string; until: number } | undefined;

  start(): void {
    addEventListener('keydown', (event) => this.#press(event));
  }

  on(layer: Layer): () => void {
    this.#layers = [...this.#layers, layer];
    return () => {
      this.#layers = this.#layers.filter((each) => each !== layer);
    };
  }

  /** Does what the key would do, for the palette and buttons. Says whether anybody answered. */
  run(action: ActionName, event: KeyboardEvent = new KeyboardEvent('keydown')): boolean {
    for (const layer of [...this.#layers].reverse()) {
      const answer = layer[action];
      if (answer && answer(event) !== false) return true;
    }
    return false;
  }

  /** Whether somebody on screen answers to this action now. */
  answers(action: ActionName): boolean {
    return this.#layers.some((layer) => action in layer);
  }

  /** What is typed from now on, for some seconds, is meant for a box that is still on its way; the
   * returned function ends that and gives the text. */
  typeAhead(): () => string {
    const ahead = { text: '', until: Date.now() + aheadTime };
    this.#ahead = ahead;
    return () => {
      if (this.#ahead === ahead) this.#ahead = undefined;
      return ahead.text;
    };
  }

  setSingleKeys(on: boolean): void {
    this.singleKeys = on;
    if (on) localStorage.removeItem(remembered);
    else localStorage.setItem(remembered, 'off');
  }

  #press(event: KeyboardEvent): void {
    if (event.isComposing || event.altKey || event.defaultPrevented) return;
    const target = event.target instanceof Element ? event.target : document.body;
    const mod = event.ctrlKey || event.metaKey;
    const typing = target.closest(fields) !== null;
    const inModal = target.closest(modal) !== null;
    if (!mod && !typing && !inModal && document.querySelector(opening)) return;
    const ahead = this.#ahead;
    const letter = !mod && !typing && !inModal && event.key.length === 1;
    if (ahead && letter && Date.now() < ahead.until) {
      ahead.text += event.key;
      event.preventDefault();
      return;
    }
    const first = Date.now() - this.#firstAt < sequenceTime ? this.#first : undefined;
    this.#first = undefined;
    for (const [action, binding] of bindings) {
      if (binding.elsewhere || (typing && !binding.inFields)) continue;
      if (inModal && action !== 'palette') continue;
      for (const combo of binding.combos) {
        if (!fits(event, combo, mod, first)) continue;
        if (!mod && !this.singleKeys && isSingle(combo)) continue;
        if (meansItself(target, combo)) continue;
        if (this.run(action, event)) {
          event.preventDefault();
          // The next key may come before the next frame, and belongs to what this one opened.
          flushSync();
          return;
        }
      }
    }
    if (!mod && !typing && !inModal && bindings.some(startsWith(event.code))) {
      this.#first = event.code;
      this.#firstAt = Date.now();
    }
  }
}

const startsWith =
  (code: string) =>
  ([, binding]: [ActionName, Binding]): boolean =>
    binding.combos.some((combo) => combo.after === code);

const isSingle = (combo: Combo): boolean =>
  !['Escape', 'Enter', 'ArrowDown', 'ArrowUp'].includes(combo.code);

function fits(
  event: KeyboardEvent,
  combo: Combo,
  mod: boolean,
  first: string | undefined,
): boolean {
  if ((combo.mod ?? false) !== mod || combo.after !== first) return false;
  if (combo.types) return event.key === combo.types;
  return event.code === combo.code && (combo.shift ?? false) === event.shiftKey;
}

function meansItself(target: Element, combo: Combo): boolean {
  if (combo.code.startsWith('Arrow')) return target.closest(ownArrows) !== null;
  if (combo.code === 'Enter') return target.closest(ownEnter) !== null;
  return false;
}

function read(): boolean {
  return typeof localStorage === 'undefined' || localStorage.getItem(remembered) !== 'off';
}

export const keys = new Keys();
