// Every address of the dashboard. /api, /media, /webhooks and /docs belong to the server.
import { i18n } from '$lib/i18n';
import { contactsMessages } from '$lib/i18n/contacts.ts';
import { settingsMessages } from '$lib/i18n/settings.ts';
import { Router, type Route } from '$lib/router/router.svelte.ts';

const route = <P extends string>(
  pattern: P,
  frame: Route['frame'],
  load: Route['load'],
): Route<P> => ({ pattern, frame, load });

export const routes = {
  home: route('/', 'bare', () => import('./shell/Home.svelte')),
  login: route('/login', 'bare', () => import('./rooms/auth/SignIn.svelte')),
  setup: route('/setup', 'bare', () => import('./rooms/setup/Setup.svelte')),
  invite: route('/invite/:token', 'bare', () => import('./rooms/auth/Invite.svelte')),
  reset: route('/reset/:token', 'bare', () => import('./rooms/auth/Reset.svelte')),
  dialog: route('/connect/whatsapp', 'bare', () =>
    i18n.with(settingsMessages, import('./rooms/settings/channels/connect/DialogReturn.svelte')),
  ),
  inbox: route(
    '/w/:slug/inbox/:conversationId?',
    'workspace',
    () => import('./rooms/inbox/InboxRoom.svelte'),
  ),
  contacts: route('/w/:slug/contacts/:contactId?', 'workspace', () =>
    i18n.with(contactsMessages, import('./rooms/contacts/ContactsRoom.svelte')),
  ),
  settings: route('/w/:slug/settings/:section?', 'workspace', () =>
    i18n.with(settingsMessages, import('./rooms/settings/SettingsRoom.svelte')),
  ),
};

export const router = new Router(routes);
