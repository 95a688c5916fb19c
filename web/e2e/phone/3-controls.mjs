// The controls beside the phone: what goes wrong, how notices travel, the clock, what was said.
import assert from 'node:assert/strict';
import { call, inbox, later, send, tick, walk, write } from './stage.mjs';

const config = () => call('GET', '/sim/config');

await walk('errors by page and person', {}, async ({ page, check }) => {
  await write(page, 'Halo');
  await page.getByLabel('this happens').selectOption({ label: 'Another error code…' });
  await page.getByLabel('Error code').fill('131000x');
  await page.getByText('Digits only.').waitFor();
  await page.getByLabel('Error code').fill('131052');
  await page.getByLabel('For', { exact: true }).selectOption({ label: 'Rina Wulandari only' });
  await page.getByRole('button', { name: 'Add', exact: true }).click();
  await page.getByText('Error 131052').waitFor();
  const { data } = await call('GET', '/sim/rules');
  assert.deepEqual(data[0].match.recipient, '628123450001');
  assert.equal(data[0].action.code, 131052);
  await assert.rejects(() => send({ text: { body: 'Hai' } }), /400/);
  await page.getByLabel('When the business').selectOption({ label: 'handles templates' });
  await page.getByLabel('this happens').selectOption({ label: 'Half an answer' });
  await page.getByRole('button', { name: 'Add', exact: true }).click();
  await page.getByRole('button', { name: 'Remove Half an answer' }).waitFor();
  await check('rules');
  await page.getByRole('button', { name: 'Remove Half an answer' }).click();
  await page.getByText('Half an answer', { exact: true }).last().waitFor({ state: 'hidden' });
});

await walk('how notices travel', {}, async ({ page, check }) => {
  for (const name of [
    'Every second notice arrives twice',
    'Every third notice is lost',
    'Several notices in one',
    'Late answers are refused at once',
  ])
    await page.getByRole('switch', { name }).click();
  await page.getByLabel('Notices arrive', { exact: true }).selectOption({ label: '1 min late' });
  for (let tries = 0; tries < 50 && (await config()).delay_ms === 0; tries++) await later(50);
  const now = await config();
  assert.equal(now.duplicate_p, 0.5);
  assert.equal(now.lose_p, 0.3);
  assert.equal(now.batch, 50);
  assert.equal(now.window_sync, true);
  assert.equal(now.delay_ms, 60_000);
  await check('switched');
});

await walk('the clock closes the window', {}, async ({ page }) => {
  await write(page, 'Halo');
  await page.getByText(/^2\d hr.* left$/).waitFor();
  await page.getByRole('button', { name: '+ 1 day' }).click();
  await page.getByText('Closed: only templates reach this person').waitFor();
});

await walk('what was said is read', {}, async ({ page, check }) => {
  await write(page, 'Apa kabar?');
  await tick(page, 'delivered');
  await page.getByText('What was said between both sides').click();
  await page.getByRole('button', { name: /messages text/ }).click();
  await page.getByText('"body": "Apa kabar?"').waitFor();
  await check('log');
  assert.ok(inbox.seen.some((body) => body.includes('Apa kabar?')));
});
