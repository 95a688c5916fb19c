// What every part of the contract tests shares: a running simulator, the two clients, a webhook
// address of ours, and the count of what passed.
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { fileURLToPath } from 'node:url';
import { GraphApiError, WhatsAppClient } from '@kapso/whatsapp-cloud-api';
import { normalizeWebhook, verifySignature } from '@kapso/whatsapp-cloud-api/server';
import Sdk from '@great-detail/whatsapp';

export const number = '440022330055662';
export const account = '330011220044551';
export const app = '550033440066773';
export const accessToken = 'EAASIMTOKEN0001';
export const appSecret = 'sim_app_secret_0001';
export const rina = '+628123450001';
export const lia = 'BR.90417733520068812455';

const data = fileURLToPath(new URL('../../src/simulator/data/', import.meta.url));
export const sample = (name) => readFileSync(data + name);
export const later = (ms) => new Promise((done) => setTimeout(done, ms));

async function freePort() {
  const server = createServer().listen(0, '127.0.0.1');
  await new Promise((done) => server.once('listening', done));
  const { port } = server.address();
  await new Promise((done) => server.close(done));
  return port;
}

const port = await freePort();
export const base = `http://127.0.0.1:${port}`;
const executable = process.argv[2] ?? 'build/sapa';
const sapa = spawn(executable, ['simulate', '--listen', `127.0.0.1:${port}`, '--speed', '50'], {
  stdio: ['ignore', 'ignore', 'inherit'],
});
const ended = new Promise((done) => sapa.once('exit', done));
for (let tries = 0; ; tries++) {
  if (
    await fetch(`${base}/healthz`).then(
      (r) => r.ok,
      () => false,
    )
  )
    break;
  if (tries > 100 || sapa.exitCode !== null) throw new Error('the simulator did not start');
  await later(100);
}

export async function control(method, path, body) {
  const reply = await fetch(base + path, {
    method,
    headers: { 'Content-Type': 'application/json' },
    body: body === undefined ? undefined : JSON.stringify(body),
  });
  const text = await reply.text();
  assert.ok(reply.ok, `${method} ${path}: ${reply.status} ${text.slice(0, 200)}`);
  return JSON.parse(text);
}

// Our side of the webhooks: keeps every POST as it came.
export const posts = [];
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
export const hook = `http://127.0.0.1:${inbox.address().port}/hook`;

// What a webhook says as both clients read it. A client that refuses it makes the test fail.
async function read({ headers, body }) {
  const signatureHeader = headers['x-hub-signature-256'];
  assert.ok(verifySignature({ appSecret, rawBody: body, signatureHeader }), 'kapso: signature');
  const event = await sdk.webhook.eventNotification({
    method: 'POST',
    query: {},
    headers,
    body: body.toString(),
  });
  await event.verifySignature(appSecret);
  const payload = JSON.parse(body.toString());
  assert.deepEqual(event.eventNotification, payload);
  return { payload, headers, body, ...normalizeWebhook(payload) };
}

// The first webhook, from the `since`th on, about which `fits` says yes.
export async function webhook(fits, since = 0) {
  for (let tries = 0; tries < 250; tries++) {
    for (const post of posts.slice(since)) {
      const seen = await read(post);
      if (fits(seen)) return seen;
    }
    await later(20);
  }
  throw new Error('no such webhook came');
}

// One `value` of a field.
export async function notice(field, fits = () => true, since = 0) {
  const find = ({ payload }) =>
    payload.entry
      .flatMap((entry) => entry.changes.map((change) => ({ entry, ...change })))
      .find((change) => change.field === field && fits(change.value));
  return find(await webhook((seen) => find(seen) !== undefined, since));
}

// A customer's message, and the webhook that tells of it.
export async function says(person, what) {
  const { message } = await control('POST', `/sim/customers/${person}/messages`, what);
  const seen = await webhook(({ messages }) => messages.some((one) => one.id === message.id));
  return { id: message.id, seen, message: seen.messages.find((one) => one.id === message.id) };
}

export const fromRina = async (text) => (await says('628123450001', { text })).id;

// What the phone of a customer has.
export async function onPhone(id, person = '628123450001') {
  const { messages } = await control('GET', `/sim/customers/${person}/messages`);
  const found = messages.find((one) => one.id === id);
  assert.ok(found, 'the phone has no such message');
  return found;
}

export const statuses = async (id) => {
  const all = [];
  for (const post of posts) all.push(...(await read(post)).statuses.filter((one) => one.id === id));
  return all;
};

export const kapso = new WhatsAppClient({ accessToken, baseUrl: base });
export const sdk = new Sdk({
  prefixUrl: base,
  request: { headers: { Authorization: `Bearer ${accessToken}` }, retry: 0 },
});

export async function upload(file, type) {
  const blob = new Blob([sample(file)], { type });
  const { id } = await kapso.media.upload({
    phoneNumberId: number,
    type,
    file: blob,
    fileName: file,
  });
  return id;
}

export async function refused(run, code) {
  try {
    await run();
  } catch (error) {
    assert.ok(error instanceof GraphApiError, String(error));
    if (code !== undefined) assert.equal(error.code, code, error.details);
    return error;
  }
  throw new Error('it was not refused');
}

let passed = 0;
let failed = 0;
export async function test(name, run) {
  try {
    await run();
    passed++;
    console.log(`ok contract: ${name}`);
  } catch (error) {
    failed++;
    // A client's own error keeps what the simulator said in its answer.
    const said = error.response?.text ? await error.response.text().catch(() => '') : '';
    console.log(`FAIL contract: ${name}: ${String(error.stack ?? error).slice(0, 600)} ${said}`);
  }
}

export async function stop() {
  inbox.close();
  sapa.kill('SIGTERM');
  const code = await Promise.race([ended, later(5000).then(() => 'still running')]);
  await test('the simulator stops when told', async () => assert.equal(code, 0));
  if (code === 'still running') sapa.kill('SIGKILL');
  console.log(`${passed} passed, ${failed} failed`);
  process.exit(failed === 0 ? 0 : 1);
}
