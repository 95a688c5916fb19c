// Several people in one chat with the business.
import assert from 'node:assert/strict';
import { send, toldMessage, walk } from './stage.mjs';

await walk('a group', {}, async ({ page, check }) => {
  const log = page.getByRole('log');
  await page.getByRole('button', { name: 'Add a group' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel('Name').fill('Arisan RT 5');
  await dialog.getByRole('button', { name: 'Add' }).click();
  await dialog.getByText('Choose at least one member.').waitFor();
  await dialog.getByLabel('Rina Wulandari').check();
  await dialog.getByLabel('Dimas Prakoso').check();
  await check('dialog');
  await dialog.getByRole('button', { name: 'Add' }).click();
  await page.getByRole('heading', { name: 'Arisan RT 5' }).waitFor();
  await page.locator('textarea').fill('Pesan 20 kotak');
  await page.keyboard.press('Enter');
  const first = await toldMessage((one) => one.group_id);
  assert.equal(first.text.body, 'Pesan 20 kotak');
  assert.equal(first.from, '628123450001');
  await page.getByLabel('Writes as').selectOption({ label: 'Dimas Prakoso' });
  await page.getByRole('button', { name: 'Attach' }).click();
  await page.getByRole('menuitem', { name: 'Photo of a cake' }).click();
  const photo = await toldMessage((one) => one.group_id && one.type === 'image');
  assert.equal(photo.from, '628123450005');
  // Dimas holds the phone now: what Rina wrote carries her name.
  await log.getByText('Rina Wulandari', { exact: true }).waitFor();
  await send({
    recipient_type: 'group',
    to: first.group_id,
    text: { body: 'Siap, 20 kotak' },
  });
  await log.getByText('Siap, 20 kotak').waitFor();
  await check('talked');
});
