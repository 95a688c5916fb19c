// The keyboard map of the inbox. Gives what `$effect` needs to take it down again.
import { keys, type Layer } from '$lib/keys/keys.svelte.ts';
import { copyLink } from './links.ts';
import { commands, type Command } from '$lib/commands.svelte.ts';
import { t } from '$lib/i18n';
import type { Mode } from './drafts.svelte.ts';
import { priorities, views } from './filters.ts';
import type { Inbox } from './inbox.svelte.ts';
import { priorityText } from './priorities.ts';
import type { InboxUi } from './ui.svelte.ts';
import { viewWords } from './words.ts';

export function inboxKeys(inbox: Inbox, ui: InboxUi, isWide: () => boolean): () => void {
  /** The ticked rows, else the conversation on screen. */
  const targets = (): readonly string[] =>
    inbox.selection.size > 0 ? inbox.selection.ids : inbox.openId ? [inbox.openId] : [];
  /** The rows stay ticked: what opens may be closed again. */
  const asking = (run: (ids: readonly string[]) => void) => (): unknown => {
    const ids = targets();
    if (ids.length === 0 || !inbox.mayReply) return false;
    run(ids);
    return true;
  };
  const onTargets = (run: (ids: readonly string[]) => void) =>
    asking((ids) => {
      run(ids);
      inbox.selection.clear();
    });
  const withOpen =
    (run: (id: string) => void, needsReply = true) =>
    (): unknown => {
      if (!inbox.openId || (needsReply && !inbox.mayReply)) return false;
      run(inbox.openId);
      return true;
    };
  const step = (by: 1 | -1): void => {
    const next = inbox.list.beside(inbox.openId, by);
    if (!next) return;
    ui.reveal?.(next);
    inbox.ways.open(next, inbox.openId ? 'replace' : 'push');
  };
  const extend = (by: 1 | -1): void => {
    const here = inbox.openId;
    if (!here) return step(by);
    if (!inbox.selection.has(here)) inbox.selection.toggle(here);
    const next = inbox.list.beside(here, by);
    if (next) inbox.selection.extendTo(next);
    step(by);
  };
  const write = (mode: Mode): void => {
    if (ui.write) return ui.write(mode);
    ui.wanted = mode;
    ui.ahead ??= keys.typeAhead();
  };
  const turn = (by: 1 | -1): void => {
    const at = views.indexOf(inbox.list.filters.view);
    inbox.ways.filter({ view: views[(at + by + views.length) % views.length] ?? 'open' });
  };
  const layer: Layer = {
    next: () => step(1),
    previous: () => step(-1),
    open: () => {
      if (!inbox.openId) step(1);
      ui.focusThread?.();
    },
    back: () => {
      if (inbox.selection.size > 0) inbox.selection.clear();
      else if (ui.searching) ui.searching = false;
      else if (inbox.openId) inbox.ways.open(undefined);
      else return false;
      ui.focusList?.();
      return true;
    },
    select: withOpen((id) => inbox.selection.toggle(id)),
    extend_next: () => extend(1),
    extend_previous: () => extend(-1),
    begin: () => {
      if (!inbox.mayReply) return false;
      ui.begin = true;
      return true;
    },
    filter: () => (ui.filter = true),
    search: () => (ui.searching = true),
    search_all: () => (ui.searching = true),
    previous_view: () => turn(-1),
    next_view: () => turn(1),
    reply: withOpen(() => write('reply')),
    note: withOpen(() => write('note')),
    done: onTargets((ids) => inbox.changes.setState(ids, 'done')),
    done_reason: asking((ids) => (ui.finish = ids)),
    reopen: onTargets((ids) => inbox.changes.setState(ids, 'open')),
    assign_me: onTargets((ids) => inbox.changes.assign(ids, inbox.me)),
    assign: withOpen(() => (ui.assign = true)),
    labels: withOpen(() => (ui.labels = true)),
    snooze: withOpen(() => (ui.snooze = true)),
    priority: asking(() => (ui.priority = true)),
    template: withOpen(() => (ui.templates = true)),
    voice: withOpen(() => ui.record?.()),
    unread: onTargets((ids) => void inbox.changes.markUnread(ids)),
    contact: withOpen(() => {
      if (isWide()) inbox.prefs.set({ contactOpen: !inbox.prefs.now.contactOpen });
      else ui.contactSheet = !ui.contactSheet;
    }, false),
  };
  const off = keys.on(layer);
  const unoffer = commands.offer(() => offers(inbox, ui));
  return () => {
    off();
    unoffer();
  };
}

function offers(inbox: Inbox, ui: InboxUi): Command[] {
  const go = views.map((view): Command => ({
    id: `inbox.view.${view}`,
    label: `${t('inbox.title')}: ${t(viewWords[view])}`,
    words: view,
    group: 'go',
    run: () => inbox.ways.filter({ view }),
  }));
  const { prefs } = inbox;
  const choices: Command[] = [
    {
      id: 'inbox.compact',
      label: prefs.now.compact ? t('inbox.rows_normal') : t('inbox.rows_compact'),
      words: 'compact rows density',
      group: 'settings',
      run: () => prefs.set({ compact: !prefs.now.compact }),
    },
    {
      id: 'inbox.enter',
      label: prefs.now.enterSends ? t('inbox.enter_new_line') : t('inbox.enter_sends'),
      words: 'enter sends',
      group: 'settings',
      run: () => prefs.set({ enterSends: !prefs.now.enterSends }),
    },
  ];
  const { openId, team } = inbox;
  if (inbox.mayReply)
    go.unshift({
      id: 'inbox.begin',
      label: t('inbox.new_conversation'),
      words: 'new conversation write',
      group: 'go',
      run: () => (ui.begin = true),
    });
  if (!openId) return [...go, ...choices];
  const here: Command[] = [
    {
      id: 'inbox.copy_link',
      label: t('inbox.copy_link'),
      words: 'copy link',
      group: 'here',
      run: () => void copyLink(),
    },
    {
      id: 'inbox.transcript',
      label: t('inbox.save_or_print'),
      words: 'transcript export print save',
      group: 'here',
      run: () => (ui.transcript = true),
    },
  ];
  if (!inbox.mayReply) return [...here, ...go, ...choices];
  const people = team.active.map((member): Command => ({
    id: `inbox.assign.${member.id}`,
    label: t('inbox.assign_to', { name: member.name }),
    words: 'assign',
    group: 'here',
    run: () => inbox.changes.assign([openId], member.id),
  }));
  const spam: Command = {
    id: 'inbox.spam',
    label: t('inbox.mark_spam'),
    words: 'spam',
    group: 'here',
    run: () => inbox.changes.setState([openId], 'spam'),
  };
  const urgency = priorities.map((priority): Command => ({
    id: `inbox.priority.${priority}`,
    label: priorityText(priority),
    words: 'priority',
    group: 'here',
    run: () => inbox.changes.setPriority([openId], priority),
  }));
  const aside: Command = {
    id: 'inbox.snooze_answered',
    label: `${t('inbox.snooze')}: ${t('inbox.snooze_answered')}`,
    words: 'snooze until the customer answers',
    group: 'here',
    run: () => inbox.changes.setState([openId], 'snoozed'),
  };
  return [...here, ...people, aside, ...urgency, spam, ...go, ...choices];
}
