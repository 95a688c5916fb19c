// Walks what is done with conversations besides answering them, against the stand-in server: how urgent
// they are, put aside until the customer answers, done and why, and all of it taken back.
import assert from 'node:assert/strict';
import { desktop, phone } from './browser.mjs';
import { finish, walks } from './walker.mjs';

const walk = walks({ picture: 'tend-' });

const log = (page) => page.getByRole('log');
const there = async (page) => {
  await log(page).locator('[data-message]').first().waitFor();
  await page.waitForTimeout(300);
};
const dialog = (page) => page.getByRole('dialog');
const row = (page, name) => page.locator('[data-list-zone]').getByRole('link', { name });
const item = (page, name) => page.getByRole('menuitem', { name, exact: true });
const more = (page) => page.locator('header').getByRole('button', { name: 'More', exact: true });
const change = (page) => page.waitForRequest((one) => one.method() === 'PATCH');

await walk('how urgent it is', desktop, async ({ page, check, at }) => {
  await at('/w/toko/inbox/2');
  await there(page);
  const khalid = row(page, /خالد/);
  await more(page).click();
  await item(page, 'Urgent').waitFor();
  await check('menu');
  await item(page, 'Urgent').click();
  await khalid.getByLabel('Priority: Urgent').waitFor();
  await log(page).getByText('set the priority to Urgent').waitFor();
  await check('urgent');
  await page.keyboard.press('z');
  await khalid.getByLabel('Priority: Urgent').waitFor({ state: 'detached' });
  // By keyboard: only what was asked for opens.
  await page.keyboard.press('p');
  await item(page, 'High').waitFor();
  assert.equal(await item(page, 'Copy link').count(), 0);
  await page.keyboard.press('h');
  await page.keyboard.press('Enter');
  await khalid.getByLabel('Priority: High').waitFor();
  await page.keyboard.press('Control+k');
  await dialog(page).waitFor();
  await page.keyboard.type('priority: low');
  await page.keyboard.press('Enter');
  await khalid.getByLabel('Priority: Low').waitFor();
  await page.getByRole('button', { name: 'Sort', exact: true }).click();
  await item(page, 'Most urgent first').click();
  await page.waitForURL('**sort=priority**');
  const order = page.locator('[data-list-zone] [role=listitem]');
  await order.first().getByLabel('Priority: Urgent').waitFor();
  await order.nth(1).getByLabel('Priority: High').waitFor();
  await check('sorted');
});

await walk('a list of one priority', desktop, async ({ page, check, at }) => {
  await at('/w/toko/inbox');
  await page.getByRole('button', { name: 'Filter' }).click();
  await page.getByLabel('Priority', { exact: true }).selectOption('urgent');
  await page.waitForURL('**priority=urgent**');
  await page.keyboard.press('Escape');
  await page.getByRole('button', { name: 'Remove Priority: Urgent' }).waitFor();
  assert.equal(await page.locator('[data-list-zone] [role=listitem]').count(), 1);
  await check('filtered');
  await page.getByRole('button', { name: 'Remove Priority: Urgent' }).click();
  await page.waitForURL((url) => !url.search.includes('priority'));
});

await walk('until the customer answers', desktop, async ({ page, fake, check, at }) => {
  await at('/w/toko/inbox/2');
  await there(page);
  await page.keyboard.press('s');
  const asked = change(page);
  await item(page, 'Until the customer answers').waitFor();
  await check('menu');
  await item(page, 'Until the customer answers').click();
  assert.deepEqual((await asked).postDataJSON(), { state: 'snoozed', snoozed_until: null });
  await row(page, /خالد/).waitFor({ state: 'detached' });
  await page.keyboard.press('z');
  await row(page, /خالد/).waitFor();
  await row(page, /خالد/).click();
  await there(page);
  await page.keyboard.press('s');
  await item(page, 'Until the customer answers').click();
  await row(page, /خالد/).waitFor({ state: 'detached' });
  await at('/w/toko/inbox/2?view=snoozed');
  await there(page);
  await log(page).getByText('snoozed this until the customer answers').first().waitFor();
  await page.getByText('Snoozed until', { exact: true }).waitFor();
  await check('aside');
  // Not only by key can it be had back.
  await page.getByRole('button', { name: 'Snooze' }).first().click();
  await item(page, 'Until the customer answers').waitFor();
  await page.getByRole('menuitem', { name: /^Reopen/ }).waitFor();
  await page.keyboard.press('Escape');
  fake.api.customerWrites('2', 'هل من جديد؟');
  await at('/w/toko/inbox');
  await row(page, /خالد/).waitFor();
});

await walk('done, and why', desktop, async ({ page, check, at }) => {
  await at('/w/toko/inbox/3');
  await there(page);
  await page.keyboard.press('d');
  await dialog(page).getByLabel('Why?').waitFor();
  await page.keyboard.type('Sudah dibayar');
  await check('why');
  const done = change(page);
  await page.keyboard.press('Enter');
  assert.deepEqual((await done).postDataJSON(), { state: 'done', reason: 'Sudah dibayar' });
  await at('/w/toko/inbox/3?view=done');
  await there(page);
  await log(page).getByText('Sudah dibayar').waitFor();
  await at('/w/toko/inbox/5');
  await there(page);
  await more(page).click();
  await page.getByRole('menuitem', { name: /Done, and why/ }).click();
  await dialog(page).getByRole('button', { name: 'Sudah dibayar' }).waitFor();
  await check('why again');
  const again = change(page);
  await dialog(page).getByRole('button', { name: 'Sudah dibayar' }).click();
  assert.equal((await again).postDataJSON().reason, 'Sudah dibayar');
  await dialog(page).waitFor({ state: 'detached' });
});

await walk('several at once', desktop, async ({ page, check, at }) => {
  await at('/w/toko/inbox/2');
  await there(page);
  await page.keyboard.press('x');
  await page.keyboard.press('Shift+KeyJ');
  await page.getByText('2 selected').waitFor();
  await page.getByRole('toolbar').getByRole('button', { name: 'More' }).click();
  await item(page, 'Low').waitFor();
  await check('menu');
  await item(page, 'Low').click();
  await page.getByText('Priority of 2 conversations: Low').waitFor();
  await page.keyboard.press('z');
  await row(page, /خالد/).getByLabel('Priority: Low').waitFor({ state: 'detached' });
  // Closed again, the rows are still ticked; said, they are done.
  await page.keyboard.press('x');
  await page.keyboard.press('Shift+KeyK');
  await page.keyboard.press('d');
  await dialog(page).waitFor();
  await page.keyboard.press('Escape');
  await page.getByText('2 selected').waitFor();
  await page.keyboard.press('p');
  await item(page, 'Urgent').waitFor();
  await page.keyboard.press('Escape');
  await page.keyboard.press('d');
  await dialog(page).getByLabel('Why?').fill('Pameran selesai');
  await page.keyboard.press('Enter');
  await page.getByText('2 conversations marked as done').waitFor();
});

await walk('labels and unread are taken back', desktop, async ({ page, at }) => {
  await at('/w/toko/inbox/2');
  await there(page);
  await page.keyboard.press('l');
  await page.keyboard.type('ref');
  const on = change(page);
  await page.keyboard.press('Enter');
  const given = (await on).postDataJSON().label_ids;
  await page.getByText(/^Label .*Refund.* put on$/).waitFor();
  await page.keyboard.press('Escape');
  const off = change(page);
  await page.keyboard.press('z');
  assert.equal((await off).postDataJSON().label_ids.length, given.length - 1);
  await more(page).click();
  await page.getByRole('menuitem', { name: /Mark as unread/ }).click();
  await page.getByText('Marked as unread').waitFor();
  const read = page.waitForRequest((one) => one.url().endsWith('/conversations/2/read'));
  await page.keyboard.press('z');
  await read;
  // By its key as well: looking on would read it again.
  await row(page, /خالد/).click();
  await there(page);
  await page.keyboard.press('u');
  await page.waitForURL((url) => url.pathname.endsWith('/inbox'));
  await row(page, /خالد/).getByText('1 unread message').waitFor({ state: 'attached' });
});

for (const [name, options, words] of [
  ['phone', { ...phone, touch: true }, ['Snooze', 'More']],
  ['phone dark Arabic', { ...phone, touch: true, dark: true, language: 'ar' }, ['تأجيل', 'المزيد']],
])
  await walk(name, options, async ({ page, check, at }) => {
    await at('/w/toko/inbox?sort=priority');
    await page.getByRole('link', { name: /Siti/ }).first().waitFor();
    await check('list');
    await at('/w/toko/inbox/1');
    await there(page);
    await check('thread');
    await page.getByRole('button', { name: words[0], exact: true }).click();
    await page.getByRole('menuitem').first().waitFor();
    await check('snooze');
    await page.keyboard.press('Escape');
    await page.locator('header').getByRole('button', { name: words[1], exact: true }).click();
    await page.getByRole('menuitem').nth(1).click();
    await dialog(page).waitFor();
    await check('why');
  });

await finish();
