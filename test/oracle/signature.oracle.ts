import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import fc from 'fast-check';
import { expect } from 'vitest';
import { signRequest } from '../../src/aws/sign-request.ts';
import { signing, thousand } from '../aws/support/random-request.ts';
import { testWith } from '../support/process.ts';

const botocore = {
  name: 'python3 with botocore',
  isThere: spawnSync('python3', ['-c', 'import botocore.auth']).status === 0,
};
const script = join(import.meta.dirname, 'python', 'sign.py');

testWith([botocore], 'a thousand requests are signed as botocore signs them', () => {
  const drawn = fc.sample(signing, thousand);
  const ours = drawn.map(({ request, keys, scope }) => signRequest(request, keys, scope));
  const lines = drawn.map(({ request, keys, scope: { service, region, at } }, index) => {
    const { method, url, body, headers } = request;
    const hash = ours[index]?.['x-amz-content-sha256'];
    return JSON.stringify({
      ...{ method, url: url.href, body, headers: { ...headers, 'x-amz-content-sha256': hash } },
      ...{ ...keys, service, region, at: at.getTime() / 1000 },
    });
  });
  const asked = spawnSync('python3', ['-B', script], {
    input: `${lines.join('\n')}\n`,
    encoding: 'utf8',
    maxBuffer: 16 * 1024 * 1024,
  });
  expect(asked).toMatchObject({ status: 0, stderr: '' });
  const theirs = asked.stdout
    .trimEnd()
    .split('\n')
    .map((line): unknown => JSON.parse(line));
  expect(theirs).toHaveLength(1000);
  expect(ours.map((headers) => headers['authorization'])).toEqual(theirs);
});
