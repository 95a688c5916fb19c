// What the provider's dialog brought back goes to the onboarding it belongs to. The address says which,
// but not in which workspace: the one last used is asked first, then every other that may connect.
import { api, chooseWorkspace } from '$lib/api/client.ts';
import { codeOf, explain } from '$lib/api/problem.ts';
import type { ErrorCode } from '$lib/api/types.ts';
import { t } from '$lib/i18n';
import { can } from '$lib/permissions.ts';
import { session } from '$lib/session.svelte.ts';

export type Outcome = {
  /** The workspace it belongs to, when it was found. */
  slug?: string | undefined;
  id?: string | undefined;
  problem?: string;
  /** The provider's own words. */
  detail?: string | undefined;
};

/** Workspaces of ours that connect channels, the one last used first. */
export function places(): readonly { slug: string; name: string }[] {
  const last = localStorage.getItem('sapa.workspace');
  return session.workspaces
    .filter((each) => can(each, 'manage_channels'))
    .toSorted((a, b) => Number(b.slug === last) - Number(a.slug === last));
}

/** Asks each place in turn until one says something else than that it knows nothing of it. */
async function inTurn(
  ask: () => Promise<{ error?: unknown }>,
): Promise<{ slug?: string; error?: unknown }> {
  const elsewhere: readonly ErrorCode[] = ['not_found', 'state_wrong', 'onboarding_busy'];
  let told: unknown;
  for (const { slug } of places()) {
    chooseWorkspace(slug);
    const { error } = await ask();
    if (error === undefined || !elsewhere.includes(codeOf(error))) return { slug, error };
    if (told === undefined || codeOf(error) !== 'not_found') told = error;
  }
  chooseWorkspace(undefined);
  return { error: told };
}

export async function handOver(query: URLSearchParams): Promise<Outcome> {
  const [code, state] = [query.get('code'), query.get('state') ?? ''];
  const id = /^(\d+)\./.exec(state)?.[1];
  const refused = query.get('error') ?? query.get('error_code');
  if (!id || (!code && !refused)) return { problem: t('connect.dialog_nothing') };
  if (places().length === 0) return { problem: t('connect.dialog_not_yours') };
  const params = { path: { onboarding_id: id } };
  if (!code) {
    const { slug } = await inTurn(() => api.GET('/onboardings/{onboarding_id}', { params }));
    const declined = refused === 'access_denied';
    const words = query.get('error_description') ?? query.get('error_message') ?? refused;
    return {
      slug,
      id,
      problem: declined ? t('connect.dialog_declined') : t('connect.dialog_failed'),
      detail: declined ? undefined : (words ?? undefined),
    };
  }
  const { slug, error } = await inTurn(() =>
    api.POST('/onboardings/{onboarding_id}/code', { params, body: { code, state } }),
  );
  if (slug && error === undefined) return { slug, id };
  const lost = codeOf(error) === 'not_found';
  return { slug, id, problem: lost ? t('connect.dialog_not_yours') : explain(error) };
}
