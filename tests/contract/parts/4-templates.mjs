// Templates: defined, reviewed, listed, changed, deleted, and sent with every component.
import assert from 'node:assert/strict';
import {
  TemplateDefinition,
  buildTemplatePayload,
  buildTemplateSendPayload,
} from '@kapso/whatsapp-cloud-api';
import {
  account,
  kapso,
  later,
  lia,
  notice,
  number,
  onPhone,
  refused,
  rina,
  sdk,
  test,
  upload,
} from '../world.mjs';

const businessAccountId = account;
const to = { phoneNumberId: number, to: rina };

// Created with the client's own builder, which is as strict as Meta; waits for the review.
async function approved(definition) {
  const built = TemplateDefinition.buildTemplateDefinition({
    language: 'id',
    category: 'MARKETING',
    ...definition,
  });
  const made = await kapso.templates.create({ businessAccountId, ...built });
  assert.match(made.id, /^\d+$/);
  assert.match(made.status, /PENDING|APPROVED/);
  for (let tries = 0; tries < 200; tries++) {
    const { status } = await kapso.templates.get({ businessAccountId, templateId: made.id });
    if (status === 'APPROVED') return made.id;
    await later(30);
  }
  throw new Error(`${definition.name} was never approved`);
}

async function sends(template, person = to) {
  const sent = await kapso.messages.sendTemplate({ ...person, template });
  assert.equal(sent.messages[0].messageStatus, 'accepted');
  return onPhone(sent.messages[0].id, person.recipient);
}

const body = (text, example) => ({
  type: 'BODY',
  text,
  ...(example ? { example: { bodyText: [example] } } : {}),
});
const handle = { headerHandle: ['4::aW1hZ2U='] };

await test('kapso: templates are listed page by page and sent', async () => {
  const first = await kapso.templates.list({ businessAccountId, limit: 5 });
  assert.equal(first.data.length, 5);
  const { after } = first.paging.cursors;
  const second = await kapso.templates.list({ businessAccountId, limit: 5, after });
  assert.notEqual(second.data[0].id, first.data[0].id);
  const one = await kapso.templates.get({ businessAccountId, templateId: first.data[0].id });
  assert.equal(one.name, 'order_shipped');
  const shown = await sends(
    buildTemplatePayload({
      name: 'order_shipped',
      language: 'id',
      components: [
        {
          type: 'BODY',
          parameters: [
            { type: 'text', text: 'Rina' },
            { type: 'text', text: 'JX77' },
          ],
        },
        {
          type: 'BUTTON',
          sub_type: 'URL',
          index: '0',
          parameters: [{ type: 'text', text: 'JX77' }],
        },
      ],
    }),
  );
  assert.equal(shown.text, 'Halo Rina, pesanan JX77 sudah dikirim.');
});

await test('kapso: templates are found by name, language, status and category', async () => {
  const list = async (filter) =>
    (await kapso.templates.list({ businessAccountId, limit: 50, ...filter })).data;
  for (const [filter, fits] of [
    [{ name: 'login_code' }, (one) => one.name === 'login_code'],
    [{ language: 'pt_BR' }, (one) => one.language === 'pt_BR'],
    [{ status: 'PAUSED' }, (one) => one.status === 'PAUSED'],
    [{ category: 'AUTHENTICATION' }, (one) => one.category === 'AUTHENTICATION'],
  ]) {
    const found = await list(filter);
    assert.ok(found.length > 0 && found.every(fits), JSON.stringify(filter));
  }
});

await test('great-detail: templates are listed by status and sent with named parameters', async () => {
  const list = await sdk.template.list(account, { status: ['PAUSED'], limit: 50 }).json();
  assert.ok(list.data.length > 0 && list.data.every((one) => one.status === 'PAUSED'));
  const two = await sdk.template
    .list(account, {
      status: ['PAUSED', 'REJECTED'],
      language: ['id', 'ar'],
      fields: ['id', 'status', 'name'],
      limit: 50,
    })
    .json();
  assert.deepEqual([...new Set(two.data.map((one) => one.status))].sort(), ['PAUSED', 'REJECTED']);
  assert.equal(two.data[0].components, undefined);
  const named = await sdk.template.list(account, { name_or_content: 'reminder', limit: 50 }).json();
  assert.ok(
    named.data.length > 0 && named.data.every((one) => one.name === 'appointment_reminder'),
  );
  const sent = await sdk.message
    .createMessage({
      phoneNumberID: number,
      to: rina,
      type: 'template',
      template: {
        name: 'appointment_reminder',
        language: { code: 'pt_BR' },
        components: [
          {
            type: 'body',
            parameters: [
              { type: 'text', parameter_name: 'name', text: 'Rina' },
              { type: 'text', parameter_name: 'time', text: 'às 16h' },
            ],
          },
        ],
      },
    })
    .json();
  assert.equal(sent.messages[0].message_status, 'accepted');
});

await test('great-detail: the library is searched', async () => {
  const found = await sdk.template
    .listLibrary({ search: 'delivery', language: 'en_US', limit: 10 })
    .json();
  assert.ok(Array.isArray(found.data));
  const all = await sdk.template
    .listLibrary({ topic: 'ORDER_MANAGEMENT', category: 'UTILITY' })
    .json();
  assert.ok(all.data.length > 0 && all.data.every((one) => one.topic === 'ORDER_MANAGEMENT'));
});

await test('kapso: a template is reviewed, and the decision is told', async () => {
  const id = await approved({
    name: 'sapa_kabar',
    components: [body('Halo {{1}}, ada kabar baru untuk Anda hari ini.', ['Rina'])],
  });
  const told = await notice(
    'message_template_status_update',
    (value) => String(value.message_template_id) === id,
  );
  assert.equal(told.value.event, 'APPROVED');
  assert.equal(told.value.message_template_name, 'sapa_kabar');
  assert.equal(told.entry.id, account);
  assert.equal(typeof told.entry.time, 'number');
  const shown = await sends(
    buildTemplateSendPayload({
      name: 'sapa_kabar',
      language: 'id',
      body: [{ type: 'text', text: 'Rina' }],
    }),
  );
  assert.equal(shown.extra.body, 'Halo Rina, ada kabar baru untuk Anda hari ini.');
  assert.equal(shown.content.name, 'sapa_kabar');
});

await test('kapso: amounts and dates in a body', async () => {
  await approved({
    name: 'tagihan',
    category: 'UTILITY',
    components: [body('Tagihan {{1}} jatuh tempo {{2}} ya.', ['Rp1', 'besok'])],
  });
  const shown = await sends(
    buildTemplateSendPayload({
      name: 'tagihan',
      language: 'id',
      body: [
        {
          type: 'currency',
          currency: { fallbackValue: 'Rp75.000', code: 'IDR', amount1000: 75_000_000 },
        },
        { type: 'date_time', dateTime: { fallbackValue: '3 Desember' } },
      ],
    }),
  );
  assert.equal(shown.text, 'Tagihan Rp75.000 jatuh tempo 3 Desember ya.');
});

const file = {
  IMAGE: ['photo.jpg', 'image/jpeg'],
  VIDEO: ['video.mp4', 'video/mp4'],
  DOCUMENT: ['invoice.pdf', 'application/pdf'],
};
for (const format of ['IMAGE', 'VIDEO', 'DOCUMENT'])
  await test(`kapso: a header with ${format.toLowerCase()}, by id and by address`, async () => {
    const name = `kepala_${format.toLowerCase()}`;
    const kind = format.toLowerCase();
    await approved({
      name,
      components: [{ type: 'HEADER', format, example: handle }, body('Lihat ini, baru datang.')],
    });
    const id = await upload(...file[format]);
    const own = await sends(
      buildTemplateSendPayload({ name, language: 'id', header: { type: kind, [kind]: { id } } }),
    );
    assert.equal(own.extra.header.media_id, id);
    const link = 'https://toko.test/file';
    const other = await sends(
      buildTemplateSendPayload({ name, language: 'id', header: { type: kind, [kind]: { link } } }),
    );
    assert.equal(other.extra.header.link, link);
    const wrong = buildTemplateSendPayload({
      name,
      language: 'id',
      header: { type: 'text', text: 'a' },
    });
    await refused(() => kapso.messages.sendTemplate({ ...to, template: wrong }), 132012);
    const none = buildTemplateSendPayload({ name, language: 'id' });
    await refused(() => kapso.messages.sendTemplate({ ...to, template: none }));
  });

await test('kapso: a header with text and one with a place', async () => {
  await approved({
    name: 'kepala_teks',
    components: [
      { type: 'HEADER', format: 'TEXT', text: 'Pesanan {{1}}', example: { headerText: ['#77'] } },
      body('Sudah siap diambil.'),
    ],
  });
  const text = await sends(
    buildTemplateSendPayload({
      name: 'kepala_teks',
      language: 'id',
      header: { type: 'text', text: '#78' },
    }),
  );
  assert.equal(text.extra.header.text, 'Pesanan #78');
  await approved({
    name: 'kepala_tempat',
    category: 'UTILITY',
    components: [{ type: 'HEADER', format: 'LOCATION' }, body('Kurir sudah di sini.')],
  });
  const location = { latitude: -6.2, longitude: 106.8, name: 'Toko', address: 'Jl. Contoh 5' };
  const place = await sends(
    buildTemplateSendPayload({
      name: 'kepala_tempat',
      language: 'id',
      header: { type: 'location', location },
    }),
  );
  assert.equal(place.extra.header.location.name, 'Toko');
});

await test('kapso: every button', async () => {
  await approved({
    name: 'semua_tombol',
    components: [
      body('Mau apa hari ini?'),
      {
        type: 'BUTTONS',
        buttons: [
          { type: 'QUICK_REPLY', text: 'Berhenti' },
          { type: 'URL', text: 'Lacak', url: 'https://toko.test/{{1}}', example: ['JX77'] },
          { type: 'PHONE_NUMBER', text: 'Telepon', phoneNumber: '+6281200007700' },
          { type: 'COPY_CODE', example: 'HEMAT20' },
        ],
      },
    ],
  });
  const shown = await sends(
    buildTemplateSendPayload({
      name: 'semua_tombol',
      language: 'id',
      buttons: [
        {
          type: 'button',
          subType: 'quick_reply',
          index: 0,
          parameters: [{ type: 'payload', payload: 'STOP_PROMO' }],
        },
        { type: 'button', subType: 'url', index: 1, parameters: [{ type: 'text', text: 'JX77' }] },
        {
          type: 'button',
          subType: 'copy_code',
          index: 3,
          parameters: [{ type: 'coupon_code', coupon_code: 'HEMAT20' }],
        },
      ],
    }),
  );
  const [quick, url, call, code] = shown.extra.buttons;
  assert.equal(quick.payload, 'STOP_PROMO');
  assert.equal(url.url, 'https://toko.test/JX77');
  assert.equal(call.phone_number, '+6281200007700');
  assert.ok(JSON.stringify(code).includes('HEMAT20'));
});

await test('kapso: buttons for a flow, the catalogue and several products', async () => {
  const one = (name, button) =>
    approved({
      name,
      components: [body('Silakan dibuka ya.'), { type: 'BUTTONS', buttons: [button] }],
    });
  await one('tombol_flow', {
    type: 'FLOW',
    text: 'Isi',
    flowId: '111222333',
    flowAction: 'navigate',
    navigateScreen: 'S1',
  });
  const flow = await sends(
    buildTemplateSendPayload({
      name: 'tombol_flow',
      language: 'id',
      buttons: [
        {
          type: 'button',
          subType: 'flow',
          index: 0,
          parameters: [{ type: 'action', action: { flow_token: 'ft-9', flow_action_data: {} } }],
        },
      ],
    }),
  );
  assert.equal(flow.extra.buttons[0].type, 'FLOW');
  await one('tombol_katalog', { type: 'CATALOG', text: 'Lihat katalog' });
  const catalog = await sends(
    buildTemplatePayload({
      name: 'tombol_katalog',
      language: 'id',
      components: [
        {
          type: 'button',
          sub_type: 'catalog',
          index: 0,
          parameters: [{ type: 'action', action: { thumbnail_product_retailer_id: 'SKU-9' } }],
        },
      ],
    }),
  );
  assert.equal(catalog.extra.buttons[0].type, 'CATALOG');
  await one('tombol_produk', { type: 'MPM', text: 'Lihat' });
  const sections = [{ title: 'Baru', product_items: [{ product_retailer_id: 'SKU-9' }] }];
  const products = await sends({
    name: 'tombol_produk',
    language: { code: 'id' },
    components: [
      {
        type: 'button',
        sub_type: 'mpm',
        index: '0',
        parameters: [
          { type: 'action', action: { thumbnail_product_retailer_id: 'SKU-9', sections } },
        ],
      },
    ],
  });
  assert.equal(products.extra.buttons[0].type, 'MPM');
});

await test('kapso: an offer that ends', async () => {
  const ends = Math.floor(Date.now() / 1000) * 1000 + 86_400_000;
  await approved({
    name: 'promo_waktu',
    components: [
      {
        type: 'LIMITED_TIME_OFFER',
        limitedTimeOffer: { text: 'Promo berakhir', hasExpiration: true },
      },
      body('Diskon untuk semua kue hari ini.'),
      {
        type: 'BUTTONS',
        buttons: [
          { type: 'COPY_CODE', example: 'HEMAT20' },
          { type: 'URL', text: 'Beli', url: 'https://toko.test/promo' },
        ],
      },
    ],
  });
  const shown = await sends({
    name: 'promo_waktu',
    language: { code: 'id' },
    components: [
      {
        type: 'limited_time_offer',
        parameters: [
          {
            type: 'limited_time_offer',
            limited_time_offer: { expiration_time_ms: ends },
          },
        ],
      },
      {
        type: 'button',
        sub_type: 'copy_code',
        index: 0,
        parameters: [{ type: 'coupon_code', coupon_code: 'HEMAT20' }],
      },
    ],
  });
  assert.equal(Date.parse(shown.extra.offer.ends_at), ends);
});

await test('kapso: cards side by side', async () => {
  const card = {
    components: [
      { type: 'HEADER', format: 'IMAGE', example: handle },
      { type: 'BODY', text: 'Kue {{1}} enak sekali.', example: { bodyText: [['coklat']] } },
      {
        type: 'BUTTONS',
        buttons: [
          { type: 'QUICK_REPLY', text: 'Ini' },
          { type: 'URL', text: 'Beli', url: 'https://toko.test/{{1}}', example: ['1'] },
        ],
      },
    ],
  };
  await approved({
    name: 'kartu',
    components: [
      body('Pilihan untuk {{1}} hari ini.', ['Rina']),
      { type: 'CAROUSEL', cards: [card, card] },
    ],
  });
  const id = await upload('photo.jpg', 'image/jpeg');
  const cards = ['coklat', 'keju'].map((text, cardIndex) => ({
    cardIndex,
    components: [
      { type: 'header', parameters: [{ type: 'image', image: { id } }] },
      { type: 'body', parameters: [{ type: 'text', text }] },
      {
        type: 'button',
        subType: 'quick_reply',
        index: 0,
        parameters: [{ type: 'payload', payload: `kue-${text}` }],
      },
      { type: 'button', subType: 'url', index: 1, parameters: [{ type: 'text', text }] },
    ],
  }));
  const shown = await sends(
    buildTemplateSendPayload({
      name: 'kartu',
      language: 'id',
      body: [{ type: 'text', text: 'Rina' }],
      cards,
    }),
  );
  const said = JSON.stringify(shown.extra);
  assert.ok(
    said.includes('Kue keju enak sekali.') &&
      said.includes('kue-coklat') &&
      said.includes('https://toko.test/keju'),
    said,
  );
  const missing = buildTemplateSendPayload({
    name: 'kartu',
    language: 'id',
    body: [{ type: 'text', text: 'Rina' }],
    cards: cards.slice(0, 1),
  });
  await refused(() => kapso.messages.sendTemplate({ ...to, template: missing }));
});

await test('kapso: a code to copy, to phones only', async () => {
  await approved({
    name: 'kode_masuk',
    category: 'AUTHENTICATION',
    components: [
      { type: 'BODY', addSecurityRecommendation: true },
      { type: 'FOOTER', codeExpirationMinutes: 10 },
      { type: 'BUTTONS', buttons: [{ type: 'OTP', otpType: 'COPY_CODE', text: 'Salin kode' }] },
    ],
  });
  const template = buildTemplateSendPayload({
    name: 'kode_masuk',
    language: 'id',
    body: [{ type: 'text', text: '482913' }],
    buttons: [
      { type: 'button', subType: 'url', index: 0, parameters: [{ type: 'text', text: '482913' }] },
    ],
  });
  const shown = await sends(template);
  assert.match(shown.text, /482913/);
  await refused(
    () => kapso.messages.sendTemplate({ phoneNumberId: number, recipient: lia, template }),
    131062,
  );
});

await test('kapso: a template to a person without a phone', async () => {
  const template = buildTemplateSendPayload({
    name: 'sapa_kabar',
    language: 'id',
    body: [{ type: 'text', text: 'Lia' }],
  });
  const shown = await sends(template, { phoneNumberId: number, recipient: lia });
  assert.equal(shown.text, 'Halo Lia, ada kabar baru untuk Anda hari ini.');
});

await test('kapso: what is wrong with a template to be sent is said', async () => {
  const send = (template) => () => kapso.messages.sendTemplate({ ...to, template });
  const text = (words) => ({ type: 'text', text: words });
  await refused(send(buildTemplateSendPayload({ name: 'nothing', language: 'id' })), 132001);
  await refused(
    send(buildTemplateSendPayload({ name: 'sapa_kabar', language: 'en', body: [text('a')] })),
    132001,
  );
  await refused(send(buildTemplateSendPayload({ name: 'sapa_kabar', language: 'id' })), 132000);
  await refused(
    send(
      buildTemplateSendPayload({
        name: 'sapa_kabar',
        language: 'id',
        body: [text('a'), text('b')],
      }),
    ),
    132000,
  );
  await refused(
    send(buildTemplateSendPayload({ name: 'sapa_kabar', language: 'id', body: [text('a\nb')] })),
  );
  await refused(
    send(buildTemplateSendPayload({ name: 'new_arrivals', language: 'id', body: [text('a')] })),
    132015,
  );
  await refused(
    send(buildTemplateSendPayload({ name: 'old_promotion', language: 'id', body: [text('a')] })),
  );
});

await test('kapso: what is wrong with a new template is said', async () => {
  const create = (input) => () =>
    kapso.templates.create({
      businessAccountId,
      name: 'baru_sekali',
      language: 'id',
      category: 'UTILITY',
      components: [body('Halo.')],
      ...input,
    });
  const wrong = async (input) => {
    const error = await refused(create(input), 100);
    assert.equal(error.httpStatus, 400);
    return error.errorSubcode;
  };
  await wrong({ name: 'Bukan Nama' });
  assert.equal(await wrong({ components: [body('x'.repeat(1025))] }), 2388040);
  assert.equal(await wrong({ components: [body('{{1}} di depan sekali.', ['a'])] }), 2388299);
  assert.equal(await wrong({ name: 'sapa_kabar', components: [body('Halo lagi.')] }), 2388024);
});

await test('kapso: deleted, one language and all', async () => {
  await approved({ name: 'sebentar', components: [body('Hanya sebentar saja.')] });
  const gone = await kapso.templates.delete({ businessAccountId, name: 'sebentar' });
  assert.equal(gone.success, true);
  const left = await kapso.templates.list({ businessAccountId, name: 'sebentar' });
  assert.ok(left.data.every((one) => one.status !== 'APPROVED'));
  const again = {
    businessAccountId,
    name: 'sebentar',
    language: 'id',
    category: 'MARKETING',
    components: [body('Lagi.')],
  };
  await refused(() => kapso.templates.create(again), 100);
  await refused(() => kapso.templates.delete({ businessAccountId, name: 'never_was' }), 100);
});

await test('great-detail: created, read, changed, deleted', async () => {
  const made = await sdk.template
    .create(account, {
      name: 'detail_satu',
      language: 'en_US',
      category: 'UTILITY',
      parameter_format: 'NAMED',
      components: [
        {
          type: 'BODY',
          text: 'Hello {{name}}, your parcel is ready.',
          example: { body_text_named_params: [{ param_name: 'name', example: 'Rina' }] },
        },
      ],
    })
    .json();
  assert.equal(made.category, 'UTILITY');
  let one;
  for (let tries = 0; tries < 200 && one?.status !== 'APPROVED'; tries++) {
    await later(30);
    one = await sdk.template
      .get(made.id, { fields: ['id', 'name', 'status', 'parameter_format'] })
      .json();
  }
  assert.equal(one.parameter_format, 'NAMED');
  assert.equal(one.components, undefined);
  const changed = await sdk.template
    .update(made.id, { components: [{ type: 'BODY', text: 'Your parcel is ready now.' }] })
    .json();
  assert.deepEqual(changed, { success: true });
  const after = await sdk.template.get(made.id, { fields: ['components'] }).json();
  assert.equal(after.components[0].text, 'Your parcel is ready now.');
  const gone = await sdk.template.delete(account, { name: 'detail_satu', hsm_id: made.id }).json();
  assert.deepEqual(gone, { success: true });
});
