// Walks what a team does at one inbox: who may answer, who is there, what one is told of, kept views,
// and a conversation taken along. As e2e/inbox.mjs, with the same stand-in server.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { desktop, phone } from './browser.mjs';
import { finish, walks } from './walker.mjs';

const walk = walks({ picture: 'together-' });

const log = (page) => page.getByRole('log');
const ready = (page) => page.locator('[data-list-zone] [role=listitem]').first().waitFor();

await walk('only the assignee', { ...desktop, fake: { onlyAssignee: true } }, async (on) => {
  await on.at('/w/toko/inbox/3');
  const note = on.page.getByRole('tab', { name: 'Note' });
  await on.page.getByRole('button', { name: 'Take it' }).waitFor();
  await on.check('strip');
  await note.click();
  await on.page.getByRole('textbox', { name: 'Write a note' }).waitFor();
  await on.page.getByRole('tab', { name: 'Reply' }).click();
  await on.page.getByRole('button', { name: 'Take it' }).click();
  await on.page.getByRole('textbox', { name: 'Reply' }).waitFor();
});

for (const [name, options] of [
  ['two writers', desktop],
  ['two writers phone Arabic dark', { ...phone, touch: true, language: 'ar', dark: true }],
])
  await walk(name, options, async ({ page, fake, check, at }) => {
    fake.api.colleagues('2', { 'Ana Wijaya': 'looking', 'Budi Hartono': 'looking' });
    await at('/w/toko/inbox/2');
    const line = page.locator('section header [role=status]');
    await line.getByText('Budi Hartono').waitFor();
    await page.waitForFunction(
      () => !document.querySelector('header')?.textContent?.includes('Ana'),
    );
    await check('looking');
    const box = page.locator('textarea[aria-haspopup]');
    await box.fill('Sudah dikirim tadi pagi');
    await page.waitForTimeout(500);
    assert.equal(fake.api.pages.at(-1).conversation_id, '2');
    assert.equal(fake.api.pages.at(-1).doing, 'typing');
    fake.api.colleagues('2', {
      'Budi Hartono': 'typing',
      'Penyelia Malam dengan Nama yang Panjang Sekali': 'typing',
    });
    await line.getByText('Penyelia').waitFor();
    await check('typing');
    const send = () => box.press('Control+Enter');
    const buttons = page.getByRole('dialog').locator('footer button');
    await send();
    await buttons.last().waitFor();
    await check('asks');
    await buttons.first().click();
    await page.getByRole('dialog').waitFor({ state: 'detached' });
    assert.equal(await box.inputValue(), 'Sudah dikirim tadi pagi');
    // Asked once: the second time it goes.
    await send();
    await log(page).getByText('Sudah dikirim tadi pagi').waitFor();
    await page.waitForTimeout(100);
    assert.equal(fake.api.pages.at(-1).doing, 'looking');
    fake.api.colleagues('2', {});
    await line.getByText('Budi').waitFor({ state: 'detached' });
  });

for (const [name, options] of [
  ['views', desktop],
  ['views phone Arabic dark', { ...phone, touch: true, language: 'ar', dark: true }],
])
  await walk(name, options, async ({ page, check, at }) => {
    const rtl = options.language === 'ar';
    const keep = page.getByRole('button', { name: rtl ? 'احفظ هذا العرض' : 'Keep this view' });
    const dialog = page.getByRole('dialog').filter({ has: page.locator('form') });
    const open = async () => {
      while (options.touch && !(await links.first().isVisible())) {
        await page.locator('h2 button').first().click();
        await page.waitForTimeout(400);
      }
    };
    const links = page.locator('li a', { has: page.locator('span[title]') });
    await at('/w/toko/inbox?view=mine&unread=1&label=1');
    await keep.click();
    await check('asks');
    await dialog
      .locator('input')
      .first()
      .fill('Mendesak dan sudah lama sekali menunggu jawaban kita');
    await dialog.locator('footer button').last().click();
    await dialog.waitFor({ state: 'detached' });
    await keep.waitFor({ state: 'detached' });
    await at('/w/toko/inbox?sort=waiting');
    await keep.click();
    await dialog
      .locator('input')
      .first()
      .fill('Mendesak dan sudah lama sekali menunggu jawaban kita');
    await dialog.locator('footer button').last().click();
    await dialog.locator('[aria-invalid=true]').waitFor();
    await check('taken');
    await dialog.locator('input').first().fill('Semua');
    await dialog.locator('label').last().click();
    await dialog.locator('footer button').last().click();
    await dialog.waitFor({ state: 'detached' });
    await open();
    await links.nth(1).waitFor();
    assert.ok((await links.first().textContent()).includes('Semua'), "everybody's come first");
    assert.equal(await links.first().getAttribute('aria-current'), 'page');
    await check('list');
    await links.nth(1).click();
    await page.waitForURL(/view=mine/);
    assert.ok(page.url().includes('unread=1') && page.url().includes('label=1'));
    await open();
    await page
      .getByRole('button', { name: /Mendesak/ })
      .last()
      .click();
    await page.getByRole('menuitem').last().click();
    await page.waitForFunction(() => document.querySelectorAll('li a span[title]').length === 1);
    await page.getByRole('button', { name: rtl ? 'تراجع' : 'Undo' }).click();
    await open();
    await links.nth(1).waitFor();
  });

for (const [name, options] of [
  ['told', desktop],
  ['told phone Arabic dark', { ...phone, touch: true, language: 'ar', dark: true }],
])
  await walk(name, options, async ({ page, fake, check, at }) => {
    await at('/w/toko/inbox');
    await ready(page);
    const bell = page.getByRole('button', { name: /^(For you|لك)/ });
    const drawer = page.getByRole('dialog');
    await bell.click();
    await drawer.locator('h2').waitFor();
    await check('empty');
    await drawer.locator('header button').last().click();
    await drawer.waitFor({ state: 'detached' });
    for (let i = 0; i < 35; i += 1) fake.api.tellsMe('assigned', '3');
    fake.api.tellsMe(
      'mentioned',
      '5',
      '@Ana Wijaya tolong cek stok *merah*, pelanggan sudah menunggu sejak pagi tadi',
    );
    await bell.getByText('36').first().waitFor();
    await bell.click();
    await drawer.locator('li').nth(29).waitFor();
    await check('list');
    await drawer.locator('header button').nth(1).click();
    await drawer.getByRole('switch').first().click();
    await page.waitForTimeout(200);
    await check('choices');
    await drawer.getByRole('button', { name: /^(Show more|عرض المزيد)/ }).click();
    await drawer.locator('li').nth(35).waitFor();
    await drawer.locator('li a').first().click();
    await page.waitForURL('**/inbox/5?*');
    await drawer.waitFor({ state: 'detached' });
    await bell.getByText('35').first().waitFor();
    // A colleague is found and named by keys alone.
    if (options.touch) return;
    await page.keyboard.press('n');
    const box = page.getByLabel('Write a note');
    await box.pressSequentially('Halo @bu');
    await page.getByRole('option', { name: /Budi/ }).waitFor();
    await check('finds');
    await page.keyboard.press('Enter');
    await box.pressSequentially('lihat ini');
    assert.equal(await box.inputValue(), 'Halo @Budi Hartono lihat ini');
    await page.keyboard.press('Control+Enter');
    await log(page)
      .locator('span', { hasText: /^@Budi Hartono$/ })
      .waitFor();
    await check('named');
    fake.api.broken = true;
    await at('/w/toko/inbox');
    await bell.click();
    await drawer.getByRole('button', { name: 'Try again' }).waitFor();
    await check('failed');
  });

for (const [name, options] of [
  ['transcript', desktop],
  ['transcript phone Arabic', { ...phone, touch: true, language: 'ar' }],
])
  await walk(name, options, async ({ page, fake, check, at }) => {
    fake.api.customerWrites('1', '<img src=x onerror="document.title=1"> </script><b>tebal</b>');
    await at('/w/toko/inbox/1');
    await log(page).locator('[data-message]').first().waitFor();
    const dialog = page.getByRole('dialog');
    const ask = async () => {
      await page
        .getByRole('button', { name: /^(More|المزيد)$/ })
        .last()
        .click();
      await page.getByRole('menuitem', { name: /^(Save or print|حفظ أو طباعة)$/ }).click();
      await dialog.locator('footer').waitFor();
    };
    await page.evaluate(() => (window.print = () => (document.body.dataset.printed = 'yes')));
    await ask();
    await check('asks');
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      dialog.getByRole('button', { name: /^(Save as a page|حفظ كصفحة)$/ }).click(),
    ]);
    const html = readFileSync(await download.path(), 'utf8');
    assert.ok(html.includes('&lt;img src=x onerror='), 'words stay words');
    assert.ok(!html.includes('<img src="x"') && !html.includes('<script'), 'nothing runs');
    assert.ok(html.includes('src="data:image/'), 'pictures are in it');
    const sheet = await page.context().newPage();
    await sheet.goto(`file://${await download.path()}`);
    await sheet.setContent(html);
    await sheet.locator('article').first().waitFor();
    await sheet.screenshot({ path: `shots/together-${name.replaceAll(' ', '-')}-page.png` });
    await sheet.close();
    await dialog.waitFor({ state: 'detached' });

    await ask();
    await dialog.locator('label').first().click();
    const [data] = await Promise.all([
      page.waitForEvent('download'),
      dialog.getByRole('button', { name: 'JSON' }).click(),
    ]);
    const told = JSON.parse(readFileSync(await data.path(), 'utf8'));
    assert.equal(told.conversation.id, '1');
    assert.ok(told.messages.length > 30);
    assert.ok(
      told.messages.every((each) => each.direction !== 'note'),
      'notes stay here',
    );

    await ask();
    await dialog.getByRole('button', { name: /^(Print|طباعة)$/ }).click();
    await page.waitForFunction(() => document.body.dataset.printed === 'yes');
    await page.emulateMedia({ media: 'print' });
    assert.ok(await page.locator('.on-paper h1').isVisible());
    assert.ok(await page.locator('#app').isHidden());
    await page.screenshot({ path: `shots/together-${name.replaceAll(' ', '-')}-paper.png` });
    await page.emulateMedia({ media: 'screen' });
    assert.ok(await page.locator('.on-paper').isHidden());
    await page.evaluate(() => dispatchEvent(new Event('afterprint')));
    assert.equal(await page.locator('.on-paper').count(), 0);

    await ask();
    fake.api.broken = true;
    await dialog.getByRole('button', { name: 'JSON' }).click();
    await dialog.getByRole('alert').waitFor();
    await check('failed');
  });

await finish();
