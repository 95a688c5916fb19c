// Messages on their way to the server. One at a time for each conversation, so that they arrive in
// the order they were written; without a connection they wait here and go when it is back.
import { api } from '$lib/api/client.ts';
import { codeOf } from '$lib/api/problem.ts';
import type {
  Content,
  Media,
  Message,
  Quoted,
  SendErrorCode,
  SendMessage,
  SentTemplate,
} from '$lib/api/types.ts';
import { live } from '$lib/live/live.svelte.ts';
import { kept } from './kept.ts';

export type Pending = {
  clientId: string;
  conversationId: string;
  note: boolean;
  body: Omit<SendMessage, 'client_id'>;
  /** What the row shows meanwhile. */
  quoted: Quoted | null;
  media: Media | null;
  content: Content | null;
  kind: Message['kind'] | null;
  /** What stands in the row when the body has no text of its own. */
  text: string;
  template: SentTemplate | null;
  mentions: Message['mentions'];
  at: string;
  state: 'waiting' | 'sending' | 'refused';
  code?: string;
};

export type Outgoing = Pick<Pending, 'conversationId' | 'note' | 'body'> &
  Partial<
    Pick<Pending, 'quoted' | 'media' | 'template' | 'content' | 'kind' | 'text' | 'mentions'>
  >;

const passing = ['offline', 'unavailable', 'too_many'];
const again = 5_000;

export class Outbox {
  all = $state.raw<readonly Pending[]>([]);
  readonly #keep;
  readonly #accepted: (message: Message) => void;
  readonly #busy = new Set<string>();
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(key: string, accepted: (message: Message) => void) {
    this.#keep = kept<Pending[]>(`${key}.outgoing`, []);
    this.#accepted = accepted;
    this.all = this.#keep.read().map((each) => ({
      ...each,
      state: each.state === 'sending' ? ('waiting' as const) : each.state,
    }));
  }

  /** Sends what was left from before, and again when the connection comes back. */
  follow(): () => void {
    const off = live.on('hello', () => this.#sendAll());
    const online = (): void => this.#sendAll();
    addEventListener('online', online);
    this.#sendAll();
    return () => {
      off();
      removeEventListener('online', online);
      clearTimeout(this.#timer);
    };
  }

  send(outgoing: Outgoing, clientId = newId()): Pending {
    const pending = make(outgoing, clientId);
    this.#change([...this.all, pending]);
    void this.#sendNext(pending.conversationId);
    return pending;
  }

  /** Sends at once and tells what the server held against it; without a connection it waits here. */
  async sendNow(outgoing: Outgoing): Promise<unknown> {
    const pending = { ...make(outgoing), state: 'sending' as const };
    const queued = this.all.some((each) => each.conversationId === outgoing.conversationId);
    const { data, error } = queued ? { error: undefined } : await this.#post(pending);
    if (data) this.#accepted(data);
    else if (queued || passing.includes(codeOf(error))) this.send(outgoing, pending.clientId);
    else return error;
    return undefined;
  }

  again(clientId: string): void {
    const found = this.#update(clientId, { state: 'waiting' });
    if (found) void this.#sendNext(found.conversationId);
  }

  drop(clientId: string): void {
    this.#change(this.all.filter((each) => each.clientId !== clientId));
  }

  /** The stream has told of a message: it is no longer on its way. */
  arrived(message: Message): void {
    const { client_id: id } = message;
    if (id && this.all.some((each) => each.clientId === id)) this.drop(id);
  }

  #sendAll(): void {
    for (const id of new Set(this.all.map((each) => each.conversationId))) void this.#sendNext(id);
  }

  async #sendNext(conversationId: string): Promise<void> {
    if (this.#busy.has(conversationId)) return;
    const next = this.all.find(
      (each) => each.conversationId === conversationId && each.state === 'waiting',
    );
    if (!next) return;
    this.#busy.add(conversationId);
    this.#update(next.clientId, { state: 'sending' });
    const { data, error } = await this.#post(next);
    this.#busy.delete(conversationId);
    if (data) {
      this.#accepted(data);
      this.drop(next.clientId);
    } else if (passing.includes(codeOf(error))) {
      this.#update(next.clientId, { state: 'waiting' });
      clearTimeout(this.#timer);
      this.#timer = setTimeout(() => this.#sendAll(), again);
      return;
    } else {
      this.#update(next.clientId, { state: 'refused', code: codeOf(error) });
    }
    await this.#sendNext(conversationId);
  }

  #post(pending: Pending) {
    const params = { path: { conversation_id: pending.conversationId } };
    if (pending.note)
      return api.POST('/conversations/{conversation_id}/notes', {
        params,
        body: {
          text: pending.body.text ?? '',
          client_id: pending.clientId,
          mentions: pending.mentions?.map((each) => each.id) ?? [],
        },
      });
    return api.POST('/conversations/{conversation_id}/messages', {
      params,
      body: { ...pending.body, client_id: pending.clientId },
    });
  }

  #update(clientId: string, changes: Partial<Pending>): Pending | undefined {
    this.#change(
      this.all.map((each) => (each.clientId === clientId ? { ...each, ...changes } : each)),
    );
    return this.all.find((each) => each.clientId === clientId);
  }

  #change(all: readonly Pending[]): void {
    this.all = all;
    this.#keep.write([...all]);
  }
}

const make = (outgoing: Outgoing, clientId = newId()): Pending => ({
  quoted: null,
  media: null,
  content: null,
  kind: null,
  text: '',
  template: null,
  mentions: [],
  ...outgoing,
  clientId,
  at: new Date().toISOString(),
  state: 'waiting',
});

/** As it will look once the server has it. */
export function asMessage(pending: Pending, author: string): Message {
  return {
    id: `pending-${pending.clientId}`,
    conversation_id: pending.conversationId,
    direction: pending.note ? 'note' : 'out',
    kind: pending.kind ?? (pending.template ? 'template' : (pending.media?.kind ?? 'text')),
    text: pending.body.text ?? pending.text ?? '',
    at: pending.at,
    created_at: pending.at,
    author: { kind: 'member', id: null, name: author },
    status: pending.note ? null : pending.state === 'refused' ? 'failed' : 'queued',
    status_at: null,
    // Also refusals of our own server: the screens have words for both.
    error: pending.code
      ? { code: pending.code as SendErrorCode, provider_code: null, detail: null }
      : null,
    quoted: pending.quoted,
    media: pending.media,
    // What an earlier version of this page kept has no content.
    content: pending.content ?? null,
    reactions: [],
    edited_at: null,
    revoked_at: null,
    template: pending.template,
    event: null,
    unsupported_type: null,
    client_id: pending.clientId,
    pricing: null,
    receipts: null,
    standby: false,
    mentions: pending.mentions ?? [],
  };
}

// crypto.randomUUID exists in secure contexts only, and a first try is often plain http.
export function newId(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return [...bytes].map((byte) => byte.toString(16).padStart(2, '0')).join('');
}
