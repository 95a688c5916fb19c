// Templates of a shop: plain ones, one that is paused, and each part a template can have.
const template = (id, name, components, more = {}) => ({
  id,
  channel_id: '1',
  name,
  language: 'en',
  category: 'utility',
  status: 'APPROVED',
  components,
  parameter_names: [],
  ...more,
});
const body = (text) => ({ type: 'BODY', text });
const buttons = (...all) => ({ type: 'BUTTONS', buttons: all });

const card = (text) => ({
  components: [
    { type: 'HEADER', format: 'IMAGE' },
    body(text),
    buttons({ type: 'URL', text: 'Look', url: 'https://shop.example/p/{{1}}' }),
  ],
});

export const templates = [
  template(
    '1',
    'order_update',
    [
      { type: 'HEADER', format: 'TEXT', text: 'Pesanan {{1}}' },
      body('Halo {{1}}, pesanan *{{2}}* sedang dikirim.'),
      { type: 'FOOTER', text: 'Toko Sapa' },
      buttons({ type: 'QUICK_REPLY', text: 'Terima kasih' }),
    ],
    { language: 'id', parameter_names: ['1', '2'] },
  ),
  template('2', 'welcome_back', [body('Sentimos a sua falta!')], {
    language: 'pt_BR',
    category: 'marketing',
    status: 'PAUSED',
  }),
  template('3', 'hello', [body('Hello! May we write to you again?')]),
  template('4', 'receipt', [
    { type: 'HEADER', format: 'DOCUMENT' },
    body('Dear {{name}}, here is your receipt.'),
    buttons(
      { type: 'URL', text: 'Follow it', url: 'https://shop.example/track/{{1}}' },
      { type: 'PHONE_NUMBER', text: 'Call us', phone_number: '+6281200007700' },
    ),
  ]),
  template('5', 'come_by', [{ type: 'HEADER', format: 'LOCATION' }, body('We have moved.')]),
  template(
    '6',
    'year_end',
    [
      { type: 'HEADER', format: 'IMAGE' },
      body('Everything for less, {{1}}.'),
      { type: 'LIMITED_TIME_OFFER', limited_time_offer: { text: 'Sale', has_expiration: true } },
      buttons(
        { type: 'COPY_CODE', text: 'Copy the code' },
        { type: 'URL', text: 'To the shop', url: 'https://shop.example/?c={{1}}' },
      ),
    ],
    { category: 'marketing' },
  ),
  template(
    '7',
    'new_shirts',
    [
      body('Two new ones, {{1}}.'),
      { type: 'CAROUSEL', cards: [card('Linen, {{1}}'), card('Cotton')] },
    ],
    { category: 'marketing' },
  ),
  template(
    '8',
    'chosen_for_you',
    [
      { type: 'HEADER', format: 'TEXT', text: 'For you' },
      body('A few that fit.'),
      buttons({ type: 'MPM', text: 'View items' }),
    ],
    { category: 'marketing' },
  ),
];
