import { channelDetail, contactOf, labels, makeShop, me, members } from './fake-data.mjs';

const page = (data) => ({ data, next: null });

export function makeApi({ setup = false, totp = false } = {}) {
  const shop = makeShop(Date.now());
  const streams = new Set();
  let user = { ...me };
  let signedIn = false;
  let half = false;
  let needed = setup;
  let seq = 200;

  const session = () => ({
    state: 'signed_in',
    user,
    workspaces: [
      { id: '1', slug: 'toko', name: 'Toko Sapa', role: 'owner' },
      { id: '2', slug: 'kafe', name: 'Kafe Sapa', role: 'agent' },
    ],
    session_id: '77',
    demo: true,
    version: '0.1.0',
  });
  const workspace = () => ({
    id: '1',
    slug: 'toko',
    name: 'Toko Sapa',
    language: 'id',
    country: 'ID',
    time_zone: 'Asia/Jakarta',
    created_at: new Date().toISOString(),
    has_sample_data: true,
    public_url: 'https://sapa.example',
    role: 'owner',
    permissions: [],
  });
  const counts = () => {
    const count = (keep) => {
      const kept = shop.conversations.filter((each) => each.state === 'open' && keep(each));
      return { open: kept.length, unread: kept.filter((each) => each.unread > 0).length };
    };
    const state = (name) => shop.conversations.filter((each) => each.state === name).length;
    return {
      mine: count((each) => each.assignee?.id === '1'),
      unassigned: count((each) => !each.assignee),
      open: count(() => true),
      snoozed: state('snoozed'),
      done: state('done'),
      spam: state('spam'),
    };
  };
  const find = (id) => shop.conversations.find((each) => each.id === id);

  function tell(name, data) {
    const numbered = { ...data, seq: ++seq };
    for (const stream of streams)
      stream.write(`id: ${seq}\nevent: ${name}\ndata: ${JSON.stringify(numbered)}\n\n`);
  }

  function touch(conversation, changes) {
    Object.assign(conversation, changes, { updated_at: new Date().toISOString() });
    tell('conversation.updated', { conversation });
    return conversation;
  }

  function append(conversation, fields) {
    const at = new Date().toISOString();
    const template = shop.messages.get(conversation.id)?.[0] ?? {};
    const message = { ...template, id: shop.id(), at, created_at: at, error: null, ...fields };
    shop.messages.get(conversation.id)?.push(message);
    conversation.last_message = {
      id: message.id,
      at,
      preview: message.text,
      kind: message.kind,
      by: { in: 'contact', note: 'note' }[message.direction] ?? 'member',
      author_name: message.author?.name ?? '',
      status: message.status,
    };
    shop.conversations.sort((a, b) => (a.last_message.at < b.last_message.at ? 1 : -1));
    tell('message.created', { conversation, message });
    return message;
  }

  // What happens to a sent message at the provider.
  function deliver(conversation, message) {
    for (const [status, after] of [
      ['sent', 300],
      ['delivered', 800],
      ['read', 1600],
    ])
      setTimeout(() => {
        message.status = status;
        if (conversation.last_message.id === message.id) conversation.last_message.status = status;
        tell('message.updated', { conversation, message });
      }, after).unref();
  }

  const author = () => ({ kind: 'member', id: user.id, name: user.name });
  const send = ([id], body) => {
    const conversation = find(id);
    const message = append(conversation, {
      direction: 'out',
      kind: 'text',
      text: body.text ?? '',
      author: author(),
      status: 'queued',
      client_id: body.client_id ?? null,
      quoted: null,
    });
    conversation.waiting_since = null;
    deliver(conversation, message);
    return message;
  };

  const views = {
    mine: (each) => each.state === 'open' && each.assignee?.id === user.id,
    unassigned: (each) => each.state === 'open' && !each.assignee,
    open: (each) => each.state === 'open',
  };

  const refuse = (status, code, fields) => ({ refused: status, code, fields });
  const routes = {
    'GET /setup': () => ({ needed, languages: [], version: '0.1.0', demo: false }),
    'POST /setup': (_, body) => {
      if (body.code !== 'SAPA-TEST') return refuse(403, 'wrong_code');
      needed = false;
      signedIn = true;
      user = { ...user, name: body.name, email: body.email, language: body.language };
      return session();
    },
    'POST /session': (_, body) => {
      if (body.password === 'wrong') return refuse(401, 'wrong_credentials');
      half = totp || body.email.startsWith('totp');
      signedIn = !half;
      return half ? { state: 'totp_required' } : session();
    },
    'POST /session/totp': (_, body) => {
      if (!half || (body.code !== '123456' && !body.recovery_code))
        return refuse(401, 'wrong_code');
      signedIn = true;
      return session();
    },
    'GET /session': () => session(),
    'DELETE /session': () => {
      signedIn = false;
      return null;
    },
    'PATCH /me': (_, body) => (user = { ...user, ...body }),
    'POST /password-reset': (_, body) =>
      body.token === 'old' ? refuse(404, 'link_expired') : null,
    'GET /invitations/:token': ([token]) =>
      token === 'old'
        ? refuse(404, 'link_expired')
        : {
            workspace: 'Toko Sapa',
            email: 'budi@example.com',
            role: 'agent',
            existing_user: token === 'known',
            inviter: 'Ana Wijaya',
          },
    'POST /invitations/:token': () => {
      signedIn = true;
      return session();
    },
    'GET /workspace': () => workspace(),
    'PATCH /workspace': (_, body) => ({ ...workspace(), ...body }),
    'POST /workspace/sample-data': () => null,
    'GET /members': () =>
      page(
        members.map((each) => ({
          ...each,
          state: 'active',
          availability: 'online',
          last_seen_at: new Date().toISOString(),
        })),
      ),
    'GET /labels': () => page(labels.map((each) => ({ ...each, conversations: 3 }))),
    'GET /channels': () => page([channelDetail]),
    'POST /channels': (_, body) =>
      body.access_token === 'bad' ? refuse(422, 'token_invalid') : channelDetail,
    'GET /channels/:id': () => channelDetail,
    'GET /templates': () => page([]),
    'GET /conversations/counts': () => counts(),
    'GET /conversations': (_, __, query) => {
      const view = query.get('view') ?? 'open';
      return page(shop.conversations.filter(views[view] ?? ((each) => each.state === view)));
    },
    'GET /conversations/:id': ([id]) => {
      const conversation = find(id);
      if (!conversation) return refuse(404, 'not_found');
      return { ...conversation, contact: contactOf(conversation) };
    },
    'PATCH /conversations/:id': ([id], body) => {
      const { assignee_id: assignee, label_ids: labelIds, ...rest } = body;
      const changes = { ...rest };
      if (assignee !== undefined) {
        const member = members.find((each) => each.id === assignee);
        changes.assignee = member ? { id: member.id, name: member.name } : null;
      }
      if (labelIds) changes.labels = labels.filter((each) => labelIds.includes(each.id));
      return touch(find(id), changes);
    },
    'POST /conversations/:id/read': ([id]) => touch(find(id), { unread: 0 }),
    'POST /conversations/:id/unread': ([id]) => touch(find(id), { unread: 1 }),
    'POST /conversations/:id/typing': () => null,
    'GET /conversations/:id/messages': ([id]) => page([...(shop.messages.get(id) ?? [])].reverse()),
    'POST /conversations/:id/messages': send,
    'POST /conversations/:id/notes': ([id], body) =>
      append(find(id), {
        direction: 'note',
        kind: 'text',
        text: body.text,
        author: author(),
        status: null,
        client_id: body.client_id ?? null,
      }),
    'GET /conversations/:id/draft': () => refuse(404, 'not_found'),
    'PUT /conversations/:id/draft': (_, body) => ({ ...body, updated_at: new Date() }),
    'DELETE /conversations/:id/draft': () => null,
    'GET /contacts/:id': ([id]) => contactOf(find(id)),
    'GET /search': () => page([]),
    'GET /search/contacts': (_, __, query) => {
      const text = query.get('q')?.toLowerCase() ?? '';
      const found = shop.conversations.filter((each) =>
        each.contact.name.toLowerCase().includes(text),
      );
      return page(found.map((each) => ({ ...contactOf(each), conversation_ids: [each.id] })));
    },
  };

  function answer(response, status, body) {
    response.writeHead(status, { 'Content-Type': 'application/json' });
    response.end(body === null ? undefined : JSON.stringify(body));
  }

  function stream(response) {
    response.writeHead(200, { 'Content-Type': 'text/event-stream', 'Cache-Control': 'no-store' });
    response.write(`event: hello\ndata: ${JSON.stringify({ seq, version: '0.1.0' })}\n\n`);
    streams.add(response);
    response.on('close', () => streams.delete(response));
  }

  function route(method, path) {
    for (const [pattern, handler] of Object.entries(routes)) {
      const [wanted, shape] = pattern.split(' ');
      if (wanted !== method) continue;
      const expression = new RegExp(`^${shape.replace(/:\w+/g, '([^/]+)')}$`);
      const found = expression.exec(path);
      if (found) return { handler, params: found.slice(1).map(decodeURIComponent) };
    }
    return undefined;
  }

  async function handle(request, response, url) {
    const path = url.pathname.slice('/api/v1'.length);
    const open = /^\/(setup|session|invitations\/|password-reset)/.test(path);
    const guarded = !open || (path === '/session' && request.method === 'GET');
    const refusal = (status, code, fields) =>
      answer(response, status, {
        error: { code, message: code, fields, request_id: 'req-0001' },
      });
    if (guarded && !signedIn) return refusal(401, 'unauthenticated');
    if (path === '/stream')
      return api.refuseStreams ? refusal(503, 'unavailable') : stream(response);
    const found = route(request.method, path);
    if (!found) return refusal(404, 'not_found');
    if (request.method !== 'GET' && request.headers['sapa-request'] !== '1')
      return refusal(403, 'forbidden');
    let text = '';
    for await (const chunk of request) text += chunk;
    const result = found.handler(found.params, text ? JSON.parse(text) : {}, url.searchParams);
    if (result?.refused) return refusal(result.refused, result.code, result.fields);
    return answer(response, result === null ? 204 : 200, result);
  }

  const api = {
    handle,
    refuseStreams: false,
    streamCount: () => streams.size,
    /** For tests: sign in without the form, cut all streams, let a customer write. */
    signIn: (changes = {}) => {
      signedIn = true;
      user = { ...user, ...changes };
    },
    cutStreams: () => {
      for (const each of streams) each.destroy();
    },
    customerWrites: (id, text) => {
      const conversation = find(id);
      conversation.unread++;
      return append(conversation, {
        direction: 'in',
        kind: 'text',
        text,
        author: { kind: 'contact', id, name: conversation.contact.name },
        status: null,
        client_id: null,
      });
    },
    tell,
  };
  return api;
}
