// Chromium as the walks use it, and the few things every walk asks of a page.
import { mkdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { chromium } from 'playwright-core';

const axeSource = readFileSync(
  fileURLToPath(new URL('../node_modules/axe-core/axe.min.js', import.meta.url)),
  'utf8',
);
const rules = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];
const shots = fileURLToPath(new URL('../shots', import.meta.url));

export async function openBrowser() {
  mkdirSync(shots, { recursive: true });
  return chromium.launch({
    executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
    args: [
      '--headless',
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
      // A microphone that beeps; whether a page may use it is still asked.
      '--use-fake-device-for-media-stream',
    ],
  });
}

export const desktop = { width: 1440, height: 900 };
export const phone = { width: 360, height: 740 };

/** A page that remembers what went wrong on it: console errors, exceptions, CSP reports. */
export async function openPage(browser, options = {}) {
  const { width = desktop.width, height = desktop.height, language, dark, touch } = options;
  const context = await browser.newContext({
    viewport: { width, height },
    locale: 'en-US',
    colorScheme: dark ? 'dark' : 'light',
    hasTouch: touch ?? false,
    isMobile: touch ?? false,
  });
  if (language)
    await context.addInitScript(
      (chosen) => localStorage.setItem('sapa.language', chosen),
      language,
    );
  const page = await context.newPage();
  // SAPA_SLOW=8 makes the machine eight times slower, which is how races are found.
  const slow = Number(process.env.SAPA_SLOW ?? 1);
  if (slow > 1) {
    const tools = await context.newCDPSession(page);
    await tools.send('Emulation.setCPUThrottlingRate', { rate: slow });
  }
  const troubles = [];
  page.on('console', (message) => {
    if (message.type() === 'error') troubles.push(message.text());
  });
  page.on('pageerror', (error) => troubles.push(String(error)));
  return { page, context, troubles };
}

/** What axe holds against the page, one line each. */
export async function violations(page) {
  // Pages come when their part of the dashboard has been loaded, later than their address does.
  await page.locator('h1').first().waitFor({ state: 'attached' });
  // Animations change contrast while they run.
  await page.evaluate(() =>
    Promise.allSettled(
      document
        .getAnimations()
        .filter((each) => each.effect?.getTiming().iterations !== Infinity)
        .map((each) => each.finished),
    ),
  );
  // Playwright evaluates outside of the page's content security policy.
  await page.evaluate(axeSource);
  const result = await page.evaluate(
    (tags) => globalThis.axe.run(document, { runOnly: tags }),
    rules,
  );
  return result.violations.map(
    (each) =>
      `${each.id}: ${each.nodes[0].target.join(' ')}: ${each.nodes[0].failureSummary?.split('\n').slice(0, 3).join(' ')}`,
  );
}

export const shoot = (page, name) => page.screenshot({ path: `${shots}/${name}.png` });
