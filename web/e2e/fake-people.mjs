// People of the stand-in: their list with orders and conditions, fields of the shop's own, segments.
import { contactOf, labels } from './fake-data.mjs';

const page = (data) => ({ data, next: null });
const refuse = (status, code, fields) => ({ refused: status, code, fields });
const day = 86_400_000;

export function makePeople({ shop, tell, broken }) {
  let nextId = 900;
  let fields = [
    ['Shoe size', 'choice', ['38', '39', '40 (Sonderanfertigung auf Bestellung)']],
    ['Birthday', 'date', []],
    ['Orders so far', 'number', []],
    ['Wholesale', 'yes_no', []],
    ['Instagram', 'link', []],
    ['عنوان التوصيل', 'text', []],
  ].map(([name, kind, choices], i) => ({ id: String(i + 1), name, kind, choices, position: i }));
  let segments = [
    {
      id: '61',
      name: 'Regulars',
      conditions: [{ field: 'label', field_id: null, op: 'is', value: '1' }],
      created_at: new Date().toISOString(),
    },
  ];
  const extra = new Map(
    shop.conversations.slice(0, 6).map((each, i) => [
      each.contact.id,
      {
        labels: i % 2 ? [labels[0]] : [labels[0], labels[1], labels[2]],
        values: [
          { field_id: '1', value: i % 2 ? '38' : '39' },
          { field_id: '3', value: String(i * 1250) },
          { field_id: '5', value: 'https://instagram.com/pelanggan.setia' },
        ],
      },
    ]),
  );
  // Who went into whom; they wait out of sight.
  let merges = [];
  const isGone = (id) => merges.some((each) => each.other_id === id);
  const unique = (list, key) => [...new Map(list.map((each) => [key(each), each])).values()];
  const together = (keep, gone) => ({
    ...keep,
    email: keep.email ?? gone.email,
    time_zone: keep.time_zone ?? gone.time_zone,
    identities: [...keep.identities, ...gone.identities],
    conversation_ids: [...keep.conversation_ids, ...gone.conversation_ids],
    labels: unique([...keep.labels, ...gone.labels], (each) => each.id),
    values: unique([...gone.values, ...keep.values], (each) => each.field_id),
  });
  const leftOf = (gone, both) => [
    ...['name', 'phone', 'email', 'language', 'time_zone']
      .filter((each) => gone[each] && gone[each] !== both[each])
      .map((field) => ({ field, field_id: null, value: gone[field] })),
    ...gone.values
      .filter(
        (each) => !both.values.some((o) => o.field_id === each.field_id && o.value === each.value),
      )
      .map((each) => ({ field: 'field', field_id: each.field_id, value: each.value })),
  ];
  const known = (conversation) =>
    merges
      .filter((each) => each.kept === conversation.contact.id)
      .reduce(
        (whole, each) => together(whole, alone(ofContact(each.other_id))),
        alone(conversation),
      );
  const alone = (conversation) => {
    const { labels: own = [], values = [] } = extra.get(conversation.contact.id) ?? {};
    return {
      ...contactOf(conversation),
      labels: own,
      values: values.filter((each) => fields.some((field) => field.id === each.field_id)),
    };
  };

  function holds(contact, { field, field_id: own, op, value }) {
    const not = op === 'is_not' || op === 'not_set';
    const yes = (is) => (not ? !is : is);
    if (field === 'label') return yes(contact.labels.some((each) => each.id === value));
    if (field === 'language') return yes(contact.language === value);
    if (field === 'channel') return yes(contact.identities.some((i) => i.channel.id === value));
    if (field === 'marketing') return yes(contact.identities.some((i) => i.marketing === value));
    if (field === 'email' || field === 'phone') return yes(Boolean(contact[field]));
    if (field === 'last_seen' || field === 'created') {
      const at = Date.parse(field === 'created' ? contact.created_at : contact.last_seen_at);
      if (op === 'within_days') return at >= Date.now() - Number(value) * day;
      if (op === 'over_days') return at <= Date.now() - Number(value) * day;
      return op === 'after' ? at >= Date.parse(value) : at < Date.parse(value);
    }
    const has = contact.values.find((each) => each.field_id === own)?.value;
    if (op === 'set' || op === 'not_set') return yes(has !== undefined);
    if (op === 'is' || op === 'is_not') return yes(has === value);
    if (has === undefined) return false;
    if (op === 'less' || op === 'more')
      return op === 'less' ? Number(has) < Number(value) : Number(has) > Number(value);
    return op === 'after' ? has >= value : has < value;
  }

  const orders = {
    name: (a, b) => (a.name.toLowerCase() < b.name.toLowerCase() ? -1 : 1),
    last_seen: (a, b) => (a.last_seen_at < b.last_seen_at ? 1 : -1),
    newest: (a, b) => Number(b.id) - Number(a.id),
  };

  function search({ q = '', conditions = [], sort = 'newest', cursor, limit = 50 }) {
    if (broken()) return refuse(500, 'internal');
    const text = q.toLowerCase();
    const found = shop.conversations
      .filter((each) => !isGone(each.contact.id))
      .map(known)
      .filter((each) => each.name.toLowerCase().includes(text))
      .filter((each) => conditions.every((condition) => holds(each, condition)))
      .sort(orders[sort]);
    const from = Number(cursor ?? 0);
    return {
      data: found.slice(from, from + limit),
      next: from + limit < found.length ? String(from + limit) : null,
    };
  }

  const byId = (list, id) => list.find((each) => each.id === id) ?? refuse(404, 'not_found');
  const ofContact = (id) => shop.conversations.find((each) => each.contact.id === id);

  function edit(id, { label_ids: labelIds, values, ...body }) {
    if (body.email && !body.email.includes('@'))
      return refuse(422, 'invalid_input', [{ field: 'email', code: 'bad_format' }]);
    if (values?.some((each) => each.field_id === '3' && Number.isNaN(Number(each.value))))
      return refuse(422, 'invalid_input', [{ field: 'values[0].value', code: 'bad_format' }]);
    const conversation = ofContact(id);
    const { name, ...rest } = body;
    if (name) conversation.contact = { ...conversation.contact, name };
    Object.assign(conversation, rest);
    const has = extra.get(id) ?? { labels: [], values: [] };
    if (labelIds) has.labels = labels.filter((each) => labelIds.includes(each.id));
    for (const { field_id: own, value } of values ?? []) {
      has.values = has.values.filter((each) => each.field_id !== own);
      if (value) has.values.push({ field_id: own, value });
    }
    extra.set(id, has);
    tell('conversation.updated', { conversation });
    tell('contact.updated', { contact_id: id });
    return known(conversation);
  }

  let notes = [
    {
      id: '71',
      contact: '1',
      text: 'Prefers the courier in the evening.\nRings twice.',
      pinned: true,
      author: 'Budi Hartono',
      created_at: new Date(Date.now() - 9 * day).toISOString(),
      edited_at: null,
    },
    {
      id: '72',
      contact: '1',
      text: 'يفضل الدفع عند الاستلام',
      pinned: false,
      author: 'سارة المنصور',
      created_at: new Date(Date.now() - 2 * day).toISOString(),
      edited_at: new Date(Date.now() - day).toISOString(),
    },
  ];
  const mergeOf = ({ kept: _, ...merge }) => merge;
  const noteOf = ({ contact: _, ...note }) => note;
  const decided = (number, decision, source, proof, ago) => ({
    number,
    channel: 'whatsapp',
    purpose: 'marketing',
    decision,
    source,
    proof,
    at: new Date(Date.now() - ago * day).toISOString(),
    recorded_by: source === 'channel' ? '' : 'Ana Wijaya',
    recorded_at: new Date(Date.now() - ago * day).toISOString(),
  });
  const consents = new Map([
    [
      '1',
      [
        decided(2, 'withdrawn', 'channel', '', 3),
        decided(1, 'given', 'form', 'Form at the counter, 12 May, kept in folder 7', 190),
      ],
    ],
  ]);

  const number = () => {
    fields = fields.map((each, position) => ({ ...each, position }));
  };
  const routes = {
    'GET /contacts': (_, __, query) => search({ q: query.get('q') ?? '' }),
    'POST /contacts/search': (_, body) => search(body),
    'POST /contacts/count': (_, { conditions = [] }) => ({
      count: shop.conversations
        .filter((each) => !isGone(each.contact.id))
        .map(known)
        .filter((each) => conditions.every((c) => holds(each, c))).length,
    }),
    'GET /contacts/:id': ([id]) => {
      const conversation = isGone(id) ? undefined : ofContact(id);
      return conversation ? known(conversation) : refuse(404, 'not_found');
    },
    'GET /contacts/:id/duplicates': ([id]) =>
      page(id === '1' && !isGone('2') ? [known(ofContact('2'))] : []),
    'GET /contacts/:id/merges': ([id]) =>
      page(merges.filter((each) => each.kept === id).map(mergeOf)),
    'POST /contacts/:id/merge-preview': ([id], { other_id: other }) => {
      const contact = together(known(ofContact(id)), known(ofContact(other)));
      return { contact, left: leftOf(known(ofContact(other)), contact) };
    },
    'POST /contacts/:id/merge': ([id], { other_id: other }) => {
      const made = {
        id: String(nextId++),
        kept: id,
        other_id: other,
        name: known(ofContact(other)).name,
        merged_by: 'Ana Wijaya',
        merged_at: new Date().toISOString(),
      };
      merges = [made, ...merges];
      for (const contact of [id, other]) tell('contact.updated', { contact_id: contact });
      return mergeOf(made);
    },
    'POST /contact-merges/:id/undo': ([id]) => {
      const merge = byId(merges, id);
      merges = merges.filter((each) => each !== merge);
      for (const contact of [merge.kept, merge.other_id])
        tell('contact.updated', { contact_id: contact });
      return known(ofContact(merge.other_id));
    },
    'PATCH /contacts/:id': ([id], body) => edit(id, body),
    'GET /contacts/:id/notes': ([id]) =>
      page(
        notes
          .filter((each) => each.contact === id)
          .sort((a, b) => b.pinned - a.pinned || b.id - a.id)
          .map(noteOf),
      ),
    'POST /contacts/:id/notes': ([contact], { text, pinned = false }) => {
      const made = {
        id: String(nextId++),
        contact,
        text,
        pinned,
        author: 'Ana Wijaya',
        created_at: new Date().toISOString(),
        edited_at: null,
      };
      notes = [...notes, made];
      tell('contact.updated', { contact_id: contact });
      return noteOf(made);
    },
    'PATCH /contact-notes/:id': ([id], changes) => noteOf(Object.assign(byId(notes, id), changes)),
    'DELETE /contact-notes/:id': ([id]) => {
      notes = notes.filter((each) => each.id !== id);
      return null;
    },
    'GET /contacts/:id/consents': ([id]) => page(consents.get(id) ?? []),
    'POST /contacts/:id/consents': ([id], body) => {
      const now = new Date().toISOString();
      const made = {
        at: now,
        ...body,
        number: nextId++,
        recorded_by: 'Ana Wijaya',
        recorded_at: now,
      };
      const all = [made, ...(consents.get(id) ?? [])];
      consents.set(
        id,
        all.sort((a, b) => (a.at < b.at ? 1 : -1)),
      );
      return made;
    },
    'GET /contact-fields': () => (broken() ? refuse(500, 'internal') : page(fields)),
    'POST /contact-fields': (_, { name, kind, choices = [] }) => {
      if (fields.some((each) => each.name.toLowerCase() === name.toLowerCase()))
        return refuse(409, 'field_exists', [{ field: 'name', code: 'taken' }]);
      const made = { id: String(nextId++), name, kind, choices, position: fields.length };
      fields = [...fields, made];
      return made;
    },
    'PATCH /contact-fields/:id': ([id], { position, ...changes }) => {
      const field = Object.assign(byId(fields, id), changes);
      if (position !== undefined) {
        fields = fields.filter((each) => each !== field).toSpliced(position, 0, field);
        number();
      }
      return byId(fields, id);
    },
    'DELETE /contact-fields/:id': ([id]) => {
      fields = fields.filter((each) => each.id !== id);
      return null;
    },
    'GET /segments': () => page(segments),
    'POST /segments': (_, { name, conditions }) => {
      if (segments.some((each) => each.name.toLowerCase() === name.toLowerCase()))
        return refuse(409, 'segment_exists', [{ field: 'name', code: 'taken' }]);
      const made = {
        id: String(nextId++),
        name,
        conditions: conditions.map((each) => ({ field_id: null, value: null, ...each })),
        created_at: new Date().toISOString(),
      };
      segments = [...segments, made];
      return made;
    },
    'PATCH /segments/:id': ([id], { name }) => {
      if (segments.some((each) => each.id !== id && each.name.toLowerCase() === name.toLowerCase()))
        return refuse(409, 'segment_exists', [{ field: 'name', code: 'taken' }]);
      segments = segments.map((each) => (each.id === id ? { ...each, name } : each));
      return byId(segments, id);
    },
    'DELETE /segments/:id': ([id]) => {
      segments = segments.filter((each) => each.id !== id);
      return null;
    },
  };
  return {
    routes,
    empty: () => {
      fields = [];
      segments = [];
    },
  };
}
