import type { Loaders } from './i18n.svelte.ts';

export const settingsMessages: Loaders = {
  en: () =>
    import('virtual:messages/en/settings+number+notices+connect+blocking+rates+server+roles+writing+contacts'),
  id: () =>
    import('virtual:messages/id/settings+number+notices+connect+blocking+rates+server+roles+writing+contacts'),
  ms: () =>
    import('virtual:messages/ms/settings+number+notices+connect+blocking+rates+server+roles+writing+contacts'),
  ar: () =>
    import('virtual:messages/ar/settings+number+notices+connect+blocking+rates+server+roles+writing+contacts'),
  'pt-BR': () =>
    import('virtual:messages/pt-BR/settings+number+notices+connect+blocking+rates+server+roles+writing+contacts'),
};
