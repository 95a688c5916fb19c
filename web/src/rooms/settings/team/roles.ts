import type { CustomRole, Membership, Role } from '$lib/api/types.ts';
import { t } from '$lib/i18n';

export const roles = ['owner', 'admin', 'supervisor', 'agent', 'analyst'] as const;
export type BuiltIn = (typeof roles)[number];

export const roleWords = {
  owner: 'settings.role_owner',
  admin: 'settings.role_admin',
  supervisor: 'settings.role_supervisor',
  agent: 'settings.role_agent',
  analyst: 'settings.role_analyst',
} as const satisfies Record<BuiltIn, string>;

export const roleHints = {
  owner: 'settings.role_owner_hint',
  admin: 'settings.role_admin_hint',
  supervisor: 'settings.role_supervisor_hint',
  agent: 'settings.role_agent_hint',
  analyst: 'settings.role_analyst_hint',
} as const satisfies Record<BuiltIn, string>;

type Holder = { role: Role; custom_role: { id: string; name: string } | null };

export function roleName({ role, custom_role }: Holder): string {
  return role === 'custom' ? (custom_role?.name ?? '') : t(roleWords[role]);
}

/** A role as a choice: a built-in one by its word, one of the workspace's own by its number. */
export type Choice = { value: string; label: string; hint: string; body: RoleBody };
export type RoleBody = { role: Role; role_id?: string };

export const choiceOf = ({ role, custom_role }: Holder): string =>
  role === 'custom' ? (custom_role?.id ?? '') : role;

/** The roles somebody may give: only owners make owners; the server refuses what they lack. */
export function choicesOf(place: Membership, own: readonly CustomRole[]): Choice[] {
  return [
    ...roles
      .filter((each) => each !== 'owner' || place.role === 'owner')
      .map((each) => ({
        value: each,
        label: t(roleWords[each]),
        hint: t(roleHints[each]),
        body: { role: each },
      })),
    ...own
      .filter((each) => each.permissions.every((one) => place.permissions.includes(one)))
      .map((each) => ({
        value: each.id,
        label: each.name,
        hint: t('roles.own_hint'),
        body: { role: 'custom' as const, role_id: each.id },
      })),
  ];
}
