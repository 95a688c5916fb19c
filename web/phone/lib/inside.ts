// What a message holds, whichever side wrote it. Everything that is not text or a file lies in
// `content` as the provider writes it; what was passed through raw lies in `extra.raw`.
import type { Answer, Card, Interactive, Message, Order, Place, Raw } from './types.ts';

export const rawOf = (message: Message): Raw | undefined => message.extra?.raw;

export function contentOf<T>(message: Message): T | undefined {
  const raw = rawOf(message);
  const found = message.content ?? (raw ? raw[message.type] : message.extra);
  return found === null || found === undefined ? undefined : (found as T);
}

export const typeOf = (message: Message): string => rawOf(message)?.type ?? message.type;

export const textOf = (message: Message): string =>
  message.text || (rawOf(message)?.text?.body ?? '');

export const place = (message: Message): Place | undefined => contentOf<Place>(message);

export function cards(message: Message): Card[] {
  const found = contentOf<Card[]>(message);
  return Array.isArray(found) ? found : [];
}

export const order = (message: Message): Order | undefined => contentOf<Order>(message);

/** A menu, form, product … of the business. */
export function interactive(message: Message): Interactive | undefined {
  const found = contentOf<Interactive>(message);
  return !message.mine && found?.action ? found : undefined;
}

/** What a customer answered to one. */
export const answer = (message: Message): Answer | undefined =>
  message.mine ? contentOf<Answer>(message) : undefined;

/** The fields of a filled form, without what belongs to the machinery. */
export function filled(json: string): [string, string][] {
  try {
    const all = JSON.parse(json) as Record<string, unknown>;
    const inner = typeof all['values'] === 'object' && all['values'] ? all['values'] : all;
    return Object.entries(inner)
      .filter(([name, value]) => name !== 'flow_token' && typeof value !== 'object')
      .map(([name, value]) => [name, String(value)]);
  } catch {
    return [];
  }
}

/** Only what leads to the web may be followed. */
export const webAddress = (url: string | undefined): string | undefined =>
  url && /^https?:\/\//.test(url) ? url : undefined;

export const referralOf = (message: Message): Raw['referral'] =>
  message.with?.referral ?? rawOf(message)?.referral;

export const wasForwarded = (message: Message): boolean =>
  message.with?.forwarded === true || rawOf(message)?.context?.forwarded === true;

export interface CallLine {
  status: 'ringing' | 'answered' | 'missed' | 'rejected';
  duration_s?: number;
}

export const callOf = (message: Message): CallLine | undefined =>
  message.type === 'call' ? contentOf<CallLine>(message) : undefined;

/** Neither ended nor given up. */
export const underWay = (message: Message): boolean => {
  const call = callOf(message);
  return (
    call?.status === 'ringing' || (call?.status === 'answered' && call.duration_s === undefined)
  );
};
