// What the settings pages ask for, over a workspace kept in memory.
import { channelDetail, labels, members, rightsOf } from './fake-data.mjs';
import { makeConnect } from './fake-connect.mjs';
import { makeNotices } from './fake-notices.mjs';
import { makeNumber } from './fake-number.mjs';
import { makeRates } from './fake-rates.mjs';
import { makeRoles } from './fake-roles.mjs';
import { makeServer } from './fake-server.mjs';

const page = (data) => ({ data, next: null });
const refuse = (status, code, fields) => ({ refused: status, code, fields });
const before = (minutes) => new Date(Date.now() - minutes * 60_000).toISOString();
const after = (days) => new Date(Date.now() + days * 86_400_000).toISOString();
const day = 24 * 60;

const checks = (good) =>
  ['reach', 'token', 'number', 'account', 'subscription', 'webhook'].map((name) => ({
    name,
    ok: good || name !== 'webhook',
    detail: good || name !== 'webhook' ? '' : '(#2200) Callback verification failed: timeout',
  }));

/** The longest and the plainest of everything, so that pictures show both. */
export function makeSettings(user) {
  let nextId = 500;
  const id = () => String(nextId++);
  let confirmed = true;
  let channels = [
    {
      ...channelDetail,
      checks: checks(true),
      verify_token: 'vt_5d0c2a9be1',
      last_event_at: before(3),
    },
    {
      ...channelDetail,
      id: '2',
      name: 'Kundendienstleitungsabteilung Nordwest',
      state: 'attention',
      account: { ...channelDetail.account, phone_number_id: '990011', display_phone: '' },
      problem: { code: 'token_invalid', detail: 'Session has expired', at: before(90) },
      checks: checks(false),
      verify_token: 'vt_88aa01ff02',
      last_event_at: null,
      sample: false,
    },
  ];
  let people = members.map((each, i) => ({
    ...each,
    state: i === 2 ? 'suspended' : 'active',
    availability: 'online',
    last_seen_at: i === 1 ? null : before(i * 400 + 2),
  }));
  let invitations = [
    {
      id: '31',
      email: 'dewi.anggraini.kusumawardhani@perusahaan-panjang.example',
      role: 'agent',
      created_at: before(200),
      expires_at: after(3),
      created_by: 'Ana Wijaya',
      custom_role: null,
    },
  ];
  const roles = makeRoles({ page, refuse, people: () => people });
  let tags = labels.map((each, i) => ({ ...each, conversations: i * 21 + 1, sample: false }));
  let tokens = [
    {
      id: '41',
      name: 'Website',
      scopes: ['conversations:read', 'contacts:read'],
      addresses: [],
      created_at: before(30 * day),
      expires_at: after(60),
      last_used_at: before(20),
      created_by: 'Ana Wijaya',
      last4: 'x9Qd',
    },
  ];
  let sessions = [
    [
      '77',
      true,
      0,
      '203.0.113.7',
      'Mozilla/5.0 (X11; Linux x86_64) Chrome/142.0.0.0 Safari/537.36',
    ],
    ['78', false, 700, '198.51.100.20', 'Mozilla/5.0 (iPhone; CPU iPhone OS 19_0) Safari/605.1'],
  ].map(([sessionId, current, age, address, agent]) => ({
    id: sessionId,
    current,
    created_at: before(age + 300),
    last_seen_at: before(age),
    address,
    user_agent: agent,
  }));
  let workspace = {
    id: '1',
    slug: 'toko',
    name: 'Toko Sapa',
    language: 'id',
    country: 'ID',
    time_zone: 'Asia/Jakarta',
    created_at: before(90 * day),
    has_sample_data: true,
    public_url: 'https://sapa.example',
    role: 'owner',
    permissions: rightsOf('owner').permissions,
    agent_sight: 'all',
    agent_phones: true,
    only_assignee: false,
    require_totp: false,
  };
  const events = Array.from({ length: 6 }, (_, i) => ({
    id: String(900 - i),
    channel_id: '1',
    state: i === 2 ? 'dead' : 'done',
    attempts: i === 2 ? 8 : 1,
    error: i === 2 ? 'messages[0].from: required' : null,
    received_at: before(i * 37 + 3),
    bytes: 640 + i * 911,
  }));
  const templates = [
    ['order_shipped', 'id', 'UTILITY', 'APPROVED', 'Halo {{1}}, pesanan {{2}} sudah dikirim.'],
    ['promo_november', 'pt_BR', 'MARKETING', 'PAUSED', 'Oi {{1}}! Só hoje: frete grátis.'],
    ['رمز', 'ar', 'AUTHENTICATION', 'REJECTED', 'رمز التحقق هو {{1}}'],
  ].map(([name, language, category, status, text], i) => ({
    id: String(i + 1),
    channel_id: '1',
    name,
    language,
    category,
    status,
    components: [{ type: 'BODY', text }],
    parameter_names: ['1'],
  }));
  const auditFilter = (query) => (each) =>
    (!query.get('user_id') || each.actor?.id === query.get('user_id')) &&
    (!query.get('subject') || each.action.split('.')[0] === query.get('subject')) &&
    (!query.get('since') || each.at >= query.get('since')) &&
    (!query.get('until') || each.at < query.get('until'));
  const audit = [
    ['channel.connected', 'channel:2', '', 90],
    ['member.role_changed', 'user:2', 'agent -> supervisor', 300],
    ['sign_in.failed', 'user:1', '', 301],
    ['token.created', 'token:41', 'Website', 43_200],
    ['something.new', 'thing:1', 'a word of a later version', 43_300],
  ].map(([action, target, detail, age], i) => ({
    id: String(90 - i),
    at: before(age),
    actor: i === 2 ? null : { id: '1', name: 'Ana Wijaya' },
    action,
    target,
    address: '203.0.113.7',
    detail,
  }));

  const edit = (list, rowId, changes) =>
    list.map((each) => (each.id === rowId ? { ...each, ...changes } : each));
  const find = (list, rowId) => list.find((each) => each.id === rowId) ?? refuse(404, 'not_found');
  const guarded = (handler) => (params, body) =>
    confirmed ? handler(params, body) : refuse(403, 'password_needed');

  const number = makeNumber({ page, refuse, guarded });
  const notices = makeNotices({ refuse });
  const connect = makeConnect({ page, refuse, guarded, channel: () => '2' });
  const rates = makeRates({ page });
  const server = makeServer({ refuse });
  const routes = {
    ...rates.routes,
    ...server.routes,
    ...roles.routes(guarded),
    ...connect.routes,
    ...number.routes,
    ...notices.routes,
    'POST /session/confirm': (_, body) => {
      if (body.password === 'wrong')
        return refuse(422, 'invalid_input', [{ field: 'password', code: 'wrong_password' }]);
      confirmed = true;
      return null;
    },
    'GET /channels': () => page(channels),
    'GET /channels/:id': ([rowId]) => find(channels, rowId),
    'POST /channels': guarded((_, body) => {
      if (!/^\d+$/.test(body.phone_number_id))
        return refuse(422, 'invalid_input', [{ field: 'phone_number_id', code: 'bad_format' }]);
      const made = {
        ...channels[1],
        id: id(),
        name: body.name ?? 'Toko Sapa',
        state: 'active',
        problem: null,
        checks: checks(true),
        created_at: new Date().toISOString(),
      };
      channels = [made, ...channels];
      return made;
    }),
    'PATCH /channels/:id': guarded(([rowId], { access_token: token, app_secret: _, ...rest }) => {
      channels = edit(channels, rowId, {
        ...rest,
        ...(token && { access_token: { set: true, last4: token.slice(-4) } }),
      });
      return find(channels, rowId);
    }),
    'GET /channels/:id/history': () => ({
      conversations: 1284,
      messages: 20000,
      people: 1017,
      media_bytes: 734003200,
      most: 20000,
    }),
    'POST /channels/:id/check': ([rowId]) => {
      channels = edit(channels, rowId, { checks: checks(true), problem: null, state: 'active' });
      return find(channels, rowId);
    },
    'POST /channels/:id/disconnect': guarded(([rowId], body) => {
      channels = edit(channels, rowId, {
        state: 'disconnected',
        problem: null,
        callbacks: null,
        verify_token: null,
        checks: [{ name: 'unsubscribed', ok: rowId === '1', detail: '' }],
        removal: body.keep_history === false ? { state: 'waiting', done: 0, total: 0 } : null,
      });
      return find(channels, rowId);
    }),
    'POST /channels/:id/templates/sync': () => page(templates),
    'GET /templates': (_, __, query) =>
      page(templates.filter((each) => each.channel_id === query.get('channel_id'))),
    'GET /events': (_, __, query) =>
      page(
        events.filter(
          (each) =>
            each.channel_id === query.get('channel_id') &&
            (!query.has('state') || each.state === query.get('state')),
        ),
      ),
    'POST /events/:id/replay': ([rowId]) => {
      const event = find(events, rowId);
      return Object.assign(event, { state: 'done', error: null, attempts: event.attempts + 1 });
    },
    'GET /members': () => page(people),
    'PATCH /members/:id': guarded(([rowId], body) => {
      people = edit(people, rowId, roles.given(body));
      return find(people, rowId);
    }),
    'DELETE /members/:id': guarded(([rowId]) => {
      people = people.filter((each) => each.id !== rowId);
      return null;
    }),
    'GET /invitations': () => page(invitations),
    'POST /invitations': guarded((_, body) => {
      if (people.some((each) => each.email === body.email)) return refuse(409, 'already_member');
      const made = {
        id: id(),
        email: body.email,
        ...roles.given(body),
        created_at: before(0),
        expires_at: after(7),
        created_by: user().name,
      };
      invitations = [made, ...invitations];
      return {
        id: made.id,
        link: 'https://sapa.example/invite/inv_3mJ0x7VbQe2',
        expires_at: made.expires_at,
      };
    }),
    'DELETE /invitations/:id': ([rowId]) => {
      invitations = invitations.filter((each) => each.id !== rowId);
      return null;
    },
    'GET /labels': () => page(tags),
    'POST /labels': (_, body) => {
      if (tags.some((each) => each.name.toLowerCase() === body.name.toLowerCase()))
        return refuse(409, 'label_exists', [{ field: 'name', code: 'taken' }]);
      const made = { id: id(), conversations: 0, sample: false, ...body };
      tags = [...tags, made];
      return made;
    },
    'PATCH /labels/:id': ([rowId], body) => {
      tags = edit(tags, rowId, body);
      return find(tags, rowId);
    },
    'DELETE /labels/:id': ([rowId]) => {
      tags = tags.filter((each) => each.id !== rowId);
      return null;
    },
    'GET /tokens': () => page(tokens),
    'POST /tokens': guarded((_, body) => {
      const made = {
        id: id(),
        addresses: [],
        expires_at: null,
        ...body,
        created_at: before(0),
        last_used_at: null,
        created_by: user().name,
        last4: 'k2Zt',
      };
      tokens = [made, ...tokens];
      return { ...made, token: 'sapa_4cQ8mE0y7Wf1pT6uLk2Zt' };
    }),
    'DELETE /tokens/:id': ([rowId]) => {
      tokens = tokens.filter((each) => each.id !== rowId);
      return null;
    },
    'GET /audit': (_, __, query) => page(audit.filter(auditFilter(query))),
    'GET /audit/export': (_, __, query) => ({
      file: `id,at,actor,action\r\n${audit
        .filter(auditFilter(query))
        .map((each) => `${each.id},${each.at},${each.actor?.name ?? ''},${each.action}\r\n`)
        .join('')}`,
      next: null,
    }),
    'GET /sessions': () => page(sessions),
    'DELETE /sessions/:id': ([rowId]) => {
      sessions = sessions.filter((each) => each.id !== rowId);
      return null;
    },
    'DELETE /sessions': () => {
      sessions = sessions.filter((each) => each.current);
      return null;
    },
    'POST /me/password': (_, body) =>
      body.current === 'wrong'
        ? refuse(422, 'invalid_input', [{ field: 'current', code: 'wrong_password' }])
        : null,
    'POST /me/totp': () => ({
      secret: 'JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP',
      uri: 'otpauth://totp/Sapa:ana%40example.com?secret=JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP&issuer=Sapa',
    }),
    'POST /me/totp/confirm': (_, body) => {
      if (body.code !== '123456') return refuse(403, 'wrong_code');
      user().totp_enabled = true;
      return {
        recovery_codes: Array.from({ length: 10 }, (_, i) => `k7tq-${1000 + i * 37}-mz3${i}`),
      };
    },
    'DELETE /me/totp': (_, body) => {
      if (body.password === 'wrong')
        return refuse(422, 'invalid_input', [{ field: 'password', code: 'wrong_password' }]);
      user().totp_enabled = false;
      return null;
    },
    'GET /workspace': () => workspace,
    'PATCH /workspace': guarded((_, body) => (workspace = { ...workspace, ...body })),
    'DELETE /workspace': guarded(() => null),
    'POST /workspace/sample-data': () => {
      workspace = { ...workspace, has_sample_data: true };
      return null;
    },
    'DELETE /workspace/sample-data': () => {
      workspace = { ...workspace, has_sample_data: false };
      return { contacts: 60 };
    },
  };

  return {
    routes,
    number,
    server,
    connect,
    notices,
    /** For tests: the password was entered long ago; the provider calls for the first time. */
    forgetPassword: () => (confirmed = false),
    hear: (rowId) => {
      channels = edit(channels, rowId, { last_event_at: new Date().toISOString() });
      return find(channels, rowId);
    },
    /** How far the history of a disconnected channel is gone. */
    remove: (rowId, removal) => {
      channels = edit(channels, rowId, { removal });
      return find(channels, rowId);
    },
    /** How much of the phone's history a number has brought. */
    bring: (rowId, history) => {
      channels = edit(channels, rowId, { history });
      return find(channels, rowId);
    },
    empty: () => {
      notices.empty();
      rates.empty();
      channels = [];
      tokens = [];
      tags = [];
    },
  };
}
