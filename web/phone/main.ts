import './phone.css';
import { mount } from 'svelte';
import { i18n } from '$lib/i18n';
import { phoneMessages } from '$lib/i18n/phone.ts';
import Phone from './Phone.svelte';

const target = document.getElementById('app');
if (!target) throw new Error('the page has no #app');

await i18n.start(phoneMessages);
mount(Phone, { target });
