// What the customer can touch in an interactive message, in the order it is shown.
import ClipboardList from '@lucide/svelte/icons/clipboard-list';
import ExternalLink from '@lucide/svelte/icons/external-link';
import House from '@lucide/svelte/icons/house';
import List from '@lucide/svelte/icons/list';
import MapPin from '@lucide/svelte/icons/map-pin';
import Phone from '@lucide/svelte/icons/phone';
import Reply from '@lucide/svelte/icons/reply';
import ShoppingBag from '@lucide/svelte/icons/shopping-bag';
import Store from '@lucide/svelte/icons/store';
import UserRound from '@lucide/svelte/icons/user-round';
import type { Component } from 'svelte';
import type { Interactive } from '$lib/api/types.ts';
import { t } from '$lib/i18n';

export type Control = {
  icon: Component;
  label: string;
  /** Shows what is behind it. */
  opens?: boolean;
  href?: string;
};

/** Only addresses a browser opens as pages; what a colleague typed is not trusted either. */
export const safePage = (url: string | null): string | undefined =>
  url && /^https?:\/\//i.test(url) ? url : undefined;

export function controlsOf(interactive: Interactive): Control[] {
  const { kind, label } = interactive;
  switch (kind) {
    case 'button':
      return interactive.buttons.map((each) => ({ icon: Reply, label: each.title }));
    case 'list':
      return [{ icon: List, label: label ?? t('inbox.show_list'), opens: true }];
    case 'cta_url': {
      const href = safePage(interactive.url);
      return [
        {
          icon: ExternalLink,
          label: label ?? t('inbox.open_link'),
          ...(href ? { href } : {}),
        },
      ];
    }
    case 'location_request':
      return [{ icon: MapPin, label: t('inbox.control_location') }];
    case 'contact_request':
      return [{ icon: UserRound, label: t('inbox.control_contact') }];
    case 'flow':
      return [{ icon: ClipboardList, label: label ?? t('inbox.kind_form') }];
    case 'product':
      return [{ icon: ShoppingBag, label: t('inbox.control_product') }];
    case 'product_list':
      return [{ icon: List, label: t('inbox.control_products'), opens: true }];
    case 'catalogue':
      return [{ icon: Store, label: t('inbox.control_catalogue') }];
    case 'address':
      return [{ icon: House, label: t('inbox.control_address') }];
    case 'call':
      return [{ icon: Phone, label: label ?? t('inbox.control_call') }];
    case 'call_permission':
      return [{ icon: Phone, label: t('inbox.control_permission') }];
  }
}
