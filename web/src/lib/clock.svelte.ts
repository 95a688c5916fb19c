// The time of day for what is on screen ("5 min ago"); moves twice a minute.
class ScreenClock {
  now = $state(Date.now());

  start(): void {
    setInterval(() => (this.now = Date.now()), 30_000);
    document.addEventListener('visibilitychange', () => {
      if (!document.hidden) this.now = Date.now();
    });
  }
}

export const clock = new ScreenClock();
