import { i18n, type Loaders } from './i18n.svelte.ts';

/** The words of what a member is told of. */
export const notificationMessages: Loaders = {
  en: () => import('virtual:messages/en/notifications'),
  id: () => import('virtual:messages/id/notifications'),
  ms: () => import('virtual:messages/ms/notifications'),
  ar: () => import('virtual:messages/ar/notifications'),
  'pt-BR': () => import('virtual:messages/pt-BR/notifications'),
};

/** What is being loaded, once its words are here too. */
export const withNotificationWords = <T>(loading: Promise<T>): Promise<T> =>
  i18n.with(notificationMessages, loading);
