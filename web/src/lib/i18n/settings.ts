import type { Loaders } from './i18n.svelte.ts';

export const settingsMessages: Loaders = {
  en: () => import('virtual:messages/en/settings+number+notices+connect'),
  id: () => import('virtual:messages/id/settings+number+notices+connect'),
  ms: () => import('virtual:messages/ms/settings+number+notices+connect'),
  ar: () => import('virtual:messages/ar/settings+number+notices+connect'),
  'pt-BR': () => import('virtual:messages/pt-BR/settings+number+notices+connect'),
};
