import type { Message } from '$lib/api/types.ts';
import { explainCode } from '$lib/api/problem.ts';
import { i18n, isolated, t, type PlainKey } from '$lib/i18n';
import { priorityText, priorityWords } from '../priorities.ts';
import { phoneText } from '../words.ts';

const plainWords: Partial<Record<string, PlainKey>> = {
  keys_changed: 'inbox.event_keys_changed',
  marketing_stopped: 'inbox.event_marketing_stopped',
  marketing_resumed: 'inbox.event_marketing_resumed',
  group_made: 'inbox.event_group_made',
  group_ended: 'inbox.event_group_ended',
  group_joined: 'inbox.event_group_changed',
  group_left: 'inbox.event_group_changed',
  group_asked: 'inbox.event_group_changed',
  group_renamed: 'inbox.event_group_changed',
  group_suspended: 'inbox.event_group_suspended',
  group_resumed: 'inbox.event_group_resumed',
  group_changed: 'inbox.event_group_changed',
};

/** A number keeps its own direction in any sentence. */
const ltr = (text: string): string => `\u2066${text}\u2069`;

/** One sentence about what was done, by whom. */
export function eventWords(message: Message): string {
  const { event } = message;
  const name = message.author?.name;
  const own = Boolean(name) && message.author?.kind !== 'system';
  const actor = name ?? '';
  if (event?.type === 'assigned') {
    const to = event.assignee?.name ?? '';
    return own ? t('inbox.event_assigned_by', { actor, to }) : t('inbox.event_assigned', { to });
  }
  if (event?.type === 'unassigned')
    return own ? t('inbox.event_unassigned_by', { actor }) : t('inbox.event_unassigned');
  if (event?.type === 'state_changed') {
    if (event.to === 'snoozed' && !event.until)
      return own ? t('inbox.event_snoozed_answer_by', { actor }) : t('inbox.event_snoozed_answer');
    if (event.to === 'done' && event.reason && own)
      return t('inbox.event_done_because_by', { actor, reason: isolated(event.reason) });
    if (event.to === 'snoozed' && event.until) {
      const until = i18n.fmt.dateTime(new Date(event.until));
      return own
        ? t('inbox.event_snoozed_by', { actor, until })
        : t('inbox.event_snoozed', { until });
    }
    const state = event.to ?? 'open';
    const key = own ? `inbox.event_${state}_by` : `inbox.event_${state}`;
    if (i18n.has(key))
      return own ? t(key as 'inbox.event_done_by', { actor }) : t(key as 'inbox.event_done');
  }
  if (event?.type === 'scheduled_failed') {
    const why = explainCode(event.code ?? 'internal');
    return own
      ? t('inbox.event_scheduled_failed_by', { actor, why })
      : t('inbox.event_scheduled_failed', { why });
  }
  if (event?.type === 'priority_changed' && event.priority)
    return own
      ? t('inbox.event_priority_by', { actor, priority: t(priorityWords[event.priority]) })
      : priorityText(event.priority);
  if (event?.type === 'scheduled_dropped') return t('inbox.event_scheduled_dropped');
  if (event?.type === 'number_changed') {
    const [from, to] = [event.old_phone, event.new_phone].map((each) => each && phoneText(each));
    if (from && to) return t('inbox.event_number_changed', { from: ltr(from), to: ltr(to) });
    return to ? t('inbox.event_number_is', { to: ltr(to) }) : t('inbox.event_id_changed');
  }
  const names = i18n.fmt.list((event?.names ?? []).map(isolated));
  if (event?.type === 'group_renamed' && event.name)
    return t('inbox.event_group_renamed', { name: isolated(event.name) });
  if (names && (event?.type === 'group_joined' || event?.type === 'group_left'))
    return event.type === 'group_joined'
      ? t('inbox.event_group_joined', { names })
      : t('inbox.event_group_left', { names });
  if (names && event?.type === 'group_asked') return t('inbox.event_group_asked', { names });
  const plain = event && plainWords[event.type];
  if (plain) return t(plain);
  return t('inbox.event_other', { type: event?.type ?? '' });
}
