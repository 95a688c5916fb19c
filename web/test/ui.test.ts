import { render, screen } from '@testing-library/svelte';
import userEvent from '@testing-library/user-event';
import { createRawSnippet } from 'svelte';
import { describe, expect, it, vi } from 'vitest';
import Avatar from '$lib/ui/Avatar.svelte';
import Button from '$lib/ui/Button.svelte';
import Field from '$lib/ui/Field.svelte';
import FixedList from '$lib/ui/FixedList.svelte';
import MessageText from '$lib/ui/MessageText.svelte';
import { matches } from '$lib/ui/search.ts';
import { toasts } from '$lib/ui/toasts.svelte.ts';

const html = (text: string) => createRawSnippet(() => ({ render: () => text }));

describe('ui', () => {
  it('a busy button ignores clicks', async () => {
    const onclick = vi.fn();
    const { rerender } = render(Button, { onclick, busy: true, children: html('<b>Send</b>') });
    await userEvent.click(screen.getByRole('button'));
    expect(onclick).not.toHaveBeenCalled();
    await rerender({ busy: false });
    await userEvent.click(screen.getByRole('button'));
    expect(onclick).toHaveBeenCalledOnce();
  });

  it('a field tells its control what is wrong', () => {
    render(Field, {
      label: 'Name',
      problem: 'Please fill this in.',
      control: createRawSnippet<[{ id: string }]>((attributes) => ({
        render: () => {
          const all = Object.entries(attributes()).map(([k, v]) => `${k}="${String(v)}"`);
          return `<input ${all.join(' ')}>`;
        },
      })),
    });
    const input = screen.getByLabelText('Name');
    expect(input).toHaveAccessibleDescription('Please fill this in.');
    expect(input).toBeInvalid();
  });

  it('hostile text stays text', () => {
    const { container } = render(MessageText, { text: '<img src=x onerror=alert(1)> *bold*' });
    expect(container.querySelector('img')).toBeNull();
    expect(container.querySelector('strong')).toHaveTextContent('bold');
    expect(container.querySelector('[dir=auto]')?.textContent).toBe(
      '<img src=x onerror=alert(1)> bold',
    );
  });

  it('a name without letters still has a picture', () => {
    const { container } = render(Avatar, { name: '🙂' });
    expect(container.textContent?.trim()).toBe('#');
  });

  it('two Arabic initials stay two letters', () => {
    const { container } = render(Avatar, { name: 'خالد العتيبي' });
    expect(container.textContent?.trim()).toBe('خ\u200cا');
  });

  it('a list of ten thousand has a screenful in the page', () => {
    const items = Array.from({ length: 10_000 }, (_, i) => ({ id: String(i) }));
    render(FixedList<{ id: string }>, {
      items,
      key: (item: { id: string }) => item.id,
      rowHeight: 72,
      label: 'Conversations',
      row: createRawSnippet<[{ id: string }, number]>((item) => ({
        render: () => `<a href="/x">${item().id}</a>`,
      })),
    });
    const rows = screen.getAllByRole('listitem');
    expect(rows.length).toBeLessThan(40);
    expect(rows[0]).toHaveAttribute('aria-setsize', '10000');
  });

  it('search forgives accents, case and Arabic vowel signs', () => {
    expect(matches('São João', 'sao jo')).toBe(true);
    expect(matches('مُحَمَّد', 'محمد')).toBe(true);
    expect(matches('Budi', 'ana')).toBe(false);
  });

  it('a toast goes by itself, a failure stays, and the last can be undone', () => {
    vi.useFakeTimers();
    const undo = vi.fn();
    toasts.done('Done', { label: 'Undo', run: undo });
    toasts.failed('Refused');
    expect(toasts.undoLast()).toBe(true);
    expect(undo).toHaveBeenCalledOnce();
    toasts.done('Saved');
    vi.advanceTimersByTime(6_000);
    expect(toasts.list.map((toast) => toast.text)).toEqual(['Refused']);
    vi.useRealTimers();
  });
});
