// The whole path in Chromium over the real executable: set up, connect, receive, answer, ticks, two
// people at once, a stream that is cut, Arabic, a phone's width, the keyboard alone, axe everywhere.
// Usage: node tests/browser/walk.mjs [--shots FOLDER]; SAPA names the executable.
import assert from 'node:assert/strict';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { desktop, openBrowser, openPage, phone, violations } from '../../web/e2e/browser.mjs';
import { account, House, top } from './house.mjs';

const flag = process.argv.indexOf('--shots');
const shots = flag > 0 ? process.argv[flag + 1] : join(top, 'build/shots');
mkdirSync(shots, { recursive: true });

const house = await House.open();
const browser = await openBrowser();
const opened = [];
let passed = 0;
let failed = 0;

async function person(name, options = {}, cookies = []) {
  const { page, context, troubles } = await openPage(browser, { ...desktop, ...options });
  if (cookies.length > 0) await context.addCookies(cookies);
  page.setDefaultTimeout(12_000);
  const reports = [];
  const one = { name, page, context, troubles, reports };
  page.on('requestfailed', (request) => {
    if (/csp|blocked/i.test(request.failure()?.errorText ?? '')) reports.push(request.url());
  });
  page.on('request', (request) => {
    const url = request.url();
    const home = url.startsWith(house.url) || /^(data|blob):/.test(url);
    if (!home && !(one.abroad && url.startsWith(one.abroad))) reports.push(`leaves for ${url}`);
  });
  opened.push(one);
  return one;
}

async function step(name, who, run) {
  const begun = Date.now();
  try {
    await run();
    passed++;
    console.log(`ok browser: ${name} (${Date.now() - begun} ms)`);
    return true;
  } catch (error) {
    failed++;
    const why = String(error.message).split('\n').slice(0, 6).join(' | ');
    console.log(`FAIL browser: ${name}: ${why}`);
    return false;
  } finally {
    const file = `${name.replaceAll(/[^a-z0-9]+/gi, '-').toLowerCase()}.png`;
    await who.page.screenshot({ path: join(shots, file) }).catch(() => {});
  }
}

const axe = (name, who) =>
  step(`axe: ${name}`, who, async () => assert.deepEqual(await violations(who.page), []));
const log = (page) => page.getByRole('log');
const rows = (page) => page.locator('[data-list-zone] [role=listitem]');
const bubble = (page, text) => log(page).locator('[data-message]').filter({ hasText: text });
const go = (who, path) => who.page.goto(house.url + path);

const owner = await person('owner');
const { page } = owner;

await step('set up through the printed link', owner, async () => {
  await page.goto(await house.setupLink());
  await page.waitForURL('**/setup');
  await page.getByRole('button', { name: 'Continue' }).click();
  const name = page.getByLabel('Your name');
  // The code came with the link; the page may show it once more.
  const code = page.getByLabel('Setup link or code');
  await name.or(code).first().waitFor();
  if (await code.isVisible()) {
    assert.notEqual(await code.inputValue(), '', 'the code of the link');
    await page.getByRole('button', { name: 'Continue' }).click();
  }
  await name.fill('Ana Wijaya');
  await page.getByLabel('E-mail').fill('ana@example.com');
  await page.getByLabel('Password', { exact: true }).fill('gerimis senja di beranda');
  await page.getByRole('button', { name: 'Continue' }).click();
  await page.getByLabel('Name of the business').fill('Toko');
  await page.getByRole('button', { name: 'Create' }).click();
  await page.getByRole('button', { name: /Connect WhatsApp/ }).waitFor();
});
await axe('set up', owner);

await step('the number is connected in the page', owner, async () => {
  await page.getByRole('button', { name: /Connect WhatsApp/ }).click();
  await page.getByRole('link', { name: 'Paste a token' }).click();
  await page.getByLabel('Access token').fill(account.token);
  await page.getByLabel('App secret').fill(account.secret);
  await page.getByText('Advanced').click();
  await page.getByLabel('Address of the Graph API').fill(house.phone);
  await axe('connect', owner);
  await page.getByRole('button', { name: 'Look what it reaches' }).click();
  await page.getByRole('img', { name: 'QR code that opens a chat' }).waitFor();
});
await axe('waiting for the first message', owner);

await step('the first message ends the connecting', owner, async () => {
  await house.writes('c1', 'Halo, sudah buka?');
  await page.getByText('Messages appear in the inbox.', { exact: false }).waitFor();
  await page.getByRole('link', { name: 'Open the channel' }).click();
  await page.getByText('Connected', { exact: true }).first().waitFor();
});
await axe('channel', owner);

await step('a message of a simulated customer appears', owner, async () => {
  await go(owner, '/w/toko/inbox');
  await page.getByRole('main').first().waitFor();
  const begun = Date.now();
  await house.writes('c1', 'Apakah kue lapis masih ada?');
  await page.getByText('Apakah kue lapis masih ada?').first().waitFor();
  console.log(`seen ${Date.now() - begun} ms after it was written`);
});
await axe('inbox', owner);

await step('answered in the page, ticks reach read', owner, async () => {
  await rows(page).getByRole('link', { name: /Rina/ }).click();
  await bubble(page, 'kue lapis').waitFor();
  await page.getByLabel('Write a reply').fill('Masih, silakan mampir!');
  await page.keyboard.press('Enter');
  const mine = bubble(page, 'silakan mampir');
  await mine.waitFor();
  await mine.locator('[data-status=delivered], [data-status=read]').first().waitFor();
  await house.customer('c1/read');
  await mine.locator('[data-status=read]').waitFor();
  assert.equal(await mine.count(), 1, 'one bubble');
});
await axe('thread', owner);

// --- a second person
const cookies = await owner.context.cookies();
const budi = await person('budi');
await step('a colleague comes in by invitation', budi, async () => {
  const answer = await owner.context.request.post(`${house.url}/api/v1/invitations`, {
    headers: { 'Sapa-Request': '1', 'Sapa-Workspace': 'toko' },
    data: { email: 'budi@example.com', role: 'agent' },
  });
  assert.equal(answer.status(), 201, await answer.text());
  const { link } = await answer.json();
  await go(budi, new URL(link).pathname);
  await budi.page.getByLabel(/name/i).first().fill('Budi Santoso');
  await budi.page.getByLabel('Password', { exact: true }).fill('kabut pagi di lereng gunung');
  await axe('invitation', budi);
  await budi.page.getByRole('button', { name: /join/i }).click();
  await budi.page.waitForURL('**/w/toko/inbox**');
  await rows(budi.page).getByRole('link', { name: /Rina/ }).click();
  await bubble(budi.page, 'kue lapis').waitFor();
});

await step('both see what either writes, at once', budi, async () => {
  await budi.page.getByLabel('Write a reply').fill('Saya antar sore ini.');
  await budi.page.keyboard.press('Enter');
  await bubble(page, 'Saya antar sore').waitFor();
  await house.writes('c1', 'Terima kasih kak!');
  await Promise.all([page, budi.page].map((each) => bubble(each, 'Terima kasih kak').waitFor()));
  for (const each of [page, budi.page])
    assert.equal(await bubble(each, 'Saya antar sore').count(), 1, 'one bubble');
});

await step('a cut stream catches up', budi, async () => {
  await house.stop(house.server, 'SIGKILL');
  await house.writes('c1', 'Ditulis waktu server mati');
  await house.serve();
  await house.writes('c1', 'Ditulis sesudahnya');
  for (const each of [page, budi.page]) {
    await bubble(each, 'Ditulis sesudahnya').waitFor({ timeout: 40_000 });
    await bubble(each, 'Ditulis waktu server mati').waitFor({ timeout: 40_000 });
    assert.equal(await bubble(each, 'Ditulis sesudahnya').count(), 1, 'one bubble');
  }
});

await step('an answer written while the server is away arrives once', owner, async () => {
  await house.stop(house.server, 'SIGKILL');
  await page.getByLabel('Write a reply').fill('Tulisan yang menunggu');
  await page.keyboard.press('Enter');
  await page.waitForTimeout(500);
  await house.serve();
  const mine = bubble(page, 'Tulisan yang menunggu');
  const again = mine.getByRole('button', { name: /again|retry|resend/i });
  const out = mine.locator('[data-status=delivered], [data-status=read], [data-status=sent]');
  await out.or(again).first().waitFor({ timeout: 40_000 });
  if (await again.first().isVisible()) await again.first().click();
  await out.first().waitFor({ timeout: 40_000 });
  const { messages } = await (await fetch(`${house.phone}/sim/customers/c1/messages`)).json();
  assert.equal(messages.filter((each) => each.text === 'Tulisan yang menunggu').length, 1);
});

// --- other eyes and hands
const keys = await person('keyboard', {}, cookies);
await step('answered by the keyboard alone', keys, async () => {
  await go(keys, '/w/toko/inbox');
  await rows(keys.page).first().waitFor();
  await keys.page.keyboard.press('j');
  await keys.page.keyboard.press('Enter');
  await log(keys.page).locator('[data-message]').first().waitFor();
  await keys.page.keyboard.press('r');
  await keys.page.waitForFunction(() => document.activeElement?.tagName === 'TEXTAREA');
  await keys.page.keyboard.type('Dari papan ketik saja');
  await keys.page.keyboard.press('Enter');
  await bubble(keys.page, 'Dari papan ketik saja').waitFor();
  await bubble(page, 'Dari papan ketik saja').waitFor();
});

for (const [name, options] of [
  ['Arabic', { language: 'ar' }],
  ['phone', { ...phone, touch: true }],
  ['phone Arabic dark', { ...phone, touch: true, language: 'ar', dark: true }],
]) {
  const who = await person(name, options, cookies);
  await step(`${name}: list and thread`, who, async () => {
    await go(who, '/w/toko/inbox');
    await rows(who.page).first().waitFor();
    await axe(`${name}, list`, who);
    await rows(who.page).getByRole('link', { name: /Rina/ }).first().click();
    await bubble(who.page, 'kue lapis').waitFor();
    const direction = await who.page.evaluate(() => document.documentElement.dir || 'ltr');
    assert.equal(direction, options.language === 'ar' ? 'rtl' : 'ltr');
    const wide = await who.page.evaluate(
      () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
    );
    assert.ok(wide <= 0, `${wide} px wider than the screen`);
  });
  await axe(`${name}, thread`, who);
  await who.context.close();
}

for (const section of ['channels', 'team', 'security', 'tokens']) {
  await go(owner, `/w/toko/settings/${section}`);
  await page.getByRole('heading').first().waitFor().catch(() => {});
  await page.waitForTimeout(300);
  await axe(`settings, ${section}`, owner);
}

// --- through the provider's own dialog: the only page that is somebody else's
owner.abroad = house.phone;
await step('a new account is connected in the dialog', owner, async () => {
  await go(owner, '/w/toko/settings/channels?connect=signup');
  await page.getByLabel('App ID').fill(account.app);
  await page.getByLabel('App secret').fill(account.secret);
  await page.getByLabel('Configuration ID').fill('7700');
  await page.getByText('Advanced').click();
  await page.getByLabel('Address of the Graph API').fill(house.phone);
  await page.getByLabel('Address of the dialog').fill(house.phone);
  await page.getByRole('button', { name: 'Save' }).click();
  await page.getByRole('button', { name: 'Open Meta’s dialog' }).click();
  await page.getByRole('link', { name: 'A new account with a new number' }).click();
  await page.getByLabel('Two-step PIN').fill('581063');
  await page.getByRole('button', { name: 'Register the number' }).click();
  await page.getByRole('img', { name: 'QR code that opens a chat' }).waitFor();
});

await step('a number stays on the phone, and its history comes over', owner, async () => {
  await go(owner, '/w/toko/settings/channels?connect=signup');
  await page.getByLabel('stays in the WhatsApp Business app', { exact: false }).check();
  await page.getByRole('button', { name: 'Open Meta’s dialog' }).click();
  await page.getByRole('link', { name: 'The number I use in the WhatsApp Business app' }).click();
  await page.getByText('Messages appear in the inbox.', { exact: false }).waitFor();
  await go(owner, '/w/toko/settings/channels');
  for (const name of ['Toko Rina', 'Toko Rina 2', 'Toko Rina 3'])
    await page.getByRole('link', { name: new RegExp(`${name}( |$)`) }).first().waitFor();
});
owner.abroad = undefined;

// While the server is away its resources cannot be had: that is what the walk does, not the page.
for (const one of opened) {
  const real = one.troubles.filter((text) => !/Failed to load resource|ERR_CONNECTION|ERR_EMPTY|ERR_INCOMPLETE/.test(text));
  await step(`no error in the console, nothing from elsewhere: ${one.name}`, one, async () => {
    assert.deepEqual([...real, ...one.reports], []);
  });
}

await browser.close();
await house.close();
console.log(`${passed} passed, ${failed} failed`);
process.exit(failed === 0 ? 0 : 1);
