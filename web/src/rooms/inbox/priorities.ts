// How soon a conversation wants an answer, in words and marks.
import ChevronDown from '@lucide/svelte/icons/chevron-down';
import ChevronsUp from '@lucide/svelte/icons/chevrons-up';
import ChevronUp from '@lucide/svelte/icons/chevron-up';
import Equal from '@lucide/svelte/icons/equal';
import type { Component } from 'svelte';
import type { Priority } from '$lib/api/types.ts';
import { t, type PlainKey } from '$lib/i18n';
import type { MenuItem } from '$lib/ui/Menu.svelte';
import { priorities } from './filters.ts';

export const priorityWords = {
  none: 'inbox.priority_none',
  low: 'inbox.priority_low',
  normal: 'inbox.priority_normal',
  high: 'inbox.priority_high',
  urgent: 'inbox.priority_urgent',
} as const satisfies Record<Priority, PlainKey>;

/** Shape and colour, never colour alone. */
export const priorityMarks: Record<Exclude<Priority, 'none'>, { icon: Component; look: string }> = {
  low: { icon: ChevronDown, look: 'text-ink-2' },
  normal: { icon: Equal, look: 'text-info' },
  high: { icon: ChevronUp, look: 'text-warn' },
  urgent: { icon: ChevronsUp, look: 'text-danger' },
};

/** The word with what it is the word of, for where it stands alone. */
export const priorityText = (priority: Priority): string =>
  t('inbox.priority_is', { priority: t(priorityWords[priority]) });

export const priorityItems = (
  chosen: Priority | undefined,
  pick: (priority: Priority) => void,
): MenuItem[] => [
  { heading: t('inbox.priority') },
  ...priorities.map((priority) => ({
    label: t(priorityWords[priority]),
    icon: priority === 'none' ? undefined : priorityMarks[priority].icon,
    checked: priority === chosen,
    onpick: () => pick(priority),
  })),
];
