import { describe, expect, test } from 'vitest';
import { allRows } from '../../src/messages/catalogue.ts';
import type { FoundError } from '../../src/messages/found-error.ts';
import { commonRows, isOfAws, readWritten } from '../../src/messages/written.ts';

const catalogue = allRows();

function errorsIn(text: string, isOfAwsTool = false): readonly FoundError[] {
  const found: FoundError[] = [];
  readWritten([new TextEncoder().encode(text)], (error) => {
    if (isOfAws(error, isOfAwsTool)) found.push(error);
  });
  return found;
}

/** What compilers, registries, databases, other clouds and the system say where something fails. */
const others = [
  'make: *** [Makefile:2: all] Error 1',
  'npm error code E403\nnpm error 403 403 Forbidden - PUT https://registry.npmjs.org/foo - You do not have permission to publish "foo".',
  'fatal: unable to access https://github.com/a/b.git/: The requested URL returned error: 403',
  'curl: (22) The requested URL returned error: 403 Forbidden',
  'Error from server (Forbidden): pods is forbidden: User "jane" cannot list resource "pods" in API group ""',
  'error: You must be logged in to the server (Unauthorized)',
  'Traceback (most recent call last):\n  File "x.py", line 1\nModuleNotFoundError: No module named \'foo\'',
  'Traceback (most recent call last):\n  File "x.py", line 1\nKeyError: \'profile\'',
  'Traceback (most recent call last):\n  File "x.py", line 3\nValueError: invalid token',
  "TypeError: Cannot read properties of undefined (reading 'region')",
  'TypeError: Invalid URL',
  "Error: Cannot find module '/x/y.js'\n  code: 'MODULE_NOT_FOUND'",
  'docker: Error response from daemon: pull access denied for x: denied: requested access to the resource is denied.',
  "ERROR 1045 (28000): Access denied for user 'root'@'localhost' (using password: YES)",
  'Exception in thread "main" java.lang.IllegalArgumentException: invalid region\n\tat Foo.main(Foo.java:3)',
  '╷\n│ Error: Unsupported argument\n│ \n│   on main.tf line 3:\n│ \n│ An argument named "foo" is not expected here.\n╵',
  '╷\n│ Error: googleapi: Error 403: Forbidden, forbidden\n╵',
  'ERROR: The access token expired or invalid. Please run az login',
  'requests.exceptions.SSLError: HTTPSConnectionPool(host=pypi.org): [SSL: CERTIFICATE_VERIFY_FAILED] certificate verify failed',
  'openssl: certificate verify failed: unable to get local issuer certificate',
  'ERROR: failed to solve: failed to fetch anonymous token: 403 Forbidden',
  '{"error":{"code":403,"message":"Forbidden","status":"PERMISSION_DENIED"}}',
  'Error: a network with name frontend already exists',
  'wget: server returned error: HTTP/1.1 403 Forbidden',
  'Segmentation fault (core dumped)',
  '',
];

test.each(others)('nothing of AWS: %s', (text) => {
  expect(errorsIn(text)).toEqual([]);
});

describe('an error of AWS is found', () => {
  test.each([
    [
      'An error occurred (AccessDenied) when calling the ListBuckets operation: Access Denied',
      'AccessDenied',
    ],
    ['fatal error: An error occurred (403) when calling the HeadObject operation: Forbidden', '403'],
    ['Unable to locate credentials. You can configure credentials by running "aws configure".', undefined],
    [
      'Error: error configuring Terraform AWS Provider: no valid credential sources for Terraform AWS Provider found.',
      undefined,
    ],
    [
      '<Error><Code>AccessDenied</Code><Message>Access Denied</Message><HostId>s3</HostId></Error>',
      'AccessDenied',
    ],
  ])('%s', (text, code) => {
    expect(errorsIn(text).map((error) => error.code)).toEqual([code]);
  });

  test('in everybody’s words, of a tool that talks to AWS alone', () => {
    expect(errorsIn('fatal error: 403 Forbidden')).toEqual([]);
    expect(errorsIn('fatal error: 403 Forbidden', true)).toHaveLength(1);
  });
});

test('the rows whose wordings others have, too, are rows', () => {
  const ids = catalogue.map(({ id }) => id);
  expect([...commonRows].filter((id) => !ids.includes(id))).toEqual([]);
});

describe('a long text', () => {
  const noise = `${'x'.repeat(99)}\n`.repeat(50_000);
  const refusal = (name: string) =>
    `An error occurred (AccessDenied) when calling the PutObject operation: User: arn:aws:iam::111122223333:user/mika is not authorized to perform: s3:PutObject on resource: "arn:aws:s3:::acme/${name}" because no identity-based policy allows the s3:PutObject action\n`;

  test('what its end says in a tool’s own words is found, however much stands in front', () => {
    expect(errorsIn(`${noise}Unable to locate credentials\n`)).toHaveLength(1);
  });

  test('each refusal is found once, wherever the text is cut', () => {
    const text = `${refusal('first')}${noise}${refusal('middle')}${noise}${refusal('last')}`;
    const bytes = new TextEncoder().encode(text);
    for (const size of [65_536, 100_003]) {
      const pieces: Uint8Array[] = [];
      for (let at = 0; at < bytes.length; at += size) pieces.push(bytes.subarray(at, at + size));
      const found: (string | undefined)[] = [];
      readWritten(pieces, (error) => found.push(error.denial.resource));
      expect(found).toEqual(['first', 'middle', 'last'].map((name) => `arn:aws:s3:::acme/${name}`));
    }
  });

  test('a refusal at the border of the last megabyte is found once', () => {
    const tail = 1024 * 1024;
    for (const before of [0, 1, 150, 330, 400]) {
      const end = 'y'
        .repeat(79)
        .concat('\n')
        .repeat(Math.ceil(tail / 80))
        .slice(-(tail - before));
      const found: FoundError[] = [];
      readWritten([new TextEncoder().encode(noise + refusal('border') + end)], (error) => found.push(error));
      expect(found).toHaveLength(1);
    }
  });
});
