import { join } from 'node:path';
import tseslint from 'typescript-eslint';
import lit from 'eslint-plugin-lit';
import wc from 'eslint-plugin-wc';
import litA11y from 'eslint-plugin-lit-a11y';

/** Packages a server imports run as Node reads them: no decorators there. */
const served = ['rules', 'contracts', 'database', 'token-service', 'care-service', 'server', 'forms', 'themes'].map((name) => `packages/${name}/**/*.ts`);

export default tseslint.config(
  { ignores: ['**/node_modules/', '**/dist/', 'storybook-static/', '.balie/', 'test-results/', 'stories/public/', 'stories/generated/', '**/*.md', '**/custom-elements.json'] },
  ...tseslint.configs.recommended,
  {
    files: ['**/*.ts'],
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: join(import.meta.dirname, '..') } },
    rules: {
      '@typescript-eslint/no-explicit-any': 'error',
      // A plugin's types say that chai's `equal` is a promise; it is only one after `.dom`.
      '@typescript-eslint/no-floating-promises': ['error', { allowForKnownSafeCalls: [{ from: 'package', name: 'Equal', package: '@open-wc/semantic-dom-diff' }, { from: 'package', name: 'Equal', package: '@types/chai' }] }],
      '@typescript-eslint/no-misused-promises': ['error', { checksVoidReturn: { attributes: false, arguments: false, properties: false } }],
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_' }],
      '@typescript-eslint/switch-exhaustiveness-check': ['error', { considerDefaultExhaustiveForUnions: true }],
      'no-console': 'error',
      eqeqeq: ['error', 'always', { null: 'ignore' }],
      // A shell or frame that posts to any origin gives away what it says (T28).
      'no-restricted-syntax': ['error',
        { selector: "CallExpression[callee.property.name='postMessage'] > Literal[value='*']", message: "postMessage never to '*' (T28)" },
        { selector: 'TaggedTemplateExpression[tag.name=/^(html|svg)$/] TemplateElement[value.raw=/\\s(style|on[a-z]+)\\s*=/i]', message: 'no inline style or handler: strict CSP' },
        { selector: "ImportSpecifier[imported.name=/^(unsafeHTML|unsafeSVG|styleMap)$/]", message: 'strict CSP and Trusted Types: no unsafeHTML, no styleMap' },
        { selector: "AssignmentExpression[left.property.name=/^(innerHTML|outerHTML)$/]", message: 'Trusted Types: render with templates' },
      ],
    },
  },
  { files: served, rules: { 'no-restricted-syntax': ['error', { selector: 'Decorator', message: 'Node reads this file as it is: no decorators outside widgets' }] } },
  { files: ['packages/widgets/**/*.ts', 'packages/forms/**/*.ts', 'stories/**/*.ts'], plugins: { lit, wc, 'lit-a11y': litA11y }, rules: { ...lit.configs['flat/recommended'].rules, ...wc.configs['flat/recommended'].rules, ...litA11y.configs.recommended.rules } },
  { files: ['demo-site/**', 'test/**', '.config/**', '.storybook/**', 'vite.config.ts', 'packages/server/src/cli.ts', 'packages/server/src/cli/**', 'packages/embed/**'], rules: { 'no-console': 'off' } },
  { files: ['**/*.{js,mjs,cjs}'], ...tseslint.configs.disableTypeChecked, rules: { '@typescript-eslint/no-require-imports': 'off', '@typescript-eslint/no-unused-vars': 'error' } },
);
