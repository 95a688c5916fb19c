import { describe, expect, it } from 'vitest';
import { parseMessage, plainText } from '$lib/ui/message-format.ts';

describe('message format', () => {
  it('bold, italic and struck become nodes', () => {
    expect(parseMessage('a *b* _c_ ~d~')).toEqual([
      { kind: 'text', text: 'a ' },
      { kind: 'bold', children: [{ kind: 'text', text: 'b' }] },
      { kind: 'text', text: ' ' },
      { kind: 'italic', children: [{ kind: 'text', text: 'c' }] },
      { kind: 'text', text: ' ' },
      { kind: 'struck', children: [{ kind: 'text', text: 'd' }] },
    ]);
  });

  it('marks nest', () => {
    expect(parseMessage('*_x_*')).toEqual([
      {
        kind: 'bold',
        children: [{ kind: 'italic', children: [{ kind: 'text', text: 'x' }] }],
      },
    ]);
  });

  it('snake_case_words and sums stay as they are', () => {
    expect(plainText('my_file_name 3*4*5 a ~ b')).toBe('my_file_name 3*4*5 a ~ b');
  });

  it('Arabic words are bold too', () => {
    expect(parseMessage('طلب *مهم* جدا')[1]).toEqual({
      kind: 'bold',
      children: [{ kind: 'text', text: 'مهم' }],
    });
  });

  it('a mark does not cross a line', () => {
    expect(parseMessage('*a\nb*')).toEqual([{ kind: 'text', text: '*a\nb*' }]);
  });

  it('code keeps its marks', () => {
    expect(parseMessage('`a *b*`')).toEqual([{ kind: 'code', text: 'a *b*' }]);
    expect(parseMessage('```\n*x*\n```')).toEqual([{ kind: 'block', text: '*x*' }]);
  });

  it('a full stop after an address is not part of it', () => {
    expect(parseMessage('see https://example.com/a?b=1.')).toEqual([
      { kind: 'text', text: 'see ' },
      { kind: 'link', text: 'https://example.com/a?b=1', href: 'https://example.com/a?b=1' },
      { kind: 'text', text: '.' },
    ]);
  });

  it('only web addresses become links', () => {
    for (const text of ['javascript:alert(1)', 'data:text/html,x', 'file:///etc/passwd'])
      expect(parseMessage(text)).toEqual([{ kind: 'text', text }]);
    expect(parseMessage('www.toko.id')[0]).toMatchObject({ href: 'https://www.toko.id' });
  });

  // The clock of a busy machine proves nothing; what backtracks would not end in twenty seconds.
  it('a long line of marks comes to an end', { timeout: 20_000 }, () => {
    expect(parseMessage('*a '.repeat(1400))).toBeTruthy();
  });
});
