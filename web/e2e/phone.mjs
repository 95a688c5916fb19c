// Walks the simulator's phone page over a running `sapa simulate`: writing, answering, ticks,
// pictures, switches and troubles, in five languages, dark, on a phone and by keyboard alone.
// Usage: node e2e/phone.mjs SAPA-EXECUTABLE (from the web folder)
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { openBrowser, openPage, phone, shoot, violations } from './browser.mjs';

const executable = process.argv[2] ?? '../build/sapa';
const number = '440022330055662';
const later = (ms) => new Promise((done) => setTimeout(done, ms));

// Our side of the webhooks; it also gives a port that was free a moment ago.
let taking = 200;
const inbox = createServer((request, reply) => {
  request.resume();
  request.on('end', () => reply.writeHead(taking, { 'Content-Length': 0 }).end());
});
const listen = (server) => new Promise((done) => server.listen(0, '127.0.0.1', done));
await listen(inbox);
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

async function call(method, path, body) {
  const headers = { 'Content-Type': 'application/json', Authorization: 'Bearer EAASIMTOKEN0001' };
  const reply = await fetch(base + path, { method, headers, body: JSON.stringify(body) });
  assert.ok(reply.ok, `${method} ${path}: ${reply.status}`);
  return reply.json();
}
const send = (body) =>
  call('POST', `/v26.0/${number}/messages`, {
    messaging_product: 'whatsapp',
    to: '+628123450001',
    ...body,
  });
const chat = async () =>
  (await fetch(`${base}/sim/customers/628123450001/messages`)).json().then((all) => all.messages);

let passed = 0;
let failed = 0;
const browser = await openBrowser();

async function walk(name, options, steps) {
  await call('POST', '/sim/reset', {});
  await call('POST', '/sim/webhook', { url: `http://127.0.0.1:${inbox.address().port}/x` });
  await call('POST', '/sim/config', { speed: 20 });
  taking = 200;
  const { page, context, troubles } = await openPage(browser, options);
  const check = async (what) => {
    const found = await violations(page);
    await shoot(page, `phone-${name}-${what}`.replaceAll(' ', '-'));
    assert.deepEqual(found, [], `axe on ${what}`);
  };
  try {
    await page.goto(base);
    await page.getByRole('navigation').waitFor();
    await steps({ page, check });
    assert.deepEqual(troubles, [], 'console');
    passed++;
    console.log(`ok phone: ${name}`);
  } catch (error) {
    failed++;
    await shoot(page, `phone-${name}-failed`.replaceAll(' ', '-'));
    console.log(
      `FAIL phone: ${name}: ${String(error.message).split('\n').slice(0, 6).join(' | ')}`,
    );
  }
  await context.close();
}

const write = async (page, text) => {
  await page.locator('textarea').fill(text);
  await page.keyboard.press('Enter');
  await page.locator('[data-message]').filter({ hasText: text }).first().waitFor();
};
const tick = (page, state) =>
  page.getByRole('log').locator(`[data-tick=${state}]`).first().waitFor();

await walk('a conversation', {}, async ({ page, check }) => {
  taking = 503;
  await write(page, 'Halo, kue masih ada?');
  await tick(page, 'waiting');
  taking = 200;
  await tick(page, 'delivered');
  const [message] = await chat();
  await send({
    status: 'read',
    message_id: message.id,
    typing_indicator: { type: 'text' },
  });
  await tick(page, 'read');
  await page.getByText('typing…').waitFor();
  const sent = await send({
    text: { body: 'Masih ada!' },
    context: { message_id: message.id },
  });
  await page.getByRole('log').getByText('Masih ada!').waitFor();
  for (let tries = 0; tries < 50; tries++) {
    if ((await chat()).at(-1).state === 'read') break;
    await later(100);
  }
  assert.equal((await chat()).at(-1).state, 'read', 'an open chat is read');
  assert.equal((await chat()).at(-1).id, sent.messages[0].id);
  await check('answered');
});

await walk('everything there is to send', {}, async ({ page, check }) => {
  const attach = async (item) => {
    await page.getByRole('button', { name: 'Attach' }).click();
    await page.getByRole('menuitem', { name: item, exact: true }).click();
  };
  const items = [
    'Photo of a cake',
    'Payment receipt',
    'Voice message',
    'Video',
    'PDF document',
    'Sticker',
    'Location',
    'Contact card',
    'Poll',
  ];
  for (const item of items) await attach(item);
  for (let tries = 0; tries < 50 && (await chat()).length < items.length; tries++) await later(100);
  assert.deepEqual(
    (await chat()).map((one) => one.type),
    ['image', 'image', 'audio', 'video', 'document', 'sticker', 'location', 'contacts', 'poll'],
  );
  const loaded = () =>
    page
      .getByRole('log')
      .evaluate((log) =>
        [...log.querySelectorAll('img')].every((one) => one.complete && one.naturalWidth > 0),
      );
  for (let tries = 0; tries < 50 && !(await loaded()); tries++) await later(100);
  assert.ok(await loaded(), 'pictures are shown');
  const chooser = page.waitForEvent('filechooser');
  await attach('A file of mine…');
  const photo = new URL('../../src/simulator/data/photo.jpg', import.meta.url);
  await (
    await chooser
  ).setFiles({
    name: 'mine.jpg',
    mimeType: 'image/jpeg',
    buffer: readFileSync(photo),
  });
  for (let tries = 0; tries < 50 && (await chat()).length < 10; tries++) await later(100);
  assert.equal((await chat())[9].media.name, 'mine.jpg');
  await check('sent');
});

await walk('a template and its button', {}, async ({ page, check }) => {
  const parameters = [
    { type: 'text', parameter_name: 'name', text: 'Rina' },
    { type: 'text', parameter_name: 'time', text: 'besok' },
  ];
  await send({
    type: 'template',
    template: {
      name: 'appointment_reminder',
      language: { code: 'id' },
      components: [{ type: 'body', parameters }],
    },
  });
  const log = page.getByRole('log');
  await log.getByText('Hai Rina, kami tunggu besok. Jadi datang?').waitFor();
  await page.getByRole('button', { name: 'Ganti hari' }).click();
  await log.getByText('Ganti hari').nth(1).waitFor();
  assert.deepEqual((await chat())[1].extra, { payload: 'Ganti hari', text: 'Ganti hari' });
  await page.locator('[data-message]').first().hover();
  await page.getByRole('button', { name: 'React' }).first().click();
  await check('reacting');
  await page.getByRole('button', { name: '👍' }).click();
  await page.getByLabel('Reactions').waitFor();
});

await walk('switches', {}, async ({ page, check }) => {
  await write(page, 'Halo');
  await page.getByRole('switch', { name: 'Phone is on' }).click();
  await page.getByRole('main').getByText('This phone is off.').waitFor();
  await send({ text: { body: 'Anda di mana?' } });
  await page.getByText('1 message waits.').waitFor();
  assert.equal(await page.getByText('Anda di mana?').count(), 0);
  await check('off');
  await page.getByRole('switch', { name: 'Phone is on' }).click();
  await page.getByRole('log').getByText('Anda di mana?').waitFor();
  await page.getByRole('switch', { name: 'Block the business' }).click();
  await page.getByText('You blocked this business.').waitFor();
  await page.getByRole('button', { name: 'Add', exact: true }).click();
  await page.getByRole('button', { name: 'Remove Too many messages (429)' }).waitFor();
  await check('trouble');
});

await walk('somebody new without a number', {}, async ({ page, check }) => {
  await page.getByRole('button', { name: 'Add a customer' }).click();
  await page.getByLabel('Name').fill('Sari');
  await page.getByRole('switch', { name: 'Without a phone number' }).click();
  await check('dialog');
  await page.getByRole('dialog').getByRole('button', { name: 'Add' }).click();
  await page.getByText('Sari’s phone').waitFor();
  await page.getByText('Hidden from the business').waitFor();
  await write(page, 'Saya baru');
});

await walk('keyboard only', {}, async ({ page }) => {
  const focused = () =>
    page.evaluate(() => {
      const at = document.activeElement;
      return at && at !== document.body ? (at.textContent ?? '') : '';
    });
  for (let i = 0; i < 20 && !(await focused()).includes('Rina Wulandari'); i++)
    await page.keyboard.press('Tab');
  await page.keyboard.press('ArrowDown');
  assert.match(await focused(), /Aisyah Rahman/);
  await page.keyboard.press('Enter');
  await page.getByText('Aisyah Rahman’s phone').waitFor();
  for (let i = 0; i < 30; i++) {
    if (await page.evaluate(() => document.activeElement?.tagName === 'TEXTAREA')) break;
    await page.keyboard.press('Tab');
  }
  await page.keyboard.type('Tanpa tetikus');
  await page.keyboard.press('Enter');
  await page.getByRole('log').getByText('Tanpa tetikus').waitFor();
});

for (const language of ['id', 'ms', 'ar', 'pt-BR'])
  await walk(`in ${language}`, { language }, async ({ page, check }) => {
    assert.equal(
      await page.evaluate(() => document.documentElement.dir),
      language === 'ar' ? 'rtl' : 'ltr',
    );
    await write(page, 'مرحبا Halo');
    await check('page');
  });

await walk('dark', { dark: true }, async ({ page, check }) => {
  await write(page, 'Malam');
  await check('page');
});

await walk('small', { ...phone, touch: true }, async ({ page, check }) => {
  await check('list');
  await page.getByRole('navigation').getByRole('button').first().click();
  await write(page, 'Dari ponsel');
  const wide = () => page.evaluate(() => document.documentElement.scrollWidth > innerWidth);
  assert.equal(await wide(), false, 'nothing hangs over the edge');
  await check('chat');
  await page.getByRole('main').getByRole('button', { name: 'Controls' }).last().click();
  await page.getByRole('switch', { name: 'Phone is on' }).last().waitFor();
  await check('controls');
});

await walk('nobody listens', {}, async ({ page, check }) => {
  await call('POST', '/sim/webhook', { url: '' });
  await page.getByText('Nobody receives these messages yet').waitFor();
  await page.getByText('EAASIMTOKEN0001').waitFor();
  await check('hint');
});

await browser.close();
inbox.close();
sapa.kill('SIGTERM');
console.log(`${passed} passed, ${failed} failed`);
process.exit(failed === 0 ? 0 : 1);
