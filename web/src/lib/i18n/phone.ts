import type { Loaders } from './i18n.svelte.ts';

export const phoneMessages: Loaders = {
  en: () => import('virtual:messages/en/common+phone'),
  id: () => import('virtual:messages/id/common+phone'),
  ms: () => import('virtual:messages/ms/common+phone'),
  ar: () => import('virtual:messages/ar/common+phone'),
  'pt-BR': () => import('virtual:messages/pt-BR/common+phone'),
};
