// Who is signed in, and in which workspaces.
import { api, chooseWorkspace } from '$lib/api/client.ts';
import { codeOf } from '$lib/api/problem.ts';
import type { Availability, Membership, Session, User } from '$lib/api/types.ts';
import { i18n, languages, type Language } from '$lib/i18n';
import { live } from '$lib/live/live.svelte.ts';

type State = 'unknown' | 'signed_in' | 'signed_out' | 'unreachable';

class CurrentSession {
  state = $state<State>('unknown');
  #session = $state.raw<Session | undefined>();

  get user(): User | undefined {
    return this.#session?.user;
  }

  get workspaces(): readonly Membership[] {
    return this.#session?.workspaces ?? [];
  }

  get id(): string | undefined {
    return this.#session?.session_id;
  }

  /** Who runs the server, not only a workspace on it. */
  get runsServer(): boolean {
    return this.#session?.may_create_workspaces ?? false;
  }

  get demo(): boolean {
    return this.#session?.demo ?? false;
  }

  workspace(slug: string): Membership | undefined {
    return this.workspaces.find((each) => each.slug === slug);
  }

  async load(): Promise<void> {
    const { data, error } = await api.GET('/session');
    if (data) this.accept(data);
    else if (codeOf(error) === 'unauthenticated') this.end();
    else this.state = 'unreachable';
  }

  accept(session: Session): void {
    this.#session = session;
    this.state = 'signed_in';
    const language = languages.find((each) => each === session.user.language);
    // What was chosen on this device goes before what the account says.
    if (language && !localStorage.getItem('sapa.language')) void i18n.use(language);
  }

  /** The server has ended the session, or the user has. */
  end(): void {
    live.stop();
    chooseWorkspace(undefined);
    this.#session = undefined;
    this.state = 'signed_out';
  }

  async signOut(): Promise<void> {
    await api.DELETE('/session');
    this.end();
  }

  async setAvailability(availability: Availability): Promise<unknown> {
    const before = this.#session;
    if (!before) return undefined;
    this.#session = { ...before, user: { ...before.user, availability } };
    const { error } = await api.PATCH('/me', { body: { availability } });
    if (error) this.#session = before;
    return error;
  }

  async setLanguage(language: Language): Promise<void> {
    await i18n.use(language, true);
    if (this.#session) {
      this.#session = { ...this.#session, user: { ...this.#session.user, language } };
      await api.PATCH('/me', { body: { language } });
    }
  }

  rename(user: User): void {
    if (this.#session) this.#session = { ...this.#session, user };
  }
}

export const session = new CurrentSession();
