// Every kind of message a customer sends, as somebody else's client reads its webhook.
import assert from 'node:assert/strict';
import { fromRina, kapso, lia, number, rina, says, test } from '../world.mjs';

const rinaId = '628123450001';
const place = { latitude: -6.2088, longitude: 106.8456, name: 'Gudang 2', address: 'Jl. Contoh 5' };
const menu = async () => {
  const sent = await kapso.messages.sendInteractiveButtons({
    phoneNumberId: number,
    to: rina,
    bodyText: 'Jadi?',
    buttons: [{ id: 'ya', title: 'Ya' }],
  });
  return sent.messages[0].id;
};

await test('inbound: a place', async () => {
  const { message } = await says(rinaId, { type: 'location', location: place });
  assert.equal(message.location.latitude, -6.2088);
  assert.equal(message.location.name, 'Gudang 2');
});

await test('inbound: contact cards', async () => {
  const contacts = [
    {
      name: { formatted_name: 'Budi S', first_name: 'Budi' },
      phones: [{ phone: '+62 811-000', wa_id: '62811000', type: 'CELL' }],
    },
  ];
  const { message } = await says(rinaId, { type: 'contacts', contacts });
  assert.equal(message.contacts[0].name.formattedName, 'Budi S');
  assert.equal(message.contacts[0].phones[0].waId, '62811000');
});

await test('inbound: a reaction and its removal', async () => {
  const message_id = await menu();
  const on = await says(rinaId, { type: 'reaction', reaction: { message_id, emoji: '❤️' } });
  assert.deepEqual(on.message.reaction, { messageId: message_id, emoji: '❤️' });
  const off = await says(rinaId, { type: 'reaction', reaction: { message_id } });
  assert.deepEqual(off.message.reaction, { messageId: message_id });
});

await test('inbound: the answer to a button and to a list', async () => {
  const quoted = await menu();
  const button = await says(rinaId, {
    type: 'interactive',
    quoted,
    interactive: { type: 'button_reply', button_reply: { id: 'ya', title: 'Ya' } },
  });
  assert.deepEqual(button.message.interactive.buttonReply, { id: 'ya', title: 'Ya' });
  assert.deepEqual(button.message.context, { from: '6281200007700', id: quoted });
  assert.equal(button.message.kapso.direction, 'inbound');
  const list = await says(rinaId, {
    type: 'interactive',
    quoted,
    interactive: {
      type: 'list_reply',
      list_reply: { id: 'r1', title: 'Kilat', description: '1 hari' },
    },
  });
  assert.equal(list.message.interactive.listReply.id, 'r1');
});

await test('inbound: a filled form', async () => {
  const { message } = await says(rinaId, {
    type: 'interactive',
    quoted: await menu(),
    interactive: {
      type: 'nfm_reply',
      nfm_reply: {
        name: 'flow',
        body: 'Sent',
        response_json: JSON.stringify({ flow_token: 'ft-9', nama: 'Rina' }),
      },
    },
  });
  assert.deepEqual(message.kapso.flowResponse, { flowToken: 'ft-9', nama: 'Rina' });
  assert.equal(message.kapso.flowToken, 'ft-9');
});

await test('inbound: a permission to call', async () => {
  const { message } = await says(rinaId, {
    type: 'interactive',
    interactive: {
      type: 'call_permission_reply',
      call_permission_reply: {
        response: 'accept',
        is_permanent: false,
        expiration_timestamp: 1_795_600_000,
        response_source: 'user_action',
      },
    },
  });
  assert.equal(message.interactive.callPermissionReply.response, 'accept');
});

await test('inbound: the button of a template', async () => {
  const { message } = await says(rinaId, {
    type: 'button',
    quoted: await menu(),
    button: { payload: 'STOP_PROMO', text: 'Berhenti' },
  });
  assert.deepEqual(message.button, { payload: 'STOP_PROMO', text: 'Berhenti' });
});

await test('inbound: an order', async () => {
  const { message } = await says(rinaId, {
    type: 'order',
    order: {
      catalog_id: '880066770099112',
      text: 'tolong cepat',
      product_items: [
        { product_retailer_id: 'SKU-9', quantity: 2, item_price: 75000, currency: 'IDR' },
      ],
    },
  });
  assert.equal(message.order.orderText, 'tolong cepat');
  assert.equal(message.order.productItems[0].itemPrice, 75000);
});

await test('inbound: a quote of the business and of oneself', async () => {
  const own = await fromRina('Ini pertama');
  const quoted = await says(rinaId, { text: 'Maksudnya ini', quoted: own });
  assert.deepEqual(quoted.message.context, { from: rinaId, id: own });
});

await test('inbound: what it cannot say is said to be unsupported', async () => {
  const { message } = await says(rinaId, { type: 'poll', text: 'Kue atau roti?' });
  assert.equal(message.type, 'unsupported');
  assert.equal(message.unsupported.type, 'poll_creation');
  assert.equal(message.errors[0].code, 131051);
});

await test('inbound: an edit and a taking back', async () => {
  const first = await fromRina('Saya mau 2');
  const edit = await says(rinaId, {
    type: 'edit',
    edit: {
      original_message_id: first,
      message: { context: { id: 'M0' }, type: 'text', text: { body: 'Saya mau 3' } },
    },
  });
  assert.equal(edit.message.edit.originalMessageId, first);
  assert.equal(edit.message.edit.message.text.body, 'Saya mau 3');
  const revoke = await says(rinaId, { type: 'revoke', revoke: { original_message_id: first } });
  assert.equal(revoke.message.revoke.originalMessageId, first);
});

await test('inbound: whatever a raw message says goes out as it is', async () => {
  const raw = {
    type: 'text',
    text: { body: 'Info dong' },
    context: { forwarded: true },
    referral: {
      source_url: 'https://fb.me/x',
      source_id: '120099887766',
      source_type: 'ad',
      headline: 'Promo',
      ctwa_clid: 'Af-sim',
    },
  };
  const { message } = await says(rinaId, { raw });
  assert.equal(message.referral.sourceId, '120099887766');
  assert.equal(message.referral.ctwaClid, 'Af-sim');
  assert.equal(message.context.forwarded, true);
  const odd = await says(rinaId, { raw: { type: 'hologram', hologram: { depth: 3 } } });
  assert.deepEqual(odd.message.hologram, { depth: 3 });
});

await test('inbound: a person without a phone says all of it too', async () => {
  const { message, seen } = await says(lia, { type: 'location', location: place });
  assert.equal(message.from, undefined);
  assert.equal(message.fromUserId, lia);
  assert.equal(message.kapso.direction, 'inbound');
  assert.equal(seen.contacts[0].userId, lia);
});
