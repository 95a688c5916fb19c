// The number, its account and its profile.
import assert from 'node:assert/strict';
import { account, base, kapso, number, refused, rina, sdk, test } from '../world.mjs';

const phoneNumberId = number;

await test('great-detail: a number and an account tell about themselves', async () => {
  const about = await sdk.phoneNumbers
    .getPhoneNumber({ phoneNumberID: number, fields: ['display_phone_number', 'quality_rating'] })
    .json();
  assert.deepEqual(Object.keys(about).sort(), ['display_phone_number', 'id', 'quality_rating']);
  const list = await sdk.phoneNumbers.listPhoneNumbers({ businessAccountID: account }).json();
  assert.equal(list.data[0].id, number);
  const waba = await sdk.whatsappBusinessAccount
    .get(account, {
      fields: [
        'id',
        'name',
        'timezone_id',
        'message_template_namespace',
        'account_review_status',
        'currency',
      ],
    })
    .json();
  assert.equal(waba.id, account);
  assert.equal(waba.account_review_status, 'APPROVED');
});

await test('great-detail: every field of a number', async () => {
  const fields = [
    'id',
    'account_mode',
    'code_verification_status',
    'display_phone_number',
    'quality_rating',
    'verified_name',
    'name_status',
    'status',
    'throughput',
    'health_status',
    'webhook_configuration',
    'whatsapp_business_manager_messaging_limit',
    'platform_type',
    'is_official_business_account',
    'conversational_automation',
  ];
  const about = await sdk.phoneNumbers.getPhoneNumber({ phoneNumberID: number, fields }).json();
  assert.equal(about.status, 'CONNECTED');
  assert.match(about.throughput.level, /STANDARD|HIGH/);
  assert.ok(about.health_status.can_send_message);
  const nested = await sdk.phoneNumbers
    .getPhoneNumber({ phoneNumberID: number, fields: ['verified_name', ['throughput', ['level']]] })
    .json();
  assert.match(nested.throughput.level, /STANDARD|HIGH/);
  assert.ok(nested.verified_name);
});

await test('great-detail: numbers are sorted and filtered', async () => {
  const list = await sdk.phoneNumbers
    .listPhoneNumbers({
      businessAccountID: account,
      fields: ['id', 'verified_name'],
      sort: ['creation_time_descending'],
    })
    .json();
  assert.equal(list.data[0].id, number);
});

await test('kapso: deregister and register', async () => {
  assert.equal((await kapso.phoneNumbers.deregister({ phoneNumberId })).success, true);
  const text = { phoneNumberId, to: rina, body: 'Halo' };
  await refused(() => kapso.messages.sendText(text), 133010);
  assert.equal((await kapso.phoneNumbers.register({ phoneNumberId, pin: '581063' })).success, true);
  await kapso.messages.sendText(text);
  await kapso.phoneNumbers.deregister({ phoneNumberId });
  await refused(() => kapso.phoneNumbers.register({ phoneNumberId, pin: '000000' }), 133005);
  const back = await kapso.phoneNumbers.register({
    phoneNumberId,
    pin: '581063',
    dataLocalizationRegion: 'ID',
  });
  assert.equal(back.success, true);
});

await test('great-detail: a token without a name is refused', async () => {
  const { default: Sdk } = await import('@great-detail/whatsapp');
  const nobody = new Sdk({ prefixUrl: base, request: { retry: 0 } });
  await assert.rejects(
    () => nobody.phoneNumbers.getPhoneNumber({ phoneNumberID: number }).json(),
    (error) => error.response.status === 401,
  );
});
