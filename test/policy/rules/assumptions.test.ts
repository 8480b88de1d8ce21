import { describe, expect, test } from 'vitest';
import { assumptionsOf } from '../../../src/policy/answer/assumptions.ts';
import { prepare } from '../../../src/policy/prepare.ts';
import { dependencesOf, simulate } from '../../../src/policy/decision/simulate.ts';
import {
  A,
  allow,
  alice,
  deny,
  everything,
  grant,
  object,
  role,
  session,
  simulated,
  type Asking,
} from '../support/ask.ts';
import { setOf, type Around, type Sentence } from '../support/policies.ts';

type Tests = NonNullable<Sentence['Condition']>;

const denyIf = (Condition: Tests): Sentence => deny('*', '*', { Condition });
const told: Asking = { resourceAccount: A };
const roleSession: Asking = { ...told, principal: session };

/** An assumption, and a Deny that another value would set off or lift. */
const rows: readonly (readonly [what: string, tell: string, Asking, Tests])[] = [
  [
    'role-path',
    'sessionIssuer',
    roleSession,
    { ArnLike: { 'aws:PrincipalArn': `arn:aws:iam::${A}:role/team/*` } },
  ],
  ['temporary-credentials', 'context', roleSession, { Bool: { 'aws:MultiFactorAuthPresent': 'true' } }],
  [
    'temporary-credentials',
    'context',
    roleSession,
    { DateLessThan: { 'aws:TokenIssueTime': '2020-01-01T00:00:00Z' } },
  ],
  ['secure-transport', 'context', told, { Bool: { 'aws:SecureTransport': 'false' } }],
  ['direct-call', 'context', told, { Bool: { 'aws:ViaAWSService': 'true' } }],
  [
    'direct-call',
    'context',
    told,
    { 'ForAnyValue:StringEquals': { 'aws:CalledVia': 'athena.amazonaws.com' } },
  ],
  ['no-endpoint', 'viaEndpoint', told, { StringEquals: { 'aws:SourceVpce': 'vpce-1' } }],
  ['no-endpoint', 'viaEndpoint', told, { StringEquals: { 'aws:SourceVpc': 'vpc-1' } }],
];

const listed = (asking: Asking, around: Around) => {
  const answer = simulated(asking, around);
  const dependences = dependencesOf(answer);
  return { answer, dependences, assumptions: assumptionsOf(answer, dependences) };
};

describe('R432 R812 what was assumed', () => {
  test.each(rows)(
    'R432 R812 %s is listed, with the field that tells it, and is a way to another decision',
    (what, tell, asking, Condition) => {
      const { answer, dependences, assumptions } = listed(asking, {
        identity: [...everything, denyIf(Condition)],
      });
      expect(answer.decision).toBe('allowed');
      expect(dependences.entries.map(({ decision }) => decision)).toContain('explicitDeny');
      expect(assumptions).toMatchObject([{ what, tell }]);
    },
  );

  test.each(rows)('R432 unknown opens it: %s', (_what, _tell, asking, Condition) => {
    const key = Object.keys(Object.values(Condition)[0] ?? {});
    for (const unknown of [key, true] as const) {
      const { answer, assumptions } = listed(
        { ...asking, unknown },
        { identity: [...everything, denyIf(Condition)] },
      );
      expect(answer.decision).toBe('conditional');
      expect(assumptions).toEqual([]);
    }
  });

  test.each(rows)('R432 so does --strict: %s', (_what, _tell, { principal = alice }, Condition) => {
    const question = { principal, resourceAccount: A, action: ['s3:GetObject'], resource: [object] };
    const [only] = prepare(question, { now: 0, strict: true }).cases;
    const set = setOf({ identity: [...everything, denyIf(Condition)] });
    expect(only && simulate(only, set).decision).toBe('conditional');
  });

  test.each<readonly [string, Asking, Tests]>([
    [
      'a path that is told',
      { ...told, principal: role },
      { ArnLike: { 'aws:PrincipalArn': `arn:aws:iam::${A}:role/team/*` } },
    ],
    ['any path', roleSession, { ArnNotLike: { 'aws:PrincipalArn': `arn:aws:iam::${A}:role/*` } }],
    [
      'a value that is given',
      { ...told, context: { 'aws:SecureTransport': 'true' } },
      { Bool: { 'aws:SecureTransport': 'false' } },
    ],
    ['who the caller is', told, { StringEquals: { 'aws:PrincipalAccount': '444455556666' } }],
  ])('R812 what is certain is no assumption: %s', (_, asking, Condition) => {
    const { dependences, assumptions } = listed(asking, { identity: [...everything, denyIf(Condition)] });
    expect(dependences.entries).toEqual([]);
    expect(assumptions).toEqual([]);
  });

  const userId = 'AIDAJ2UCCR6DPCEXAMPLE';
  const roleId = 'AROAJ2UCCR6DPCEXAMPLE';
  const canonical = { CanonicalUser: 'a'.repeat(64) };
  const elsewhere: Asking = { resourceAccount: '444455556666' };

  test.each<[string, Asking, Sentence['Principal'] & object, string, string]>([
    ['the id of a user', told, { AWS: userId }, 'principalId', userId],
    ['the id of a role', roleSession, { AWS: roleId }, 'principalId', roleId],
    ['a canonical user', elsewhere, canonical, 'CanonicalUser', canonical.CanonicalUser],
  ])('R812 R228 R229 an Allow to %s that nobody told', (_, asking, Principal, key, id) => {
    const identity = asking === elsewhere ? everything : [];
    const around: Around = { identity, resource: [{ ...grant(''), Principal }] };
    const found = listed(asking, around);
    expect(found.answer.decision).toBe('implicitDeny');
    const when = { key, operator: 'StringEquals', values: [id], holds: true };
    expect(found.dependences.entries).toMatchObject([{ decision: 'allowed', when: [when] }]);
    expect(found.assumptions).toMatchObject([{ what: 'principal-id' }]);
    const open = listed({ ...asking, unknown: true }, around);
    expect(open.answer.decision).toBe('conditional');
    expect(open.assumptions).toEqual([]);
    if (key !== 'principalId') return;
    for (const [principalId, decision] of [
      [id, 'allowed'],
      [id.replace('EXAMPLE', 'ANOTHER'), 'implicitDeny'],
    ] as const) {
      const { answer, dependences } = listed({ ...asking, principalId }, around);
      expect([answer.decision, ...dependences.entries]).toEqual([decision]);
    }
  });

  test('R812 R228 an id that is no caller’s of this kind is no way', () => {
    const around: Around = { resource: [{ ...grant(''), Principal: { AWS: roleId } }] };
    expect(listed(told, around).dependences.entries).toEqual([]);
  });

  test('R432 SCPs count while no management account is named', () => {
    const around: Around = { identity: everything, scp: [[allow()]] };
    expect(listed(told, around).assumptions).toMatchObject([
      { what: 'member-account', tell: 'managementAccount' },
    ]);
    expect(listed({ ...told, managementAccount: '999988887777' }, around).assumptions).toEqual([]);
  });

  test.each<[string, Around, Asking, string]>([
    ['an SCP that denies', { scp: [[allow(), { Effect: 'Deny', Action: '*', Resource: '*' }]] }, {}, A],
    ['SCPs that do not allow', { scp: [[allow('ec2:*')]] }, {}, A],
    [
      'an RCP that denies',
      { rcp: [[{ Effect: 'Deny', Principal: '*', Action: 's3:*', Resource: '*' }]] },
      { resourceAccount: '444455556666' },
      '444455556666',
    ],
  ])('R812 R606 R607 %s: who the management account is would change it', (_, around, more, account) => {
    const asking: Asking = { ...told, ...more };
    const all: Around = { identity: everything, resource: [grant('*')], ...around };
    const found = listed(asking, all);
    const when = { key: 'managementAccount', operator: 'StringEquals', values: [account], holds: true };
    expect(found.dependences.entries).toMatchObject([{ decision: 'allowed', when: [when] }]);
    expect(found.assumptions).toMatchObject([{ what: 'member-account', key: 'managementAccount' }]);
    // With every assumption open it depends.
    const open = listed({ ...asking, unknown: true }, all);
    expect(simulated({ ...asking, unknown: true }, all).decision).toBe('conditional');
    expect(open.dependences.entries).toContainEqual(
      expect.objectContaining({ decision: 'allowed', when: [expect.objectContaining(when)] }),
    );
    expect(open.assumptions).toEqual([]);
  });

  test('R812 of what depends on a key it is an entry too, with the other assumptions', () => {
    const scp = [[allow('*'), denyIf({ StringNotEquals: { 'aws:PrincipalOrgID': 'o-1' } })]];
    const open = { unknown: ['aws:PrincipalOrgID'] };
    const entries = (asking: Asking) =>
      listed({ ...open, ...asking }, { identity: everything, scp }).dependences.entries.map(
        ({ decision, when }) => `${decision}: ${when.map(({ text }) => text).join(' and ')}`,
      );
    expect(entries(told)).toEqual([
      `allowed: ${A} is the management account`,
      'allowed: aws:PrincipalOrgID = o-1',
      `explicitDeny: ${A} is a member account and aws:PrincipalOrgID is not o-1 (other or absent)`,
    ]);
    expect(entries({})[0]).toBe(`allowed: ${A} is the management account and the bucket is ${A}’s`);
    expect(entries({ ...told, managementAccount: '999988887777' })).toEqual([
      'allowed: aws:PrincipalOrgID = o-1',
      'explicitDeny: aws:PrincipalOrgID is not o-1 (other or absent)',
    ]);
  });

  test('R432 R809 who the management account is stays open where a key is unknown', () => {
    const solved = { StringNotEquals: { 'aws:username': '${aws:PrincipalTag/t}' } };
    const around: Around = {
      scp: [[denyIf(solved), allow('ec2:*')]],
      rcp: [[{ Effect: 'Deny', Principal: '*', Action: 'ec2:*', Resource: '*' }]],
    };
    const asking: Asking = {
      ...told,
      principal: `arn:aws:iam::${A}:user/mika`,
      resourceAccount: '444455556666',
      unknown: ['aws:PrincipalTag/t'],
    };
    expect(
      listed(asking, around).dependences.entries.map(({ when }) => when.map(({ text }) => text)),
    ).toEqual([
      ['444455556666 is the management account', 'aws:PrincipalTag/t is not mika (other or absent)'],
      [`${A} is a member account`, 'aws:PrincipalTag/t is not mika (other or absent)'],
    ]);
  });

  test('R682 R809 where another management account leaves the owner open, each way tells the owner', () => {
    const rcp: Sentence[] = [
      {
        Effect: 'Deny',
        Principal: '*',
        Action: '*',
        Resource: '*',
        Condition: { 'ForAllValues:StringNotEquals': { 'aws:TagKeys': 'b' } },
      },
    ];
    const { entries } = listed({}, { resource: [grant('*')], rcp: [rcp] }).dependences;
    expect(entries.length).toBeGreaterThan(0);
    for (const { decision, when } of entries) {
      const texts = when.map(({ text }) => text);
      if (decision === 'allowed') expect(texts).toContain(`the bucket is ${A}’s`);
    }
  });

  test('R812 what is denied otherwise too does not hang on the management account', () => {
    const scp = [[allow('ec2:*')]];
    expect(listed(told, { identity: [allow('sqs:*')], scp }).dependences.entries).toEqual([]);
  });

  test('R432 an id that a Deny names may be the caller’s', () => {
    const resource: Sentence[] = [
      { Effect: 'Deny', Principal: { AWS: 'AIDAJ2UCCR6DPCEXAMPLE' }, Action: '*', Resource: '*' },
    ];
    const { assumptions } = listed(told, { identity: everything, resource });
    expect(assumptions).toMatchObject([{ what: 'principal-id', tell: 'principalId' }]);
  });
});
