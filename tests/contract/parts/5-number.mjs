// The number, its account and its profile.
import assert from 'node:assert/strict';
import {
  account,
  accessToken,
  app,
  base,
  kapso,
  number,
  refused,
  rina,
  sample,
  sdk,
  test,
} from '../world.mjs';

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

await test('kapso: a code is asked for and given', async () => {
  const asked = { phoneNumberId, codeMethod: 'SMS', language: 'id' };
  // A number that works has been verified.
  await refused(() => kapso.phoneNumbers.requestCode(asked), 136024);
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

await test('kapso: settings of calling', async () => {
  const calling = {
    status: 'ENABLED',
    callIconVisibility: 'DEFAULT',
    callbackPermissionStatus: 'ENABLED',
  };
  assert.equal(
    (await kapso.phoneNumbers.settings.update({ phoneNumberId, calling })).success,
    true,
  );
  const kept = await kapso.phoneNumbers.settings.get({ phoneNumberId });
  assert.equal(kept.calling.status, 'ENABLED');
  await kapso.phoneNumbers.settings.get({ phoneNumberId, includeSipCredentials: true });
});

const profile = {
  about: 'Buka 9-17',
  address: 'Jl. Contoh 5, Jakarta',
  description: 'Kue dan roti',
  email: 'cs@toko.test',
  websites: ['https://toko.test/', 'https://kue.test/'],
  vertical: 'RETAIL',
};

await test('kapso: the profile', async () => {
  assert.equal(
    (await kapso.phoneNumbers.businessProfile.update({ phoneNumberId, ...profile })).success,
    true,
  );
  const read = await kapso.phoneNumbers.businessProfile.get({
    phoneNumberId,
    fields: Object.keys(profile).join(','),
  });
  const [one] = read.data;
  for (const [key, value] of Object.entries(profile)) assert.deepEqual(one[key], value);
  assert.equal(one.messagingProduct, 'whatsapp');
  await refused(() =>
    kapso.phoneNumbers.businessProfile.update({ phoneNumberId, about: 'x'.repeat(140) }),
  );
  await refused(() =>
    kapso.phoneNumbers.businessProfile.update({ phoneNumberId, vertical: 'NOTHING' }),
  );
});

await test('great-detail: the profile, with a picture', async () => {
  const bytes = sample('photo.jpg');
  const token = { Authorization: `OAuth ${accessToken}` };
  const query = `file_name=a.jpg&file_length=${bytes.length}&file_type=image/jpeg`;
  const opened = await fetch(`${base}/v26.0/${app}/uploads?${query}`, {
    method: 'POST',
    headers: token,
  });
  const { id } = await opened.json();
  assert.match(id, /^upload:/);
  const half = { method: 'POST', headers: { ...token, file_offset: '0' }, body: bytes };
  const { h } = await (await fetch(`${base}/v26.0/${id}`, half)).json();
  assert.ok(h);
  const put = await sdk.businessProfile
    .updateBusinessProfile({ phoneNumberID: number, about: 'Tutup', profile_picture_handle: h })
    .json();
  assert.deepEqual(put, { success: true });
  const read = await sdk.businessProfile
    .getBusinessProfile({ phoneNumberID: number, fields: ['about', 'profile_picture_url'] })
    .json();
  assert.equal(read.data[0].about, 'Tutup');
  assert.match(read.data[0].profile_picture_url, /^https?:/);
});

await test('great-detail: another display name is asked for', async () => {
  const put = await sdk.phoneNumbers
    .updatePhoneNumber({ phoneNumberID: number, new_display_name: 'Toko Rina Baru' })
    .json();
  assert.deepEqual(put, { success: true });
  const fields = ['new_display_name', 'new_name_status', 'verified_name'];
  const about = await sdk.phoneNumbers.getPhoneNumber({ phoneNumberID: number, fields }).json();
  assert.equal(about.new_display_name, 'Toko Rina Baru');
  assert.equal(about.new_name_status, 'PENDING_REVIEW');
  assert.notEqual(about.verified_name, 'Toko Rina Baru');
});

await test('great-detail: a token without a name is refused', async () => {
  const { default: Sdk } = await import('@great-detail/whatsapp');
  const nobody = new Sdk({ prefixUrl: base, request: { retry: 0 } });
  await assert.rejects(
    () => nobody.phoneNumbers.getPhoneNumber({ phoneNumberID: number }).json(),
    (error) => error.response.status === 401,
  );
});
