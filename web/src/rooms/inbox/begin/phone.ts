// A phone number as somebody types it, made international by the country of the business, which is shown
// so that a wrong guess is seen. The server has the last word.
const codes: Record<string, string> = Object.fromEntries(
  (
    'AE971 AR54 AT43 AU61 BD880 BE32 BH973 BO591 BR55 CA1 CH41 CL56 CN86 CO57 CR506 CZ420 DE49 DK45 ' +
    'DO1 DZ213 EC593 EG20 ES34 ET251 FI358 FR33 GB44 GH233 GR30 GT502 HK852 HN504 HU36 ID62 IE353 ' +
    'IL972 IN91 IQ964 IR98 IT39 JO962 JP81 KE254 KH855 KR82 KW965 LB961 LK94 LY218 MA212 MM95 MO853 ' +
    'MX52 MY60 MZ258 NG234 NI505 NL31 NO47 NP977 NZ64 OM968 PA507 PE51 PH63 PK92 PL48 PS970 PT351 ' +
    'PY595 QA974 RO40 RU7 SA966 SD249 SE46 SG65 SN221 SV503 SY963 TH66 TL670 TN216 TR90 TW886 TZ255 ' +
    'UA380 UG256 US1 UY598 VE58 VN84 YE967 ZA27 AO244 CV238 GW245 ST239 BN673'
  )
    .split(' ')
    .map((each) => [each.slice(0, 2), each.slice(2)]),
);

export type Phone = { digits: string; country: string | undefined };

const countryOf = (digits: string, home: string): string | undefined => {
  if (codes[home] && digits.startsWith(codes[home])) return home;
  const fits = Object.entries(codes).filter(([, code]) => digits.startsWith(code));
  return fits.sort((a, b) => b[1].length - a[1].length)[0]?.[0];
};

/** Nothing when it is not a number. `home` is the country of the business, two letters. */
export function phoneOf(typed: string, home: string): Phone | undefined {
  const text = typed.trim();
  if (!/^[+\d][\d\s().\-/\u00a0]*$/.test(text)) return undefined;
  let digits = text.replace(/\D/g, '');
  const code = codes[home];
  if (digits.startsWith('00')) digits = digits.slice(2);
  else if (!text.startsWith('+') && code && digits.startsWith('0')) digits = code + digits.slice(1);
  else if (!text.startsWith('+') && code && !digits.startsWith(code)) digits = code + digits;
  if (digits.length < 7 || digits.length > 15 || digits.startsWith('0')) return undefined;
  return { digits, country: countryOf(digits, home) };
}
