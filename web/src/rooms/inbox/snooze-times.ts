// Until when a conversation can be put away, in words people use.
export type SnoozeTime = { name: 'later' | 'evening' | 'tomorrow' | 'weekend' | 'week'; at: Date };

const hour = 3_600_000;

function dayAt(now: Date, days: number, hours: number): Date {
  return new Date(now.getFullYear(), now.getMonth(), now.getDate() + days, hours);
}

/** Those that make sense at this hour of this day, soonest first. */
export function snoozeTimes(now: Date): SnoozeTime[] {
  const later = new Date(now.getTime() + 3 * hour);
  later.setMinutes(0, 0, 0);
  const all: SnoozeTime[] = [{ name: 'later', at: later }];
  const evening = dayAt(now, 0, 18);
  if (evening.getTime() - now.getTime() > 4 * hour) all.push({ name: 'evening', at: evening });
  all.push({ name: 'tomorrow', at: dayAt(now, 1, 9) });
  const weekday = now.getDay();
  if (weekday >= 1 && weekday <= 4) all.push({ name: 'weekend', at: dayAt(now, 6 - weekday, 9) });
  all.push({ name: 'week', at: dayAt(now, (8 - weekday) % 7 || 7, 9) });
  return all;
}
