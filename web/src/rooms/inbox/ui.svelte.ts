// What is open on the screen of the inbox, so that keys, buttons and the palette reach the same things.
import { createContext } from 'svelte';
import type { BuildKind } from './composer/build/draft.ts';
import type { Mode } from './drafts.svelte.ts';

export class InboxUi {
  assign = $state(false);
  labels = $state(false);
  snooze = $state(false);
  priority = $state(false);
  /** These are being marked as done, with the reason still to be said. */
  finish = $state.raw<readonly string[] | undefined>();
  filter = $state(false);
  views = $state(false);
  templates = $state(false);
  /** What is being put together over the composer. */
  build = $state<BuildKind | undefined>();
  contactSheet = $state(false);
  /** The whole conversation is wanted as a file or on paper. */
  transcript = $state(false);
  searching = $state(false);
  /** Somebody to write to is being looked for. */
  begin = $state(false);
  /** Puts the cursor into the composer, in this mode. */
  write: ((mode: Mode) => void) | undefined;
  /** Starts a voice note, where one may be sent. */
  record: (() => void) | undefined;
  /** Asked for before the composer was there; it takes this up. */
  wanted: Mode | undefined;
  /** Ends what is typed meanwhile, and gives it. */
  ahead: (() => string) | undefined;
  focusThread: (() => void) | undefined;
  focusList: (() => void) | undefined;
  reveal: ((id: string) => void) | undefined;
}

export const [getUi, setUi] = createContext<InboxUi>();
