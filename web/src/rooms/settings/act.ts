// One action of a settings page: done, or a notice that says why not. Says whether it was done.
import { explain } from '$lib/api/problem.ts';
import { toasts } from '$lib/ui/toasts.svelte.ts';
import { password } from './password.svelte.ts';

type Answer<T> = { data?: T | undefined; error?: unknown };

export async function act<T>(
  call: () => Promise<Answer<T>>,
  done?: string,
): Promise<{ data: T | undefined } | undefined> {
  const { data, error } = await password.run(call);
  if (error !== undefined) {
    toasts.failed(explain(error));
    return undefined;
  }
  if (done) toasts.done(done);
  return { data };
}
