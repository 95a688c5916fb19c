// Our own sign on a message: shown at once, taken back when it is refused.
import { api } from '$lib/api/client.ts';
import { explain } from '$lib/api/problem.ts';
import type { Conversation, Message } from '$lib/api/types.ts';
import { t, type PlainKey } from '$lib/i18n';
import { toasts } from '$lib/ui/toasts.svelte.ts';
import { windowStateOf } from '../filters.ts';
import type { Inbox } from '../inbox.svelte.ts';

export const quick = ['👍', '❤️', '😂', '😮', '😢', '🙏'];

const day = 24 * 3_600_000;
const unsent = ['queued', 'sending', 'failed', 'needs_attention'];

export const ownSign = (message: Message): string | undefined =>
  message.reactions.find((each) => each.side === 'business')?.emoji;

/** Why nothing can be put on it now; nothing when it can. */
export function whyNoSign(
  message: Message,
  conversation: Conversation,
  now: number,
): PlainKey | undefined {
  if (conversation.group) return 'inbox.not_in_group';
  if (message.revoked_at) return 'inbox.no_sign_gone';
  if (message.status && unsent.includes(message.status)) return 'inbox.no_sign_unsent';
  if (now - Date.parse(message.at) > 30 * day) return 'inbox.no_sign_old';
  if (windowStateOf(conversation, now) === 'closed') return 'inbox.window_is_closed';
  return undefined;
}

export async function react(inbox: Inbox, message: Message, emoji: string): Promise<void> {
  const thread = inbox.threads.find(message.conversation_id);
  const others = message.reactions.filter((each) => each.side !== 'business');
  const own = { side: 'business', emoji, status: 'queued', error: null } as const;
  thread?.put({ ...message, reactions: emoji ? [...others, own] : others });
  const { data, error } = await api.PUT('/messages/{message_id}/reaction', {
    params: { path: { message_id: message.id } },
    body: { emoji },
  });
  if (data) {
    thread?.put(data);
    return;
  }
  thread?.put(message);
  toasts.failed(explain(error), {
    label: t('common.try_again'),
    run: () => void react(inbox, message, emoji),
  });
}
