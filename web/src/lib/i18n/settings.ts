import type { Loaders } from './i18n.svelte.ts';

export const settingsMessages: Loaders = {
  en: () => import('virtual:messages/en/settings+number'),
  id: () => import('virtual:messages/id/settings+number'),
  ms: () => import('virtual:messages/ms/settings+number'),
  ar: () => import('virtual:messages/ar/settings+number'),
  'pt-BR': () => import('virtual:messages/pt-BR/settings+number'),
};
