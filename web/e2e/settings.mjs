// Walks the settings against the stand-in server: every page on desktop, phone, dark and Arabic with
// axe on each, and what a person does there. Pictures land in shots/.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { desktop, phone } from './browser.mjs';
import { finish, looks, walks } from './walker.mjs';

const walk = walks({
  picture: 'settings-',
  base: '/w/toko/settings',
  fake: { settings: true },
});

const pages = [
  'channels',
  'notices',
  'team',
  'roles',
  'labels',
  'fields',
  'workspace',
  'prices',
].concat(['security', 'tokens', 'audit', 'server']);
for (const [name, options] of looks) {
  await walk(`pages ${name}`, options, async ({ page, check, at }) => {
    for (const each of pages) {
      await at(`/${each}`);
      await page.locator('main nav ~ div :is(li, section)').first().waitFor();
      await page.locator('main [aria-busy]').first().waitFor({ state: 'detached' });
      await page.waitForTimeout(300);
      await check(each);
    }
    await at('/channels?channel=2');
    await page.locator('main nav ~ div section').first().waitFor();
    await check('channel');
  });
}

await walk('channel', desktop, async ({ page, check, at }) => {
  await at('/channels?channel=1');
  await page.getByRole('tab', { name: 'Deliveries' }).click();
  await page.getByRole('tab', { name: 'Failed' }).click();
  await page.getByText('messages[0].from: required').waitFor();
  await check('health');
  await page.getByRole('button', { name: 'Replay' }).click();
  await page.getByText('Taken in again.', { exact: true }).waitFor();
  await page.getByRole('tab', { name: 'Templates' }).click();
  await page.getByText('order_shipped').waitFor();
  await check('templates');
  await page.getByRole('tab', { name: 'Overview' }).click();
  await page.getByRole('button', { name: 'Pause sending' }).click();
  await page.getByRole('button', { name: 'Resume sending' }).waitFor();
});

await walk('server', desktop, async ({ page, fake, check, at }) => {
  await at('/server');
  await page.getByText('The disk is full.').waitFor();
  await page.getByText('3 deliveries could not be understood.').waitFor();
  await page.getByText('more than 10,000 waiting').waitFor();
  await page.getByText('sapa events replay --all-dead --workspace kunden').waitFor();
  await check('troubles', { whole: true });
  // It looks again by itself.
  fake.api.settings.server.heal();
  await page.getByText('The disk is full.').waitFor({ state: 'detached', timeout: 8_000 });
  await page.getByText('Nothing waits for you here.').waitFor();
  await check('well', { whole: true });
  fake.api.settings.server.fail();
  await page.getByText('Below is what was seen last.').waitFor({ timeout: 8_000 });
  await page.reload();
  await page.getByRole('button', { name: 'Try again' }).waitFor();
  await check('failing');
  fake.api.settings.server.fail(false);
  fake.api.settings.server.clear();
  await page.getByRole('button', { name: 'Try again' }).click();
  await page.getByText('There is no workspace on this server yet.').waitFor();
  await check('empty');
});

await walk('server deliveries', desktop, async ({ page, at }) => {
  await at('/server');
  await page.getByRole('link', { name: 'Look at them' }).click();
  await page.getByRole('tab', { name: 'Deliveries', selected: true }).waitFor();
});

const guest = { ...desktop, fake: { operator: false } };
await walk('server of another', guest, async ({ page, at }) => {
  await at('/server');
  await page.getByText('There is no such page, or your role does not see it.').waitFor();
  assert.equal(await page.getByRole('link', { name: 'Server' }).count(), 0);
});

await walk('notices', desktop, async ({ page, fake, check, at }) => {
  await at('/channels');
  await page.getByRole('link', { name: 'Notices' }).first().click();
  await page.getByText('4 unread notices').waitFor({ state: 'attached' });
  await page.getByText('Everything is read.').waitFor({ state: 'detached' });
  await page.getByText('What came').click();
  await page.getByText('something_of_2027').waitFor();
  await check('all', { whole: true });
  const notice = fake.api.settings.notices.tell('account_banned', 'critical');
  fake.api.tell('notice.created', { notice });
  await page.getByText('Account banned').waitFor();
  await page.getByText('5 unread notices').waitFor({ state: 'attached' });
  await page.getByRole('button', { name: 'Mark as read' }).first().click();
  await page.getByText('4 unread notices').waitFor({ state: 'attached' });
  await page.getByRole('tab', { name: 'Unread' }).click();
  await page.getByText('Account banned').waitFor({ state: 'detached' });
  await page.getByRole('button', { name: 'Mark all as read' }).click();
  await page.getByText('Everything is read.').waitFor();
  await page.getByRole('tab', { name: 'All' }).click();
  await page.getByLabel('Channel').selectOption('2');
  await page.getByText('The connection was removed at Meta').waitFor();
  assert.equal(await page.getByRole('tabpanel').getByRole('listitem').count(), 1);
});

await walk('team', desktop, async ({ page, check, at }) => {
  await at('/team');
  await page.getByRole('button', { name: 'Invite somebody' }).click();
  await page.getByRole('dialog').getByLabel('E-mail').fill('rina@example.com');
  await page.getByRole('button', { name: 'Make a link' }).click();
  await page.getByLabel('Invitation link', { exact: true }).waitFor();
  await check('link');
  await page.getByRole('button', { name: 'Done' }).click();
  await page.getByText('rina@example.com').first().waitFor();
  assert.equal(await page.getByRole('button', { name: 'Change Ana Wijaya' }).count(), 0);
  await page.getByRole('button', { name: 'Change Budi Hartono' }).click();
  await page.getByRole('menu').waitFor();
  await check('menu');
  await page.getByRole('menu').getByText('Supervisor').click();
  await page.getByText('Saved', { exact: true }).waitFor();
});

await walk('two steps', desktop, async ({ page, check, at }) => {
  await at('/security');
  await page.getByRole('button', { name: 'Turn on two-step sign-in' }).click();
  await page.getByRole('img', { name: 'QR code' }).waitFor();
  await check('scan');
  await page.getByLabel('Code', { exact: true }).fill('123456');
  await page.getByRole('button', { name: 'Turn on', exact: true }).click();
  await page.getByText('Your recovery codes').waitFor();
  await check('codes');
  const download = page.waitForEvent('download');
  await page.getByRole('button', { name: 'Download' }).click();
  assert.equal((await download).suggestedFilename(), 'sapa-recovery-codes.txt');
  await page.getByRole('button', { name: 'I have kept them' }).click();
  await page.getByRole('button', { name: 'Turn off two-step sign-in' }).waitFor();
  await page.getByRole('button', { name: 'Sign out everywhere else' }).click();
  await page.getByText('All other sessions have ended.').waitFor();
});

await walk('token and label', desktop, async ({ page, check, at }) => {
  await at('/tokens');
  await page.getByRole('button', { name: 'New token' }).click();
  await page.getByRole('dialog').getByLabel('Name').fill('Shop');
  await page.getByRole('button', { name: 'Make the token' }).click();
  await page.getByText('Choose at least one thing', { exact: false }).waitFor();
  await page.getByRole('group', { name: 'Contacts' }).getByLabel('Read').check();
  await check('scopes');
  await page.getByRole('button', { name: 'Make the token' }).click();
  await page.getByText('It is not shown again.', { exact: false }).waitFor();
  await page.getByRole('button', { name: 'Done' }).click();
  await page.getByText('contacts:read').nth(1).waitFor();
  await at('/labels');
  await page.getByRole('button', { name: 'New label' }).click();
  await page.getByRole('dialog').getByLabel('Name').fill('vip');
  await page.getByRole('button', { name: 'Save' }).click();
  await page.getByText('This is already taken.').waitFor();
  await check('label');
});

await walk('agent', { ...desktop, fake: { role: 'agent' } }, async ({ page, check, at }) => {
  await at('/team');
  await page.getByText('Budi Hartono').waitFor();
  assert.equal(await page.getByRole('button', { name: /Invite|Change/ }).count(), 0);
  assert.equal(await page.getByRole('link', { name: 'API tokens' }).count(), 0);
  await at('/audit');
  await page.getByText('There is no such page', { exact: false }).waitFor();
  await check('no page');
});

for (const [name, options] of [
  ['second factor wanted', desktop],
  ['second factor wanted phone Arabic dark', { ...phone, touch: true, language: 'ar', dark: true }],
])
  await walk(
    name,
    { ...options, fake: { settings: true, secondFactor: true } },
    async ({ page, check, at }) => {
      await at('/team');
      await page.locator('main h1').waitFor();
      await page.locator('nav').waitFor({ state: 'detached' });
      await check('asks');
      await page.locator('main section button, main button').first().click();
      const dialog = page.getByRole('dialog');
      await dialog.locator('input').first().waitFor();
      await dialog.locator('input[autocomplete=one-time-code]').fill('123456');
      await dialog.locator('button[type=submit]').click();
      await dialog.locator('ul li').nth(9).waitFor();
      await check('codes');
      await dialog.getByRole('button').last().click();
      await page.getByText('Budi Hartono').first().waitFor();
    },
  );

for (const [name, options] of [
  ['audit', desktop],
  ['audit phone Arabic', { ...phone, touch: true, language: 'ar' }],
])
  await walk(name, options, async ({ page, check, at }) => {
    await at('/audit');
    const rows = page.locator('main nav ~ div li');
    await rows.first().waitFor();
    const all = await rows.count();
    await check('all');
    const [who, about] = [page.locator('select').first(), page.locator('select').nth(1)];
    await who.selectOption({ index: 1 });
    await page.waitForFunction(
      (before) => document.querySelectorAll('main nav ~ div li').length < before,
      all,
    );
    const [file] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('button', { name: /CSV/ }).click(),
    ]);
    assert.equal(file.suggestedFilename(), 'sapa-audit.csv');
    await about.selectOption('role');
    await page.locator('input[type=date]').first().fill('2031-01-01');
    await rows.first().waitFor({ state: 'detached' });
    await check('none');
  });

await walk('roles', desktop, async ({ page, check, at }) => {
  await at('/roles');
  await page.getByText('Answer customers and Manage labels').waitFor();
  await page.getByRole('switch', { name: 'Agents see phone numbers' }).click();
  await page.getByText('Saved').first().waitFor();
  await page.getByText('Phone numbers hidden.').first().waitFor();
  await page.getByRole('button', { name: 'New role' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByRole('textbox', { name: 'Name' }).fill('gudang');
  await dialog.getByLabel('Read the audit log').check();
  await check('role');
  await dialog.getByRole('button', { name: 'Save' }).click();
  await dialog.getByText('This is already taken.').waitFor();
  await dialog.getByRole('textbox', { name: 'Name' }).fill('Kasir');
  await dialog.getByRole('button', { name: 'Save' }).click();
  await page.getByText('Answer customers and Read the audit log').waitFor();

  await at('/team');
  await page.getByRole('button', { name: 'Change Budi Hartono' }).click();
  await page.getByRole('menuitem', { name: /Kasir/ }).click();
  await page.getByText('Saved').first().waitFor();
  await page.getByRole('button', { name: 'Invite somebody' }).click();
  await page.getByLabel('E-mail').fill('dewi@example.com');
  await page.getByLabel('Role').selectOption({ label: 'Gudang' });
  await page.getByRole('button', { name: 'Make a link' }).click();
  await page.getByRole('textbox', { name: 'Invitation link' }).waitFor();
  await page.getByRole('button', { name: 'Done' }).click();
  await page
    .getByRole('listitem')
    .filter({ hasText: 'dewi@example.com' })
    .getByText('Gudang')
    .waitFor();

  await at('/roles');
  await page.getByText('Used by Budi Hartono').waitFor();
  await page.getByRole('button', { name: 'Remove Kasir' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Remove' }).click();
  await page.getByText('Somebody has this role.', { exact: false }).waitFor();
});

await walk('prices', desktop, async ({ page, check, at }) => {
  await at('/prices');
  await page.getByRole('row', { name: /Indonesia Marketing .* IDR 586.33/ }).waitFor();
  await page.getByRole('row', { name: /All other countries Marketing .* \$0.0586/ }).waitFor();
  assert.equal(await page.getByText('IDR 601.50').count(), 0);
  await page.getByLabel('Which prices').selectOption({ label: 'Later (1)' });
  await page.getByText('IDR 601.50').waitFor();
  await page.getByLabel('Which prices').selectOption({ label: 'In force (25)' });
  await page.getByLabel('Search countries').fill('saudi');
  await page.getByRole('row').nth(5).waitFor();
  assert.equal(await page.getByRole('row').count(), 6);
  await check('found');

  const dialog = page.getByRole('dialog', { name: 'Upload a price list' });
  const file = (name, text) => ({ name, mimeType: 'text/csv', buffer: Buffer.from(text) });
  const picker = dialog.locator('input[type=file]');
  const use = dialog.getByRole('button', { name: 'Use these prices' });
  await page.getByRole('button', { name: 'Upload a price list' }).click();
  await dialog.getByText('It replaces all 31 prices').waitFor();
  await use.click();
  await dialog.getByText('Choose a file first.').waitFor();
  const head = 'market,currency,category,rate,effective_from';
  for (const [name, text, words] of [
    ['prices.csv', 'market,currency,category,effective_from\n', 'does not name the column rate'],
    [
      'prices.csv',
      `${head}\nID,IDR,marketing,586,2026-10-01\nID,IDR,utility,x,2026-10-01`,
      'Line 3',
    ],
    ['prices.xlsx', 'PK\0\0', 'Save the table as CSV first.'],
    ['nothing.csv', ' \n', 'The file is empty.'],
    ['big.csv', `${head}\n${'x'.repeat(200_001)}`, 'The file is too large'],
  ]) {
    await picker.setInputFiles(file(name, text));
    await use.click();
    await dialog.getByRole('alert').getByText(words, { exact: false }).waitFor();
    if (words === 'Line 3') await check('refused');
  }
  await picker.setInputFiles(file('new.csv', `${head}\nMY,MYR,marketing,0.38,2026-10-01\n`));
  await use.click();
  await page.getByText('1 price is in use.').waitFor();
  await page.getByLabel('Search countries').fill('');
  await page.getByRole('row', { name: /Malaysia Marketing Oct 1, 2026 MYR 0.38/ }).waitFor();

  const download = page.waitForEvent('download');
  await page.getByRole('button', { name: 'Download' }).click();
  const saved = await download;
  assert.equal(saved.suggestedFilename(), 'sapa-message-prices.csv');
  assert.equal(
    readFileSync(await saved.path(), 'utf8'),
    `${head}\nMY,MYR,marketing,0.38,2026-10-01\n`,
  );
  await page.getByRole('button', { name: 'Remove all' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Remove all' }).click();
  await page.getByText('No prices yet.', { exact: false }).waitFor();
  await check('none');

  await at('/channels?channel=1&tab=costs');
  await page.getByRole('link', { name: 'Prices behind the estimate' }).click();
  await page.waitForURL('**/settings/prices');
});

await walk('prices supervisor', { ...desktop, fake: { role: 'supervisor' } }, async (on) => {
  await on.at('/prices');
  await on.page.getByText('IDR 586.33').first().waitFor();
  assert.equal(await on.page.getByRole('button', { name: /Upload|Remove/ }).count(), 0);
});

await walk('empty', desktop, async ({ page, fake, check, at }) => {
  fake.api.settings.empty();
  for (const each of ['channels', 'notices', 'labels', 'prices', 'tokens']) {
    await at(`/${each}`);
    await page
      .getByRole('main')
      .getByRole('button')
      .or(page.getByRole('link', { name: 'Connect a channel' }))
      .or(page.getByRole('tab'))
      .first()
      .waitFor();
    await check(each);
  }
});

await finish();
