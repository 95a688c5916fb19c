import { describe, expect, it } from 'vitest';
import { phoneOf } from '../src/rooms/inbox/begin/phone.ts';
import { spotAt } from '../src/rooms/inbox/composer/finder.svelte.ts';
import { found } from '../src/rooms/saved/replies.svelte.ts';
import { fill, unknownVariable, type Values } from '../src/rooms/saved/variables.ts';
import type { SavedReply } from '$lib/api/types.ts';

const values: Values = {
  'contact.name': 'Siti Rahma',
  'agent.name': 'Ana',
  'workspace.name': 'Toko Sapa',
  'conversation.id': '4821',
};

// The same cases as tests/saved/variables_test.cpp.
describe('places in a saved reply', () => {
  it('are filled in, with their stand-ins when nothing is known', () => {
    expect(
      fill(
        'Halo {{contact.name}}, ini {{ agent.name }} dari {{workspace.name}} (#{{conversation.id}})',
        values,
      ),
    ).toBe('Halo Siti Rahma, ini Ana dari Toko Sapa (#4821)');
    for (const name of ['', '+62 812-3344-5566', '•••• 5566', '(021) 5566'])
      expect(fill('Hi {{contact.name|there}}!', { ...values, 'contact.name': name })).toBe(
        'Hi there!',
      );
    expect(fill('Hi {{contact.name}}!', { ...values, 'contact.name': '' })).toBe('Hi !');
  });

  it('stay when they name nothing, and what a value holds is not filled in', () => {
    expect(fill('{{order.id}} {{', values)).toBe('{{order.id}} {{');
    expect(fill('{{ {{contact.name}}', values)).toBe('{{ Siti Rahma');
    expect(fill('{{a\n}} {{agent.name}}', values)).toBe('{{a\n}} Ana');
    expect(fill('{{{contact.name}}}', values)).toBe('{Siti Rahma}');
    expect(fill('{{contact.name}}', { ...values, 'contact.name': '{{agent.name}}' })).toBe(
      '{{agent.name}}',
    );
    expect(unknownVariable('{{contact.name|a}} {{contact.first_name}}')).toBe('contact.first_name');
    expect(unknownVariable('{{contact.name}} {x} }}')).toBeUndefined();
  });
});

describe('a slash', () => {
  it('begins a word', () => {
    expect(spotAt('/', 1, '/')).toEqual({ from: 0, to: 1, typed: '' });
    expect(spotAt('Halo /ala', 9, '/')).toEqual({ from: 5, to: 9, typed: 'ala' });
    expect(spotAt('a\n/ha mm', 5, '/')).toEqual({ from: 2, to: 5, typed: 'ha' });
    expect(spotAt('https://x', 9, '/')).toBeUndefined();
    expect(spotAt('and/or', 6, '/')).toBeUndefined();
    expect(spotAt('/halo ', 6, '/')).toBeUndefined();
  });
});

describe('saved replies', () => {
  const reply = (
    shortcut: string,
    text: string,
    language: string | null,
    uses = 0,
  ): SavedReply => ({
    id: shortcut,
    shortcut,
    text,
    language,
    team_id: null,
    buttons: [],
    media: [],
    uses,
    used_at: null,
    created_at: '',
    updated_at: '',
  });
  const all = [
    reply('alamat', 'Jl. Contoh 5', null, 5),
    reply('halo', 'Halo kak', 'id', 1),
    reply('hello', 'Hello there', 'en', 9),
    reply('jam', 'Alamat dan jam buka', 'id'),
  ];
  const names = (typed: string, language?: string) =>
    found(all, typed, language).map((each) => each.shortcut);

  it('are found by shortcut before words', () => {
    expect(names('ala')).toEqual(['alamat', 'jam']);
    expect(names('HAL')).toEqual(['halo']);
    expect(names('nothing')).toEqual([]);
  });

  it('come in the language of the customer first, then by use', () => {
    expect(names('', 'id-ID')).toEqual(['halo', 'jam', 'alamat', 'hello']);
    expect(names('', 'en')).toEqual(['hello', 'alamat', 'halo', 'jam']);
  });
});

describe('a number that is typed', () => {
  it('is made international by the country of the business', () => {
    expect(phoneOf('0812 3344-5566', 'ID')).toEqual({ digits: '6281233445566', country: 'ID' });
    expect(phoneOf('812 3344 5566', 'ID')?.digits).toBe('6281233445566');
    expect(phoneOf('628123344556', 'ID')?.digits).toBe('628123344556');
    expect(phoneOf('+55 (11) 91234-5678', 'ID')).toEqual({
      digits: '5511912345678',
      country: 'BR',
    });
    expect(phoneOf('0060 12 345 6789', 'ID')).toEqual({ digits: '60123456789', country: 'MY' });
    expect(phoneOf('+971 50 123 4567', '')?.country).toBe('AE');
  });

  it('is not guessed from words', () => {
    for (const text of ['', 'Siti', '12', '0812', '@0812334455', '+0812334455'])
      expect(phoneOf(text, '')).toBeUndefined();
  });
});
