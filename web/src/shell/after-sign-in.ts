import type { Session } from '$lib/api/types.ts';
import { session } from '$lib/session.svelte.ts';
import { router } from '../routes.ts';

/** Remembers who is signed in and opens `next`, when that is an address of ours, else the start. */
export function enter(answer: Session, next?: string | null): void {
  session.accept(answer);
  // `//host` and `/\\host` are other people's addresses.
  const ours = next && /^\/(?![/\\])/.test(next);
  router.go(ours ? next : router.to('home', {}), 'replace');
}
