// A slash in the composer and what it finds: filtered while somebody types, taken with Enter.
import { api } from '$lib/api/client.ts';
import { explain } from '$lib/api/problem.ts';
import type { Conversation, SavedReply } from '$lib/api/types.ts';
import { session } from '$lib/session.svelte.ts';
import { toasts } from '$lib/ui/toasts.svelte.ts';
import type { Inbox } from '../../inbox.svelte.ts';
import { found } from '../../../saved/replies.svelte.ts';
import { fill, type Values } from '../../../saved/variables.ts';
import type { Writing } from '../writing.svelte.ts';

export type Slash = { from: number; to: number; typed: string };

/** The slash before the cursor that begins a word, and what follows it. */
export function slashAt(text: string, cursor: number): Slash | undefined {
  const before = /(?:^|\s)\/([^\s/]*)$/.exec(text.slice(0, cursor));
  if (!before) return undefined;
  const typed = before[1] ?? '';
  return { from: cursor - typed.length - 1, to: cursor, typed };
}

const shown = 50;

export class Chooser {
  slash = $state.raw<Slash | undefined>();
  at = $state(0);
  readonly #inbox: Inbox;
  readonly #writing: Writing;
  /** A slash that was waved away stays a slash. */
  #ignored: number | undefined;
  #language = $state<string | null | undefined>();

  constructor(inbox: Inbox, writing: Writing) {
    this.#inbox = inbox;
    this.#writing = writing;
  }

  readonly found: readonly SavedReply[] = $derived.by(() =>
    this.slash
      ? found(this.#inbox.saved.all ?? [], this.slash.typed, this.#language).slice(0, shown)
      : [],
  );

  get open(): boolean {
    return this.slash !== undefined;
  }

  get active(): SavedReply | undefined {
    return this.found[this.at];
  }

  /** After each change of the text or the cursor. */
  look(area: HTMLTextAreaElement): void {
    const slash =
      area.selectionStart === area.selectionEnd
        ? slashAt(area.value, area.selectionStart)
        : undefined;
    if (slash?.from !== this.#ignored) this.#ignored = undefined;
    const next = slash?.from === this.#ignored ? undefined : slash;
    if (next?.typed !== this.slash?.typed) this.at = 0;
    if (next && !this.slash) this.#begin();
    this.slash = next;
  }

  close(): void {
    this.#ignored = this.slash?.from;
    this.slash = undefined;
  }

  /** Whether the key was for the list. */
  press(event: KeyboardEvent): boolean {
    if (!this.slash || event.isComposing || event.ctrlKey || event.metaKey || event.altKey)
      return false;
    const count = this.found.length;
    if (event.key === 'Escape') this.close();
    else if (count === 0) return false;
    else if (event.key === 'ArrowDown') this.at = (this.at + 1) % count;
    else if (event.key === 'ArrowUp') this.at = (this.at + count - 1) % count;
    else if ((event.key === 'Enter' || event.key === 'Tab') && !event.shiftKey)
      this.pick(this.active);
    else return false;
    event.preventDefault();
    event.stopPropagation();
    return true;
  }

  values(conversation: Conversation | undefined): Values {
    return {
      'contact.name': conversation?.contact.name ?? '',
      'agent.name': session.user?.name ?? '',
      'workspace.name': this.#inbox.team.workspace?.name ?? '',
      'conversation.id': this.#writing.id,
    };
  }

  preview(reply: SavedReply): string {
    return fill(reply.text, this.values(this.#inbox.conversations.get(this.#writing.id)));
  }

  /** The words are there at once; files follow. */
  pick(reply: SavedReply | undefined): void {
    const { slash } = this;
    if (!reply || !slash) return;
    const writing = this.#writing;
    const words = this.preview(reply);
    const { text } = writing;
    writing.text = text.slice(0, slash.from) + words + text.slice(slash.to);
    this.slash = undefined;
    const reply_ = writing.mode === 'reply';
    if (reply_ && reply.buttons.length > 0 && !writing.group) writing.buttons = reply.buttons;
    writing.place?.(slash.from + words.length);
    this.#inbox.saved.used(reply.id);
    void this.#use(reply, reply_);
  }

  async #use(reply: SavedReply, withFiles: boolean): Promise<void> {
    const { data, error } = await api.POST('/saved-replies/{saved_reply_id}/use', {
      params: { path: { saved_reply_id: reply.id } },
      body: { conversation_id: this.#writing.id },
    });
    if (data && withFiles) this.#writing.attachments.adopt(data.media);
    else if (error && reply.media.length > 0) toasts.failed(explain(error));
  }

  #begin(): void {
    this.#inbox.saved.want();
    const contact = this.#inbox.conversations.get(this.#writing.id)?.contact.id;
    if (!contact || this.#language !== undefined) return;
    void api
      .GET('/contacts/{contact_id}', { params: { path: { contact_id: contact } } })
      .then(({ data }) => (this.#language = data?.language ?? null));
  }
}
