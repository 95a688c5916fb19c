import type { Loaders } from './i18n.svelte.ts';

export const dashboardMessages: Loaders = {
  en: () => import('virtual:messages/en'),
  id: () => import('virtual:messages/id'),
  ms: () => import('virtual:messages/ms'),
  ar: () => import('virtual:messages/ar'),
  'pt-BR': () => import('virtual:messages/pt-BR'),
};
