// What is written again and again, over a shop in memory.
const page = (data) => ({ data, next: null });
const before = (minutes) => new Date(Date.now() - minutes * 60_000).toISOString();

const menu = {
  id: '880',
  kind: 'document',
  state: 'ready',
  mime: 'application/pdf',
  name: 'Menu November.pdf',
  bytes: 182_300,
  voice: false,
  url: '/api/v1/media/880',
  error: null,
};

const replies = () =>
  [
    ['halo', 'Halo {{contact.name|kak}}, ini {{agent.name}} dari {{workspace.name}}.', 'id', 41],
    ['hello', 'Hello {{contact.name|there}}, {{agent.name}} here. How can I help?', 'en', 12],
    ['مرحبا', 'مرحبا {{contact.name|عزيزنا}}، كيف يمكنني مساعدتك؟', 'ar', 3],
    ['alamat', 'Jl. Contoh 5, Bandung\nSetiap hari jam 9.00-18.00', null, 27],
    ['menu', 'Ini menu kami, silakan dilihat.', 'id', 8],
    ['kirim', 'Mau dikirim hari ini atau besok?', 'id', 0],
    [
      'lieferverzögerungsentschuldigung',
      'Wir bitten die Lieferverzögerung zu entschuldigen: '.repeat(6).trim(),
      'de',
      1,
    ],
  ].map(([shortcut, text, language, uses], i) => ({
    id: String(860 + i),
    shortcut,
    text,
    language,
    team_id: null,
    buttons: shortcut === 'kirim' ? ['Hari ini', 'Besok'] : [],
    media: shortcut === 'menu' ? [menu] : [],
    uses,
    used_at: uses > 0 ? before(uses * 13) : null,
    created_at: before(90_000),
    updated_at: before(90_000),
  }));

export function makeWriting({ find, tell, touch, send, begin, refuse, newId, user }) {
  let later = [];
  const waits = (id) => later.find((each) => each.id === id);
  const put = (all, conversationId) => {
    later = all.toSorted((a, b) => (a.at < b.at ? -1 : 1));
    const scheduled = later.filter((each) => each.conversation_id === conversationId).length;
    touch(find(conversationId), { scheduled });
  };
  const without = (one) =>
    put(
      later.filter((each) => each !== one),
      one.conversation_id,
    );
  const sent = new Map();
  let saved = replies();
  let broken = false;
  const one = (id) => saved.find((each) => each.id === id);
  const changed = () => tell('saved_replies.updated', {});
  const filled = (text, conversation) =>
    text
      .replace(/\{\{contact\.name(\|[^}]*)?\}\}/g, conversation.contact.name)
      .replaceAll('{{agent.name}}', 'Ana Wijaya')
      .replaceAll('{{workspace.name}}', 'Toko Sapa');
  const files = (ids) =>
    (ids ?? []).map((id) =>
      id === menu.id ? menu : { ...menu, id, url: `/api/v1/media/${id}`, name: `file-${id}.pdf` },
    );
  const taken = (body, id) =>
    saved.some(
      (each) =>
        each.id !== id &&
        each.shortcut.toLowerCase() === body.shortcut?.toLowerCase() &&
        each.language === (body.language ?? null),
    );

  const routes = {
    'GET /saved-replies': () => (broken ? refuse(500, 'internal') : page(saved)),
    'GET /saved-replies/export': () => ({ file: 'shortcut,text\r\nhalo,Halo\r\n' }),
    'POST /saved-replies/import': (_, body) =>
      body.file.includes('shortcut')
        ? {
            added: 2,
            changed: 1,
            refused: 1,
            rows: [{ line: 4, field: 'shortcut', code: 'bad_format' }],
          }
        : refuse(422, 'invalid_input', [{ field: 'file', code: 'bad_format' }]),
    'POST /saved-replies': (_, body) => {
      if (taken(body)) return refuse(409, 'shortcut_taken', [{ field: 'shortcut', code: 'taken' }]);
      const { media_ids: ids, ...rest } = body;
      const at = new Date().toISOString();
      const reply = {
        ...{ id: newId(), language: null, team_id: null, buttons: [], uses: 0, used_at: null },
        ...rest,
        media: files(ids),
        created_at: at,
        updated_at: at,
      };
      saved = [...saved, reply];
      changed();
      return reply;
    },
    'GET /saved-replies/:id': ([id]) => one(id) ?? refuse(404, 'not_found'),
    'PATCH /saved-replies/:id': ([id], body) => {
      if (taken(body, id))
        return refuse(409, 'shortcut_taken', [{ field: 'shortcut', code: 'taken' }]);
      const { media_ids: ids, ...rest } = body;
      saved = saved.map((each) =>
        each.id === id ? { ...each, ...rest, media: ids ? files(ids) : each.media } : each,
      );
      changed();
      return one(id);
    },
    'DELETE /saved-replies/:id': ([id]) => {
      saved = saved.filter((each) => each.id !== id);
      changed();
      return null;
    },
    'POST /saved-replies/:id/use': ([id], body) => {
      const reply = one(id);
      const conversation = find(body.conversation_id);
      if (!reply || !conversation) return refuse(404, 'not_found');
      reply.uses++;
      reply.used_at = new Date().toISOString();
      return {
        text: filled(reply.text, conversation),
        buttons: reply.buttons,
        media: reply.media,
      };
    },
  };

  Object.assign(routes, {
    'POST /conversations': (_, body) => begin(body),
    'GET /conversations/:id/scheduled': ([id]) =>
      page(later.filter((each) => each.conversation_id === id)),
    'POST /conversations/:id/scheduled': ([id], body) => {
      if (body.text === 'refuse me') return refuse(422, 'text_too_long');
      const one = {
        id: newId(),
        conversation_id: id,
        at: body.at,
        state: 'waiting',
        error: null,
        unless_answered: body.unless_answered ?? false,
        author: { kind: 'member', id: user().id, name: user().name },
        kind: body.template ? 'template' : body.media_id ? 'document' : 'text',
        text: body.text ?? body.template?.name ?? '',
        media: files(body.media_id ? [body.media_id] : []),
        created_at: new Date().toISOString(),
      };
      sent.set(one.id, body);
      put([...later, one], id);
      return one;
    },
    'PATCH /scheduled/:id': ([id], body) => {
      const one = waits(id);
      if (!one) return refuse(404, 'not_found');
      Object.assign(one, { at: body.at, state: 'waiting', error: null });
      put(later, one.conversation_id);
      return one;
    },
    'DELETE /scheduled/:id': ([id]) => {
      const one = waits(id);
      if (!one) return refuse(404, 'not_found');
      without(one);
      return null;
    },
    'POST /scheduled/:id/send': ([id]) => {
      const one = waits(id);
      if (!one) return refuse(404, 'not_found');
      const body = { ...sent.get(id) };
      delete body.at;
      delete body.unless_answered;
      const message = send([one.conversation_id], body);
      if (!message.refused) without(one);
      return message;
    },
  });

  return {
    routes,
    /** For tests: its time came, and it was refused. */
    failLater: (conversationId, code) => {
      const one = later.find((each) => each.conversation_id === conversationId);
      Object.assign(one, { state: 'failed', error: code });
      put(later, conversationId);
    },
    /** For tests: nobody has saved anything; the list cannot be had. */
    clear: () => ((saved = []), changed()),
    fail: (now = true) => (broken = now),
  };
}
