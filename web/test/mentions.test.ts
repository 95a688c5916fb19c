import { describe, expect, it } from 'vitest';
import { withNames } from '$lib/ui/mentions.ts';
import { spotAt } from '../src/rooms/inbox/composer/finder.svelte.ts';
import { mentionsIn } from '../src/rooms/inbox/composer/mention/mentions.svelte.ts';

const ana = { id: '1', name: 'Ana' };
const budi = { id: '2', name: 'Budi' };
const budiman = { id: '3', name: 'Budi Hartono' };
const sara = { id: '4', name: 'سارة المنصور' };
const all = [ana, budi, budiman, sara];

describe('names in a note', () => {
  it('are found after an @, the longest that fits', () => {
    expect(mentionsIn('@Budi Hartono dan @Ana, tolong', all)).toEqual([budiman, ana]);
    expect(mentionsIn('@Budi. @Budi!', all)).toEqual([budi]);
    expect(mentionsIn('(@سارة المنصور)', all)).toEqual([sara]);
  });

  it('are not found inside words, nor without the @', () => {
    expect(mentionsIn('mail@Ana @Anak @Budiman Ana', all)).toEqual([]);
  });

  it('leave the rest of the text as it was', () => {
    const text = 'a @Ana b @Siapa @Budi';
    const parts = withNames(text, all);
    expect(parts.map((each) => each.text).join('')).toBe(text);
    expect(parts.map((each) => each.who?.id)).toEqual([undefined, '1', undefined, '2']);
    expect(withNames('', all)).toEqual([]);
  });
});

describe('an @ that is typed', () => {
  it('begins a word', () => {
    expect(spotAt('@', 1, '@')).toEqual({ from: 0, to: 1, typed: '' });
    expect(spotAt('ke @bu', 6, '@')).toEqual({ from: 3, to: 6, typed: 'bu' });
    expect(spotAt('a@b.id', 6, '@')).toBeUndefined();
    expect(spotAt('@bu ', 4, '@')).toBeUndefined();
  });
});
