// The pages of the settings, and what each takes.
import Bell from '@lucide/svelte/icons/bell';
import Building2 from '@lucide/svelte/icons/building-2';
import Coins from '@lucide/svelte/icons/coins';
import History from '@lucide/svelte/icons/history';
import KeyRound from '@lucide/svelte/icons/key-round';
import ListPlus from '@lucide/svelte/icons/list-plus';
import MessageSquareText from '@lucide/svelte/icons/message-square-text';
import MessagesSquare from '@lucide/svelte/icons/messages-square';
import Server from '@lucide/svelte/icons/server';
import ShieldCheck from '@lucide/svelte/icons/shield-check';
import Tags from '@lucide/svelte/icons/tags';
import UserCog from '@lucide/svelte/icons/user-cog';
import Users from '@lucide/svelte/icons/users';
import type { Component } from 'svelte';
import type { Permission } from '$lib/api/types.ts';
import type { PlainKey } from '$lib/i18n/i18n.svelte.ts';

// A page takes of { slug, place } what it needs.
// eslint-disable-next-line @typescript-eslint/no-explicit-any
type Page = { default: Component<any> };
export type Section = {
  id: string;
  title: PlainKey;
  icon: Component;
  needs: Permission;
  /** Only for who runs the server. */
  operator?: true;
  load: () => Promise<Page>;
};

export const sections: readonly Section[] = [
  {
    id: 'channels',
    title: 'settings.channels',
    icon: MessagesSquare,
    needs: 'read',
    load: () => import('./channels/Channels.svelte'),
  },
  {
    id: 'notices',
    title: 'notices.title',
    icon: Bell,
    needs: 'read',
    load: () => import('./notices/Notices.svelte'),
  },
  {
    id: 'team',
    title: 'settings.team',
    icon: Users,
    needs: 'read',
    load: () => import('./team/Team.svelte'),
  },
  {
    id: 'roles',
    title: 'roles.title',
    icon: UserCog,
    needs: 'manage_roles',
    load: () => import('./roles/Roles.svelte'),
  },
  {
    id: 'labels',
    title: 'settings.labels',
    icon: Tags,
    needs: 'read',
    load: () => import('./workspace/Labels.svelte'),
  },
  {
    id: 'fields',
    title: 'contacts.fields',
    icon: ListPlus,
    needs: 'manage_workspace',
    load: () => import('./fields/Fields.svelte'),
  },
  {
    id: 'replies',
    title: 'writing.replies',
    icon: MessageSquareText,
    needs: 'read',
    load: () => import('./saved/Replies.svelte'),
  },
  {
    id: 'workspace',
    title: 'settings.workspace',
    icon: Building2,
    needs: 'manage_workspace',
    load: () => import('./workspace/WorkspacePage.svelte'),
  },
  {
    id: 'prices',
    title: 'rates.title',
    icon: Coins,
    needs: 'read_costs',
    load: () => import('./rates/Rates.svelte'),
  },
  {
    id: 'security',
    title: 'settings.security',
    icon: ShieldCheck,
    needs: 'read',
    load: () => import('./account/Account.svelte'),
  },
  {
    id: 'tokens',
    title: 'settings.tokens',
    icon: KeyRound,
    needs: 'manage_tokens',
    load: () => import('./developers/Tokens.svelte'),
  },
  {
    id: 'audit',
    title: 'settings.audit',
    icon: History,
    needs: 'read_audit',
    load: () => import('./developers/Audit.svelte'),
  },
  {
    id: 'server',
    title: 'server.title',
    icon: Server,
    needs: 'read',
    operator: true,
    load: () => import('./server/Server.svelte'),
  },
];
