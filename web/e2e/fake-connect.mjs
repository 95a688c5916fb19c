// Connecting a number against an account kept in memory: one number wants registering, one is shared
// with the phone app, one is connected already; calls go elsewhere until they are taken over.
const now = () => new Date().toISOString();
const lanes = {
  token: ['token', 'accounts', 'choose', 'register', 'channel', 'webhook', 'first_message'],
  signup: [
    'checklist',
    'code',
    'accounts',
    'choose',
    'register',
    'channel',
    'webhook',
    'history',
    'first_message',
  ],
};

const numberOf = (id, phone, name, changes = {}) => ({
  id,
  display_phone: phone,
  verified_name: name,
  status: 'CONNECTED',
  quality: 'GREEN',
  verification: 'VERIFIED',
  on_phone_app: false,
  connected: false,
  ...changes,
});
const accounts = [
  {
    id: '33001',
    name: 'Toko Sapa',
    numbers: [
      numberOf('44001', '6281200001111', 'Toko Rina', { status: 'PENDING', quality: 'UNKNOWN' }),
      numberOf('44002', '6281200002222', 'Toko Sapa Pusat', { connected: true }),
    ],
  },
  {
    id: '33002',
    name: 'Kundendienstleitungsgesellschaft für Nordwestdeutschland mbH',
    numbers: [numberOf('44003', '4917600003333', 'متجر الشمال', { on_phone_app: true })],
  },
];

export function makeConnect({ page, refuse, guarded, channel }) {
  let nextId = 61;
  let all = [];
  let heard = false;
  let app = {
    app_id: '',
    app_secret: { set: false, last4: '' },
    config_id: '',
    graph_url: '',
    dialog_url: '',
    redirect_uri: 'https://sapa.example/connect/whatsapp',
    callbacks: {
      deauthorize_url: 'https://sapa.example/meta/deauthorize/7d3f0a9c1b2e4d5f',
      deletion_url: 'https://sapa.example/meta/deletion/7d3f0a9c1b2e4d5f',
    },
  };
  const meta = 'https://developers.facebook.com/apps/';

  const showApp = () => {
    const check = (name, state, detail = '', url = '') => ({ name, state, detail, url });
    const whole = app.app_id && app.app_secret.set;
    const checklist = [
      check('public_url', 'ok', 'https://sapa.example'),
      check('https', 'ok', 'https://sapa.example'),
      check('app', whole ? 'ok' : 'missing', '', meta),
      check('configuration', app.config_id ? 'ok' : 'missing', app.config_id, meta),
      check('redirect', 'unknown', app.redirect_uri, meta),
      check('domain', whole ? 'ok' : 'unknown', 'sapa.example', meta),
      check('webhook', whole ? 'missing' : 'unknown', '', meta),
      check('live', 'unknown', '', meta),
    ];
    return { ...app, ready: Boolean(whole && app.config_id), checklist };
  };

  // Everything is begun in one workspace; another does not know it.
  const find = (id, where = 'toko') =>
    all.find((each) => each.id === id && where === 'toko') ?? refuse(404, 'not_found');
  const step = (onboarding, name) => onboarding.steps.find((each) => each.name === name);
  const set = (onboarding, name, state, changes = {}) => {
    const found = step(onboarding, name);
    if (found) Object.assign(found, { state, needs: 'nothing', problem: null, at: now() }, changes);
  };
  const numbers = () => accounts.flatMap((each) => each.numbers);

  // Goes on from where it is; `body` brings what a step waits for.
  function go(it, body = {}) {
    const chosen = numbers().find((each) => each.id === it.phone_number_id);
    if (!chosen) return set(it, 'choose', 'waiting', { needs: 'choice' });
    set(it, 'choose', 'done', { detail: chosen.display_phone });
    if (step(it, 'register').state !== 'done' && step(it, 'register').state !== 'skipped') {
      if (chosen.on_phone_app) set(it, 'register', 'skipped');
      else if (body.pin === '000000')
        return set(it, 'register', 'waiting', {
          needs: 'pin',
          problem: { code: 'pin_wrong', detail: '(#133005) Two step verification PIN mismatch' },
        });
      else if (!body.pin) return set(it, 'register', 'waiting', { needs: 'pin' });
      else set(it, 'register', 'done');
    }
    set(it, 'channel', 'done');
    it.channel_id = channel();
    if (step(it, 'webhook').state !== 'done') {
      const foreign = 'https://other-product.example/hooks/whatsapp';
      if (body.confirm === undefined)
        return set(it, 'webhook', 'waiting', {
          needs: 'confirm',
          detail: foreign,
          problem: { code: 'webhook_elsewhere', detail: foreign },
        });
      set(it, 'webhook', 'done', {
        problem: { code: 'app_webhook_manual', detail: '(#100) use the dashboard' },
      });
    }
    set(it, 'history', chosen.on_phone_app ? 'done' : 'skipped');
    if (!heard) return set(it, 'first_message', 'waiting', { needs: 'message' });
    set(it, 'first_message', 'done');
    it.done = true;
  }

  const begin = guarded((_, body) => {
    const it = {
      id: String(nextId++),
      lane: body.lane,
      done: false,
      steps: lanes[body.lane].map((name) => ({
        name,
        state: 'waiting',
        needs: 'nothing',
        detail: '',
        problem: null,
        at: null,
      })),
      accounts: [],
      waba_id: null,
      phone_number_id: null,
      channel_id: null,
      dialog_url: null,
      app_id: '55001',
      access_token: { set: true, last4: 'cret' },
      expires_at: null,
      created_at: now(),
    };
    all = [it, ...all];
    if (body.lane === 'signup') {
      set(it, 'checklist', 'done');
      set(it, 'code', 'waiting', { needs: 'dialog' });
      it.dialog_url = `/connect/whatsapp?code=AQD&state=${it.id}.s3`;
    } else if (body.access_token.includes('old')) {
      const detail = 'Error validating access token: Session has expired';
      set(it, 'token', 'failed', { needs: 'fix', problem: { code: 'token_invalid', detail } });
    } else {
      set(it, 'token', 'done', { detail: 'Toko app' });
      set(it, 'accounts', 'done', { detail: '3' });
      it.accounts = accounts;
      go(it);
    }
    return it;
  });

  return {
    routes: {
      'GET /signup-app': showApp,
      'PATCH /signup-app': guarded((_, { app_secret: secret, ...rest }) => {
        app = { ...app, ...rest };
        if (secret) app.app_secret = { set: true, last4: secret.slice(-4) };
        return null;
      }),
      'GET /onboardings': () => page(all),
      'POST /onboardings': begin,
      'GET /onboardings/:id': ([id], _, __, where) => find(id, where),
      'DELETE /onboardings/:id': ([id]) => {
        all = all.filter((each) => each.id !== id);
        return null;
      },
      'POST /onboardings/:id/choose': ([id], body) => {
        const it = find(id);
        Object.assign(it, { waba_id: body.waba_id, phone_number_id: body.phone_number_id });
        go(it);
        return it;
      },
      'POST /onboardings/:id/run': ([id], body) => {
        const it = find(id);
        if (body.step === 'token') {
          set(it, 'token', 'done');
          set(it, 'accounts', 'done', { detail: '3' });
          it.accounts = accounts;
        }
        go(it, body);
        return it;
      },
      'POST /onboardings/:id/code': ([id], body, _, where) => {
        const it = find(id, where);
        if (it.refused) return it;
        if (body.state !== `${id}.s3`) return refuse(403, 'state_wrong');
        set(it, 'code', 'done');
        set(it, 'accounts', 'done', { detail: '3' });
        it.accounts = accounts;
        go(it);
        return it;
      },
    },
    /** For tests: a customer's first message has come. */
    hear: () => (heard = true),
  };
}
