// Calls of a customer and of the business, answered, missed and declined.
import assert from 'node:assert/strict';
import { call, number, send, told, walk, write } from './stage.mjs';

const business = (body) =>
  call('POST', `/v26.0/${number}/calls`, { messaging_product: 'whatsapp', ...body });
const event = (name) => (value) => value.calls?.some((one) => one.event === name);
const log = (page) => page.getByRole('log');

async function menu(page, item) {
  await page.getByRole('button', { name: 'Call', exact: true }).click();
  await page.getByRole('menuitem', { name: item, exact: true }).click();
}

await walk('a customer calls', {}, async ({ page, check }) => {
  await menu(page, 'Ring');
  await page.getByRole('button', { name: 'Hang up' }).waitFor();
  const { calls } = await told('calls', event('connect'));
  await check('ringing');
  await business({ action: 'accept', call_id: calls[0].id });
  await page.getByRole('status').getByText('On the phone').waitFor();
  await page.getByRole('button', { name: 'Hang up' }).click();
  const over = await told('calls', event('terminate'));
  assert.equal(over.calls[0].status, 'COMPLETED');
  await log(page).getByText('Lasted 0:').waitFor();
  await menu(page, 'Ring and hang up');
  await log(page).getByText('Not answered').waitFor();
  await check('called');
});

await walk('the business calls', {}, async ({ page, check }) => {
  await write(page, 'Telepon saja');
  await send({
    type: 'interactive',
    interactive: {
      type: 'call_permission_request',
      body: { text: 'Boleh kami telepon?' },
      action: { name: 'call_permission_request' },
    },
  });
  await log(page).getByRole('button', { name: 'Allow calls' }).click();
  await log(page).getByText('Calls allowed').waitFor();
  const connect = () => business({ action: 'connect', to: '+628123450001' });
  await connect();
  await page.getByText('Toko Rina is calling').waitFor();
  await check('ringing');
  await page.getByRole('button', { name: 'Decline' }).click();
  await log(page).getByText('Declined').waitFor();
  const made = await connect();
  await page.getByRole('button', { name: 'Answer' }).click();
  const taken = await told('calls', event('connect'));
  assert.equal(taken.calls[0].id, made.calls[0].id);
  await business({ action: 'terminate', call_id: made.calls[0].id });
  await log(page).getByText('Lasted 0:').waitFor();
  await check('over');
});
