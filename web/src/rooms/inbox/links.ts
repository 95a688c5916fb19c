import { t } from '$lib/i18n';
import { toasts } from '$lib/ui/toasts.svelte.ts';

export async function copyText(text: string): Promise<void> {
  try {
    await navigator.clipboard.writeText(text);
    toasts.done(t('common.copied'));
  } catch {
    // The clipboard exists in secure contexts only.
    toasts.failed(t('inbox.copy_failed'));
  }
}

/** The address of the conversation on screen, without how the list happens to be filtered. */
export function copyLink(): Promise<void> {
  return copyText(location.origin + location.pathname);
}
