// Messages that go at another time: put there at once, taken back for six seconds.
import { api } from '$lib/api/client.ts';
import { explain } from '$lib/api/problem.ts';
import type { ScheduledMessage } from '$lib/api/types.ts';
import { t } from '$lib/i18n';
import { toasts } from '$lib/ui/toasts.svelte.ts';
import { newId, type Outgoing } from '../../outgoing.svelte.ts';
import { whenText } from '../../times.ts';

export type When = { at: Date; unlessAnswered: boolean };

/** Says what the server held against the first that it refused; the ones before it stay. */
export async function schedule(
  messages: readonly Outgoing[],
  { at, unlessAnswered }: When,
): Promise<{ made: ScheduledMessage[]; error?: unknown }> {
  const made: ScheduledMessage[] = [];
  for (const { conversationId, body } of messages) {
    const { data, error } = await api.POST('/conversations/{conversation_id}/scheduled', {
      params: { path: { conversation_id: conversationId } },
      body: {
        ...body,
        client_id: newId(),
        at: at.toISOString(),
        ...(unlessAnswered ? { unless_answered: true } : {}),
      },
    });
    if (!data) return { made, error };
    made.push(data);
  }
  return { made };
}

export async function cancel(id: string): Promise<boolean> {
  const { error } = await api.DELETE('/scheduled/{scheduled_id}', {
    params: { path: { scheduled_id: id } },
  });
  if (error) toasts.failed(explain(error));
  return error === undefined;
}

/** What was written comes back when it is undone; files went with their messages. */
export function tellScheduled(made: readonly ScheduledMessage[], at: Date, back: () => void): void {
  const undo = async (): Promise<void> => {
    const gone = await Promise.all(made.map((each) => cancel(each.id)));
    if (gone.every(Boolean)) back();
  };
  const text = t('inbox.scheduled_for', { when: whenText(at) });
  if (made.some((each) => each.media.length > 0)) toasts.done(text);
  else toasts.done(text, { label: t('common.undo'), run: () => void undo() });
}
