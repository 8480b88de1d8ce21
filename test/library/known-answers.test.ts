import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { compile, IamxError, type Policies, type Request } from '../../src/index.ts';
import { knownAnswers, rowOf } from '../../src/library/known-answers.ts';
import { runs } from '../support/budget.ts';

const statement = (Effect: string, more: object = {}) => ({ Effect, Action: '*', Resource: '*', ...more });
const document = (...Statement: readonly object[]) => ({ Version: '2012-10-17', Statement });
const policies: readonly Policies[] = [
  { identity: document(statement('Allow', { Sid: 'Read', Action: 's3:Get*' })) },
  {
    identity: document(
      statement('Allow', { Resource: 'arn:aws:s3:::${aws:username}/*' }),
      statement('Deny', { Condition: { Bool: { 'aws:SecureTransport': 'false' } } }),
    ),
    endpoint: document(statement('Allow', { Principal: '*' })),
  },
  {
    identity: document(
      statement('Allow', { Condition: { StringEquals: { 'aws:PrincipalTag/team': ['red', 'true'] } } }),
      statement('Deny', { Condition: { StringNotEquals: { 'aws:SourceVpce': ['vpce-1'] } } }),
    ),
    resource: document(statement('Allow', { Principal: '*', Action: 's3:*' })),
  },
];
const request: Request = {
  principal: 'arn:aws:iam::111122223333:user/mika',
  action: 's3:GetObject',
  resource: 'arn:aws:s3:::mika/x',
  resourceAccount: '111122223333',
};

const value = fc.constantFrom<unknown>(
  'vpce-1',
  'red',
  'true',
  true,
  12,
  '12',
  [],
  ['vpce-1'],
  ['red', 'x'],
  null,
);
const keys = ['aws:SourceVpce', 'aws:PrincipalTag/team', '__proto__', 'resource'];
const context = fc.dictionary(fc.constantFrom(...keys), value, { maxKeys: 2 });
const anyRequest = fc.record(
  {
    principal: fc.constantFrom<unknown>('arn:aws:iam::111122223333:user/mika', 'anonymous', 'nobody', 7),
    action: fc.constantFrom<unknown>('s3:GetObject', 's3:PutObject', ['s3:GetObject'], 's3:Get*'),
    resource: fc.constantFrom<unknown>(
      'arn:aws:s3:::mika/x',
      'arn:aws:s3:::mika/y',
      ['arn:aws:s3:::mika/x'],
      '*',
    ),
    resourceAccount: fc.constantFrom<unknown>('111122223333', '444455556666', undefined),
    context,
    principalTags: fc.dictionary(fc.constantFrom('team', 'context'), value, { maxKeys: 1 }),
    unknown: fc.constantFrom<unknown>(true, false, 'aws:SourceVpce', ['aws:SourceVpce'], ['true']),
    viaEndpoint: fc.constantFrom<unknown>(true, false, 'true'),
    now: fc.constantFrom<unknown>('2026-01-31T00:00:00Z', 'now'),
  },
  { requiredKeys: ['principal', 'action'] },
) as fc.Arbitrary<Request>;

/** The answer, or the error. */
function outcomeOf(ask: () => object): object {
  try {
    return ask();
  } catch (error) {
    if (!(error instanceof IamxError)) throw error;
    const { code, message, span } = error;
    return { code, message, span };
  }
}

describe('an answer that is known', () => {
  test('is what policies that nobody has asked before answer', () => {
    const compiled = policies.map((each) => ({ policies: each, ...compile(each) }));
    fc.assert(
      fc.property(fc.array(anyRequest, { minLength: 1, maxLength: 4 }), (requests) => {
        // Each twice, and some by chance in several runs.
        for (const each of [...requests, ...requests]) {
          for (const { policies: given, decide } of compiled) {
            const known = outcomeOf(() => decide(each));
            expect(known).toEqual(outcomeOf(() => compile(given).decide(each)));
          }
        }
      }),
      { numRuns: runs(40) },
    );
  });

  test('is of the request as it is, not as it was', () => {
    const { decide } = compile(policies[0] ?? {});
    const changing = { ...request };
    expect(decide(changing).decision).toBe('allowed');
    changing.action = 's3:PutObject';
    expect(decide(changing).decision).toBe('implicitDeny');
    changing.action = 's3:GetObject';
    expect(decide(changing).decision).toBe('allowed');
  });

  test('is kept for what was decided where a getter says another thing each time', () => {
    const { decide } = compile(policies[0] ?? {});
    const words = ['s3:GetObject', 's3:PutObject'];
    let looks = 0;
    const asked = Object.defineProperty({ ...request }, 'action', {
      enumerable: true,
      get: () => words[looks++ % 2],
    });
    const decisions = [decide(asked), decide(asked), decide(asked)].map(({ decision }) => decision);
    expect(looks).toBe(3);
    expect(decisions).toEqual(['allowed', 'implicitDeny', 'allowed']);
    expect(words.map((action) => decide({ ...request, action }).decision)).toEqual([
      'allowed',
      'implicitDeny',
    ]);
  });

  test('is of the same policies alone', () => {
    const [allows, denies] = [
      { identity: document(statement('Allow')) },
      { identity: document(statement('Deny')) },
    ];
    const compiled = [allows, denies, allows].map((each) => compile(each));
    for (const round of [1, 2]) {
      const decisions = compiled.map(({ decide }) => decide(request).decision);
      expect({ round, decisions }).toEqual({ round, decisions: ['allowed', 'explicitDeny', 'allowed'] });
    }
  });

  test.each(policies.map((given, index) => ({ given, index })))(
    'cannot be changed by who got it first: policies $index',
    ({ given }) => {
      const { decide } = compile(given);
      const first = decide(request);
      const before = structuredClone(first);
      Object.assign(first, { decision: 'allowed', decidedBy: { layer: 'root' } });
      const { dependsOn, missingContext, decidedBy } = decide(request);
      for (const part of [dependsOn, missingContext, decidedBy, decidedBy.statement ?? decidedBy]) {
        expect(Object.isFrozen(part)).toBe(true);
      }
      expect(decide(request)).toEqual(before);
      expect(decide({ ...request, resource: 'arn:aws:s3:::mika/z' })).toEqual(before);
    },
  );

  test.each(policies.map((given, index) => ({ given, index })))(
    'shares nothing with a trace that can be changed: policies $index',
    ({ given }) => {
      const { dependsOn, missingContext } = compile(given).explain({ ...request, unknown: 'aws:UserAgent' });
      for (const part of [dependsOn, missingContext, ...dependsOn]) expect(Object.isFrozen(part)).toBe(true);
    },
  );
});

describe('the row of a request', () => {
  const json = fc.letrec<{ readonly value: unknown }>((tie) => ({
    value: fc.oneof(
      { maxDepth: 2 },
      fc.constantFrom<unknown>('a', 'true', true, 1, '1', null),
      fc.array(tie('value'), { maxLength: 2 }),
      fc.dictionary(fc.constantFrom('a', 'resource'), tie('value'), { maxKeys: 2 }),
    ),
  })).value;
  const members = fc.dictionary(fc.constantFrom('a', 'resource'), json, { maxKeys: 2 });

  /** With the resource last. */
  const textOf = ({ resource, ...others }: Readonly<Record<string, unknown>>) =>
    JSON.stringify(resource === undefined ? others : { ...others, resource });

  test('is the same for the same request alone', () => {
    // Files share a process: what another one asked may have let the memory rest.
    for (let asked = 0; asked <= 500_000 && rowOf({}) === undefined; asked++);
    let again = 0;
    fc.assert(
      fc.property(fc.array(members, { minLength: 40, maxLength: 60 }), (requests) => {
        const answers = knownAnswers<string>({});
        for (const each of requests) {
          const row = rowOf(each);
          if (row === undefined || row.length === 0) continue;
          const known = answers.find(row);
          if (known === undefined) answers.keep(row, textOf(each), 0);
          else expect(known).toBe(textOf(each));
          // What filled the memory was forgotten with all the rest.
          const kept = answers.find(row);
          if (kept === undefined) continue;
          expect(kept).toBe(textOf(each));
          again++;
        }
      }),
      { numRuns: runs(100) },
    );
    expect(again).toBeGreaterThan(100);
  });

  test('is not made of a long request', () => {
    const items = Array.from({ length: 1000 }, (_, index) => `${index}`);
    expect(rowOf({ action: 'a', resource: items })).toBeUndefined();
    expect(
      rowOf({ action: 'a', context: Object.fromEntries(items.map((item) => [item, item])) }),
    ).toBeUndefined();
  });
});

test('where nothing is asked again, nothing is kept for a while; then it is again', () => {
  const answers = knownAnswers<number>({});
  const rowNamed = (action: string) => rowOf({ action }) ?? [];
  const fill = () => {
    answers.keep(rowNamed('last'), 0, 1e9);
  };
  const waitUntilKept = () => {
    for (let asked = 0; asked < 1e6 && rowOf({}) === undefined; asked++);
  };
  // What other tests kept.
  waitUntilKept();
  fill();
  waitUntilKept();

  const row = rowNamed('a');
  answers.keep(row, 1, 0);
  expect(answers.find(row)).toBe(1);
  fill();
  expect(answers.find(row)).toBeUndefined();
  // One was found, and two were kept.
  expect(rowOf({ action: 'a' })).toEqual(row);

  for (let at = 0; at < 5; at++) answers.keep(rowNamed(`${at}`), at, 0);
  fill();
  expect(rowOf({ action: 'a' })).toBeUndefined();
  waitUntilKept();
  expect(rowOf({ action: 'a' })).toEqual(row);
});
