// Messages are ICU MessageFormat, one flat JSON file for each language and area. They are parsed
// here, at build time, into plain functions: no parser and no eval reaches the browser.
// Syntax: unicode.org/reports/tr35 (ICU MessageFormat); tags are not allowed in our texts.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse, TYPE } from '@formatjs/icu-messageformat-parser';

export const base = 'en';
export const languages = ['en', 'id', 'ms', 'ar', 'pt-BR'];

const quote = (text) => JSON.stringify(text);

/** All messages of one language: Map of "area.key" to its ICU text. */
export function readLanguage(dir, language) {
  const all = new Map();
  const folder = join(dir, language);
  for (const file of readdirSync(folder).sort()) {
    if (!file.endsWith('.json')) continue;
    const area = file.slice(0, -'.json'.length);
    const messages = JSON.parse(readFileSync(join(folder, file), 'utf8'));
    for (const [key, text] of Object.entries(messages)) all.set(`${area}.${key}`, text);
  }
  return all;
}

export const areaOf = (key) => key.slice(0, key.indexOf('.'));

function note(args, name, type) {
  // A more exact use of the same argument wins over "any text or number".
  if (!args.has(name) || type !== 'string | number') args.set(name, type);
}

function emit(elements, args, pound) {
  if (elements.length === 0) return '""';
  const parts = elements.map((e) => {
    const value = `a[${quote(String(e.value))}]`;
    switch (e.type) {
      case TYPE.literal:
        return quote(e.value);
      case TYPE.argument:
        note(args, e.value, 'string | number');
        return value;
      case TYPE.number:
        note(args, e.value, 'number');
        return `h.n(${value})`;
      case TYPE.date:
        note(args, e.value, 'Date | number');
        return `h.d(${value})`;
      case TYPE.time:
        note(args, e.value, 'Date | number');
        return `h.t(${value})`;
      case TYPE.pound:
        return `h.n(${pound})`;
      case TYPE.plural: {
        note(args, e.value, 'number');
        const shown = e.offset ? `(${value}-${e.offset})` : value;
        const forms = Object.entries(e.options).map(
          ([form, option]) => `${quote(form)}:()=>${emit(option.value, args, shown)}`,
        );
        const pick = e.pluralType === 'ordinal' ? 'o' : 'p';
        return `h.${pick}(${value},{${forms.join(',')}},${e.offset || 0})`;
      }
      case TYPE.select: {
        const named = Object.keys(e.options).filter((key) => key !== 'other');
        note(args, e.value, [...named.map(quote), '(string & {})'].join(' | '));
        const forms = Object.entries(e.options).map(
          ([key, option]) => `${quote(key)}:()=>${emit(option.value, args, pound)}`,
        );
        return `h.s(${value},{${forms.join(',')}})`;
      }
      default:
        throw new Error('tags are not supported in messages');
    }
  });
  return parts.length === 1 ? parts[0] : `""+${parts.join('+')}`;
}

/** One message as JavaScript source, and the names and types of its arguments. */
export function compileMessage(text) {
  const args = new Map();
  const elements = parse(text, { ignoreTag: true });
  const code = emit(elements, args, '0');
  const plain = elements.every((e) => e.type === TYPE.literal);
  return {
    code: plain ? quote(elements.map((e) => e.value).join('')) : `(a,h)=>${code}`,
    args,
    elements,
  };
}

/** The source of an ES module with the messages of `areas` (all when empty). */
export function moduleSource(dir, language, areas = []) {
  const all = new Map([...readLanguage(dir, base), ...readLanguage(dir, language)]);
  const lines = [...all]
    .filter(([key]) => areas.length === 0 || areas.includes(areaOf(key)))
    .map(([key, text]) => `${quote(key)}:${compileMessage(text).code}`);
  return `export default {\n${lines.join(',\n')}\n}`;
}

function pluralProblems(language, key, elements) {
  const wanted = new Intl.PluralRules(language).resolvedOptions().pluralCategories;
  const problems = [];
  for (const e of elements) {
    if (e.type !== TYPE.plural && e.type !== TYPE.select) continue;
    if (e.type === TYPE.plural && e.pluralType !== 'ordinal') {
      for (const form of wanted)
        if (!(form in e.options)) problems.push(`${language}: ${key} has no plural form "${form}"`);
    }
    for (const option of Object.values(e.options))
      problems.push(...pluralProblems(language, key, option.value));
  }
  return problems;
}

/** What is wrong with the translations, one sentence each; empty when all is well. */
export function problems(dir) {
  const found = [];
  const english = readLanguage(dir, base);
  for (const language of languages) {
    const own = readLanguage(dir, language);
    for (const key of own.keys())
      if (!english.has(key)) found.push(`${language}: ${key} does not exist in ${base}`);
    for (const [key, text] of english) {
      const translated = own.get(key);
      if (translated === undefined) {
        found.push(`${language}: ${key} is missing`);
        continue;
      }
      const known = compileMessage(text).args;
      const compiled = compileMessage(translated);
      for (const name of compiled.args.keys())
        if (!known.has(name)) found.push(`${language}: ${key} uses unknown argument ${name}`);
      found.push(...pluralProblems(language, key, compiled.elements));
    }
  }
  return found;
}

/** TypeScript source of the interface that maps each key to its arguments. */
export function typesSource(dir) {
  const lines = [...readLanguage(dir, base)].map(([key, text]) => {
    const args = [...compileMessage(text).args];
    const shape = args.map(([name, type]) => `${quote(name)}: ${type}`).join('; ');
    return `  ${quote(key)}: ${args.length ? `{ ${shape} }` : 'undefined'};`;
  });
  return `// Made from messages/${base}/ by build/messages.mjs.\nexport interface Messages {\n${lines.join('\n')}\n}\n`;
}
