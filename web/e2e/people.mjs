// Walks the contacts against the stand-in server: the list and the drawer on desktop, phone, dark and
// Arabic with axe on each, and what a person does there. Pictures land in shots/.
import assert from 'node:assert/strict';
import { desktop, phone } from './browser.mjs';
import { finish, looks, walks } from './walker.mjs';

const walk = walks({ picture: 'people-', base: '/w/toko/contacts' });
const vip = JSON.stringify([{ field: 'label', op: 'is', value: '1' }]);

for (const [name, options] of looks)
  await walk(`looks ${name}`, options, async ({ page, check, at }) => {
    await at('');
    await page.getByRole('listitem').nth(3).waitFor();
    await check('list');
    await at(`?where=${encodeURIComponent(vip)}`);
    await page.locator('header ul li').first().waitFor();
    await check('filtered');
    await at('/1');
    await page.getByRole('dialog').locator('section').nth(2).waitFor();
    await page.getByRole('dialog').locator('select').first().waitFor();
    await check('drawer');
  });

await walk('filters', desktop, async ({ page, check, at }) => {
  await at('');
  await page.getByText('12 people').waitFor();
  await page.getByRole('button', { name: 'Filter', exact: true }).click();
  const form = page.getByRole('dialog', { name: 'Add a condition' });
  await form.getByLabel('Which').selectOption({ label: 'VIP' });
  await check('condition');
  await form.getByRole('button', { name: 'Apply' }).click();
  await page.getByText('6 people').waitFor();
  await page.getByRole('button', { name: 'Filter', exact: true }).click();
  await form.getByLabel('What').selectOption({ label: 'Orders so far' });
  await form.getByLabel('How').selectOption({ label: 'more than' });
  await form.getByRole('button', { name: 'Apply' }).click();
  await form
    .getByText('Please fill this in.')
    .or(form.locator('[aria-invalid=true]'))
    .first()
    .waitFor();
  await form.getByLabel('Which').fill('2000');
  await form.getByRole('button', { name: 'Apply' }).click();
  await page.getByText('4 people').waitFor();
  await page.getByText(/Orders so far. is more than .2,000/).waitFor();
  await check('sentence');
  assert.match(decodeURIComponent(page.url()), /"op":"more"/);

  await page.getByRole('button', { name: 'Save as a segment' }).click();
  await page.getByRole('dialog').getByLabel('Name').fill('regulars');
  await page.getByRole('button', { name: 'Save', exact: true }).click();
  await page.getByRole('dialog').getByText('already taken', { exact: false }).waitFor();
  await check('segment taken');
  await page.getByRole('dialog').getByLabel('Name').fill('Big spenders');
  await page.getByRole('button', { name: 'Save', exact: true }).click();
  await page.getByRole('button', { name: 'Big spenders' }).waitFor();
  await page.getByRole('button', { name: 'Clear filters' }).click();
  await page.getByText('12 people').waitFor();
  await page.getByRole('button', { name: 'Segments' }).click();
  await page.getByRole('menuitem', { name: 'Big spenders' }).getByText('4 people').waitFor();
  await check('segments');
  await page.getByRole('menuitem', { name: 'Big spenders' }).click();
  await page.getByText('4 people').waitFor();
  await page.getByRole('button', { name: 'Big spenders' }).click();
  await page.getByRole('menuitem', { name: 'Rename this segment' }).click();
  await page.getByRole('dialog').getByLabel('Name').fill('Best customers');
  await check('rename segment');
  await page.getByRole('button', { name: 'Save', exact: true }).click();
  await page.getByRole('button', { name: 'Best customers' }).click();
  await page.getByRole('menuitem', { name: 'Remove this segment' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Remove' }).click();
  await page.getByRole('button', { name: 'Segments' }).waitFor();
});

await walk('columns and orders', desktop, async ({ page, check, at }) => {
  await at('');
  const first = () => page.getByRole('listitem').first().getByRole('link').innerText();
  await page.getByRole('listitem').first().waitFor();
  assert.equal(await first(), 'Siti Rahma');
  await page.getByRole('button', { name: /^Name/ }).click();
  await page.waitForURL('**sort=name');
  await page.waitForTimeout(200);
  assert.equal(await first(), '+62 812-3344-5566');
  await page.getByRole('button', { name: 'Columns' }).click();
  await page.getByLabel('Shoe size').check();
  await page.getByLabel('Phone').uncheck();
  await check('columns');
  await page.keyboard.press('Escape');
  await page.reload();
  await page.getByText('Shoe size').first().waitFor();
  assert.equal(await page.getByText('Phone', { exact: true }).count(), 0);
});

await walk('drawer', desktop, async ({ page, fake, check, at }) => {
  await at('');
  await page.getByRole('link', { name: 'Siti Rahma' }).click();
  await page.waitForURL('**/contacts/1');
  const drawer = page.getByRole('dialog', { name: 'Contact' });
  await drawer.getByLabel('Shoe size').selectOption('38');
  await drawer.getByLabel('Orders so far').fill('many');
  await drawer.getByLabel('Orders so far').blur();
  await drawer.locator('[aria-invalid=true]').waitFor();
  await check('problem');
  await drawer.getByLabel('Orders so far').fill('77');
  await drawer.getByLabel('Orders so far').blur();
  await drawer.getByLabel('Saved').waitFor();
  await drawer.getByRole('button', { name: 'Remove VIP' }).click();
  await drawer.getByRole('button', { name: 'Remove VIP' }).waitFor({ state: 'detached' });
  await drawer.getByRole('button', { name: 'Labels' }).click();
  await page.getByRole('option', { name: 'VIP' }).click();
  await drawer.getByRole('button', { name: 'Remove VIP' }).waitFor();
  await page.keyboard.press('Escape');
  await drawer.getByPlaceholder('What the team should know').fill('Loves the blue one');
  await drawer.getByRole('button', { name: 'Add the note' }).click();
  await drawer.getByText('Loves the blue one').waitFor();
  await drawer.getByRole('button', { name: 'Pin the note', exact: true }).first().click();
  await drawer.getByRole('button', { name: 'Unpin the note' }).nth(1).waitFor();
  await drawer.getByRole('button', { name: 'Remove the note' }).first().click();
  await page.getByText('The note was removed.').waitFor();
  await page.getByRole('button', { name: 'Undo' }).click();
  await drawer.getByText('Loves the blue one').waitFor();

  await drawer.getByText('Declined').waitFor();
  assert.equal(await drawer.getByText('Agreed').count(), 0);
  await drawer.getByRole('button', { name: 'Record a decision' }).click();
  const decision = page.getByRole('dialog', { name: 'Record a decision' });
  await decision.getByRole('button', { name: 'Save' }).click();
  await decision.locator('[aria-invalid=true]').waitFor();
  await decision.getByLabel('Proof').fill('She wrote “yes please” today');
  await check('decision');
  await decision.getByRole('button', { name: 'Save' }).click();
  await drawer.getByText('Agreed').waitFor();
  await drawer.getByRole('button', { name: 'All decisions' }).click();
  await drawer.getByText('folder 7', { exact: false }).waitFor();
  await drawer.getByText('Agreed').nth(1).scrollIntoViewIfNeeded();
  await check('consent');
  fake.api.people.routes['PATCH /contacts/:id'](['1'], { name: 'Siti Rahmawati' });
  await drawer.getByText('Siti Rahmawati').first().waitFor();
  await drawer.getByRole('button', { name: 'Close' }).click();
  await page.waitForURL('**/contacts');
  await page.getByRole('link', { name: 'Siti Rahmawati' }).waitFor();
  await at('/4040');
  await page.getByRole('dialog').getByRole('button', { name: 'Try again' }).waitFor();
  await check('gone');
});

await walk('two that are one', desktop, async ({ page, check, at }) => {
  await at('/1');
  const drawer = page.getByRole('dialog', { name: 'Contact' });
  await drawer.getByText('Perhaps the same person').scrollIntoViewIfNeeded();
  await check('perhaps');
  await drawer.getByRole('button', { name: 'Compare' }).click();
  const dialog = page.getByRole('dialog', { name: 'Merge with another contact' });
  await dialog.getByText('Not shown any more').waitFor();
  await check('merge');
  await dialog.getByRole('button', { name: 'Keep the other one' }).click();
  await dialog.locator('[aria-busy=true]').waitFor({ state: 'detached' });
  await dialog.getByRole('button', { name: 'Keep the other one' }).click();
  await dialog.getByText('Not shown any more').waitFor();
  await dialog.getByRole('button', { name: 'Back' }).click();
  await dialog.getByRole('searchbox').fill('budi');
  await check('merge with whom');
  await dialog.getByRole('listitem').first().getByRole('button').click();
  await dialog.getByText('Not shown any more').waitFor();
  await dialog.getByRole('button', { name: 'Merge', exact: true }).click();
  await drawer.getByRole('button', { name: 'Undo the merge' }).waitFor();
  await page.getByText('11 people').waitFor({ state: 'attached' });
  await check('merged');
  await drawer.getByRole('button', { name: 'Undo the merge' }).click();
  await page.getByText('They are two contacts again.').waitFor();
  await drawer.getByRole('button', { name: 'Undo the merge' }).waitFor({ state: 'detached' });
});

await walk('keyboard', desktop, async ({ page, at }) => {
  await at('');
  await page.getByRole('listitem').first().waitFor();
  await page.keyboard.press('/');
  await page.keyboard.type('budi');
  await page.waitForURL('**q=budi');
  await page.getByRole('listitem').nth(1).waitFor({ state: 'detached' });
  await page.keyboard.press('Escape');
  await page.waitForURL((url) => !url.search.includes('q='));
  await page.getByRole('listitem').nth(3).waitFor();
  await page.getByRole('listitem').first().getByRole('link').focus();
  await page.keyboard.press('Enter');
  await page.getByRole('dialog', { name: 'Contact' }).waitFor();
  await page.keyboard.press('Escape');
  await page.waitForURL('**/contacts');
  await page.keyboard.press('g');
  await page.keyboard.press('i');
  await page.waitForURL('**/inbox');
  await page.keyboard.press('g');
  await page.keyboard.press('c');
  await page.waitForURL('**/contacts');
});

await walk('failing', desktop, async ({ page, fake, check, at }) => {
  fake.api.broken = true;
  await at('');
  await page.getByRole('button', { name: 'Try again' }).waitFor();
  await check('failing');
  fake.api.broken = false;
  await page.getByRole('button', { name: 'Try again' }).click();
  await page.getByRole('listitem').first().waitFor();
  await page.getByRole('searchbox').fill('nobody of that name');
  await page.getByText('Nobody matches.').waitFor();
  await check('nobody');
});

await walk('empty', { ...phone, fake: { empty: true } }, async ({ page, check, at }) => {
  await at('');
  await page.getByText('People who write to you are added by themselves.').waitFor();
  await check('empty');
});

await walk('many', { ...desktop, fake: { many: 3000 } }, async ({ page, at }) => {
  await at('?sort=newest');
  await page.getByText('3,012 people').waitFor();
  for (let i = 0; i < 40; i++) {
    await page.getByRole('list', { name: 'Contacts' }).evaluate((list) => (list.scrollTop += 4000));
    await page.waitForTimeout(40);
  }
  await page.getByRole('list', { name: 'Contacts' }).evaluate((list) => {
    list.scrollTop = list.scrollHeight;
  });
  assert.ok((await page.getByRole('listitem').count()) < 60, 'only those in sight are in the page');
});

await walk('analyst', { ...desktop, fake: { role: 'analyst' } }, async ({ page, check, at }) => {
  await at('/1');
  const drawer = page.getByRole('dialog', { name: 'Contact' });
  await drawer.getByLabel('Shoe size').waitFor();
  assert.ok(await drawer.getByLabel('Shoe size').isDisabled());
  assert.equal(await drawer.getByRole('button', { name: /Remove|Add detail|Fill in/ }).count(), 0);
  await check('analyst');
});

const settings = walks({ picture: 'people-', base: '/w/toko/settings', fake: { settings: true } });
await settings('fields', desktop, async ({ page, fake, check, at }) => {
  await at('/fields');
  await page.getByRole('button', { name: 'New field' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel('Name').fill('Birthday');
  await dialog.getByRole('button', { name: 'Save' }).click();
  await dialog.getByText('already taken', { exact: false }).waitFor();
  await dialog.getByLabel('Name').fill('Membership');
  await dialog.getByLabel('What it takes').selectOption('choice');
  await dialog.getByLabel('Choices').fill('Silver\nGold');
  await check('new field');
  await dialog.getByRole('button', { name: 'Save' }).click();
  await page.getByText('Silver and Gold').waitFor();
  await page.getByRole('button', { name: 'Move Membership up' }).click();
  await page.locator('main nav ~ div li').nth(5).getByText('Membership').waitFor();
  await page.getByRole('button', { name: 'Remove Birthday' }).click();
  const remove = page.getByRole('dialog').getByRole('button', { name: 'Remove' });
  assert.ok(await remove.isDisabled());
  await page.getByLabel('Type Birthday to confirm').fill('Birthday');
  await check('remove field');
  await remove.click();
  await page.getByRole('dialog').waitFor({ state: 'detached' });
  await page.getByText('Birthday').waitFor({ state: 'detached' });
  fake.api.people.empty();
  await page.reload();
  await page.getByText('Fields of your own appear here', { exact: false }).waitFor();
  await check('no fields');
});

await finish();
