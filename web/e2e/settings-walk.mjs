// Runs one walk through the settings against the stand-in server; `finish` says how all of them went.
// Pictures land in shots/.
import assert from 'node:assert/strict';
import { openBrowser, openPage, shoot, violations } from './browser.mjs';
import { startFake } from './fake.mjs';

let passed = 0;
let failed = 0;
const browser = await openBrowser();
const only = process.argv[2];

export async function walk(name, options, steps) {
  if (only && !name.includes(only)) return;
  const fake = await startFake({ settings: true, ...options.fake });
  fake.api.signIn();
  const { page, context, troubles } = await openPage(browser, options);
  const check = async (what, { whole = false } = {}) => {
    const found = await violations(page);
    // The page scrolls inside its frame: a taller window shows all of it.
    const size = page.viewportSize();
    if (whole) await page.setViewportSize({ ...size, height: 1900 });
    await shoot(page, `settings-${name}-${what}`.replaceAll(' ', '-'));
    if (whole) await page.setViewportSize(size);
    assert.deepEqual(found, [], `axe on ${what}`);
    const wide = await page.evaluate(
      () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
    );
    assert.equal(wide, 0, `${what} is too wide`);
  };
  const at = (path) => page.goto(`${fake.address}/w/toko/settings${path}`);
  try {
    await steps({ page, fake, check, at });
    // A refused call is logged by the browser as a failed resource; that is expected.
    const real = troubles.filter((text) => !/Failed to load resource/.test(text));
    assert.deepEqual(real, [], 'console');
    passed++;
    console.log(`ok    ${name}`);
  } catch (error) {
    failed++;
    await shoot(page, `settings-${name}-failed`.replaceAll(' ', '-'));
    console.log(`FAIL  ${name}: ${String(error.message).split('\n').slice(0, 6).join(' | ')}`);
  }
  await context.close();
  fake.close();
}

export async function finish() {
  await browser.close();
  console.log(`${passed} passed, ${failed} failed`);
  process.exit(failed === 0 ? 0 : 1);
}
