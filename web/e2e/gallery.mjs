// Every primitive in Chromium: axe in light, dark and Arabic, and what jsdom cannot see.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { finish, walks } from './walker.mjs';

const web = fileURLToPath(new URL('..', import.meta.url));
execFileSync('npx', ['vite', 'build', '-c', 'vite.gallery.config.ts'], { cwd: web });
const walk = walks({ picture: 'gallery-', fake: { folder: 'dist-gallery' }, signedIn: false });
const look = (name, options, steps) =>
  walk(name, { height: 1000, ...options }, async ({ page, check, at }) => {
    await at('/');
    await page.getByText('Message 129').waitFor();
    await steps(page, check);
  });

const topRow = (page) =>
  page.getByTestId('thread').evaluate((box) => {
    const top = box.getBoundingClientRect().top;
    const rows = [...box.querySelectorAll('[data-row]')];
    const seen = rows.find((row) => row.getBoundingClientRect().bottom > top + 4);
    return [seen?.dataset.row, Math.round(seen?.getBoundingClientRect().top ?? 0)];
  });
const fromEnd = (page) =>
  page.getByRole('log').evaluate((log) => log.scrollHeight - log.scrollTop - log.clientHeight);

await look('light', {}, async (page, check) => {
  await check('page');
  assert.ok((await fromEnd(page)) < 2, 'starts at the end');
  await page.getByRole('button', { name: 'New' }).click();
  await page.getByText('Message 130').waitFor();
  await page.waitForTimeout(200);
  assert.ok((await fromEnd(page)) < 2, 'stays at the end');
  await page.getByRole('log').evaluate((log) => (log.scrollTop = 300));
  await page.waitForTimeout(200);
  const before = await topRow(page);
  await page.getByRole('button', { name: 'Older' }).click();
  await page.waitForTimeout(400);
  const after = await topRow(page);
  assert.equal(after[0], before[0], 'the same message stays on top');
  assert.ok(Math.abs(after[1] - before[1]) < 3, `it did not move: ${before[1]} ${after[1]}`);
  await page.getByRole('button', { name: 'New' }).click();
  await page.waitForTimeout(300);
  assert.equal((await topRow(page))[0], before[0], 'a reader further up is left alone');
  await page.getByRole('button', { name: 'To end' }).click();
  await page.waitForTimeout(300);
  assert.ok((await fromEnd(page)) < 2, 'goes back to the end');

  await page.getByTestId('list').getByRole('link', { name: 'Row 3', exact: true }).focus();
  await page.getByRole('list').evaluate((list) => (list.scrollTop = 200_000));
  await page.getByText('Row 5003').waitFor();
  assert.equal(await page.evaluate(() => document.activeElement?.textContent), 'Row 3');

  await page.getByRole('button', { name: 'Menu' }).focus();
  await page.keyboard.press('ArrowDown');
  await page.getByRole('menuitem', { name: 'Mark unread' }).waitFor();
  await check('menu');
  await page.keyboard.press('Escape');
  await page.getByRole('menu').waitFor({ state: 'detached' });
  assert.equal(await page.evaluate(() => document.activeElement?.textContent?.trim()), 'Menu');

  await page.getByRole('button', { name: 'Labels' }).click();
  await page.getByRole('combobox', { name: 'Labels' }).fill('pur');
  await page.keyboard.press('Enter');
  await page.getByRole('option', { name: 'purple', selected: true }).waitFor();
  await check('picker');
  await page.keyboard.press('Escape');

  await page.getByRole('button', { name: 'Delete' }).click();
  const action = page.getByRole('dialog').getByRole('button', { name: 'Delete' });
  await action.waitFor();
  assert.ok(await action.isDisabled());
  await page.getByLabel('Type VIP to confirm').fill('VIP');
  assert.ok(await action.isEnabled());
  await check('dialog');
  await page.keyboard.press('Escape');
  await page.getByRole('dialog').waitFor({ state: 'detached' });

  await page.getByRole('button', { name: 'Toast' }).click();
  await page.getByText('Conversation done').waitFor();
  await check('toast');
  await page.getByRole('button', { name: 'Undo' }).click();
  await page.getByText('Back').waitFor();
  await page.getByRole('button', { name: 'Inbox' }).hover();
  await page.waitForTimeout(700);
  await check('tooltip');
  await page.mouse.move(0, 0);
  await page.getByRole('button', { name: 'Drawer' }).click();
  await page.getByRole('dialog', { name: 'Contact' }).waitFor();
  await check('drawer');
});
await look('dark', { dark: true }, (_page, check) => check('page'));
await look('Arabic', { language: 'ar' }, async (page, check) => {
  await check('page');
  await page.getByRole('button', { name: 'Labels' }).click();
  await page.getByRole('listbox').waitFor();
  await check('picker');
});
await look('phone', { width: 360, height: 740, touch: true }, async (page, check) => {
  await page.getByRole('button', { name: 'Delete' }).click();
  await page.getByRole('dialog').waitFor();
  await check('sheet');
});

await finish();
