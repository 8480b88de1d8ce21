import { GetRoleCommand, IAMClient, ListAccountAliasesCommand } from '@aws-sdk/client-iam';
import { GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts';
import { HttpRequest, type HttpHandler } from '@smithy/core/protocols';
import fc from 'fast-check';
import { afterAll, describe, expect, test } from 'vitest';
import { clientConfig } from '../../src/aws/client-config.ts';
import type { Place } from '../../src/aws/keys.ts';
import { openNetwork } from '../../src/aws/network.ts';
import { queryRequest, readErrorCode, readResult, type QueryCall } from '../../src/aws/query.ts';
import { partitions } from '../../src/identifiers/partition.ts';
import { runs } from '../support/budget.ts';

const network = openNetwork({ proxyFor: () => undefined }, 60_000);
afterAll(() => {
  network.close();
});

const keys = {
  accessKeyId: 'AKIAJMIKAMIKAMIKA2F3',
  secretAccessKey: 'NotASecret',
  sessionToken: 'NotAToken',
};

/** What a client of the SDK hands to whoever sends it; its words where it refuses to. */
async function requestOfSdk({ action, parameters }: QueryCall, place: Place): Promise<HttpRequest | string> {
  let request: HttpRequest | undefined;
  const requestHandler: HttpHandler = {
    handle: (asked) => {
      request = asked;
      return Promise.reject(new Error('seen'));
    },
    updateHttpClientConfig: () => undefined,
    httpHandlerConfigs: () => ({}),
  };
  try {
    const maxAttempts = action === 'GetCallerIdentity' ? 3 : 1;
    const config = { ...clientConfig(place, network, { maxAttempts }), credentials: keys, requestHandler };
    if (action === 'GetCallerIdentity') await new STSClient(config).send(new GetCallerIdentityCommand());
    else if (action === 'GetRole')
      await new IAMClient(config).send(new GetRoleCommand({ RoleName: parameters?.['RoleName'] }));
    else await new IAMClient(config).send(new ListAccountAliasesCommand());
  } catch (error) {
    if (request === undefined) return error instanceof Error ? error.message : 'refused';
  }
  if (!(request instanceof HttpRequest)) throw new Error('the client sent nothing');
  return request;
}

const identity: QueryCall = { service: 'STS', action: 'GetCallerIdentity', maxAttempts: 3 };
const aliases: QueryCall = { service: 'IAM', action: 'ListAccountAliases', maxAttempts: 1 };
const role = (name: string): QueryCall => ({
  service: 'IAM',
  action: 'GetRole',
  parameters: { RoleName: name },
  maxAttempts: 1,
});

/** All but what is new for each request, and who says that it sends it. */
function comparable(headers: Readonly<Record<string, string>>): object {
  const changing = ['amz-sdk-invocation-id', 'x-amz-date', 'user-agent', 'x-amz-user-agent', 'authorization'];
  const rest = Object.fromEntries(Object.entries(headers).filter(([name]) => !changing.includes(name)));
  const [, scope, names = ''] =
    /Credential=\w+\/\d+\/(\S+), SignedHeaders=(\S+),/.exec(headers['authorization'] ?? '') ?? [];
  return { ...rest, scope, signed: names.split(';').filter((name) => name !== 'x-amz-user-agent') };
}

async function expectSame(call: QueryCall, place: Place): Promise<void> {
  const theirs = await requestOfSdk(call, place);
  const ours = queryRequest(call, keys, place);
  if (ours === undefined || typeof theirs === 'string') throw new Error(JSON.stringify([ours, theirs]));
  const { protocol, hostname, port, path, query, method, headers } = theirs;
  const body: unknown = theirs.body;
  expect({
    url: ours.url.href,
    method: ours.method,
    body: ours.body,
    headers: comparable(ours.headers),
  }).toEqual({
    url: `${protocol}//${hostname}${port === undefined ? '' : `:${port}`}${path}`,
    method,
    body,
    headers: comparable(headers),
  });
  expect(query).toEqual({});
  expect(ours.headers['amz-sdk-invocation-id']).toMatch(/^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/);
  expect(Math.abs(timeOf(headers['x-amz-date']) - timeOf(ours.headers['x-amz-date']))).toBeLessThan(60_000);
}

function timeOf(stamp = ''): number {
  return Date.parse(stamp.replace(/^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/, '$1-$2-$3T$4:$5:$6Z'));
}

const plain = { fips: false, dualStack: false };
const variants = [
  plain,
  { fips: true, dualStack: false },
  { fips: false, dualStack: true },
  { fips: true, dualStack: true },
];
/** A region of each partition, as they are named; and one that nobody has. */
const regions = [
  ...[
    'us-east-1',
    'us-west-2',
    'eu-central-2',
    'ap-southeast-5',
    'mx-central-1',
    'il-central-1',
    'sa-east-9',
  ],
  ...['cn-north-1', 'cn-northwest-1', 'us-gov-east-1', 'us-gov-west-1', 'us-iso-west-1', 'us-isob-east-1'],
  ...['eu-isoe-west-1', 'us-isof-south-1', 'eusc-de-east-1'],
];

test('the regions are of all partitions', () => {
  const seen = partitions.filter((partition) => regions.some((region) => partition.regions.test(region)));
  expect(seen).toEqual(partitions);
});

describe.each(variants)('FIPS $fips, dual stack $dualStack', (variant) => {
  test.each(regions)('%s is asked as the SDK asks it', async (region) => {
    for (const call of [identity, aliases, role('App')]) await expectSame(call, { region, ...variant });
  });
});

test.each([
  ...[
    'http://127.0.0.1:4566',
    'https://sts.example:8443/',
    'http://localhost:80/a/b',
    'https://x.example/a/',
  ],
  ...[
    'http://[::1]:4566',
    'http://x.example//a//b?c=d#e',
    'https://x.example:443/%7Ea/ä b',
    'http://me@x.example',
  ],
])('the endpoint %s is asked as the SDK asks it', async (endpoint) => {
  for (const call of [identity, aliases]) await expectSame(call, { region: 'eu-west-1', endpoint, ...plain });
});

test.each(['aws-global', 'us-east-1', 'local', 'US-EAST-1', 'eu-west-1'])(
  'with an endpoint the region %s is signed as the SDK signs it',
  async (region) => {
    await expectSame(identity, { region, endpoint: 'http://127.0.0.1:4566', ...plain });
  },
);

test('the pseudo region aws-global is asked as the SDK asks it', async () => {
  for (const call of [identity, aliases]) await expectSame(call, { region: 'aws-global', ...plain });
});

test.each<[string, Place]>([
  [
    'FIPS and an endpoint',
    { region: 'us-east-1', endpoint: 'http://x.example', fips: true, dualStack: false },
  ],
  [
    'dual stack and an endpoint',
    { region: 'us-east-1', endpoint: 'http://x.example', ...plain, dualStack: true },
  ],
  ['a region that is no name', { region: 'us_east_1', ...plain }],
  ['a region with an end of its own', { region: 'eu-west-1.evil.example/', ...plain }],
  ['an empty region', { region: '', ...plain }],
])('%s: the SDK refuses, and so nothing is sent', async (_, place) => {
  expect(await requestOfSdk(identity, place)).toBeTypeOf('string');
  expect(queryRequest(identity, keys, place)).toBeUndefined();
});

test.each(['fips-us-east-1', 'us-east-1-fips', 'mars-north-1'])(
  'the odd region %s is left to the SDK',
  (region) => {
    expect(queryRequest(identity, keys, { region, ...plain })).toBeUndefined();
  },
);

test('every name of a role is written as the SDK writes it', async () => {
  const name = fc.string({
    unit: fc.constantFrom(...Array.from('abzABZ0189_+=,.@-')),
    minLength: 1,
    maxLength: 64,
  });
  await fc.assert(
    fc.asyncProperty(name, (one) => expectSame(role(one), { region: 'us-east-1', ...plain })),
    { numRuns: runs(20) },
  );
});

const incoming = (body: string) => ({ statusCode: 200, headers: {}, body: Buffer.from(body) });

describe('an answer', () => {
  const good = `<?xml version="1.0"?>
<GetRoleResponse xmlns="https://iam.amazonaws.com/doc/2010-05-08/">
  <GetRoleResult><Role><Path>/team/</Path><Arn>arn:aws:iam::111122223333:role/team/App</Arn>
  <Tags><member><Key>a</Key><Value>&#65; &amp; b</Value></member></Tags></Role></GetRoleResult>
  <ResponseMetadata><RequestId>1</RequestId></ResponseMetadata>
</GetRoleResponse>`;

  test('is read by the names on the way', () => {
    const result = readResult(incoming(good), 'GetRole');
    expect(['Role/Path', 'Role/Arn', 'Role/Tags/member/Value', 'Arn'].map((name) => result?.(name))).toEqual([
      '/team/',
      'arn:aws:iam::111122223333:role/team/App',
      undefined,
      undefined,
    ]);
  });

  test.each([
    ['of another call', good, 'GetUser'],
    ['in the names of another document', good.replaceAll('GetRoleResult>', 'x:GetRoleResult>'), 'GetRole'],
    ['that was cut', good.slice(0, -20), 'GetRole'],
    ['with something behind it', `${good}<a/>`, 'GetRole'],
    ['with a document type', `<!DOCTYPE a [<!ENTITY b "c">]>${good.slice(21)}`, 'GetRole'],
    ['of a quarter of a megabyte', good.replace('<Role>', `<Role>${' '.repeat(262_144)}`), 'GetRole'],
    ['that is a web page', '<!doctype html><html><body>Sign in<br></body></html>', 'GetRole'],
    ['that is JSON', '{"GetRoleResponse":{}}', 'GetRole'],
    ['that is empty', '', 'GetRole'],
  ])('%s is none', (_, body, action) => {
    expect(readResult(incoming(body), action)).toBeUndefined();
  });

  test('that refuses has a code', () => {
    const error = '<Error><Type>Sender</Type><Code>AccessDenied</Code><Message>no</Message></Error>';
    const body = `<ErrorResponse xmlns="https://iam.amazonaws.com/doc/2010-05-08/">${error}</ErrorResponse>`;
    expect(readErrorCode(incoming(body))).toBe('AccessDenied');
    expect(readErrorCode(incoming(error))).toBeUndefined();
  });
});
