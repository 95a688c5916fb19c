// The simulator against clients that others wrote: what they send and accept is the contract, so
// what fails here is a defect of the simulator.
// Usage: node contract.mjs SAPA-EXECUTABLE [PART...]
import { readdirSync } from 'node:fs';
import { stop, test } from './world.mjs';

const parts = process.argv.slice(3);
const all = readdirSync(new URL('parts', import.meta.url)).filter((name) => name.endsWith('.mjs'));
for (const file of all.sort())
  if (parts.length === 0 || file.startsWith('1-') || parts.some((part) => file.includes(part)))
    try {
      await import(`./parts/${file}`);
    } catch (error) {
      await test(`${file} runs to its end`, () => Promise.reject(error));
    }
await stop();
