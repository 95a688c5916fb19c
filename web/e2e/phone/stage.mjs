// A running simulator with its phone page in Chromium, and what the walks over it share.
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { createServer } from 'node:http';
import { finish, judge } from '../walker.mjs';

const executable = process.argv[2] ?? '../build/sapa';
export const number = '440022330055662';
export const later = (ms) => new Promise((done) => setTimeout(done, ms));

// What our side of the webhooks answers.
export const inbox = { status: 200, seen: [] };
const server = createServer((request, reply) => {
  const pieces = [];
  request.on('data', (piece) => pieces.push(piece));
  request.on('end', () => {
    inbox.seen.push(Buffer.concat(pieces).toString());
    reply.writeHead(inbox.status, { 'Content-Length': 0 }).end();
  });
});
const listen = (server) => new Promise((done) => server.listen(0, '127.0.0.1', done));
await listen(server);
const spare = createServer();
await listen(spare);
const { port } = spare.address();
await new Promise((done) => spare.close(done));

const base = `http://127.0.0.1:${port}`;
const sapa = spawn(executable, ['simulate', '--listen', `127.0.0.1:${port}`], {
  stdio: ['ignore', 'ignore', 'inherit'],
});
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

export async function call(method, path, body) {
  const headers = { 'Content-Type': 'application/json', Authorization: 'Bearer EAASIMTOKEN0001' };
  const reply = await fetch(base + path, { method, headers, body: JSON.stringify(body) });
  assert.ok(reply.ok, `${method} ${path}: ${reply.status}`);
  return reply.json();
}
export const send = (body) =>
  call('POST', `/v26.0/${number}/messages`, {
    messaging_product: 'whatsapp',
    to: '+628123450001',
    ...body,
  });
export const chat = async () =>
  (await fetch(`${base}/sim/customers/628123450001/messages`)).json().then((all) => all.messages);

export async function walk(name, options, steps) {
  await call('POST', '/sim/reset', {});
  await call('POST', '/sim/webhook', { url: `http://127.0.0.1:${server.address().port}/x` });
  await call('POST', '/sim/config', { speed: 20 });
  inbox.status = 200;
  inbox.seen = [];
  const strict = { ...options, refusals: false };
  await judge(`phone: ${name}`, `phone-${name}`, strict, async ({ page, check }) => {
    await page.goto(base);
    await page.getByRole('navigation').waitFor();
    await steps({ page, check });
  });
}

export const write = async (page, text) => {
  await page.locator('textarea').fill(text);
  await page.keyboard.press('Enter');
  await page.locator('[data-message]').filter({ hasText: text }).first().waitFor();
};
export const tick = (page, state) =>
  page.getByRole('log').locator(`[data-tick=${state}]`).first().waitFor();

// One value of the newest webhooks, as they came.
export async function told(field, fits) {
  for (let tries = 0; tries < 100; tries++) {
    const found = inbox.seen
      .filter(Boolean)
      .flatMap((body) => JSON.parse(body).entry.flatMap((entry) => entry.changes))
      .find((change) => change.field === field && fits(change.value));
    if (found) return found.value;
    await later(50);
  }
  throw new Error(`no webhook of ${field}`);
}

// A customer's message as the business was told of it.
export const toldMessage = async (fits) =>
  (await told('messages', (value) => value.messages?.some(fits))).messages.find(fits);

export async function end() {
  server.close();
  sapa.kill('SIGTERM');
  await finish();
}
