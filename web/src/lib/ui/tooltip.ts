// `{@attach tooltip('Done', 'E')}`: shows on hover after a moment and on keyboard focus at once,
// goes away with Escape. One element serves all. It repeats the control's name, so screen readers
// do not get it a second time.
import type { Attachment } from 'svelte/attachments';

const delay = 500;
const gap = 6;
let box: HTMLElement | undefined;
let owner: Element | undefined;
let timer: ReturnType<typeof setTimeout> | undefined;

function element(): HTMLElement {
  if (box) return box;
  box = document.createElement('div');
  box.setAttribute('aria-hidden', 'true');
  box.className =
    'pointer-events-none fixed z-toast flex max-w-64 items-center gap-2 rounded-md bg-ink px-2 ' +
    'py-1 text-xs font-medium text-canvas shadow-pop';
  box.hidden = true;
  document.body.append(box);
  return box;
}

function show(target: Element, text: string, keys: string | undefined): void {
  const tip = element();
  tip.replaceChildren(text);
  if (keys) {
    const hint = document.createElement('bdi');
    hint.dir = 'ltr';
    hint.className = 'opacity-75';
    hint.textContent = keys;
    tip.append(hint);
  }
  owner = target;
  tip.hidden = false;
  const at = target.getBoundingClientRect();
  const size = tip.getBoundingClientRect();
  const below = at.bottom + gap + size.height < innerHeight;
  const x = at.left + at.width / 2 - size.width / 2;
  // Physical coordinates: they come from the screen, not from the reading direction.
  tip.style.left = `${Math.max(4, Math.min(x, innerWidth - size.width - 4))}px`;
  tip.style.top = `${below ? at.bottom + gap : at.top - gap - size.height}px`;
}

function hide(): void {
  clearTimeout(timer);
  owner = undefined;
  if (box) box.hidden = true;
}

export function tooltip(text: string, keys?: string): Attachment<HTMLElement> {
  return (node) => {
    const soon = (event: PointerEvent): void => {
      if (event.pointerType !== 'mouse') return;
      clearTimeout(timer);
      timer = setTimeout(() => show(node, text, keys), delay);
    };
    const now = (): void => {
      if (node.matches(':focus-visible')) show(node, text, keys);
    };
    const escape = (event: KeyboardEvent): void => {
      if (event.key === 'Escape') hide();
    };
    node.addEventListener('pointerenter', soon);
    node.addEventListener('pointerleave', hide);
    node.addEventListener('pointerdown', hide);
    node.addEventListener('focus', now);
    node.addEventListener('blur', hide);
    node.addEventListener('keydown', escape);
    return () => {
      if (owner === node) hide();
      node.removeEventListener('pointerenter', soon);
      node.removeEventListener('pointerleave', hide);
      node.removeEventListener('pointerdown', hide);
      node.removeEventListener('focus', now);
      node.removeEventListener('blur', hide);
      node.removeEventListener('keydown', escape);
    };
  };
}
