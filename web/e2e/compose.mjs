// Walks what the composer makes besides plain text, against the stand-in server: each kind put
// together, seen before and after it is sent, refused, kept, by pointer and by keyboard.
import assert from 'node:assert/strict';
import { desktop, phone } from './browser.mjs';
import { finish, walks } from './walker.mjs';

const walk = walks({ picture: 'compose-' });

const log = (page) => page.getByRole('log');
const last = (page) => log(page).locator('[data-message]').last();
const there = async (page) => {
  await log(page).locator('[data-message]').first().waitFor();
  await page.waitForTimeout(300);
};
const dialog = (page) => page.getByRole('dialog');
const choose = async (page, what, more = 'Send something else') => {
  await page.getByRole('button', { name: more }).click();
  await page.getByRole('menuitem', { name: what, exact: true }).click();
  await dialog(page).waitFor();
};
const send = async (page, word = 'Send') => {
  await dialog(page).getByRole('button', { name: word, exact: true }).click();
  await dialog(page).waitFor({ state: 'detached' });
};
const read = (page) => last(page).locator('[data-status=read]').waitFor();

for (const [name, options] of [
  ['news', desktop],
  ['news phone Arabic dark', { ...phone, touch: true, language: 'ar', dark: true }],
])
  await walk(name, options, async ({ page, check, at }) => {
    const [x, y] = options.touch ? [180, 300] : [800, 400];
    const up = async (by) => {
      await page.mouse.move(x, y);
      await page.mouse.wheel(0, -by);
      await page.waitForTimeout(300);
    };
    await at('/w/toko/inbox/7');
    await there(page);
    await log(page).locator('a[href="tel:+628120000007"]').first().waitFor();
    await check('calls');
    await up(450);
    await check('elsewhere');
    await up(450);
    await check('before');
    await at('/w/toko/inbox/8');
    await there(page);
    await check('group');
    if (!options.touch) {
      await log(page).getByText('Read by 3').waitFor();
      await page.getByRole('button', { name: 'Send something else' }).click();
      await page.getByRole('menuitem', { name: /^Location/, disabled: true }).waitFor();
      await check('menu');
    }
  });

for (const [name, options] of [
  ['bubbles', desktop],
  ['bubbles dark', { ...desktop, dark: true }],
  ['bubbles Arabic', { width: 1180, height: 800, language: 'ar' }],
  ['bubbles phone', { ...phone, touch: true }],
])
  await walk(name, options, async ({ page, check, at }) => {
    await at('/w/toko/inbox/5');
    await there(page);
    await check('end');
    for (const part of ['late', 'middle', 'early', 'first']) {
      const [x, y] = name.includes('phone') ? [180, 300] : [800, 400];
      await page.mouse.move(x, y);
      await page.mouse.wheel(0, -500);
      await page.waitForTimeout(250);
      const list = log(page).locator('[data-controls=list] button[aria-expanded=false]');
      if ((await list.count()) > 0) await list.first().click();
      await check(part);
    }
    const wide = await page.evaluate(() => document.documentElement.scrollWidth);
    assert.ok(wide <= (options.width ?? 0), 'nothing is wider than the screen');
  });

await walk('place and card', desktop, async ({ page, check, at }) => {
  await at('/w/toko/inbox/2');
  await there(page);
  await page.getByRole('button', { name: 'Send something else' }).click();
  await page.getByRole('menuitem', { name: 'Location', exact: true }).waitFor();
  await check('menu');
  await page.getByRole('menuitem', { name: 'Location', exact: true }).click();
  await dialog(page).getByRole('button', { name: 'Send', exact: true }).click();
  await dialog(page).getByText('Please fill this in.').waitFor();
  await dialog(page).getByLabel('Coordinates or a link to a map').fill('https://maps.app.goo.gl/x');
  await dialog(page).getByText('A short link does not say', { exact: false }).waitFor();
  await dialog(page)
    .getByLabel('Coordinates or a link to a map')
    .fill('https://www.google.com/maps/place/Toko+Sapa/@-6.9147,107.6098,17z');
  assert.equal(await dialog(page).getByLabel('Name of the place').inputValue(), 'Toko Sapa');
  await dialog(page).getByLabel('Address').fill('Jl. Braga 10');
  await check('place');
  await page.keyboard.press('Escape');
  await dialog(page).waitFor({ state: 'detached' });
  await choose(page, 'Location');
  assert.equal(
    await dialog(page).getByLabel('Address').inputValue(),
    'Jl. Braga 10',
    'it was kept',
  );
  await page.keyboard.press('Control+Enter');
  await dialog(page).waitFor({ state: 'detached' });
  await read(page);
  await last(page).getByText('-6.91470, 107.60980').waitFor();
  await choose(page, 'Location');
  await dialog(page).getByRole('button', { name: 'Toko Sapa' }).click();
  assert.match(
    await dialog(page).getByLabel('Coordinates or a link to a map').inputValue(),
    /Toko\+Sapa/,
  );
  await page.keyboard.press('Escape');

  await choose(page, 'Contact card');
  await dialog(page).getByLabel('From your contacts').fill('dewi');
  await dialog(page)
    .getByRole('button', { name: /Dewi Anggraini/ })
    .click();
  await dialog(page).getByRole('button', { name: 'Type a card' }).click();
  await dialog(page).getByLabel('Name', { exact: true }).nth(1).fill('Gudang');
  await dialog(page).getByLabel('Phone', { exact: true }).nth(1).fill('+62 811 222 333');
  await check('card');
  await send(page);
  await read(page);
  await last(page).getByText('Dewi Anggraini').waitFor();
  await last(page).getByRole('link', { name: '+62 811 222 333' }).waitFor();
});

await walk('buttons and a list', desktop, async ({ page, check, at }) => {
  await at('/w/toko/inbox/2');
  await there(page);
  await choose(page, 'Buttons');
  await dialog(page).getByLabel('Text', { exact: true }).fill('May we come today?');
  await dialog(page).getByLabel('Button 1', { exact: true }).fill('Yes');
  await dialog(page).getByRole('button', { name: 'Add a button' }).click();
  await dialog(page).getByLabel('Button 2', { exact: true }).fill('Yes');
  await dialog(page).getByRole('button', { name: 'Add a button' }).click();
  await dialog(page).getByLabel('Button 3', { exact: true }).fill('Not today, sometime next week');
  await dialog(page).getByRole('button', { name: 'Send', exact: true }).click();
  await dialog(page).getByText('Two of them have the same words.').waitFor();
  await dialog(page).getByText('This is too long.').waitFor();
  await check('wrong');
  await dialog(page).getByLabel('Button 2', { exact: true }).fill('Tomorrow');
  await dialog(page).getByRole('button', { name: 'Remove Button 3' }).click();
  await page.locator('[role=dialog] input[type=file]').setInputFiles({
    name: 'parcel.png',
    mimeType: 'image/png',
    buffer: Buffer.alloc(2000, 1),
  });
  await dialog(page).getByText('parcel.png').waitFor();
  await check('buttons');
  await send(page);
  await read(page);
  await last(page).getByText('Tomorrow').waitFor();
  await last(page).getByRole('button', { name: 'Open the picture' }).waitFor();

  await choose(page, 'List');
  await dialog(page).getByLabel('Text', { exact: true }).fill('How shall we send it?');
  await dialog(page).getByLabel('Words on the button').fill('Ways');
  await dialog(page).getByLabel('Row 1', { exact: true }).fill('Courier');
  await dialog(page).getByLabel('Description').fill('Today');
  await dialog(page).getByRole('button', { name: 'Add a group' }).click();
  await dialog(page).getByLabel('Title of the group').nth(0).fill('Fast');
  await dialog(page).getByLabel('Title of the group').nth(1).fill('Slow');
  await dialog(page).getByLabel('Row 1', { exact: true }).nth(1).fill('Post');
  await dialog(page).getByText('8 more rows fit.').waitFor();
  await dialog(page).getByRole('button', { name: 'Ways' }).click();
  await check('list');
  await send(page);
  await read(page);
  await last(page).getByRole('button', { name: 'Ways' }).click();
  await last(page).getByText('Courier').waitFor();
});

await walk('links and requests', desktop, async ({ page, check, at }) => {
  await at('/w/toko/inbox/2');
  await there(page);
  await choose(page, 'Link button');
  await dialog(page).getByLabel('Text', { exact: true }).fill('Pay here');
  await dialog(page).getByLabel('Words on the button').fill('refuse me');
  await dialog(page).getByLabel('Address it opens').fill('javascript:alert(1)');
  await dialog(page).getByRole('button', { name: 'Send', exact: true }).click();
  await dialog(page).getByText('This does not have the right form.').waitFor();
  await dialog(page).getByLabel('Address it opens').fill('https://shop.example/pay');
  await dialog(page).getByRole('button', { name: 'Send', exact: true }).click();
  await dialog(page).getByText('This value is not allowed here.').waitFor();
  assert.equal(
    await page.evaluate(() => document.activeElement?.getAttribute('aria-invalid')),
    'true',
  );
  await check('refused');
  await dialog(page).getByLabel('Words on the button').fill('Pay now');
  await send(page);
  await read(page);
  assert.equal(
    await last(page).getByRole('link', { name: 'Pay now' }).getAttribute('href'),
    'https://shop.example/pay',
  );
  for (const [what, text, control] of [
    ['Ask for the location', 'Where are you?', 'Send location'],
    ['Ask for the phone number', 'Which number?', 'Share phone number'],
    ['Ask whether we may call', 'May we call?', 'Choose whether we may call'],
  ]) {
    await choose(page, what);
    await dialog(page).getByLabel(/^Text/).fill(text);
    await send(page);
    await read(page);
    await last(page).getByText(control).waitFor();
  }
  await choose(page, 'Ask for an address');
  await dialog(page).getByLabel('Text', { exact: true }).fill('Where do you live?');
  await dialog(page).getByLabel('Country').selectOption('SG');
  await check('address');
  await send(page);
  await last(page).getByText('Singapore').waitFor();
});

await walk('products and forms', desktop, async ({ page, check, at }) => {
  await at('/w/toko/inbox/2');
  await there(page);
  await choose(page, 'Product');
  await dialog(page).getByLabel('Id of the catalogue').fill('880066770099112');
  await dialog(page).getByLabel('Id of the product').fill('SKU-9');
  await send(page);
  await read(page);
  await choose(page, 'Several products');
  assert.equal(
    await dialog(page).getByLabel('Id of the catalogue').inputValue(),
    '880066770099112',
    'the catalogue used last',
  );
  await dialog(page).getByLabel('Title', { exact: true }).fill('For you');
  await dialog(page).getByLabel('Text', { exact: true }).fill('Two that fit');
  await dialog(page).getByLabel('Ids of the products').fill('SKU-9\nSKU-10');
  await check('products');
  await send(page);
  await read(page);
  await choose(page, 'Catalogue');
  await dialog(page).getByLabel('Text', { exact: true }).fill('All of it');
  await send(page);
  await read(page);
  await choose(page, 'Form');
  await dialog(page).getByLabel('Text', { exact: true }).fill('Your size?');
  await dialog(page).getByLabel('Words on the button').fill('Measure');
  await dialog(page).getByLabel('Id of the form').fill('111222333');
  await dialog(page).getByLabel('Data for the first screen (JSON)').fill('{"x": ');
  await dialog(page).getByRole('button', { name: 'Send', exact: true }).click();
  await dialog(page).getByText('This does not have the right form.').waitFor();
  await dialog(page).getByLabel('Data for the first screen (JSON)').fill('{"x": 1}');
  await page.mouse.move(2, 2);
  await check('form');
  await send(page);
  await last(page).getByText('Measure').waitFor();
  await choose(page, 'Sticker');
  await page.locator('[role=dialog] input[type=file]').setInputFiles({
    name: 'hello.webp',
    mimeType: 'image/webp',
    buffer: Buffer.alloc(2000, 1),
  });
  await dialog(page).getByText('hello.webp').waitFor();
  await check('sticker');
  await send(page);
  await read(page);
});

const pick = async (page, name) => {
  await dialog(page).getByRole('button', { name }).click();
};
const png = (name) => ({ name, mimeType: 'image/png', buffer: Buffer.alloc(2000, 1) });

await walk('whole templates', desktop, async ({ page, check, at }) => {
  await at('/w/toko/inbox/12');
  const asked = () =>
    page.waitForRequest((one) => /messages$/.test(one.url()) && one.method() === 'POST');
  const openAgain = async (name) => {
    await page.getByRole('button', { name: 'Choose a template' }).click();
    await dialog(page).waitFor();
    await pick(page, name);
  };
  const files = page.locator('[role=dialog] input[type=file]');
  await openAgain(/receipt/);
  assert.ok(await dialog(page).getByRole('button', { name: 'Send', exact: true }).isDisabled());
  await files.setInputFiles({
    name: 'receipt.pdf',
    mimeType: 'application/pdf',
    buffer: Buffer.alloc(900, 1),
  });
  await dialog(page).getByLabel('Place name').fill('Lucas');
  await dialog(page).getByLabel('End of the link on “Follow it”').fill('refuse me');
  await dialog(page).getByRole('button', { name: 'Send', exact: true }).click();
  await dialog(page).getByText('This is too long.').waitFor();
  await dialog(page).getByLabel('End of the link on “Follow it”').fill('JX77');
  await check('receipt');
  let sent = asked();
  await dialog(page).getByRole('button', { name: 'Send', exact: true }).click();
  const { template } = (await sent).postDataJSON();
  assert.deepEqual(template.body, [{ name: 'name', text: 'Lucas' }]);
  assert.deepEqual(template.buttons, [{ index: 0, sub_type: 'url', text: 'JX77' }]);
  assert.match(template.header_media_id, /^\d+$/);
  await dialog(page).waitFor({ state: 'detached' });

  await openAgain(/come_by/);
  await dialog(page).getByLabel('Coordinates or a link to a map').fill('-6.9147, 107.6098');
  await dialog(page).getByLabel('Name of the place').fill('Toko Sapa');
  sent = asked();
  await dialog(page).getByRole('button', { name: 'Send', exact: true }).click();
  assert.deepEqual((await sent).postDataJSON().template.header_location, {
    latitude: -6.9147,
    longitude: 107.6098,
    name: 'Toko Sapa',
  });
  await dialog(page).waitFor({ state: 'detached' });

  await openAgain(/year_end/);
  await files.setInputFiles(png('sale.png'));
  await dialog(page).getByLabel('Place 1').fill('Lucas');
  await dialog(page).getByLabel('The offer ends').fill('2020-01-01T10:00');
  await dialog(page).getByText('Choose a time that is still to come.').waitFor();
  await dialog(page).getByLabel('The offer ends').fill('2035-01-01T10:00');
  await dialog(page).getByLabel('Code on “Copy the code”').fill('HEMAT20');
  await dialog(page).getByLabel('End of the link on “To the shop”').fill('HEMAT20');
  await check('offer');
  sent = asked();
  await dialog(page).getByRole('button', { name: 'Send', exact: true }).click();
  const offer = (await sent).postDataJSON().template;
  assert.equal(offer.buttons[0].sub_type, 'copy_code');
  assert.match(offer.offer_ends_at, /^20(34|35)-/);
  await dialog(page).waitFor({ state: 'detached' });

  await openAgain(/new_shirts/);
  await dialog(page).getByLabel('Place 1').first().fill('Lucas');
  await files.first().setInputFiles(png('linen.png'));
  await dialog(page).getByText('linen.png').waitFor();
  await files.last().setInputFiles(png('cotton.png'));
  await dialog(page).getByLabel('Place 1').last().fill('white');
  for (const i of [0, 1])
    await dialog(page).getByLabel('End of the link on “Look”').nth(i).fill(`p${i}`);
  await check('carousel');
  sent = asked();
  await dialog(page).getByRole('button', { name: 'Send', exact: true }).click();
  const { cards } = (await sent).postDataJSON().template;
  assert.equal(cards.length, 2);
  assert.deepEqual(cards[0].body, [{ text: 'white' }]);
  assert.deepEqual(cards[1].buttons, [{ index: 0, sub_type: 'url', text: 'p1' }]);
  await dialog(page).waitFor({ state: 'detached' });

  await openAgain(/chosen_for_you/);
  await dialog(page).getByLabel('Product whose picture is shown').fill('SKU-9');
  await dialog(page).getByLabel('Ids of the products').fill('SKU-9, SKU-10');
  sent = asked();
  await dialog(page).getByRole('button', { name: 'Send', exact: true }).click();
  assert.deepEqual((await sent).postDataJSON().template.buttons[0].sections, [
    { products: ['SKU-9', 'SKU-10'] },
  ]);
});

await walk(
  'carousel phone',
  { ...phone, touch: true, language: 'ar', dark: true },
  async ({ page, check, at }) => {
    await at('/w/toko/inbox/12');
    await page
      .getByRole('button', { name: 'اختيار قالب' })
      .or(page.getByRole('button', { name: 'اختر قالبًا' }))
      .first()
      .click();
    await pick(page, /new_shirts/);
    await check('form');
    await dialog(page).locator('[aria-label]').last().scrollIntoViewIfNeeded();
    await dialog(page).getByRole('complementary').scrollIntoViewIfNeeded();
    await check('preview');
    const wide = await page.evaluate(() => document.documentElement.scrollWidth);
    assert.equal(wide, 360, 'nothing is wider than the screen');
  },
);

await walk('signs', desktop, async ({ page, check, at }) => {
  await at('/w/toko/inbox/2');
  await there(page);
  await last(page).hover();
  await last(page).getByRole('button', { name: 'React', exact: true }).click();
  const panel = page.getByRole('group', { name: 'React' });
  await panel.getByRole('button', { name: '❤️' }).waitFor();
  await check('choose');
  await panel.getByRole('button', { name: '❤️' }).click();
  await last(page).getByText('Our ❤️ is on its way').waitFor({ state: 'attached' });
  await last(page).getByText('We reacted with ❤️').waitFor({ state: 'attached' });
  await check('there');
  await last(page).hover();
  await last(page).getByRole('button', { name: 'React', exact: true }).click();
  await panel.getByRole('button', { name: '😢' }).click();
  await page.getByText('The message was deleted or is too old.').waitFor();
  await last(page).getByText('We reacted with ❤️').waitFor({ state: 'attached' });
  await last(page).getByRole('button', { name: 'What to do with this message' }).click();
  await page.getByRole('menuitem', { name: 'React' }).click();
  await dialog(page).getByRole('button', { name: 'More emoji' }).click();
  await check('all');
  await dialog(page).getByRole('button', { name: 'Take ❤️ away' }).click();
  await last(page).getByText('We reacted with').waitFor({ state: 'detached' });
});

await walk('forward', desktop, async ({ page, check, at }) => {
  await at('/w/toko/inbox/5');
  await there(page);
  const shared = log(page).locator('[data-message]').filter({ hasText: 'Open from nine to six' });
  await shared.hover();
  await shared.getByRole('button', { name: 'What to do with this message' }).click();
  await page.getByRole('menuitem', { name: 'Forward' }).click();
  await dialog(page).getByText('Siti Rahma').waitFor();
  await dialog(page).getByLabel('Siti Rahma').check();
  await dialog(page).getByPlaceholder('Search messages and people').fill('lucas');
  await dialog(page).getByText('Reply window closed').first().waitFor();
  await dialog(page).getByPlaceholder('Search messages and people').fill('dewi');
  await dialog(page).getByLabel('Dewi Anggraini').check();
  await check('chosen');
  await dialog(page).getByRole('button', { name: 'Forward to 2' }).click();
  await page.getByText('Forwarded to 2 conversations').waitFor();
  await at('/w/toko/inbox/10');
  await there(page);
  await read(page);
  await last(page).getByText('Forwarded', { exact: true }).waitFor();
  await last(page).getByText('Open from nine to six').waitFor();
});

await walk('a link without its page', desktop, async ({ page, check, at }) => {
  await at('/w/toko/inbox/2');
  await there(page);
  const sent = page.waitForRequest((one) => /messages$/.test(one.url()) && one.method() === 'POST');
  await page.getByLabel('Write a reply').fill('See https://shop.example/p/1');
  await page.getByLabel('Show the page behind the link').uncheck();
  await check('writing');
  await page.getByRole('button', { name: 'Send', exact: true }).click();
  assert.equal((await sent).postDataJSON().preview_link, false);
  await page.locator('input[type=file]').setInputFiles({
    name: 'pesan.ogg',
    mimeType: 'audio/ogg',
    buffer: Buffer.alloc(900, 1),
  });
  await page.getByLabel('As a voice note').check();
  const note = page.waitForRequest((one) => /messages$/.test(one.url()) && one.method() === 'POST');
  await page.getByRole('button', { name: 'Send', exact: true }).click();
  assert.equal((await note).postDataJSON().voice, true);
});

await walk('voice note', desktop, async ({ page, context, fake, check, at }) => {
  await context.grantPermissions(['microphone'], { origin: fake.address });
  await at('/w/toko/inbox/2');
  await there(page);
  await page.keyboard.press('v');
  const bar = page.getByRole('group', { name: 'Voice note' });
  await bar.getByRole('button', { name: 'Pause' }).waitFor();
  await page.waitForTimeout(1_600);
  await check('recording');
  await bar.press('Space');
  await bar.getByRole('button', { name: 'Go on recording' }).waitFor();
  const stood = await bar.getByRole('timer').textContent();
  await page.waitForTimeout(400);
  assert.equal(await bar.getByRole('timer').textContent(), stood, 'the clock stands');
  await check('paused');
  await bar.press('Space');
  await page.waitForTimeout(1_800);
  await bar.getByRole('button', { name: 'Delete the recording' }).click();
  await page.getByText('Recording deleted').waitFor();
  await page.getByLabel('Write a reply').waitFor();
  await page.getByRole('button', { name: 'Undo' }).click();
  await bar.getByRole('button', { name: 'Play' }).click();
  await page.waitForTimeout(300);
  await check('listening');
  await bar.getByRole('button', { name: 'Send', exact: true }).click();
  await bar.waitFor({ state: 'detached' });
  await read(page);
  await last(page).getByRole('button', { name: 'Play' }).waitFor();
  const file = fake.api.uploads.at(-1);
  assert.equal(file.subarray(0, 4).toString('latin1'), 'OggS');
  const head = file.indexOf('OpusHead');
  assert.ok(head > 0, 'Opus in Ogg');
  assert.equal(file[head + 9], 1, 'one channel');
});

await walk('voice without a microphone', desktop, async ({ page, check, at }) => {
  await at('/w/toko/inbox/2');
  await there(page);
  await page.getByRole('button', { name: 'Record a voice note' }).click();
  await page.getByText('The microphone is not allowed for this site.', { exact: false }).waitFor();
  await check('refused');
  await page
    .getByRole('group', { name: 'Voice note' })
    .getByRole('button', { name: 'Close' })
    .click();
  await page.getByLabel('Write a reply').waitFor();
});

await walk(
  'voice phone',
  { ...phone, touch: true, language: 'ar' },
  async ({ page, context, fake, check, at }) => {
    await context.grantPermissions(['microphone'], { origin: fake.address });
    await at('/w/toko/inbox/2');
    await there(page);
    await check('tools');
    await page.getByRole('button', { name: 'تسجيل رسالة صوتية' }).click();
    await page.getByRole('timer').waitFor();
    await page.waitForTimeout(1_200);
    await check('recording');
    const wide = await page.evaluate(() => document.documentElement.scrollWidth);
    assert.equal(wide, 360, 'nothing is wider than the screen');
  },
);

for (const [name, options, more, list] of [
  ['list phone', { ...phone, touch: true }, 'Send something else', 'List'],
  [
    'list phone Arabic dark',
    { ...phone, touch: true, language: 'ar', dark: true },
    'إرسال شيء آخر',
    'قائمة',
  ],
])
  await walk(name, options, async ({ page, check, at }) => {
    await at('/w/toko/inbox/2');
    await there(page);
    await page.getByRole('button', { name: more }).click();
    await page.getByRole('menuitem', { name: list, exact: true }).waitFor();
    await check('menu');
    await page.getByRole('menuitem', { name: list, exact: true }).click();
    await dialog(page).waitFor();
    await check('sheet');
    await dialog(page).locator('textarea').first().fill('كيف نرسلها؟ '.repeat(12));
    await check('written');
    const wide = await page.evaluate(() => document.documentElement.scrollWidth);
    assert.equal(wide, 360, 'nothing is wider than the screen');
  });

await finish();
