// Writing, answering, ticks, pictures, switches and troubles.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { phone } from '../browser.mjs';
import { call, chat, inbox, later, send, tick, walk, write } from './stage.mjs';

await walk('a conversation', {}, async ({ page, check }) => {
  inbox.status = 503;
  await write(page, 'Halo, kue masih ada?');
  await tick(page, 'waiting');
  inbox.status = 200;
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
  const photo = new URL('../../../src/simulator/data/photo.jpg', import.meta.url);
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
