// Which conversations the list shows and in which order: read from and written to the address, and
// asked again for each conversation the stream brings.
import type { Conversation, Priority } from '$lib/api/types.ts';

export const views = ['mine', 'unassigned', 'open', 'snoozed', 'done', 'spam'] as const;
export type View = (typeof views)[number];
export const sorts = ['newest', 'waiting', 'window', 'priority'] as const;
export type Sort = (typeof sorts)[number];
export const windowStates = ['open', 'closing', 'closed'] as const;
export type WindowState = (typeof windowStates)[number];
/** The most urgent first. */
export const priorities = ['urgent', 'high', 'normal', 'low', 'none'] as const satisfies Priority[];

export type Filters = {
  view: View;
  sort: Sort;
  channel: string | undefined;
  label: string | undefined;
  assignee: string | undefined;
  unread: boolean;
  window: WindowState | undefined;
  priority: Priority | undefined;
};

/** A window that ends within this time is about to close. */
export const closingSoon = 2 * 3_600_000;

const oneOf = <T extends string>(all: readonly T[], text: string | null): T | undefined =>
  all.find((each) => each === text);
const digits = (text: string | null): string | undefined =>
  text && /^\d+$/.test(text) ? text : undefined;

export function readFilters(query: URLSearchParams): Filters {
  return {
    view: oneOf(views, query.get('view')) ?? 'open',
    sort: oneOf(sorts, query.get('sort')) ?? 'newest',
    channel: digits(query.get('channel')),
    label: digits(query.get('label')),
    assignee: digits(query.get('assignee')),
    unread: query.get('unread') === '1',
    window: oneOf(windowStates, query.get('window')),
    priority: oneOf(priorities, query.get('priority')),
  };
}

/** The same as parts of an address; what is as usual is left out. */
export function writeFilters(filters: Filters): Record<string, string | undefined> {
  return {
    view: filters.view === 'open' ? undefined : filters.view,
    sort: filters.sort === 'newest' ? undefined : filters.sort,
    channel: filters.channel,
    label: filters.label,
    assignee: filters.assignee,
    unread: filters.unread ? '1' : undefined,
    window: filters.window,
    priority: filters.priority,
  };
}

export function askFor(filters: Filters) {
  return {
    view: filters.view,
    sort: filters.sort,
    ...(filters.channel ? { channel_id: filters.channel } : {}),
    ...(filters.label ? { label_id: filters.label } : {}),
    ...(filters.assignee ? { assignee_id: filters.assignee } : {}),
    ...(filters.unread ? { unread: true } : {}),
    ...(filters.window ? { window: filters.window } : {}),
    ...(filters.priority ? { priority: filters.priority } : {}),
  };
}

/** What `askFor` asks, as an address's query, in one order; the usual is left out. */
export function asQuery(filters: Filters): string {
  const { view, sort, ...rest } = askFor(filters);
  const all = {
    ...(view === 'open' ? {} : { view }),
    ...(sort === 'newest' ? {} : { sort }),
    ...rest,
  };
  const query = new URLSearchParams(
    Object.entries(all).map(([name, each]) => [name, String(each)]),
  );
  query.sort();
  return query.toString();
}

/** The filters of such a query; what this page does not know is left out. */
export function fromQuery(text: string): Filters {
  const query = new URLSearchParams(text);
  for (const name of ['channel', 'label', 'assignee'])
    query.set(name, query.get(`${name}_id`) ?? '');
  if (query.get('unread') === 'true') query.set('unread', '1');
  return readFilters(query);
}

export function isNarrowed(filters: Filters): boolean {
  const { channel, label, assignee, unread, window, priority } = filters;
  return Boolean(channel ?? label ?? assignee ?? window ?? priority) || unread;
}

/** Every filter off; the view and the order stay. */
export const unnarrowed = {
  channel: undefined,
  label: undefined,
  assignee: undefined,
  unread: false,
  window: undefined,
  priority: undefined,
} as const satisfies Omit<Filters, 'view' | 'sort'>;

/** Whether a list in this order holds all there is: the others leave out who does not wait. */
export const ordersAll = (sort: Sort): boolean => sort === 'newest' || sort === 'priority';

export function windowStateOf(conversation: Conversation, now: number): WindowState {
  const { open, ends_at: ends } = conversation.window;
  if (!open || (ends && Date.parse(ends) <= now)) return 'closed';
  return ends && Date.parse(ends) - now <= closingSoon ? 'closing' : 'open';
}

export function belongs(
  conversation: Conversation,
  filters: Filters,
  me: string,
  now: number,
): boolean {
  const { state, assignee, labels, channel } = conversation;
  if (filters.view === 'mine' && (state !== 'open' || assignee?.id !== me)) return false;
  if (filters.view === 'unassigned' && (state !== 'open' || assignee)) return false;
  if (!['mine', 'unassigned'].includes(filters.view) && state !== filters.view) return false;
  if (filters.channel && channel.id !== filters.channel) return false;
  if (filters.label && !labels.some((each) => each.id === filters.label)) return false;
  if (filters.assignee && assignee?.id !== filters.assignee) return false;
  if (filters.unread && conversation.unread === 0) return false;
  if (filters.priority && conversation.priority !== filters.priority) return false;
  if (filters.sort === 'waiting' && !conversation.waiting_since) return false;
  const window = windowStateOf(conversation, now);
  if (filters.sort === 'window' && (window === 'closed' || !conversation.window.ends_at))
    return false;
  if (filters.window === 'open') return window !== 'closed';
  return !filters.window || filters.window === window;
}

/** Ids are numbers in text, too large for a number. */
export function compareIds(a: string, b: string): number {
  return a.length - b.length || (a < b ? -1 : a > b ? 1 : 0);
}

const at = (text: string | null): number => (text ? Date.parse(text) : Infinity);

const rank = (priority: Priority): number => priorities.indexOf(priority);

export function comparer(sort: Sort): (a: Conversation, b: Conversation) => number {
  if (sort === 'waiting')
    return (a, b) => at(a.waiting_since) - at(b.waiting_since) || compareIds(a.id, b.id);
  if (sort === 'window')
    return (a, b) => at(a.window.ends_at) - at(b.window.ends_at) || compareIds(a.id, b.id);
  if (sort === 'priority')
    return (a, b) =>
      rank(a.priority) - rank(b.priority) ||
      at(b.last_at) - at(a.last_at) ||
      compareIds(b.id, a.id);
  return (a, b) => at(b.last_at) - at(a.last_at) || compareIds(b.id, a.id);
}
