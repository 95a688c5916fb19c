import { untrack } from 'svelte';
import { live } from '$lib/live/live.svelte.ts';

/** Loads what belongs to a person, and again whenever the server says that their record changed. */
export function followContact(id: () => string, load: () => unknown): void {
  $effect(() => {
    const who = id();
    untrack(load);
    const offs = [
      live.on('contact.updated', (event) => event.contact_id === who && void load()),
      live.on('reset', () => void load()),
    ];
    return () => offs.forEach((off) => off());
  });
}
