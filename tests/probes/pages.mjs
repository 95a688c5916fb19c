// Opens every page of the dashboard in Chromium and counts what must not happen: scripts of others,
// reports of the content security policy, requests elsewhere, errors, markup made from words.
// Reads what to do as JSON from standard input and answers with JSON. See browser.py.
import { readFileSync } from 'node:fs';
import { openBrowser } from '../../web/e2e/browser.mjs';

const asked = JSON.parse(readFileSync(0, 'utf8'));
const seen = { pages: [], ran: [], reports: [], foreign: [], errors: [], odd: [], turned: [], opened: [] };
let at = '';
const shown = new Set();
const own = (url) => url.startsWith(`${asked.base}/`) || url === asked.base;

const browser = await openBrowser();
const context = await browser.newContext({ viewport: { width: 1440, height: 900 }, locale: 'en-US', acceptDownloads: true });
const cookies = asked.cookie.split('; ').map((pair) => {
  const cut = pair.indexOf('=');
  return { name: pair.slice(0, cut), value: pair.slice(cut + 1), url: asked.base };
});
await context.addCookies(cookies);
await context.exposeFunction('__ran', (what) => void seen.ran.push(`${at}: ${what}`));
await context.exposeFunction('__report', (what) => void seen.reports.push(`${at}: ${what}`));
await context.addInitScript(() => {
  for (const name of ['alert', 'confirm', 'prompt', 'print'])
    globalThis[name] = (what) => void globalThis.__ran(`${name} ${what}`);
  document.addEventListener('securitypolicyviolation', (event) =>
    globalThis.__report(`${event.violatedDirective} ${event.blockedURI} ${event.sample}`),
  );
});

function watch(page) {
  page.on('dialog', (dialog) => {
    seen.ran.push(`${at}: dialog ${dialog.message()}`);
    void dialog.dismiss();
  });
  page.on('pageerror', (error) => void seen.errors.push(`${at}: ${error}`));
  page.on('console', (message) => {
    // A file or a name that is not there is what some of these addresses are about.
    if (message.type() === 'error' && !/Failed to load resource/.test(message.text()))
      seen.errors.push(`${at}: ${message.text()}`);
  });
  page.on('request', (request) => {
    if (!own(request.url()) && !/^(data|blob|about|chrome|chrome-extension):/.test(request.url()))
      seen.foreign.push(`${at}: ${request.url()}`);
  });
  page.on('popup', (popup) => void seen.ran.push(`${at}: a window ${popup.url()}`));
}

/** What words must not have become, the links of the page, and which payloads stand there. */
function look() {
  const odd = [];
  for (const one of document.querySelectorAll('*')) {
    for (const attribute of one.attributes)
      if (attribute.name.startsWith('on') || /^\s*(javascript|vbscript|data:text)/i.test(attribute.value))
        if (!['value', 'title', 'alt', 'placeholder'].includes(attribute.name) && !attribute.name.startsWith('aria-') && !attribute.name.startsWith('data-'))
          odd.push(`${one.tagName} ${attribute.name}=${attribute.value.slice(0, 60)}`);
    const name = one.tagName.toLowerCase();
    if (['iframe', 'object', 'embed', 'base', 'portal', 'marquee', 'mglyph', 'x'].includes(name)) odd.push(name);
    if (name === 'script' && one.src && new URL(one.src).origin !== location.origin) odd.push(`script ${one.src}`);
    if (name === 'script' && !one.src && !['application/json', 'application/ld+json'].includes(one.type)) odd.push(`script ${one.textContent.slice(0, 60)}`);
    if (name === 'a' && one.hasAttribute('href') && !['http:', 'https:', 'mailto:', 'tel:', 'blob:'].includes(one.protocol)) odd.push(`a ${one.href}`);
    if (name === 'a' && one.target === '_blank' && !/noopener|noreferrer/.test(one.rel)) odd.push(`a without noopener ${one.href}`);
    if (name === 'meta' && /refresh/i.test(one.httpEquiv)) odd.push('meta refresh');
    if (name === 'form' && one.hasAttribute('action')) odd.push(`form ${one.action}`);
  }
  const text = document.body?.innerText ?? '';
  const values = [...document.querySelectorAll('input, textarea')].map((one) => one.value).join('\n');
  return {
    odd,
    links: [...document.querySelectorAll('a[href]')].map((one) => one.href),
    ran: [...(text + values).matchAll(/__ran\(['(]?(\w+)/g)].map((found) => found[1]),
    // A name of a file that turns the rest of its line around.
    turned: [...document.querySelectorAll('a[download], [data-file-name]')].map((one) => one.textContent).filter((each) => /[\u202a-\u202e]/.test(each)),
  };
}

async function open(page, path) {
  at = path.slice(0, 80);
  try {
    await page.goto(asked.base + path, { waitUntil: 'load', timeout: 15_000 });
    await page.locator('h1').first().waitFor({ state: 'attached', timeout: 1200 }).catch(() => {});
    await page.waitForTimeout(150);
  } catch (error) {
    if (!/Download is starting/.test(String(error))) seen.errors.push(`${at}: ${error}`);
    return [];
  }
  const found = await page.evaluate(look);
  seen.pages.push(path);
  seen.odd.push(...found.odd.map((each) => `${at}: ${each}`));
  seen.turned.push(...found.turned.map((each) => `${at}: ${each}`));
  for (const each of found.ran) shown.add(each);
  return found.links;
}

/** Scrolls a thread up to its beginning, so that every message is laid out once. */
async function scroll(page) {
  const log = page.getByRole('log');
  if ((await log.count()) === 0) return;
  for (let tries = 0, same = 0; tries < 12 && same < 2; tries++) {
    const before = shown.size;
    await log.first().hover({ timeout: 500 }).catch(() => {});
    await page.mouse.wheel(0, -4000);
    await page.waitForTimeout(80);
    const found = await page.evaluate(look);
    seen.odd.push(...found.odd.map((each) => `${at}: ${each}`));
    for (const each of found.ran) shown.add(each);
    same = shown.size === before ? same + 1 : 0;
  }
}

const page = await context.newPage();
watch(page);
// First, whether this would notice anything at all.
at = 'the watch itself';
await page.setContent('<img src=x onerror="__ran(1)"><iframe></iframe><script>nowhere()</script>');
await page.waitForTimeout(200);
if (seen.ran.length === 0 || seen.errors.length === 0 || (await page.evaluate(look)).odd.length === 0)
  throw new Error('the watch sees nothing');
for (const what of ['ran', 'reports', 'foreign', 'errors', 'odd']) seen[what].length = 0;

const started = [`/w/${asked.slug}/inbox`, `/w/${asked.slug}/settings`, ...asked.paths];
const waiting = [...started];
const known = new Set(waiting);
while (waiting.length > 0 && seen.pages.length < asked.most) {
  const path = waiting.shift();
  const links = await open(page, path);
  if (/\/inbox\/\d+$/.test(path)) await scroll(page);
  for (const link of links) {
    const there = URL.canParse(link) ? new URL(link) : undefined;
    if (!there || there.origin !== asked.base || there.pathname.startsWith('/api/')) continue;
    // Rows of the list look alike: those named are enough.
    if (/\/inbox\/\d+/.test(there.pathname)) continue;
    const next = there.pathname + there.search;
    if (!known.has(next)) waiting.push(next);
    known.add(next);
  }
}

// What people look for finds hostile words too.
await open(page, `/w/${asked.slug}/inbox`);
const box = page.getByRole('searchbox').first();
await page.keyboard.press('/').catch(() => {});
for (const word of ['__ran', 'onerror', 'evil', '"><script>__ran(1)</script>']) {
  at = `searching ${word}`;
  if ((await box.count()) === 0) break;
  await box.fill(word).catch(() => {});
  await page.waitForTimeout(500);
  const found = await page.evaluate(look);
  seen.odd.push(...found.odd.map((each) => `${at}: ${each}`));
  for (const each of found.ran) shown.add(each);
}

// --- files, each opened by its address as a careless person would
for (const file of asked.files) {
  at = `file ${file.name}`;
  const before = { ran: seen.ran.length, foreign: seen.foreign.length };
  const tab = await context.newPage();
  watch(tab);
  const where = `${asked.base}/api/v1/media/${file.id}?workspace=${asked.slug}`;
  await tab.goto(where, { timeout: 5000 }).catch(() => {});
  await tab.waitForTimeout(80);
  const answer = await context.request.get(where);
  const headers = answer.headers();
  seen.opened.push({
    name: file.name,
    active: file.active,
    type: headers['content-type'] ?? '',
    saved: (headers['content-disposition'] ?? '').startsWith('attachment'),
    policy: headers['content-security-policy'] ?? '',
    ran: seen.ran.splice(before.ran),
    foreign: seen.foreign.splice(before.foreign),
  });
  await tab.close();
}
// A file opened in a tab of its own is held by its policy, and Chromium says so: that is the wall, not a hole.
seen.reports = seen.reports.filter((each) => !each.startsWith('file '));
seen.errors = seen.errors.filter((each) => !each.startsWith('file '));
await browser.close();
console.log(JSON.stringify({ ...seen, shown: shown.size }));
