// Where a place is, from what people have at hand: two numbers, degrees and minutes, or the address
// of a map page. Nothing is fetched; a short link says nothing by itself.
export type Point = { latitude: number; longitude: number; name?: string };

const number = String.raw`[-+]?\d{1,3}(?:\.\d+)?`;
const pair = new RegExp(`(${number})\\s*[,;~/ ]\\s*(${number})`);
const commas = /^\s*([-+]?\d{1,3},\d+)\s*[;/ ]\s*([-+]?\d{1,3},\d+)\s*$/;
const degrees =
  /^\s*(\d{1,3})°\s*(\d{1,2})['′]\s*(\d{1,2}(?:\.\d+)?)["″]?\s*([NS])[\s,]+(\d{1,3})°\s*(\d{1,2})['′]\s*(\d{1,2}(?:\.\d+)?)["″]?\s*([EW])\s*$/i;
const shortHosts = ['maps.app.goo.gl', 'goo.gl', 'g.co'];

function point(latitude: number, longitude: number): Point | undefined {
  const fits =
    Number.isFinite(latitude) &&
    Number.isFinite(longitude) &&
    Math.abs(latitude) <= 90 &&
    Math.abs(longitude) <= 180;
  return fits ? { latitude, longitude } : undefined;
}

function pointIn(text: string | null | undefined, whole = true): Point | undefined {
  const found = (whole ? new RegExp(`^\\s*${pair.source}\\s*$`) : pair).exec(text ?? '');
  return found ? point(Number(found[1]), Number(found[2])) : undefined;
}

function fromPage(url: URL): Point | undefined {
  const { searchParams: query } = url;
  const path = decodeURIComponent(url.pathname);
  const marker = /!3d(-?[\d.]+)!4d(-?[\d.]+)/.exec(url.href);
  const found =
    (marker && point(Number(marker[1]), Number(marker[2]))) ??
    pointIn(`${query.get('mlat')},${query.get('mlon')}`) ??
    ['q', 'query', 'll', 'destination', 'daddr', 'center', 'cp', 'coordinate', 'sll']
      .map((name) => pointIn(query.get(name)))
      .find(Boolean) ??
    pointIn(/@(-?[\d.]+,-?[\d.]+)/.exec(path)?.[1]) ??
    pointIn(/#map=\d+\/(-?[\d.]+\/-?[\d.]+)/.exec(url.hash)?.[1]) ??
    pointIn(/\/(-?\d[\d.]*,-?\d[\d.]*)(?:\/|$)/.exec(path)?.[1]);
  if (!found) return undefined;
  const name = /\/place\/([^/@]+)/.exec(path)?.[1]?.replaceAll('+', ' ') ?? query.get('name');
  return name && !pointIn(name) ? { ...found, name } : found;
}

function fromDegrees(text: string): Point | undefined {
  const found = degrees.exec(text);
  if (!found) return undefined;
  const part = (at: number): number => Number(found[at] ?? 0);
  const side = (at: number): number => (/[SW]/i.test(found[at] ?? '') ? -1 : 1);
  return point(
    side(4) * (part(1) + part(2) / 60 + part(3) / 3600),
    side(8) * (part(5) + part(6) / 60 + part(7) / 3600),
  );
}

export function readPlace(text: string): Point | undefined {
  const typed = text.trim();
  if (/^geo:/i.test(typed)) return pointIn(typed.slice(4).split(/[?;]/)[0]);
  if (/^https?:\/\//i.test(typed) && URL.canParse(typed)) return fromPage(new URL(typed));
  const comma = commas.exec(typed);
  if (comma) return point(Number(comma[1]?.replace(',', '.')), Number(comma[2]?.replace(',', '.')));
  return pointIn(typed) ?? fromDegrees(typed);
}

/** A link that only its maker can follow to a place. */
export function isShortLink(text: string): boolean {
  return URL.canParse(text.trim()) && shortHosts.includes(new URL(text.trim()).hostname);
}
