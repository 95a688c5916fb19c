// What we can send besides text and files, as the server gives it back: one of each.
const minute = 60_000;

export const holds = (content) => ({
  location: null,
  contacts: [],
  choice: null,
  form: null,
  order: null,
  interactive: null,
  call: null,
  call_permission: null,
  product: null,
  referral: null,
  forwarded: 'no',
  ...content,
});

export const controls = (kind, more) => ({
  kind,
  header: null,
  footer: null,
  buttons: [],
  label: null,
  sections: [],
  url: null,
  flow: null,
  catalogue: null,
  product: null,
  country: null,
  ...more,
});

export const sign = (side, emoji, status = null) => ({ side, emoji, status, error: null });

export const sentTemplate = (name, preview, more = {}) => ({
  name,
  language: 'en',
  preview,
  header: null,
  location: null,
  product: null,
  footer: null,
  offer: null,
  offer_ends_at: null,
  buttons: [],
  cards: [],
  ...more,
});
const pressed = (type, text, more = {}) => ({
  type,
  text,
  url: null,
  phone_number: null,
  code: null,
  ...more,
});

const flowOf = (given) =>
  given && { token: null, screen: null, data: null, draft: false, ...given };
const sectionOf = (given) => ({
  title: null,
  products: [],
  ...given,
  rows: (given.rows ?? []).map((row) => ({ description: null, ...row })),
});
const cardOf = (given) => ({
  company: null,
  emails: [],
  addresses: [],
  urls: [],
  birthday: null,
  own: false,
  ...given,
  phones: (given.phones ?? []).map((each) => ({ type: null, ...each })),
});

/** The content of a message from the body that asked for it. */
export function contentFrom(body) {
  const { location, contacts, interactive } = body;
  if (!location && !contacts && !interactive) return null;
  return holds({
    ...(location ? { location: { name: null, address: null, url: null, ...location } } : {}),
    ...(contacts ? { contacts: contacts.map(cardOf) } : {}),
    ...(interactive
      ? {
          interactive: controls(interactive.kind, {
            ...interactive,
            flow: flowOf(interactive.flow) ?? null,
            sections: (interactive.sections ?? []).map(sectionOf),
          }),
        }
      : {}),
  });
}

/** Which kind of message a body makes, and the line that stands for it. */
export function kindFrom(body, media) {
  if (body.location) return ['location', body.location.name ?? ''];
  if (body.contacts) return ['contacts', body.contacts.map((each) => each.name).join(', ')];
  if (body.interactive) return ['interactive', body.text ?? ''];
  return [media?.kind ?? 'text', body.text ?? ''];
}

export function everyControl(say, media) {
  const ask = (at, text, interactive, more) =>
    say(at * minute, 'out', text, {
      kind: 'interactive',
      content: holds({ interactive }),
      status: 'read',
      ...more,
    });
  ask(
    29,
    'Your order 4821 is ready. When may we come?',
    controls('button', {
      header: 'Delivery today',
      footer: 'Toko Sapa',
      buttons: [
        { id: 'button-1', title: 'Before noon' },
        { id: 'button-2', title: 'After work, please' },
        { id: 'button-3', title: 'غدًا' },
      ],
    }),
    { media: media('51', 'image') },
  );
  ask(
    28,
    'How shall we send it?',
    controls('list', {
      label: 'Ways to send',
      sections: [
        {
          title: 'Courier',
          products: [],
          rows: [
            { id: 'row-1-1', title: 'Same day', description: 'Within the city, until 18:00' },
            { id: 'row-1-2', title: 'Next day', description: null },
          ],
        },
        {
          title: 'Post',
          products: [],
          rows: [{ id: 'row-2-1', title: 'Registered letter', description: 'Three to five days' }],
        },
      ],
    }),
  );
  ask(
    27,
    'Pay here, *safely*.',
    controls('cta_url', { label: 'Pay now', url: 'https://shop.example/pay/4821' }),
  );
  ask(26, 'Where shall we bring it?', controls('location_request'));
  ask(25, 'May we have your number?', controls('contact_request'));
  ask(
    24,
    'A few questions about your size.',
    controls('flow', {
      label: 'Measure me',
      flow: { id: '111222333', token: null, screen: 'SIZE', data: null, draft: true },
    }),
  );
  ask(23, '', controls('product', { catalogue: '880066770099112', product: 'SKU-9' }));
  ask(
    22,
    'Two that fit.',
    controls('product_list', {
      header: 'For you',
      catalogue: '880066770099112',
      sections: [{ title: 'Shirts', products: ['SKU-9', 'KEMEJA-LINEN-PANJANG-XL'], rows: [] }],
    }),
  );
  ask(21, 'Everything we have.', controls('catalogue', { product: 'SKU-9', footer: 'Toko Sapa' }));
  ask(20, 'Where do you live?', controls('address', { country: 'IN' }));
  ask(19, 'Talk to us.', controls('call', { label: 'Call the shop' }));
  ask(18, 'May we call you back?', controls('call_permission'), { status: 'delivered' });
  say(17 * minute, 'out', 'Toko Sapa, Bandung', {
    kind: 'location',
    status: 'read',
    content: holds({
      location: {
        latitude: -6.9147,
        longitude: 107.6098,
        name: 'Toko Sapa',
        address: 'Jl. Braga 10, Bandung',
        url: null,
      },
    }),
    reactions: [sign('business', '📍', 'read')],
  });
  say(16 * minute, 'out', 'Gudang', {
    kind: 'contacts',
    status: 'read',
    content: holds({
      contacts: [cardOf({ name: 'Gudang', phones: [{ value: '+62 811 222 333', type: 'WORK' }] })],
    }),
  });
  say(15 * minute, 'out', '', {
    kind: 'sticker',
    status: 'read',
    media: media('52', 'sticker', { mime: 'image/webp' }),
    reactions: [sign('contact', '😂')],
  });
  const templated = (at, template, more) =>
    say(at * minute, 'out', template.preview, {
      kind: 'template',
      status: 'read',
      template,
      ...more,
    });
  templated(
    14.8,
    sentTemplate('year_end', 'Everything for less, *Amelia*.', {
      footer: 'Until the end of the year',
      offer: 'Sale',
      offer_ends_at: '2030-12-31T17:00:00.000Z',
      buttons: [
        pressed('COPY_CODE', 'Copy the code', { code: 'HEMAT20' }),
        pressed('URL', 'To the shop', { url: 'https://shop.example/?c=HEMAT20' }),
        pressed('PHONE_NUMBER', 'Call us', { phone_number: '+6281200007700' }),
      ],
    }),
    { media: media('53', 'image') },
  );
  const card = (text) => ({
    text,
    media: media('54', 'image'),
    product: null,
    buttons: [pressed('URL', 'Look', { url: 'https://shop.example/p/1' })],
  });
  templated(
    14.6,
    sentTemplate('new_shirts', 'Two new ones, Amelia.', { cards: [card('Linen'), card('كتان')] }),
  );
  templated(
    14.4,
    sentTemplate('come_by', 'We have moved.', {
      header: 'A new place',
      location: {
        latitude: -6.9147,
        longitude: 107.6098,
        name: 'Toko Sapa',
        address: 'Jl. Braga 10',
        url: null,
      },
    }),
    { status: 'delivered' },
  );
  say(14 * minute, 'out', 'Open from nine to six', {
    status: 'delivered',
    content: holds({ forwarded: 'once' }),
    reactions: [sign('contact', '👍'), sign('business', '🙏', 'failed')],
  });
}
