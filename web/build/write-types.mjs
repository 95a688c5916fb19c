// Writes src/lib/i18n/keys.gen.ts and stops with a list when a translation is missing or wrong.
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { problems, typesSource } from './messages.mjs';

const dir = fileURLToPath(new URL('../messages', import.meta.url));
const target = fileURLToPath(new URL('../src/lib/i18n/keys.gen.ts', import.meta.url));
const source = typesSource(dir);
if (!existsSync(target) || readFileSync(target, 'utf8') !== source) writeFileSync(target, source);

const found = problems(dir);
for (const problem of found) console.error(problem);
if (found.length > 0) process.exit(1);
