import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';

const read = (path: string) => readFileSync(new URL(path, import.meta.url), 'utf8');

test('the examples of the docs are the tests beside this one', () => {
  const examples = [...read('../../docs/testing.md').matchAll(/```ts\n([^]*?)```/g)];
  const files = ['example.test.ts', 'template-example.test.ts'];
  expect(examples.map(([, example]) => example)).toEqual(
    files.map((file) => read(file).replace("'../../src/vitest.ts'", "'iamx/vitest'")),
  );
});
