// What can be composed besides text and files: its word, its sign, and whether it can be sent here.
import ClipboardList from '@lucide/svelte/icons/clipboard-list';
import Contact from '@lucide/svelte/icons/contact';
import House from '@lucide/svelte/icons/house';
import LayoutGrid from '@lucide/svelte/icons/layout-grid';
import Link from '@lucide/svelte/icons/link';
import List from '@lucide/svelte/icons/list';
import LocateFixed from '@lucide/svelte/icons/locate-fixed';
import MapPin from '@lucide/svelte/icons/map-pin';
import Phone from '@lucide/svelte/icons/phone';
import PhoneCall from '@lucide/svelte/icons/phone-call';
import ShoppingBag from '@lucide/svelte/icons/shopping-bag';
import SquareMousePointer from '@lucide/svelte/icons/square-mouse-pointer';
import Sticker from '@lucide/svelte/icons/sticker';
import Store from '@lucide/svelte/icons/store';
import UserRoundSearch from '@lucide/svelte/icons/user-round-search';
import type { Component } from 'svelte';
import type { PlainKey } from '$lib/i18n';
import { ruleOf } from '../takes.ts';
import type { Writing } from '../writing.svelte.ts';
import type { BuildKind } from './draft.ts';

export type Group = 'send' | 'ask' | 'shop';

type About = { icon: Component; word: PlainKey; group: Group; needs?: PlainKey };

// In the order of the menu.
export const abouts: Record<BuildKind, About> = {
  location: { icon: MapPin, word: 'compose.location', group: 'send' },
  contacts: { icon: Contact, word: 'compose.contacts', group: 'send' },
  sticker: { icon: Sticker, word: 'compose.sticker', group: 'send' },
  button: { icon: SquareMousePointer, word: 'compose.button', group: 'ask' },
  list: { icon: List, word: 'compose.list', group: 'ask' },
  cta_url: { icon: Link, word: 'compose.cta_url', group: 'ask' },
  location_request: { icon: LocateFixed, word: 'compose.location_request', group: 'ask' },
  contact_request: { icon: UserRoundSearch, word: 'compose.contact_request', group: 'ask' },
  address: {
    icon: House,
    word: 'compose.address',
    group: 'ask',
    needs: 'compose.address_where',
  },
  flow: { icon: ClipboardList, word: 'compose.flow', group: 'ask' },
  call: { icon: Phone, word: 'compose.call', group: 'ask', needs: 'compose.call_needs' },
  call_permission: {
    icon: PhoneCall,
    word: 'compose.call_permission',
    group: 'ask',
    needs: 'compose.call_needs',
  },
  product: { icon: ShoppingBag, word: 'compose.product', group: 'shop' },
  product_list: { icon: LayoutGrid, word: 'compose.product_list', group: 'shop' },
  catalogue: { icon: Store, word: 'compose.catalogue', group: 'shop' },
};

export const groups = {
  send: 'compose.group_send',
  ask: 'compose.group_ask',
  shop: 'compose.group_shop',
} as const satisfies Record<Group, PlainKey>;

export const buildKinds = Object.keys(abouts) as BuildKind[];

/** Why it cannot be sent in this conversation; nothing when it can. */
export function whyNot(kind: BuildKind, writing: Writing): PlainKey | undefined {
  // Source: developers.facebook.com/documentation/business-messaging/whatsapp/groups (2026-05).
  if (writing.group && kind !== 'sticker') return 'inbox.not_in_group';
  const { traits } = writing;
  if (!traits) return undefined;
  if (kind === 'sticker' && !ruleOf(traits, 'sticker')) return 'compose.not_on_channel';
  return undefined;
}
