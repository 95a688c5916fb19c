// The simulator against clients that others wrote: what they send and accept is the contract, so
// what fails here is a defect of the simulator.
// Usage: node contract.mjs SAPA-EXECUTABLE
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { fileURLToPath } from 'node:url';
import { GraphApiError, WhatsAppClient } from '@kapso/whatsapp-cloud-api';
import { normalizeWebhook, verifySignature } from '@kapso/whatsapp-cloud-api/server';
import Sdk from '@great-detail/whatsapp';

const executable = process.argv[2] ?? 'build/sapa';
const number = '440022330055662';
const account = '330011220044551';
const accessToken = 'EAASIMTOKEN0001';
const appSecret = 'sim_app_secret_0001';
const rina = '+628123450001';
const lia = 'BR.90417733520068812455';
const data = fileURLToPath(new URL('../../src/simulator/data/', import.meta.url));
const sample = (name) => readFileSync(data + name);

const later = (ms) => new Promise((done) => setTimeout(done, ms));

async function freePort() {
  const server = createServer().listen(0, '127.0.0.1');
  await new Promise((done) => server.once('listening', done));
  const { port } = server.address();
  await new Promise((done) => server.close(done));
  return port;
}

const port = await freePort();
const base = `http://127.0.0.1:${port}`;
const sapa = spawn(executable, ['simulate', '--listen', `127.0.0.1:${port}`, '--speed', '50'], {
  stdio: ['ignore', 'ignore', 'inherit'],
});
const ended = new Promise((done) => sapa.once('exit', done));
for (let tries = 0; ; tries++) {
  if (await fetch(`${base}/healthz`).then((r) => r.ok, () => false)) break;
  if (tries > 100 || sapa.exitCode !== null) throw new Error('the simulator did not start');
  await later(100);
}

async function control(method, path, body) {
  const reply = await fetch(base + path, {
    method,
    headers: { 'Content-Type': 'application/json' },
    body: body === undefined ? undefined : JSON.stringify(body),
  });
  assert.ok(reply.ok, `${method} ${path}: ${reply.status}`);
  return reply.json();
}

// Our side of the webhooks: keeps every POST as it came.
const posts = [];
const inbox = createServer((request, reply) => {
  const url = new URL(request.url, base);
  const pieces = [];
  request.on('data', (piece) => pieces.push(piece));
  request.on('end', () => {
    if (request.method === 'GET') {
      const good = url.searchParams.get('hub.verify_token') === 'contract';
      return reply.writeHead(good ? 200 : 403).end(url.searchParams.get('hub.challenge'));
    }
    posts.push({ headers: request.headers, body: Buffer.concat(pieces) });
    reply.writeHead(200).end();
  });
}).listen(0, '127.0.0.1');
await new Promise((done) => inbox.once('listening', done));
const hook = `http://127.0.0.1:${inbox.address().port}/hook`;

async function post(what) {
  for (let tries = 0; tries < 200; tries++) {
    // Slashes of ids arrive escaped.
    const found = posts.find(({ body }) => body.toString().replaceAll('\\/', '/').includes(what));
    if (found) return found;
    await later(20);
  }
  throw new Error(`no webhook with ${what}`);
}

async function fromRina(text) {
  const { message } = await control('POST', `/sim/customers/628123450001/messages`, { text });
  return message.id;
}

const kapso = new WhatsAppClient({ accessToken, baseUrl: base });
const sdk = new Sdk({
  prefixUrl: base,
  request: { headers: { Authorization: `Bearer ${accessToken}` }, retry: 0 },
});

let passed = 0;
let failed = 0;
async function test(name, run) {
  try {
    await run();
    passed++;
    console.log(`ok contract: ${name}`);
  } catch (error) {
    failed++;
    console.log(`FAIL contract: ${name}: ${String(error.stack ?? error).slice(0, 600)}`);
  }
}

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

await test('kapso: a customer message is signed as it expects', async () => {
  const id = await fromRina('Apa kabar? ❤️ a/b');
  const { headers, body } = await post(id);
  const signatureHeader = headers['x-hub-signature-256'];
  assert.ok(verifySignature({ appSecret, rawBody: body, signatureHeader }));
  assert.ok(body.includes('\\u2764') && body.includes('a\\/b'));
  const { messages, contacts } = normalizeWebhook(JSON.parse(body.toString()));
  assert.equal(messages[0].text.body, 'Apa kabar? ❤️ a/b');
  assert.equal(messages[0].from, '628123450001');
  assert.equal(contacts[0].profile.name, 'Rina Wulandari');
});

await test('great-detail: reads the same webhook', async () => {
  const { headers, body } = await post('Apa kabar?');
  const event = await sdk.webhook.eventNotification({
    method: 'POST',
    query: {},
    headers,
    body: body.toString(),
  });
  await event.verifySignature(appSecret);
  assert.equal(event.eventNotification.entry[0].changes[0].field, 'messages');
});

await test('kapso: text with a quote and data of ours', async () => {
  const quoted = await fromRina('Masih ada?');
  const sent = await kapso.messages.sendText({
    phoneNumberId: number,
    to: rina,
    body: 'Masih *ada*',
    contextMessageId: quoted,
    bizOpaqueCallbackData: 'ob:1',
  });
  const { id } = sent.messages[0];
  assert.match(id, /^wamid\./);
  await post(`"status":"sent"`);
  const delivered = posts.map(({ body }) => normalizeWebhook(JSON.parse(body.toString())).statuses);
  const mine = () => delivered.flat().filter((one) => one.id === id);
  assert.ok(mine().every((one) => one.bizOpaqueCallbackData === 'ob:1' || one.biz_opaque_callback_data === 'ob:1'));
});

await test('kapso: statuses run from sent to read', async () => {
  const sent = await kapso.messages.sendText({ phoneNumberId: number, to: rina, body: 'Siap' });
  const { id } = sent.messages[0];
  const states = () =>
    posts
      .flatMap(({ body }) => normalizeWebhook(JSON.parse(body.toString())).statuses)
      .filter((one) => one.id === id)
      .map((one) => one.status);
  for (let tries = 0; tries < 200 && !states().includes('read'); tries++) await later(20);
  assert.equal(states()[0], 'sent');
  assert.equal(states().at(-1), 'read');
});

await test('kapso: a person without a phone', async () => {
  await control('POST', `/sim/customers/${lia}/messages`, { text: 'Oi' });
  const sent = await kapso.messages.sendText({ phoneNumberId: number, recipient: lia, body: 'Oi!' });
  assert.equal(sent.messages.length, 1);
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

const kinds = [
  ['image', 'photo.jpg', 'image/jpeg'],
  ['video', 'video.mp4', 'video/mp4'],
  ['audio', 'voice.ogg', 'audio/ogg'],
  ['document', 'invoice.pdf', 'application/pdf'],
  ['sticker', 'sticker.webp', 'image/webp'],
];

for (const [kind, file, type] of kinds) {
  await test(`kapso: ${kind} uploaded, looked up, sent, downloaded, deleted`, async () => {
    const bytes = sample(file);
    const { id } = await kapso.media.upload({
      phoneNumberId: number,
      type,
      file: new Blob([bytes], { type }),
      fileName: file,
    });
    const about = await kapso.media.get({ mediaId: id, phoneNumberId: number });
    assert.equal(about.mimeType ?? about.mime_type, type);
    const name = `send${kind[0].toUpperCase()}${kind.slice(1)}`;
    const content = kind === 'document' ? { id, filename: file } : { id };
    const sent = await kapso.messages[name]({ phoneNumberId: number, to: rina, [kind]: content });
    assert.equal(sent.messages.length, 1);
    const back = await kapso.media.download({ mediaId: id, auth: 'always' });
    assert.deepEqual(Buffer.from(back), bytes);
    assert.equal((await kapso.media.delete({ mediaId: id })).success, true);
    await assert.rejects(() => kapso.media.get({ mediaId: id }), GraphApiError);
  });

  await test(`great-detail: ${kind} uploaded, looked up, sent, downloaded, deleted`, async () => {
    const bytes = sample(file);
    const blob = new Blob([bytes], { type });
    const upload = { phoneNumberID: number, file: blob, filename: file, mimeType: type };
    const { id } = await sdk.media.upload(upload).json();
    const about = await sdk.media.getURL({ mediaID: id, phoneNumberID: number }).json();
    assert.equal(about.mime_type, type);
    const sent = await sdk.message
      .createMessage({ phoneNumberID: number, to: rina, type: kind, [kind]: { id } })
      .json();
    assert.equal(sent.messages.length, 1);
    const reply = await sdk.media.download({
      mediaURL: about.url,
      // The client insists on the name of Meta's own media host, which is not ours.
      request: { headers: { Authorization: `Bearer ${accessToken}`, Host: new URL(base).host } },
    });
    assert.deepEqual(Buffer.from(await reply.arrayBuffer()), bytes);
    const gone = await sdk.media.delete({ mediaID: id, phoneNumberID: number }).json();
    assert.equal(gone.success, true);
  });
}

await test('kapso: media by address', async () => {
  const sent = await kapso.messages.sendImage({
    phoneNumberId: number,
    to: rina,
    image: { link: 'https://shop.example/cake.jpg', caption: 'Kue' },
  });
  assert.equal(sent.messages.length, 1);
});

await test('kapso: templates are listed page by page and sent', async () => {
  const first = await kapso.templates.list({ businessAccountId: account, limit: 5 });
  assert.equal(first.data.length, 5);
  const { after } = first.paging.cursors;
  const second = await kapso.templates.list({ businessAccountId: account, limit: 5, after });
  assert.notEqual(second.data[0].id, first.data[0].id);
  const one = await kapso.templates.get({ businessAccountId: account, templateId: first.data[0].id });
  assert.equal(one.name, 'order_shipped');
  const sent = await kapso.messages.sendTemplate({
    phoneNumberId: number,
    to: rina,
    template: {
      name: 'order_shipped',
      language: { code: 'id' },
      components: [
        {
          type: 'body',
          parameters: [
            { type: 'text', text: 'Rina' },
            { type: 'text', text: 'JX77' },
          ],
        },
        {
          type: 'button',
          sub_type: 'url',
          index: 0,
          parameters: [{ type: 'text', text: 'JX77' }],
        },
      ],
    },
  });
  assert.equal(sent.messages[0].messageStatus ?? sent.messages[0].message_status, 'accepted');
});

await test('great-detail: templates are listed by status and sent with named parameters', async () => {
  const list = await sdk.template.list(account, { status: ['PAUSED'], limit: 50 }).json();
  assert.ok(list.data.length > 0 && list.data.every((one) => one.status === 'PAUSED'));
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

await test('kapso: errors are understood', async () => {
  const refused = async (run) => {
    try {
      await run();
    } catch (error) {
      assert.ok(error instanceof GraphApiError, String(error));
      return error;
    }
    throw new Error('it was not refused');
  };
  const text = (body) => () => kapso.messages.sendText({ phoneNumberId: number, to: rina, body });
  const tooLong = await refused(text('x'.repeat(4097)));
  assert.equal(tooLong.code, 131009);
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
});

await test('great-detail: a number and an account tell about themselves', async () => {
  const about = await sdk.phoneNumbers
    .getPhoneNumber({ phoneNumberID: number, fields: ['display_phone_number', 'quality_rating'] })
    .json();
  assert.equal(about.display_phone_number, '+6281200007700');
  const list = await sdk.phoneNumbers.listPhoneNumbers({ businessAccountID: account }).json();
  assert.equal(list.data[0].id, number);
  const waba = await sdk.whatsappBusinessAccount.get(account, { fields: ['id', 'name'] }).json();
  assert.equal(waba.id, account);
});

await test('kapso: deregister and register', async () => {
  const phoneNumberId = number;
  assert.equal((await kapso.phoneNumbers.deregister({ phoneNumberId })).success, true);
  assert.equal((await kapso.phoneNumbers.register({ phoneNumberId, pin: '581063' })).success, true);
});

inbox.close();
sapa.kill('SIGTERM');
const code = await Promise.race([ended, later(5000).then(() => 'still running')]);
await test('the simulator stops when told', async () => assert.equal(code, 0));
if (code === 'still running') sapa.kill('SIGKILL');
console.log(`${passed} passed, ${failed} failed`);
process.exit(failed === 0 ? 0 : 1);
