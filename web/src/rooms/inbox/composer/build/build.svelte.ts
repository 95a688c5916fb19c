// One thing being put together: what is written so far (kept on this device until it is sent), what
// is wrong with it, and sending it.
import { createContext } from 'svelte';
import { codeOf, explain, fieldProblems } from '$lib/api/problem.ts';
import type { Content, Media } from '$lib/api/types.ts';
import { i18n, t } from '$lib/i18n';
import type { Inbox } from '../../inbox.svelte.ts';
import { kept } from '../../kept.ts';
import { asQuote, type Writing } from '../writing.svelte.ts';
import {
  bodyOf,
  contentOf,
  emptyDraft,
  isInteractive,
  productsIn,
  wrongsOf,
  type BuildDraft,
  type BuildKind,
} from './draft.ts';
import { Memory } from './memory.ts';

type Kept = Record<string, BuildDraft>;

export class Build {
  readonly kind: BuildKind;
  readonly draft: BuildDraft;
  readonly memory: Memory;
  busy = $state(false);
  uploading = $state(false);
  problem = $state<string | undefined>();
  /** What the server held against it, by the API's own names of fields. */
  refused = $state.raw<Record<string, string>>({});
  /** Empty fields are not scolded before the first try. */
  tried = $state(false);
  /** Nothing is left to keep. */
  sent = false;
  readonly #inbox: Inbox;
  readonly #writing: Writing;
  readonly #keep;
  readonly #slot: string;

  constructor(inbox: Inbox, writing: Writing, kind: BuildKind) {
    this.#inbox = inbox;
    this.#writing = writing;
    this.kind = kind;
    this.#keep = kept<Kept>(`sapa.inbox.${inbox.slug}.${inbox.me}.builds`, {});
    this.#slot = `${writing.id}.${kind}`;
    this.memory = new Memory(`sapa.inbox.${inbox.slug}`);
    const begun = this.#keep.read()[this.#slot];
    const draft = $state({ ...emptyDraft(), ...this.memory.usual(), ...begun });
    this.draft = draft;
    this.resumed = begun !== undefined;
  }

  readonly resumed: boolean;

  get channelId(): string {
    return this.#writing.channelId;
  }

  get traits() {
    return this.#writing.traits;
  }

  readonly wrongs = $derived.by(() => wrongsOf(this.kind, this.draft, this.traits));
  readonly content: Content = $derived.by(() => contentOf(this.kind, this.draft));

  /** The sentence beside a field. Too much is said at once, too little after the first try. */
  problemOf(field: string): string | undefined {
    const code = this.wrongs[field];
    if (code && (this.tried || code === 'too_long' || code === 'too_many')) {
      const key = `compose.wrong_${code}`;
      const usual = `errors.field_${code}`;
      return t((i18n.has(key) ? key : usual) as 'errors.field_required');
    }
    return this.refused[field];
  }

  /** What the server held against a field is over once it is written anew. */
  forgive(field: string): void {
    if (!(field in this.refused)) return;
    this.refused = Object.fromEntries(
      Object.entries(this.refused).filter(([each]) => each !== field),
    );
  }

  keep(): void {
    const draft = $state.snapshot(this.draft) as BuildDraft;
    const usual = { ...emptyDraft(), ...this.memory.usual() };
    this.#store(JSON.stringify(draft) === JSON.stringify(usual) ? undefined : draft);
  }

  clear(): void {
    Object.assign(this.draft, emptyDraft());
    this.tried = false;
    this.refused = {};
    this.problem = undefined;
    this.#store(undefined);
  }

  setFile(file: Media | null): void {
    this.draft.file = file;
  }

  /** Says whether it went, or waits for the connection. */
  async send(): Promise<boolean> {
    this.tried = true;
    this.refused = {};
    this.problem = undefined;
    if (Object.keys(this.wrongs).length > 0 || this.busy || this.uploading) return false;
    this.busy = true;
    const quoted = this.#writing.quoted;
    const draft = $state.snapshot(this.draft) as BuildDraft;
    const error = await this.#inbox.outbox.sendNow({
      conversationId: this.#writing.id,
      note: false,
      body: { ...bodyOf(this.kind, draft), ...(quoted ? { quoted_id: quoted.id } : {}) },
      kind: isInteractive(this.kind) ? 'interactive' : this.kind,
      content: contentOf(this.kind, draft),
      media: draft.file,
      quoted: quoted ? asQuote(quoted) : null,
    });
    this.busy = false;
    if (error !== undefined) {
      this.refused = fieldProblems(error);
      if (codeOf(error) !== 'invalid_input' || Object.keys(this.refused).length === 0)
        this.problem = explain(error);
      return false;
    }
    this.#writing.quoted = undefined;
    this.#remember(draft);
    this.sent = true;
    this.clear();
    return true;
  }

  #remember(draft: BuildDraft): void {
    const { kind, memory } = this;
    if (kind === 'location') memory.place(draft.place);
    if (kind === 'flow') memory.note('flow', draft.flow.id);
    if (kind === 'product' || kind === 'product_list') memory.note('catalogue', draft.catalogue);
    if (kind === 'product' || kind === 'catalogue') memory.note('product', draft.product);
    if (kind === 'product_list')
      for (const section of draft.sections)
        for (const product of productsIn(section.products)) memory.note('product', product);
  }

  #store(draft: BuildDraft | undefined): void {
    const others = Object.entries(this.#keep.read()).filter(([slot]) => slot !== this.#slot);
    const all: [string, BuildDraft][] = draft ? [...others, [this.#slot, draft]] : others;
    // The oldest go first; half-written things are not an archive.
    this.#keep.write(Object.fromEntries(all.slice(-20)));
  }
}

export const [getBuild, setBuild] = createContext<Build>();
