// Walks leaving a channel, with and without its history.
import { desktop } from './browser.mjs';
import { finish, walk } from './settings-walk.mjs';

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
