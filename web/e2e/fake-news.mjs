// What comes in beside messages of one customer: calls, what was written elsewhere, what became of a
// number, and groups.
import { holds } from './fake-controls.mjs';

const minute = 60_000;
const nobody = { kind: 'system', id: null, name: '' };

export const eventOf = (type, more) => ({
  type,
  from: null,
  to: null,
  until: null,
  assignee: null,
  old_phone: null,
  new_phone: null,
  code: null,
  reason: null,
  priority: null,
  name: null,
  names: [],
  ...more,
});

const callOf = (status, more) =>
  holds({
    call: { ours: false, status, duration_s: 0, video: false, ...more },
  });

export function everyNews(say) {
  const happened = (at, type, more) =>
    say(at * minute, 'event', '', { event: eventOf(type, more), author: nobody });
  say(39 * minute, 'in', 'Written long ago, on the phone', {});
  say(38 * minute, 'in', '', { kind: 'unsupported', unsupported_type: 'media_placeholder' });
  say(37 * minute, 'out', 'We are closed today.', {
    author: { kind: 'phone', id: null, name: '' },
    status: 'read',
  });
  say(36 * minute, 'out', 'An answer by a robot.', {
    author: { kind: 'app', id: null, name: '' },
    status: 'delivered',
    standby: true,
  });
  say(35 * minute, 'in', 'Thank you, robot', { standby: true });
  happened(34, 'number_changed', { old_phone: '6281200000007', new_phone: '6281299990007' });
  happened(33, 'keys_changed');
  happened(32, 'marketing_stopped');
  happened(31, 'marketing_resumed');
  say(29 * minute, 'in', 'Missed call', { kind: 'call', content: callOf('missed') });
  say(28 * minute, 'in', 'Call', {
    kind: 'call',
    content: callOf('answered', { duration_s: 192, video: true }),
  });
  say(27 * minute, 'out', 'Call', {
    kind: 'call',
    status: null,
    content: callOf('rejected', { ours: true }),
  });
  say(26 * minute, 'in', 'Yes', {
    kind: 'call_permission',
    content: holds({
      call_permission: { granted: true, permanent: false, until: '2030-01-01T10:00:00.000Z' },
    }),
  });
  say(25 * minute, 'in', 'No', {
    kind: 'call_permission',
    content: holds({ call_permission: { granted: false, permanent: false, until: null } }),
  });
}

export const groupOf = (name) => ({
  id: 'Y2FwaV9ncm91cA',
  name,
  participants_count: 4,
});

export function everyVoice(say) {
  const from = (id, name) => ({ author: { kind: 'contact', id, name } });
  const happened = (at, type, more) =>
    say(at * minute, 'event', '', { event: eventOf(type, more), author: nobody });
  happened(29, 'group_made');
  happened(28, 'group_joined', { names: ['Rina', 'خالد العتيبي'] });
  say(27 * minute, 'in', 'Who has size L?', from('71', 'Rina'));
  say(26.9 * minute, 'in', 'In blue, please', from('71', 'Rina'));
  say(26 * minute, 'in', 'عندي واحد', from('72', 'خالد العتيبي'));
  say(25 * minute, 'out', 'We have three left.', {
    status: 'delivered',
    receipts: { delivered: 4, read: 3, failed: 0 },
  });
  happened(24, 'group_left', { names: ['Rina'] });
  happened(23, 'group_renamed', { name: 'Reseller Bandung' });
}
