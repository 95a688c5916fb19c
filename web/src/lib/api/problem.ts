import { i18n, t, type Key } from '$lib/i18n';
import type { ErrorBody, ErrorCode } from './types.ts';

function inner(error: unknown): ErrorBody['error'] | undefined {
  if (typeof error !== 'object' || error === null || !('error' in error)) return undefined;
  return (error as ErrorBody).error;
}

export function codeOf(error: unknown): ErrorCode {
  return inner(error)?.code ?? 'internal';
}

/** The id under which the server's log knows this failure. */
export function requestIdOf(error: unknown): string | undefined {
  return inner(error)?.request_id || undefined;
}

/** One sentence for people. Codes we have no words for become the general sentence. */
export function explain(error: unknown): string {
  return explainCode(codeOf(error));
}

export function explainCode(code: string): string {
  const key = `errors.${code}`;
  return i18n.has(key) ? t(key as 'errors.internal') : t('errors.internal');
}

/** What is wrong with each field of a form: field name to a sentence. */
export function fieldProblems(error: unknown): Record<string, string> {
  const found: Record<string, string> = {};
  for (const { field, code } of inner(error)?.fields ?? []) {
    const key = `errors.field_${code}`;
    found[field] = t((i18n.has(key) ? key : 'errors.field_bad_format') as 'errors.field_required');
  }
  return found;
}

/** True when `key` has words in this language; narrows it for `t`. */
export function hasWords(key: string): key is Key {
  return i18n.has(key);
}
