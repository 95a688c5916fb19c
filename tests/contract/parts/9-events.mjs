// What Meta tells besides messages, as somebody else's client reads it.
import assert from 'node:assert/strict';
import {
  account,
  control,
  kapso,
  later,
  lia,
  notice,
  number,
  posts,
  rina,
  says,
  test,
  webhook,
} from '../world.mjs';

const rinaId = '628123450001';

// Lets it happen, and gives what was told from then on.
async function happen(body, field, fits = () => true) {
  const since = posts.length;
  await control('POST', '/sim/events', { customer: rinaId, ...body });
  return notice(field, fits, since);
}

const accountFields = [
  ['template_status', 'message_template_status_update', { template: 'order_shipped' }],
  ['template_quality', 'message_template_quality_update', { template: 'order_shipped' }],
  ['template_category', 'template_category_update', { template: 'order_shipped' }],
  ['template_category_soon', 'template_category_update', { template: 'order_shipped' }],
  ['template_components', 'message_template_components_update', { template: 'order_shipped' }],
  ['phone_quality', 'phone_number_quality_update'],
  ['phone_name', 'phone_number_name_update'],
  ['capability', 'business_capability_update'],
  ['review', 'account_review_update'],
  ['alert', 'account_alerts'],
  ['security', 'security'],
  ['account_restriction', 'account_update'],
  ['account_ban', 'account_update'],
  ['partner_removed', 'account_update'],
  ['username', 'business_username_update'],
  ['flow_status', 'flows'],
];
for (const [kind, field, more = {}] of accountFields)
  await test(`both: ${kind} is about the account`, async () => {
    const { entry, value } = await happen({ kind, ...more }, field);
    assert.equal(entry.id, account);
    assert.equal(typeof entry.time, 'number');
    assert.equal(value.metadata, undefined);
    if (more.template) assert.equal(value.message_template_name, more.template);
    const camel = field.replace(/_([a-z])/g, (_, letter) => letter.toUpperCase());
    const seen = await webhook(({ raw }) => raw[camel]?.length > 0);
    assert.equal(seen.messages.length, 0);
  });

await test('both: who stops marketing is told of, and gets none', async () => {
  const { entry, value } = await happen({ kind: 'preferences' }, 'user_preferences');
  assert.equal(entry.time, undefined);
  assert.equal(value.user_preferences[0].value, 'stop');
  assert.equal(typeof value.user_preferences[0].timestamp, 'number');
  assert.equal(value.contacts[0].wa_id, rinaId);
  const { data } = await kapso.templates.list({
    businessAccountId: account,
    name: 'our_catalogue',
  });
  const template = { name: 'our_catalogue', language: { code: data[0].language } };
  const sent = await kapso.messages.sendTemplate({ phoneNumberId: number, to: rina, template });
  const { id } = sent.messages[0];
  const seen = await webhook(({ statuses }) => statuses.some((one) => one.id === id));
  assert.equal(seen.statuses.find((one) => one.id === id).errors[0].code, 131050);
  await control('PATCH', `/sim/customers/${rinaId}`, { stopped_marketing: false });
});

await test('kapso: an echo of the phone app is an outgoing message', async () => {
  const since = posts.length;
  await control('POST', '/sim/events', { kind: 'echo', customer: rinaId, text: 'Siap kak' });
  const seen = await webhook(
    ({ messages }) => messages.some((one) => one.text?.body === 'Siap kak'),
    since,
  );
  const [message] = seen.messages;
  assert.equal(message.kapso.direction, 'outbound');
  assert.equal(message.kapso.source, 'smb_message_echo');
  assert.equal(message.to, rinaId);
});

await test('both: history comes in three phases, and its pictures after', async () => {
  const since = posts.length;
  const { placeholder } = await control('POST', '/sim/events', { kind: 'history' });
  for (const phase of [0, 1, 2])
    await notice('history', (value) => value.history?.[0].metadata.phase === phase, since);
  const last = await notice(
    'history',
    (value) => value.history?.[0].metadata.progress === 100,
    since,
  );
  const [message] = last.value.history[0].threads[0].messages;
  assert.ok(message.history_context.status);
  const seen = await webhook(
    ({ messages }) => messages.some((one) => one.id === placeholder),
    since,
  );
  const picture = seen.messages.find((one) => one.id === placeholder);
  const bytes = await kapso.media.download({ mediaId: picture.image.id, auth: 'always' });
  assert.ok(bytes.byteLength > 0);
  const declined = await happen(
    { kind: 'history_declined' },
    'history',
    (value) => value.history?.[0].errors,
  );
  assert.equal(declined.value.history[0].errors[0].code, 2593109);
});

await test('both: the address book of the phone app', async () => {
  const { value } = await happen({ kind: 'state_sync' }, 'smb_app_state_sync');
  const { contact, action } = value.state_sync.find((one) => one.contact.phone_number === rinaId);
  assert.equal(action, 'add');
  assert.equal(contact.full_name, 'Rina Wulandari');
});

await test('both: what another application answers is on standby', async () => {
  const message = await happen({ kind: 'standby', text: 'Halo bot' }, 'standby');
  assert.equal(message.value.standby.messages[0].text.body, 'Halo bot');
  const echo = await happen(
    { kind: 'standby', what: 'echo', text: 'Ya?' },
    'standby',
    (value) => value.standby.message_echoes,
  );
  assert.equal(echo.value.standby.message_echoes[0].message.text.body, 'Ya?');
});

await test('kapso: a person moves to another number', async () => {
  const person = { name: 'Pindah', phone: '628123450777' };
  const { id, user_id } = await control('POST', '/sim/customers', person);
  const since = posts.length;
  await control('POST', '/sim/events', {
    kind: 'number_change',
    customer: id,
    phone: '+628123450778',
  });
  const seen = await webhook(
    ({ messages }) => messages.some((one) => one.type === 'system'),
    since,
  );
  const [message] = seen.messages;
  assert.equal(message.system.type, 'user_changed_number');
  assert.equal(message.system.waId, '628123450778');
  assert.equal(message.system.previousUserId, user_id);
  assert.equal(message.from, '628123450777');
  assert.equal(seen.contacts.length, 0);
  const again = posts.length;
  await control('POST', '/sim/events', { kind: 'number_change', customer: id, share: false });
  const hidden = await webhook(
    ({ messages }) => messages.some((one) => one.system?.type === 'user_changed_user_id'),
    again,
  );
  assert.equal(hidden.messages[0].from, undefined);
  assert.equal(hidden.messages[0].system.waId, undefined);
});

await test('both: a number that is kept private, and a person from before user ids', async () => {
  await control('PATCH', `/sim/customers/${rinaId}`, { hidden: true });
  const secret = await says(rinaId, { text: 'Rahasia' });
  assert.equal(secret.message.from, undefined);
  assert.equal(secret.seen.contacts[0].waId, undefined);
  await control('PATCH', `/sim/customers/${rinaId}`, { hidden: false, legacy: true });
  const old = await says(rinaId, { text: 'Lama' });
  assert.equal(old.message.fromUserId, undefined);
  assert.equal(old.message.from, rinaId);
  await control('PATCH', `/sim/customers/${rinaId}`, { legacy: false });
});

await test('kapso: a group is written to, and each member has a status', async () => {
  const members = [rinaId, '628123450005'];
  const group = await control('POST', '/sim/groups', { name: 'Arisan', members });
  const path = `/sim/groups/${group.id}/messages`;
  const { message } = await control('POST', path, { customer: rinaId, text: 'Pesan 20' });
  const seen = await webhook(({ messages }) => messages.some((one) => one.id === message.id));
  assert.equal(seen.messages[0].groupId, group.id);
  const sent = await kapso.messages.sendText({
    phoneNumberId: number,
    to: group.id,
    recipientType: 'group',
    body: 'Siap',
  });
  const { id } = sent.messages[0];
  for (const participant of members)
    await webhook(({ statuses }) =>
      statuses.some(
        (one) =>
          one.id === id &&
          one.recipientType === 'group' &&
          one.recipientParticipantId === participant,
      ),
    );
});

await test('kapso: a thousand messages at once, three megabytes, and what nobody knows', async () => {
  const since = posts.length;
  await control('POST', '/sim/events', { kind: 'batch', customer: lia });
  const many = await webhook(({ messages }) => messages.length > 100, since);
  assert.equal(many.messages.length, 1000);
  assert.equal(new Set(many.messages.map((one) => one.id)).size, 1000);
  await control('POST', '/sim/events', { kind: 'large', customer: lia });
  const large = await webhook(({ body }) => body.length > 2_900_000, since);
  assert.equal(large.messages[0].text.body, 'Besar sekali');
  await control('POST', '/sim/events', { kind: 'unknown_property', customer: lia });
  await webhook(({ payload }) => payload.entry[0].changes[0].value.weather === 'rain', since);
  await happen({ kind: 'unknown_field' }, 'tea_time_update');
});

await test('both: a webhook of the log is sent once more, byte for byte', async () => {
  const { seen } = await says(rinaId, { text: 'Sekali lagi' });
  const { data } = await control('GET', '/sim/webhooks');
  const line = data.findLast((one) => one.body.includes('Sekali lagi'));
  const before = posts.length;
  await control('POST', `/sim/webhooks/${line.n}/resend`);
  const again = await webhook(
    ({ messages }) => messages.some((one) => one.text?.body === 'Sekali lagi'),
    before,
  );
  assert.deepEqual(again.body, seen.body);
});

await test('both: lost, doubled and shuffled', async () => {
  await control('POST', '/sim/config', { duplicate_p: 1 });
  const { id } = await says(rinaId, { text: 'Dua kali' });
  const count = () => posts.filter(({ body }) => body.toString().includes('Dua kali')).length;
  for (let tries = 0; tries < 100 && count() < 2; tries++) await later(20);
  assert.equal(count(), 2);
  assert.ok(id);
  await control('POST', '/sim/config', { duplicate_p: 0, lose_p: 1 });
  const { message } = await control('POST', `/sim/customers/${rinaId}/messages`, {
    text: 'Hilang',
  });
  // It is lost when it leaves, not when it is written.
  await later(200);
  await control('POST', '/sim/config', { lose_p: 0 });
  await says(rinaId, { text: 'Sampai' });
  assert.ok(!posts.some(({ body }) => body.toString().includes('Hilang')));
  assert.ok(message.id);
});
