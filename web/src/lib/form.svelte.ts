// What a form knows while it is sent: whether it is on its way, and what the server held against it.
import { tick } from 'svelte';
import { codeOf, explain, fieldProblems } from '$lib/api/problem.ts';

type Answer<T> = { data?: T | undefined; error?: unknown };

export class Form {
  busy = $state(false);
  /** Field name to a sentence. */
  problems = $state.raw<Record<string, string>>({});
  /** What is wrong with the whole. */
  problem = $state<string | undefined>();
  code = $state<string | undefined>();

  /** Sends once; gives the answer, or nothing when it was refused or is already on its way. */
  async send<T>(call: () => Promise<Answer<T>>): Promise<{ data: T | undefined } | undefined> {
    if (this.busy) return undefined;
    this.busy = true;
    this.clear();
    const { data, error } = await call();
    this.busy = false;
    if (error === undefined) return { data };
    this.code = codeOf(error);
    this.problems = fieldProblems(error);
    if (Object.keys(this.problems).length === 0) this.problem = explain(error);
    await this.focusProblem();
    return undefined;
  }

  refuse(field: string, problem: string): void {
    this.problems = { ...this.problems, [field]: problem };
    void this.focusProblem();
  }

  clear(): void {
    this.problems = {};
    this.problem = undefined;
    this.code = undefined;
  }

  async focusProblem(): Promise<void> {
    await tick();
    document.querySelector<HTMLElement>('[aria-invalid=true]')?.focus();
  }
}
