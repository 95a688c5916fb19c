// Passing a message on to other conversations.
import { api } from '$lib/api/client.ts';
import type { Conversation, Message } from '$lib/api/types.ts';
import type { PlainKey } from '$lib/i18n';
import { windowStateOf } from '../filters.ts';
import type { Inbox } from '../inbox.svelte.ts';

const kinds = [
  'text',
  'image',
  'video',
  'audio',
  'document',
  'sticker',
  'location',
  'contacts',
  'interactive',
];

// Source: developers.facebook.com/documentation/business-messaging/whatsapp/groups (2026-05).
const groupKinds = ['text', 'image', 'video', 'audio', 'document', 'sticker'];

export function canForward(message: Message): boolean {
  if (message.direction === 'note' || message.revoked_at || !kinds.includes(message.kind))
    return false;
  return message.media === null || message.media.state === 'ready';
}

/** Why it cannot go there now; nothing when it can. */
export function whyNotTo(
  conversation: Conversation,
  message: Message,
  now: number,
): PlainKey | undefined {
  if (conversation.channel.state === 'disconnected') return 'inbox.is_disconnected';
  if (windowStateOf(conversation, now) === 'closed') return 'inbox.window_is_closed';
  if (conversation.group && !groupKinds.includes(message.kind)) return 'inbox.not_in_group';
  return undefined;
}

/** Conversations of these people, and those in which the words were said; each once. */
export async function findConversations(text: string): Promise<Conversation[] | undefined> {
  const [messages, people] = await Promise.all([
    api.GET('/search', { params: { query: { q: text, limit: 10 } } }),
    api.GET('/contacts', { params: { query: { q: text, limit: 8 } } }),
  ]);
  if (!messages.data && !people.data) return undefined;
  const ids = (people.data?.data ?? []).flatMap((each) => each.conversation_ids);
  const named = await Promise.all(
    ids.slice(0, 10).map(async (id) => {
      const { data } = await api.GET('/conversations/{conversation_id}', {
        params: { path: { conversation_id: id } },
      });
      return data ? [data] : [];
    }),
  );
  const all = [...named.flat(), ...(messages.data?.data ?? []).map((each) => each.conversation)];
  return [...new Map(all.map((each) => [each.id, each])).values()];
}

/** To each of them, through the queue that also keeps what cannot go yet. */
export function forward(inbox: Inbox, message: Message, to: readonly string[]): void {
  for (const conversationId of to)
    inbox.outbox.send({
      conversationId,
      note: false,
      body: { forward_of: message.id },
      kind: message.kind,
      text: message.text,
      media: message.media,
      content: message.content,
    });
}
