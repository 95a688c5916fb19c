import js from '@eslint/js';
import globals from 'globals';
import svelte from 'eslint-plugin-svelte';
import ts from 'typescript-eslint';
import svelteConfig from './svelte.config.js';

// Utilities that name a physical side. Arabic is a first language here: start and end only.
const physical =
  String.raw`(^|[\s:])-?((m[lr]|p[lr]|left|right|scroll-[mp][lr])-|(border-[lr]|rounded-[tb]?[lr])` +
  String.raw`(-|$|\s)|(text|float|clear)-(left|right)($|\s))`;

export default ts.config(
  {
    ignores: [
      'dist*',
      'node_modules',
      'src/lib/i18n/keys.gen.ts',
      'src/lib/api/schema.d.ts',
      'src/lib/api/limits.ts',
    ],
  },
  js.configs.recommended,
  ...ts.configs.strict,
  ...svelte.configs.recommended,
  { languageOptions: { globals: { ...globals.browser, ...globals.node } } },
  {
    files: ['**/*.svelte', '**/*.svelte.ts'],
    languageOptions: { parserOptions: { parser: ts.parser, svelteConfig } },
  },
  {
    rules: {
      'svelte/no-at-html-tags': 'error',
      // Plain Maps are chosen where one revision counter is the signal for thousands of rows.
      'svelte/prefer-svelte-reactivity': 'off',
      'no-unused-vars': 'off',
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_' }],
      'no-unused-private-class-members': 'off',
      // We have no SvelteKit, so its resolve() does not exist.
      'svelte/no-navigation-without-resolve': 'off',
      'no-restricted-properties': [
        'error',
        ...['innerHTML', 'outerHTML', 'insertAdjacentHTML', 'srcdoc'].map((property) => ({
          property,
          message: 'Text reaches the page through Svelte nodes only.',
        })),
      ],
    },
  },
  {
    files: ['src/**', 'phone/**'],
    rules: {
      'no-restricted-syntax': [
        'error',
        {
          selector: `:matches(Literal, SvelteLiteral)[value=/${physical}/]`,
          message: 'Logical utilities only (ms-, pe-, start-, text-end …).',
        },
        {
          selector: 'SvelteAttribute[key.name="style"]',
          message: 'The content security policy refuses style="…"; style:name={…} is fine.',
        },
        {
          selector: `TemplateElement[value.raw=/${physical}/]`,
          message: 'Logical utilities only (ms-, pe-, start-, text-end …).',
        },
      ],
      'no-restricted-imports': [
        'error',
        {
          patterns: [
            { group: ['bits-ui', 'virtua', 'virtua/*'], message: 'Use the wrappers in $lib/ui.' },
            { regex: '^@lucide/svelte$', message: 'Import one icon: @lucide/svelte/icons/<name>.' },
          ],
        },
      ],
    },
  },
  { files: ['src/lib/ui/**'], rules: { 'no-restricted-imports': 'off' } },
  {
    files: ['src/rooms/**', 'src/shell/**'],
    rules: { 'no-restricted-globals': ['error', 'fetch'] },
  },
);
