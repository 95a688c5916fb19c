// The number of a channel as the provider keeps it, in memory: the friendly one is channel 1.
const png = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfz0AEYBxVSF+FABJADveWkH6oAAAAAElFTkSuQmCC',
  'base64',
);

const kinds = [
  ['marketing', 'regular', 'ID', 41],
  ['utility', 'regular', 'SA', 17],
  ['service', 'free_customer_service', 'ID', 63],
  ['referral_conversion', 'free_entry_point', '', 5],
];
function costDays(from, to) {
  const rows = [];
  for (let at = Date.parse(from); at <= Date.parse(to); at += 86_400_000)
    kinds.forEach(([category, type, country, most], i) => {
      const messages = Math.round(most * Math.abs(Math.sin(at / 86_400_000 + i)));
      const day = new Date(at).toISOString().slice(0, 10);
      if (messages > 0) rows.push({ day, category, type, country, messages });
    });
  return rows;
}

export function makeNumber({ page, refuse, guarded }) {
  let number = {
    id: '440022330055662',
    display_phone: '6281200007700',
    verified_name: 'Toko Sapa',
    name_status: 'APPROVED',
    new_name_status: 'NONE',
    quality: 'GREEN',
    status: 'CONNECTED',
    verification: 'VERIFIED',
    mode: 'LIVE',
    platform: 'CLOUD_API',
    on_phone_app: false,
    pin_set: true,
    throughput: 'STANDARD',
    messaging_limit: 'TIER_2K',
    can_send: 'AVAILABLE',
    health: [
      { type: 'PHONE_NUMBER', id: '440022330055662', can_send: 'AVAILABLE', notes: [] },
      { type: 'WABA', id: '330011220044551', can_send: 'AVAILABLE', notes: [] },
    ],
    number_callback: '',
    account_callback: 'https://sapa.example/webhooks/whatsapp/1',
    app_callback: 'https://sapa.example/webhooks/whatsapp/1',
  };
  let profile = {
    about: 'Buka setiap hari 9–17',
    address: 'Jl. Merdeka 12, Bandung',
    description: 'Toko oleh-oleh keluarga sejak 1987.\nKirim ke seluruh Indonesia.',
    email: 'halo@toko.example',
    websites: ['https://toko.example/'],
    vertical: 'RETAIL',
    photo_url: '/api/v1/channels/1/profile/photo',
  };
  let blocked = Array.from({ length: 12 }, (_, i) => ({
    user: i === 1 ? 'ID.48210007788' : `62812345000${i + 10}`,
    phone: i === 1 ? null : `62812345000${i + 10}`,
    user_id: i === 1 ? 'ID.48210007788' : null,
    name: ['Rahmat', 'عبد الرحمن بن محمد', '', 'Maximiliane Oberlandesgerichtspräsidentin'][i % 4],
    contact_id: i % 4 === 2 ? null : String(i + 101),
    conversation_id: i % 4 === 2 ? null : String(i + 1),
  }));
  let automation = {
    prompts: ['Cek pesanan', 'Jam buka?'],
    commands: [{ name: 'menu', description: 'Lihat daftar barang hari ini' }],
    welcome: false,
  };
  const linkOf = (code, text) => ({
    code,
    text,
    url: `https://wa.me/message/${code}`,
    svg_url: `/api/v1/channels/1/links/${code}/picture?format=svg`,
    png_url: `/api/v1/channels/1/links/${code}/picture?format=png`,
  });
  let links = [
    linkOf('4O4YQ2T7A1', 'Halo, saya mau pesan'),
    linkOf('AR0001', 'مرحبا، أريد أن أسأل عن طلبي وعن موعد وصوله إلى جدة من فضلكم'),
  ];
  let username = { username: '', status: '', suggestions: ['tokosapa', 'toko.sapa.id'] };

  const confirmed = (body) =>
    (body.confirm ?? '').replace(/\D/g, '') === number.display_phone
      ? undefined
      : refuse(422, 'confirm_needed', [{ field: 'confirm', code: 'not_allowed' }]);
  const wrongPin = (body) =>
    body.pin.length === 6
      ? undefined
      : refuse(422, 'invalid_input', [{ field: 'pin', code: 'too_short' }]);

  const routes = {
    'GET /channels/:id/number': ([id]) => (id === '2' ? refuse(409, 'token_invalid') : number),
    'POST /channels/:id/display-name': (_, body) => {
      if (/limit/i.test(body.name)) return refuse(409, 'name_limit');
      number = { ...number, new_name_status: 'PENDING_REVIEW' };
      return null;
    },
    'POST /channels/:id/pin': guarded((_, body) => confirmed(body) ?? wrongPin(body) ?? null),
    'POST /channels/:id/register': guarded((_, body) => {
      if (body.pin === '000000') return refuse(409, 'pin_wrong');
      const wrong = (body.region && confirmed(body)) || wrongPin(body);
      if (!wrong) number = { ...number, status: 'CONNECTED' };
      return wrong ?? null;
    }),
    'POST /channels/:id/deregister': guarded((_, body) => {
      const wrong = confirmed(body);
      if (!wrong) number = { ...number, status: 'DISCONNECTED', can_send: 'BLOCKED' };
      return wrong ?? null;
    }),
    'POST /channels/:id/request-code': () => null,
    'POST /channels/:id/verify-code': (_, body) => {
      if (body.code !== '482913') return refuse(409, 'code_wrong');
      number = { ...number, verification: 'VERIFIED' };
      return null;
    },
    'GET /channels/:id/profile': ([id]) => (id === '2' ? refuse(409, 'token_invalid') : profile),
    'PATCH /channels/:id/profile': (_, body) => {
      if (body.email && !body.email.includes('@'))
        return refuse(422, 'invalid_input', [{ field: 'email', code: 'bad_format' }]);
      const bad = body.websites?.findIndex((each) => !/^https?:/.test(each)) ?? -1;
      if (bad >= 0)
        return refuse(422, 'invalid_input', [{ field: `websites[${bad}]`, code: 'bad_format' }]);
      return (profile = { ...profile, ...body });
    },
    'PUT /channels/:id/profile/photo': () => null,
    'GET /channels/:id/blocked': (_, __, query) => {
      const from = Number(query.get('cursor') ?? 0);
      const next = from + 10 < blocked.length ? String(from + 10) : null;
      return { data: blocked.slice(from, from + 10), next };
    },
    'POST /channels/:id/blocked': (_, { user }) => {
      if (user.endsWith('999')) return refuse(409, 'block_needs_message');
      const stranger = { user_id: null, name: '', contact_id: null, conversation_id: null };
      blocked = [{ user, phone: user, ...stranger }, ...blocked];
      return null;
    },
    'DELETE /channels/:id/blocked/:user': ([, user]) => {
      blocked = blocked.filter((each) => each.user !== user);
      return null;
    },
    'POST /conversations/:id/block': ([id]) => {
      if (id === '3') return refuse(409, 'block_failed');
      const person = { user: `ID.${id}`, phone: null, user_id: `ID.${id}`, name: '' };
      blocked = [{ ...person, contact_id: id, conversation_id: id }, ...blocked];
      return null;
    },
    'DELETE /conversations/:id/block': ([id]) => {
      blocked = blocked.filter((each) => each.contact_id !== id);
      return null;
    },
    'GET /channels/:id/automation': () => automation,
    'PUT /channels/:id/automation': (_, body) => (automation = { ...automation, ...body }),
    'GET /channels/:id/links': () => page(links),
    'POST /channels/:id/links': (_, { text }) => {
      const made = linkOf(`NEW${links.length}`, text);
      links = [made, ...links];
      return made;
    },
    'PATCH /channels/:id/links/:code': ([, code], { text }) => {
      links = links.map((each) => (each.code === code ? { ...each, text } : each));
      return links.find((each) => each.code === code);
    },
    'DELETE /channels/:id/links/:code': ([, code]) => {
      links = links.filter((each) => each.code !== code);
      return null;
    },
    'GET /channels/:id/costs': (_, __, query) => {
      const [from, to] = [query.get('from'), query.get('to')];
      const days = costDays(from, to);
      const reported = {
        currency: 'IDR',
        amount: '184500',
        days: days
          .filter((each) => each.type === 'regular')
          .map((each) => ({ ...each, amount: String(each.messages * 300) })),
        problem: null,
        detail: '',
      };
      return {
        from,
        to,
        days,
        estimates: days.length ? [{ currency: 'IDR', amount: '181200', unpriced: 4 }] : [],
        reported: query.get('reported') === 'true' ? reported : null,
      };
    },
    'GET /channels/:id/username': () => username,
    'PUT /channels/:id/username': (_, body) => {
      if (body.username === 'taken') return refuse(409, 'username_taken');
      if (body.username === 'ours' && !body.transfer) return refuse(409, 'username_transfer');
      return (username = { username: body.username, status: 'reserved', suggestions: [] });
    },
    'DELETE /channels/:id/username': guarded(() => {
      username = { ...username, username: '', status: '' };
      return null;
    }),
  };

  return {
    routes,
    /** Answers that are not JSON. */
    files: {
      'GET /channels/1/profile/photo': { type: 'image/png', bytes: png },
    },
    /** For tests: what the provider says of the number from now on. */
    become: (changes) => (number = { ...number, ...changes }),
    empty: () => {
      blocked = [];
      links = [];
      automation = { prompts: [], commands: [], welcome: false };
      profile = {
        ...profile,
        address: '',
        description: '',
        email: '',
        websites: [],
        vertical: '',
        photo_url: null,
      };
      username = { username: '', status: '', suggestions: [] };
    },
  };
}
