import { conform } from './conform.mjs';
import { contentFrom, holds, kindFrom, sentTemplate, sign } from './fake-controls.mjs';
import { channelDetail, labels, makeShop, me, members, rightsOf } from './fake-data.mjs';
import { makePeople } from './fake-people.mjs';
import { templates } from './fake-templates.mjs';
import { makeWriting } from './fake-writing.mjs';
import { makeSettings } from './fake-settings.mjs';
import { eventsOf, ranks } from './fake-tend.mjs';
import { keepFile, searchIn, sendFile, someMessages } from './fake-thread.mjs';

const page = (data) => ({ data, next: null });

// What the screens ask for, from a shop in memory. `role`: 'analyst' reads only; `empty`: nobody has
// written and nothing is connected; `many`: so many conversations.
export function makeApi({
  setup = false,
  totp = false,
  role = 'owner',
  empty = false,
  many = 0,
  settings = false,
  otherRole = 'agent',
  operator = true,
  onlyAssignee = false,
  secondFactor = false,
} = {}) {
  const shop = makeShop(Date.now(), { empty, many });
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
      {
        id: '1',
        slug: 'toko',
        name: 'Toko Sapa',
        ...rightsOf(role),
        second_factor_needed: secondFactor && !user.totp_enabled,
      },
      {
        id: '2',
        slug: 'kafe',
        name: 'Kafe Sapa',
        ...rightsOf(otherRole),
        second_factor_needed: false,
      },
    ],
    session_id: '77',
    demo: true,
    version: '0.1.0',
    may_create_workspaces: operator,
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
    role,
    permissions: rightsOf(role).permissions,
    agent_sight: 'all',
    agent_phones: true,
    only_assignee: onlyAssignee,
    require_totp: secondFactor,
  });
  const counts = () => {
    const count = (keep) => {
      const kept = shop.conversations.filter((each) => each.state === 'open' && keep(each));
      return { total: kept.length, unread: kept.filter((each) => each.unread > 0).length };
    };
    const state = (name) => ({
      total: shop.conversations.filter((each) => each.state === name).length,
      unread: 0,
    });
    return {
      mine: count((each) => each.assignee?.id === '1'),
      unassigned: count((each) => !each.assignee),
      open: count(() => true),
      snoozed: state('snoozed'),
      done: state('done'),
      spam: state('spam'),
    };
  };
  const messageOf = (id) => [...shop.messages.values()].flat().find((each) => each.id === id);
  const find = (id) => shop.conversations.find((each) => each.id === id);

  function tell(name, data) {
    const numbered = { ...data, seq: ++seq };
    for (const stream of streams)
      stream.write(`id: ${seq}\nevent: ${name}\ndata: ${JSON.stringify(numbered)}\n\n`);
  }

  const sameName = (name, id) => shop.views.some((each) => each.name === name && each.id !== id);
  const nameTaken = () => refuse(409, 'view_exists', [{ field: 'name', code: 'taken' }]);
  function keepView(view) {
    if (sameName(view.name)) return nameTaken();
    const made = { id: shop.id(), count: shop.views.length === 0 ? 100 : 7, ...view };
    shop.views.push(made);
    tell('views.updated', {});
    return made;
  }
  function editView(id, body) {
    if (sameName(body.name, id)) return nameTaken();
    tell('views.updated', {});
    return Object.assign(
      shop.views.find((each) => each.id === id),
      body,
    );
  }
  function dropView(id) {
    shop.views = shop.views.filter((each) => each.id !== id);
    tell('views.updated', {});
    return null;
  }

  function tellCounts() {
    for (const stream of streams)
      stream.write(`event: counts\ndata: ${JSON.stringify(counts())}\n\n`);
  }

  function touch(conversation, changes) {
    Object.assign(conversation, changes, { updated_at: new Date().toISOString() });
    tell('conversation.updated', { conversation });
    tellCounts();
    return conversation;
  }

  /** A line between the messages; the list shows none of it. */
  function record(conversation, event) {
    const at = new Date().toISOString();
    const usual = shop.messages.get(conversation.id)?.[0] ?? {};
    const message = {
      ...usual,
      ...{ id: shop.id(), at, created_at: at, direction: 'event', kind: 'event', text: '', event },
      ...{ author: author(), status: null, status_at: null, media: null, content: null },
      ...{ quoted: null, template: null, reactions: [], client_id: null },
    };
    shop.messages.get(conversation.id)?.push(message);
    tell('message.created', { conversation, message });
  }

  function append(conversation, fields) {
    const at = new Date().toISOString();
    const usual = shop.messages.get(conversation.id)?.[0] ?? {};
    const message = { ...usual, id: shop.id(), at, created_at: at, error: null, ...fields };
    shop.messages.get(conversation.id)?.push(message);
    conversation.last_at = conversation.updated_at = at;
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
    tellCounts();
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
    const known = shop.messages.get(id).find((each) => each.client_id === body.client_id);
    if (known) return known;
    if (!conversation.window.open && !body.template) return refuse(409, 'window_closed');
    if (body.text === 'refuse me') return refuse(422, 'text_too_long');
    const quoted = shop.messages.get(id).find((each) => each.id === body.quoted_id);
    const media = shop.media.get(body.media_id) ?? null;
    if (body.interactive?.label === 'refuse me')
      return refuse(422, 'invalid_input', [{ field: 'interactive.label', code: 'not_allowed' }]);
    if (body.template?.buttons?.some((each) => each.text === 'refuse me'))
      return refuse(422, 'invalid_input', [
        { field: 'template.buttons[0].text', code: 'too_long' },
      ]);
    const template = templates.find((each) => each.name === body.template?.name);
    const passed = body.forward_of && messageOf(body.forward_of);
    const [kind, line] = passed ? [passed.kind, passed.text] : kindFrom(body, media);
    const message = append(conversation, {
      direction: 'out',
      kind: template ? 'template' : kind,
      text: line,
      content: passed ? holds({ ...passed.content, forwarded: 'once' }) : contentFrom(body),
      reactions: [],
      author: author(),
      status: 'queued',
      client_id: body.client_id ?? null,
      media: passed ? passed.media : body.voice && media ? { ...media, voice: true } : media,
      template: template ? sentTemplate(template.name, 'Halo Siti, pesanan 4821.') : null,
      quoted: quoted
        ? {
            id: quoted.id,
            text: quoted.text,
            kind: quoted.kind,
            direction: quoted.direction,
            author_name: quoted.author?.name ?? '',
          }
        : null,
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
            custom_role: null,
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
    'GET /labels': () => page(labels.map((each) => ({ ...each, conversations: 3, sample: true }))),
    'GET /channels': () => page(empty ? [] : [channelDetail]),
    'POST /channels': (_, body) =>
      body.access_token === 'bad' ? refuse(422, 'token_invalid') : channelDetail,
    'GET /channels/:id': () => channelDetail,
    'GET /notices': () => ({ ...page([]), unread_notices: 0 }),
    'GET /templates': () => page(templates),
    'GET /conversations/counts': () => counts(),
    'GET /conversations': (_, __, query) => {
      if (api.broken) return refuse(500, 'internal');
      const view = query.get('view') ?? 'open';
      const label = query.get('label_id');
      const priority = query.get('priority');
      const from = Number(query.get('cursor') ?? 0);
      const limit = Number(query.get('limit') ?? 50);
      const all = shop.conversations
        .filter(views[view] ?? ((each) => each.state === view))
        .filter((each) => !label || each.labels.some((one) => one.id === label))
        .filter((each) => query.get('unread') !== 'true' || each.unread > 0)
        .filter((each) => !priority || each.priority === priority)
        .toSorted((a, b) =>
          query.get('sort') === 'priority'
            ? ranks.indexOf(a.priority) - ranks.indexOf(b.priority)
            : 0,
        );
      const next = from + limit < all.length ? String(from + limit) : null;
      return { data: all.slice(from, from + limit), next };
    },
    'GET /conversations/:id': ([id]) => {
      const conversation = find(id);
      return conversation ?? refuse(404, 'not_found');
    },
    'PATCH /conversations/:id': ([id], body) => {
      if (api.broken) return refuse(403, 'forbidden');
      const { assignee_id: assignee, label_ids: labelIds, ...changes } = body;
      delete changes.reason;
      if (body.state) changes.snoozed_until = body.snoozed_until ?? null;
      for (const event of eventsOf(find(id), body)) record(find(id), event);
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
    'GET /views': () => ({
      data: shop.views.toSorted((a, b) => Number(b.shared) - Number(a.shared)),
      next: null,
    }),
    'POST /views': (_, body) => keepView({ ...body, shared: false }),
    'POST /shared-views': (_, body) => keepView({ ...body, shared: true }),
    'PATCH /views/:id': ([id], body) => editView(id, body),
    'PATCH /shared-views/:id': ([id], body) => editView(id, body),
    'DELETE /views/:id': ([id]) => dropView(id),
    'DELETE /shared-views/:id': ([id]) => dropView(id),
    'GET /presence': () => ({ data: [...shop.present.values()], next: null }),
    'PUT /presence': (_, body) => {
      shop.pages.push(body);
      return null;
    },
    'GET /conversations/:id/messages': ([id], _, query) =>
      api.broken ? refuse(500, 'internal') : someMessages(shop.messages.get(id) ?? [], query),
    'POST /conversations/:id/messages': send,
    'POST /conversations/:id/notes': ([id], body) =>
      append(find(id), {
        direction: 'note',
        kind: 'text',
        text: body.text,
        author: author(),
        status: null,
        client_id: body.client_id ?? null,
        mentions: (body.mentions ?? []).map((each) => {
          const { id: member, name } = members.find((one) => one.id === each);
          return { id: member, name };
        }),
      }),
    'GET /notifications': (_, __, query) => {
      if (api.broken) return refuse(500, 'internal');
      const from = Number(query.get('cursor') ?? 0);
      const limit = Number(query.get('limit') ?? 50);
      const data = shop.notifications.slice(from, from + limit);
      const next = from + limit < shop.notifications.length ? String(from + limit) : null;
      const unread = shop.notifications.filter((each) => each.read_at === null).length;
      return { data, next, unread };
    },
    'POST /notifications/read': (_, body) => {
      for (const each of shop.notifications)
        if (!body.conversation_id || each.conversation_id === body.conversation_id)
          each.read_at ??= new Date().toISOString();
      tell('notifications.updated', { user_id: user.id });
      return null;
    },
    'GET /notifications/choice': () => ({ muted: shop.muted }),
    'PUT /notifications/choice': (_, body) => {
      shop.muted = body.muted;
      return { muted: shop.muted };
    },
    'GET /conversations/:id/draft': ([id]) =>
      shop.drafts.get(id) ?? { text: '', mode: 'reply', updated_at: null },
    'PUT /conversations/:id/draft': ([id], body) => {
      shop.drafts.set(id, { ...body, updated_at: new Date().toISOString() });
      return shop.drafts.get(id);
    },
    'PUT /messages/:id/reaction': ([id], body) => {
      const message = messageOf(id);
      if (body.emoji === '😢') return refuse(409, 'message_gone');
      message.reactions = message.reactions.filter((each) => each.side !== 'business');
      if (body.emoji) message.reactions.push(sign('business', body.emoji, 'queued'));
      setTimeout(() => {
        for (const each of message.reactions) if (each.status === 'queued') each.status = 'sent';
        tell('message.updated', { conversation: find(message.conversation_id), message });
      }, 500).unref();
      return message;
    },
    'POST /messages/:id/resend': ([id]) => {
      const message = messageOf(id);
      Object.assign(message, { status: 'queued', error: null });
      deliver(find(message.conversation_id), message);
      return message;
    },
    'GET /messages/:id/versions': ([id]) => {
      const message = messageOf(id);
      return page([
        { text: 'jam empat ya', content: null, at: message.at },
        { text: message.text, content: null, at: message.edited_at ?? message.at },
      ]);
    },
    'GET /messages/:id/raw': () => ({
      raw: { type: 'contacts', contacts: [{ name: { formatted_name: 'Toko Sebelah' } }] },
    }),
    'POST /media/:id/retry': () => refuse(409, 'provider_down'),
    'GET /search': (_, __, query) => page(searchIn(shop, query.get('q') ?? '')),
  };

  const writing = makeWriting({
    ...{ find, tell, touch, send, refuse },
    begin: (body) => {
      const known = find(body.contact_id);
      if (known) return known;
      if (body.phone?.endsWith('000')) return refuse(409, 'phone_needed');
      const id = shop.id();
      const like = shop.conversations.at(-1);
      const fresh = {
        ...{ ...like, id, state: 'open', unread: 0, labels: [], last_message: null },
        contact: { id, name: body.phone, sample: false },
        assignee: { id: user.id, name: user.name },
        waiting_since: null,
        window: { ...like.window, open: false, ends_at: null },
        has_draft: false,
        scheduled: 0,
        priority: 'none',
      };
      shop.messages.set(id, []);
      shop.conversations.push(fresh);
      return touch(fresh, {});
    },
    newId: () => shop.id(),
    user: () => user,
  });
  Object.assign(routes, writing.routes);
  const people = makePeople({ shop, tell, broken: () => api.broken });
  Object.assign(routes, people.routes);

  // The settings pages bring a workspace of their own, with the longest and strangest of everything.
  const more = makeSettings(() => user);
  const blocking = Object.entries(more.number.routes).filter(([each]) => /block/.test(each));
  Object.assign(routes, settings ? more.routes : Object.fromEntries(blocking));

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
    const refusal = (status, code, fields, message = code) => {
      const error = { code, message, fields: fields ?? [], request_id: 'req-0001' };
      conform(request.method, path, status, { error });
      return answer(response, status, { error });
    };
    if (guarded && !signedIn) return refusal(401, 'unauthenticated');
    if (path === '/stream')
      return api.refuseStreams ? refusal(503, 'unavailable') : stream(response);
    if (path === '/media' && request.method === 'POST')
      return answer(response, 201, await keepFile(shop, request, url.searchParams));
    if (/^\/media\/\d+$/.test(path) && request.method === 'GET')
      return sendFile(response, shop, path.slice('/media/'.length));
    const file = settings && more.number.files[`${request.method} ${path}`];
    if (file) return response.writeHead(200, { 'Content-Type': file.type }).end(file.bytes);
    const found = route(request.method, path);
    if (!found) return refusal(404, 'not_found');
    if (request.method !== 'GET' && request.headers['sapa-request'] !== '1')
      return refusal(403, 'forbidden');
    let text = '';
    for await (const chunk of request) text += chunk;
    const body = text ? JSON.parse(text) : {};
    const where = request.headers['sapa-workspace'];
    const result = found.handler(found.params, body, url.searchParams, where);
    if (result?.refused && result.code)
      return refusal(result.refused, result.code, result.fields, result.message);
    conform(request.method, path, 200, result);
    return answer(response, result === null ? 204 : 200, result);
  }

  const api = {
    handle,
    refuseStreams: false,
    /** Lists, threads and changes fail while this is set. */
    broken: false,
    streamCount: () => streams.size,
    /** For tests: sign in without the form, cut all streams, let a customer write. */
    signIn: (changes = {}) => {
      signedIn = true;
      user = { ...user, ...changes };
    },
    signOut: () => (signedIn = false),
    cutStreams: () => {
      for (const each of streams) each.destroy();
    },
    /** A colleague gives away a conversation, or names this member in a note. */
    tellsMe: (kind, id, text = '') => {
      const { id: who, name } = members[1];
      shop.notifications.unshift({
        id: String(shop.notifications.length + 1),
        kind,
        conversation_id: id,
        contact: find(id).contact,
        message_id: kind === 'mentioned' ? shop.messages.get(id).at(-1).id : null,
        text,
        author: { kind: 'member', id: who, name },
        at: new Date().toISOString(),
        read_at: null,
      });
      tell('notifications.updated', { user_id: user.id });
    },
    /** What this browser said of itself. */
    pages: shop.pages,
    /** Colleagues come to a conversation: name to what they do. */
    colleagues: (id, doing) => {
      const people = Object.entries(doing).map(([name, what]) => ({
        member: members.find((each) => each.name === name) ?? { id: '99', name },
        doing: what,
      }));
      const presence = {
        conversation_id: id,
        people: people.map((each) => ({
          ...each,
          member: { id: each.member.id, name: each.member.name },
        })),
      };
      shop.present.set(id, presence);
      for (const stream of streams)
        stream.write(`event: presence\ndata: ${JSON.stringify(presence)}\n\n`);
    },
    customerWrites: (id, text) => {
      const conversation = find(id);
      conversation.unread++;
      if (conversation.state !== 'spam')
        Object.assign(conversation, { state: 'open', snoozed_until: null });
      return append(conversation, {
        direction: 'in',
        kind: 'text',
        text,
        author: { kind: 'contact', id, name: conversation.contact.name },
        status: null,
        client_id: null,
        media: null,
        quoted: null,
        template: null,
        event: null,
      });
    },
    rename: (id, name) => touch(find(id), { contact: { ...find(id).contact, name } }),
    tell,
    /** The bytes of the files that were sent here. */
    uploads: shop.uploads,
    settings: more,
    writing,
    people,
  };
  return api;
}
