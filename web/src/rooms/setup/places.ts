// Countries by ISO 3166-1 code; their names come from the browser, in the chosen language.
const codes =
  'AD AE AF AG AI AL AM AO AR AS AT AU AW AX AZ BA BB BD BE BF BG BH BI BJ BL BM BN BO BQ BR BS BT ' +
  'BW BY BZ CA CC CD CF CG CH CI CK CL CM CN CO CR CU CV CW CX CY CZ DE DJ DK DM DO DZ EC EE EG EH ' +
  'ER ES ET FI FJ FK FM FO FR GA GB GD GE GF GG GH GI GL GM GN GP GQ GR GT GU GW GY HK HN HR HT HU ' +
  'ID IE IL IM IN IO IQ IR IS IT JE JM JO JP KE KG KH KI KM KN KP KR KW KY KZ LA LB LC LI LK LR LS ' +
  'LT LU LV LY MA MC MD ME MF MG MH MK ML MM MN MO MP MQ MR MS MT MU MV MW MX MY MZ NA NC NE NF NG ' +
  'NI NL NO NP NR NU NZ OM PA PE PF PG PH PK PL PM PR PS PT PW PY QA RE RO RS RU RW SA SB SC SD SE ' +
  'SG SH SI SJ SK SL SM SN SO SR SS ST SV SX SY SZ TC TD TG TH TJ TK TL TM TN TO TR TT TV TW TZ UA ' +
  'UG US UY UZ VA VC VE VG VI VN VU WF WS XK YE YT ZA ZM ZW';

export const countries = codes.split(' ');

// The zone most people of a country live in, where we expect our users. Others choose by hand.
const mainZones: Record<string, string> = {
  AE: 'Asia/Dubai',
  AO: 'Africa/Luanda',
  BH: 'Asia/Bahrain',
  BN: 'Asia/Brunei',
  BR: 'America/Sao_Paulo',
  DZ: 'Africa/Algiers',
  EG: 'Africa/Cairo',
  GB: 'Europe/London',
  ID: 'Asia/Jakarta',
  IN: 'Asia/Kolkata',
  IQ: 'Asia/Baghdad',
  JO: 'Asia/Amman',
  KW: 'Asia/Kuwait',
  LB: 'Asia/Beirut',
  LY: 'Africa/Tripoli',
  MA: 'Africa/Casablanca',
  MX: 'America/Mexico_City',
  MY: 'Asia/Kuala_Lumpur',
  MZ: 'Africa/Maputo',
  NG: 'Africa/Lagos',
  OM: 'Asia/Muscat',
  PH: 'Asia/Manila',
  PK: 'Asia/Karachi',
  PS: 'Asia/Hebron',
  PT: 'Europe/Lisbon',
  QA: 'Asia/Qatar',
  SA: 'Asia/Riyadh',
  SD: 'Africa/Khartoum',
  SG: 'Asia/Singapore',
  SY: 'Asia/Damascus',
  TH: 'Asia/Bangkok',
  TL: 'Asia/Dili',
  TN: 'Africa/Tunis',
  US: 'America/New_York',
  YE: 'Asia/Aden',
};

const languageHomes: Record<string, string> = { id: 'ID', ms: 'MY', ar: 'SA', 'pt-BR': 'BR' };

export function deviceZone(): string {
  return Intl.DateTimeFormat().resolvedOptions().timeZone || 'UTC';
}

export function mainZone(country: string): string | undefined {
  return mainZones[country];
}

/** The country this device seems to be in: by its clock, then by its language. */
export function guessCountry(zone: string, language: string, tags: readonly string[]): string {
  const byZone = Object.entries(mainZones).find(([, each]) => each === zone)?.[0];
  const byTag = tags
    .map((tag) => /[-_]([A-Z]{2})$/.exec(tag)?.[1])
    .find((code) => code && countries.includes(code));
  return byZone ?? byTag ?? languageHomes[language] ?? 'ID';
}

export function allZones(): string[] {
  const known = Intl.supportedValuesOf('timeZone');
  return [...new Set([...known, deviceZone(), 'UTC'])].sort();
}

/** "Toko Sapa & Co." becomes "toko-sapa-co". Empty when nothing Latin is left. */
export function slugOf(name: string): string {
  return name
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-+|-+$/g, '')
    .slice(0, 40)
    .replace(/-+$/, '');
}
