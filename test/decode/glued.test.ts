import { describe, expect, test } from 'vitest';
import { decodeTexts } from '../../src/decode/decode.ts';
import { run } from '../support/run.ts';

/** Identifiers are found wherever a text holds them, each once, whatever is glued to them. */

const ids = {
  role: 'arn:aws:iam::607481581596:role/App',
  session: 'arn:aws:sts::607481581596:assumed-role/App/ci',
  key: 'ASIAY34FZKBOKMUTVV7A',
  id: 'AROAY24FZKAOBPJTH2BSF',
  account: '607481581596',
  endpoint: 'vpce-0a1b2c3d',
  instance: 'i-0abcd12345678ef90',
  organization: 'o-a1b2c3d4e5',
} as const;

const dressed: readonly ((id: string) => string)[] = [
  (id) => `  ${id}  `,
  (id) => `"${id}"`,
  (id) => `'${id}',`,
  (id) => `(see ${id}).`,
  (id) => `id=${id}`,
  (id) => `"id":"${id}"`,
  (id) => `--role-arn=${id} --more`,
  (id) => `a|${id}|b`,
  (id) => `a,${id},b`,
  (id) => `- ${id}`,
  (id) => `**${id}**`,
  (id) => `_${id}_`,
  (id) => `is it ${id}?`,
  (id) => `#${id}`,
  (id) => `@${id}`,
  (id) => `id:${id}`,
  (id) => `id=>${id}`,
  (id) => `key/${id}`,
  (id) => `https://x.example/?id=${id}&b=1`,
  (id) => `https://x.example/${id}`,
  (id) => `%22${id}%22`,
  (id) => `\u001b[31m${id}\u001b[0m`,
  (id) => `"{\\"id\\":\\"${id}\\"}"`,
  (id) => `<Arn>${id}</Arn>`,
  (id) => `time=1 level=info id="${id}" msg=ok`,
  (id) => `ids=[${id},${id}]`,
  (id) => `${id}\n${id}`,
];

describe.each(Object.entries(ids))('%s', (_, id) => {
  test.each(dressed.map((dress) => dress(id)))('%j', (text) => {
    const found = decodeTexts([text]).filter(
      ({ item }) => item.kind !== 'unknown' || item.resourceType !== undefined,
    );
    expect(found.map(({ item }) => item.input?.includes(id))).toEqual([true]);
  });
});

test.each([
  ['the URL of a queue', 'https://sqs.eu-west-1.amazonaws.com/607481581596/orders'],
  ['the host of a registry', '607481581596.dkr.ecr.eu-west-1.amazonaws.com/app:latest'],
  ['where one signs in', 'https://607481581596.signin.aws.amazon.com/console'],
  ['a field with a URL', '{"QueueUrl": "https://sqs.eu-west-1.amazonaws.com/607481581596/orders"}'],
])('the account in %s', (_, text) => {
  const [decoded] = decodeTexts([text]);
  expect(decoded?.item).toMatchObject({ kind: 'account-id', accountId: '607481581596' });
});

test('an ARN in a URL is read as one', () => {
  const [decoded] = decodeTexts([
    'https://x.example/#/roles/arn%3Aaws%3Aiam%3A%3A607481581596%3Arole%2FApp?x=1',
  ]);
  expect(decoded?.item).toMatchObject({ kind: 'arn', account: '607481581596', resourceType: 'role' });
});

test('the number at the end of a UUID is no account', () => {
  const [decoded] = decodeTexts(['request 1234abcd-12ab-34cd-56ef-123456789012 failed']);
  expect(decoded?.item.kind).toBe('unknown');
});

test('ids of organizations are found among other words', () => {
  const decoded = decodeTexts(['below r-ab12 the policy p-1234abcd denies it, p-value and r-squared do not']);
  expect(decoded.map(({ item }) => item.input)).toEqual(['r-ab12', 'p-1234abcd']);
});

test('what stands in a long text is found at its end too', () => {
  const words = Array.from({ length: 5000 }, (_, index) => `word${index}word`);
  const [decoded] = decodeTexts([`${words.join(' ')} ${ids.role}`]);
  expect(decoded?.item.kind).toBe('arn');
});

test('the blanks around a line of words are no part of a value', () => {
  const codes = decodeTexts([`  dev  ${ids.account}  ${ids.key}\n  prod  ${ids.account}  x\n`]).flatMap(
    ({ diagnostics }) => diagnostics.map(({ code }) => code),
  );
  expect(codes).not.toContain('decode/whitespace');
});

const secret = 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYzzzzzzzzzz';

test.each([
  `https://b.s3.amazonaws.com/k?X-Amz-Credential=${ids.key}%2F20260101%2Feu-west-1%2Fs3%2Faws4_request&X-Amz-Security-Token=IQoJb3JpZ2luX2VjEK7CANARYabcdefgh12345CANARYxyz&X-Amz-Signature=fe5f80f77d5fa3beca038a248ff027d0445342fe2855ddc963176630326f1024`,
  `**${ids.key}:${secret}**`,
  `#${ids.key}/${secret}`,
  `key=${ids.key}&secret=${secret}&account=607481581596`,
])('a secret beside one that is glued stays hidden: %#', (text) => {
  const decoded = decodeTexts([text]);
  expect(decoded.some(({ item }) => item.input === null)).toBe(true);
  const told = JSON.stringify(decoded);
  for (const part of ['wJalr', 'K7MDENG', 'IQoJ', 'CANARY', 'fe5f80f7', '26f1024'])
    expect(told).not.toContain(part);
});

test.each([
  'AmazonS3Exception: Access Denied (Service: Amazon S3; Status Code: 403; Error Code: AccessDenied)',
  'An error occurred (InvalidClientTokenId) when calling the GetCallerIdentity operation: invalid',
  '{"eventName": "GetObject", "errorCode": "AccessDenied", "recipientAccountId": "607481581596"}',
  '<Error><Code>SignatureDoesNotMatch</Code></Error>',
])('an error leads to what explains it: %s', async (text) => {
  const page = await run(['decode', '-'], { stdin: text });
  expect(page.out).toContain('$ iamx explain-error - < error.txt');
  expect((await run(['decode', '-', '--json'], { stdin: text })).out).toContain('"decode/error"');
});
