import type { Role } from '$lib/api/types.ts';

const ranks: readonly Role[] = ['analyst', 'agent', 'supervisor', 'admin', 'owner'];

/** Whether `role` may do what asks for `needed`. */
export function atLeast(role: Role | undefined, needed: Role): boolean {
  return role !== undefined && ranks.indexOf(role) >= ranks.indexOf(needed);
}
