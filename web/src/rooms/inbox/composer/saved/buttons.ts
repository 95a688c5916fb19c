// Buttons of a saved reply, as they go out and as the thread shows them.
import type { Content, SendMessage } from '$lib/api/types.ts';

export type Controls = NonNullable<SendMessage['interactive']>;

export const asControls = (titles: readonly string[]): Controls | undefined =>
  titles.length === 0
    ? undefined
    : {
        kind: 'button',
        buttons: titles.map((title, i) => ({ id: `button-${i + 1}`, title })),
      };

export const holding = (titles: readonly string[]): Content => ({
  location: null,
  contacts: [],
  choice: null,
  form: null,
  order: null,
  product: null,
  referral: null,
  interactive: {
    kind: 'button',
    header: null,
    footer: null,
    label: null,
    buttons: titles.map((title, i) => ({ id: `button-${i + 1}`, title })),
    sections: [],
    url: null,
    flow: null,
    catalogue: null,
    product: null,
    country: null,
  },
  call: null,
  call_permission: null,
  forwarded: 'no',
});
