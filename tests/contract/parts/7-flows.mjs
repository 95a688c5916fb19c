// Forms: drafted, given their JSON, published, looked at, retired.
import assert from 'node:assert/strict';
import { account, kapso, number, onPhone, refused, rina, test } from '../world.mjs';

const wabaId = account;
const flowJson = {
  version: '7.0',
  screens: [
    {
      id: 'RETUR',
      title: 'Retur',
      terminal: true,
      layout: {
        type: 'SingleColumnLayout',
        children: [
          {
            type: 'Footer',
            label: 'Kirim',
            onClickAction: { name: 'complete', payload: {} },
          },
        ],
      },
    },
  ],
};

await test('kapso: a flow is drafted, published and retired', async () => {
  const made = await kapso.flows.create({ wabaId, name: 'retur', categories: ['OTHER'], flowJson });
  assert.equal(made.success, true);
  assert.equal(made.validationErrors, undefined);
  const flowId = made.id;
  const draft = await kapso.flows.get({ flowId });
  assert.equal(draft.status, 'DRAFT');
  assert.deepEqual(draft.categories, ['OTHER']);
  await refused(() => kapso.flows.deprecate({ flowId }), 139003);
  assert.equal((await kapso.flows.publish({ flowId })).success, true);
  const fields = 'name,status,json_version,endpoint_uri,health_status';
  const published = await kapso.flows.get({ flowId, fields });
  assert.equal(published.status, 'PUBLISHED');
  assert.equal(published.jsonVersion, '7.0');
  await refused(() => kapso.flows.updateAsset({ flowId, json: flowJson }), 139001);
  assert.equal((await kapso.flows.deprecate({ flowId })).success, true);
  assert.equal((await kapso.flows.get({ flowId })).status, 'DEPRECATED');
});

await test('kapso: what is wrong with a flow is said, and it is not published', async () => {
  const made = await kapso.flows.create({ wabaId, name: 'rusak', flowJson: { version: '7.0' } });
  assert.equal(made.validationErrors[0].error, 'MISSING_REQUIRED_PROPERTY');
  assert.equal(made.validationErrors[0].pointers[0].path, 'screens');
  await refused(() => kapso.flows.publish({ flowId: made.id }), 139002);
  const mended = await kapso.flows.updateAsset({ flowId: made.id, json: flowJson });
  assert.deepEqual(mended, { success: true, validationErrors: undefined });
  assert.equal((await kapso.flows.publish({ flowId: made.id })).success, true);
});

await test('kapso: flows are listed page by page', async () => {
  for (const name of ['satu', 'dua', 'tiga']) await kapso.flows.create({ wabaId, name, flowJson });
  const first = await kapso.flows.list({ wabaId, limit: 2 });
  assert.equal(first.data.length, 2);
  const second = await kapso.flows.list({ wabaId, limit: 2, after: first.paging.cursors.after });
  assert.notEqual(second.data[0].id, first.data[0].id);
});

await test('kapso: a flow is deployed, and sent', async () => {
  const options = { name: 'kirim', wabaId, publish: true, preview: true };
  const deployed = await kapso.flows.deploy(flowJson, options);
  assert.match(deployed.previewUrl, /^https?:/);
  const { preview } = await kapso.flows.preview({ flowId: deployed.flowId, interactive: true });
  assert.ok(Date.parse(preview.expiresAt) > Date.now());
  const sent = await kapso.messages.sendInteractiveFlow({
    phoneNumberId: number,
    to: rina,
    bodyText: 'Isi ya',
    parameters: { flowId: deployed.flowId, flowCta: 'Isi', flowToken: 'ft-1' },
  });
  const shown = await onPhone(sent.messages[0].id);
  assert.equal(shown.content.action.parameters.flow_id, deployed.flowId);
});
