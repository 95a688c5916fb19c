// Walks the inbox against the stand-in server: list, thread, composer, contact, by pointer and by
// keyboard, in both themes, in Arabic and on a phone, with axe on each. Pictures land in shots/.
import assert from 'node:assert/strict';
import { desktop, openBrowser, openPage, phone, shoot, violations } from './browser.mjs';
import { startFake } from './fake.mjs';

let passed = 0;
let failed = 0;
const only = process.argv[2];
const browser = await openBrowser();

async function walk(name, options, steps) {
  if (only && !name.includes(only)) return;
  const fake = await startFake(options.fake);
  fake.api.signIn();
  const { page, context, troubles } = await openPage(browser, options);
  page.setDefaultTimeout(8_000);
  const check = async (what) => {
    const found = await violations(page);
    await shoot(page, `inbox-${name}-${what}`.replaceAll(' ', '-'));
    assert.deepEqual(found, [], `axe on ${what}`);
  };
  try {
    await steps({ page, fake, check, at: (path) => page.goto(fake.address + path) });
    const real = troubles.filter((text) => !/Failed to load resource/.test(text));
    assert.deepEqual(real, [], 'console');
    passed++;
    console.log(`ok    ${name}`);
  } catch (error) {
    failed++;
    await shoot(page, `inbox-${name}-failed`.replaceAll(' ', '-'));
    console.log(`FAIL  ${name}: ${String(error.message).split('\n').slice(0, 6).join(' | ')}`);
  }
  await context.close();
  fake.close();
}

const log = (page) => page.getByRole('log');
const rows = (page) => page.locator('[data-list-zone] [role=listitem]');
const ready = (page) => rows(page).first().waitFor();

for (const [name, options] of [
  ['desktop', desktop],
  ['dark', { ...desktop, dark: true }],
  ['laptop Arabic', { width: 1180, height: 800, language: 'ar' }],
]) {
  await walk(name, options, async ({ page, check, at }) => {
    await at('/w/toko/inbox');
    await ready(page);
    await check('list');
    await rows(page)
      .getByRole('link', { name: /Siti Rahma/ })
      .click();
    await page.waitForURL('**/inbox/1');
    await log(page).locator('[data-message]').first().waitFor();
    await page.waitForTimeout(400);
    await check('thread');
    await log(page).hover();
    await page.mouse.wheel(0, -700);
    await page.waitForTimeout(400);
    await check('kinds');
  });
}

await walk('answer', desktop, async ({ page, fake, check, at }) => {
  await at('/w/toko/inbox/2');
  await log(page).locator('[data-message]').first().waitFor();
  await page.keyboard.press('r');
  const box = page.getByLabel('Write a reply');
  await box.waitFor();
  await box.pressSequentially('We deliver *today*');
  await check('writing');
  await page.keyboard.press('Enter');
  const mine = log(page).locator('[data-message]').filter({ hasText: 'We deliver today' });
  await mine.waitFor();
  assert.equal(await mine.count(), 1);
  await mine.locator('[data-status=read]').waitFor();
  assert.equal(await mine.count(), 1, 'one bubble after the stream has told');
  assert.equal(await box.inputValue(), '');
  fake.api.customerWrites('2', 'شكرا لكم');
  await log(page).getByText('شكرا لكم').waitFor();
  await page.keyboard.press('Escape');
  await page.keyboard.press('n');
  await page.getByLabel('Write a note').fill('Ask Budi first.');
  await check('note');
  await page.keyboard.press('Enter');
  await log(page).getByText('Ask Budi first.').waitFor();
});

await walk('phone', { ...phone, touch: true }, async ({ page, check, at }) => {
  await at('/w/toko/inbox');
  await ready(page);
  await check('list');
  await rows(page)
    .getByRole('link', { name: /Siti Rahma/ })
    .click();
  await log(page).locator('[data-message]').first().waitFor();
  await page.waitForTimeout(400);
  await check('thread');
  await page.getByRole('button', { name: 'Siti Rahma', exact: true }).click();
  await page.getByRole('dialog').waitFor();
  await page.getByRole('dialog').getByText('This conversation').waitFor();
  await check('contact');
  await page.getByRole('dialog').getByRole('button', { name: 'Close' }).click();
  await page.getByRole('button', { name: 'Back to the list' }).click();
  await page.waitForURL('**/w/toko/inbox');
  await ready(page);
});

await browser.close();
console.log(`${passed} passed, ${failed} failed`);
process.exit(failed === 0 ? 0 : 1);
