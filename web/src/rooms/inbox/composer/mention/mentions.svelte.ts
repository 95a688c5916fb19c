// An @ in a note and the colleague it finds; and whom a finished note names.
import type { Member } from '$lib/api/types.ts';
import { withNames, type Named } from '$lib/ui/mentions.ts';
import { fold } from '$lib/ui/search.ts';
import type { Inbox } from '../../inbox.svelte.ts';
import { Finder } from '../finder.svelte.ts';
import type { Writing } from '../writing.svelte.ts';

const most = 20;

/** Each once, in the order of the text. */
export function mentionsIn(text: string, members: readonly Named[]): Named[] {
  const named = withNames(text, members).flatMap((each) => each.who ?? []);
  const all = new Map(named.map((each) => [each.id, each]));
  return [...all.values()].slice(0, most).map(({ id, name }) => ({ id, name }));
}

export class Mentions extends Finder<Member> {
  readonly #inbox: Inbox;
  readonly #writing: Writing;

  constructor(inbox: Inbox, writing: Writing) {
    super('@');
    this.#inbox = inbox;
    this.#writing = writing;
  }

  readonly found: readonly Member[] = $derived.by(() => {
    const { spot } = this;
    if (!spot || this.#writing.mode !== 'note') return [];
    const typed = fold(spot.typed);
    return this.#inbox.team.members.filter(
      (each) =>
        each.state === 'active' &&
        each.id !== this.#inbox.me &&
        fold(each.name)
          .split(/\s+/)
          .some((word) => word.startsWith(typed)),
    );
  });

  /** Where nobody fits, an @ is an @. */
  override get open(): boolean {
    return this.found.length > 0;
  }

  pick(member: Member | undefined): void {
    const { spot } = this;
    if (!member || !spot) return;
    const writing = this.#writing;
    const words = `@${member.name} `;
    writing.text = writing.text.slice(0, spot.from) + words + writing.text.slice(spot.to);
    this.spot = undefined;
    writing.place?.(spot.from + words.length);
  }
}
