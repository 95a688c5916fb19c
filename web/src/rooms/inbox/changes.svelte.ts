// What a member does with conversations: shown at once, told to the server, taken back when it is
// refused, undone for six seconds.
import { api } from '$lib/api/client.ts';
import { explain } from '$lib/api/problem.ts';
import type { Conversation, ConversationState, Priority } from '$lib/api/types.ts';
import { isolated, t } from '$lib/i18n';
import { toasts } from '$lib/ui/toasts.svelte.ts';
import { priorityWords } from './priorities.ts';
import type { Inbox } from './inbox.svelte.ts';

export type Change = {
  state?: ConversationState;
  /** Null: until the customer writes. */
  snoozed_until?: string | null;
  reason?: string;
  priority?: Priority;
  assignee_id?: string | null;
  label_ids?: string[];
};

const atOnce = 4;

export class Changes {
  readonly #inbox: Inbox;
  /** Changes the server has not answered yet: the stream must not take them off the screen. */
  readonly #underway = new Map<string, Change>();
  readonly #waiting: (() => Promise<void>)[] = [];
  readonly #turns = new Map<string, Promise<void>>();
  #atWork = 0;

  constructor(inbox: Inbox) {
    this.#inbox = inbox;
  }

  underway(conversation: Conversation): Conversation {
    const change = this.#underway.get(conversation.id);
    return change ? this.#preview(conversation, change) : conversation;
  }

  setState(
    ids: readonly string[],
    state: ConversationState,
    { until, reason }: { until?: Date; reason?: string } = {},
  ): void {
    const change: Change =
      state === 'snoozed'
        ? { state, snoozed_until: until?.toISOString() ?? null }
        : { state, ...(reason ? { reason } : {}) };
    const words = {
      open: t('inbox.reopened', { count: ids.length }),
      snoozed: t('inbox.snoozed', { count: ids.length }),
      done: t('inbox.marked_done', { count: ids.length }),
      spam: t('inbox.marked_spam', { count: ids.length }),
    };
    const leaves = ids.includes(this.#inbox.openId ?? '') && state !== 'open';
    const next = leaves ? this.#nextAfter(ids) : undefined;
    void this.#all(
      ids.map((id) => [id, change] as const),
      words[state],
    );
    if (leaves && this.#inbox.prefs.now.afterDone !== 'stay')
      this.#inbox.ways.open(next, 'replace');
  }

  assign(ids: readonly string[], member: string | null): void {
    const name = this.#inbox.team.members.find((each) => each.id === member)?.name ?? '';
    void this.#all(
      ids.map((id) => [id, { assignee_id: member }] as const),
      member === null
        ? t('inbox.unassigned_done', { count: ids.length })
        : t('inbox.assigned_done', { count: ids.length, name }),
    );
  }

  /** Puts a label on all of them, or takes it off. */
  label(ids: readonly string[], label: string, on: boolean): void {
    // Only these are taken back, and only this label: others may have come meanwhile.
    const touched = ids.filter((id) => this.#labelsOf(id).includes(label) !== on);
    if (touched.length === 0) return;
    const name = this.#inbox.team.labels.find((each) => each.id === label)?.name ?? '';
    const words = { name: isolated(name), count: touched.length };
    void this.#all(
      this.#labelled(touched, label, on),
      on ? t('inbox.label_on', words) : t('inbox.label_off', words),
      () => this.#labelled(touched, label, !on),
    );
  }

  #labelsOf(id: string): string[] {
    return this.#inbox.conversations.get(id)?.labels.map((each) => each.id) ?? [];
  }

  #labelled(ids: readonly string[], label: string, on: boolean): (readonly [string, Change])[] {
    return ids.map((id) => {
      const others = this.#labelsOf(id).filter((each) => each !== label);
      return [id, { label_ids: on ? [...others, label] : others }] as const;
    });
  }

  setPriority(ids: readonly string[], priority: Priority): void {
    void this.#all(
      ids.map((id) => [id, { priority }] as const),
      t('inbox.priority_set', { count: ids.length, priority: t(priorityWords[priority]) }),
    );
  }

  async markUnread(ids: readonly string[]): Promise<void> {
    // On screen it would be read again at once.
    if (ids.includes(this.#inbox.openId ?? '')) this.#inbox.ways.open(undefined);
    const marked: string[] = [];
    const read = ids.filter((id) => this.#inbox.conversations.get(id)?.unread === 0);
    await this.#each(read, async (id) => {
      const { data, error } = await api.POST('/conversations/{conversation_id}/unread', {
        params: { path: { conversation_id: id } },
      });
      if (!data) return void toasts.failed(explain(error));
      this.#settle(data);
      marked.push(id);
    });
    if (marked.length === 0) return;
    toasts.done(t('inbox.marked_unread', { count: marked.length }), {
      label: t('common.undo'),
      run: () => void this.#each(marked, (id) => this.markRead(id)),
    });
  }

  async markRead(id: string): Promise<void> {
    const conversation = this.#inbox.conversations.get(id);
    if (!conversation || conversation.unread === 0 || !this.#inbox.mayReply) return;
    this.#inbox.conversations.put({ ...conversation, unread: 0 });
    const { data } = await api.POST('/conversations/{conversation_id}/read', {
      params: { path: { conversation_id: id } },
    });
    if (data) this.#settle(data);
  }

  #nextAfter(ids: readonly string[]): string | undefined {
    if (this.#inbox.prefs.now.afterDone === 'list') return undefined;
    const { order } = this.#inbox.list;
    const here = order.indexOf(this.#inbox.openId ?? '');
    const rest = (id: string): boolean => !ids.includes(id);
    return order.slice(here + 1).find(rest) ?? order.slice(0, Math.max(0, here)).findLast(rest);
  }

  async #all(
    changes: readonly (readonly [string, Change])[],
    done: string | undefined,
    takenBack?: () => readonly (readonly [string, Change])[],
  ): Promise<void> {
    const before = new Map(changes.map(([id]) => [id, this.#inbox.conversations.get(id)] as const));
    for (const [id, change] of changes) {
      this.#underway.set(id, change);
      const conversation = before.get(id);
      if (conversation) this.#show(this.#preview(conversation, change));
    }
    const undo = (): void => {
      const back = changes.flatMap(([id, change]) => {
        const conversation = before.get(id);
        return conversation ? [[id, reverse(change, conversation)] as const] : [];
      });
      void this.#all(takenBack?.() ?? back, undefined);
    };
    const notice = done ? toasts.done(done, { label: t('common.undo'), run: undo }) : undefined;
    let refused: unknown;
    const byId = new Map(changes);
    await this.#each([...byId.keys()], async (id) => {
      const change = byId.get(id) ?? {};
      const { data, error } = await api.PATCH('/conversations/{conversation_id}', {
        params: { path: { conversation_id: id } },
        body: change,
      });
      // A later change of the same conversation has its own answer to wait for.
      if (this.#underway.get(id) !== change) return;
      this.#underway.delete(id);
      if (data) return this.#settle(data);
      refused = error;
      const conversation = before.get(id);
      if (conversation) this.#show(conversation);
    });
    if (refused === undefined) return;
    if (notice !== undefined) toasts.close(notice);
    toasts.failed(explain(refused), {
      label: t('common.try_again'),
      run: () => void this.#all(changes, done, takenBack),
    });
  }

  /** A few at a time, as a selection may be large; for each conversation one after the other, so
   *  that an undo never overtakes what it takes back. */
  async #each(ids: readonly string[], run: (id: string) => Promise<void>): Promise<void> {
    const all = ids.map(
      (id) =>
        new Promise<void>((done) => {
          this.#waiting.push(async () => {
            const turn = (this.#turns.get(id) ?? Promise.resolve()).then(() => run(id));
            this.#turns.set(id, turn);
            await turn;
            done();
          });
        }),
    );
    while (this.#atWork < atOnce && this.#waiting.length > 0) void this.#work();
    await Promise.all(all);
  }

  async #work(): Promise<void> {
    this.#atWork++;
    for (let next = this.#waiting.shift(); next; next = this.#waiting.shift()) await next();
    this.#atWork--;
  }

  #settle(conversation: Conversation): void {
    const known = this.#inbox.conversations.offer(conversation);
    this.#inbox.list.apply(known, true);
  }

  #show(conversation: Conversation): void {
    this.#inbox.conversations.put(conversation);
    this.#inbox.list.apply(conversation, true);
  }

  #preview(conversation: Conversation, change: Change): Conversation {
    const { team } = this.#inbox;
    const next = { ...conversation };
    if (change.state) {
      next.state = change.state;
      next.snoozed_until = change.snoozed_until ?? null;
    }
    if (change.assignee_id !== undefined) {
      const member = team.members.find((each) => each.id === change.assignee_id);
      next.assignee = member ? { id: member.id, name: member.name } : null;
    }
    if (change.priority) next.priority = change.priority;
    if (change.label_ids) {
      const wanted = change.label_ids;
      next.labels = team.labels
        .filter((each) => wanted.includes(each.id))
        .map(({ id, name, colour }) => ({ id, name, colour }));
    }
    return next;
  }
}

/** What takes a change back. */
export function reverse(change: Change, before: Conversation): Change {
  const back: Change = {};
  if (change.state) {
    back.state = before.state;
    if (before.state === 'snoozed') back.snoozed_until = before.snoozed_until;
  }
  if (change.assignee_id !== undefined) back.assignee_id = before.assignee?.id ?? null;
  if (change.priority) back.priority = before.priority;
  return back;
}
