// Calls: asked for, made, answered, ended.
import assert from 'node:assert/strict';
import {
  control,
  kapso,
  lia,
  notice,
  number,
  posts,
  refused,
  rina,
  says,
  test,
} from '../world.mjs';

const phoneNumberId = number;
const rinaId = '628123450001';
const session = { sdpType: 'offer', sdp: 'v=0\r\no=- 0 0 IN IP4 127.0.0.1\r\ns=-\r\nt=0 0\r\n' };
const answer = { ...session, sdpType: 'answer' };

const allows = () =>
  says(rinaId, {
    type: 'interactive',
    interactive: {
      type: 'call_permission_reply',
      call_permission_reply: {
        response: 'accept',
        is_permanent: true,
        response_source: 'user_action',
      },
    },
  });

const callOf = (id, event) => (value) =>
  value.calls?.some((one) => one.id === id && one.event === event);
const statusOf = (id, status) => (value) =>
  value.statuses?.some((one) => one.id === id && one.status === status);

await test('kapso: whoever did not allow it is not called', async () => {
  const connect = { phoneNumberId, to: '+60123450002', session };
  await refused(() => kapso.calls.connect(connect), 138006);
  const permission = await kapso.calls.permissions.get({ phoneNumberId, userWaId: '60123450002' });
  assert.equal(permission.permission.status, 'no_permission');
  assert.ok(permission.actions.some((one) => one.actionName === 'send_call_permission_request'));
});

await test('kapso: a customer who allowed it is called, answers and is told goodbye', async () => {
  await allows();
  const { permission } = await kapso.calls.permissions.get({ phoneNumberId, userWaId: rinaId });
  assert.notEqual(permission.status, 'no_permission');
  const made = await kapso.calls.connect({
    phoneNumberId,
    to: rina,
    session,
    bizOpaqueCallbackData: 'c1',
  });
  const { id } = made.calls[0];
  assert.match(id, /^wacid\./);
  await notice('calls', statusOf(id, 'RINGING'));
  await notice('calls', statusOf(id, 'ACCEPTED'));
  const { value } = await notice('calls', callOf(id, 'connect'));
  assert.equal(value.calls[0].direction, 'BUSINESS_INITIATED');
  assert.equal(value.calls[0].session.sdp_type, 'answer');
  assert.equal((await kapso.calls.terminate({ phoneNumberId, callId: id })).success, true);
  const over = await notice('calls', callOf(id, 'terminate'));
  assert.equal(over.value.calls[0].status, 'COMPLETED');
  assert.equal(over.value.calls[0].biz_opaque_callback_data, 'c1');
  await refused(() => kapso.calls.terminate({ phoneNumberId, callId: id }));
});

const rings = async (person) => {
  const since = posts.length;
  await control('POST', `/sim/customers/${person}/calls`, {});
  const { value } = await notice('calls', (one) => one.calls?.[0]?.event === 'connect', since);
  return value;
};

await test('kapso: a customer calls and is answered', async () => {
  const { calls, contacts } = await rings(rinaId);
  const [{ id, from, direction, session: offer }] = calls;
  assert.equal(from, rinaId);
  assert.equal(direction, 'USER_INITIATED');
  assert.equal(offer.sdp_type, 'offer');
  assert.equal(contacts[0].wa_id, rinaId);
  const call = { phoneNumberId, callId: id, session: answer };
  assert.equal((await kapso.calls.preAccept(call)).success, true);
  assert.equal((await kapso.calls.accept(call)).success, true);
  assert.equal((await kapso.calls.terminate({ phoneNumberId, callId: id })).success, true);
  const over = await notice('calls', callOf(id, 'terminate'));
  assert.equal(over.value.calls[0].status, 'COMPLETED');
});

await test('kapso: a customer without a phone calls and is refused', async () => {
  const { calls } = await rings(lia);
  assert.equal(calls[0].from, undefined);
  assert.equal((await kapso.calls.reject({ phoneNumberId, callId: calls[0].id })).success, true);
  const over = await notice('calls', callOf(calls[0].id, 'terminate'));
  assert.equal(over.value.calls[0].status, 'FAILED');
});
