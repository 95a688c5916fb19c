import './app.css';
import { mount } from 'svelte';
import { onSecondFactorWanted, onSignedOut } from '$lib/api/client.ts';
import { clock } from '$lib/clock.svelte.ts';
import { dashboardMessages } from '$lib/i18n/dashboard.ts';
import { i18n } from '$lib/i18n';
import { keys } from '$lib/keys/keys.svelte.ts';
import { live } from '$lib/live/live.svelte.ts';
import { session } from '$lib/session.svelte.ts';
import App from './App.svelte';
import { router } from './routes.ts';
import { startServiceWorker } from './service-worker.ts';

const target = document.getElementById('app');
if (!target) throw new Error('the page has no #app');

// The page, the words and who we are travel side by side.
router.start();
await Promise.all([i18n.start(dashboardMessages), session.load()]);
onSignedOut(() => session.end());
onSecondFactorWanted(() => void session.load());
live.on('bye', () => session.end());
keys.start();
clock.start();
mount(App, { target });
if (import.meta.env.PROD) startServiceWorker();
