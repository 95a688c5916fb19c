import { Formats, isRtl, languages, type Language } from './format.ts';
import type { Messages } from './keys.gen.ts';

export type Key = keyof Messages;
/** Keys whose message takes no arguments: what tables of labels may hold. */
export type PlainKey = { [K in Key]: Messages[K] extends undefined ? K : never }[Key];

type Catalogue = Record<string, string | ((args: never, h: Formats) => string)>;
export type Loaders = Record<Language, () => Promise<{ default: unknown }>>;

class I18n {
  language = $state<Language>('en');
  #catalogue = $state.raw<Catalogue>({});
  #formats = $derived(new Formats(this.language));
  readonly #parts: Loaders[] = [];
  #started = false;

  /** The dashboard and the phone page each bring their own catalogues. */
  async start(loaders: Loaders): Promise<void> {
    this.#parts.push(loaders);
    await this.use(preferredLanguage());
  }

  /** The words of one room, which are not loaded before somebody goes there. */
  async more(loaders: Loaders): Promise<void> {
    if (this.#parts.includes(loaders)) return;
    this.#parts.push(loaders);
    const language = this.#started ? this.language : preferredLanguage();
    const { default: part } = await loaders[language]();
    // A change of the language meanwhile has brought this part with it.
    if (this.#started && language === this.language)
      this.#catalogue = { ...this.#catalogue, ...(part as Catalogue) };
  }

  /** What is being loaded, once its words are here too. */
  async with<T>(loaders: Loaders, loading: Promise<T>): Promise<T> {
    const [part] = await Promise.all([loading, this.more(loaders)]);
    return part;
  }

  async use(language: Language, remember = false): Promise<void> {
    let loaded: { default: unknown }[] = [];
    // A room may bring its words while the others are on their way.
    while (loaded.length < this.#parts.length)
      loaded = await Promise.all(this.#parts.map((each) => each[language]()));
    this.#catalogue = Object.assign({}, ...loaded.map((each) => each.default)) as Catalogue;
    this.#started = true;
    this.language = language;
    document.documentElement.lang = language;
    document.documentElement.dir = this.dir;
    if (remember) localStorage.setItem('sapa.language', language);
  }

  get dir(): 'rtl' | 'ltr' {
    return isRtl(this.language) ? 'rtl' : 'ltr';
  }

  get fmt(): Formats {
    return this.#formats;
  }

  has(key: string): key is Key {
    return key in this.#catalogue;
  }

  t<K extends Key>(...[key, args]: Messages[K] extends undefined ? [K] : [K, Messages[K]]): string {
    const message = this.#catalogue[key];
    if (message === undefined) return key;
    return typeof message === 'string' ? message : message(args as never, this.#formats);
  }
}

export function preferredLanguage(): Language {
  const wanted = [localStorage.getItem('sapa.language'), ...navigator.languages];
  for (const tag of wanted) {
    const lower = tag?.toLowerCase() ?? '';
    const exact = languages.find((language) => language.toLowerCase() === lower);
    const close = languages.find((language) => language.slice(0, 2) === lower.slice(0, 2));
    if (exact ?? close) return (exact ?? close) as Language;
  }
  return 'en';
}

export const i18n = new I18n();
export const t = i18n.t.bind(i18n) as I18n['t'];
