// Every primitive on one page, for pictures and for axe. Never shipped.
import { defineConfig, mergeConfig } from 'vite';
import phone from './vite.phone.config.ts';

export default mergeConfig(
  phone,
  defineConfig({ root: 'e2e/gallery', build: { outDir: '../../dist-gallery' } }),
);
