import type { Component } from 'svelte';
import { SvelteURLSearchParams } from 'svelte/reactivity';
import { build, match, type Params } from './match.ts';

// Pages take what their pattern names as props; a pattern the page does not know is a type error
// in routes.ts, not a surprise here.
// eslint-disable-next-line @typescript-eslint/no-explicit-any
type Page = Component<any>;

export type Route<P extends string = string> = {
  pattern: P;
  /** Which frame the page stands in: none, or the workspace with its rail. */
  frame: 'bare' | 'workspace';
  load: () => Promise<{ default: Page }>;
};

export type Routes = Record<string, Route>;

type Query = Record<string, string | undefined>;

export class Router<R extends Routes> {
  path = $state(location.pathname);
  query = $state.raw<URLSearchParams>(new URLSearchParams(location.search));
  name = $state.raw<keyof R | undefined>();
  params = $state.raw<Record<string, string | undefined>>({});
  page = $state.raw<Page | undefined>();
  frame = $state<'bare' | 'workspace'>('bare');
  /** True when no pattern fits the address. */
  lost = $state(false);
  failed = $state(false);

  readonly #routes: R;
  #turn = 0;

  constructor(routes: R) {
    this.#routes = routes;
  }

  start(): void {
    addEventListener('popstate', () => void this.#show());
    document.addEventListener('click', (event) => this.#followLink(event));
    void this.#show();
  }

  /** The address of a page: `router.to('inbox', { slug, conversationId })`. */
  to<N extends keyof R & string>(name: N, params: Params<R[N]['pattern']>, query?: Query): string {
    const route = this.#routes[name] as Route;
    return build(route.pattern, params as Params<string>) + search(query);
  }

  go(address: string, how: 'push' | 'replace' = 'push'): void {
    const here = location.pathname + location.search;
    if (address === here && how === 'push') return;
    history[how === 'push' ? 'pushState' : 'replaceState'](null, '', address);
    void this.#show();
  }

  /** Changes parts of the query and keeps the rest; `undefined` removes. Adds no history entry. */
  setQuery(changes: Query): void {
    const next = new SvelteURLSearchParams(this.query);
    for (const [key, value] of Object.entries(changes)) {
      if (value === undefined || value === '') next.delete(key);
      else next.set(key, value);
    }
    const text = next.toString();
    this.go(location.pathname + (text ? `?${text}` : ''), 'replace');
  }

  #followLink(event: MouseEvent): void {
    const link = event.target instanceof Element ? event.target.closest('a') : null;
    if (!link || event.defaultPrevented || event.button !== 0) return;
    if (event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
    if (link.target || link.hasAttribute('download') || link.origin !== location.origin) return;
    if (!this.#find(link.pathname)) return;
    event.preventDefault();
    this.go(link.pathname + link.search);
  }

  #find(path: string): [keyof R, Route, Record<string, string | undefined>] | undefined {
    for (const [name, route] of Object.entries(this.#routes)) {
      const params = match(route.pattern, path);
      if (params) return [name, route, params as Record<string, string | undefined>];
    }
    return undefined;
  }

  async #show(): Promise<void> {
    const turn = ++this.#turn;
    const found = this.#find(location.pathname);
    if (!found) {
      this.lost = true;
      this.page = undefined;
      this.name = undefined;
      return;
    }
    const [name, route, params] = found;
    let page = this.page;
    if (name !== this.name || this.failed || !page) {
      try {
        const module = await route.load();
        // A later navigation has overtaken this one.
        if (turn !== this.#turn) return;
        page = module.default;
      } catch (error) {
        if (turn !== this.#turn) return;
        console.error('page did not load', error);
        this.failed = true;
        return;
      }
    }
    // All at once: the address, the page and what the page is told belong together.
    this.lost = false;
    this.failed = false;
    this.page = page;
    this.path = location.pathname;
    this.query = new URLSearchParams(location.search);
    this.name = name;
    this.params = params;
    this.frame = route.frame;
  }
}

function search(query: Query | undefined): string {
  const entries = Object.entries(query ?? {}).filter(
    (entry): entry is [string, string] => entry[1] !== undefined && entry[1] !== '',
  );
  return entries.length ? `?${new URLSearchParams(entries).toString()}` : '';
}
