import { afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { keys } from '$lib/keys/keys.svelte.ts';

const press = (code: string, init: KeyboardEventInit = {}, target: EventTarget = document.body) => {
  const event = new KeyboardEvent('keydown', {
    code,
    key: init.key ?? code.replace('Key', '').toLowerCase(),
    bubbles: true,
    cancelable: true,
    ...init,
  });
  target.dispatchEvent(event);
  return event;
};

describe('keys', () => {
  let off: (() => void) | undefined;
  beforeAll(() => keys.start());
  afterEach(() => {
    off?.();
    document.body.replaceChildren();
    keys.setSingleKeys(true);
  });

  it('match by position, so an Arabic layout works', () => {
    const next = vi.fn();
    off = keys.on({ next });
    expect(press('KeyJ', { key: 'ت' }).defaultPrevented).toBe(true);
    expect(next).toHaveBeenCalledOnce();
  });

  it('are silent in a field, except those that are not single', () => {
    const next = vi.fn();
    const palette = vi.fn();
    off = keys.on({ next, palette });
    const input = document.createElement('input');
    document.body.append(input);
    press('KeyJ', {}, input);
    press('KeyK', { ctrlKey: true }, input);
    expect(next).not.toHaveBeenCalled();
    expect(palette).toHaveBeenCalledOnce();
  });

  it('typed before a box is there are kept for it, for a while', () => {
    const next = vi.fn();
    off = keys.on({ next });
    const end = keys.typeAhead();
    press('KeyJ', { key: 'J', shiftKey: true });
    press('KeyJ');
    press('KeyK', { ctrlKey: true });
    expect(next).not.toHaveBeenCalled();
    expect(end()).toBe('Jj');
    press('KeyJ');
    expect(next).toHaveBeenCalledOnce();
    vi.useFakeTimers();
    const late = keys.typeAhead();
    vi.advanceTimersByTime(3_100);
    press('KeyJ');
    vi.useRealTimers();
    expect(next).toHaveBeenCalledTimes(2);
    expect(late()).toBe('');
  });

  it('are silent while an input method composes', () => {
    const next = vi.fn();
    off = keys.on({ next });
    press('KeyJ', { isComposing: true });
    expect(next).not.toHaveBeenCalled();
  });

  it('the layer put on last answers, and may pass on', () => {
    const said: string[] = [];
    const off1 = keys.on({ back: () => said.push('below') });
    const off2 = keys.on({
      back: () => {
        said.push('above');
        return false;
      },
    });
    press('Escape', { key: 'Escape' });
    expect(said).toEqual(['above', 'below']);
    off1();
    off2();
  });

  it('G then S is a sequence, and S alone is another key', () => {
    const settings = vi.fn();
    const snooze = vi.fn();
    off = keys.on({ go_settings: settings, snooze });
    press('KeyG');
    press('KeyS');
    expect([settings.mock.calls.length, snooze.mock.calls.length]).toEqual([1, 0]);
    press('KeyS');
    expect(snooze).toHaveBeenCalledOnce();
  });

  it('single keys can be switched off', () => {
    const done = vi.fn();
    const back = vi.fn();
    off = keys.on({ done, back });
    keys.setSingleKeys(false);
    press('KeyE');
    press('Escape', { key: 'Escape' });
    expect(done).not.toHaveBeenCalled();
    expect(back).toHaveBeenCalledOnce();
  });

  it('Enter on a button is the button’s', () => {
    const open = vi.fn();
    off = keys.on({ open });
    const button = document.createElement('button');
    document.body.append(button);
    press('Enter', { key: 'Enter' }, button);
    expect(open).not.toHaveBeenCalled();
  });

  it('a question mark counts wherever the layout has it', () => {
    const shortcuts = vi.fn();
    off = keys.on({ shortcuts });
    press('Minus', { key: '?', shiftKey: true });
    expect(shortcuts).toHaveBeenCalledOnce();
  });
});
