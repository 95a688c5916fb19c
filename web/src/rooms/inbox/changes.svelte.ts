// What a member does with conversations: shown at once, told to the server, taken back when it is
// refused, undone for six seconds.
import { api } from '$lib/api/client.ts';
import { explain } from '$lib/api/problem.ts';
import type { Conversation, ConversationState } from '$lib/api/types.ts';
import { t } from '$lib/i18n';
import { toasts } from '$lib/ui/toasts.svelte.ts';
import type { Inbox } from './inbox.svelte.ts';

export type Change = {
  state?: ConversationState;
  snoozed_until?: string;
  assignee_id?: string | null;
  label_ids?: string[];
};

export class Changes {
  readonly #inbox: Inbox;
  /** Changes the server has not answered yet: the stream must not take them off the screen. */
  readonly #underway = new Map<string, Change>();

  constructor(inbox: Inbox) {
    this.#inbox = inbox;
  }

  underway(conversation: Conversation): Conversation {
    const change = this.#underway.get(conversation.id);
    return change ? this.#preview(conversation, change) : conversation;
  }

  setState(ids: readonly string[], state: ConversationState, until?: Date): void {
    const change: Change = until ? { state, snoozed_until: until.toISOString() } : { state };
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
    const changes = ids.flatMap((id) => {
      const conversation = this.#inbox.conversations.get(id);
      if (!conversation) return [];
      const others = conversation.labels.map((each) => each.id).filter((each) => each !== label);
      return [[id, { label_ids: on ? [...others, label] : others }] as const];
    });
    void this.#all(changes, undefined);
  }

  async markUnread(ids: readonly string[]): Promise<void> {
    await this.#each(ids, async (id) => {
      const { data, error } = await api.POST('/conversations/{conversation_id}/unread', {
        params: { path: { conversation_id: id } },
      });
      if (data) this.#settle(data);
      else toasts.failed(explain(error));
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
      void this.#all(back, undefined);
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
      run: () => void this.#all(changes, done),
    });
  }

  /** A few at a time: a selection may be large. */
  async #each(ids: readonly string[], run: (id: string) => Promise<void>): Promise<void> {
    const waiting = [...ids];
    const worker = async (): Promise<void> => {
      for (let id = waiting.shift(); id !== undefined; id = waiting.shift()) await run(id);
    };
    await Promise.all(Array.from({ length: 4 }, worker));
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
    if (before.state === 'snoozed' && before.snoozed_until)
      back.snoozed_until = before.snoozed_until;
  }
  if (change.assignee_id !== undefined) back.assignee_id = before.assignee?.id ?? null;
  if (change.label_ids) back.label_ids = before.labels.map((each) => each.id);
  return back;
}
