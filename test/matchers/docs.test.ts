import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';

const read = (path: string) => readFileSync(new URL(path, import.meta.url), 'utf8');

test('the example of the docs is the test beside this one', () => {
  const [, example] = /```ts\n(import \{ expect, test \}[^]*?)```/.exec(read('../../docs/testing.md')) ?? [];
  expect(example).toBe(read('example.test.ts').replace("'../../src/vitest.ts'", "'iamx/vitest'"));
});
