import type { Permission } from '$lib/api/types.ts';

/** Whoever holds permissions in a workspace: a membership of the session, or the workspace itself. */
type Holder = { permissions: readonly Permission[] } | undefined;

/** Whether to offer something. The server has the last word anyway. */
export function can(who: Holder, permission: Permission): boolean {
  return who?.permissions.includes(permission) ?? false;
}
