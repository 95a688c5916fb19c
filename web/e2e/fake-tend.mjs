// What a change of a conversation leaves behind in its thread, as the server tells it.
import { eventOf } from './fake-news.mjs';

export const ranks = ['urgent', 'high', 'normal', 'low', 'none'];

/** The events of a change, each once; what stays as it was is not told. */
export function eventsOf(before, { state, snoozed_until: until, reason, priority }) {
  const events = [];
  if (priority && priority !== before.priority)
    events.push(eventOf('priority_changed', { priority }));
  const another = state !== before.state || (until ?? null) !== before.snoozed_until;
  if (state && (another || reason))
    events.push(
      eventOf('state_changed', {
        from: before.state,
        to: state,
        until: until ?? null,
        reason: reason ?? null,
      }),
    );
  return events;
}
