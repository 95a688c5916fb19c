import type { Loaders } from './i18n.svelte.ts';

export const settingsMessages: Loaders = {
  en: () => import('virtual:messages/en/settings+number+notices'),
  id: () => import('virtual:messages/id/settings+number+notices'),
  ms: () => import('virtual:messages/ms/settings+number+notices'),
  ar: () => import('virtual:messages/ar/settings+number+notices'),
  'pt-BR': () => import('virtual:messages/pt-BR/settings+number+notices'),
};
