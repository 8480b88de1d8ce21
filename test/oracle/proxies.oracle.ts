import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import fc from 'fast-check';
import { expect } from 'vitest';
import { findProxy } from '../../src/credentials/places/proxy.ts';
import { testWith } from '../support/process.ts';
import { seed } from './runs.ts';

const botocore = {
  name: 'python3 with botocore',
  isThere: spawnSync('python3', ['-c', 'import botocore.utils']).status === 0,
};

const urls = [
  ...['http://169.254.169.254', 'http://169.254.170.23', 'http://[fd00:ec2::254]', 'http://localhost:4566'],
  ...['http://127.0.0.1:9', 'http://[::1]:8080', 'http://LOCALHOST', 'http://example.com.', 'http://x'],
  ...['https://sts.eu-west-1.amazonaws.com', 'https://iam.amazonaws.com:8443'],
];
const exceptions = [
  ...['*', '', '169.254.169.254', '169.254.0.0/16', '169.254.*', '.169.254', '169.254.169.254:80'],
  ...['.amazonaws.com', '..amazonaws.com', '*.amazonaws.com', 'iam.amazonaws.com:8443', 'com', '254'],
  ...[
    'localhost',
    ' LOCALHOST ',
    '*localhost',
    'localhost:4566',
    '127.0.0.1',
    '::1',
    '[::1]',
    'x,*',
    '<local>',
  ],
  ...['169.254.169.254 169.254.170.23', 'fd00:ec2::254', '[fd00:ec2::254]', 'example.com', 'x'],
];

const proxies = ['http_proxy', 'HTTP_PROXY', 'Http_Proxy', 'https_proxy', 'HTTPS_PROXY', 'ALL_PROXY'];
const proxy = fc.constantFrom('', 'http://p:1', 'p:2', 'socks5://p:3');
const list = fc
  .tuple(fc.array(fc.constantFrom(...exceptions), { minLength: 1, maxLength: 3 }), fc.constantFrom(',', ', '))
  .map(([entries, comma]) => entries.join(comma));
const variables: readonly (readonly [string, fc.Arbitrary<string>])[] = [
  ...proxies.map((name) => [name, proxy] as const),
  ...['no_proxy', 'NO_PROXY', 'No_Proxy'].map((name) => [name, list] as const),
  ['REQUEST_METHOD', fc.constantFrom('', 'GET')],
];
const question = fc.record({
  url: fc.constantFrom(...urls),
  env: fc
    .shuffledSubarray([...variables])
    .chain((some) => fc.tuple(...some.map(([name, value]) => value.map((text) => [name, text] as const))))
    .map((entries): Readonly<Record<string, string>> => Object.fromEntries(entries)),
});

testWith([botocore], `botocore takes the same proxy 5,000 times, seed ${seed}`, () => {
  const asked = fc.sample(question, { numRuns: 5_000, seed });
  const { status, stdout, stderr } = spawnSync(
    'python3',
    ['-B', join(import.meta.dirname, 'python', 'proxies.py')],
    { input: asked.map((one) => `${JSON.stringify(one)}\n`).join(''), encoding: 'utf8' },
  );
  expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
  const theirs = stdout
    .trimEnd()
    .split('\n')
    .map((line, at) => ({ ...asked[at], proxy: (JSON.parse(line) as string | null) ?? undefined }));
  const ours = asked.map(({ url, env }) => ({
    url,
    env,
    proxy: findProxy(new URL(url), env, 'python')?.url,
  }));
  expect(ours).toEqual(theirs);
});
