import './gallery.css';
import { mount } from 'svelte';
import { i18n } from '$lib/i18n';
import { dashboardMessages } from '$lib/i18n/dashboard.ts';
import '$lib/theme.svelte.ts';
import Gallery from './Gallery.svelte';

const target = document.getElementById('app');
if (!target) throw new Error('the page has no #app');

await i18n.start(dashboardMessages);
mount(Gallery, { target });
