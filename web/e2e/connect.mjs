// Walks connecting in both lanes, coming back to what was begun, and leaving with or without history.
import assert from 'node:assert/strict';
import { desktop } from './browser.mjs';
import { finish, looks, walks } from './walker.mjs';

const walk = walks({
  picture: 'settings-',
  base: '/w/toko/settings',
  fake: { settings: true },
});

for (const [name, options] of looks) {
  await walk(`connect ${name}`, options, async ({ page, check, at }) => {
    await at('/channels?connect=whatsapp');
    await page.locator('main li a[href*="connect=token"]').waitFor();
    await check('lanes');
    await at('/channels?connect=token');
    await page.locator('main form').waitFor();
    await check('token', { whole: true });
    await at('/channels?connect=signup');
    await page.locator('main form').first().waitFor();
    await check('signup', { whole: true });
    await at('/channels?connect=token');
    await page.locator('main input[type=password]').first().fill('EAAG-good');
    await page.locator('main input[type=password]').nth(1).fill('also-secret');
    await page.locator('main button[type=submit]').click();
    await page.locator('main input[type=radio]').first().waitFor();
    await check('choose', { whole: true });
    await page.locator('main input[type=radio]').last().check();
    await page.locator('main button[type=submit]').click();
    await page.getByText('https://other-product.example', { exact: false }).waitFor();
    await check('elsewhere', { whole: true });
    await at('/channels?connect=whatsapp');
    await page.locator('main section li').waitFor();
    await check('begun');
  });
}

await walk('connect token', desktop, async ({ page, fake, check, at }) => {
  await at('/channels');
  await page.getByRole('link', { name: 'Connect a channel' }).click();
  await page.getByRole('link', { name: 'Paste a token' }).click();
  await page.getByRole('button', { name: 'Look what it reaches' }).click();
  await page.getByText('Please fill this in.').first().waitFor();
  await page.getByLabel('Access token').fill('EAAG-old');
  await page.getByLabel('App secret').fill('also-secret');
  fake.api.settings.forgetPassword();
  await page.getByRole('button', { name: 'Look what it reaches' }).click();
  await page.getByRole('dialog').getByLabel('Password', { exact: true }).fill('wrong');
  await page.getByRole('button', { name: 'Continue' }).click();
  await page.getByText('This is not your password.').waitFor();
  await check('password');
  await page.getByRole('dialog').getByLabel('Password', { exact: true }).fill('the right one');
  await page.keyboard.press('Enter');
  await page.getByText('Session has expired', { exact: false }).waitFor();
  await check('failed');
  await page.getByRole('button', { name: 'Try again' }).click();

  // By keyboard: the connected number cannot be chosen.
  await page.getByRole('radio', { name: 'Toko Rina' }).focus();
  await page.keyboard.press('Space');
  assert.equal(await page.getByRole('radio', { name: 'Toko Sapa Pusat' }).isDisabled(), true);
  await page.getByRole('button', { name: 'Use this number' }).click();
  await page.getByLabel('Two-step PIN').fill('123');
  await page.getByRole('button', { name: 'Register the number' }).click();
  await page.getByText('The PIN has six digits.').waitFor();
  await page.getByLabel('Two-step PIN').fill('000000');
  await page.getByRole('button', { name: 'Register the number' }).click();
  await page.getByText('This is not the number’s PIN.', { exact: false }).waitFor();
  await check('pin', { whole: true });
  await page.getByLabel('Two-step PIN').fill('581063');
  await page.getByRole('button', { name: 'Register the number' }).click();
  await page.getByRole('button', { name: 'Take it over' }).waitFor();

  // Closed and opened again: it goes on where it was.
  await at('/channels?connect=whatsapp');
  await page.getByText('Have messages delivered here', { exact: false }).waitFor();
  await page.getByRole('link', { name: 'Go on' }).click();
  await page.getByRole('button', { name: 'Take it over' }).click();
  await page.getByRole('img', { name: 'QR code that opens a chat' }).waitFor();
  await page.getByText('by hand at Meta', { exact: false }).waitFor();
  await check('waiting', { whole: true });
  fake.api.settings.connect.hear();
  fake.api.settings.hear('2');
  await page.getByText('Messages appear in the inbox.', { exact: false }).waitFor();
  await check('done');
  assert.equal(await page.getByText('also-secret').count(), 0);
  await page.getByRole('link', { name: 'Open the channel' }).click();
  await page.getByRole('tab', { name: 'Overview' }).waitFor();
});

await walk('connect signup', desktop, async ({ page, check, at }) => {
  await at('/channels?connect=signup');
  assert.equal(await page.getByRole('button', { name: 'Open Meta’s dialog' }).isDisabled(), true);
  await page.getByLabel('App ID').fill('550011');
  await page.getByLabel('App secret').fill('very-secret');
  await page.getByLabel('Configuration ID').fill('7700');
  await page.getByRole('button', { name: 'Save' }).click();
  await page.getByText('App ID and secret belong together.').waitFor();
  await check('ready', { whole: true });
  await page.getByLabel('stays in the WhatsApp Business app', { exact: false }).check();
  await page.getByRole('button', { name: 'Open Meta’s dialog' }).click();
  await page.getByRole('radio', { name: 'متجر الشمال' }).check();
  await page.getByRole('button', { name: 'Use this number' }).click();
  await page.getByRole('button', { name: 'Take it over' }).click();
  await page.getByText('Fetch the phone’s history').waitFor();
  await check('history', { whole: true });
});

const begin = (page) =>
  page.evaluate(async () => {
    const headers = { 'Sapa-Request': '1', 'Sapa-Workspace': 'toko' };
    const body = JSON.stringify({ lane: 'signup', shared_with_app: false });
    await fetch('/api/v1/onboardings', { method: 'POST', headers, body });
  });

await walk('connect return', desktop, async ({ page, fake, check, at }) => {
  const back = (query) => page.goto(`${fake.address}/connect/whatsapp?${query}`);
  const goOn = page.getByRole('link', { name: 'Go on' });
  await at('/channels');
  await page.getByRole('link', { name: 'Connect a channel' }).waitFor();
  await begin(page);
  await back('error=access_denied&error_reason=user_denied&state=61.s3');
  await page.getByText('did not agree. Nothing was connected.', { exact: false }).waitFor();
  await check('declined');
  await goOn.click();
  await page.getByRole('link', { name: 'Open Meta’s dialog' }).waitFor();
  await back('error=server_error&error_description=Config+is+not+live&state=61.s3');
  await page.getByText('Config is not live').waitFor();
  await goOn.waitFor();
  await back('code=x&state=61.other');
  await page.getByRole('alert').getByText('begun by somebody else', { exact: false }).waitFor();
  await page.getByRole('link', { name: 'Toko Sapa' }).waitFor();
  await back('code=x&state=77.s3');
  await page.getByText('no connection you began', { exact: false }).waitFor();
  await check('lost');
  await back('');
  await page.getByText('brought nothing along', { exact: false }).waitFor();
});

// The browser remembers no workspace, or another one; or nobody is signed in any more.
for (const last of [undefined, 'kafe', 'gone'])
  await walk(
    `connect return from ${last ?? 'nowhere'}`,
    { ...desktop, fake: { otherRole: 'owner' } },
    async ({ page, fake }) => {
      await page.goto(`${fake.address}/login`);
      await begin(page);
      await page.evaluate((slug) => {
        if (slug) localStorage.setItem('sapa.workspace', slug);
        else localStorage.removeItem('sapa.workspace');
      }, last);
      if (!last) fake.api.signOut();
      await page.goto(`${fake.address}/connect/whatsapp?code=AQD&state=61.s3`);
      if (!last) {
        await page.getByLabel('E-mail').fill('ana@example.com');
        await page.getByLabel('Password', { exact: true }).fill('right');
        await page.getByRole('button', { name: 'Sign in' }).click();
      }
      await page.getByRole('radio', { name: 'Toko Rina' }).waitFor();
      assert.match(page.url(), /\/w\/toko\/settings\/channels\?connect=61$/);
    },
  );

await walk('connect return agent', { ...desktop, fake: { role: 'agent' } }, async (on) => {
  await on.page.goto(`${on.fake.address}/connect/whatsapp?code=AQD&state=61.s3`);
  await on.page.getByText('no connection you began', { exact: false }).waitFor();
  await on.page.getByRole('link', { name: 'Inbox' }).waitFor();
});

for (const [name, options] of looks)
  await walk(`history ${name}`, options, async ({ page, fake, check, at }) => {
    const states = [
      ['begun', { state: 'importing', phase: 0, progress: 3, messages: 41 }],
      ['running', { state: 'importing', phase: 1, progress: 45, messages: 12_480 }],
      ['done', { state: 'done', phase: 2, progress: 100, messages: 28_113 }],
      ['declined', { state: 'declined', phase: 0, progress: 0, messages: 0 }],
    ];
    fake.api.settings.bring('1', states[0][1]);
    await at('/channels?channel=1');
    const words = page.locator('main section').nth(1).getByRole('status');
    await words.waitFor();
    let before = '';
    for (const [what, history] of states) {
      // Each step comes over the stream while somebody looks on.
      const channel = fake.api.settings.bring('1', history);
      fake.api.tell('channel.updated', { channel });
      while ((await words.innerText()) === before) await page.waitForTimeout(20);
      before = await words.innerText();
      await check(what, { whole: true });
    }
  });

await walk('history in words', desktop, async ({ page, fake, at }) => {
  const history = { state: 'importing', phase: 1, progress: 45, messages: 12_480 };
  fake.api.settings.bring('1', history);
  await at('/channels?channel=1');
  await page.getByText('45% fetched · 12,480 messages are here so far.').waitFor();
  const phases = page.locator('section ol li');
  assert.deepEqual(
    (await phases.allInnerTexts()).map((each) => each.replace(/\s+/g, ' ').trim()),
    ['The last day · here', 'The last three months · on its way', 'The last six months · to come'],
  );
});

for (const [name, options] of looks)
  await walk(`leaving ${name}`, options, async ({ page, fake, check, at }) => {
    await at('/channels?channel=1');
    await page.locator('main section').last().getByRole('button').click();
    const dialog = page.getByRole('dialog');
    await dialog.getByRole('radio').last().check();
    await dialog.getByRole('textbox').waitFor();
    await check('ask');
    await dialog.getByRole('radio').first().check();
    await dialog.locator('button').last().click();
    await dialog.waitFor({ state: 'detached' });
    await check('kept', { whole: true });
    const removal = { state: 'running', done: 120, total: 480 };
    fake.api.tell('channel.updated', { channel: fake.api.settings.remove('1', removal) });
    await page.getByRole('progressbar').waitFor();
    await check('running', { whole: true });
  });

await walk('disconnect', desktop, async ({ page, fake, check, at }) => {
  await at('/channels?channel=1');
  await page.getByLabel('Deauthorize callback URL', { exact: true }).waitFor();
  await page.getByRole('button', { name: 'Disconnect', exact: true }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel('Delete the history').check();
  await dialog.getByRole('button', { name: 'Disconnect' }).click();
  await page.getByText('This is not the name.').waitFor();
  await check('ask');
  await dialog.getByLabel('Keep the history').check();
  await dialog.getByRole('button', { name: 'Disconnect' }).click();
  await page.getByText('Meta no longer calls us', { exact: false }).waitFor();
  await check('kept');
  await page.getByRole('button', { name: 'Delete the history' }).click();
  await dialog.getByLabel('to confirm', { exact: false }).fill('Toko Sapa');
  await dialog.getByRole('button', { name: 'Delete the history' }).click();
  await page.getByText('It begins in a moment.').waitFor();
  const channel = fake.api.settings.remove('1', { state: 'running', done: 120, total: 480 });
  fake.api.tell('channel.updated', { channel });
  await page.getByText('120 of 480 conversations are gone.').waitFor();
  await check('running');
});

await finish();
