// What a business sends to be answered by pressing, and what customers do with their own messages.
import assert from 'node:assert/strict';
import { chat, send, toldMessage, walk, write } from './stage.mjs';

const interactive = (content) => send({ type: 'interactive', interactive: content });
const body = (text) => ({ body: { text } });
const log = (page) => page.getByRole('log');
const press = (page, name) => log(page).getByRole('button', { name }).first().click();

async function opened(page) {
  // Only who has written lately may be written to.
  await write(page, 'Halo');
}

async function more(page, message, item) {
  await message.hover();
  await message.getByRole('button', { name: 'More' }).click();
  await page.getByRole('menuitem', { name: item }).click();
}

const bubble = (page, text) => page.locator('[data-message]').filter({ hasText: text }).first();

await walk('buttons and a list', {}, async ({ page, check }) => {
  await opened(page);
  const sent = await interactive({
    type: 'button',
    header: { type: 'text', text: 'Toko Rina' },
    ...body('Jadi pesan?'),
    footer: { text: 'Buka sampai jam 9' },
    action: {
      buttons: ['Ya', 'Tidak'].map((title) => ({ type: 'reply', reply: { id: title, title } })),
    },
  });
  await press(page, 'Ya');
  const reply = await toldMessage((one) => one.interactive?.type === 'button_reply');
  assert.deepEqual(reply.interactive.button_reply, { id: 'Ya', title: 'Ya' });
  assert.equal(reply.context.id, sent.messages[0].id);
  await interactive({
    type: 'list',
    ...body('Mau dikirim bagaimana?'),
    action: {
      button: 'Pilih',
      sections: [
        { title: 'Kirim', rows: [{ id: 'r1', title: 'Kilat', description: '1 hari' }] },
        { title: 'Ambil', rows: [{ id: 'r2', title: 'Di toko' }] },
      ],
    },
  });
  await press(page, 'Pilih');
  await page.getByRole('dialog').getByText('1 hari').waitFor();
  await check('list');
  await page.getByRole('dialog').getByRole('button', { name: 'Kilat' }).click();
  const row = await toldMessage((one) => one.interactive?.type === 'list_reply');
  assert.deepEqual(row.interactive.list_reply, { id: 'r1', title: 'Kilat', description: '1 hari' });
  await log(page).getByText('Kilat').waitFor();
  await check('answered');
});

await walk('a link, a place and a number that are asked for', {}, async ({ page, check }) => {
  await opened(page);
  await interactive({
    type: 'cta_url',
    ...body('Bayar di sini'),
    action: { name: 'cta_url', parameters: { display_text: 'Bayar', url: 'https://toko.test/9' } },
  });
  const link = log(page).getByRole('link', { name: 'Bayar' });
  assert.equal(await link.getAttribute('href'), 'https://toko.test/9');
  await interactive({
    type: 'location_request_message',
    ...body('Di mana Anda?'),
    action: { name: 'send_location' },
  });
  await press(page, 'Send location');
  const place = await toldMessage((one) => one.type === 'location');
  assert.equal(place.location.name, 'Gudang 2');
  assert.ok(place.context.id);
  await interactive({
    type: 'contact_request',
    ...body('Boleh minta nomornya?'),
    action: { name: 'request_contact_info' },
  });
  await press(page, 'Share phone number');
  const cards = await toldMessage((one) => one.type === 'contacts');
  assert.equal(cards.contacts[0].origin, 'contact_request');
  assert.equal(cards.contacts[0].phones[0].wa_id, '628123450001');
  await check('asked');
});

await walk('a form and an address', {}, async ({ page, check }) => {
  await opened(page);
  await interactive({
    type: 'flow',
    ...body('Isi dulu ya'),
    action: {
      name: 'flow',
      parameters: {
        flow_message_version: '3',
        flow_token: 'ft-9',
        flow_id: '111222333',
        flow_cta: 'Isi formulir',
        flow_action: 'navigate',
        flow_action_payload: { screen: 'S1' },
      },
    },
  });
  await press(page, 'Isi formulir');
  await page.getByRole('dialog').getByLabel('Note').fill('Jangan pedas');
  await check('form');
  await page.getByRole('dialog').getByRole('button', { name: 'Send' }).click();
  const form = await toldMessage((one) => one.interactive?.nfm_reply?.name === 'flow');
  assert.deepEqual(JSON.parse(form.interactive.nfm_reply.response_json), {
    flow_token: 'ft-9',
    name: 'Rina Wulandari',
    note: 'Jangan pedas',
  });
  await log(page).getByText('Jangan pedas').waitFor();
  await interactive({
    type: 'address_message',
    ...body('Kirim ke mana?'),
    action: { name: 'address_message', parameters: { country: 'SG' } },
  });
  await press(page, 'Give address');
  await page.getByRole('dialog').getByLabel('Address').fill('Jl. Contoh 5');
  await page.getByRole('dialog').getByLabel('Postal code').fill('018956');
  await check('address');
  await page.getByRole('dialog').getByRole('button', { name: 'Send' }).click();
  const address = await toldMessage(
    (one) => one.interactive?.nfm_reply?.name === 'address_message',
  );
  const { values } = JSON.parse(address.interactive.nfm_reply.response_json);
  assert.equal(values.address, 'Jl. Contoh 5');
  assert.equal(values.sg_post_code, '018956');
  await log(page).getByText('018956').waitFor();
});

await walk('a basket', {}, async ({ page, check }) => {
  await opened(page);
  await interactive({
    type: 'product_list',
    header: { type: 'text', text: 'Baru' },
    ...body('Pilihan kami'),
    action: {
      catalog_id: '880066770099112',
      sections: [
        {
          title: 'Baru',
          product_items: [{ product_retailer_id: 'SKU-1' }, { product_retailer_id: 'SKU-2' }],
        },
      ],
    },
  });
  await press(page, 'View items');
  const sheet = page.getByRole('dialog');
  await sheet.getByRole('button', { name: 'One Kaos polos more' }).click();
  await sheet.getByRole('button', { name: 'One Kaos polos more' }).click();
  await sheet.getByRole('button', { name: 'One Kemeja batik more' }).click();
  await sheet.getByText('3 items').waitFor();
  await check('basket');
  await sheet.getByRole('button', { name: 'Send order' }).click();
  const { order } = await toldMessage((one) => one.type === 'order');
  assert.deepEqual(order.product_items, [
    { product_retailer_id: 'SKU-1', quantity: 2, item_price: 75000, currency: 'IDR' },
    { product_retailer_id: 'SKU-2', quantity: 1, item_price: 185000, currency: 'IDR' },
  ]);
  await log(page).getByText('Total').waitFor();
  await check('ordered');
  await page.getByRole('button', { name: 'Attach' }).click();
  await page.getByRole('menuitem', { name: 'Order from the catalogue…' }).click();
  await sheet.getByRole('button', { name: 'Ask about Selendang' }).click();
  const asked = await toldMessage((one) => one.context?.referred_product);
  assert.equal(asked.context.referred_product.product_retailer_id, 'SKU-12');
});

await walk('cards side by side', {}, async ({ page, check }) => {
  await opened(page);
  const image = { link: 'https://toko.test/kue.jpg' };
  await interactive({
    type: 'carousel',
    ...body('Pilihan kami'),
    action: {
      cards: ['Coklat', 'Keju', 'Pandan'].map((text, card_index) => ({
        card_index,
        type: 'cta_url',
        header: { type: 'image', image },
        ...body(text),
        action: {
          buttons: [{ type: 'quick_reply', quick_reply: { id: text, title: `Mau ${text}` } }],
        },
      })),
    },
  });
  await press(page, 'Mau Keju');
  const reply = await toldMessage((one) => one.interactive?.type === 'button_reply');
  assert.equal(reply.interactive.button_reply.id, 'Keju');
  await check('cards');
});

await walk('calls may be allowed or not', {}, async ({ page }) => {
  await opened(page);
  await interactive({
    type: 'call_permission_request',
    ...body('Boleh kami telepon?'),
    action: { name: 'call_permission_request' },
  });
  await press(page, 'Do not allow');
  const reply = await toldMessage((one) => one.interactive?.type === 'call_permission_reply');
  assert.equal(reply.interactive.call_permission_reply.response, 'reject');
  await log(page).getByText('Calls not allowed').waitFor();
});

await walk('reactions come and go', {}, async ({ page, check }) => {
  await opened(page);
  const sent = await send({ text: { body: 'Pesanan sudah siap' } });
  const about = bubble(page, 'Pesanan sudah siap');
  await about.waitFor();
  const react = async (face) => {
    await about.hover();
    await about.getByRole('button', { name: 'React' }).click();
    await page.getByRole('button', { name: face }).click();
  };
  await react('❤️');
  const on = await toldMessage((one) => one.type === 'reaction');
  assert.deepEqual(on.reaction, { message_id: sent.messages[0].id, emoji: '❤️' });
  await about.getByLabel('Reactions').waitFor();
  await react('❤️');
  const off = await toldMessage((one) => one.type === 'reaction' && !one.reaction.emoji);
  assert.deepEqual(off.reaction, { message_id: sent.messages[0].id });
  await about.getByLabel('Reactions').waitFor({ state: 'detached' });
  // The business reacts too.
  const [first] = await chat();
  await send({ type: 'reaction', reaction: { message_id: first.id, emoji: '🙏' } });
  await bubble(page, 'Halo').getByText('🙏').waitFor();
  await check('reacted');
});

await walk('messages are edited, deleted and forwarded', {}, async ({ page, check }) => {
  await write(page, 'Saya mau 2 kotak');
  await more(page, bubble(page, 'Saya mau 2 kotak'), 'Edit');
  await page.getByText('Changing a message').waitFor();
  assert.equal(await page.locator('textarea').inputValue(), 'Saya mau 2 kotak');
  await check('editing');
  await page.locator('textarea').fill('Saya mau 3 kotak');
  await page.keyboard.press('Enter');
  const { edit } = await toldMessage((one) => one.type === 'edit');
  assert.equal(edit.message.text.body, 'Saya mau 3 kotak');
  await bubble(page, 'Saya mau 3 kotak').getByText('Edited').waitFor();
  await more(page, bubble(page, 'Saya mau 3 kotak'), 'Forward to the business');
  const forwarded = await toldMessage((one) => one.context?.forwarded);
  assert.equal(forwarded.text.body, 'Saya mau 3 kotak');
  await log(page).getByText('Forwarded').waitFor();
  await more(page, bubble(page, 'Edited'), 'Delete for everyone');
  const { revoke } = await toldMessage((one) => one.type === 'revoke');
  assert.equal(revoke.original_message_id, edit.original_message_id);
  await log(page).getByText('This message was deleted').waitFor();
  await check('deleted');
});

await walk('an ad, two cards and a picture passed on', {}, async ({ page, check }) => {
  const attach = async (item) => {
    await page.getByRole('button', { name: 'Attach' }).click();
    await page.getByRole('menuitem', { name: item, exact: true }).click();
  };
  await attach('Come from an ad');
  const ad = await toldMessage((one) => one.referral);
  assert.equal(ad.referral.source_type, 'ad');
  await log(page).getByText('Came from an ad').waitFor();
  await attach('Two contact cards');
  const cards = await toldMessage((one) => one.type === 'contacts');
  assert.equal(cards.contacts.length, 2);
  await attach('Photo of a cake');
  const photo = page.locator('[data-message]').filter({ has: page.locator('img') });
  await photo.first().waitFor();
  await more(page, photo.first(), 'Forward to the business');
  const passed = await toldMessage((one) => one.type === 'image' && one.context?.forwarded);
  assert.ok(passed.image.id);
  await check('sent');
});

await walk('templates with all their parts', {}, async ({ page, check }) => {
  const template = (name, components, language = 'en') =>
    send({ type: 'template', template: { name, language: { code: language }, components } });
  const text = (...all) => all.map((one) => ({ type: 'text', text: one }));
  const header = {
    type: 'header',
    parameters: [{ type: 'image', image: { link: 'https://toko.test/a.jpg' } }],
  };
  const card = (card_index, price) => ({
    card_index,
    components: [
      header,
      { type: 'body', parameters: text(price) },
      {
        type: 'button',
        sub_type: 'quick_reply',
        index: 0,
        parameters: [{ type: 'payload', payload: `more-${card_index}` }],
      },
      { type: 'button', sub_type: 'url', index: 1, parameters: text(`SKU-${card_index}`) },
    ],
  });
  await template('new_collection', [
    { type: 'body', parameters: text('Rina') },
    { type: 'carousel', cards: [card(0, '185.000'), card(1, '120.000')] },
  ]);
  await log(page).getByText('Batik shirts from 185.000 on.').waitFor();
  await log(page).getByRole('button', { name: 'Show me more' }).nth(1).click();
  const button = await toldMessage((one) => one.type === 'button');
  assert.equal(button.button.payload, 'more-1');
  await template('weekend_sale', [
    header,
    { type: 'body', parameters: text('Rina') },
    {
      type: 'limited_time_offer',
      parameters: [
        {
          type: 'limited_time_offer',
          limited_time_offer: { expiration_time_ms: Date.now() + 86_400_000 },
        },
      ],
    },
    {
      type: 'button',
      sub_type: 'copy_code',
      index: 0,
      parameters: [{ type: 'coupon_code', coupon_code: 'HEMAT20' }],
    },
    { type: 'button', sub_type: 'url', index: 1, parameters: text('HEMAT20') },
  ]);
  await log(page).getByText('Ends soon').waitFor();
  assert.equal(
    await log(page).getByRole('link', { name: 'Shop now' }).getAttribute('href'),
    'https://shop.example/sale/HEMAT20',
  );
  await log(page).getByRole('button', { name: 'Copy code' }).click();
  await log(page).getByText('Copied').waitFor();
  const toko = { latitude: -6.2, longitude: 106.8, name: 'Toko Rina', address: 'Jl. Contoh 5' };
  await template('pickup_point', [
    { type: 'header', parameters: [{ type: 'location', location: toko }] },
    { type: 'body', parameters: text('JX77') },
  ]);
  await log(page).getByText('Jl. Contoh 5').waitFor();
  await template('back_in_stock', [
    {
      type: 'header',
      parameters: [{ type: 'product', product: { product_retailer_id: 'SKU-5' } }],
    },
    { type: 'body', parameters: text('Rina') },
  ]);
  await log(page).getByText('Jaket denim').waitFor();
  await check('templates');
});

await walk('templates that open something', {}, async ({ page, check }) => {
  const template = (name, components) =>
    send({ type: 'template', template: { name, language: { code: 'en' }, components } });
  const action = (sub_type, inside) => ({
    type: 'button',
    sub_type,
    index: 0,
    parameters: [{ type: 'action', action: inside }],
  });
  await template('return_form', [
    { type: 'body', parameters: [{ type: 'text', text: 'JX77' }] },
    action('flow', { flow_token: 'ft-7' }),
  ]);
  await press(page, 'Fill in');
  await page.getByRole('dialog').getByRole('button', { name: 'Send' }).click();
  const form = await toldMessage((one) => one.interactive?.nfm_reply);
  assert.equal(JSON.parse(form.interactive.nfm_reply.response_json).flow_token, 'ft-7');
  await template('picked_for_you', [
    { type: 'header', parameters: [{ type: 'text', text: 'Rina' }] },
    action('mpm', {
      thumbnail_product_retailer_id: 'SKU-3',
      sections: [{ title: 'Bawahan', product_items: [{ product_retailer_id: 'SKU-3' }] }],
    }),
  ]);
  await press(page, 'View items');
  const sheet = page.getByRole('dialog');
  await sheet.getByText('Celana kain').waitFor();
  assert.equal(await sheet.getByRole('listitem').count(), 1);
  await page.keyboard.press('Escape');
  await template('share_your_number', []);
  await press(page, 'Share number');
  const cards = await toldMessage((one) => one.type === 'contacts');
  assert.equal(cards.contacts[0].origin, 'contact_request');
  await check('opened');
});
