// The only way to the server. Answers are `{ data, error }` and nothing throws: a lost network is an
// error with the code `offline`, like any other refusal. `explain` in ./problem.ts makes words of it.
import createClient, { type Middleware } from 'openapi-fetch';
import type { paths } from './schema.d.ts';
import type { ErrorBody, ErrorCode } from './types.ts';

const root = '/api/v1';

let workspace: string | undefined;
let signedOut: (() => void) | undefined;
let closed: (() => void) | undefined;

/** Which workspace the calls that follow are about; undefined outside of one. */
export function chooseWorkspace(slug: string | undefined): void {
  workspace = slug;
}

export function chosenWorkspace(): string | undefined {
  return workspace;
}

/** Called when the server no longer knows our session. */
export function onSignedOut(react: () => void): void {
  signedOut = react;
}

/** Called when a workspace has become closed to us, until a second factor is turned on. */
export function onSecondFactorWanted(react: () => void): void {
  closed = react;
}

/** Headers of a call made with the session cookie: proof that it is ours, and the workspace. */
export function ownHeaders(): Record<string, string> {
  return { 'Sapa-Request': '1', ...(workspace ? { 'Sapa-Workspace': workspace } : {}) };
}

/** An address for <img>, <video> and downloads, which cannot send headers. */
export function withWorkspace(path: string, query: Record<string, string> = {}): string {
  const all = new URLSearchParams(query);
  if (workspace) all.set('workspace', workspace);
  const text = all.toString();
  return text ? `${path}${path.includes('?') ? '&' : '?'}${text}` : path;
}

/** The bytes behind such an address; undefined where the server has none. */
export async function bytesAt(address: string, signal: AbortSignal): Promise<Blob | undefined> {
  const answer = await globalThis.fetch(address, { signal });
  return answer.ok ? answer.blob() : undefined;
}

/** What a refusal looks like that never came from the server. */
export const ownRefusal = (code: ErrorCode): ErrorBody => ({
  error: { code, message: '', fields: [], request_id: '' },
});

function failure(status: number, code: ErrorCode): Response {
  const body = ownRefusal(code);
  return new Response(JSON.stringify(body), {
    status,
    headers: { 'Content-Type': 'application/json' },
  });
}

const house: Middleware = {
  onRequest({ request }) {
    for (const [name, value] of Object.entries(ownHeaders())) request.headers.set(name, value);
    return request;
  },
  async onResponse({ response, schemaPath }) {
    if (response.status === 401 && !schemaPath.startsWith('/session')) signedOut?.();
    const json = response.headers.get('Content-Type')?.includes('json') ?? false;
    if (response.status === 403 && json && closed) {
      const body = (await response.clone().json()) as Partial<ErrorBody>;
      if (body.error?.code === 'second_factor_needed') closed();
    }
    // A proxy in front may answer for us, in HTML.
    if (!response.ok && !json) return failure(response.status, 'unavailable');
    return response;
  },
  onError() {
    return failure(503, 'offline');
  },
};

export const api = createClient<paths>({
  baseUrl: location.origin + root,
  credentials: 'same-origin',
  // Looked up at each call, so that a test can put its own in place.
  fetch: (request) => globalThis.fetch(request),
});
api.use(house);

export const apiRoot = root;
