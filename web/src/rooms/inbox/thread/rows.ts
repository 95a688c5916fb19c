// What a thread shows, row by row: days, the "New" line, what happened, and messages in groups.
import type { Message } from '$lib/api/types.ts';
import type { Pending } from '../outgoing.svelte.ts';

export type Row =
  | { kind: 'day'; key: string; at: number }
  | { kind: 'new'; key: string }
  | { kind: 'event'; key: string; message: Message }
  | {
      kind: 'message';
      key: string;
      message: Message;
      /** First and last of what one person wrote in one go. */
      opens: boolean;
      closes: boolean;
      pending: Pending | undefined;
    };

const together = 5 * 60_000;

const sender = (message: Message): string =>
  [
    message.direction,
    message.author?.kind,
    message.author?.id,
    message.author?.name,
    message.standby,
  ].join('/');

function dayOf(at: number): number {
  const date = new Date(at);
  return new Date(date.getFullYear(), date.getMonth(), date.getDate()).getTime();
}

/** The same key before and after the server knows a message, so that its row stays. */
const keyOf = (message: Message): string =>
  message.client_id ? `c${message.client_id}` : message.id;

export function rowsOf(
  messages: readonly Message[],
  pending: readonly { message: Message; pending: Pending }[],
  firstUnread: string | undefined,
): Row[] {
  const known = new Set(messages.map((each) => each.client_id));
  const all: { message: Message; pending: Pending | undefined }[] = [
    ...messages.map((message) => ({ message, pending: undefined })),
    ...pending.filter((each) => !known.has(each.message.client_id)),
  ];
  const rows: Row[] = [];
  let before: { message: Message; at: number; row: Row } | undefined;
  let day: number | undefined;
  for (const each of all) {
    const { message } = each;
    const at = Date.parse(message.at);
    // A clock of the channel may run behind; a day is never opened twice.
    if (day === undefined || dayOf(at) > day) {
      day = dayOf(at);
      rows.push({ kind: 'day', key: `day${day}`, at });
      before = undefined;
    }
    if (message.id === firstUnread) {
      rows.push({ kind: 'new', key: 'new' });
      before = undefined;
    }
    if (message.direction === 'event') {
      rows.push({ kind: 'event', key: keyOf(message), message });
      before = undefined;
      continue;
    }
    const joins =
      before !== undefined &&
      sender(before.message) === sender(message) &&
      at - before.at < together;
    if (joins && before?.row.kind === 'message') before.row.closes = false;
    const row: Row = {
      kind: 'message',
      key: keyOf(message),
      message,
      opens: !joins,
      closes: true,
      pending: each.pending,
    };
    rows.push(row);
    before = { message, at, row };
  }
  return rows;
}
