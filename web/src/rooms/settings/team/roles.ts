import type { Role } from '$lib/api/types.ts';

export const roles = ['owner', 'admin', 'supervisor', 'agent', 'analyst'] as const;

export const roleWords = {
  owner: 'settings.role_owner',
  admin: 'settings.role_admin',
  supervisor: 'settings.role_supervisor',
  agent: 'settings.role_agent',
  analyst: 'settings.role_analyst',
} as const satisfies Record<Role, string>;

export const roleHints = {
  owner: 'settings.role_owner_hint',
  admin: 'settings.role_admin_hint',
  supervisor: 'settings.role_supervisor_hint',
  agent: 'settings.role_agent_hint',
  analyst: 'settings.role_analyst_hint',
} as const satisfies Record<Role, string>;

/** The roles somebody may give: only owners make owners. */
export function rolesGivenBy(role: Role): readonly Role[] {
  return role === 'owner' ? roles : roles.filter((each) => each !== 'owner');
}
