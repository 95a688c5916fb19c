// Walks the pages in front of the workspace and the frame around it, against the stand-in server:
// desktop, phone, dark and Arabic, with axe on each. Pictures land in shots/.
import assert from 'node:assert/strict';
import { desktop, phone } from './browser.mjs';
import { finish, walks } from './walker.mjs';

const walk = walks({ signedIn: false });

await walk('sign in', desktop, async ({ page, check, at }) => {
  await at('/w/toko/inbox/3');
  await page.waitForURL(/\/login\?next=/);
  await page.getByLabel('E-mail').fill('ana@example.com');
  await page.getByLabel('Password', { exact: true }).fill('wrong');
  await page.getByRole('button', { name: 'Sign in' }).click();
  await page.getByText('E-mail or password is wrong.').waitFor();
  await check('refused');
  await page.getByLabel('Password', { exact: true }).fill('a long enough one');
  await page.keyboard.press('Enter');
  await page.waitForURL('**/w/toko/inbox/3');
});

await walk('second step', { ...phone, touch: true }, async ({ page, check, at }) => {
  await at('/login');
  await page.getByLabel('E-mail').fill('totp@example.com');
  await page.getByLabel('Password', { exact: true }).fill('a long enough one');
  await page.getByRole('button', { name: 'Sign in' }).click();
  await page.getByRole('heading', { name: 'Second step' }).waitFor();
  await check('code');
  await page.getByRole('button', { name: 'Use a recovery code instead' }).click();
  await page.getByLabel('Recovery code').waitFor();
  await page.getByRole('button', { name: 'Use the app instead' }).click();
  await page.getByLabel('Code').pressSequentially('123456');
  await page.waitForURL('**/w/toko/inbox');
});

for (const [name, options] of [
  ['set up', desktop],
  ['set up phone dark', { ...phone, touch: true, dark: true }],
]) {
  await walk(name, { ...options, fake: { setup: true } }, async ({ page, check, at }) => {
    await at('/');
    await page.waitForURL('**/setup');
    await check('language');
    await page.getByRole('button', { name: 'Continue' }).click();
    await page.getByLabel('Setup link or code').fill('https://x.example/setup?code=SAPA-TEST');
    await check('code');
    await page.getByRole('button', { name: 'Continue' }).click();
    await page.getByLabel('Your name').fill('Ana Wijaya');
    await page.getByLabel('E-mail').fill('ana@example.com');
    await page.getByLabel('Password', { exact: true }).fill('short');
    await page.getByRole('button', { name: 'Continue' }).click();
    await page.getByText('This is too short.').waitFor();
    await check('owner');
    await page.getByLabel('Password', { exact: true }).fill('kereta hijau besar');
    await page.getByRole('button', { name: 'Continue' }).click();
    await page.getByLabel('Name of the business').fill('Toko Sapa & Co.');
    assert.equal(await page.getByLabel('Short name').inputValue(), 'toko-sapa-co');
    await page.getByLabel('Country').selectOption('BR');
    assert.equal(await page.getByLabel('Time zone').inputValue(), 'America/Sao_Paulo');
    await check('business');
    await page.getByRole('button', { name: 'Create' }).click();
    await page.getByRole('button', { name: /Connect WhatsApp/ }).waitFor();
    await check('channel');
    await page.getByRole('button', { name: /Later/ }).click();
    await page.getByRole('link', { name: 'Invite your team' }).waitFor();
    await check('done');
    await page.getByRole('link', { name: 'Open the inbox' }).click();
    await page.waitForURL('**/w/toko/inbox');
  });
}

await walk('wrong code', { ...desktop, fake: { setup: true } }, async ({ page, at }) => {
  await at('/setup?code=nonsense');
  await page.waitForURL('**/setup');
  for (let i = 0; i < 2; i++) await page.getByRole('button', { name: 'Continue' }).click();
  await page.getByLabel('Your name').fill('Ana');
  await page.getByLabel('E-mail').fill('ana@example.com');
  await page.getByLabel('Password', { exact: true }).fill('kereta hijau besar');
  await page.getByRole('button', { name: 'Continue' }).click();
  await page.getByLabel('Name of the business').fill('Toko');
  await page.getByRole('button', { name: 'Create' }).click();
  await page.getByText('That code is wrong or has run out.').first().waitFor();
  assert.equal(await page.getByLabel('Setup link or code').inputValue(), 'nonsense');
});

await walk('invitation in Arabic', { ...desktop, language: 'ar' }, async ({ page, check, at }) => {
  await at('/invite/new');
  await page.getByLabel('اسمك').fill('سارة');
  await page.getByLabel('كلمة المرور', { exact: true }).fill('قطار أخضر كبير جدا');
  await check('form');
  assert.equal(await page.evaluate(() => document.documentElement.dir), 'rtl');
  await page.getByRole('button', { name: 'انضمام' }).click();
  await page.waitForURL('**/w/toko/inbox');
});

await walk('invitation that ran out', phone, async ({ page, check, at }) => {
  await at('/invite/old');
  await page.getByText(/run out/).waitFor();
  await check('refused');
});

await walk('reset', desktop, async ({ page, check, at }) => {
  await at('/reset/abc');
  await page.getByLabel('New password').fill('kereta hijau besar');
  await check('form');
  await page.getByRole('button', { name: 'Set password' }).click();
  await page.getByText('Your password is changed.', { exact: false }).waitFor();
});

for (const [name, options, menu] of [
  ['frame', desktop, 'Your account: Ana Wijaya'],
  ['frame tablet dark', { width: 820, height: 1180, dark: true }, 'Your account: Ana Wijaya'],
  ['frame phone Arabic', { ...phone, touch: true, language: 'ar' }, 'حسابك: Ana Wijaya'],
]) {
  await walk(name, options, async ({ page, fake, check, at }) => {
    fake.api.signIn();
    await at('/w/toko/inbox');
    await page.getByRole('navigation').getByRole('link').first().waitFor();
    await check('inbox');
    await page.getByRole('button', { name: menu }).click();
    await page.getByRole('menu').waitFor();
    await check('menu');
    await page.keyboard.press('Escape');
    await page.getByRole('menu').waitFor({ state: 'detached' });
  });
}

await walk('palette and keys', desktop, async ({ page, fake, check, at }) => {
  fake.api.signIn();
  await at('/w/toko/inbox');
  await page.getByRole('navigation').getByRole('link').first().waitFor();
  await page.keyboard.press('Control+k');
  await page.getByRole('dialog').waitFor();
  await page.keyboard.type('dark');
  await page.getByText('Theme: Dark').waitFor();
  await check('palette');
  await page.keyboard.press('Enter');
  await page.waitForFunction(() => document.documentElement.dataset.theme === 'dark');
  await page.keyboard.press('?');
  await page.getByRole('heading', { name: 'Keyboard shortcuts' }).waitFor();
  await check('shortcuts');
  await page.keyboard.press('Escape');
  await page.getByRole('dialog').waitFor({ state: 'detached' });
  await page.keyboard.press('g');
  await page.keyboard.press('s');
  await page.waitForURL('**/w/toko/settings');
  await at('/nowhere');
  await page.getByText('There is no page at this address.').first().waitFor();
  await check('lost');
});

await walk('the stream comes back', desktop, async ({ page, fake, check, at }) => {
  fake.api.signIn();
  await at('/w/toko/inbox');
  await page.getByText('Connected').waitFor({ state: 'attached' });
  fake.api.refuseStreams = true;
  fake.api.cutStreams();
  await page.getByText('Reconnecting…', { exact: false }).waitFor();
  await check('lost');
  fake.api.refuseStreams = false;
  await page.getByText('Up to date').waitFor();
});

await walk('two tabs share one stream', desktop, async ({ page, fake, at }) => {
  fake.api.signIn();
  await at('/w/toko/inbox');
  await page.getByText('Connected').waitFor({ state: 'attached' });
  const second = await page.context().newPage();
  await second.goto(`${fake.address}/w/toko/inbox`);
  await second.getByText('Connected').waitFor({ state: 'attached' });
  assert.equal(fake.api.streamCount(), 1);
  await page.close();
  await second.waitForTimeout(500);
  assert.equal(fake.api.streamCount(), 1);
});

await finish();
