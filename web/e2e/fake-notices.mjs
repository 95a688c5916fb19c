// What the provider told about the accounts: each severity, long words, and one nobody knows.
const before = (minutes) => new Date(Date.now() - minutes * 60_000).toISOString();

const told = [
  ['unknown', 'warning', 'something_of_2027', '', [], 3],
  [
    'account_restricted',
    'critical',
    'account_update',
    '',
    [
      ['restriction', 'RESTRICTED_BIZ_INITIATED_MESSAGING'],
      ['until', '1795600000'],
    ],
    40,
  ],
  [
    'template_rejected',
    'warning',
    'message_template_status_update',
    'promo_november_untuk_pelanggan_setia_bandung_dan_sekitarnya',
    [
      ['language', 'id'],
      ['reason', 'TAG_CONTENT_MISMATCH'],
      ['detail', 'The template is marked as utility but contains marketing content.'],
    ],
    95,
  ],
  ['pin_reset_asked', 'critical', 'security', '', [['by', '7001234567890123']], 300],
  [
    'template_quality',
    'warning',
    'message_template_quality_update',
    'order_shipped',
    [
      ['from', 'GREEN'],
      ['to', 'RED'],
    ],
    900,
  ],
  [
    'number_limit_raised',
    'info',
    'phone_number_quality_update',
    '+62 812-0000-7700',
    [
      ['limit', 'TIER_10K'],
      ['old_limit', 'TIER_2K'],
    ],
    2000,
  ],
  [
    'provider_error',
    'warning',
    'errors',
    '',
    [
      ['code', 'payment_problem'],
      ['provider_code', '131042'],
    ],
    3000,
  ],
  ['number_name_approved', 'info', 'phone_number_name_update', 'Toko Rina', [], 5000],
  ['partner_removed', 'critical', 'account_update', '', [['initiated_by', 'USER']], 9000],
];

export function makeNotices({ refuse }) {
  let notices = told.map(([kind, severity, field, subject, facts, age], i) => ({
    id: String(100 - i),
    channel_id: i === 8 ? '2' : '1',
    kind,
    severity,
    field,
    subject,
    facts: facts.map(([name, value]) => ({ name, value })),
    at: before(age),
    last_seen_at: before(age - 2),
    seen: kind === 'provider_error' ? 12 : 1,
    read_at: i < 4 ? null : before(age - 2),
    raw: kind === 'unknown' ? '{"field":"something_of_2027","value":{"a":1}}' : null,
  }));
  const read = (wanted) => {
    notices = notices.map((each) => ({
      ...each,
      read_at: each.read_at ?? (wanted(each) ? before(0) : null),
    }));
  };
  return {
    routes: {
      'GET /notices': (_, __, query) => {
        const channel = query.get('channel_id');
        const limit = Number(query.get('limit') ?? 50);
        const data = notices
          .filter((each) => !channel || each.channel_id === channel)
          .filter((each) => query.get('unread') !== 'true' || !each.read_at);
        const unread = notices.filter((each) => !each.read_at).length;
        return { data: data.slice(0, limit), next: null, unread_notices: unread };
      },
      'POST /notices/read': (_, body) => {
        read((each) => !body.channel_id || each.channel_id === body.channel_id);
        return null;
      },
      'POST /notices/:id/read': ([id]) => {
        read((each) => each.id === id);
        return notices.find((each) => each.id === id) ?? refuse(404, 'not_found');
      },
    },
    /** For tests: the provider tells one more; gives it for the stream. */
    tell: (kind, severity) => {
      const notice = { ...notices[1], id: '101', kind, severity, facts: [], at: before(0) };
      notices = [notice, ...notices];
      return notice;
    },
    empty: () => (notices = []),
  };
}
