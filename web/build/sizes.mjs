// Holds what `npm run build` made against its budget, in bytes.
import { existsSync, readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { gzipSync } from 'node:zlib';
import { filesUnder } from './files.mjs';

const kilo = 1024;
const budget = { first: 110 * kilo, chunk: 80 * kilo, language: 25 * kilo, everything: 700 * kilo };

const gz = (file) => gzipSync(readFileSync(file), { level: 9 }).length;
const br = (file) =>
  (existsSync(`${file}.br`) ? readFileSync(`${file}.br`) : readFileSync(file)).length;

const files = filesUnder('dist').filter((file) => !/\.(br|gz)$/.test(file));
const scripts = new Map(
  files.filter((file) => /\.(js|css)$/.test(file)).map((file) => [basename(file), file]),
);

/** A file and all it imports without waiting for a click. */
function closure(name, seen = new Set()) {
  const file = scripts.get(name);
  if (!file || seen.has(name)) return seen;
  seen.add(name);
  const source = readFileSync(file, 'utf8');
  for (const [, path] of source.matchAll(/(?:from|import)\s*["']\.\/([\w.-]+\.js)["']/g))
    closure(path, seen);
  return seen;
}

const html = readFileSync('dist/index.html', 'utf8');
const first = new Set();
for (const [, path] of html.matchAll(/(?:src|href)="\/([\w./-]+\.(?:js|css))"/g))
  closure(basename(path), first);
for (const name of scripts.keys())
  if (/^(InboxRoom|en)-[\w-]+\.(js|css)$/.test(name)) closure(name, first);

const sum = (names, size) => [...names].reduce((all, name) => all + size(scripts.get(name)), 0);
const languages = [...scripts.keys()].filter((name) =>
  /^(en|id|ms|ar|pt-BR)-[\w-]+\.js$/.test(name),
);
const lazy = [...scripts.keys()].filter((name) => !first.has(name) && !languages.includes(name));
const largest = (names) => Math.max(0, ...names.map((name) => gz(scripts.get(name))));

const rows = [
  ['first load of the inbox (gzip)', sum(first, gz), budget.first],
  ['largest lazy chunk (gzip)', largest(lazy), budget.chunk],
  ['largest language (gzip)', largest(languages), budget.language],
  ['everything (brotli)', files.reduce((all, file) => all + br(file), 0), budget.everything],
];
let over = 0;
for (const [what, is, most] of rows) {
  const verdict = is <= most ? 'ok' : 'TOO LARGE';
  if (is > most) over++;
  console.log(
    `${what.padEnd(34)} ${String(is).padStart(8)} of ${String(most).padStart(8)}  ${verdict}`,
  );
}
console.log(`${rows.length - over} passed, ${over} failed`);
process.exit(over === 0 ? 0 : 1);
