// Walks what is written again and again, against the stand-in server: found by slash, taken by keyboard,
// sent with its files and buttons, kept in the settings.
import assert from 'node:assert/strict';
import { desktop, phone } from './browser.mjs';
import { finish, looks, walks } from './walker.mjs';

const walk = walks({ picture: 'writing-' });

const log = (page) => page.getByRole('log');
const last = (page) => log(page).locator('[data-message]').last();
const there = async (page) => {
  await log(page).locator('[data-message]').first().waitFor();
  await page.waitForTimeout(300);
};
const dialog = (page) => page.getByRole('dialog');
const list = (page) => page.getByRole('listbox', { name: 'Saved replies' });
const box = (page) => page.getByLabel('Write a reply');

await walk('slash', desktop, async ({ page, check, at }) => {
  await at('/w/toko/inbox/1');
  await there(page);
  await page.keyboard.press('r');
  await page.keyboard.type('Baik. /');
  await list(page).getByRole('option').first().waitFor();
  await check('all');
  await page.keyboard.type('ha');
  await list(page).getByText('/halo').waitFor();
  await list(page).getByText('Halo Siti Rahma, ini Ana Wijaya dari Toko Sapa.').waitFor();
  await check('found');
  await page.keyboard.type('zzz');
  await page.getByText('Nothing matches', { exact: false }).waitFor();
  for (let i = 0; i < 3; i++) await page.keyboard.press('Backspace');
  const used = page.waitForRequest((one) => /saved-replies\/\d+\/use$/.test(one.url()));
  await page.keyboard.press('Enter');
  assert.deepEqual((await used).postDataJSON(), { conversation_id: '1' });
  await list(page).waitFor({ state: 'detached' });
  assert.equal(
    await box(page).inputValue(),
    'Baik. Halo Siti Rahma, ini Ana Wijaya dari Toko Sapa.',
  );
  // The cursor stands behind it; Escape leaves a slash a slash.
  await page.keyboard.type(' /');
  await list(page).waitFor();
  await page.keyboard.press('Escape');
  await list(page).waitFor({ state: 'detached' });
  await page.keyboard.type('x');
  assert.ok(!(await list(page).isVisible()));
  assert.match(await box(page).inputValue(), /Toko Sapa\. \/x$/);
});

await walk('slash with files and buttons', desktop, async ({ page, check, at }) => {
  await at('/w/toko/inbox/2');
  await there(page);
  await page.keyboard.press('r');
  await page.keyboard.type('/menu');
  await list(page).getByText('1 file').waitFor();
  await page.keyboard.press('Tab');
  await page.getByText('Menu November.pdf').waitFor();
  await check('file');
  let sent = page.waitForRequest((one) => /messages$/.test(one.url()) && one.method() === 'POST');
  await page.keyboard.press('Enter');
  assert.equal((await sent).postDataJSON().media_id, '880');
  await last(page).getByText('Ini menu kami', { exact: false }).waitFor();

  await page.keyboard.type('/kirim');
  await list(page).getByText('Hari ini', { exact: true }).waitFor();
  await page.keyboard.press('Enter');
  await page.getByRole('group', { name: 'Buttons below the text' }).getByText('Besok').waitFor();
  await check('buttons');
  sent = page.waitForRequest((one) => /messages$/.test(one.url()) && one.method() === 'POST');
  await page.keyboard.press('Enter');
  const body = (await sent).postDataJSON();
  assert.equal(body.text, 'Mau dikirim hari ini atau besok?');
  assert.deepEqual(
    body.interactive.buttons.map((each) => each.title),
    ['Hari ini', 'Besok'],
  );
  await last(page).getByText('Besok', { exact: true }).waitFor();
  await page.getByRole('group', { name: 'Buttons below the text' }).waitFor({ state: 'detached' });
});

await walk('slash that finds nothing yet', desktop, async ({ page, fake, check, at }) => {
  fake.api.writing.clear();
  await at('/w/toko/inbox/2');
  await there(page);
  await page.getByRole('button', { name: 'Saved replies' }).click();
  await page.getByText('There are no saved replies yet.').waitFor();
  await check('none');
  await page.keyboard.press('Escape');
  fake.api.writing.fail();
  await at('/w/toko/inbox/3');
  await there(page);
  await page.getByRole('button', { name: 'Saved replies' }).click();
  await page.getByRole('button', { name: 'Try again' }).waitFor();
  await check('failed');
});

await walk('a message becomes a reply', desktop, async ({ page, check, at }) => {
  await at('/w/toko/inbox/2');
  await there(page);
  await last(page).hover();
  await last(page).getByRole('button', { name: 'What to do with this message' }).click();
  await page.getByRole('menuitem', { name: 'Save as a reply' }).click();
  await dialog(page).getByLabel('Shortcut').fill('kata');
  await check('dialog');
  await dialog(page).getByRole('button', { name: 'Save', exact: true }).click();
  await page.getByText('Saved as /kata').waitFor();
});

for (const [name, options, words] of [
  ['slash phone', { ...phone, touch: true }, 'Saved replies'],
  [
    'slash phone Arabic dark',
    { ...phone, touch: true, language: 'ar', dark: true },
    'الردود المحفوظة',
  ],
])
  await walk(name, options, async ({ page, check, at }) => {
    await at('/w/toko/inbox/2');
    await there(page);
    await page.getByRole('button', { name: words }).click();
    await page.getByRole('option').first().waitFor();
    await check('all');
    await page.getByRole('option').nth(2).click();
    await page.getByRole('option').first().waitFor({ state: 'detached' });
    await check('taken');
  });

for (const [name, options] of looks)
  await walk(`settings ${name}`, options, async ({ page, check, at }) => {
    await at('/w/toko/settings/replies');
    await page.locator('main li').getByText('/halo').waitFor();
    await check('list', { whole: true });
    await page.locator('main li').filter({ hasText: '/kirim' }).getByRole('button').first().click();
    await dialog(page).locator('textarea').waitFor();
    await check('dialog', { whole: true });
  });

await walk('settings work', desktop, async ({ page, fake, check, at }) => {
  await at('/w/toko/settings/replies');
  await page.getByRole('button', { name: 'New saved reply' }).click();
  await dialog(page).getByLabel('Shortcut').fill('halo');
  await dialog(page).getByLabel('Language').selectOption('id');
  await dialog(page).getByLabel('Text', { exact: true }).fill('Hai {{contact.first_name}}');
  await dialog(page).getByText('There is no variable “contact.first_name”.').waitFor();
  await dialog(page).getByLabel('Text', { exact: true }).fill('Hai ');
  await dialog(page).getByRole('button', { name: 'Insert a variable' }).click();
  await page.getByRole('menuitem', { name: 'Name of the customer' }).click();
  await dialog(page).getByText('Hai Amelia').waitFor();
  await dialog(page).getByRole('button', { name: 'Save', exact: true }).click();
  await dialog(page).getByText('Another reply has this shortcut in the same language.').waitFor();
  await check('taken');
  await dialog(page).getByLabel('Shortcut').fill('hai');
  await dialog(page)
    .locator('input[type=file]')
    .setInputFiles({
      name: 'harga.pdf',
      mimeType: 'application/pdf',
      buffer: Buffer.alloc(900, 1),
    });
  await dialog(page).getByText('harga.pdf').waitFor();
  const asked = page.waitForRequest(
    (one) => /saved-replies$/.test(one.url()) && one.method() === 'POST',
  );
  await dialog(page).getByRole('button', { name: 'Save', exact: true }).click();
  const body = (await asked).postDataJSON();
  assert.equal(body.text, 'Hai {{contact.name|there}}');
  assert.equal(body.language, 'id');
  assert.equal(body.media_ids.length, 1);
  await page.getByText('Saved as /hai').waitFor();
  await page.locator('main li').getByText('/hai', { exact: true }).waitFor();
  await page.getByLabel('Search saved replies').fill('alamat');
  assert.equal(await page.locator('main li').filter({ hasText: '/alamat' }).count(), 1);
  assert.equal(await page.locator('main li').filter({ hasText: '/halo' }).count(), 0);
  await page.getByRole('button', { name: 'Remove /alamat' }).click();
  await page
    .getByRole('alertdialog')
    .or(dialog(page))
    .getByRole('button', { name: 'Remove' })
    .click();
  await page.getByText('Nothing matches', { exact: false }).waitFor();
  await page
    .locator('input[type=file]')
    .last()
    .setInputFiles({
      name: 'replies.csv',
      mimeType: 'text/csv',
      buffer: Buffer.from('shortcut,text\nx,y\n'),
    });
  await dialog(page).getByText('2 replies added').waitFor();
  await dialog(page).getByText('Row 4, shortcut', { exact: false }).waitFor();
  await check('imported');
  await dialog(page).getByRole('button', { name: 'Done' }).click();
  const download = page.waitForEvent('download');
  await page.getByRole('button', { name: 'Download' }).click();
  await page.getByRole('menuitem', { name: /CSV/ }).click();
  assert.equal((await download).suggestedFilename(), 'sapa-saved-replies.csv');
  await page.getByLabel('Search saved replies').fill('');
  fake.api.writing.clear();
  await page.getByText('Save what you write again and again.', { exact: false }).waitFor();
  await check('empty');
});

const later = async (page, item) => {
  await page.getByRole('button', { name: 'More ways to send' }).click();
  await page.getByRole('menuitem', { name: item }).click();
};
const strip = (page) => page.getByRole('region', { name: /scheduled message/ });

await walk('a new conversation', desktop, async ({ page, check, at }) => {
  await at('/w/toko/inbox');
  await page
    .getByRole('link', { name: /Siti Rahma/ })
    .first()
    .waitFor();
  await page.keyboard.press('c');
  await dialog(page).getByRole('combobox', { name: 'Name or phone number' }).fill('dewi');
  await dialog(page)
    .getByRole('option', { name: /Dewi Anggraini/ })
    .waitFor();
  await check('person');
  await dialog(page).getByRole('combobox', { name: 'Name or phone number' }).fill('0812 7788 000');
  await dialog(page).getByText('+628127788000').waitFor();
  await dialog(page).getByText('Indonesia').waitFor();
  await page.keyboard.press('Enter');
  await dialog(page).getByRole('alert').waitFor();
  await dialog(page)
    .getByRole('combobox', { name: 'Name or phone number' })
    .fill('+55 11 91234-5678');
  await dialog(page).getByText('Brazil').waitFor();
  await check('number');
  const asked = page.waitForRequest(
    (one) => /conversations$/.test(one.url()) && one.method() === 'POST',
  );
  await page.keyboard.press('Enter');
  assert.deepEqual((await asked).postDataJSON(), { channel_id: '1', phone: '+5511912345678' });
  // Nobody has written: a template is asked for at once.
  await dialog(page).getByText('order', { exact: false }).first().waitFor();
  assert.match(page.url(), /inbox\/\d+/);
  await check('template');
});

for (const [name, options, words] of [
  [
    'a new conversation phone Arabic dark',
    { ...phone, touch: true, language: 'ar', dark: true },
    'محادثة جديدة',
  ],
])
  await walk(name, options, async ({ page, check, at }) => {
    await at('/w/toko/inbox');
    await page.getByRole('button', { name: words }).click();
    await dialog(page).getByRole('combobox').fill('08127788');
    await dialog(page).getByRole('option').first().waitFor();
    await check('number');
  });

await walk('send later', desktop, async ({ page, fake, check, at }) => {
  await at('/w/toko/inbox/2');
  await there(page);
  await box(page).fill('Sudah dikirim ya kak');
  await page.getByRole('button', { name: 'More ways to send' }).click();
  await page.getByRole('menuitem', { name: /^Tomorrow/ }).waitFor();
  await check('menu');
  const asked = page.waitForRequest(
    (one) => /scheduled$/.test(one.url()) && one.method() === 'POST',
  );
  await page.getByRole('menuitem', { name: /^Tomorrow/ }).click();
  const body = (await asked).postDataJSON();
  assert.equal(body.text, 'Sudah dikirim ya kak');
  assert.ok(Date.parse(body.at) > Date.now());
  await strip(page).getByText('Sudah dikirim ya kak').waitFor();
  assert.equal(await box(page).inputValue(), '');
  // Undone, it is in the box again.
  await page.getByRole('button', { name: 'Undo' }).click();
  await strip(page).waitFor({ state: 'detached' });
  await page.waitForFunction(() => document.querySelector('textarea').value !== '');
  assert.equal(await box(page).inputValue(), 'Sudah dikirim ya kak');
  await later(page, 'Another time');
  await dialog(page).getByLabel('Date and time').fill('2020-01-01T10:00');
  await dialog(page).getByText('Choose a time that is still to come.').waitFor();
  await dialog(page).getByLabel('Date and time').fill('2035-01-01T10:00');
  await dialog(page).getByLabel('Only if the customer does not write first').check();
  await check('other time');
  await dialog(page).getByRole('button', { name: 'Schedule' }).click();
  await strip(page).getByText('The reply window ends before that').waitFor();
  await box(page).fill('Dan satu lagi');
  await later(page, /^Tomorrow/);
  await page.getByRole('button', { name: /2 scheduled messages/ }).click();
  await strip(page).getByText('Dan satu lagi').waitFor();
  await page.getByText('2 scheduled messages').first().waitFor();
  await check('two');
  await strip(page)
    .getByRole('button', { name: 'What to do with the scheduled message' })
    .first()
    .click();
  await page.getByRole('menuitem', { name: 'Send now' }).click();
  await last(page).getByText('Dan satu lagi').waitFor();
  fake.api.writing.failLater('2', 'window_closed');
  await strip(page).getByText('Not sent.', { exact: false }).waitFor();
  await check('failed');
  await strip(page).getByRole('button', { name: 'What to do with the scheduled message' }).click();
  await page.getByRole('menuitem', { name: 'Remove' }).click();
  await strip(page).waitFor({ state: 'detached' });
  await box(page).fill('refuse me');
  await later(page, /^Tomorrow/);
  await page.getByRole('alert').waitFor();
  assert.equal(await box(page).inputValue(), 'refuse me');
});

await walk('a template later', desktop, async ({ page, at }) => {
  await at('/w/toko/inbox/12');
  await page.getByRole('button', { name: 'Choose a template' }).click();
  await dialog(page)
    .getByRole('button', { name: /order_update/ })
    .first()
    .click();
  for (const field of await dialog(page).getByRole('textbox').all()) await field.fill('x');
  const asked = page.waitForRequest(
    (one) => /scheduled$/.test(one.url()) && one.method() === 'POST',
  );
  await dialog(page).getByRole('button', { name: 'More ways to send' }).click();
  await page.getByRole('menuitem', { name: /^Tomorrow/ }).click();
  assert.ok((await asked).postDataJSON().template.name);
  await dialog(page).waitFor({ state: 'detached' });
  await strip(page).waitFor();
});

await walk(
  'send later phone Arabic dark',
  { ...phone, touch: true, language: 'ar', dark: true },
  async ({ page, check, at }) => {
    await at('/w/toko/inbox/2');
    await there(page);
    await page.locator('textarea').fill('سنرسلها غدًا '.repeat(8));
    await page.getByRole('button', { name: 'طرق أخرى للإرسال' }).click();
    await page.getByRole('menuitem').first().waitFor();
    await check('menu');
    await page.getByRole('menuitem').nth(3).click();
    await page.getByRole('region', { name: /مجدولة/ }).waitFor();
    await check('strip');
  },
);

await finish();
