// What the provider tells besides messages, made to happen from the controls.
import assert from 'node:assert/strict';
import { chat, inbox, told, toldMessage, tick, walk, write } from './stage.mjs';

async function happen(page, about, what) {
  await page.getByLabel('About', { exact: true }).selectOption({ label: about });
  await page.getByLabel('What', { exact: true }).selectOption({ label: what });
  await page.getByRole('button', { name: 'Let it happen' }).click();
  await page.getByText(`The business is told: ${what}`).waitFor();
}

await walk('what is told of a person', {}, async ({ page, check }) => {
  await write(page, 'Halo');
  await happen(page, 'This person', 'Wants no more marketing');
  const { user_preferences } = await told('user_preferences', () => true);
  assert.equal(user_preferences[0].value, 'stop');
  assert.equal(user_preferences[0].wa_id, '628123450001');
  await page.getByText('Stopped', { exact: true }).waitFor();
  await page.getByLabel('What', { exact: true }).selectOption({ label: 'Has a new number' });
  await page.getByLabel('New number').fill('+62 812 3459 9990');
  await page.getByRole('button', { name: 'Let it happen' }).click();
  const moved = await toldMessage((one) => one.type === 'system');
  assert.equal(moved.system.wa_id, '6281234599990');
  assert.equal(moved.system.previous_user_id, 'ID.48210077351964420011');
  await page.getByText('+6281234599990').waitFor();
  await page.getByRole('switch', { name: 'Keeps the number private' }).click();
  await write(page, 'Nomor saya rahasia');
  const secret = await toldMessage((one) => one.text?.body === 'Nomor saya rahasia');
  assert.equal(secret.from, undefined);
  await check('person');
});

await walk('what is told of templates', {}, async ({ page, check }) => {
  await page.getByLabel('About', { exact: true }).selectOption({ label: 'A template' });
  const choice = page.getByLabel('Template message');
  await choice.locator('option').first().waitFor({ state: 'attached' });
  await choice.selectOption({ label: 'order_shipped · id · APPROVED' });
  await happen(page, 'A template', 'Rejected');
  const rejected = await told(
    'message_template_status_update',
    (value) => value.event === 'REJECTED',
  );
  assert.equal(rejected.message_template_name, 'order_shipped');
  assert.equal(rejected.message_template_language, 'id');
  await choice.locator('option', { hasText: 'order_shipped · id · REJECTED' }).waitFor({
    state: 'attached',
  });
  await happen(page, 'A template', 'Quality falls to red');
  await told('message_template_quality_update', (value) => value.new_quality_score === 'RED');
  await check('template');
});

await walk('what is told of the account', {}, async ({ page, check }) => {
  await happen(page, 'The number of the business', 'Flagged, and a lower limit');
  const quality = await told('phone_number_quality_update', () => true);
  assert.equal(quality.event, 'FLAGGED');
  await happen(page, 'The account of the business', 'Restricted');
  const account = await told('account_update', () => true);
  assert.equal(account.event, 'ACCOUNT_RESTRICTION');
  await happen(page, 'The phone app and other apps', 'Six months of chats are imported');
  await told('history', (value) => value.history?.[0].metadata.progress === 100);
  await page.getByLabel('What', { exact: true }).selectOption({
    label: 'The owner answers from the phone',
  });
  await page.getByLabel('Text').fill('Siap kak, saya antar');
  await page.getByRole('button', { name: 'Let it happen' }).click();
  const echo = await told('smb_message_echoes', () => true);
  assert.equal(echo.message_echoes[0].text.body, 'Siap kak, saya antar');
  await page.getByRole('log').getByText('Siap kak, saya antar').waitFor();
  await check('account');
});

// Every choice is one the simulator knows.
await walk('every choice', {}, async ({ page }) => {
  const about = page.getByLabel('About', { exact: true });
  const what = page.getByLabel('What', { exact: true });
  for (const area of await about.locator('option').allTextContents()) {
    await about.selectOption({ label: area });
    if (area === 'A template')
      await page.getByLabel('Template message').locator('option').first().waitFor({
        state: 'attached',
      });
    for (const label of await what.locator('option').allTextContents()) {
      await what.selectOption({ label });
      const number = page.getByLabel('New number');
      if (await number.count()) await number.fill('+6281234599991');
      await page.getByRole('button', { name: 'Let it happen' }).click();
      await page.getByText(`The business is told: ${label}`, { exact: true }).waitFor();
    }
  }
});

await walk('a notice is sent again', {}, async ({ page }) => {
  await write(page, 'Sekali saja');
  await tick(page, 'delivered');
  const before = inbox.seen.filter((body) => body.includes('Sekali saja')).length;
  await page.getByText('What was said between both sides').click();
  await page.getByRole('button', { name: /messages text/ }).click();
  await page.getByRole('button', { name: 'Send this notice again' }).click();
  for (let tries = 0; tries < 50; tries++) {
    if (inbox.seen.filter((body) => body.includes('Sekali saja')).length > before) break;
    await new Promise((done) => setTimeout(done, 50));
  }
  assert.equal(inbox.seen.filter((body) => body.includes('Sekali saja')).length, before + 1);
  assert.equal((await chat()).length, 1);
});
