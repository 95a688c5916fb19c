import { api } from '$lib/api/client.ts';
import type { Session } from '$lib/api/types.ts';
import { Form } from '$lib/form.svelte.ts';
import { i18n, t } from '$lib/i18n';
import { deviceZone, guessCountry, mainZone, slugOf } from './places.ts';

export const steps = ['language', 'code', 'owner', 'business', 'channel', 'done'] as const;
export type Step = (typeof steps)[number];

// Which step holds the field that the server did not like.
const homes: Record<string, Step> = {
  code: 'code',
  name: 'owner',
  email: 'owner',
  password: 'owner',
};

/** What the person has told us so far, and where they are. */
export class Wizard {
  step = $state<Step>('language');
  code = $state('');
  name = $state('');
  email = $state('');
  password = $state('');
  business = $state('');
  country = $state(guessCountry(deviceZone(), i18n.language, navigator.languages));
  timeZone = $state(deviceZone());
  /** The account exists: earlier steps are behind us. */
  session = $state.raw<Session | undefined>();
  readonly form = new Form();
  #slug = $state<string | undefined>();

  constructor(code: string | null) {
    this.code = code ?? '';
  }

  get slug(): string {
    return this.#slug ?? slugOf(this.business);
  }

  set slug(typed: string) {
    this.#slug = typed === '' ? undefined : typed.toLowerCase();
  }

  get position(): number {
    return steps.indexOf(this.step) + 1;
  }

  get canGoBack(): boolean {
    return !this.session && this.step !== 'language';
  }

  chooseCountry(country: string): void {
    this.country = country;
    this.timeZone = mainZone(country) ?? this.timeZone;
  }

  back(): void {
    this.#move(-1);
  }

  next(): void {
    // People paste the whole link where the code is asked for.
    const pasted = /[?&]code=([^&\s]+)/.exec(this.code)?.[1];
    if (pasted) this.code = decodeURIComponent(pasted);
    this.#move(1);
  }

  #move(by: number): void {
    this.form.clear();
    this.step = steps[steps.indexOf(this.step) + by] ?? this.step;
  }

  async create(): Promise<void> {
    if (this.slug === '') {
      this.form.refuse('workspace.slug', t('errors.field_required'));
      return;
    }
    const answer = await this.form.send(() =>
      api.POST('/setup', {
        body: {
          code: this.code.trim(),
          name: this.name.trim(),
          email: this.email.trim(),
          password: this.password,
          language: i18n.language,
          workspace: {
            name: this.business.trim(),
            slug: this.slug,
            country: this.country,
            time_zone: this.timeZone,
            language: i18n.language,
          },
        },
      }),
    );
    if (answer?.data) {
      this.session = answer.data;
      this.password = '';
      this.step = 'channel';
      return;
    }
    const field = Object.keys(this.form.problems)[0];
    const home = this.form.code === 'wrong_code' ? 'code' : field ? homes[field] : undefined;
    if (!home) return;
    this.step = home;
    await this.form.focusProblem();
  }

  problem(field: string): string | undefined {
    return this.form.problems[field] ?? this.form.problems[`workspace.${field}`];
  }
}
