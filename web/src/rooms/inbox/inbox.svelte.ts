// The state of the inbox and what can be done in it. One object for each workspace, given to the
// components by context.
import { createContext, untrack } from 'svelte';
import { live } from '$lib/live/live.svelte.ts';
import { session } from '$lib/session.svelte.ts';
import type { Conversation, Message } from '$lib/api/types.ts';
import type { Recorder } from './composer/voice/recorder.svelte.ts';
import { Changes } from './changes.svelte.ts';
import { Conversations } from './conversations.svelte.ts';
import { Drafts } from './drafts.svelte.ts';
import type { Filters } from './filters.ts';
import { ConversationList } from './list/list.svelte.ts';
import { SavedReplies } from '../saved/replies.svelte.ts';
import { Selection } from './list/selection.svelte.ts';
import { Outbox } from './outgoing.svelte.ts';
import { Prefs } from './prefs.svelte.ts';
import { Presence } from './presence.svelte.ts';
import { Team } from './team.svelte.ts';
import { Threads } from './thread/thread.svelte.ts';
import { SavedViews } from './views/views.svelte.ts';

/** How the room moves about; the addresses are the room's business. */
export type Ways = {
  open: (id: string | undefined, how?: 'push' | 'replace') => void;
  filter: (changes: Partial<Filters>) => void;
};

export class Inbox {
  readonly slug: string;
  readonly conversations = new Conversations();
  readonly threads = new Threads();
  readonly team = new Team();
  readonly saved = new SavedReplies();
  readonly views = new SavedViews();
  readonly list: ConversationList;
  readonly selection: Selection;
  readonly outbox: Outbox;
  readonly drafts: Drafts;
  readonly prefs: Prefs;
  readonly presence = new Presence(() => this.me);
  readonly changes: Changes;
  readonly ways: Ways;
  /** The conversation on screen. */
  openId = $state<string | undefined>();
  /** Something new from a customer, for the announcer. */
  onmessage: ((conversation: Conversation, message: Message) => void) | undefined;
  #heardHello = false;
  /** By conversation: a recording outlives a look at another one. */
  readonly recorders = new Map<string, Recorder>();

  constructor(slug: string, filters: Filters, ways: Ways) {
    const key = `sapa.inbox.${slug}.${this.me}`;
    this.slug = slug;
    this.ways = ways;
    this.list = new ConversationList(this.conversations, filters, () => this.me);
    this.selection = new Selection(this.list);
    this.drafts = new Drafts(key);
    this.prefs = new Prefs(`sapa.inbox.${this.me}`);
    this.outbox = new Outbox(key, (message) => this.#know(message));
    this.changes = new Changes(this);
  }

  get me(): string {
    return session.user?.id ?? '';
  }

  get mayReply(): boolean {
    return this.team.may('reply');
  }

  get current(): Conversation | undefined {
    return this.openId === undefined ? undefined : this.conversations.get(this.openId);
  }

  /** Listens until the returned function is called. */
  follow(): () => void {
    const offs = [
      this.team.follow(),
      this.outbox.follow(),
      this.saved.follow(),
      this.views.follow(),
      this.presence.follow(),
      live.on('hello', () => {
        // What happened between our first questions and the start of the stream.
        if (!this.#heardHello && this.list.state === 'ready') this.refresh();
        this.#heardHello = true;
      }),
      live.on('message.created', (event) => {
        this.#take(event.conversation);
        this.#know(event.message);
        if (event.message.direction === 'in') this.onmessage?.(event.conversation, event.message);
      }),
      live.on('message.updated', (event) => {
        this.#take(event.conversation);
        this.#know(event.message);
      }),
      live.on('conversation.updated', (event) => this.#take(event.conversation)),
      live.on('conversation.removed', (event) => {
        this.list.drop(event.conversation_id);
        this.conversations.remove(event.conversation_id);
      }),
      live.on('reset', () => this.refresh()),
    ];
    const leaving = (): void => this.drafts.flush();
    addEventListener('pagehide', leaving);
    return () => {
      leaving();
      removeEventListener('pagehide', leaving);
      for (const off of offs) off();
    };
  }

  /** Everything on screen again, without taking it away meanwhile. */
  refresh(): void {
    const open = untrack(() => this.openId);
    const thread = open ? this.threads.find(open) : undefined;
    this.threads.forget();
    void this.list.load(this.list.filters, true);
    if (thread) void this.threads.adopt(thread).load();
  }

  #take(conversation: Conversation): void {
    const merged = this.changes.underway(conversation);
    this.conversations.put(merged);
    this.list.apply(merged);
  }

  #know(message: Message): void {
    this.outbox.arrived(message);
    this.threads.find(message.conversation_id)?.put(message);
  }
}

export const [getInbox, setInbox] = createContext<Inbox>();
