import fc from 'fast-check';
import { readFileSync, readdirSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { compileCondition } from '../../../src/policy/condition/condition.ts';
import { openContext } from '../../../src/policy/context.ts';
import {
  presentUnknown,
  unknown,
  type ContextValue,
  type LookUp,
} from '../../../src/policy/context-value.ts';
import { decide } from '../../../src/policy/decision/decide.ts';
import type { Atom } from '../../../src/policy/decision/dependences.ts';
import type { Effect } from '../../../src/policy/policy.ts';
import { dependencesOf, simulate } from '../../../src/policy/decision/simulate.ts';
import { runs } from '../../support/budget.ts';
import { A, allow, caseOf, dependsOn, role, session, type Asking } from '../support/ask.ts';
import { setOf, type Around, type Sentence } from '../support/policies.ts';
import { run } from '../../support/run.ts';

const folder = new URL('found/', import.meta.url);
const found = readdirSync(folder).map((name) => [name, readFileSync(new URL(name, folder), 'utf8')] as const);

describe('R809 what cannot hold is no way to another decision', () => {
  test.each(found)('%s', async (name, text) => {
    const stream = name.endsWith('.jsonl') ? ['--jsonl'] : ['--json'];
    const { out } = await run(['simulate', '--scenario', name, ...stream], { files: { [name]: text } });
    const lists = [...out.matchAll(/"dependsOn":\s*(\[[^\]]*\])/g)].map(([, list]) => list);
    expect(lists.length).toBeGreaterThan(0);
    for (const list of lists) expect(list).toBe('[]');
  });

  const when = (Condition: NonNullable<Sentence['Condition']>): Around => ({
    identity: [allow('*', '*', { Condition })],
  });
  const ways = (asking: Asking, around: Around) =>
    dependsOn(asking, around).map(({ decision, when: atoms }) =>
      [decision, ...atoms.map(({ text }) => text)].join(' '),
    );

  test.each<readonly [string, Asking, NonNullable<Sentence['Condition']>]>([
    [
      'an endpoint beside a given address',
      { context: { 'aws:SourceIp': '203.0.113.7' } },
      { Null: { 'aws:SourceVpc': 'false' } },
    ],
    [
      'an address beside a given endpoint',
      { context: { 'aws:SourceVpce': 'vpce-1' } },
      { IpAddress: { 'aws:SourceIp': '203.0.113.0/24' } },
    ],
    [
      'an organization of a service',
      { principal: 'cloudtrail.amazonaws.com' },
      { StringEquals: { 'aws:PrincipalOrgID': 'o-1' } },
    ],
    [
      'a tag of an anonymous caller',
      { principal: 'anonymous' },
      { StringEquals: { 'aws:PrincipalTag/t': 'a' } },
    ],
    ['a source account of a user', {}, { StringEquals: { 'aws:SourceAccount': A } }],
    [
      'a variable that is absent',
      {},
      {
        StringEquals: { 's3:prefix': '${aws:PrincipalTag/t}' },
        StringLike: { 's3:prefix': '?*' },
        Null: { 'aws:PrincipalTag/t': 'true' },
      },
    ],
    [
      'a variable of another value',
      {},
      {
        StringEquals: {
          'aws:ResourceTag/t': ['${aws:PrincipalTag/t}'],
          'aws:PrincipalTag/t': ['red', 'blue'],
        },
        StringNotEquals: { 'aws:ResourceTag/t': ['red', 'blue'] },
      },
    ],
    [
      'a service key of two values',
      {},
      { StringEquals: { 's3:prefix': 'a' }, StringLike: { 's3:prefix': 'b*' } },
    ],
    [
      'a key that no data knows, of two values',
      {},
      { StringEquals: { 'odd:key': 'a' }, StringLike: { 'odd:key': 'b*' } },
    ],
    [
      'a session ARN as the ARN of a role',
      { principal: session },
      { ArnLike: { 'aws:PrincipalArn': `arn:aws:sts::${A}:assumed-role/App/*` } },
    ],
    [
      'a role of another name',
      { principal: session },
      { ArnLike: { 'aws:PrincipalArn': `arn:aws:iam::${A}:role/*/Other` } },
    ],
    [
      'a role of another account',
      { principal: session },
      { StringLike: { 'aws:PrincipalArn': 'arn:aws:iam::444455556666:role/*' } },
    ],
  ])('%s', (_, asking, Condition) => {
    expect(
      ways({ resourceAccount: A, ...asking }, when(Condition)).filter((way) => way.startsWith('allowed')),
    ).toEqual([]);
  });

  test.each([
    [`arn:aws:iam::${A}:role/*/App`, true],
    [`arn:aws:iam::${A}:role/team/App`, true],
    ['arn:aws:iam::*:role/team/*', true],
    [`arn:aws:iam::${A}:role/te??/*`, true],
    [`arn:aws:iam::${A}:role/App`, false],
    [`arn:aws:iam::${A}:role/*App`, false],
    [`arn:aws:iam::${A}:role/team/Ap`, false],
    [`arn:aws:iam::${A}:user/*`, false],
  ])('of a session’s role the path alone is open: %s', (pattern, hangs) => {
    const entries = dependsOn(
      { principal: session, resourceAccount: A },
      when({ ArnLike: { 'aws:PrincipalArn': pattern } }),
    );
    // `role/App` is the role without a path: it hangs on the path, the other way round.
    expect(entries.length > 0).toBe(hangs || pattern === role);
  });
});

/** How many entries maps are made of meanwhile: one that grows by being made anew has the square of them. */
function entriesOfMaps(act: () => unknown): number {
  const whole = globalThis.Map;
  let entries = 0;
  class Counting<Key, Value> extends whole<Key, Value> {
    constructor(of?: Iterable<readonly [Key, Value]> | null) {
      super(of);
      entries += this.size;
    }
  }
  globalThis.Map = Counting;
  try {
    act();
  } finally {
    globalThis.Map = whole;
  }
  return entries;
}

describe('what would be too much work is told as a number of tests', () => {
  const list = (count: number, conditionOf: (at: number) => NonNullable<Sentence['Condition']>): Around => ({
    identity: [
      allow('*', '*'),
      ...Array.from({ length: count }, (_, at) => ({
        Effect: 'Deny' as const,
        Action: '*',
        Resource: '*',
        Condition: conditionOf(at),
      })),
    ],
  });
  const found = (around: Around) => dependencesOf(simulate(caseOf({ resourceAccount: A }), setOf(around)));

  test('a variable between other texts in each of many conditions', () => {
    const around = list(40, (at) => ({
      StringEquals: { 'aws:ResourceTag/t': `${at}a\${aws:PrincipalTag/t}b${at}` },
    }));
    const { tooComplex, keys: named } = found(around);
    expect({ tooComplex, named }).toEqual({
      tooComplex: 40,
      named: ['aws:ResourceTag/t', 'aws:PrincipalTag/t'],
    });
  });

  test('keys that stand alone are put together once, and not anew with each', () => {
    const count = 500;
    const around = list(count, (at) => ({ StringEquals: { [`aws:RequestTag/k${at}`]: 'a' } }));
    expect(entriesOfMaps(() => found(around))).toBeLessThan(20 * count);
  });

  test('many tests of many keys that agree or do not', () => {
    const around = list(700, (at) => ({
      StringEquals: { [`aws:RequestTag/k${at}`]: 'a' },
      'ForAnyValue:StringEquals': { 'aws:TagKeys': `k${at}` },
    }));
    const { entries, tooComplex, keys: named } = found(around);
    expect({ entries, tooComplex, named: named.length }).toEqual({
      entries: [],
      tooComplex: 1400,
      named: 701,
    });
  });
});

/** Small worlds: keys of each type, each with every value that could tell two policies apart. */
const worlds = {
  'aws:PrincipalTag/t': {
    values: ['a', 'b', 'ab'],
    domain: [undefined, '', 'a', 'b', 'ab', 'q', 'aq', 'bq', 'qb', 'a*', 'b*', '*b'],
  },
  'aws:ResourceTag/t': {
    values: ['a', 'b*', '${aws:PrincipalTag/t}'],
    domain: [undefined, '', 'a', 'b', 'ab', 'q', 'aq', 'bq', 'qb', 'a*', 'b*', '*b'],
  },
  's3:prefix': {
    values: ['a', 'a*', '*b', '${aws:PrincipalTag/t}'],
    domain: [undefined, '', 'a', 'b', 'ab', 'q', 'aq', 'bq', 'qb', 'a*', 'b*', '*b'],
  },
  's3:max-keys': { values: ['5', '7', '10.0'], domain: [undefined, '4', '5', '6', '7', '8', '10', '11'] },
  'aws:SourceIp': {
    values: ['10.0.0.0/8', '10.1.0.0/16', '198.51.100.7'],
    domain: [undefined, '10.0.0.1', '10.1.0.1', '198.51.100.7', '192.0.2.1', '2001:db8::1'],
  },
  'aws:SourceVpce': { values: ['vpce-1', 'vpce-2'], domain: [undefined, 'vpce-1', 'vpce-2', 'vpce-9'] },
  'aws:MultiFactorAuthAge': { values: ['60', '3600'], domain: [undefined, '1', '60', '61', '3600', '3601'] },
} as const satisfies Readonly<
  Record<string, { readonly values: readonly string[]; readonly domain: readonly ContextValue[] }>
>;

type Key = keyof typeof worlds;

const operatorsFor: Readonly<Record<Key, readonly string[]>> = {
  'aws:PrincipalTag/t': ['StringEquals', 'StringNotEquals', 'StringEqualsIfExists', 'Null'],
  'aws:ResourceTag/t': ['StringEquals', 'StringNotEquals', 'StringLike', 'StringNotLikeIfExists', 'Null'],
  's3:prefix': ['StringEquals', 'StringLike', 'StringNotLike', 'StringLikeIfExists'],
  's3:max-keys': ['NumericEquals', 'NumericLessThan', 'NumericGreaterThanEquals', 'NumericNotEqualsIfExists'],
  'aws:SourceIp': ['IpAddress', 'NotIpAddress', 'IpAddressIfExists', 'Null'],
  'aws:SourceVpce': ['StringEquals', 'StringNotEquals', 'Null'],
  'aws:MultiFactorAuthAge': ['NumericLessThan', 'NumericGreaterThan', 'Null'],
};

const keys = Object.keys(worlds) as readonly Key[];

const condition: fc.Arbitrary<readonly [string, Key, readonly string[]]> = fc
  .constantFrom(...keys)
  .chain((name) =>
    fc
      .tuple(
        fc.constantFrom(...operatorsFor[name]),
        fc.uniqueArray(fc.constantFrom<string>(...worlds[name].values), { minLength: 1, maxLength: 2 }),
        fc.constantFrom('true', 'false'),
      )
      .map(([operator, values, flag]) => [operator, name, operator === 'Null' ? [flag] : values] as const),
  );

const sentence: fc.Arbitrary<Sentence> = fc
  .tuple(
    fc.constantFrom('Allow' as const, 'Allow' as const, 'Deny' as const),
    fc.constantFrom('*', 'arn:aws:s3:::acme/${aws:PrincipalTag/t}/*', 'arn:aws:s3:::acme/*'),
    fc.array(condition, { minLength: 1, maxLength: 3 }),
  )
  .map(([Effect, Resource, conditions]) => {
    const Condition: Record<string, Record<string, readonly string[]>> = {};
    for (const [operator, name, values] of conditions) {
      Condition[operator] = { ...Condition[operator], [name]: values };
    }
    return { Effect, Action: '*', Resource, Condition };
  });

const questions = fc.record({
  identity: fc.array(sentence, { minLength: 1, maxLength: 3 }),
  boundary: fc.option(fc.array(sentence, { minLength: 1, maxLength: 1 }), { nil: undefined }),
  context: fc.constantFrom<Asking>(
    {},
    {},
    { context: { 'aws:SourceIp': '10.0.0.1' } },
    { context: { 'aws:SourceVpce': 'vpce-1' } },
    { principalTags: { t: 'a' } },
  ),
});

/** A key that must be there keeps out of its domain what stands for "not there". */
function domainOf(lookUp: LookUp, name: Key): readonly ContextValue[] {
  const known = lookUp(name.toLowerCase());
  const { domain }: { readonly domain: readonly ContextValue[] } = worlds[name];
  if (known === unknown) return domain;
  return known === presentUnknown ? domain.filter((value) => value !== undefined && value !== '') : [known];
}

/** The atoms of an entry by the place of the last of their keys: there it shows whether they are as they say. */
type Fits = (at: number, known: LookUp) => boolean;

/** Assignments of the keys under which no atom is surely otherwise; `tried` counts every value that was put. */
function* assignmentsOver(
  names: readonly Key[],
  lookUp: LookUp,
  fits: Fits,
  tried: () => void,
  before: ReadonlyMap<string, ContextValue> = new Map(),
): Generator<ReadonlyMap<string, ContextValue>> {
  const at = before.size;
  const name = names[at];
  if (name === undefined) {
    yield before;
    return;
  }
  for (const value of domainOf(lookUp, name)) {
    tried();
    const assignment = new Map<string, ContextValue>([...before, [name.toLowerCase(), value]]);
    if (canBe(assignment) && fits(at, over(assignment, lookUp)))
      yield* assignmentsOver(names, lookUp, fits, tried, assignment);
  }
}

function over(assignment: ReadonlyMap<string, ContextValue>, lookUp: LookUp): LookUp {
  return (name) => (assignment.has(name) ? assignment.get(name) : lookUp(name));
}

/** Keys that are never there together. */
function canBe(assignment: ReadonlyMap<string, ContextValue>): boolean {
  return assignment.get('aws:sourceip') === undefined || assignment.get('aws:sourcevpce') === undefined;
}

const range = { start: 0, end: 0 };

/** Whether the atom is as it says, in an Allow and in a Deny: it does not tell the effect of its statement. */
function readerOf({ key, operator, values, holds }: Atom): (lookUp: LookUp) => readonly boolean[] {
  const text = (value: string) => ({ text: value, ...range });
  const element = { ...range, operator: text(operator), key: text(key), values: values.map(text) };
  const conditions = (['Allow', 'Deny'] satisfies readonly Effect[]).map((effect) =>
    compileCondition(element, '2012-10-17', effect),
  );
  return (lookUp) => conditions.map((condition) => condition.evaluate(lookUp) === holds);
}

function asks({ key, values }: Atom, name: Key): boolean {
  return key.toLowerCase() === name.toLowerCase() || values.some((value) => value.includes(name));
}

describe('dependsOn by brute force', () => {
  test('R809 every entry can hold, and where it does the decision is the one that it says', () => {
    let tried = 0;
    fc.assert(
      fc.property(questions, ({ identity, boundary, context }) => {
        const asking: Asking = { resource: 'arn:aws:s3:::acme/a/k', resourceAccount: A, ...context };
        const { request } = caseOf(asking);
        const around: Around = { identity, ...(boundary && { boundary }) };
        const answer = simulate(caseOf(asking), setOf(around));
        const { entries, tooComplex } = dependencesOf(answer);
        fc.pre(tooComplex === undefined);
        fc.pre(!entries.some(({ when }) => when.some(({ operator }) => operator === 'Resource')));
        const lookUp = openContext(request);
        for (const { decision, when } of entries) {
          const own = keys.filter((name) => when.some((atom) => asks(atom, name)));
          const others = keys.filter((name) => !own.includes(name));
          const readers = when.map((atom) => ({
            read: readerOf(atom),
            last: own.findLastIndex((name) => asks(atom, name)),
          }));
          const fits: Fits = (at, known) =>
            readers.every(({ read, last }) => last !== at || read(known).some((holds) => holds));
          let held = false;
          const count = () => {
            tried++;
          };
          for (const assignment of assignmentsOver(own, lookUp, fits, count)) {
            const known = over(assignment, lookUp);
            const rest = new Map<string, ContextValue>(
              others.map((name) => [name.toLowerCase(), plain(domainOf(known, name))]),
            );
            const decided = decide(request, answer.set, over(rest, known)).decision;
            if (readers.every(({ read }) => read(known).every((holds) => holds)))
              expect(decided).toBe(decision);
            if (decided !== decision) continue;
            held = true;
            break;
          }
          expect({ holds: held, when: when.map(({ text }) => text) }).toEqual({
            holds: true,
            when: when.map(({ text }) => text),
          });
        }
      }),
      { numRuns: runs(150) },
    );
    expect(tried).toBeGreaterThan(0);
  });
});

/** Of the keys that do not matter: absent, where they may be. */
function plain(domain: readonly ContextValue[]): ContextValue {
  const [first] = domain;
  return domain.includes(undefined) ? undefined : first;
}
