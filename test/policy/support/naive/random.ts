import fc from 'fast-check';
import { A, alice, arn, B, federated, resources, session } from './random-names.ts';
import { policiesFor } from './random-policies.ts';
import { subjects } from './subjects.ts';
import type { Policies, Question, Value } from './shapes.ts';

/** Odd questions and policies over small alphabets, so that names, patterns and values meet. */

const callers = fc.constantFrom<Pick<Question, 'principal' | 'sessionIssuer'>>(
  { principal: alice },
  { principal: arn(A, 'user/team/bob') },
  { principal: arn(B, 'user/alice') },
  { principal: session },
  { principal: session },
  { principal: session, sessionIssuer: arn(A, 'role/team/App') },
  { principal: `arn:aws:sts::${B}:assumed-role/App/ci`, sessionIssuer: arn(B, 'role/App') },
  {
    principal: `arn:aws:sts::${A}:assumed-role/AWSServiceRoleForX/x`,
    sessionIssuer: arn(A, 'role/aws-service-role/x.amazonaws.com/AWSServiceRoleForX'),
  },
  { principal: federated, sessionIssuer: alice },
  { principal: arn(A, 'root') },
  { principal: arn(B, 'root') },
  { principal: 'sns.amazonaws.com' },
  { principal: 'anonymous' },
);

const things = fc.constantFrom(...Object.entries(subjects)).chain(([action, { form, carries }]) => {
  const fitting = resources.filter((each) => form?.test(each));
  const named = fitting.length > 0 ? fitting : carries === undefined ? ['*'] : ['*', carries];
  // A seldom question on a resource that the action has not.
  const odd =
    action.startsWith('s3:') && form !== undefined
      ? resources.slice(0, 2)
      : form === undefined
        ? ['arn:aws:s3:::acme']
        : [];
  return fc.constantFrom(...named, ...named, ...named, ...odd).map((resource) => ({ action, resource }));
});

const tag = fc.constantFrom('alice', 'a', '*', '', 'x.txt', 'A');
const time = fc.constantFrom('2026-01-01T00:00:00Z', '2025-12-31T23:59:59Z', '2026-01-01T02:00:00+02:00');
const single = <T extends string>(values: fc.Arbitrary<T>): fc.Arbitrary<Value> =>
  fc.oneof({ weight: 6, arbitrary: values }, { weight: 1, arbitrary: values.map((each) => [each]) });

const contexts: fc.Arbitrary<Readonly<Record<string, Value>>> = fc.record(
  {
    'aws:PrincipalTag/t': tag,
    'AWS:ResourceTag/T': tag,
    'aws:SourceIp': fc.constantFrom(
      '203.0.113.7',
      '198.51.100.1',
      '2001:db8::1',
      '::ffff:203.0.113.7',
      'nowhere',
    ),
    'aws:PrincipalOrgPaths': fc.array(fc.constantFrom('o-a/r-1/ou-1/', 'o-a/r-1/', 'o-b/', ''), {
      maxLength: 3,
    }),
    'aws:PrincipalOrgID': single(fc.constantFrom('o-a', 'o-b', 'O-A')),
    'aws:SourceArn': fc.constantFrom(`arn:aws:sns:us-east-1:${A}:alice`, 'arn:aws:s3:::acme', 'acme'),
    'aws:SourceAccount': fc.constantFrom(A, B),
    'aws:SecureTransport': fc.constantFrom('true', 'false', 'TRUE', 'maybe'),
    'aws:MultiFactorAuthPresent': fc.constantFrom('true', 'false'),
    'aws:MultiFactorAuthAge': fc.constantFrom('0', '3600', '3600.0', '36e2', 'old'),
    'aws:CurrentTime': time,
    'aws:referer': fc.constantFrom('', 'YWE=', 'YWI=', 'a?', 'a'),
    'aws:PrincipalTag/list': fc.array(fc.constantFrom('a', 'b', '*'), { maxLength: 3 }),
  },
  { requiredKeys: [] },
);

export interface Scenario {
  readonly question: Question;
  readonly policies: Policies;
}

export const scenarios: fc.Arbitrary<Scenario> = fc.tuple(things, callers).chain(([thing, who]) =>
  fc
    .tuple(
      fc.constantFrom<Pick<Question, 'resourceAccount'>>(
        {},
        {},
        { resourceAccount: A },
        { resourceAccount: B },
      ),
      fc.constantFrom<Pick<Question, 'managementAccount'>>(
        { managementAccount: '999988887777' },
        { managementAccount: A },
        { managementAccount: B },
      ),
      contexts,
      policiesFor(thing.action, who.principal),
    )
    .map(([whose, managed, context, policies]) => {
      const isNamed = !thing.resource.startsWith('arn:aws:s3:') || subjects[thing.action]?.form === undefined;
      const needed = who.principal.startsWith('arn:') ? {} : { resourceAccount: A };
      const question: Question = {
        ...who,
        ...thing,
        ...managed,
        ...(isNamed ? {} : { ...needed, ...whose }),
        now: '2026-01-01T00:00:00Z',
        region: 'us-east-1',
        context,
      };
      return { question, policies };
    }),
);
