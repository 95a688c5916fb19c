import { describe, expect, it } from 'vitest';
import {
  bodyOf,
  emptyDraft,
  wrongsOf,
  type BuildDraft,
} from '../src/rooms/inbox/composer/build/draft.ts';
import { isShortLink, readPlace } from '../src/rooms/inbox/composer/build/place.ts';
import {
  bodyOf as templateBody,
  wrongsIn,
  placesOf,
} from '../src/rooms/inbox/composer/template.ts';
import type { Template } from '$lib/api/types.ts';

const draft = (changes: Partial<BuildDraft>): BuildDraft => ({ ...emptyDraft(), ...changes });

describe('a place', () => {
  it.each([
    ['-6.2088, 106.8456'],
    ['-6.2088 106.8456'],
    ['-6,2088; 106,8456'],
    ['geo:-6.2088,106.8456?z=17'],
    ['6°12\'31.68"S 106°50\'44.16"E'],
    ['https://www.google.com/maps?q=-6.2088,106.8456'],
    ['https://www.google.com/maps/place/Monas/@1.0,2.0,17z/data=!3m1!4b1!3d-6.2088!4d106.8456'],
    ['https://www.openstreetmap.org/?mlat=-6.2088&mlon=106.8456#map=17/1/2'],
    ['https://www.openstreetmap.org/#map=17/-6.2088/106.8456'],
    ['https://maps.apple.com/?ll=-6.2088,106.8456&name=Monas'],
  ])('is read from %s', (text) => {
    const point = readPlace(text);
    expect(point?.latitude).toBeCloseTo(-6.2088, 4);
    expect(point?.longitude).toBeCloseTo(106.8456, 4);
  });

  it.each(['', 'Jakarta', '91, 10', '10, 181', '10', 'https://maps.app.goo.gl/abc'])(
    'is not guessed from "%s"',
    (text) => expect(readPlace(text)).toBeUndefined(),
  );

  it('brings its name, and a short link is told from a long one', () => {
    expect(readPlace('https://www.google.com/maps/place/Toko+Sapa/@1,2,3z')?.name).toBe(
      'Toko Sapa',
    );
    expect(isShortLink('https://maps.app.goo.gl/abc')).toBe(true);
    expect(isShortLink('https://www.google.com/maps/@1,2,3z')).toBe(false);
  });
});

describe('what is put together', () => {
  it('counts characters as people do', () => {
    const twenty = '🙂'.repeat(20);
    const fits = draft({ text: 'Well?', buttons: [twenty] });
    expect(wrongsOf('button', fits, undefined)).toEqual({});
    const over = draft({ text: 'Well?', buttons: [`${twenty}!`] });
    expect(wrongsOf('button', over, undefined)).toEqual({
      'interactive.buttons[0].title': 'too_long',
    });
  });

  it('names its fields as the API does', () => {
    const list = draft({
      text: 'How?',
      sections: [
        { title: '', rows: [{ title: '', description: 'x'.repeat(73) }], products: '' },
        { title: 'Slow', rows: [{ title: 'Post', description: '' }], products: '' },
      ],
    });
    expect(wrongsOf('list', list, undefined)).toEqual({
      'interactive.label': 'required',
      'interactive.sections[0].title': 'required',
      'interactive.sections[0].rows[0].title': 'required',
      'interactive.sections[0].rows[0].description': 'too_long',
    });
  });

  it('leaves out what is empty', () => {
    const link = draft({ text: ' Pay ', label: 'Pay now', url: 'https://shop.example/' });
    expect(bodyOf('cta_url', link)).toEqual({
      text: 'Pay',
      interactive: { kind: 'cta_url', label: 'Pay now', url: 'https://shop.example/' },
    });
    const card = { name: 'Budi', company: '', phones: ['+62 811', ''], email: '' };
    expect(bodyOf('contacts', draft({ cards: [card] }))).toEqual({
      contacts: [{ name: 'Budi', own: false, phones: [{ value: '+62 811', type: 'CELL' }] }],
    });
  });

  it('takes pages only', () => {
    for (const url of ['javascript:alert(1)', 'shop.example', 'ftp://shop.example'])
      expect(wrongsOf('cta_url', draft({ text: 'a', label: 'b', url }), undefined)).toEqual({
        'interactive.url': 'bad_format',
      });
  });
});

describe('a whole template', () => {
  const template = {
    name: 'sale',
    language: 'en',
    components: [
      { type: 'HEADER', format: 'IMAGE' },
      { type: 'BODY', text: 'For {{1}}' },
      { type: 'LIMITED_TIME_OFFER', limited_time_offer: { text: 'Sale', has_expiration: true } },
      {
        type: 'BUTTONS',
        buttons: [
          { type: 'QUICK_REPLY', text: 'No' },
          { type: 'COPY_CODE', text: 'Copy' },
          { type: 'FLOW', text: 'Fill in' },
        ],
      },
    ],
  } as unknown as Template;
  const places = placesOf(template);

  it('asks for everything that is open', () => {
    expect(Object.keys(wrongsIn(places, {}, {}, 0))).toEqual([
      'header',
      'body.1',
      'offer',
      'button.1',
    ]);
    const odd = { 'body.1': 'two\nlines', offer: '1999-01-01T00:00', 'button.1': 'x'.repeat(21) };
    expect(wrongsIn(places, odd, {}, Date.now())).toEqual({
      header: 'required',
      'body.1': 'bad_format',
      offer: 'bad_format',
      'button.1': 'too_long',
    });
  });

  it('says which field of the API each place became', () => {
    const { body, fields } = templateBody(
      template,
      { 'body.1': 'Rina', offer: '2035-01-01T00:00:00Z', 'button.1': 'HEMAT20' },
      { header: { id: '9' } as never },
    );
    expect(body).toEqual({
      name: 'sale',
      language: 'en',
      header_media_id: '9',
      body: [{ text: 'Rina' }],
      offer_ends_at: '2035-01-01T00:00:00.000Z',
      buttons: [
        { index: 1, sub_type: 'copy_code', text: 'HEMAT20' },
        { index: 2, sub_type: 'flow', text: '' },
      ],
    });
    expect(fields.get('template.buttons[0].text')).toBe('button.1');
    expect(fields.get('template.body[0].text')).toBe('body.1');
  });
});
