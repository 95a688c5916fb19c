import { codeOf } from '$lib/api/problem.ts';
import type { ChannelTraits, ErrorCode, Media, MediaKind } from '$lib/api/types.ts';
import { upload } from '$lib/api/upload.ts';
import { newId } from '../outgoing.svelte.ts';
import { kindOf } from './takes.ts';

export type Attachment = {
  id: string;
  file: { name: string; size: number; type: string };
  /** As what it goes; unknown while the channel's traits are, and then the server decides. */
  kind: MediaKind | undefined;
  /** A picture of it, made here. */
  preview: string | undefined;
  progress: number;
  media: Media | undefined;
  code: ErrorCode | undefined;
  /** It plays as a voice note. */
  voice: boolean;
  /** It may go another time. */
  again: boolean;
};

/** Files on their way into a message: sent to the server while the agent still writes. */
export class Attachments {
  all = $state.raw<readonly Attachment[]>([]);
  readonly #channelId: () => string;
  readonly #traits: () => ChannelTraits | undefined;
  readonly #aborts = new Map<string, AbortController>();
  readonly #files = new Map<string, File>();

  constructor(channelId: () => string, traits: () => ChannelTraits | undefined) {
    this.#channelId = channelId;
    this.#traits = traits;
  }

  get traits(): ChannelTraits | undefined {
    return this.#traits();
  }

  get busy(): boolean {
    return this.all.some((each) => !each.media && !each.code);
  }

  get ready(): readonly Attachment[] {
    return this.all.filter((each) => each.media);
  }

  add(files: Iterable<File>): void {
    for (const file of files) {
      const kind = this.traits && kindOf(this.traits, file);
      const refused = file.size === 0 || (this.traits !== undefined && !kind);
      const attachment: Attachment = {
        id: newId(),
        file,
        kind,
        preview: kind === 'image' ? URL.createObjectURL(file) : undefined,
        progress: 0,
        media: undefined,
        voice: false,
        code: !refused ? undefined : file.size === 0 ? 'media_empty' : 'media_too_large',
        again: !refused,
      };
      this.all = [...this.all, attachment];
      this.#files.set(attachment.id, file);
      if (!refused) void this.#send(attachment);
    }
  }

  /** What lies on the server already. */
  adopt(files: readonly Media[]): void {
    const adopted = files.map((media) => ({
      id: newId(),
      file: { name: media.name, size: media.bytes, type: media.mime },
      kind: media.kind,
      preview: undefined,
      progress: 1,
      media,
      voice: media.voice,
      code: undefined,
      again: false,
    }));
    this.all = [...this.all, ...adopted];
  }

  again(id: string): void {
    const found = this.all.find((each) => each.id === id);
    if (!found?.again) return;
    this.#update(id, { code: undefined, progress: 0 });
    void this.#send(found);
  }

  setVoice(id: string, voice: boolean): void {
    this.#update(id, { voice });
  }

  remove(id: string): void {
    this.#aborts.get(id)?.abort();
    const found = this.all.find((each) => each.id === id);
    if (found?.preview) URL.revokeObjectURL(found.preview);
    this.all = this.all.filter((each) => each.id !== id);
    this.#files.delete(id);
  }

  /** Gives what can be sent and forgets it; the pictures live on in the thread. */
  take(): readonly Attachment[] {
    const ready = this.ready;
    this.all = this.all.filter((each) => !each.media);
    return ready;
  }

  stop(): void {
    for (const abort of this.#aborts.values()) abort.abort();
  }

  async #send(attachment: Attachment): Promise<void> {
    const { id, kind } = attachment;
    const file = this.#files.get(id);
    if (!file) return;
    const abort = new AbortController();
    this.#aborts.set(id, abort);
    const { data, error } = await upload(file, {
      kind,
      channelId: this.#channelId(),
      onprogress: (progress) => this.#update(id, { progress }),
      signal: abort.signal,
    });
    this.#aborts.delete(id);
    if (data) this.#update(id, { media: data, progress: 1 });
    else this.#update(id, { code: codeOf(error) });
  }

  #update(id: string, changes: Partial<Attachment>): void {
    this.all = this.all.map((each) => (each.id === id ? { ...each, ...changes } : each));
  }
}
