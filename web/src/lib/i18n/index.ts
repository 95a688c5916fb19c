export { i18n, t, type Key, type PlainKey } from './i18n.svelte.ts';
export { Formats, isolated, isRtl, languageNames, languages, type Language } from './format.ts';
