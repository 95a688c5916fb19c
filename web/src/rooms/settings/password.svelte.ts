// Settings that ask for the password again after some hours: `password.run(call)` makes the call,
// asks when the server wants it, and makes the call once more.
import { codeOf } from '$lib/api/problem.ts';

type Answer<T> = { data?: T | undefined; error?: unknown };

class PasswordGate {
  asking = $state(false);
  #answer: ((given: boolean) => void) | undefined;

  async run<T>(call: () => Promise<Answer<T>>): Promise<Answer<T>> {
    const first = await call();
    if (first.error === undefined || codeOf(first.error) !== 'password_needed') return first;
    return (await this.#ask()) ? call() : first;
  }

  /** From the dialog: the server has taken the password, or the person has given up. */
  close(given: boolean): void {
    this.asking = false;
    this.#answer?.(given);
    this.#answer = undefined;
  }

  #ask(): Promise<boolean> {
    this.#answer?.(false);
    this.asking = true;
    return new Promise((resolve) => (this.#answer = resolve));
  }
}

export const password = new PasswordGate();
