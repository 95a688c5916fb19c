import { describe, expect, it } from 'vitest';
import { dashboardMessages } from '$lib/i18n/dashboard.ts';
import { Formats, i18n, t } from '$lib/i18n';
import { compileMessage, problems } from '../build/messages.mjs';

// The compiled source as the browser would run it.
function run(text: string, language: 'en' | 'ar' | 'pt-BR', args: object): string {
  const made = new Function(`return ${compileMessage(text).code}`)() as unknown;
  const message = made as ((a: object, h: Formats) => string) | string;
  return typeof message === 'string' ? message : message(args, new Formats(language));
}

describe('messages', () => {
  it('every language has every message with its plural forms', () => {
    expect(problems('messages')).toEqual([]);
  });

  it('Arabic has six forms', () => {
    const text =
      '{n, plural, zero {صفر} one {واحد} two {اثنان} few {# قليل} many {# كثير} other {# أخرى}}';
    const said = [0, 1, 2, 3, 11, 100].map((n) => run(text, 'ar', { n }));
    expect(said).toEqual(['صفر', 'واحد', 'اثنان', '3 قليل', '11 كثير', '100 أخرى']);
  });

  it('Portuguese says millions its own way', () => {
    const text = '{n, plural, one {# item} many {# de itens} other {# itens}}';
    expect(run(text, 'pt-BR', { n: 1 })).toBe('1 item');
    expect(run(text, 'pt-BR', { n: 1_000_000 })).toBe('1.000.000 de itens');
    expect(run(text, 'pt-BR', { n: 5 })).toBe('5 itens');
  });

  it('exact forms go before categories, and quotes are kept', () => {
    expect(run('{n, plural, =0 {none} one {#} other {#}}', 'en', { n: 0 })).toBe('none');
    expect(run("it''s {name}", 'en', { name: '"x"' })).toBe('it\'s "x"');
  });

  it('changing the language changes words and direction', async () => {
    await i18n.start(dashboardMessages);
    await i18n.use('ar');
    expect(t('common.cancel')).toBe('إلغاء');
    expect(document.documentElement.dir).toBe('rtl');
    await i18n.use('en');
    expect(t('common.cancel')).toBe('Cancel');
    expect(document.documentElement.dir).toBe('ltr');
  });
});
