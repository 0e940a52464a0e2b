import tseslint from 'typescript-eslint';

const budgets = {
  'max-lines': ['error', { max: 400, skipBlankLines: false, skipComments: false }],
  'max-lines-per-function': ['error', { max: 60, skipComments: true, skipBlankLines: true }],
  'max-params': ['error', 3],
  complexity: ['error', 12],
  'max-depth': ['error', 3],
};

const restricted = [
  {
    selector: "NewExpression[callee.name='Error']",
    message: 'throw a StoaError with a code of base/error-codes.ts: a bare Error has no status and no remedy',
  },
  { selector: 'ExportDefaultDeclaration', message: 'named exports only: they are found by their name' },
  { selector: 'ExportAllDeclaration', message: "a folder's face lists its names one by one" },
  {
    selector: "CallExpression[callee.object.name='Date'][callee.property.name='now']",
    message: 'time comes from a Clock that is passed in',
  },
  { selector: "CallExpression[callee.name='setTimeout']", message: 'waits go through Clock.callAt' },
  {
    selector: "CallExpression[callee.object.name='Math'][callee.property.name='random']",
    message: 'use a Random that is passed in',
  },
];

const browserFolders = ['base', 'xml', 'schema', 'protocol', 'objects', 'advertisement', 'security', 'gate', 'client'];

export default tseslint.config(
  { ignores: ['**/dist/', 'build/', '.tap/', 'node_modules/', 'src/protocol/schema-texts.ts', 'src/http-api/index.ts'] },
  {
    files: ['src/**/*.ts'],
    extends: [tseslint.configs.strictTypeChecked],
    languageOptions: { parserOptions: { project: './tsconfig.json', tsconfigRootDir: import.meta.dirname } },
    rules: {
      ...budgets,
      'no-restricted-syntax': ['error', ...restricted],
      'no-empty': ['error', { allowEmptyCatch: false }],
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/switch-exhaustiveness-check': 'error',
      '@typescript-eslint/no-non-null-assertion': 'error',
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true }],
      '@typescript-eslint/no-confusing-void-expression': ['error', { ignoreArrowShorthand: true }],
      '@typescript-eslint/no-invalid-void-type': 'off',
      '@typescript-eslint/unified-signatures': 'off',
      '@typescript-eslint/no-unnecessary-type-parameters': 'off',
    },
  },
  {
    // Made from schemas, as long as these are; all else holds for them too.
    files: ['src/*/generated/*.ts'],
    rules: { 'max-lines': 'off' },
  },
  {
    files: ['src/base/clock.ts', 'src/base/random.ts'],
    rules: { 'no-restricted-syntax': ['error', ...restricted.slice(0, 3)] },
  },
  {
    files: browserFolders.map((folder) => `src/${folder}/**/*.ts`),
    rules: {
      'no-restricted-imports': [
        'error',
        {
          patterns: [
            { group: ['node:*'], message: 'this folder loads in a browser: take what Node offers as a collaborator' },
          ],
        },
      ],
      'no-restricted-globals': ['error', 'process', 'Buffer', 'setImmediate', '__dirname', 'require'],
    },
  },
  {
    files: ['test/**/*.ts', 'bench/**/*.ts', 'scripts/**/*.ts'],
    extends: [tseslint.configs.recommended],
    rules: {
      'max-lines': ['error', { max: 400 }],
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_' }],
    },
  },
);
