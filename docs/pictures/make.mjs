// The demo's inbox with a conversation open, as docs/pictures/inbox.png. Run by docs/pictures/make.
import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { executable, freePort, later } from '../../tests/browser/house.mjs';
import { openBrowser, openPage } from '../../web/e2e/browser.mjs';

const folder = mkdtempSync(join(tmpdir(), 'sapa-picture-'));
const listen = ['--listen', `127.0.0.1:${await freePort()}`];
const phones = ['--simulator', `127.0.0.1:${await freePort()}`];
const words = ['demo', '--json', '--data', join(folder, 'data'), ...listen, ...phones];
const demo = spawn(executable, words, { stdio: ['ignore', 'pipe', 'inherit'] });
const browser = await openBrowser();
try {
  const told = await new Promise((done, refuse) => {
    let text = '';
    demo.on('exit', (code) => refuse(new Error(`the demo ended with ${code}`)));
    demo.stdout.on('data', (part) => {
      text += part;
      if (text.includes('\n')) done(JSON.parse(text.slice(0, text.indexOf('\n'))));
    });
  });
  const { page } = await openPage(browser, { width: 1440, height: 900 });
  await page.goto(`${told.url}/login`);
  await page.getByLabel('E-mail').fill(told.people[0].email);
  await page.getByLabel('Password', { exact: true }).fill(told.people[0].password);
  await page.getByRole('button', { name: 'Sign in' }).click();
  await page.waitForURL('**/inbox**');
  const rows = page.locator('[data-list-zone] [role=listitem]');
  await rows.first().waitFor();
  await rows.nth(1).getByRole('link').first().click();
  await page.getByRole('log').locator('[data-message]').last().waitFor();
  await page.evaluate(() => document.fonts.ready);
  await later(1500);
  await page.mouse.move(0, 0);
  const file = fileURLToPath(new URL('inbox.png', import.meta.url));
  await page.screenshot({ path: file, animations: 'disabled' });
  console.log(file);
} finally {
  await browser.close();
  demo.removeAllListeners('exit');
  const ended = new Promise((done) => demo.once('exit', done));
  demo.kill('SIGTERM');
  await ended;
  rmSync(folder, { recursive: true, force: true });
}
