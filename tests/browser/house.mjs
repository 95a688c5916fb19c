// Server and simulator in a folder of their own, for walks in a browser.
import { execFileSync, spawn } from 'node:child_process';
import { closeSync, existsSync, mkdtempSync, openSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const top = fileURLToPath(new URL('../..', import.meta.url));
export const executable = process.env.SAPA ?? join(top, 'build/sapa');
export const later = (ms) => new Promise((done) => setTimeout(done, ms));
export const account = {
  number: '440022330055662',
  waba: '330011220044551',
  token: 'EAASIMTOKEN0001',
  secret: 'sim_app_secret_0001',
  app: '550033440066773',
};

export async function freePort() {
  const spare = createServer();
  await new Promise((done) => spare.listen(0, '127.0.0.1', done));
  const { port } = spare.address();
  await new Promise((done) => spare.close(done));
  return port;
}

export class House {
  constructor(port, phonePort) {
    if (!existsSync(executable)) throw new Error(`no executable at ${executable}`);
    this.folder = mkdtempSync(join(tmpdir(), 'sapa-walk-'));
    this.data = join(this.folder, 'data');
    this.url = `http://127.0.0.1:${port}`;
    this.phone = `http://127.0.0.1:${phonePort}`;
  }

  static async open() {
    const house = new House(await freePort(), await freePort());
    const listen = house.phone.slice(7);
    house.simulator = house.start(['simulate', '--listen', listen, '--speed', '4'], 'simulator.log');
    await house.ready(house.phone);
    await house.serve();
    return house;
  }

  start(words, log) {
    const to = openSync(join(this.folder, log), 'a');
    const child = spawn(executable, words, { stdio: ['ignore', to, to] });
    closeSync(to);
    return child;
  }

  async ready(url) {
    for (let tries = 0; tries < 300; tries++) {
      const answer = await fetch(`${url}/healthz`).catch(() => undefined);
      if (answer?.ok) return;
      await later(50);
    }
    throw new Error(`${url} did not start: ${this.log()}`);
  }

  async serve() {
    const words = ['serve', '--data', this.data, '--listen', this.url.slice(7)];
    this.server = this.start([...words, '--allow-origin', this.phone], 'server.log');
    await this.ready(this.url);
  }

  log() {
    return readFileSync(join(this.folder, 'server.log'), 'utf8');
  }

  /** What the first start printed. */
  async setupLink() {
    for (let tries = 0; tries < 100; tries++) {
      const found = /http:\S+\/setup\?code=\S+/.exec(this.log());
      if (found) return found[0];
      await later(50);
    }
    throw new Error('no set-up link was printed');
  }

  async stop(child, signal = 'SIGTERM') {
    if (!child || child.exitCode !== null || child.signalCode !== null) return;
    const ended = new Promise((done) => child.once('exit', done));
    child.kill(signal);
    await Promise.race([ended, later(15_000).then(() => child.kill('SIGKILL'))]);
    await ended;
  }

  cli(...words) {
    const out = execFileSync(executable, [...words, '--data', this.data, '--json'], {
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    return JSON.parse(out);
  }

  async customer(path, body) {
    const answer = await fetch(`${this.phone}/sim/customers/${path}`, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify(body ?? {}),
    });
    if (!answer.ok) throw new Error(`${path}: ${answer.status} ${await answer.text()}`);
    return answer.json();
  }

  writes(customer, text) {
    return this.customer(`${customer}/messages`, { type: 'text', text });
  }

  async close() {
    await this.stop(this.server);
    await this.stop(this.simulator);
    rmSync(this.folder, { recursive: true, force: true });
  }
}
