// The prices messages are estimated by, in memory: dated, for some countries, in two currencies.
const header = 'market,currency,category,rate,effective_from';
const day = (days) => new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10);

const categories = [
  ['marketing', '586.33'],
  ['utility', '356.65'],
  ['authentication', '300.00'],
  ['service', '356.65'],
  ['authentication_international', '2113.27'],
];
const some = () => [
  ...['ID', 'SA', 'BR', 'MY', '*'].flatMap((market, i) =>
    categories.map(([category, rate]) => ({
      market,
      currency: i === 4 ? 'USD' : 'IDR',
      category,
      rate: i === 4 ? `0.0${rate.slice(0, 3)}` : rate,
      effective_from: day(-50),
    })),
  ),
  ...categories.map(([category]) => ({
    market: 'ID',
    currency: 'IDR',
    category,
    rate: '311.00',
    effective_from: day(-140),
  })),
  {
    market: 'ID',
    currency: 'IDR',
    category: 'marketing',
    rate: '601.50',
    effective_from: day(40),
  },
];

/** As the server reads a file; what is wrong is said in its message. */
function read(csv) {
  const wrong = (line, what) => ({
    refused: 422,
    code: 'invalid_input',
    fields: [{ field: 'csv', code: 'bad_format' }],
    message: `Line ${line}: ${what}`,
  });
  const [head, ...lines] = csv.trim().split('\n');
  if (csv.trim() === '') return [];
  const missing = header.split(',').find((name) => !head.split(',').includes(name));
  if (missing) return wrong(1, missing);
  const bad = lines.findIndex((each) => Number.isNaN(Number(each.split(',')[3])));
  if (bad >= 0) return wrong(bad + 2, 'rate');
  return lines.map((each) => {
    const cells = each.split(',');
    return Object.fromEntries(header.split(',').map((name, i) => [name, cells[i]]));
  });
}

export function makeRates({ page }) {
  let rates = some();
  return {
    routes: {
      'GET /rates': () => page(rates),
      'PUT /rates': (_, { csv }) => {
        const taken = read(csv);
        if (taken.refused) return taken;
        rates = taken;
        return { rates: rates.length, skipped: csv.includes('ID') ? 2 : 0 };
      },
    },
    empty: () => (rates = []),
  };
}
