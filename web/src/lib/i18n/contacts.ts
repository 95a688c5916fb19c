import type { Loaders } from './i18n.svelte.ts';

/** The words of people: their list, filters and fields. */
export const contactsMessages: Loaders = {
  en: () => import('virtual:messages/en/contacts'),
  id: () => import('virtual:messages/id/contacts'),
  ms: () => import('virtual:messages/ms/contacts'),
  ar: () => import('virtual:messages/ar/contacts'),
  'pt-BR': () => import('virtual:messages/pt-BR/contacts'),
};
