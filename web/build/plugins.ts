import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Plugin } from 'vite';
import { base, languages, moduleSource, problems, typesSource } from './messages.mjs';

const messagesDir = fileURLToPath(new URL('../messages', import.meta.url));
const keysFile = fileURLToPath(new URL('../src/lib/i18n/keys.gen.ts', import.meta.url));

// `virtual:messages/<language>` is what the dashboard always has,
// `virtual:messages/<language>/<area>+<area>` what a room or another page brings with it.
export function messages(): Plugin {
  const prefix = 'virtual:messages/';
  return {
    name: 'sapa-messages',
    buildStart() {
      const source = typesSource(messagesDir);
      if (!existsSync(keysFile) || readFileSync(keysFile, 'utf8') !== source)
        writeFileSync(keysFile, source);
      for (const problem of problems(messagesDir)) this.warn(problem);
    },
    resolveId: (id) => (id.startsWith(prefix) ? `\0${id}` : null),
    load(id) {
      if (!id.startsWith(`\0${prefix}`)) return null;
      const [language = base, named] = id.slice(prefix.length + 1).split('/');
      if (!languages.includes(language)) this.error(`unknown language ${language}`);
      for (const folder of new Set([base, language]))
        for (const file of readdirSync(join(messagesDir, folder)))
          this.addWatchFile(join(messagesDir, folder, file));
      const areas = named?.split('+') ?? ['common', 'shell', 'auth', 'setup', 'inbox', 'errors'];
      return { code: moduleSource(messagesDir, language, areas), map: { mappings: '' } };
    },
  };
}

// The content security policy refuses style="…" in markup. Our own code has none (lint); the few in
// library templates (bits-ui: display: contents) are dropped here and live in app.css instead.
export function withoutStaticStyles(): Plugin {
  return {
    name: 'sapa-without-static-styles',
    enforce: 'pre',
    transform(code, id) {
      if (!id.includes('node_modules') || !/\.svelte(\?|$)/.test(id)) return null;
      const stripped = code.replace(/\sstyle="(?![^"]*\{)[^"]*"/g, '');
      return stripped === code ? null : { code: stripped, map: null };
    },
  };
}

// The service worker names its cache after the build, so a new build starts a fresh one.
export function stampServiceWorker(): Plugin {
  return {
    name: 'sapa-stamp-service-worker',
    generateBundle(_, bundle) {
      const names = Object.keys(bundle).sort().join('\n');
      const stamp = createHash('sha256').update(names).digest('hex').slice(0, 12);
      const worker = bundle['sw.js'];
      if (worker?.type === 'chunk') worker.code = worker.code.replaceAll('__BUILD__', stamp);
    },
  };
}
