// Everything but files and templates that a business sends. What the phone gets is what was asked.
import assert from 'node:assert/strict';
import {
  fromRina,
  kapso,
  lia,
  number,
  onPhone,
  refused,
  rina,
  sdk,
  statuses,
  test,
  upload,
  webhook,
} from '../world.mjs';

const to = { phoneNumberId: number, to: rina };
const wamid = (sent) => sent.messages[0].id;
const catalogId = '880066770099112';
const card = {
  name: { formatted_name: 'CS Toko', first_name: 'CS', last_name: 'Toko' },
  phones: [{ phone: '+6281200007700', wa_id: '6281200007700', type: 'WORK' }],
  emails: [{ email: 'cs@toko.test', type: 'WORK' }],
  addresses: [
    {
      street: 'Jl. Contoh 5',
      city: 'Jakarta',
      zip: '10110',
      country: 'Indonesia',
      country_code: 'ID',
      type: 'WORK',
    },
  ],
  org: { company: 'Toko Rina', department: 'CS', title: 'Staf' },
  urls: [{ url: 'https://toko.test', type: 'WORK' }],
  birthday: '1990-01-31',
};
const place = { latitude: -6.2, longitude: 106.8, name: 'Toko', address: 'Jl. Contoh 5' };

async function got(sent, content, person) {
  const shown = await onPhone(wamid(sent), person);
  assert.deepEqual(shown.content, content);
  return shown;
}

await test('kapso: location', async () => {
  const shown = await got(await kapso.messages.sendLocation({ ...to, location: place }), place);
  assert.equal(shown.type, 'location');
});

await test('kapso: contact cards', async () => {
  const contacts = [
    {
      ...card,
      name: { formattedName: 'CS Toko', firstName: 'CS', lastName: 'Toko' },
      phones: [{ phone: '+6281200007700', waId: '6281200007700', type: 'WORK' }],
      addresses: [
        {
          street: 'Jl. Contoh 5',
          city: 'Jakarta',
          zip: '10110',
          country: 'Indonesia',
          countryCode: 'ID',
          type: 'WORK',
        },
      ],
    },
  ];
  const shown = await got(await kapso.messages.sendContacts({ ...to, contacts }), [card]);
  assert.equal(shown.type, 'contacts');
});

await test('kapso: a reaction and its removal', async () => {
  const messageId = await fromRina('Terima kasih');
  const react = (emoji) => kapso.messages.sendReaction({ ...to, reaction: { messageId, emoji } });
  const sent = await react('👍');
  await got(sent, { message_id: messageId, emoji: '👍' });
  await webhook(({ statuses: all }) => all.some((one) => one.id === wamid(sent)));
  assert.deepEqual(
    (await statuses(wamid(sent))).map((one) => one.status),
    ['sent'],
  );
  await got(await react(''), { message_id: messageId, emoji: '' });
  await refused(
    () =>
      kapso.messages.sendReaction({ ...to, reaction: { messageId: 'wamid.NONE', emoji: '👍' } }),
    131009,
  );
});

const image = await upload('photo.jpg', 'image/jpeg');
const headers = [
  [undefined, undefined],
  [
    { type: 'text', text: 'Toko' },
    { type: 'text', text: 'Toko' },
  ],
  [
    { type: 'image', image: { id: image } },
    { type: 'image', image: { id: image } },
  ],
  [
    { type: 'video', video: { link: 'https://toko.test/a.mp4' } },
    { type: 'video', video: { link: 'https://toko.test/a.mp4' } },
  ],
  [
    { type: 'document', document: { link: 'https://toko.test/a.pdf' } },
    { type: 'document', document: { link: 'https://toko.test/a.pdf' } },
  ],
];

for (const [header, shown] of headers) {
  const head = shown ? { header: shown } : {};
  const over = header?.type ?? 'nothing';

  await test(`kapso: buttons under ${over}`, async () => {
    const buttons = [
      { id: 'ya', title: 'Ya' },
      { id: 'tidak', title: 'Tidak' },
      { id: 'nanti', title: 'Nanti saja' },
    ];
    const sent = await kapso.messages.sendInteractiveButtons({
      ...to,
      bodyText: 'Jadi pesan?',
      footerText: 'Toko Rina',
      ...(header ? { header } : {}),
      buttons,
    });
    await got(sent, {
      type: 'button',
      body: { text: 'Jadi pesan?' },
      action: { buttons: buttons.map((reply) => ({ type: 'reply', reply })) },
      ...head,
      footer: { text: 'Toko Rina' },
    });
  });

  await test(`kapso: a link under ${over}`, async () => {
    const sent = await kapso.messages.sendInteractiveCtaUrl({
      ...to,
      bodyText: 'Bayar di sini',
      ...(header ? { header } : {}),
      parameters: { displayText: 'Bayar', url: 'https://toko.test/p/9' },
    });
    await got(sent, {
      type: 'cta_url',
      body: { text: 'Bayar di sini' },
      action: {
        name: 'cta_url',
        parameters: { display_text: 'Bayar', url: 'https://toko.test/p/9' },
      },
      ...head,
    });
  });
}

await test('kapso: a list', async () => {
  const sections = [
    {
      title: 'Kirim',
      rows: [
        { id: 'r1', title: 'Kilat', description: '1 hari' },
        { id: 'r2', title: 'Biasa' },
      ],
    },
    { title: 'Ambil', rows: [{ id: 'r3', title: 'Di toko' }] },
  ];
  const sent = await kapso.messages.sendInteractiveList({
    ...to,
    bodyText: 'Mau dikirim bagaimana?',
    buttonText: 'Pilih',
    header: { type: 'text', text: 'Pengiriman' },
    footerText: 'Toko Rina',
    sections,
  });
  await got(sent, {
    type: 'list',
    body: { text: 'Mau dikirim bagaimana?' },
    action: { button: 'Pilih', sections },
    header: { type: 'text', text: 'Pengiriman' },
    footer: { text: 'Toko Rina' },
  });
});

await test('kapso: one product, several, the whole catalogue', async () => {
  await got(
    await kapso.messages.sendInteractiveProduct({
      ...to,
      catalogId,
      productRetailerId: 'SKU-9',
      bodyText: 'Ini',
      footerText: 'Toko',
    }),
    {
      type: 'product',
      action: { catalog_id: catalogId, product_retailer_id: 'SKU-9' },
      body: { text: 'Ini' },
      footer: { text: 'Toko' },
    },
  );
  await got(
    await kapso.messages.sendInteractiveProductList({
      ...to,
      catalogId,
      bodyText: 'Pilihan kami',
      header: { type: 'text', text: 'Baru' },
      sections: [
        {
          title: 'Baru',
          productItems: [{ productRetailerId: 'SKU-9' }, { productRetailerId: 'SKU-10' }],
        },
      ],
    }),
    {
      type: 'product_list',
      body: { text: 'Pilihan kami' },
      action: {
        catalog_id: catalogId,
        sections: [
          {
            title: 'Baru',
            product_items: [{ product_retailer_id: 'SKU-9' }, { product_retailer_id: 'SKU-10' }],
          },
        ],
      },
      header: { type: 'text', text: 'Baru' },
    },
  );
  await got(
    await kapso.messages.sendInteractiveCatalogMessage({
      ...to,
      bodyText: 'Katalog kami',
      parameters: { thumbnailProductRetailerId: 'SKU-9' },
    }),
    {
      type: 'catalog_message',
      action: { name: 'catalog_message', parameters: { thumbnail_product_retailer_id: 'SKU-9' } },
      body: { text: 'Katalog kami' },
    },
  );
});

await test('kapso: a flow', async () => {
  const sent = await kapso.messages.sendInteractiveFlow({
    ...to,
    bodyText: 'Isi dulu ya',
    header: { type: 'text', text: 'Formulir' },
    footerText: 'Toko',
    parameters: {
      flowId: '111222333',
      flowCta: 'Isi',
      mode: 'published',
      flowToken: 'ft-9',
      flowAction: 'navigate',
      flowActionPayload: { screen: 'S1', data: { x: 1 } },
    },
  });
  await got(sent, {
    type: 'flow',
    body: { text: 'Isi dulu ya' },
    action: {
      name: 'flow',
      parameters: {
        flow_cta: 'Isi',
        flow_id: '111222333',
        flow_message_version: '3',
        mode: 'published',
        flow_token: 'ft-9',
        flow_action: 'navigate',
        flow_action_payload: { screen: 'S1', data: { x: 1 } },
      },
    },
    header: { type: 'text', text: 'Formulir' },
    footer: { text: 'Toko' },
  });
});

await test('kapso: asks for a place, an address, a call', async () => {
  const place = await kapso.messages.sendInteractiveLocationRequest({
    ...to,
    bodyText: 'Di mana?',
    parameters: { requestMessage: 'Di mana?' },
  });
  assert.equal((await onPhone(wamid(place))).content.type, 'location_request_message');
  const address = await kapso.messages.sendInteractiveAddress({
    ...to,
    bodyText: 'Alamat?',
    footerText: 'Toko',
    parameters: {
      country: 'IN',
      values: { name: 'Rina' },
      savedAddresses: [{ id: 'a1', value: { name: 'Rina', inPinCode: '400063', city: 'Mumbai' } }],
    },
  });
  const { action } = (await onPhone(wamid(address))).content;
  assert.deepEqual(action.parameters.saved_addresses[0].value, {
    name: 'Rina',
    in_pin_code: '400063',
    city: 'Mumbai',
  });
  const call = await kapso.messages.sendInteractiveCallPermission({
    ...to,
    bodyText: 'Boleh kami telepon?',
    parameters: { phoneNumber: '+6281200007700', callPurpose: 'Pesanan' },
  });
  assert.equal((await onPhone(wamid(call))).content.type, 'call_permission_request');
});

await test('kapso: cards side by side, with links and with buttons', async () => {
  const header = (n) => ({ type: 'image', image: { link: `https://toko.test/${n}.jpg` } });
  const links = await kapso.messages.sendInteractiveCarousel({
    ...to,
    bodyText: 'Pilihan kami',
    cards: [0, 1].map((cardIndex) => ({
      cardIndex,
      header: header(cardIndex),
      bodyText: `Kue ${cardIndex}`,
      action: { displayText: 'Beli', url: `https://toko.test/p/${cardIndex}` },
    })),
  });
  const shown = await onPhone(wamid(links));
  assert.equal(shown.content.action.cards.length, 2);
  assert.equal(shown.content.action.cards[1].action.parameters.url, 'https://toko.test/p/1');
  const buttons = await kapso.messages.sendInteractiveCarousel({
    ...to,
    bodyText: 'Pilihan kami',
    cards: [0, 1, 2].map((cardIndex) => ({
      cardIndex,
      header: header(cardIndex),
      action: { buttons: [{ id: `b${cardIndex}`, title: 'Ini' }] },
    })),
  });
  assert.equal(
    (await onPhone(wamid(buttons))).content.action.cards[2].action.buttons[0].quick_reply.id,
    'b2',
  );
});

await test('kapso: raw, what it has no name for', async () => {
  const ask = {
    type: 'contact_request',
    body: { text: 'Nomor Anda?' },
    action: { name: 'request_contact_info' },
  };
  await got(await kapso.messages.sendInteractiveRaw({ ...to, interactive: ask }), ask);
  const call = {
    type: 'voice_call',
    body: { text: 'Telepon kami' },
    action: {
      name: 'voice_call',
      parameters: { display_text: 'Telepon', ttl_minutes: 10080, payload: 'x' },
    },
  };
  await got(await kapso.messages.sendInteractiveRaw({ ...to, interactive: call }), call);
  const raw = { messaging_product: 'whatsapp', to: rina, type: 'location', location: place };
  await got(await kapso.messages.sendRaw({ phoneNumberId: number, payload: raw }), place);
});

await test('kapso: a person without a phone gets every kind', async () => {
  const person = { phoneNumberId: number, recipient: lia };
  await got(await kapso.messages.sendLocation({ ...person, location: place }), place, lia);
  const sent = await kapso.messages.sendInteractiveButtons({
    ...person,
    bodyText: 'Quer?',
    buttons: [{ id: 's', title: 'Sim' }],
  });
  assert.equal((await onPhone(wamid(sent), lia)).content.type, 'button');
});

await test('kapso: only templates reach somebody whose window is closed', async () => {
  const stranger = { phoneNumberId: number, to: '+628123450888' };
  const sent = await kapso.messages.sendInteractiveButtons({
    ...stranger,
    bodyText: 'Hai',
    buttons: [{ id: 'a', title: 'A' }],
  });
  const seen = await webhook(({ statuses: all }) => all.some((one) => one.id === wamid(sent)));
  assert.equal(seen.statuses.find((one) => one.id === wamid(sent)).errors[0].code, 131047);
});

await test('kapso: limits are those of Meta, and name the field', async () => {
  const interactive = (content) => () =>
    kapso.messages.sendInteractiveRaw({ ...to, interactive: content });
  const buttons = (titles) => ({
    buttons: titles.map((title, at) => ({ type: 'reply', reply: { id: `b${at}`, title } })),
  });
  const cases = [
    [{ type: 'button', body: { text: 'a' }, action: buttons(['a', 'b', 'c', 'd']) }, /button/],
    [{ type: 'button', body: { text: 'a' }, action: buttons(['x'.repeat(21)]) }, /title/],
    [{ type: 'button', body: { text: 'a' }, action: buttons(['sama', 'sama']) }, /title|button/],
    [{ type: 'button', body: { text: 'x'.repeat(1025) }, action: buttons(['a']) }, /body/],
    [
      {
        type: 'button',
        body: { text: 'a' },
        footer: { text: 'x'.repeat(61) },
        action: buttons(['a']),
      },
      /footer/,
    ],
    [
      {
        type: 'cta_url',
        body: { text: 'a' },
        action: {
          name: 'cta_url',
          parameters: { display_text: 'x'.repeat(21), url: 'https://x.test' },
        },
      },
      /display_text/,
    ],
    [
      {
        type: 'list',
        body: { text: 'a' },
        action: { button: 'x'.repeat(21), sections: [{ rows: [{ id: 'a', title: 'a' }] }] },
      },
      /button/,
    ],
    [
      {
        type: 'list',
        body: { text: 'a' },
        action: {
          button: 'a',
          sections: [
            {
              title: 'a',
              rows: Array.from({ length: 11 }, (_, at) => ({ id: `r${at}`, title: 'a' })),
            },
          ],
        },
      },
      /row/,
    ],
    [{ type: 'carousel', body: { text: 'a' }, action: { cards: [{ card_index: 0 }] } }, /card/],
  ];
  for (const [content, words] of cases) {
    const error = await refused(interactive(content), 131009);
    assert.match(error.details, words, JSON.stringify(content));
  }
  await refused(interactive({ type: 'button', action: buttons(['a']) }), 131008);
  await refused(interactive({ type: 'nothing', body: { text: 'a' }, action: {} }), 131009);
  await refused(
    () => kapso.messages.sendLocation({ ...to, location: { latitude: 91, longitude: 0 } }),
    131009,
  );
  const many = {
    ...to,
    contacts: Array.from({ length: 258 }, () => ({ name: { formattedName: 'A', firstName: 'A' } })),
  };
  await refused(() => kapso.messages.sendContacts(many), 131009);
  await refused(() =>
    kapso.messages.sendContacts({ ...to, contacts: [{ name: { formattedName: 'A' } }] }),
  );
});

const detail = [
  ['text', { body: 'Halo https://x.test', preview_url: true }],
  ['location', place],
  ['contacts', [card]],
  ['image', { link: 'https://toko.test/a.jpg', caption: 'Kue' }],
  ['video', { link: 'https://toko.test/a.mp4', caption: 'Kue' }],
  ['audio', { link: 'https://toko.test/a.ogg' }],
  ['document', { link: 'https://toko.test/a.pdf', filename: 'a.pdf', caption: 'Faktur' }],
  ['sticker', { link: 'https://toko.test/a.webp' }],
  [
    'interactive',
    {
      type: 'button',
      body: { text: 'Ya?' },
      action: { buttons: [{ type: 'reply', reply: { id: 'y', title: 'Ya' } }] },
    },
  ],
  [
    'interactive',
    {
      type: 'list',
      body: { text: 'Mana?' },
      action: { button: 'Pilih', sections: [{ title: 'A', rows: [{ id: 'r', title: 'R' }] }] },
    },
  ],
];
for (const [type, content] of detail)
  await test(`great-detail: ${type}${content.type ? ` ${content.type}` : ''}`, async () => {
    const context = { message_id: await fromRina(`Untuk ${type}`) };
    const sent = await sdk.message
      .createMessage({ phoneNumberID: number, to: rina, type, [type]: content, context })
      .json();
    assert.equal(sent.messaging_product, 'whatsapp');
    assert.equal(sent.contacts[0].wa_id, '628123450001');
    const shown = await onPhone(wamid(sent));
    if (type === 'text') assert.equal(shown.text, content.body);
    else if (content.link) {
      assert.equal(shown.extra.link, content.link);
      assert.equal(shown.text, content.caption ?? '');
    } else assert.deepEqual(shown.content, content);
    assert.equal(shown.type, type);
    assert.equal(shown.quoted, context.message_id);
  });

await test('great-detail: reaction', async () => {
  const reaction = { message_id: await fromRina('Oke'), emoji: '🙏' };
  const sent = await sdk.message
    .createMessage({ phoneNumberID: number, to: rina, type: 'reaction', reaction })
    .json();
  await got(sent, reaction);
});
