import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { knownLines } from '../../../src/core/answer.ts';
import type { Line } from '../../../src/formats/jsonl.ts';
import { memoryHost, type MemoryWorld } from '../../../src/host/memory.ts';
import { newLibrary } from '../../../src/policy/scenario/library.ts';
import { slowAnswerer } from '../../../src/policy/stream/law.ts';
import { cutContext } from '../../../src/policy/stream/large-context.ts';
import { questionOf } from '../../../src/policy/stream/fast-question.ts';
import { lineAnswerer } from '../../../src/policy/stream/shortcut.ts';
import { runs } from '../../support/budget.ts';
import { expectLinear } from '../../support/growth.ts';

const statement = (Effect: string, Action: string, more: object = {}) => ({
  Effect,
  Action,
  Resource: '*',
  ...more,
});
const document = (...Statement: readonly object[]) => ({ Version: '2012-10-17', Statement });
const read = document(statement('Allow', 's3:Get*', { Sid: 'Read' }));
const team = document(
  statement('Allow', '*', { Condition: { StringEquals: { 'aws:PrincipalTag/team': 'red' } } }),
);
const bucket = document(
  statement('Deny', 's3:*', {
    Principal: '*',
    Condition: { StringNotEquals: { 'aws:SourceVpce': ['vpce-1', 'vpce-2'] } },
  }),
);
const trust = document({
  Effect: 'Allow',
  Principal: { AWS: '111122223333' },
  Action: ['sts:AssumeRole', 'sts:TagSession'],
});

const world: MemoryWorld = {
  files: { 'read.json': JSON.stringify(read), 'bad.json': '{"Statement": [' },
  cwd: '/work',
};
const options = { now: Date.UTC(2026, 0, 31), steps: false, seen: () => undefined };

function lineOf(text: string, number = 7, before = ''): Line {
  return { number, text, tooLong: false, within: `${before}${text}\n`, start: before.length };
}

/** The answer of the fast reader, if it dares one, and of the reader that knows every place. */
async function both(text: string, before = '') {
  const host = memoryHost(world);
  const fast = lineAnswerer(host, 'in.jsonl', options).answer(lineOf(text, 7, before));
  const slow = slowAnswerer('in.jsonl', newLibrary(host), options)(lineOf(text));
  return { fast: knownLines(await fast).text, slow: await slow };
}

const tags = fc.dictionary(
  fc.constantFrom('team', 'a b', '__proto__', 'é'),
  fc.constantFrom('red', '', '"'),
  {
    maxKeys: 2,
  },
);
const keyOf = fc.constantFrom('aws:SourceVpce', 'aws:sourcevpce', 'aws:SecureTransport', 'aws:TagKeys');
const odd = fc.constantFrom<unknown>(null, 12, true, [], {}, ['x', 1], '', '\u2028');
const policy = fc.constantFrom<unknown>(
  read,
  team,
  bucket,
  trust,
  { file: 'read.json' },
  { file: 'bad.json' },
  { file: 'missing.json' },
  { managed: 'AmazonS3ReadOnlyAccess' },
  { managed: 'Nothing' },
  'text',
);
const request = fc.record(
  {
    principal: fc.constantFrom<unknown>(
      'arn:aws:iam::111122223333:user/mika',
      'arn:aws:sts::111122223333:assumed-role/App/ci',
      'anonymous',
      'nobody',
      null,
    ),
    action: fc.oneof(
      fc.constantFrom<unknown>('s3:GetObject', 's3:getobject', 's3:List*', 'sts:AssumeRole', 'nothing', 7),
      fc.constantFrom<unknown>(['s3:GetObject', 's3:PutObject'], [], ['s3:GetObject', 's3:GetObject']),
    ),
    resource: fc.constantFrom<unknown>(
      'arn:aws:s3:::acme/x',
      'arn:aws:iam::111122223333:role/App',
      ['arn:aws:s3:::acme/x', 'arn:aws:s3:::acme/y*'],
      '*',
      'acme',
    ),
    context: fc.oneof(
      fc.dictionary(keyOf, fc.oneof(fc.constantFrom('vpce-1', 'x'), odd), { maxKeys: 2 }),
      odd,
    ),
    principalTags: fc.oneof(tags, odd),
    sessionTags: tags,
    resourceAccount: fc.constantFrom<unknown>('111122223333', '999988887777', 111122223333, '12'),
    unknown: fc.constantFrom<unknown>(true, false, 'aws:SourceVpce', ['aws:SourceVpce'], 1),
    viaEndpoint: fc.constantFrom<unknown>(true, false, 'true'),
    now: fc.constantFrom<unknown>('2026-01-31T00:00:00Z', 'now', 1),
    principle: fc.constant('x'),
  },
  { requiredKeys: [] },
);
const scenario = fc.record(
  {
    name: fc.oneof(fc.string(), odd),
    request: fc.oneof({ weight: 9, arbitrary: request }, { weight: 1, arbitrary: odd }),
    policies: fc.oneof(
      {
        weight: 9,
        arbitrary: fc.record(
          {
            identity: fc.oneof(fc.array(policy, { maxLength: 2 }), policy),
            resource: policy,
            boundary: fc.array(policy, { maxLength: 1 }),
            scp: fc.array(fc.array(policy, { maxLength: 2 }), { maxLength: 2 }),
            endpoint: fc.array(policy, { maxLength: 1 }),
          },
          { requiredKeys: [] },
        ),
      },
      { weight: 1, arbitrary: odd },
    ),
    expect: fc.constantFrom<unknown>('allowed', 'allow', { decision: 'allowed' }, null),
  },
  { requiredKeys: [] },
);
/** Scenarios that can be answered, but for the policies that cannot be read. */
const plainRequest = fc.record(
  {
    principal: fc.constantFrom(
      'arn:aws:iam::111122223333:user/mika',
      'arn:aws:sts::111122223333:assumed-role/App/ci',
    ),
    action: fc.constantFrom('s3:GetObject', 's3:PutObject', 'sts:AssumeRole', [
      's3:GetObject',
      's3:GetObject',
    ]),
    resource: fc.constantFrom('arn:aws:s3:::acme/x', 'arn:aws:iam::111122223333:role/App'),
    context: fc.dictionary(keyOf, fc.constantFrom<unknown>('vpce-1', 'x', true, ['x'], [], 12), {
      maxKeys: 2,
    }),
    principalTags: tags,
    resourceTags: tags,
    unknown: fc.constantFrom<unknown>(true, false, 'aws:SourceVpce', ['aws:SourceVpce']),
    viaEndpoint: fc.boolean(),
    resourceAccount: fc.constantFrom('111122223333', '999988887777'),
  },
  { requiredKeys: ['principal', 'action'] },
);
const usual = fc.record(
  {
    name: fc.string(),
    request: plainRequest,
    policies: fc.record(
      {
        identity: fc.array(fc.constantFrom<unknown>(read, team, { file: 'read.json' }), { maxLength: 2 }),
        resource: fc.constantFrom(bucket, trust),
        scp: fc.array(
          fc.array(fc.constantFrom<unknown>(read, { managed: 'AmazonS3ReadOnlyAccess' }), { maxLength: 2 }),
          {
            maxLength: 2,
          },
        ),
        endpoint: fc.array(fc.constantFrom(read, team), { maxLength: 1 }),
      },
      { requiredKeys: [] },
    ),
    expect: fc.constantFrom('allowed', 'implicitDeny'),
  },
  { requiredKeys: ['request'] },
);

const piece = fc.constantFrom(
  '{',
  '}',
  '[',
  ']',
  '"',
  ',',
  ':',
  '\\',
  ' ',
  '\t',
  '\r',
  'a',
  '1',
  '\u00e9',
  '\\u0061',
);
/** A text cut, doubled or disturbed at any place. */
const disturbed = fc
  .tuple(usual, fc.nat(), fc.nat({ max: 40 }), fc.constantFrom('insert', 'cut', 'double'), piece)
  .map(([value, place, length, how, put]) => {
    const text = JSON.stringify(value);
    const at = place % text.length;
    const [before, after] = [text.slice(0, at), text.slice(at)];
    if (how === 'insert') return before + put + after;
    return how === 'cut' ? before + after.slice(length) : before + after.slice(0, length) + after;
  })
  .filter((text) => !text.includes('\n'));

const conditional = (Effect: string, Condition: object, more: object = {}) =>
  document(statement(Effect, 's3:*', { Condition, ...more }));
const everyone = { Principal: '*' };
/** Policies about which something is to be said, always or of some requests. */
const oddIdentity = fc.constantFrom<unknown>(
  read,
  team,
  { file: 'read.json' },
  { managed: 'ReadOnlyAccess' },
  {
    Statement: [
      statement('Allow', 's3:*', { Condition: { StringLike: { 'aws:username': '${aws:userid}*' } } }),
    ],
  },
  document(statement('Allow', 's3:NoSuchAction')),
  conditional('Allow', { DateGreaterThan: { 'aws:CurrentTime': '2024' } }),
  conditional('Allow', { Bool: { 'aws:SecureTransport': 'maybe' } }),
  conditional('Allow', { NumericLessThan: { 's3:max-keys': '10' } }),
  conditional('Deny', { StringEquals: { 'aws:TagKeys': ['team'] } }),
  conditional('Allow', { StringEquals: { 'aws:SourceVpce': ['vpce-1', 'vpce-*'] } }),
  conditional('Allow', { ArnLike: { 'aws:PrincipalArn': 'arn:aws:iam::111122223333:role/*' } }),
  conditional('Deny', { IpAddress: { 'aws:SourceIp': '10.0.0.0/8' } }),
  conditional('Allow', { 'ForAllValues:Null': { 'aws:SourceIp': 'true' } }),
);
const oddResource = fc.constantFrom<unknown>(
  bucket,
  conditional('Allow', {}, { Principal: { AWS: ['AIDACKCEVSQ6C2EXAMPLE'] } }),
  conditional('Deny', {}, { NotPrincipal: { AWS: 'arn:aws:iam::111122223333:user/mika' } }),
  conditional('Deny', { ArnNotLike: { 'aws:PrincipalArn': '*' } }, everyone),
  conditional('Allow', {}, { Principal: { CanonicalUser: 'a'.repeat(64) } }),
);
const telling = fc.record(
  {
    name: fc.string(),
    request: fc.record(
      {
        principal: fc.constantFrom(
          'arn:aws:iam::111122223333:user/mika',
          'arn:aws:sts::111122223333:assumed-role/App/ci',
          'arn:aws:sts::111122223333:federated-user/zed',
        ),
        action: fc.constantFrom<unknown>('s3:GetObject', 's3:GetObjekt', 's3:ListBucket', 'iam:PassRole', [
          's3:GetObject',
          'sts:AssumeRole',
        ]),
        resource: fc.constantFrom<unknown>('arn:aws:s3:::acme/x*', 'arn:aws:s3:::acme', [
          'arn:aws:s3:::acme/x',
          'arn:aws:iam::111122223333:role/App',
        ]),
        context: fc.dictionary(
          fc.constantFrom('aws:SourceVpce', 'aws:SorceVpce', 's3:max-keys', 'aws:SourceIp', 'aws:TagKeys'),
          fc.constantFrom<unknown>('vpce-1', 'x', '10', '10.0.0.1', ['team'], ['a', 'b']),
          { maxKeys: 3 },
        ),
        requestTags: tags,
        resourceAccount: fc.constantFrom('111122223333', '999988887777'),
        region: fc.constantFrom('eu-west-1', 'eu-west-1a'),
      },
      { requiredKeys: ['principal', 'action', 'resource'] },
    ),
    policies: fc.record(
      {
        identity: fc.array(oddIdentity, { maxLength: 2 }),
        resource: oddResource,
        scp: fc.array(fc.array(oddIdentity, { maxLength: 1 }), { maxLength: 2 }),
      },
      { requiredKeys: [] },
    ),
    expect: fc.constantFrom('allowed', 'implicitDeny', 'explicitDeny'),
  },
  { requiredKeys: ['request', 'policies'] },
);

const longContext = fc
  .tuple(
    usual,
    fc.integer({ min: 100, max: 320 }),
    fc.array(
      fc.tuple(
        fc.nat(),
        fc.constantFrom<unknown>('', '"', ',', '","', '"}', '\\', ['a', 'b'], [], true, 1, {}),
      ),
      { maxLength: 3 },
    ),
    fc.array(fc.tuple(fc.nat(), piece), { maxLength: 1 }),
    fc.array(fc.nat(), { maxLength: 1 }),
  )
  .map(([value, size, odds, disturb, twice]) => {
    const names = Array.from({ length: size }, (_, index) => `aws:PrincipalTag/name${index}`);
    const context = Object.fromEntries(names.map((name): [string, unknown] => [name, `value ${name}`]));
    for (const [at, item] of odds) context[names[at % size] ?? ''] = item;
    const once = JSON.stringify({ ...value, request: { ...value.request, context } });
    const text = twice.reduce(
      (all, at) => all.replace('"context":{', `"context":{"${names[at % size] ?? ''}":"x",`),
      once,
    );
    return disturb.reduce((all, [at, put]) => {
      const place = at % all.length;
      return all.slice(0, place) + put + all.slice(place);
    }, text);
  });

const texts = {
  'as JSON.stringify writes it': fc.oneof(scenario, usual).map((value) => JSON.stringify(value)),
  'with spaces': usual.map((value) => JSON.stringify(value, undefined, 1).replaceAll('\n', ' ')),
  'of which something is to be said': telling.map((value) => JSON.stringify(value)),
  'of which something is to be said, with spaces': telling.map(
    (value) => `  ${JSON.stringify(value, undefined, 1).replaceAll('\n', ' ')} `,
  ),
  disturbed,
  'with a long context': longContext,
  'with a field twice': fc
    .tuple(usual, usual)
    .map(([a, b]) => `${JSON.stringify(a).slice(0, -1)},${JSON.stringify(b).slice(1)}`),
  'with a field of the request twice': fc
    .tuple(usual, plainRequest)
    .map(([a, b]) =>
      JSON.stringify(a).replace('"request":{', `"request":{${JSON.stringify(b).slice(1, -1)},`),
    ),
};

describe('a context of many keys', () => {
  const withKeys = (size: number, more = '') => {
    const keys = Array.from({ length: size }, (_, index) => `"aws:PrincipalTag/n${index}":"v${index}"`);
    return `{"principal":"anonymous","context":{${keys.join(',')}${more}},"action":"s3:GetObject"}`;
  };

  test('is cut into pieces that JSON.parse is fast with', () => {
    const { rest, context } = cutContext(withKeys(1000)) ?? { rest: '', context: [] };
    expect(rest).toBe('{"principal":"anonymous","context":{},"action":"s3:GetObject"}');
    expect(context).toHaveLength(10);
    expect(Object.assign({}, ...context)).toEqual(
      Object.fromEntries(Array.from({ length: 1000 }, (_, i) => [`aws:PrincipalTag/n${i}`, `v${i}`])),
    );
  });

  test.each([
    ['a key twice', ',"aws:PrincipalTag/n3":"v"'],
    ['a number', ',"aws:PrincipalTag/x":1'],
  ])('with %s is left to the positional reader', (_, more) => {
    expect(questionOf(withKeys(300, more))).toBeUndefined();
  });

  test('takes time in proportion to the keys', async () => {
    const host = memoryHost(world);
    const { answer } = lineAnswerer(host, 'in.jsonl', options);
    await expectLinear(4000, async (size) => {
      const line = lineOf(`{"request":${withKeys(size)},"policies":{"identity":[${JSON.stringify(team)}]}}`);
      for (let count = 0; count < 20; count++) await answer(line);
    });
  });
});

describe('the fast reader of lines answers as the one that knows every place, byte for byte', () => {
  /** Found by the properties below. */
  test.each([
    {
      what: 'a carriage return within the line',
      text: `\r{"request":{"principal":"anonymous","action":"s3:GetObject"},"policies":{"resource":${JSON.stringify(bucket)}}}`,
    },
    {
      what: 'two policies that cannot be read: the first is told',
      text: '{"request":{"principal":"anonymous","action":"s3:GetObject"},"policies":{"scp":[[{"file":"bad.json"}],[{"managed":"Nothing"}]]}}',
    },
  ])('$what', async ({ text }) => {
    const { fast, slow } = await both(text);
    expect(fast).toBe(slow);
    expect(fast).not.toContain('Nothing');
  });

  test.each(Object.entries(texts))('%s', async (_, arbitrary) => {
    await fc.assert(
      fc.asyncProperty(arbitrary, fc.constantFrom('', '{"request":{}}\n'), async (text, before) => {
        const { fast, slow } = await both(text, before);
        expect(fast).toBe(slow);
      }),
      { numRuns: runs(30) },
    );
  });

  test('whatever lines came before', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.oneof(...Object.values(texts)), { maxLength: 12 }), async (lines) => {
        const host = memoryHost(world);
        const { answer } = lineAnswerer(host, 'in.jsonl', options);
        const slow = slowAnswerer('in.jsonl', newLibrary(host), options);
        for (const [index, text] of lines.entries()) {
          const line = lineOf(text, index + 1);
          expect(knownLines(await answer(line)).text).toBe(await slow(line));
        }
      }),
      { numRuns: runs(10) },
    );
  });
});
