// Menus, sheets and calls in Arabic, in the dark and on a phone of 360 pixels.
import assert from 'node:assert/strict';
import { phone } from '../browser.mjs';
import { call, send, walk } from './stage.mjs';

const say = (text) => call('POST', '/sim/customers/628123450001/messages', { text });
const interactive = (content) => send({ type: 'interactive', interactive: content });

async function everything() {
  await say('Halo');
  await interactive({
    type: 'button',
    header: { type: 'document', document: { link: 'https://toko.test/a.pdf', filename: 'a.pdf' } },
    body: {
      text: 'Sebuah kalimat yang sangat panjang supaya gelembungnya harus melipat barisnya.',
    },
    footer: { text: 'Toko Rina, buka setiap hari sampai jam sembilan malam' },
    action: {
      buttons: ['Ya, jadi pesan', 'Tidak jadi pesan'].map((title) => ({
        type: 'reply',
        reply: { id: title, title },
      })),
    },
  });
  await interactive({
    type: 'catalog_message',
    body: { text: 'Semua barang kami' },
    action: {
      name: 'catalog_message',
      parameters: { thumbnail_product_retailer_id: 'SKU-2' },
    },
  });
  await interactive({
    type: 'carousel',
    body: { text: 'Pilihan kami' },
    action: {
      cards: ['Coklat', 'Keju'].map((text, card_index) => ({
        card_index,
        type: 'cta_url',
        header: { type: 'image', image: { link: 'https://toko.test/kue.jpg' } },
        body: { text },
        action: {
          name: 'cta_url',
          parameters: { display_text: 'Beli', url: 'https://toko.test/9' },
        },
      })),
    },
  });
}

const wide = (page) => page.evaluate(() => document.documentElement.scrollWidth > innerWidth);

async function look(page, check) {
  const log = page.getByRole('log');
  await log.getByText('Keju').waitFor();
  await check('menus');
  assert.equal(await wide(page), false, 'nothing hangs over the edge');
  await log.locator('button:has(.lucide-shopping-bag)').click();
  await page.getByRole('dialog').getByText('Selendang').waitFor();
  await check('catalogue');
  assert.equal(await wide(page), false, 'nothing hangs over the edge');
  await page.keyboard.press('Escape');
  await page.getByRole('dialog').waitFor({ state: 'detached' });
}

await walk(
  'menus in the dark and in Arabic',
  { dark: true, language: 'ar' },
  async ({ page, check }) => {
    await everything();
    await look(page, check);
  },
);

await walk('menus on a phone', { ...phone, touch: true }, async ({ page, check }) => {
  await everything();
  await page.getByRole('navigation').getByRole('button').first().click();
  await look(page, check);
  await page.getByRole('button', { name: 'Call', exact: true }).click();
  await page.getByRole('menuitem', { name: 'Ring', exact: true }).click();
  await page.getByRole('button', { name: 'Hang up' }).waitFor();
  await check('calling');
});

await walk('menus by keyboard alone', {}, async ({ page }) => {
  await everything();
  const log = page.getByRole('log');
  await log.getByText('Keju').waitFor();
  const button = log.getByRole('button', { name: 'View catalogue' });
  for (let i = 0; i < 60; i++) {
    if (await button.evaluate((one) => one === document.activeElement)) break;
    await page.keyboard.press('Tab');
  }
  await page.keyboard.press('Enter');
  const more = page.getByRole('button', { name: 'One Kaos polos more' });
  await more.waitFor();
  for (let i = 0; i < 20; i++) {
    if (await more.evaluate((one) => one === document.activeElement)) break;
    await page.keyboard.press('Tab');
  }
  await page.keyboard.press('Enter');
  await page.getByText('1 item ·').waitFor();
  await page.keyboard.press('Escape');
  await page.getByRole('dialog').waitFor({ state: 'detached' });
  assert.ok(await button.evaluate((one) => one === document.activeElement), 'back where it was');
});
