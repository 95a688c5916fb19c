// What narrows the list of people: read from and written to the address, and said as a sentence.
import { languageName } from '$lib/i18n/spoken.ts';
import type { Channel, Condition, ContactField, Label, Segment } from '$lib/api/types.ts';
import { i18n, isolated, t } from '$lib/i18n';

export const sorts = ['name', 'last_seen', 'newest'] as const;
export type Sort = (typeof sorts)[number];

export type Filters = {
  q: string;
  sort: Sort;
  conditions: readonly Condition[];
  segment: string | undefined;
};

/** What conditions name by number. */
export type Named = {
  labels: readonly Label[];
  channels: readonly Channel[];
  fields: readonly ContactField[];
};

export type Op = Condition['op'];
export type About = Condition['field'];

const days: readonly Op[] = ['within_days', 'over_days', 'after', 'before'];
const choice: readonly Op[] = ['is', 'is_not'];
const presence: readonly Op[] = ['set', 'not_set'];

const opsOfOwn: Record<ContactField['kind'], readonly Op[]> = {
  text: [...choice, ...presence],
  number: [...choice, 'less', 'more', ...presence],
  date: ['before', 'after', 'is', ...presence],
  choice: [...choice, ...presence],
  yes_no: [...choice, ...presence],
  link: presence,
};

/** What can be asked of something, the usual first. */
export function opsOf(about: About, field: ContactField | undefined): readonly Op[] {
  if (about === 'last_seen' || about === 'created') return days;
  if (about === 'email' || about === 'phone') return presence;
  return about === 'field' && field ? opsOfOwn[field.kind] : choice;
}

export const takesValue = (op: Op): boolean => op !== 'set' && op !== 'not_set';

const isCondition = (each: unknown): each is Condition =>
  typeof each === 'object' && each !== null && 'field' in each && 'op' in each;

export function readFilters(query: URLSearchParams): Filters {
  const sort = sorts.find((each) => each === query.get('sort')) ?? 'last_seen';
  let conditions: readonly Condition[] = [];
  try {
    const all: unknown = JSON.parse(query.get('where') ?? '[]');
    if (Array.isArray(all)) conditions = all.filter(isCondition).slice(0, 10);
  } catch {
    // An address that was cut short shows everybody.
  }
  return { q: query.get('q') ?? '', sort, conditions, segment: query.get('segment') ?? undefined };
}

export function writeFilters(filters: Filters): Record<string, string | undefined> {
  return {
    q: filters.q || undefined,
    sort: filters.sort === 'last_seen' ? undefined : filters.sort,
    where: filters.conditions.length > 0 ? JSON.stringify(filters.conditions) : undefined,
    segment: filters.segment,
  };
}

/** The conditions of a segment as a question has them. */
export const conditionsOf = (segment: Segment): Condition[] =>
  segment.conditions.map(({ field, op, field_id: own, value }) => ({
    field,
    op,
    ...(own === null ? {} : { field_id: own }),
    ...(value === null ? {} : { value }),
  }));

export function same(a: readonly Condition[], b: readonly Condition[]): boolean {
  const plain = (all: readonly Condition[]): string =>
    JSON.stringify(all.map((c) => [c.field, c.field_id, c.op, c.value]));
  return plain(a) === plain(b);
}

/** What somebody has in a field, as people read it. */
export function valueText(field: ContactField, value: string): string {
  if (field.kind === 'number' && !Number.isNaN(Number(value)))
    return i18n.fmt.number(Number(value));
  if (field.kind === 'date') return i18n.fmt.calendar(value);
  if (field.kind === 'yes_no') return value === 'yes' ? t('common.yes') : t('common.no');
  return value;
}

function ofTime(condition: Condition, wrote: boolean): string {
  const count = Number(condition.value);
  const at = Date.parse(condition.value ?? '');
  const date = Number.isNaN(at) ? '' : i18n.fmt.date(at);
  switch (condition.op) {
    case 'within_days':
      return wrote ? t('contacts.seen_within', { count }) : t('contacts.created_within', { count });
    case 'over_days':
      return wrote ? t('contacts.seen_over', { count }) : t('contacts.created_over', { count });
    case 'after':
      return wrote ? t('contacts.seen_after', { date }) : t('contacts.created_after', { date });
    default:
      return wrote ? t('contacts.seen_before', { date }) : t('contacts.created_before', { date });
  }
}

function ofField(condition: Condition, named: Named): string {
  const own = named.fields.find((each) => each.id === condition.field_id);
  const field = isolated(own?.name ?? t('common.unknown'));
  const raw = condition.value ?? '';
  const value = isolated(own && raw ? valueText(own, raw) : raw);
  switch (condition.op) {
    case 'set':
      return t('contacts.field_set', { field });
    case 'not_set':
      return t('contacts.field_not_set', { field });
    case 'is_not':
      return t('contacts.field_is_not', { field, value });
    case 'less':
      return t('contacts.field_less', { field, value });
    case 'more':
      return t('contacts.field_more', { field, value });
    case 'before':
      return t('contacts.field_before', { field, value });
    case 'after':
      return t('contacts.field_after', { field, value });
    default:
      return t('contacts.field_is', { field, value });
  }
}

/** One condition in words: "Label is VIP". */
export function sentence(condition: Condition, named: Named): string {
  const not = condition.op === 'is_not' || condition.op === 'not_set';
  const value = condition.value ?? '';
  const nameIn = (all: readonly { id: string; name: string }[]): string =>
    isolated(all.find((each) => each.id === value)?.name ?? t('common.unknown'));
  switch (condition.field) {
    case 'label': {
      const label = nameIn(named.labels);
      return not ? t('contacts.label_is_not', { label }) : t('contacts.label_is', { label });
    }
    case 'language': {
      const language = isolated(languageName(value));
      return not
        ? t('contacts.language_is_not', { language })
        : t('contacts.language_is', { language });
    }
    case 'channel': {
      const channel = nameIn(named.channels);
      return not
        ? t('contacts.channel_is_not', { channel })
        : t('contacts.channel_is', { channel });
    }
    case 'email':
      return not ? t('contacts.email_not_set') : t('contacts.email_set');
    case 'phone':
      return not ? t('contacts.phone_not_set') : t('contacts.phone_set');
    case 'marketing':
      if (value === 'stopped')
        return not ? t('contacts.marketing_not_stopped') : t('contacts.marketing_stopped');
      return not ? t('contacts.marketing_not_allowed') : t('contacts.marketing_allowed');
    case 'last_seen':
      return ofTime(condition, true);
    case 'created':
      return ofTime(condition, false);
    default:
      return ofField(condition, named);
  }
}
