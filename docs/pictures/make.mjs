// The pictures of the documents, taken of `sapa demo`: the inbox, what WhatsApp brings besides words,
// and connecting a number. Run by docs/pictures/make.
import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { account, executable, freePort, later } from '../../tests/browser/house.mjs';
import { openBrowser, openPage } from '../../web/e2e/browser.mjs';

const folder = mkdtempSync(join(tmpdir(), 'sapa-picture-'));
const listen = ['--listen', `127.0.0.1:${await freePort()}`];
const phones = ['--simulator', `127.0.0.1:${await freePort()}`];
const words = ['demo', '--json', '--data', join(folder, 'data'), ...listen, ...phones];
const demo = spawn(executable, words, { stdio: ['ignore', 'pipe', 'inherit'] });
const browser = await openBrowser();

const begun = () =>
  new Promise((done, refuse) => {
    let text = '';
    demo.on('exit', (code) => refuse(new Error(`the demo ended with ${code}`)));
    demo.stdout.on('data', (part) => {
      text += part;
      if (text.includes('\n')) done(JSON.parse(text.slice(0, text.indexOf('\n'))));
    });
  });

async function take(page, name) {
  await page.evaluate(() => document.fonts.ready);
  await page.mouse.move(0, 0);
  await later(1500);
  const file = fileURLToPath(new URL(name, import.meta.url));
  await page.screenshot({ path: file, animations: 'disabled' });
  console.log(file);
}

async function signIn(page, { url, people }) {
  await page.goto(`${url}/login`);
  await page.getByLabel('E-mail').fill(people[0].email);
  await page.getByLabel('Password', { exact: true }).fill(people[0].password);
  await page.getByRole('button', { name: 'Sign in' }).click();
  await page.waitForURL('**/inbox**');
}

const rows = (page) => page.locator('[data-list-zone] [role=listitem]');
const messages = (page) => page.getByRole('log').locator('[data-message]');

async function inbox(page) {
  await rows(page).first().waitFor();
  await rows(page).nth(1).getByRole('link').first().click();
  await messages(page).last().waitFor();
  await take(page, 'inbox.png');
}

/** A customer who has not written before asks, chooses from our list, and orders. */
async function conversation(page, { phone_url: phone }) {
  const send = async (path, body) => {
    const reply = await fetch(`${phone}/sim/customers${path}`, {
      method: 'POST',
      body: JSON.stringify(body),
    });
    if (!reply.ok) throw new Error(`${path}: ${reply.status} ${await reply.text()}`);
  };
  const digits = '6281255500123';
  await send('', { name: 'Maya Lestari', phone: digits });
  const says = (body) => send(`/${digits}/messages`, body);
  await says({ text: 'Halo, bisa kirim kue ke kantor hari ini?' });
  await rows(page).getByRole('link', { name: /Maya Lestari/ }).click();
  await messages(page).first().waitFor();

  await page.getByRole('button', { name: 'Send something else' }).click();
  await page.getByRole('menuitem', { name: 'List', exact: true }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel('Text', { exact: true }).fill('Bisa! Mau diantar jam berapa?');
  await dialog.getByLabel('Words on the button').fill('Pilih jam');
  await dialog.getByLabel('Row 1', { exact: true }).fill('10.00 – 12.00');
  await dialog.getByRole('button', { name: 'Add a row' }).click();
  await dialog.getByLabel('Row 2', { exact: true }).fill('14.00 – 16.00');
  await dialog.getByRole('button', { name: 'Send', exact: true }).click();
  await dialog.waitFor({ state: 'detached' });
  await messages(page).last().locator('[data-status=delivered], [data-status=read]').waitFor();

  await says({
    type: 'interactive',
    interactive: { type: 'list_reply', list_reply: { id: '2', title: '14.00 – 16.00' } },
  });
  await says({
    type: 'order',
    order: {
      catalog_id: '880066770099112',
      text: 'Tolong jangan terlalu manis ya',
      product_items: [
        ['KUE-LAPIS', 2, 45000],
        ['RISOLES-10', 1, 60000],
      ].map(([product_retailer_id, quantity, item_price]) => ({
        product_retailer_id,
        quantity,
        item_price,
        currency: 'IDR',
      })),
    },
  });
  await page.getByText('Order of 3 items').waitFor();
  await take(page, 'whatsapp-conversation.png');
}

/** Through the simulator's dialog, as far as the number's PIN. */
async function connecting(page, { url, phone_url: phone }) {
  const slug = /\/w\/([^/]+)\//.exec(page.url())[1];
  await page.setViewportSize({ width: 1280, height: 800 });
  await page.goto(`${url}/w/${slug}/settings/channels?connect=signup`);
  await page.getByLabel('App ID').fill(account.app);
  await page.getByLabel('App secret').fill(account.secret);
  await page.getByLabel('Configuration ID').fill('7700');
  await page.getByText('Advanced').click();
  await page.getByLabel('Address of the Graph API').fill(phone);
  await page.getByLabel('Address of the dialog').fill(phone);
  await page.getByRole('button', { name: 'Save' }).click();
  await page.getByRole('button', { name: 'Open Meta’s dialog' }).click();
  await page.getByRole('link', { name: 'A new account with a new number' }).click();
  await page.getByLabel('Two-step PIN').waitFor();
  await take(page, 'whatsapp-connecting.png');
}

try {
  const house = await begun();
  const { page } = await openPage(browser, { width: 1440, height: 900 });
  await signIn(page, house);
  await inbox(page);
  await conversation(page, house);
  await connecting(page, house);
} finally {
  await browser.close();
  demo.removeAllListeners('exit');
  const ended = new Promise((done) => demo.once('exit', done));
  demo.kill('SIGTERM');
  await ended;
  rmSync(folder, { recursive: true, force: true });
}
