import { i18n, type Loaders } from './i18n.svelte.ts';

/** The words of saved replies and of what is written for later. */
export const writingMessages: Loaders = {
  en: () => import('virtual:messages/en/writing'),
  id: () => import('virtual:messages/id/writing'),
  ms: () => import('virtual:messages/ms/writing'),
  ar: () => import('virtual:messages/ar/writing'),
  'pt-BR': () => import('virtual:messages/pt-BR/writing'),
};

/** What is being loaded, once its words are here too. */
export const withWritingWords = <T>(loading: Promise<T>): Promise<T> =>
  i18n.with(writingMessages, loading);
