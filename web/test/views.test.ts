import { describe, expect, it } from 'vitest';
import { asQuery, fromQuery, type Filters } from '../src/rooms/inbox/filters.ts';

const usual: Filters = fromQuery('');

describe('a kept view', () => {
  it('comes back as it was, whatever the order of its parts', () => {
    const filters: Filters = {
      ...usual,
      view: 'mine',
      sort: 'waiting',
      channel: '3',
      label: '12',
      assignee: '2',
      unread: true,
      window: 'closing',
    };
    expect(fromQuery(asQuery(filters))).toEqual(filters);
    const turned = [...new URLSearchParams(asQuery(filters))].toReversed();
    expect(asQuery(fromQuery(new URLSearchParams(turned).toString()))).toBe(asQuery(filters));
  });

  it('leaves out what is as usual, and what this page does not know', () => {
    expect(asQuery(usual)).toBe('');
    expect(asQuery(fromQuery('view=open&sort=newest&later=1'))).toBe('');
    expect(asQuery({ ...usual, label: '7' })).toBe('label_id=7');
  });
});
