import type { Loaders } from './i18n.svelte.ts';

/** The words of blocking somebody, outside of the settings. */
export const blockingMessages: Loaders = {
  en: () => import('virtual:messages/en/blocking'),
  id: () => import('virtual:messages/id/blocking'),
  ms: () => import('virtual:messages/ms/blocking'),
  ar: () => import('virtual:messages/ar/blocking'),
  'pt-BR': () => import('virtual:messages/pt-BR/blocking'),
};
