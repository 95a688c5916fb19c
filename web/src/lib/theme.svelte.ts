export const themes = ['system', 'light', 'dark'] as const;
export type Theme = (typeof themes)[number];

// boot.js reads the same key before the first paint.
const key = 'sapa.theme';

class ThemeChoice {
  choice = $state<Theme>(read());

  constructor() {
    matchMedia('(prefers-color-scheme: dark)').addEventListener('change', () => this.#apply());
    this.#apply();
  }

  set(choice: Theme): void {
    this.choice = choice;
    if (choice === 'system') localStorage.removeItem(key);
    else localStorage.setItem(key, choice);
    this.#apply();
  }

  #apply(): void {
    const dark =
      this.choice === 'dark' ||
      (this.choice === 'system' && matchMedia('(prefers-color-scheme: dark)').matches);
    document.documentElement.dataset['theme'] = dark ? 'dark' : 'light';
    const bar = document.querySelector('meta[name="theme-color"]');
    bar?.setAttribute('content', dark ? '#14181b' : '#ffffff');
  }
}

function read(): Theme {
  const kept = localStorage.getItem(key);
  return themes.find((theme) => theme === kept) ?? 'system';
}

export const theme = new ThemeChoice();
