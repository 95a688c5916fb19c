// What the permissions are called, in the order of the editor. Each group is a heading.
import type { Permission } from '$lib/api/types.ts';
import type { PlainKey } from '$lib/i18n/i18n.svelte.ts';

/** Those a role of the workspace's own may have beside `read`, which is always in it. */
export type Given = Exclude<Permission, 'read' | 'manage_teams' | 'delete_workspace'>;

type Words = { title: PlainKey; hint: PlainKey };
export const permissionWords = {
  reply: { title: 'roles.reply', hint: 'roles.reply_hint' },
  edit_contacts: { title: 'roles.edit_contacts', hint: 'roles.edit_contacts_hint' },
  block_people: { title: 'roles.block_people', hint: 'roles.block_people_hint' },
  read_raw: { title: 'roles.read_raw', hint: 'roles.read_raw_hint' },
  manage_labels: { title: 'roles.manage_labels', hint: 'roles.manage_labels_hint' },
  read_costs: { title: 'roles.read_costs', hint: 'roles.read_costs_hint' },
  manage_notices: { title: 'roles.manage_notices', hint: 'roles.manage_notices_hint' },
  manage_channels: { title: 'roles.manage_channels', hint: 'roles.manage_channels_hint' },
  manage_members: { title: 'roles.manage_members', hint: 'roles.manage_members_hint' },
  manage_roles: { title: 'roles.manage_roles', hint: 'roles.manage_roles_hint' },
  manage_tokens: { title: 'roles.manage_tokens', hint: 'roles.manage_tokens_hint' },
  manage_workspace: { title: 'roles.manage_workspace', hint: 'roles.manage_workspace_hint' },
  read_audit: { title: 'roles.read_audit', hint: 'roles.read_audit_hint' },
} as const satisfies Record<Given, Words>;

export const groups: readonly { title: PlainKey; list: readonly Given[] }[] = [
  { title: 'roles.group_customers', list: ['reply', 'edit_contacts', 'block_people', 'read_raw'] },
  { title: 'roles.group_daily', list: ['manage_labels', 'read_costs', 'manage_notices'] },
  {
    title: 'roles.group_business',
    list: [
      'manage_channels',
      'manage_members',
      'manage_roles',
      'manage_tokens',
      'manage_workspace',
      'read_audit',
    ],
  },
];

export const isGiven = (permission: Permission): permission is Given =>
  permission in permissionWords;
