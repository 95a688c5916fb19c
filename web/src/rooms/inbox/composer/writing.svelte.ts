// What is being written in one conversation, and what happens when it is sent.
import { api } from '$lib/api/client.ts';
import { explain } from '$lib/api/problem.ts';
import type { ChannelTraits, Media, Message, Quoted } from '$lib/api/types.ts';
import { toasts } from '$lib/ui/toasts.svelte.ts';
import type { Mode } from '../drafts.svelte.ts';
import { windowStateOf } from '../filters.ts';
import type { Inbox } from '../inbox.svelte.ts';
import type { Outgoing } from '../outgoing.svelte.ts';
import { Attachments } from './attachments.svelte.ts';
import type { Body } from './build/draft.ts';
import type { When } from './later/later.ts';
import { mentionsIn } from './mention/mentions.svelte.ts';
import { asControls, holding } from './saved/buttons.ts';
import { takesCaption } from './takes.ts';
import { Recorder } from './voice/recorder.svelte.ts';

export const hasLink = (text: string): boolean => /https?:\/\/\S/i.test(text);

// The customer sees the sign for up to 25 seconds.
const typingEvery = 20_000;

export class Writing {
  readonly id: string;
  quoted = $state.raw<Message | undefined>();
  /** Whether the first link shows its page. */
  linkPreview = $state(true);
  readonly attachments: Attachments;
  readonly voice: Recorder;
  /** Below the text, to be answered with a touch. */
  buttons = $state.raw<readonly string[]>([]);
  focus: (() => void) | undefined;
  /** Puts the cursor there, once the box has its new text. */
  place: ((cursor: number) => void) | undefined;
  readonly #inbox: Inbox;
  #typedAt = 0;

  constructor(inbox: Inbox, id: string) {
    this.#inbox = inbox;
    this.id = id;
    this.voice = inbox.recorders.get(id) ?? new Recorder();
    inbox.recorders.set(id, this.voice);
    this.attachments = new Attachments(
      () => this.channelId,
      () => this.traits,
    );
  }

  get group(): boolean {
    return Boolean(this.#inbox.conversations.get(this.id)?.group);
  }

  get channelId(): string {
    return this.#inbox.conversations.get(this.id)?.channel.id ?? '';
  }

  /** What can be sent here; unknown until the channels are. */
  get traits(): ChannelTraits | undefined {
    return this.#inbox.team.channels?.find((each) => each.id === this.channelId)?.traits;
  }

  get mode(): Mode {
    return this.#inbox.drafts.of(this.id).mode;
  }

  set mode(mode: Mode) {
    this.#inbox.drafts.set(this.id, { mode });
  }

  get text(): string {
    return this.#inbox.drafts.of(this.id)[this.mode];
  }

  set text(text: string) {
    this.#inbox.drafts.set(this.id, { [this.mode]: text });
  }

  get empty(): boolean {
    return this.text.trim() === '' && (this.mode === 'note' || this.attachments.ready.length === 0);
  }

  quote(message: Message): void {
    this.mode = 'reply';
    this.quoted = message;
    this.focus?.();
  }

  /** Tells the customer that somebody writes; only where the channel lets us answer. */
  typing(): void {
    if (this.mode === 'reply' && !this.empty) this.#inbox.presence.typing();
    else this.#inbox.presence.rest();
    const conversation = this.#inbox.conversations.get(this.id);
    const now = Date.now();
    if (this.mode !== 'reply' || !conversation || now - this.#typedAt < typingEvery) return;
    if (windowStateOf(conversation, now) === 'closed' || this.traits?.typing === false) return;
    this.#typedAt = now;
    void api.POST('/conversations/{conversation_id}/typing', {
      params: { path: { conversation_id: this.id } },
    });
  }

  /** Says whether anything went. */
  send(): boolean {
    if (this.empty || (this.mode === 'reply' && this.attachments.busy)) return false;
    const text = this.text.trim();
    const { outbox } = this.#inbox;
    if (this.mode === 'note') {
      const mentions = mentionsIn(text, this.#inbox.team.active);
      outbox.send({ conversationId: this.id, note: true, body: { text }, mentions });
    } else {
      for (const message of this.#messages(text)) outbox.send(message);
      this.#begin();
    }
    this.text = '';
    return true;
  }

  /** What is written, as the messages it becomes: a file each, and the text. */
  #messages(text: string): Outgoing[] {
    const files = this.attachments.take();
    const quoted = this.quoted;
    const first = files[0];
    const { traits } = this;
    const controls = text ? asControls(this.buttons) : undefined;
    const captions = Boolean(
      traits && !controls && first?.media && takesCaption(traits, first.media.kind, text),
    );
    const body = quoted ? { quoted_id: quoted.id } : {};
    const shown = { quoted: quoted ? asQuote(quoted) : null };
    const messages: Outgoing[] = [];
    for (const [i, file] of files.entries()) {
      if (!file.media) continue;
      const caption = i === 0 && captions && text ? { text } : {};
      messages.push({
        conversationId: this.id,
        note: false,
        body: {
          ...(i === 0 ? body : {}),
          ...caption,
          media_id: file.media.id,
          ...(file.voice ? { voice: true } : {}),
        },
        media: {
          ...file.media,
          url: file.preview ?? file.media.url,
          voice: file.voice || file.media.voice,
        },
        ...(i === 0 ? shown : {}),
      });
    }
    if (text && !captions)
      messages.push({
        conversationId: this.id,
        note: false,
        body: {
          ...(first ? {} : body),
          text,
          ...(controls ? { interactive: controls } : {}),
          ...(hasLink(text) && !this.linkPreview && !controls ? { preview_link: false } : {}),
        },
        ...(controls ? { kind: 'interactive' as const, content: holding(this.buttons) } : {}),
        ...(first ? {} : shown),
      });
    return messages;
  }

  #begin(): void {
    this.quoted = undefined;
    this.linkPreview = true;
    this.buttons = [];
    this.#typedAt = 0;
    this.text = '';
    this.#inbox.presence.rest();
  }

  /** Sends what is written at another time; gives it back when the server will not have it. */
  async later(when: When): Promise<void> {
    if (this.mode !== 'reply' || this.empty || this.attachments.busy) return;
    const text = this.text.trim();
    const { buttons } = this;
    const messages = this.#messages(text);
    this.#begin();
    const back = (): void => {
      if (this.text === '') {
        this.text = text;
        this.buttons = buttons;
      }
    };
    const { schedule, tellScheduled } = await import('./later/later.ts');
    const { made, error } = await schedule(messages, when);
    if (error === undefined) return tellScheduled(made, when.at, back);
    toasts.failed(explain(error));
    back();
    this.attachments.adopt(messages.slice(made.length).flatMap((each) => each.media ?? []));
  }

  /** A file of its own, with the quote if there is one. */
  sendFile(media: Media, body: Body): void {
    const { quoted } = this;
    this.#inbox.outbox.send({
      conversationId: this.id,
      note: false,
      body: { ...body, ...(quoted ? { quoted_id: quoted.id } : {}) },
      media,
      quoted: quoted ? asQuote(quoted) : null,
    });
    this.quoted = undefined;
  }

  close(): void {
    this.attachments.stop();
    this.voice.pause(true);
  }
}

export const asQuote = (message: Message): Quoted => ({
  id: message.id,
  text: message.text,
  kind: message.kind,
  direction: message.direction,
  author_name: message.author?.name ?? '',
});
