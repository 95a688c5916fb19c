// The simulator's phone: its own page and its own output, served by `sapa simulate`.
import { fileURLToPath } from 'node:url';
import tailwindcss from '@tailwindcss/vite';
import { svelte } from '@sveltejs/vite-plugin-svelte';
import { defineConfig } from 'vite';
import { messages, withoutStaticStyles } from './build/plugins.ts';

const configFile = fileURLToPath(new URL('./svelte.config.js', import.meta.url));
const server = process.env['SAPA_SIMULATOR'] ?? 'http://127.0.0.1:8090';

export default defineConfig({
  root: 'phone',
  publicDir: false,
  plugins: [tailwindcss(), withoutStaticStyles(), svelte({ configFile }), messages()],
  resolve: { alias: { $lib: fileURLToPath(new URL('./src/lib', import.meta.url)) } },
  server: { port: 5174, proxy: { '/sim': server } },
  build: {
    outDir: '../dist-phone',
    emptyOutDir: true,
    target: ['es2022', 'chrome109', 'safari16.4', 'firefox115'],
    modulePreload: { polyfill: false },
    assetsInlineLimit: 0,
    reportCompressedSize: false,
  },
});
