// The pages of the settings, and which role sees each.
import MessagesSquare from '@lucide/svelte/icons/messages-square';
import Users from '@lucide/svelte/icons/users';
import type { Component } from 'svelte';
import type { Role } from '$lib/api/types.ts';
import type { PlainKey } from '$lib/i18n/i18n.svelte.ts';

const ranks: readonly Role[] = ['analyst', 'agent', 'supervisor', 'admin', 'owner'];

/** Whether `role` may do what asks for `needed`. */
export function atLeast(role: Role | undefined, needed: Role): boolean {
  return role !== undefined && ranks.indexOf(role) >= ranks.indexOf(needed);
}

type Page = { default: Component<{ slug: string; role: Role }> };
export type Section = {
  id: string;
  title: PlainKey;
  icon: Component;
  needs: Role;
  load: () => Promise<Page>;
};

export const sections: readonly Section[] = [
  {
    id: 'channels',
    title: 'settings.channels',
    icon: MessagesSquare,
    needs: 'analyst',
    load: () => import('./channels/Channels.svelte'),
  },
  {
    id: 'team',
    title: 'settings.team',
    icon: Users,
    needs: 'analyst',
    load: () => import('./team/Team.svelte'),
  },
];
