// A notice in words: what happened, what to do about it, and what the provider added.
import { explainCode, hasWords } from '$lib/api/problem.ts';
import type { Notice } from '$lib/api/types.ts';
import { i18n, t, type PlainKey } from '$lib/i18n';
import { limitText } from '../channels/number/words.ts';

export const titleOf = ({ kind }: Notice): string => {
  const key = `notices.k_${kind}`;
  return t((hasWords(key) ? key : 'notices.k_unknown') as PlainKey);
};

export const adviceOf = ({ kind }: Notice): string => {
  const key = `notices.do_${kind}`;
  return hasWords(key) ? t(key as PlainKey) : '';
};

const qualities: Record<string, PlainKey> = {
  GREEN: 'number.quality_good',
  YELLOW: 'number.quality_medium',
  RED: 'number.quality_low',
  UNKNOWN: 'number.quality_unknown',
  UTILITY: 'settings.category_utility',
  MARKETING: 'settings.category_marketing',
  AUTHENTICATION: 'settings.category_authentication',
};

function valueOf(name: string, value: string): string {
  if (name === 'code') return explainCode(value);
  if (value.startsWith('TIER_')) return limitText(value);
  const word = qualities[value];
  if (word) return t(word);
  if (/^(until|at|date)$/.test(name)) {
    const at = /^\d{9,}$/.test(value) ? Number(value) * 1000 : Date.parse(value);
    if (!Number.isNaN(at)) return i18n.fmt.dateTime(at);
  }
  return value;
}

/** Label and value of what belongs to the notice; a name we have no word for stands as it came. */
export const factsOf = ({ facts }: Notice): { label: string; value: string }[] =>
  facts.map(({ name, value }) => {
    const key = `notices.f_${name}`;
    return { label: hasWords(key) ? t(key as PlainKey) : name, value: valueOf(name, value) };
  });
