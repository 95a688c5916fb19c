import type { Channel, Conversation, Counts, Message, Notice, Presence } from '$lib/api/types.ts';

/** What the server says over the stream: name of the event to its data. */
export type LiveEvents = {
  hello: { seq: number; version: string };
  'message.created': { seq: number; conversation: Conversation; message: Message };
  'message.updated': { seq: number; conversation: Conversation; message: Message };
  'conversation.updated': { seq: number; conversation: Conversation };
  'conversation.removed': { seq: number; conversation_id: string };
  'channel.updated': { seq: number; channel: Channel };
  'labels.updated': { seq: number };
  'views.updated': { seq: number };
  'members.updated': { seq: number };
  'workspace.updated': { seq: number };
  'notice.created': { seq: number; notice: Notice };
  'notices.read': { seq: number };
  'saved_replies.updated': { seq: number };
  /** That member is told of something, or has seen it. */
  'notifications.updated': { seq: number; user_id: string };
  'contact.updated': { seq: number; contact_id: string };
  'contact_fields.updated': { seq: number };
  'segments.updated': { seq: number };
  counts: Counts;
  /** Everybody who is at that conversation now. */
  presence: Presence;
  /** Too far behind to catch up: load everything again; what comes next comes after `seq`. */
  reset: { seq: number };
  /** One stream too many of this session: this one, the oldest, has ended. */
  taken: { code: string };
  /** The session has ended. */
  bye: Record<string, never>;
};

export type LiveName = keyof LiveEvents;

export const liveNames: readonly LiveName[] = [
  'hello',
  'message.created',
  'message.updated',
  'conversation.updated',
  'conversation.removed',
  'channel.updated',
  'labels.updated',
  'views.updated',
  'members.updated',
  'workspace.updated',
  'notice.created',
  'notices.read',
  'saved_replies.updated',
  'notifications.updated',
  'contact.updated',
  'contact_fields.updated',
  'segments.updated',
  'counts',
  'presence',
  'reset',
  'taken',
  'bye',
];
