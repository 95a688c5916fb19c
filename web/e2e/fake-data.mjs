// A shop with people who write in several languages, made from a fixed list so that pictures of it
// stay the same.
import { everyControl, holds, sentTemplate, sign } from './fake-controls.mjs';
import { eventOf, everyNews, everyVoice, groupOf } from './fake-news.mjs';

const minute = 60_000;
const hour = 60 * minute;

const people = [
  ['Siti Rahma', 'id', 'Halo kak, pesanan saya *belum sampai* ya? Nomornya #4821'],
  ['خالد العتيبي', 'ar', 'مرحبا، متى يصل الطلب رقم 4822؟'],
  ['João Pereira', 'pt-BR', 'Oi! Vocês entregam no domingo?'],
  ['Nurul Huda', 'ms', 'Boleh minta katalog terbaru?'],
  ['Amelia Clarke', 'en', 'Is the blue one still in stock? https://shop.example/p/812'],
  ['نورة القحطاني', 'ar', 'شكرا جزيلا 🙏'],
  ['Budi Santoso', 'id', 'Terima kasih banyak!'],
  ['Mariana de Souza Albuquerque e Castro', 'pt-BR', 'Perfeito, obrigada! Vou querer dois.'],
  ['+62 812-3344-5566', 'id', 'P'],
  ['Dewi Anggraini', 'id', 'Bisa kirim hari ini ke Bandung?'],
  ['Ahmad Faizal', 'ms', 'Saya sudah bayar, ini resitnya'],
  ['Lucas Lima', 'pt-BR', 'Quanto custa o frete para Recife?'],
];

export const me = {
  id: '1',
  name: 'Ana Wijaya',
  email: 'ana@example.com',
  language: 'en',
  totp_enabled: false,
  availability: 'online',
};

// What the built-in roles may do, as the server says it.
const agent = ['read', 'reply', 'edit_contacts'];
const supervisor = agent.concat(
  ['manage_labels', 'block_people', 'read_raw'],
  ['read_costs', 'manage_notices'],
);
const admin = supervisor.concat(
  ['manage_channels', 'manage_members', 'manage_roles', 'manage_teams'],
  ['manage_tokens', 'manage_workspace', 'read_audit'],
);
const permissions = {
  analyst: ['read'],
  agent,
  supervisor,
  admin,
  owner: admin.concat('delete_workspace'),
};
export const rightsOf = (role) => ({
  role,
  role_name: '',
  permissions: permissions[role],
  sight: 'all',
  phones: true,
});

export const members = [
  { id: '1', name: 'Ana Wijaya', email: 'ana@example.com', role: 'owner', custom_role: null },
  { id: '2', name: 'Budi Hartono', email: 'budi@example.com', role: 'agent', custom_role: null },
  {
    id: '3',
    name: 'سارة المنصور',
    email: 'sara@example.com',
    role: 'supervisor',
    custom_role: null,
  },
];

export const labels = [
  { id: '1', name: 'VIP', colour: 'purple' },
  { id: '2', name: 'Refund', colour: 'red' },
  { id: '3', name: 'Wholesale', colour: 'blue' },
];

const channel = { id: '1', kind: 'whatsapp', name: 'Toko Sapa', state: 'active' };

const iso = (at) => new Date(at).toISOString();

const media = (id, kind, extra = {}) => ({
  id,
  kind,
  state: 'ready',
  mime: { image: 'image/png', audio: 'audio/ogg', document: 'application/pdf' }[kind] ?? '',
  name: '',
  bytes: 48_213,
  voice: false,
  url: `/api/v1/media/${id}`,
  error: null,
  ...extra,
});

// One of each kind, in the first conversation.
function everyKind(say, thread, text) {
  say(29 * minute, 'in', 'Ini fotonya kak', { kind: 'image', media: media('1', 'image') });
  say(28 * minute, 'in', '', {
    kind: 'audio',
    media: media('2', 'audio', { voice: true, mime: 'audio/ogg' }),
  });
  say(27 * minute, 'in', '', {
    kind: 'document',
    media: media('3', 'document', { name: 'Daftar pesanan November yang panjang sekali.pdf' }),
  });
  say(26 * minute, 'in', '', {
    kind: 'image',
    media: media('4', 'image', { state: 'failed', error: 'media_failed' }),
  });
  say(25 * minute, 'in', '', { kind: 'image', media: media('5', 'image', { state: 'waiting' }) });
  say(24 * minute, 'in', '', {
    kind: 'sticker',
    media: media('6', 'sticker', { mime: 'image/webp' }),
  });
  say(23.9 * minute, 'in', 'Gudang 2, Jl. Contoh 5', {
    kind: 'location',
    content: holds({
      location: {
        latitude: -6.2088,
        longitude: 106.8456,
        name: 'Gudang 2',
        address: 'Jl. Contoh 5, Bandung',
        url: null,
      },
    }),
  });
  say(23.8 * minute, 'in', 'Budi Santoso', {
    kind: 'contacts',
    content: holds({
      contacts: [
        {
          name: 'Budi Santoso',
          company: 'PT Contoh Sekali',
          phones: [{ value: '+62 811-000-111', type: 'CELL' }],
          emails: [{ value: 'budi@contoh.test', type: 'WORK' }],
          addresses: [],
          urls: [],
          birthday: null,
          own: false,
        },
      ],
    }),
  });
  say(23.7 * minute, 'in', 'Kilat', {
    kind: 'choice',
    content: holds({
      choice: { kind: 'list', id: 'ship_fast', title: 'Kilat', description: '1 hari' },
    }),
  });
  say(23.6 * minute, 'in', 'Rina · Bandung', {
    kind: 'form',
    content: holds({
      form: {
        name: 'flow',
        answers: [
          { name: 'nama', value: 'Rina' },
          { name: 'kota', value: 'Bandung' },
        ],
      },
    }),
  });
  say(23.5 * minute, 'in', 'tolong cepat', {
    kind: 'order',
    content: holds({
      order: {
        catalogue: '880066770099112',
        items: [
          { product: 'SKU-9', quantity: 2, price: '75000', currency: 'IDR' },
          { product: 'KEMEJA-LINEN-PANJANG-XL', quantity: 1, price: '129500', currency: 'IDR' },
        ],
      },
    }),
  });
  say(23.4 * minute, 'in', 'Info dong', {
    content: holds({
      forwarded: 'often',
      product: { catalogue: '880066770099112', product: 'SKU-9' },
      referral: {
        type: 'ad',
        id: '120099887766',
        url: 'https://shop.example/promo',
        headline: 'Promo akhir tahun',
        text: 'Diskon 20% untuk semua kemeja linen.',
        click_id: null,
      },
    }),
    reactions: [sign('contact', '❤️')],
  });
  say(23.3 * minute, 'in', 'jam lima ya', { edited_at: iso(Date.now() - 23 * minute) });
  say(23.2 * minute, 'in', 'salah kirim, maaf', { revoked_at: iso(Date.now() - 23 * minute) });
  say(23 * minute, 'in', '', { kind: 'unsupported', unsupported_type: 'poll_creation' });
  say(22 * minute, 'event', '', {
    event: eventOf('assigned', { assignee: { id: '2', name: 'Budi Hartono' } }),
  });
  say(21.5 * minute, 'event', '', {
    event: eventOf('number_changed', { old_phone: '6281200000001', new_phone: '6281299990001' }),
    author: { kind: 'system', id: null, name: '' },
  });
  say(21 * minute, 'event', '', {
    event: eventOf('state_changed', { from: 'done', to: 'open' }),
    author: { kind: 'system', id: null, name: '' },
  });
  const quoted = thread.at(-10);
  say(20 * minute, 'out', 'Baik kak, *segera* kami cek.', {
    status: 'read',
    quoted: {
      id: quoted.id,
      text: quoted.text,
      kind: 'text',
      direction: quoted.direction,
      author_name: 'Siti Rahma',
    },
  });
  say(19 * minute, 'out', '', {
    kind: 'template',
    status: 'delivered',
    template: sentTemplate('order_update', 'Halo Siti, pesanan 4821 sedang dikirim.'),
  });
  say(18 * minute, 'out', 'Nomor resinya JNE 8812', {
    status: 'failed',
    error: {
      code: 'recipient_unreachable',
      provider_code: '131026',
      detail: 'Message undeliverable',
    },
  });
  say(17 * minute, 'out', 'Sudah kami kirim ulang ya kak', { status: 'needs_attention' });
  say(16 * minute, 'out', 'Kabari kalau belum masuk ya', {
    status: 'queued',
    error: { code: 'provider_down', provider_code: null, detail: null },
  });
  say(3 * minute, 'in', text.repeat(6));
}

export function makeShop(now, { empty = false, many = 0 } = {}) {
  let nextId = 1000;
  const id = () => String(nextId++);
  const messages = new Map();
  const crowd = Array.from({ length: many }, (_, i) => [`Customer ${i + 1}`, 'en', 'Hello?']);
  const conversations = (empty ? [] : [...people, ...crowd]).map(([name, language, text], i) => {
    const conversationId = String(i + 1);
    const at = now - Math.min(i, 14) ** 2 * 11 * minute - i * 3 * minute - 20_000;
    const waiting = i % 3 !== 2;
    const thread = [];
    const say = (offset, direction, body, extra = {}) => {
      thread.push({
        id: id(),
        conversation_id: conversationId,
        direction,
        kind: direction === 'event' ? 'event' : 'text',
        text: body,
        at: iso(at - offset),
        created_at: iso(at - offset),
        author:
          direction === 'in'
            ? { kind: 'contact', id: conversationId, name }
            : { kind: 'member', id: '1', name: 'Ana Wijaya' },
        status: direction === 'out' ? 'read' : null,
        status_at: null,
        error: null,
        quoted: null,
        media: null,
        content: null,
        reactions: [],
        edited_at: null,
        revoked_at: null,
        template: null,
        event: null,
        unsupported_type: null,
        client_id: null,
        pricing: null,
        receipts: null,
        standby: false,
        mentions: [],
        ...extra,
      });
    };
    for (let k = i === 1 ? 180 : 14; k > 0; k--)
      say(
        (i === 1 ? k * 0.7 : k * 5) * hour,
        k % 2 ? 'in' : 'out',
        k % 2 ? text : 'Siap kak, sebentar saya cek dulu ya 🙂',
      );
    say(40 * minute, 'note', 'Ask the warehouse before promising a date.');
    if (!waiting)
      say(30 * minute, 'out', 'Sudah dikirim kak, resinya *JNE 8812*', {
        status: i === 5 ? 'failed' : 'delivered',
        error:
          i === 5
            ? { code: 'recipient_unreachable', provider_code: '131026', detail: 'Undeliverable' }
            : null,
      });
    if (i === 0) everyKind(say, thread, text);
    if (i === 4) everyControl(say, media);
    if (i === 6) everyNews(say);
    if (i === 7) everyVoice(say);
    if (waiting) say(0, 'in', text);
    messages.set(conversationId, thread);
    const last = thread.at(-1);
    return {
      id: conversationId,
      state: 'open',
      unread: waiting ? (i % 4) + 1 : 0,
      contact: { id: conversationId, name, sample: true },
      group: i === 7 ? groupOf(name) : null,
      channel,
      assignee: i % 3 === 0 ? { id: '1', name: 'Ana Wijaya' } : null,
      labels: i % 4 === 0 ? [labels[i % 3]] : [],
      last_message: {
        id: last.id,
        at: last.at,
        preview: last.text,
        kind: 'text',
        by: waiting ? 'contact' : 'member',
        author_name: waiting ? name : 'Ana Wijaya',
        status: last.status,
      },
      waiting_since: waiting ? last.at : null,
      window: {
        open: i < 10,
        ends_at: iso(at + 24 * hour),
        rule: 'customer_service_24h',
      },
      snoozed_until: null,
      scheduled: 0,
      priority: ['urgent', 'none', 'none', 'low', 'high', 'none', 'normal'][i] ?? 'none',
      has_draft: i === 3,
      last_at: last.at,
      created_at: iso(at - 90 * 24 * hour),
      updated_at: last.at,
      language,
    };
  });
  return {
    id,
    conversations,
    messages,
    drafts: new Map(),
    media: new Map(),
    uploads: [],
    present: new Map(),
    pages: [],
    notifications: [],
    muted: [],
    views: [],
  };
}

export const contactOf = (conversation) => ({
  id: conversation.contact.id,
  name: conversation.contact.name,
  email: conversation.email ?? null,
  phone: `+62812000${conversation.id.padStart(4, '0')}`,
  language: conversation.language,
  time_zone: conversation.time_zone ?? (conversation.id === '1' ? 'Asia/Jakarta' : null),
  sample: true,
  created_at: conversation.created_at,
  last_seen_at: conversation.updated_at,
  conversation_ids: [conversation.id],
  labels: [],
  values: [],
  identities: [
    {
      id: conversation.id,
      channel,
      external_id: `ID.${conversation.id}`,
      phone: `+62812000${conversation.id.padStart(4, '0')}`,
      username: null,
      profile_name: conversation.contact.name,
      marketing: conversation.id === '7' ? 'stopped' : 'unknown',
      marketing_at: conversation.id === '7' ? '2026-11-20T08:00:00.000Z' : null,
    },
  ],
});

const limits = (kind, mimes, megabytes) => ({
  kind,
  mimes,
  other_mimes: kind === 'document',
  bytes: megabytes << 20,
  caption: kind !== 'audio',
});

export const channelDetail = {
  ...channel,
  account: {
    phone_number_id: '440022330055662',
    waba_id: '330011220044551',
    display_phone: '+62 812-0000-7700',
    verified_name: 'Toko Sapa',
    quality: 'GREEN',
  },
  graph_url: 'https://graph.facebook.com',
  graph_version: 'v25.0',
  webhook_url: 'https://sapa.example/webhooks/whatsapp/k3y',
  verify_token: 'verify-me-0001',
  access_token: { set: true, last4: '4f2a' },
  app_secret: { set: true, last4: '0001' },
  problem: null,
  restrictions: [],
  traits: {
    text_max: 4096,
    caption_max: 1024,
    media: [
      limits('image', ['image/jpeg', 'image/png'], 5),
      limits('video', ['video/mp4', 'video/3gpp'], 16),
      limits('audio', ['audio/aac', 'audio/amr', 'audio/mpeg', 'audio/mp4', 'audio/ogg'], 16),
      limits('document', ['application/pdf', 'text/plain'], 100),
      { ...limits('sticker', ['image/webp'], 1), caption: false },
    ],
    window: 'customer_service_24h',
    window_hours: 24,
    quotes: true,
    templates: true,
    read_receipts: true,
    typing: true,
    number: true,
  },
  checks: [{ name: 'token', ok: true, detail: '' }],
  checked_at: iso(Date.now() - 10 * minute),
  token_expires_at: null,
  callbacks: {
    deauthorize_url: 'https://sapa.example/meta/deauthorize/k3y',
    deletion_url: 'https://sapa.example/meta/deletion/k3y',
  },
  removal: null,
  last_event_at: iso(Date.now() - minute),
  created_at: iso(Date.now() - 40 * 24 * hour),
  sample: false,
  history: null,
};
