// When something is to happen, in words people use.
import { i18n, t } from '$lib/i18n';
import type { MenuItem } from '$lib/ui/Menu.svelte';
import { snoozeTimes } from './snooze-times.ts';
import { snoozeWords } from './words.ts';

/** "09:00", or the day as well when it is another one. */
export function whenText(at: Date): string {
  if (at.toDateString() === new Date().toDateString()) return i18n.fmt.time(at);
  const week = at.getTime() - Date.now() < 6 * 86_400_000;
  return week
    ? t('inbox.day_and_time', {
        day: i18n.fmt.stamp(at.getTime(), at.getTime() + 86_400_000),
        time: i18n.fmt.time(at),
      })
    : i18n.fmt.dateTime(at);
}

/** Items of a menu: the usual times, and one that asks for another. */
export const timeItems = (pick: (at: Date) => void, other: () => void): MenuItem[] => [
  ...snoozeTimes(new Date()).map(({ name, at }) => ({
    label: t(snoozeWords[name]),
    hint: whenText(at),
    onpick: () => pick(at),
  })),
  { label: t('inbox.snooze_other'), onpick: other },
];
