import UserRound from '@lucide/svelte/icons/user-round';
import Ban from '@lucide/svelte/icons/ban';
import Check from '@lucide/svelte/icons/check';
import Clock from '@lucide/svelte/icons/clock';
import Inbox from '@lucide/svelte/icons/inbox';
import UserRoundX from '@lucide/svelte/icons/user-round-x';
import type { Component } from 'svelte';
import type { Contact, MessageStatus } from '$lib/api/types.ts';
import type { PlainKey } from '$lib/i18n';
import type { Sort, View, WindowState } from './filters.ts';

export const viewWords = {
  mine: 'inbox.view_mine',
  unassigned: 'inbox.view_unassigned',
  open: 'inbox.view_open',
  snoozed: 'inbox.view_snoozed',
  done: 'inbox.view_done',
  spam: 'inbox.view_spam',
} as const satisfies Record<View, PlainKey>;

export const viewIcons: Record<View, Component> = {
  mine: UserRound,
  unassigned: UserRoundX,
  open: Inbox,
  snoozed: Clock,
  done: Check,
  spam: Ban,
};

export const sortWords = {
  newest: 'inbox.sort_newest',
  waiting: 'inbox.sort_waiting',
  window: 'inbox.sort_window',
  priority: 'inbox.sort_priority',
} as const satisfies Record<Sort, PlainKey>;

export const windowWords = {
  open: 'inbox.window_open',
  closing: 'inbox.window_closing',
  closed: 'inbox.window_closed',
} as const satisfies Record<WindowState, PlainKey>;

export const snoozeWords = {
  later: 'inbox.snooze_later',
  evening: 'inbox.snooze_evening',
  tomorrow: 'inbox.snooze_tomorrow',
  weekend: 'inbox.snooze_weekend',
  week: 'inbox.snooze_week',
} as const satisfies Record<string, PlainKey>;

/** How far a message of ours has come. */
export const statusWords = {
  queued: 'inbox.status_queued',
  sending: 'inbox.status_queued',
  sent: 'inbox.status_sent',
  delivered: 'inbox.status_delivered',
  read: 'inbox.status_read',
  played: 'inbox.status_played',
  failed: 'inbox.not_delivered',
  needs_attention: 'inbox.status_unclear',
} as const satisfies Record<MessageStatus, PlainKey>;

const kindKeys: Record<string, PlainKey> = {
  image: 'inbox.kind_image',
  video: 'inbox.kind_video',
  audio: 'inbox.kind_audio',
  document: 'inbox.kind_document',
  sticker: 'inbox.kind_sticker',
  template: 'inbox.kind_template',
  location: 'inbox.kind_location',
  contacts: 'inbox.kind_contacts',
  choice: 'inbox.kind_choice',
  form: 'inbox.kind_form',
  order: 'inbox.kind_order',
  interactive: 'inbox.kind_interactive',
  call: 'inbox.kind_call',
  call_permission: 'inbox.kind_call_permission',
  unsupported: 'inbox.kind_unsupported',
};

/** What a message without words is called in a list. */
export const kindWord = (kind: string): PlainKey | undefined => kindKeys[kind];

/** Channels give phones as digits with the country's code. */
export const phoneText = (phone: string): string => (/^\d{6,}$/.test(phone) ? `+${phone}` : phone);

/** Every number of a person, each once. */
export const phonesOf = (contact: Contact): string[] => [
  ...new Set(
    [contact.phone, ...contact.identities.map((each) => each.phone)].flatMap((each) =>
      each ? [phoneText(each)] : [],
    ),
  ),
];

/** Whose role shows no numbers gets the last digits; they cannot be edited. */
export const isMasked = (value: string | null): boolean => value?.startsWith('••••') ?? false;
