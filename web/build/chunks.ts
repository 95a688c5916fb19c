// Which modules travel together. Each file costs a request and a compression of its own, and most of
// ours are a few lines: what the first page loads anyway is in few files.
import type { Rolldown } from 'vite';

type Graph = Pick<Rolldown.PluginContext, 'getModuleInfo'>;

/** Whether a module is loaded with one of these, without waiting for a click. */
function loadedWith(roots: RegExp): (id: string, graph: Graph) => boolean {
  const known = new Map<string, boolean>();
  const loaded = (id: string, graph: Graph): boolean => {
    const before = known.get(id);
    if (before !== undefined) return before;
    known.set(id, false);
    const importers = graph.getModuleInfo(id)?.importers ?? [];
    const found = roots.test(id) || importers.some((each) => loaded(each, graph));
    known.set(id, found);
    return found;
  };
  return loaded;
}

const withStart = loadedWith(/\/src\/main\.ts$/);
const withInbox = loadedWith(/\/src\/(main\.ts|rooms\/inbox\/InboxRoom\.svelte)$/);

export const groups = [
  {
    debugName: 'icons',
    test: /[\\/]@lucide[\\/]svelte[\\/]/,
    name: (id: string, graph: Graph) => (withInbox(id, graph) ? 'icons' : null),
  },
  {
    debugName: 'start',
    // Not main.ts itself: it waits for parts that need the others.
    test: /[\\/](src|node_modules)[\\/](?!main\.ts$).*\.(ts|js|svelte)$/,
    name: (id: string, graph: Graph) => (withStart(id, graph) ? 'start' : null),
  },
];
