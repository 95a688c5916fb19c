// Subscribing, signatures, statuses, errors.
import assert from 'node:assert/strict';
import {
  account,
  control,
  fromRina,
  hook,
  kapso,
  later,
  lia,
  number,
  refused,
  rina,
  says,
  sdk,
  statuses,
  test,
  webhook,
} from '../world.mjs';

await test('great-detail: subscribe with an address of ours', async () => {
  const answer = await sdk.subscribedApps
    .createSubscription({
      businessAccountID: account,
      override_callback_uri: hook,
      verify_token: 'contract',
    })
    .json();
  assert.deepEqual(answer, { success: true });
  const list = await sdk.subscribedApps.listSubscriptions({ businessAccountID: account }).json();
  assert.equal(list.data[0].override_callback_uri, hook);
});

await test('great-detail: an address that does not answer the check is refused', async () => {
  const wrong = { businessAccountID: account, override_callback_uri: hook, verify_token: 'other' };
  await assert.rejects(() => sdk.subscribedApps.createSubscription(wrong).json());
  const list = await sdk.subscribedApps.listSubscriptions({ businessAccountID: account }).json();
  assert.equal(list.data[0].override_callback_uri, hook);
});

await test('great-detail: the check itself is what it expects of Meta', async () => {
  const challenge = {
    'hub.mode': 'subscribe',
    'hub.challenge': '1158201444',
    'hub.verify_token': 'contract',
  };
  const event = await sdk.webhook.register({ method: 'GET', query: challenge, headers: {} });
  assert.equal(event.accept(), '1158201444');
});

await test('both: a customer message is signed and written as Meta does', async () => {
  const { id, seen } = await says('628123450001', { text: 'Apa kabar? ❤️ a/b' });
  assert.ok(seen.body.includes('\\u2764') && seen.body.includes('a\\/b'));
  const { messages, contacts } = seen;
  assert.equal(messages[0].id, id);
  assert.equal(messages[0].text.body, 'Apa kabar? ❤️ a/b');
  assert.equal(messages[0].from, '628123450001');
  assert.equal(messages[0].kapso.direction, 'inbound');
  assert.equal(contacts[0].profile.name, 'Rina Wulandari');
  assert.equal(seen.phoneNumberId, number);
  assert.equal(seen.payload.entry[0].changes[0].field, 'messages');
});

await test('kapso: a wrong signature is seen', async () => {
  await control('POST', '/sim/config', { wrong_signature: true });
  try {
    await assert.rejects(() => says('628123450001', { text: 'Palsu' }), /signature/);
  } finally {
    await control('POST', '/sim/config', { wrong_signature: false });
    const { posts } = await import('../world.mjs');
    posts.length = 0;
  }
});

await test('kapso: text with a quote and data of ours', async () => {
  const sent = await kapso.messages.sendText({
    phoneNumberId: number,
    to: rina,
    body: 'Masih *ada* https://shop.example',
    previewUrl: true,
    contextMessageId: await fromRina('Masih ada?'),
    bizOpaqueCallbackData: 'ob:1',
  });
  const { id } = sent.messages[0];
  assert.match(id, /^wamid\./);
  assert.equal(sent.contacts[0].input, rina);
  assert.equal(sent.contacts[0].waId, '628123450001');
  await webhook(({ statuses }) =>
    statuses.some((one) => one.id === id && /delivered|read/.test(one.status)),
  );
  const told = await statuses(id);
  assert.ok(told.length >= 2);
  for (const one of told) {
    assert.equal(one.bizOpaqueCallbackData, 'ob:1');
    assert.equal(one.recipientId, '628123450001');
    assert.match(one.recipientUserId, /^ID\./);
  }
});

await test('kapso: statuses run from sent to read and tell the price', async () => {
  const sent = await kapso.messages.sendText({ phoneNumberId: number, to: rina, body: 'Siap' });
  const { id } = sent.messages[0];
  await webhook(({ statuses }) => statuses.some((one) => one.id === id && one.status === 'read'));
  const told = await statuses(id);
  assert.equal(told[0].status, 'sent');
  assert.equal(told.at(-1).status, 'read');
  const priced = told.filter((one) => one.pricing);
  assert.ok(priced.length > 0);
  assert.equal(priced[0].pricing.pricingModel, 'PMP');
  assert.equal(priced[0].pricing.type, 'free_customer_service');
});

await test('kapso: a person without a phone', async () => {
  const { message, seen } = await says(lia, { text: 'Oi' });
  assert.equal(message.from, undefined);
  assert.equal(message.fromUserId, lia);
  assert.equal(seen.contacts[0].waId, undefined);
  assert.equal(seen.contacts[0].profile.username, '@lia.doces');
  const sent = await kapso.messages.sendText({
    phoneNumberId: number,
    recipient: lia,
    body: 'Oi!',
  });
  assert.equal(sent.contacts[0].userId, lia);
  assert.equal(sent.contacts[0].waId, undefined);
  const { id } = sent.messages[0];
  await webhook(({ statuses }) =>
    statuses.some((one) => one.id === id && /delivered|read/.test(one.status)),
  );
  for (const one of await statuses(id)) {
    assert.equal(one.recipientId, undefined);
    assert.equal(one.recipientUserId, lia);
  }
});

await test('kapso: when both are named the phone wins', async () => {
  const sent = await kapso.messages.sendText({
    phoneNumberId: number,
    to: rina,
    recipient: lia,
    body: 'Ini',
  });
  assert.equal(sent.contacts[0].waId, '628123450001');
});

await test('kapso: read and typing', async () => {
  const messageId = await fromRina('Halo?');
  const read = await kapso.messages.markRead({ phoneNumberId: number, messageId });
  assert.equal(read.success, true);
  const typing = await kapso.messages.markRead({
    phoneNumberId: number,
    messageId,
    typingIndicator: { type: 'text' },
  });
  assert.equal(typing.success, true);
  await refused(
    () => kapso.messages.markRead({ phoneNumberId: number, messageId: 'wamid.NONE' }),
    131009,
  );
});

await test('great-detail: read and typing', async () => {
  const answer = await sdk.message
    .createStatus({
      phoneNumberID: number,
      message_id: await fromRina('Ada orang?'),
      status: 'read',
      typing_indicator: { type: 'text' },
    })
    .json();
  assert.deepEqual(answer, { success: true });
});

await test('kapso: errors are understood', async () => {
  const text = (body) => () => kapso.messages.sendText({ phoneNumberId: number, to: rina, body });
  const tooLong = await refused(text('x'.repeat(4097)), 131009);
  assert.equal(tooLong.httpStatus, 400);
  assert.match(tooLong.details, /4096/);
  assert.ok(tooLong.fbtraceId);

  const rule = (action) => control('POST', '/sim/rules', { match: { times: 1 }, action });
  await rule({ code: 130429, status: 429 });
  assert.ok((await refused(text('a'))).isRateLimit());
  await rule({ code: 190 });
  assert.ok((await refused(text('a'))).requiresTokenRefresh());
  await rule({ code: 132001 });
  assert.ok((await refused(text('a'))).isTemplateError());
  await rule({ code: 131016, status: 503 });
  const down = await refused(text('a'));
  assert.equal(down.category, 'server');
  assert.equal(down.retry.action, 'retry');
  await rule({ code: 368, status: 403 });
  assert.equal((await refused(text('a'))).retry.action, 'do_not_retry');
  await rule({ kind: 'html', status: 502 });
  assert.equal((await refused(text('a'))).httpStatus, 502);
});

await test('kapso: outside of the window a text fails, and says why', async () => {
  const body = { name: 'Sudah Lama', phone: '628123450999' };
  await control('POST', '/sim/customers', body);
  const sent = await kapso.messages.sendText({
    phoneNumberId: number,
    to: '+628123450999',
    body: 'Hai',
  });
  const { id } = sent.messages[0];
  const seen = await webhook(({ statuses }) =>
    statuses.some((one) => one.id === id && one.status === 'failed'),
  );
  const status = seen.statuses.find((one) => one.id === id);
  assert.equal(status.errors[0].code, 131047);
  assert.equal(status.recipientUserId, undefined);
  assert.equal(seen.contacts.length, 0);
  await control('POST', '/sim/config', { window_sync: true });
  try {
    const error = await refused(
      () => kapso.messages.sendText({ phoneNumberId: number, to: '+628123450999', body: 'Hai' }),
      131047,
    );
    assert.equal(error.category, 'reengagementWindow');
  } finally {
    await control('POST', '/sim/config', { window_sync: false });
  }
});

await test('kapso: a failed status comes after its acceptance', async () => {
  await control('POST', '/sim/rules', {
    match: { times: 1 },
    action: { kind: 'failed', code: 131049 },
  });
  const sent = await kapso.messages.sendText({ phoneNumberId: number, to: rina, body: 'Promo' });
  const { id } = sent.messages[0];
  const seen = await webhook(({ statuses }) => statuses.some((one) => one.id === id));
  assert.equal(seen.statuses[0].status, 'failed');
  assert.equal(seen.statuses[0].errors[0].code, 131049);
  await later(100);
  assert.equal((await statuses(id)).length, 1);
});

await test('great-detail: errors are errors', async () => {
  const text = { phoneNumberID: number, to: rina, type: 'text', text: { body: '' } };
  await assert.rejects(
    () => sdk.message.createMessage(text).json(),
    (error) => error.response?.status === 400,
  );
});
