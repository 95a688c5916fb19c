// Dialogs, menus and popovers stand on a headless library that is half as large as an inbox. Their
// triggers are plain buttons; what opens arrives with the first click, or earlier when the browser
// has nothing to do.
export const loadDialog = () => import('./ModalDialog.svelte');
export const loadDrawer = () => import('./SideDrawer.svelte');
export const loadMenu = () => import('./FloatingMenu.svelte');
export const loadPopover = () => import('./FloatingPopover.svelte');

export function warmUp(): void {
  const start = (): void => {
    // Without a connection they come with the first click after all.
    for (const load of [loadDialog, loadMenu, loadPopover]) load().catch(() => {});
  };
  if ('requestIdleCallback' in globalThis) requestIdleCallback(start, { timeout: 5_000 });
  else setTimeout(start, 2_000);
}
