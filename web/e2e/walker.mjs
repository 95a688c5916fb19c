// Runs walks over pages and tells how all of them went. Pictures land in shots/. A word on the command
// line leaves out walks without it in their name.
import assert from 'node:assert/strict';
import { desktop, openBrowser, openPage, phone, shoot, violations } from './browser.mjs';
import { startFake } from './fake.mjs';

/** Every page is looked at in these: wide and narrow, light and dark, both directions. */
export const looks = [
  ['desktop', desktop],
  ['desktop dark Arabic', { ...desktop, dark: true, language: 'ar' }],
  ['phone dark', { ...phone, touch: true, dark: true }],
  ['phone Arabic', { ...phone, touch: true, language: 'ar' }],
];

let passed = 0;
let failed = 0;
let browser;
const browsing = async () => (browser ??= await openBrowser());

/**
 * Opens a page, gives it to `steps` with a `check` that looks at it, and tells how that went. A refused
 * call is logged by the browser as a failed resource; `refusals: false` says that none is expected.
 */
export async function judge(name, picture, options, steps) {
  const { page, context, troubles } = await openPage(await browsing(), options);
  page.setDefaultTimeout(options.timeout ?? 15_000);
  const shot = (what) => shoot(page, `${picture}-${what}`.replaceAll(' ', '-'));
  const check = async (what, { whole = false } = {}) => {
    const found = await violations(page);
    // The page scrolls inside its frame: a taller window shows all of it.
    const size = page.viewportSize();
    if (whole) await page.setViewportSize({ ...size, height: 1900 });
    await shot(what);
    if (whole) await page.setViewportSize(size);
    assert.deepEqual(found, [], `axe on ${what}`);
    const wide = await page.evaluate(
      () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
    );
    assert.equal(wide, 0, `${what} is too wide`);
  };
  try {
    await steps({ page, context, check });
    const expected = options.refusals === false ? /^$/ : /Failed to load resource/;
    const real = troubles.filter((text) => !expected.test(text));
    assert.deepEqual(real, [], 'console');
    passed++;
    console.log(`ok    ${name}`);
  } catch (error) {
    failed++;
    await shot('failed');
    console.log(`FAIL  ${name}: ${String(error.message).split('\n').slice(0, 6).join(' | ')}`);
  }
  await context.close();
}

/**
 * A `walk(name, options, steps)` against a stand-in server of its own. `picture` begins the names of
 * its pictures, `base` the addresses; `options.fake` goes to the stand-in.
 */
export const walks =
  ({ picture = '', base = '', fake: usual = {}, signedIn = true } = {}) =>
  async (name, options, steps) => {
    const only = process.argv[2];
    if (only && !name.includes(only)) return;
    const fake = await startFake({ ...usual, ...options.fake });
    if (signedIn) fake.api.signIn();
    const at = (page) => (path) => page.goto(fake.address + base + path);
    await judge(name, `${picture}${name}`, options, (given) =>
      steps({ ...given, fake, at: at(given.page) }),
    );
    fake.close();
  };

export async function finish() {
  await browser?.close();
  console.log(`${passed} passed, ${failed} failed`);
  process.exit(failed === 0 ? 0 : 1);
}
