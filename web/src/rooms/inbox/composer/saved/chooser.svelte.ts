// A slash in the composer and what it finds: filtered while somebody types, taken with Enter.
import { api } from '$lib/api/client.ts';
import { explain } from '$lib/api/problem.ts';
import type { Conversation, SavedReply } from '$lib/api/types.ts';
import { session } from '$lib/session.svelte.ts';
import { toasts } from '$lib/ui/toasts.svelte.ts';
import type { Inbox } from '../../inbox.svelte.ts';
import { Finder } from '../finder.svelte.ts';
import { found } from '../../../saved/replies.svelte.ts';
import { fill, type Values } from '../../../saved/variables.ts';
import type { Writing } from '../writing.svelte.ts';

const shown = 50;

export class Chooser extends Finder<SavedReply> {
  readonly #inbox: Inbox;
  readonly #writing: Writing;
  #language = $state<string | null | undefined>();

  constructor(inbox: Inbox, writing: Writing) {
    super('/');
    this.#inbox = inbox;
    this.#writing = writing;
  }

  readonly found: readonly SavedReply[] = $derived.by(() =>
    this.spot
      ? found(this.#inbox.saved.all ?? [], this.spot.typed, this.#language).slice(0, shown)
      : [],
  );

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
    const { spot } = this;
    if (!reply || !spot) return;
    const writing = this.#writing;
    const words = this.preview(reply);
    const { text } = writing;
    writing.text = text.slice(0, spot.from) + words + text.slice(spot.to);
    this.spot = undefined;
    const reply_ = writing.mode === 'reply';
    if (reply_ && reply.buttons.length > 0 && !writing.group) writing.buttons = reply.buttons;
    writing.place?.(spot.from + words.length);
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

  protected override begin(): void {
    this.#inbox.saved.want();
    const contact = this.#inbox.conversations.get(this.#writing.id)?.contact.id;
    if (!contact || this.#language !== undefined) return;
    void api
      .GET('/contacts/{contact_id}', { params: { path: { contact_id: contact } } })
      .then(({ data }) => (this.#language = data?.language ?? null));
  }
}
