import { i18n, type Loaders } from './i18n.svelte.ts';

/** The words of what is composed besides plain text. */
export const composeMessages: Loaders = {
  en: () => import('virtual:messages/en/compose'),
  id: () => import('virtual:messages/id/compose'),
  ms: () => import('virtual:messages/ms/compose'),
  ar: () => import('virtual:messages/ar/compose'),
  'pt-BR': () => import('virtual:messages/pt-BR/compose'),
};

/** What is being loaded, once its words are here too. */
export const withComposeWords = <T>(loading: Promise<T>): Promise<T> =>
  i18n.with(composeMessages, loading);
