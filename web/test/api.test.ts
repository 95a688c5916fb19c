import { afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { api, chooseWorkspace, onSignedOut, withWorkspace } from '$lib/api/client.ts';
import { codeOf, explain, fieldProblems, requestIdOf } from '$lib/api/problem.ts';
import { i18n } from '$lib/i18n';
import { dashboardMessages } from '$lib/i18n/dashboard.ts';

const json = (status: number, body: unknown) =>
  new Response(JSON.stringify(body), {
    status,
    headers: { 'Content-Type': 'application/json' },
  });

function server(answer: (request: Request) => Response | Promise<Response>) {
  const seen: Request[] = [];
  vi.stubGlobal('fetch', (request: Request) => {
    seen.push(request);
    return Promise.resolve(answer(request));
  });
  return seen;
}

describe('api', () => {
  beforeAll(async () => {
    await i18n.start(dashboardMessages);
    await i18n.use('en');
  });
  afterEach(() => chooseWorkspace(undefined));

  it('sends the workspace and the proof that the call is ours', async () => {
    const seen = server(() => json(200, { data: [], next: null }));
    chooseWorkspace('toko');
    await api.GET('/conversations', { params: { query: { view: 'mine' } } });
    expect(seen[0]?.headers.get('Sapa-Workspace')).toBe('toko');
    expect(seen[0]?.headers.get('Sapa-Request')).toBe('1');
    expect(new URL(seen[0]?.url ?? '').pathname).toBe('/api/v1/conversations');
  });

  it('a refusal has a code, words and an id', async () => {
    server(() =>
      json(409, { error: { code: 'window_closed', message: 'developer', request_id: 'r1' } }),
    );
    const { error } = await api.GET('/labels');
    expect(codeOf(error)).toBe('window_closed');
    expect(explain(error)).toMatch(/24 hours/);
    expect(requestIdOf(error)).toBe('r1');
  });

  it('a code we have no words for is still a sentence', async () => {
    server(() => json(400, { error: { code: 'brand_new', message: '' } }));
    const { error } = await api.GET('/labels');
    expect(explain(error)).toMatch(/went wrong/);
  });

  it('fields have their own sentences', async () => {
    server(() =>
      json(422, {
        error: {
          code: 'invalid_input',
          message: '',
          fields: [{ field: 'text', code: 'too_long' }],
        },
      }),
    );
    const { error } = await api.GET('/labels');
    expect(fieldProblems(error)).toEqual({ text: 'This is too long.' });
  });

  it('a lost network and a proxy’s page are refusals, not exceptions', async () => {
    server(() => Promise.reject(new TypeError('Failed to fetch')));
    expect(codeOf((await api.GET('/labels')).error)).toBe('offline');
    server(() => new Response('<html>', { status: 502, headers: { 'Content-Type': 'text/html' } }));
    expect(codeOf((await api.GET('/labels')).error)).toBe('unavailable');
  });

  it('an ended session is noticed', async () => {
    const ended = vi.fn();
    onSignedOut(ended);
    server(() => json(401, { error: { code: 'unauthenticated', message: '' } }));
    await api.GET('/labels');
    expect(ended).toHaveBeenCalledOnce();
  });

  it('addresses for pictures name the workspace', () => {
    chooseWorkspace('toko');
    expect(withWorkspace('/api/v1/media/5', { download: '1' })).toBe(
      '/api/v1/media/5?download=1&workspace=toko',
    );
  });
});
