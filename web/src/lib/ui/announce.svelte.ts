// One polite voice for screen readers, at most one sentence every five seconds: the last one wins.
const pause = 5_000;

class Announcer {
  text = $state('');
  #waiting: string | undefined;
  #quietUntil = 0;
  #timer: ReturnType<typeof setTimeout> | undefined;

  say(text: string): void {
    const now = Date.now();
    if (now >= this.#quietUntil) {
      this.text = text;
      this.#quietUntil = now + pause;
      return;
    }
    this.#waiting = text;
    this.#timer ??= setTimeout(() => {
      this.#timer = undefined;
      this.#quietUntil = 0;
      if (this.#waiting) this.say(this.#waiting);
    }, this.#quietUntil - now);
  }
}

export const announcer = new Announcer();
