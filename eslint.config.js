import js from '@eslint/js';
import tseslint from 'typescript-eslint';

export default tseslint.config(
  {
    ignores: [
      'dist',
      'data',
      'coverage',
      'node_modules',
      'test/**/cases',
      'test/**/fixtures',
      'test/**/golden',
    ],
  },
  js.configs.recommended,
  ...tseslint.configs.strictTypeChecked,
  {
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    rules: {
      '@typescript-eslint/switch-exhaustiveness-check': 'error',
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true }],
      '@typescript-eslint/no-confusing-void-expression': ['error', { ignoreArrowShorthand: true }],
      '@typescript-eslint/no-unnecessary-condition': ['error', { allowConstantLoopConditions: true }],
      eqeqeq: 'error',
      // Escaping control characters is part of the job.
      'no-control-regex': 'off',
      'no-console': 'error',
    },
  },
  {
    files: ['src/**'],
    rules: {
      // A call takes only some hundred thousand arguments: a list of a file's things may have more (core/lists.ts).
      'no-restricted-syntax': [
        'error',
        ...[
          'push',
          'unshift',
          'splice',
          'concat',
          'max',
          'min',
          'assign',
          'fromCharCode',
          'fromCodePoint',
        ].map((name) => ({
          selector: `CallExpression[callee.property.name='${name}'] > SpreadElement`,
          message:
            'A list may be longer than the arguments of a call: append, largest, smallest of core/lists.ts',
        })),
        {
          selector: "MemberExpression[property.name='apply']",
          message: 'A list may be longer than the arguments of a call',
        },
      ],
    },
  },
  {
    files: ['scripts/**', 'bench/**', 'bin/**'],
    rules: { 'no-console': 'off' },
  },
  {
    files: ['**/*.js', '**/*.mjs'],
    extends: [tseslint.configs.disableTypeChecked],
    languageOptions: {
      globals: { process: 'readonly', console: 'readonly', URL: 'readonly', Buffer: 'readonly' },
    },
  },
  {
    files: ['bin/**/*.js'],
    rules: { '@typescript-eslint/no-require-imports': 'off' },
    languageOptions: { sourceType: 'commonjs' },
  },
);
