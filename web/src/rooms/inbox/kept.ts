// A value kept on this device. A full or forbidden storage loses it silently: it is only comfort.
export function kept<T>(key: string, usual: T) {
  return {
    read(): T {
      try {
        const text = localStorage.getItem(key);
        return text === null ? usual : (JSON.parse(text) as T);
      } catch {
        return usual;
      }
    },
    write(value: T): void {
      try {
        localStorage.setItem(key, JSON.stringify(value));
      } catch {
        console.warn(`${key} could not be kept on this device`);
      }
    },
  };
}
