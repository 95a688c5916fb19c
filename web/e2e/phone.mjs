// Walks the simulator's phone page over a running `sapa simulate`, in five languages, dark, on a
// phone and by keyboard alone. The walks lie in e2e/phone.
// Usage: node e2e/phone.mjs SAPA-EXECUTABLE [PART...] (from the web folder)
import { readdirSync } from 'node:fs';
import { end } from './phone/stage.mjs';

const parts = process.argv.slice(3);
const files = readdirSync(new URL('phone', import.meta.url)).filter((name) => /^\d/.test(name));
for (const file of files.sort())
  if (parts.length === 0 || parts.some((part) => file.includes(part)))
    await import(`./phone/${file}`);
await end();
