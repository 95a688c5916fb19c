import { createAttachmentKey } from 'svelte/attachments';

/** What a trigger spreads: its part of the menu button pattern, and a way to find it again. */
export class Trigger {
  element = $state.raw<HTMLElement | undefined>();
  readonly #key = createAttachmentKey();

  attributes(
    kind: 'menu' | 'dialog',
    open: boolean,
    toggle: (open: boolean) => void,
  ): Record<string | symbol, unknown> {
    return {
      'aria-haspopup': kind,
      'aria-expanded': open,
      onclick: () => toggle(!open),
      onkeydown: (event: KeyboardEvent) => {
        if (kind !== 'menu' || event.key !== 'ArrowDown') return;
        event.preventDefault();
        toggle(true);
      },
      [this.#key]: (node: HTMLElement) => {
        this.element = node;
        return () => {
          this.element = undefined;
        };
      },
    };
  }

  /** Where what opens is put: out of lists that clip, but inside the landmark it belongs to. */
  get home(): Element {
    return this.element?.closest('main, nav, [role=dialog]') ?? document.body;
  }

  /** A press on the trigger is the trigger's business, not a press outside. */
  ignores = (event: Event): void => {
    if (event.target instanceof Node && this.element?.contains(event.target))
      event.preventDefault();
  };

  focus = (event: Event): void => {
    if (!this.element) return;
    event.preventDefault();
    this.element.focus();
  };
}
