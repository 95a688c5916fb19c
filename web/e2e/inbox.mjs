// Walks the inbox against the stand-in server: list, thread, composer, contact, by pointer and by
// keyboard, in both themes, in Arabic and on a phone, with axe on each. Pictures land in shots/.
import assert from 'node:assert/strict';
import { desktop, phone } from './browser.mjs';
import { finish, walks } from './walker.mjs';

const walk = walks({ picture: 'inbox-' });

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

await walk('every kind as what it is', desktop, async ({ page, check, at }) => {
  await at('/w/toko/inbox/1');
  await log(page).locator('[data-message]').first().waitFor();
  await log(page)
    .getByText('Goes out by itself later. WhatsApp did not answer.', { exact: false })
    .waitFor();
  await log(page).hover();
  const seen = async (what) => {
    for (let turn = 0; turn < 30 && (await what.count()) === 0; turn++) {
      await page.mouse.wheel(0, -200);
      await page.waitForTimeout(100);
    }
    await what.first().waitFor();
  };
  await seen(
    log(page).getByText(/The number changed from .*\+6281200000001.* to .*\+6281299990001/),
  );
  await seen(log(page).getByText('The customer deleted this message'));
  await seen(log(page).getByRole('button', { name: 'edited' }));
  await log(page).getByRole('button', { name: 'edited' }).click();
  await page.getByText('jam empat ya').waitFor();
  await check('earlier words');
  await page.keyboard.press('Escape');
  await page.getByText('jam empat ya').waitFor({ state: 'detached' });
  await log(page).hover();
  await seen(log(page).getByText(/Siti Rahma.* reacted with ❤️/));
  await seen(log(page).getByText('Came from an ad'));
  await seen(log(page).getByText('Forwarded many times'));
  await seen(log(page).getByText('Order of 3 items'));
  await seen(log(page).getByText('IDR 279,500'));
  await seen(log(page).getByText('Filled in a form'));
  await seen(log(page).getByText('Chose from a list'));
  const number = log(page).getByRole('link', { name: '+62 811-000-111' });
  await seen(number);
  assert.equal(await number.getAttribute('href'), 'tel:+62811000111');
  const map = log(page).getByRole('link', { name: 'Open in maps' });
  await seen(map);
  assert.match(await map.getAttribute('href'), /^https:\/\/www\.openstreetmap\.org\//);
});

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

for (const [name, options] of [
  ['block', { ...desktop, dark: true }],
  ['block phone Arabic', { ...phone, touch: true, language: 'ar' }],
])
  await walk(name, options, async ({ page, check, at }) => {
    await at('/w/toko/inbox/2');
    await log(page).locator('[data-message]').first().waitFor();
    if (options.touch) await page.locator('header h2').click();
    const panel = options.touch ? page.getByRole('dialog') : page.getByLabel('Contact');
    const act = panel.locator('button', { hasText: /^\s*(Block|حظر)\s*$/ });
    await act.click();
    await page.getByRole('dialog').last().locator('footer').waitFor();
    await check('ask');
    await page.getByRole('dialog').last().locator('footer button').last().click();
    const undo = panel.getByRole('button', { name: /^(Let write again|رفع الحظر)$/ });
    await undo.waitFor();
    await undo.scrollIntoViewIfNeeded();
    await check('blocked');
  });

await walk('block by right', desktop, async ({ page, check, at }) => {
  await at('/w/toko/inbox/3');
  const panel = page.getByLabel('Contact', { exact: true });
  await panel.getByText('May write to').waitFor();
  await panel.getByRole('button', { name: 'Block', exact: true }).press('Enter');
  const dialog = page.getByRole('dialog', { name: /^Block .*João Pereira/ });
  await dialog.getByText('no replies, no templates', { exact: false }).waitFor();
  await dialog.getByRole('button', { name: 'Block' }).click();
  await dialog.getByText('WhatsApp did not block this person.', { exact: false }).waitFor();
  await check('refused');
  await page.keyboard.press('Escape');
  await dialog.waitFor({ state: 'detached' });
  assert.equal(await page.getByText('Blocked', { exact: true }).count(), 0);

  // Who was silent for a day cannot be blocked, and that is said before it is tried.
  await at('/w/toko/inbox/11');
  await panel.getByText('who wrote in the last 24 hours', { exact: false }).waitFor();
  assert.equal(await panel.getByRole('button', { name: 'Block', exact: true }).isDisabled(), true);

  await at('/w/toko/inbox/4');
  await panel.getByRole('button', { name: 'Block', exact: true }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Block' }).click();
  await panel.getByText('nothing you send arrives', { exact: false }).waitFor();
  assert.equal(await page.getByText('Blocked', { exact: true }).count(), 2);
  await panel.getByRole('button', { name: 'Let write again' }).click();
  await panel.getByText('May write to').waitFor();
  assert.equal(await page.getByText('Blocked', { exact: true }).count(), 0);
});

await walk('block agent', { ...desktop, fake: { role: 'agent' } }, async ({ page, at }) => {
  await at('/w/toko/inbox/3');
  await page.getByLabel('Contact', { exact: true }).getByText('Files and links').waitFor();
  await page.waitForTimeout(500);
  assert.equal(await page.getByText('Blocking on WhatsApp').count(), 0);
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

await walk('done and undo', desktop, async ({ page, fake, check, at }) => {
  await at('/w/toko/inbox/3');
  await ready(page);
  await log(page).locator('[data-message]').first().waitFor();
  const before = await rows(page).count();
  await page.keyboard.press('e');
  await page.waitForURL('**/inbox/4');
  // Under the pointer a notice waits, however long the looking takes.
  await page.getByText('Marked as done').hover();
  assert.equal(await rows(page).count(), before - 1);
  await check('done');
  await page.keyboard.press('z');
  await rows(page).getByRole('link', { name: /João/ }).waitFor();
  assert.equal(await rows(page).count(), before);
  fake.api.broken = true;
  await page.keyboard.press('m');
  await page.getByText('Your role does not allow this.', { exact: false }).waitFor();
  await page.getByRole('button', { name: 'Try again' }).waitFor();
});

await walk('many at once', desktop, async ({ page, check, at }) => {
  await at('/w/toko/inbox');
  await ready(page);
  await page.getByLabel('Select João Pereira').check({ force: true });
  await page.getByLabel('Select Amelia Clarke').click({ modifiers: ['Shift'], force: true });
  await page.getByText('3 selected').waitFor();
  await page.getByRole('toolbar').getByRole('button', { name: 'Labels' }).click();
  await page.getByRole('option', { name: 'Refund' }).click();
  await check('labels');
  await page.keyboard.press('Escape');
  await page.getByRole('toolbar').getByRole('button', { name: 'Snooze' }).click();
  await page.getByRole('menuitem', { name: /Tomorrow morning/ }).waitFor();
  await check('snooze');
  await page.getByRole('menuitem', { name: /Tomorrow morning/ }).click();
  await page.getByText('3 conversations snoozed').waitFor();
  await page.getByRole('link', { name: /Snoozed/ }).click();
  await page.waitForURL('**view=snoozed');
  await rows(page)
    .getByRole('link', { name: /Amelia/ })
    .waitFor();
  assert.equal(await rows(page).count(), 3);
});

await walk('filters in the address', desktop, async ({ page, check, at }) => {
  await at('/w/toko/inbox?label=1');
  await ready(page);
  assert.equal(await rows(page).count(), 1);
  await page.getByRole('button', { name: 'Filter' }).click();
  await page.getByLabel('Unread only').check();
  await page.waitForURL('**unread=1**');
  await check('menu');
  await page.keyboard.press('Escape');
  await page.getByRole('button', { name: 'Remove VIP' }).click();
  await page.waitForURL((url) => !url.search.includes('label'));
  await at('/w/toko/inbox?label=3&unread=1');
  await page.getByText('No conversation matches these filters.').waitFor();
  await check('nothing');
  await page.getByRole('button', { name: 'Clear filters' }).click();
  await ready(page);
});

await walk('search', desktop, async ({ page, check, at }) => {
  await at('/w/toko/inbox');
  await ready(page);
  await page.keyboard.press('/');
  await page.getByRole('searchbox').pressSequentially('رقم 4822');
  await page.getByRole('link', { name: /خالد/ }).first().waitFor();
  await check('hits');
  await page.getByRole('link', { name: /خالد/ }).first().click();
  await page.waitForURL('**/inbox/2?message=**');
  const id = new URL(page.url()).searchParams.get('message');
  await log(page).locator(`[data-message="${id}"]`).waitFor();
  await page.waitForTimeout(300);
  assert.ok(await log(page).locator(`[data-message="${id}"]`).isVisible());
  await check('there');
  await page.getByRole('button', { name: 'Jump to the latest' }).click();
  await page.waitForTimeout(600);
  await page.getByRole('button', { name: 'Jump to the latest' }).waitFor({ state: 'detached' });
});

await walk('older pages keep the place', desktop, async ({ page, at }) => {
  await at('/w/toko/inbox/2');
  await log(page).locator('[data-message]').first().waitFor();
  await page.waitForTimeout(300);
  await log(page).hover();
  const first = async () =>
    Number(await log(page).locator('[data-message]').first().getAttribute('data-message'));
  const before = await first();
  for (let i = 0; i < 12; i++) {
    await page.mouse.wheel(0, -900);
    await page.waitForTimeout(120);
  }
  assert.ok((await first()) < before - 60, 'older ones were loaded');
});

await walk('what the stream brings', desktop, async ({ page, fake, check, at }) => {
  await at('/w/toko/inbox');
  await ready(page);
  await page.getByText('Connected').waitFor({ state: 'attached' });
  await page.mouse.move(700, 400);
  fake.api.customerWrites('9', 'First to the top');
  await page.waitForFunction(() =>
    document
      .querySelector('[data-list-zone] [role=listitem][aria-posinset="1"]')
      ?.textContent?.includes('First to the top'),
  );
  await rows(page).nth(4).hover();
  fake.api.customerWrites('10', 'Held back');
  await page.getByRole('button', { name: '1 new' }).waitFor();
  await check('held');
  await page.getByRole('button', { name: '1 new' }).click();
  await page.waitForFunction(() =>
    document
      .querySelector('[data-list-zone] [role=listitem][aria-posinset="1"]')
      ?.textContent?.includes('Held back'),
  );
});

await walk('not delivered', desktop, async ({ page, check, at }) => {
  await at('/w/toko/inbox/6');
  await log(page).getByRole('button', { name: 'Why?' }).click();
  await page.getByText('This number cannot receive the message.', { exact: false }).waitFor();
  await check('why');
  await page.getByRole('button', { name: 'Send again' }).click();
  await log(page).locator('[data-status=read]').last().waitFor();
  await page.getByLabel('Write a reply').fill('refuse me');
  await page.keyboard.press('Enter');
  await log(page).getByText('The text is too long for this channel.').waitFor();
  await check('refused');
  await log(page).getByRole('button', { name: 'Discard' }).click();
  await log(page).getByText('refuse me').waitFor({ state: 'detached' });
});

await walk('a template after the window', desktop, async ({ page, check, at }) => {
  await at('/w/toko/inbox/12');
  await page.getByText('WhatsApp takes only a template', { exact: false }).waitFor();
  await check('closed');
  await page.getByRole('button', { name: 'Choose a template' }).click();
  await page.getByRole('dialog').getByText('welcome_back').waitFor();
  await check('templates');
  await page
    .getByRole('dialog')
    .getByRole('button', { name: /order_update/ })
    .click();
  await page.getByLabel('Place 1').fill('Siti');
  await page.getByLabel('In the title').fill('4821');
  assert.ok(
    await page.getByRole('dialog').getByRole('button', { name: 'Send', exact: true }).isDisabled(),
  );
  await page.getByLabel('Place 2').fill('4821');
  await check('filled');
  await page.getByRole('dialog').getByRole('button', { name: 'Send', exact: true }).click();
  await log(page).getByText('Template order_update').waitFor();
});

await walk('files and a quote', desktop, async ({ page, check, at }) => {
  await at('/w/toko/inbox/1');
  await log(page).locator('[data-message]').first().waitFor();
  await page.waitForTimeout(300);
  await log(page).locator('[data-message]').last().hover();
  await log(page)
    .locator('[data-message]')
    .last()
    .getByRole('button', { name: 'What to do with this message' })
    .click();
  await page.getByRole('menuitem', { name: 'Reply to this' }).click();
  await page.locator('input[type=file]').setInputFiles([
    { name: 'katalog.pdf', mimeType: 'application/pdf', buffer: Buffer.alloc(2000, 1) },
    { name: 'empty.txt', mimeType: 'text/plain', buffer: Buffer.alloc(0) },
  ]);
  await page.getByText('This file is empty.').waitFor();
  await page.getByLabel('Write a reply').fill('Katalognya kak');
  await check('ready');
  await page.getByRole('button', { name: 'Send', exact: true }).click();
  await log(page).getByText('katalog.pdf').waitFor();
  await log(page).getByText('Katalognya kak').waitFor();
  await log(page)
    .locator('[data-message]')
    .filter({ hasText: 'katalog.pdf' })
    .locator('[data-status=read]')
    .waitFor();
  const scrollTo = async (target, by) => {
    await log(page).hover();
    for (let i = 0; i < 30 && !(await target.isVisible()); i++) {
      await page.mouse.wheel(0, by);
      await page.waitForTimeout(100);
    }
  };
  const photo = log(page).locator('[data-message]').filter({ hasText: 'Ini fotonya kak' });
  await scrollTo(photo, -300);
  await photo.getByRole('button', { name: 'Open the picture' }).click();
  await page.getByRole('dialog').getByText('1 of 1').waitFor();
  await check('viewer');
  await page.keyboard.press('Escape');
  const raw = log(page).getByRole('button', { name: 'Show what was sent' });
  await page.getByRole('dialog').waitFor({ state: 'detached' });
  await scrollTo(raw, 200);
  await raw.click();
  await page.getByRole('dialog').getByText('Toko Sebelah', { exact: false }).waitFor();
  await check('raw');
});

await walk('without a connection', desktop, async ({ page, fake, check, at }) => {
  await at('/w/toko/inbox/2');
  await log(page).locator('[data-message]').first().waitFor();
  await page.context().setOffline(true);
  await page.getByLabel('Write a reply').fill('Written in a tunnel');
  await page.keyboard.press('Enter');
  await log(page).getByText('Written in a tunnel').waitFor();
  await log(page).locator('[data-status=queued]').waitFor();
  await page.waitForTimeout(300);
  await check('waiting');
  await page.context().setOffline(false);
  await log(page)
    .locator('[data-message]')
    .filter({ hasText: 'Written in a tunnel' })
    .locator('[data-status=read]')
    .waitFor({ timeout: 15_000 });
  assert.ok(fake.api.streamCount() >= 1);
});

await walk('a draft stays', desktop, async ({ page, check, at }) => {
  await at('/w/toko/inbox/2');
  await page.getByLabel('Write a reply').fill('Half a thought');
  await page.getByLabel('Write a reply').press('Escape');
  await page.keyboard.press('j');
  await page.waitForURL('**/inbox/3');
  await rows(page).getByText('Half a thought').waitFor();
  await check('row');
  await page.waitForTimeout(2_300);
  await page.evaluate(() => {
    for (const key of Object.keys(localStorage))
      if (key.endsWith('.drafts')) localStorage.removeItem(key);
  });
  await at('/w/toko/inbox/2');
  await page.waitForFunction(() => document.querySelector('textarea')?.value === 'Half a thought');
});

await walk('the contact', desktop, async ({ page, check, at }) => {
  await at('/w/toko/inbox/1');
  await page.getByRole('button', { name: 'Add detail' }).click();
  await page.getByLabel('E-mail').fill('wrong');
  await page.keyboard.press('Enter');
  await page.getByText('This does not have the right form.').waitFor();
  await check('refused');
  await page.getByLabel('E-mail').fill('siti@example.com');
  await page.keyboard.press('Enter');
  await page.getByLabel('Saved').waitFor();
  await page
    .getByPlaceholder('What the team should know')
    .fill('Prefers deliveries after six in the evening.');
  await page.keyboard.press('Control+Enter');
  await page.getByRole('listitem').getByText('after six in the evening').waitFor();
});

for (const [name, options] of [
  ['analyst', { ...desktop, fake: { role: 'analyst' } }],
  ['empty', { ...desktop, fake: { empty: true } }],
  ['failing', desktop],
  ['long', { ...phone, touch: true }],
  ['crowd', { ...desktop, fake: { many: 400 } }],
])
  await walk(name, options, async ({ page, fake, check, at }) => {
    if (name === 'analyst') {
      await at('/w/toko/inbox/1');
      await page.getByText('Your role can read here but not answer.').waitFor();
      assert.equal(await page.getByRole('button', { name: 'Done' }).count(), 0);
    } else if (name === 'empty') {
      await at('/w/toko/inbox');
      await page.getByText('Connect a channel and messages appear here.').waitFor();
    } else if (name === 'failing') {
      fake.api.broken = true;
      await at('/w/toko/inbox/1');
      await page.getByRole('button', { name: 'Try again' }).first().waitFor();
      await check('both');
      fake.api.broken = false;
      for (let i = 0; i < 2; i++)
        await page.getByRole('button', { name: 'Try again' }).first().click();
      await log(page).locator('[data-message]').first().waitFor();
    } else if (name === 'long') {
      const long = 'Donaudampfschifffahrtsgesellschaftskapitänsmützenabzeichen'.repeat(4);
      fake.api.rename('2', `${long} ${long}`);
      fake.api.customerWrites('2', `${long} https://shop.example/${'x'.repeat(300)}`);
      await at('/w/toko/inbox');
      await ready(page);
      await check('list');
      await at('/w/toko/inbox/2');
      await log(page).locator('[data-message]').first().waitFor();
      await page.waitForTimeout(300);
      const wide = await page.evaluate(() => document.documentElement.scrollWidth);
      assert.equal(wide, 360, 'nothing is wider than the screen');
    } else {
      await at('/w/toko/inbox');
      await ready(page);
      await rows(page).nth(3).hover();
      for (let i = 0; i < 30; i++) {
        await page.mouse.wheel(0, 1500);
        await page.waitForTimeout(40);
      }
      await rows(page)
        .getByRole('link', { name: /Customer 4\d\d/ })
        .first()
        .waitFor();
      assert.ok((await rows(page).count()) < 40, 'only what is in sight is in the page');
    }
    await check('all');
  });

await walk('by keyboard alone', desktop, async ({ page, at }) => {
  await at('/w/toko/inbox');
  await ready(page);
  await page.keyboard.press('j');
  await page.waitForURL('**/inbox/1');
  await page.keyboard.press('j');
  await page.waitForURL('**/inbox/2');
  await log(page).locator('[data-message]').first().waitFor();
  await page.keyboard.press('l');
  await page.getByRole('combobox', { name: 'Labels' }).waitFor();
  await page.keyboard.type('ref');
  await page.keyboard.press('Enter');
  await page.keyboard.press('Escape');
  await page.getByRole('combobox', { name: 'Labels' }).waitFor({ state: 'detached' });
  await page.keyboard.press('a');
  await page.getByRole('combobox', { name: 'Assign' }).waitFor();
  await page.keyboard.type('budi');
  await page.keyboard.press('Enter');
  await page.getByRole('combobox', { name: 'Assign' }).waitFor({ state: 'detached' });
  await page.keyboard.press('i');
  await page.getByRole('heading', { name: 'This conversation' }).waitFor({ state: 'detached' });
  await page.keyboard.press('i');
  await page.keyboard.press('x');
  await page.getByText('1 selected').waitFor();
  await page.keyboard.press('Shift+J');
  await page.getByText('2 selected').waitFor();
  await page.keyboard.press('Escape');
  await page.keyboard.press(']');
  await page.waitForURL('**view=snoozed**');
  await page.keyboard.press('[');
  await page.waitForURL((url) => !url.search.includes('snoozed'));
  await page.keyboard.press('r');
  await page.keyboard.type('From the keys');
  await page.keyboard.press('Control+Shift+Enter');
  await page.getByText('Marked as done').waitFor();
});

await finish();
