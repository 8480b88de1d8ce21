import { describe, expect, test } from 'vitest';
import { concreteContext, openContext } from '../../../src/policy/context.ts';
import { presentUnknown, unknown } from '../../../src/policy/context-value.ts';
import type { Dependence } from '../../../src/policy/decision/dependences.ts';
import { dependencesOf } from '../../../src/policy/decision/simulate.ts';
import {
  A,
  alice,
  allow,
  caseOf,
  deny,
  dependsOn,
  everything,
  grant,
  object,
  other,
  role,
  root,
  session,
  simulated,
  type Asking,
} from '../support/ask.ts';
import type { Around, Sentence } from '../support/policies.ts';

/** Keys that are not known. */

const when = (Condition: NonNullable<Sentence['Condition']>): readonly Sentence[] => [
  allow('*', '*', { Condition }),
];
const denyWhen = (Condition: NonNullable<Sentence['Condition']>): readonly Sentence[] => [
  ...everything,
  deny('*', '*', { Condition }),
];

function verdict(asking: Asking, around: Around): string {
  return simulated(asking, around).decision;
}

/** `allowed if A and B`: an entry in words. */
function words(entries: readonly Dependence[]): readonly string[] {
  return entries.map(
    ({ decision, when: atoms }) => `${decision} if ${atoms.map(({ text }) => text).join(' and ')}`,
  );
}

const tag = 'aws:PrincipalTag/t';

describe('R801 given, absent, unknown, present', () => {
  const lookUp = (asking: Asking, name: string) => concreteContext(caseOf(asking).request)(name);
  test.each<readonly [string, Asking, string, unknown]>([
    ['given', { principalTags: { t: 'a' } }, 'aws:principaltag/t', 'a'],
    ['not given: absent', {}, 'aws:principaltag/t', undefined],
    ['declared unknown', { unknown: [tag] }, 'aws:principaltag/t', unknown],
    ['declared unknown in another case', { unknown: ['AWS:principaltag/T'] }, 'aws:principaltag/t', unknown],
    ['all unknown', { unknown: true }, 'aws:principaltag/t', unknown],
    ['all unknown, but derived', { unknown: true }, 'aws:username', 'alice'],
    ['all unknown, but no user has it', { unknown: true, principal: session }, 'aws:username', undefined],
    ['derived, but declared unknown', { unknown: ['aws:username'] }, 'aws:username', unknown],
    [
      'surely there: aws:SourceIp of a call past endpoints',
      { unknown: ['aws:SourceIp'] },
      'aws:sourceip',
      presentUnknown,
    ],
    [
      'maybe not there: aws:SourceIp through an endpoint',
      { unknown: ['aws:SourceIp'], viaEndpoint: true },
      'aws:sourceip',
      unknown,
    ],
  ])('R801 %s', (_, asking, name, expected) => {
    expect(lookUp(asking, name)).toBe(expected);
  });

  test('R801 for dependsOn every key that was not given is unknown, unless it surely follows', () => {
    const open = openContext(caseOf({ principal: session }).request);
    expect(open('aws:principaltag/t')).toBe(unknown);
    expect(open('aws:principalaccount')).toBe('111122223333');
    expect(open('aws:username')).toBeUndefined();
    // Every such request has it, yet the decision took it to be absent.
    expect(open('aws:sourceip')).toBe(unknown);
    // The role's path was assumed, the resource's account too.
    expect(open('aws:principalarn')).toBe(presentUnknown);
    expect(open('aws:resourceaccount')).toBe(unknown);
  });
});

describe('R802 an atom stays as the policy wrote it', () => {
  test('R802 “not false” is more than “true”', () => {
    const entries = dependsOn(
      { unknown: ['aws:SecureTransport'], resourceAccount: A },
      { identity: denyWhen({ Bool: { 'aws:SecureTransport': 'false' } }) },
    );
    expect(words(entries)).toEqual([
      'allowed if aws:SecureTransport is not false (true or absent)',
      'explicitDeny if aws:SecureTransport = false',
    ]);
    expect(entries[0]?.when).toEqual([
      {
        key: 'aws:SecureTransport',
        operator: 'Bool',
        values: ['false'],
        holds: false,
        text: 'aws:SecureTransport is not false (true or absent)',
      },
    ]);
  });
});

test.each<readonly [string, NonNullable<Sentence['Condition']>, string]>([
  ['no values', { StringEquals: { [tag]: [] } }, 'implicitDeny'],
  ['Null true, of a key that is there', { Null: { 'aws:SourceIp': 'true' } }, 'implicitDeny'],
  ['Null false, of a key that is there', { Null: { 'aws:SourceIp': 'false' } }, 'allowed'],
  ['StringLike *, of a key that is there', { StringLike: { 'aws:UserAgent': '*' } }, 'allowed'],
  ['StringLike * of a key that may be absent', { StringLike: { [tag]: '*' } }, 'conditional'],
  ['StringLikeIfExists *', { StringLikeIfExists: { [tag]: '*' } }, 'allowed'],
  ['Null true and false', { Null: { [tag]: ['true', 'false'] } }, 'allowed'],
])('R803 decided without the value: %s', (_, Condition, expected) => {
  expect(verdict({ unknown: [tag, 'aws:SourceIp', 'aws:UserAgent'] }, { identity: when(Condition) })).toBe(
    expected,
  );
});

describe('R804 variables that are not known', () => {
  const own = (pattern: string) => ({ identity: [allow('*', pattern)] });
  const asking = (key: string): Asking => ({
    resource: `arn:aws:s3:::acme/${key}`,
    resourceAccount: A,
    unknown: ['aws:username'],
  });

  test.each([
    ['arn:aws:s3:::acme/${aws:username}', 'alice', ['allowed if aws:username = alice']],
    ['arn:aws:s3:::acme/home/${aws:username}/*', 'home/alice/k', ['allowed if aws:username = alice']],
    ['arn:aws:s3:::acme/${aws:username}/*', 'a/b/c', ['allowed if aws:username = a or a/b']],
  ])('R804 %s on %s', (pattern, key, expected) => {
    const found = words(dependsOn(asking(key), own(pattern)));
    expect(found.filter((text) => text.startsWith('allowed'))).toEqual(expected);
  });

  test('R804 a pattern that matches for no value decides', () => {
    expect(verdict(asking('alice/k'), own('arn:aws:s3:::other/${aws:username}/*'))).toBe('implicitDeny');
  });

  test('R804 two variables stay a pattern', () => {
    const found = dependsOn(asking('x/y'), own('arn:aws:s3:::acme/${aws:username}/${aws:userid}'));
    expect(found.some(({ when: atoms }) => atoms.some(({ operator }) => operator === 'Resource'))).toBe(true);
  });

  test('R804 in a condition’s value', () => {
    const identity = when({ StringEquals: { 'aws:ResourceTag/owner': '${aws:username}' } });
    const owned = { unknown: ['aws:username'], resourceTags: { owner: 'alice' } };
    expect(verdict(owned, { identity })).toBe('conditional');
  });
});

describe('R805 a statement is the conjunction of its elements', () => {
  const unknownTag = { unknown: [tag] };
  const condition = { StringEquals: { [tag]: 'a' } };
  test.each<readonly [string, Sentence, string]>([
    ['another action, a condition not known', allow('ec2:*', '*', { Condition: condition }), 'implicitDeny'],
    [
      'another resource, a condition not known',
      allow('*', 'arn:aws:s3:::other/*', { Condition: condition }),
      'implicitDeny',
    ],
    [
      'one condition false, one not known',
      allow('*', '*', { Condition: { ...condition, Bool: { 'aws:SecureTransport': 'false' } } }),
      'implicitDeny',
    ],
    [
      'one condition true, one not known',
      allow('*', '*', { Condition: { ...condition, Bool: { 'aws:SecureTransport': 'true' } } }),
      'conditional',
    ],
  ])('R805 %s', (_, sentence, expected) => {
    expect(verdict(unknownTag, { identity: [sentence] })).toBe(expected);
  });

  test('R805 the session’s name may be the unknown', () => {
    const entries = dependsOn({ principal: role, resourceAccount: A }, { resource: [grant(session)] });
    expect(words(entries)).toContain('allowed if the session’s name is ci');
  });
});

test('R806 what surely allows or denies outweighs what may', () => {
  const may = allow('*', '*', { Condition: { StringEquals: { [tag]: 'a' } } });
  expect(verdict({ unknown: [tag] }, { identity: [may, ...everything] })).toBe('allowed');
  expect(
    verdict({ unknown: [tag] }, { identity: [...everything, { ...may, Effect: 'Deny' }, deny('s3:*')] }),
  ).toBe('explicitDeny');
  expect(verdict({ unknown: [tag] }, { identity: [...everything, { ...may, Effect: 'Deny' }] })).toBe(
    'conditional',
  );
});

test.each<readonly [string, Asking, Around, string]>([
  [
    'a boundary that may allow',
    {},
    { identity: everything, boundary: when({ StringEquals: { [tag]: 'a' } }) },
    'conditional',
  ],
  [
    'an SCP that may allow',
    {},
    { identity: everything, scp: [when({ StringEquals: { [tag]: 'a' } })] },
    'conditional',
  ],
  [
    'a boundary that may allow, behind one gate that is shut',
    {},
    { identity: other, boundary: when({ StringEquals: { [tag]: 'a' } }) },
    'implicitDeny',
  ],
  [
    'a direct grant that may hold, beside a boundary that does not allow',
    {},
    {
      identity: everything,
      boundary: other,
      resource: [grant(alice, { Condition: { StringEquals: { [tag]: 'a' } } })],
    },
    'conditional',
  ],
  [
    'a grant to the account that may hold, beside the same',
    {},
    {
      identity: everything,
      boundary: other,
      resource: [grant(root, { Condition: { StringEquals: { [tag]: 'a' } } })],
    },
    'implicitDeny',
  ],
  [
    'a root user’s Deny that may match',
    { principal: root },
    { resource: [{ ...grant('*', { Condition: { StringEquals: { [tag]: 'a' } } }), Effect: 'Deny' }] },
    'conditional',
  ],
])('R807 the same algorithm over what is not known: %s', (_, asking, around, expected) => {
  expect(verdict({ ...asking, unknown: [tag] }, around)).toBe(expected);
});

describe('R808 the ways to another decision', () => {
  test('R808 two keys together, alternatives apart', () => {
    const identity = [
      ...when({ StringEquals: { [tag]: 'a' }, Bool: { 'aws:MultiFactorAuthPresent': 'true' } }),
      ...when({ StringEquals: { 'aws:PrincipalTag/u': 'b' } }),
    ];
    const allowed = dependsOn({}, { identity }).filter(({ decision }) => decision === 'allowed');
    expect(words(allowed)).toEqual([
      'allowed if aws:PrincipalTag/u = b',
      `allowed if ${tag} = a and aws:MultiFactorAuthPresent = true`,
    ]);
  });

  test('R808 an allowed answer says what would deny it', () => {
    const found = words(
      dependsOn(
        { resourceAccount: A },
        { identity: denyWhen({ StringEquals: { 'aws:SourceVpce': 'vpce-1' } }) },
      ),
    );
    expect(found).toEqual(['explicitDeny if aws:SourceVpce = vpce-1']);
  });

  test.each<readonly [string, readonly Sentence[], string, string]>([
    [
      'a Deny without the key',
      denyWhen({ Null: { 'aws:SourceIp': 'true' } }),
      'explicitDeny',
      'allowed if aws:SourceIp is present',
    ],
    [
      'a Deny with the key',
      denyWhen({ StringLike: { 'aws:SourceIdentity': '*' } }),
      'allowed',
      'explicitDeny if aws:SourceIdentity is present',
    ],
    [
      'an Allow without the key',
      when({ Null: { 'aws:SourceIp': 'true' } }),
      'allowed',
      'implicitDeny if aws:SourceIp is present',
    ],
  ])('R808 whether a key is there is said too: %s', (_, identity, decision, way) => {
    expect(verdict({}, { identity })).toBe(decision);
    expect(words(dependsOn({ resourceAccount: A }, { identity }))).toEqual([way]);
  });

  test('R808 what depends on nothing lists nothing', () => {
    expect(dependsOn({ resourceAccount: A }, { identity: everything })).toEqual([]);
  });

  test('R808 too many ways are counted, not listed', () => {
    const identity = Array.from({ length: 40 }, (_, index) =>
      allow('*', '*', { Condition: { StringEquals: { [`aws:PrincipalTag/k${index}`]: 'a' } } }),
    );
    const { entries, tooComplex } = dependencesOf(simulated({}, { identity }));
    expect(entries).toEqual([]);
    expect(tooComplex).toBe(40);
  });
});

describe('R809 ways that contradict themselves are left out', () => {
  test.each<readonly [string, NonNullable<Sentence['Condition']>, NonNullable<Sentence['Condition']>]>([
    [
      'one key, two values',
      { StringEquals: { [tag]: 'a' } },
      { StringEqualsIfExists: { [tag]: 'b' }, Null: { [tag]: 'false' } },
    ],
    [
      'aws:SourceIp and an endpoint',
      { IpAddress: { 'aws:SourceIp': '203.0.113.0/24' } },
      { StringEquals: { 'aws:SourceVpce': 'vpce-1' } },
    ],
    [
      'two numbers',
      { NumericLessThan: { 'aws:MultiFactorAuthAge': '10' } },
      { NumericGreaterThan: { 'aws:MultiFactorAuthAge': '20' } },
    ],
  ])('R809 %s', (_, one, two) => {
    const around = { identity: when(one), boundary: when(two) };
    expect(dependsOn({}, around).filter(({ decision }) => decision === 'allowed')).toEqual([]);
    expect(
      dependsOn({}, { identity: when(one), boundary: when(one) }).map(({ decision }) => decision),
    ).toContain('allowed');
  });
});

test('R811 conditional is not allowed', () => {
  const { decision, allowed } = simulated(
    { unknown: [tag], resource: object },
    { identity: when({ StringEquals: { [tag]: 'a' } }) },
  );
  expect(decision).toBe('conditional');
  expect(allowed).not.toBe(true);
});
