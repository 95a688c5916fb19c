import type { Loaders } from './i18n.svelte.ts';

export const phoneMessages: Loaders = {
  en: () => import('virtual:messages/en/phone'),
  id: () => import('virtual:messages/id/phone'),
  ms: () => import('virtual:messages/ms/phone'),
  ar: () => import('virtual:messages/ar/phone'),
  'pt-BR': () => import('virtual:messages/pt-BR/phone'),
};
