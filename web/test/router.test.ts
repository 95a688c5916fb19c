import { describe, expect, it } from 'vitest';
import { build, match } from '$lib/router/match.ts';

describe('router', () => {
  it('takes the named parts out of an address', () => {
    expect(match('/w/:slug/inbox/:conversationId?', '/w/toko/inbox/42')).toEqual({
      slug: 'toko',
      conversationId: '42',
    });
  });

  it('an optional part may be missing, a needed one may not', () => {
    expect(match('/w/:slug/inbox/:conversationId?', '/w/toko/inbox')).toEqual({ slug: 'toko' });
    expect(match('/invite/:token', '/invite')).toBeUndefined();
  });

  it('an address with more parts is another page', () => {
    expect(match('/login', '/login/more')).toBeUndefined();
  });

  it('broken escapes are no page, not an exception', () => {
    expect(match('/invite/:token', '/invite/%E0%A4%A')).toBeUndefined();
  });

  it('builds what it matches', () => {
    expect(build('/w/:slug/inbox/:conversationId?', { slug: 'a b' })).toBe('/w/a%20b/inbox');
    expect(build('/invite/:token', { token: 'x/y' })).toBe('/invite/x%2Fy');
    expect(build('/', {})).toBe('/');
  });
});
