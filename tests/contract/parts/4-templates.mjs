// Templates: defined, reviewed, listed, changed, deleted, and sent with every component.
import assert from 'node:assert/strict';
import { buildTemplatePayload } from '@kapso/whatsapp-cloud-api';
import { account, kapso, number, onPhone, rina, sdk, test } from '../world.mjs';

const businessAccountId = account;
const to = { phoneNumberId: number, to: rina };

async function sends(template, person = to) {
  const sent = await kapso.messages.sendTemplate({ ...person, template });
  assert.equal(sent.messages[0].messageStatus, 'accepted');
  return onPhone(sent.messages[0].id, person.recipient);
}

await test('kapso: templates are listed page by page and sent', async () => {
  const first = await kapso.templates.list({ businessAccountId, limit: 5 });
  assert.equal(first.data.length, 5);
  const { after } = first.paging.cursors;
  const second = await kapso.templates.list({ businessAccountId, limit: 5, after });
  assert.notEqual(second.data[0].id, first.data[0].id);
  const one = await kapso.templates.get({ businessAccountId, templateId: first.data[0].id });
  assert.equal(one.name, 'order_shipped');
  const shown = await sends(
    buildTemplatePayload({
      name: 'order_shipped',
      language: 'id',
      components: [
        {
          type: 'BODY',
          parameters: [
            { type: 'text', text: 'Rina' },
            { type: 'text', text: 'JX77' },
          ],
        },
        {
          type: 'BUTTON',
          sub_type: 'URL',
          index: '0',
          parameters: [{ type: 'text', text: 'JX77' }],
        },
      ],
    }),
  );
  assert.equal(shown.text, 'Halo Rina, pesanan JX77 sudah dikirim.');
});

await test('kapso: templates are found by name, language, status and category', async () => {
  const list = async (filter) =>
    (await kapso.templates.list({ businessAccountId, limit: 50, ...filter })).data;
  for (const [filter, fits] of [
    [{ name: 'login_code' }, (one) => one.name === 'login_code'],
    [{ language: 'pt_BR' }, (one) => one.language === 'pt_BR'],
    [{ status: 'PAUSED' }, (one) => one.status === 'PAUSED'],
    [{ category: 'AUTHENTICATION' }, (one) => one.category === 'AUTHENTICATION'],
  ]) {
    const found = await list(filter);
    assert.ok(found.length > 0 && found.every(fits), JSON.stringify(filter));
  }
});

await test('great-detail: templates are listed by status and sent with named parameters', async () => {
  const list = await sdk.template.list(account, { status: ['PAUSED'], limit: 50 }).json();
  assert.ok(list.data.length > 0 && list.data.every((one) => one.status === 'PAUSED'));
  const sent = await sdk.message
    .createMessage({
      phoneNumberID: number,
      to: rina,
      type: 'template',
      template: {
        name: 'appointment_reminder',
        language: { code: 'pt_BR' },
        components: [
          {
            type: 'body',
            parameters: [
              { type: 'text', parameter_name: 'name', text: 'Rina' },
              { type: 'text', parameter_name: 'time', text: 'às 16h' },
            ],
          },
        ],
      },
    })
    .json();
  assert.equal(sent.messages[0].message_status, 'accepted');
});
