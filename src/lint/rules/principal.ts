import { listed } from '../../core/listed.ts';
import { quoted } from '../../formats/problem.ts';
import { parseArn, splitPath } from '../../identifiers/arn.ts';
import type { PrincipalValue, StatementParts } from '../../policy/policy.ts';
import { bucket, policy, trust } from '../example.ts';
import { resourceTypes, type Found, type Rule } from '../rule.ts';
import { isNegated, testsOf, type Test } from '../subject.ts';

const withPrincipal = [...resourceTypes, 'trust', 'rcp'] as const;

/** Principals: whom a policy of a resource or a role is about. */
export const principalRules: readonly Rule[] = [
  {
    id: 'principal-format',
    awsCode: 'INVALID_PRINCIPAL_FORMAT',
    severity: 'error',
    category: 'principal',
    types: withPrincipal,
    title: 'Principal is a text other than `*`.',
    repair: 'Write `{"AWS": …}`, `{"Service": …}`, `{"Federated": …}` or `{"CanonicalUser": …}`.',
    bad: () => ({ policy: bucket({ Principal: '111122223333' }), at: '"111122223333"' }),
    good: () => ({ policy: bucket({}) }),
    look: { at: 'reading', codes: ['principal-format'] },
  },
  {
    id: 'principal-type',
    awsCode: 'INVALID_PRINCIPAL_KEY',
    severity: 'error',
    category: 'principal',
    types: withPrincipal,
    title: 'A kind of principal is none of AWS, Service, Federated and CanonicalUser; letter case counts.',
    repair: 'Write AWS, Service, Federated or CanonicalUser.',
    bad: () => ({ policy: bucket({ Principal: { Aws: '111122223333' } }), at: '"Aws"' }),
    good: () => ({ policy: bucket({}) }),
    look: { at: 'reading', codes: ['principal-kind'] },
  },
  {
    id: 'principal-value',
    severity: 'error',
    category: 'principal',
    types: withPrincipal,
    title: 'A value under AWS cannot be a principal: a group, an instance profile, or no name at all.',
    repair: 'Write the account’s twelve digits, or the ARN of a user, a role or a session.',
    bad: () => ({
      policy: bucket({ Principal: { AWS: 'arn:aws:iam::111122223333:group/admins' } }),
      at: '"arn:aws:iam::111122223333:group/admins"',
    }),
    good: () => ({ policy: bucket({}) }),
    look: { at: 'reading', codes: ['principal-value', 'principal-type'] },
  },
  {
    id: 'principal-wildcard',
    awsCode: 'UNSUPPORTED_WILDCARD_IN_PRINCIPAL',
    severity: 'error',
    category: 'principal',
    types: [...resourceTypes, 'trust'],
    title: 'A principal holds a wildcard: it names nobody, only `*` alone names everybody.',
    repair:
      'Name the principal, or write `*` with a condition on `aws:PrincipalArn` or `aws:PrincipalOrgID`.',
    bad: () => ({
      policy: bucket({ Principal: { AWS: 'arn:aws:iam::111122223333:role/ci-*' } }),
      at: '"arn:aws:iam::111122223333:role/ci-*"',
    }),
    good: () => ({ policy: bucket({}) }),
    look: { at: 'reading', codes: ['principal-wildcard'] },
  },
  {
    id: 'canonical-user',
    severity: 'warning',
    category: 'principal',
    types: withPrincipal,
    title: 'A canonical user id is not 64 hexadecimal digits.',
    repair: 'Write the id that `aws s3api list-buckets --query Owner.ID` prints.',
    bad: () => ({ policy: bucket({ Principal: { CanonicalUser: 'mika' } }), at: '"mika"' }),
    good: () => ({ policy: bucket({}) }),
    look: { at: 'reading', codes: ['canonical-user'] },
  },
  {
    id: 'federated-principal-not-supported',
    awsCode: 'FEDERATED_PRINCIPAL_NOT_SUPPORTED',
    severity: 'error',
    category: 'principal',
    types: resourceTypes,
    title: 'A federated principal stands in a policy that is no role trust policy.',
    repair: 'Trust the role that the federated user assumes instead.',
    bad: () => ({
      policy: bucket({ Principal: { Federated: 'accounts.google.com' } }),
      at: '"accounts.google.com"',
    }),
    good: () => ({ policy: bucket({}) }),
    look: {
      at: 'statement',
      *find({ principal }) {
        for (const value of principal?.values ?? [])
          if (value.kind === 'Federated')
            yield { at: value, message: 'only role trust policies take a federated principal' };
      },
    },
  },
  {
    id: 'principal-role-id',
    awsCode: 'INVALID_ROLE_REFERENCE',
    severity: 'warning',
    category: 'principal',
    types: [...resourceTypes, 'trust'],
    title: 'A principal is the id of a role: the role was deleted, or the policy was copied.',
    repair: 'Write the role’s ARN.',
    bad: () => ({
      policy: bucket({ Principal: { AWS: 'AROAEXAMPLEID1234567' } }),
      at: '"AROAEXAMPLEID1234567"',
    }),
    good: () => ({ policy: bucket({}) }),
    look: { at: 'statement', find: (statement) => findIds(statement, 'AROA', 'role') },
  },
  {
    id: 'principal-user-id',
    awsCode: 'INVALID_USER_REFERENCE',
    severity: 'warning',
    category: 'principal',
    types: [...resourceTypes, 'trust'],
    title: 'A principal is the id of a user: the user was deleted, or the policy was copied.',
    repair: 'Write the user’s ARN.',
    bad: () => ({
      policy: bucket({ Principal: { AWS: 'AIDAEXAMPLEID1234567' } }),
      at: '"AIDAEXAMPLEID1234567"',
    }),
    good: () => ({ policy: bucket({}) }),
    look: { at: 'statement', find: (statement) => findIds(statement, 'AIDA', 'user') },
  },
  {
    id: 'principal-redundant-session',
    awsCode: 'REDUNDANT_PRINCIPAL_IN_ROLE_TRUST_POLICY',
    severity: 'info',
    category: 'trust',
    types: ['trust'],
    title: 'A session is named beside the role that it is a session of.',
    repair: 'Delete the session.',
    bad: () => ({
      policy: trust({
        Principal: {
          AWS: ['arn:aws:iam::111122223333:role/ci/app', 'arn:aws:sts::111122223333:assumed-role/app/build'],
        },
      }),
      at: '"arn:aws:sts::111122223333:assumed-role/app/build"',
    }),
    good: () => ({ policy: trust({}) }),
    look: { at: 'statement', find: findRedundantSessions },
  },
  {
    id: 'allow-not-principal',
    awsCode: 'ALLOW_WITH_NOT_PRINCIPAL',
    severity: 'warning',
    category: 'security',
    types: resourceTypes,
    title: 'NotPrincipal stands with Allow: everybody else would be allowed, anonymous callers too.',
    repair: 'Write Principal, with a condition for the exceptions.',
    bad: () => ({
      policy: bucket({ Principal: undefined, NotPrincipal: { AWS: '111122223333' } }),
      at: '"NotPrincipal"',
    }),
    good: () => ({ policy: bucket({}) }),
    look: { at: 'reading', codes: ['not-principal-allow'] },
  },
  {
    id: 'service-principal-unsupported-key',
    awsCode: 'UNSUPPORTED_CONDITION_KEY_FOR_SERVICE_PRINCIPAL',
    severity: 'error',
    category: 'principal',
    types: resourceTypes,
    title:
      'An Allow for a service asks for a key of the caller’s identity, which is absent when a service calls.',
    repair: 'Use `aws:SourceAccount`, `aws:SourceArn` or `aws:SourceOrgID`.',
    bad: () => ({
      policy: bucket({
        Principal: { Service: 'cloudfront.amazonaws.com' },
        Condition: { StringEquals: { 'aws:PrincipalOrgID': 'o-a1b2c3d4e5' } },
      }),
      at: '"aws:PrincipalOrgID"',
    }),
    good: () => ({ policy: bucket({}) }),
    look: { at: 'test', find: findUnsupportedKeys },
  },
  {
    id: 'service-principal-unrestricted',
    awsCode: 'RESTRICT_ACCESS_TO_SERVICE_PRINCIPAL',
    severity: 'warning',
    category: 'security',
    types: resourceTypes,
    title: 'A service is allowed whoever makes it call: other accounts can reach the resource through it.',
    repair: 'Add a condition on `aws:SourceAccount` (your account) and `aws:SourceArn`.',
    docs: 'https://docs.aws.amazon.com/IAM/latest/UserGuide/confused-deputy.html',
    bad: () => ({
      policy: policy({
        Effect: 'Allow',
        Principal: { Service: 'events.amazonaws.com' },
        Action: 'sns:Publish',
        Resource: 'arn:aws:sns:us-east-1:111122223333:alarms',
      }),
      at: '"events.amazonaws.com"',
    }),
    good: () => ({ policy: bucket({}) }),
    look: { at: 'statement', find: (statement) => findUnrestricted(statement, 'nothing') },
  },
  {
    id: 'service-principal-weak-key',
    awsCode: 'RECOMMENDED_CONDITION_KEY_FOR_SERVICE_PRINCIPAL',
    severity: 'info',
    category: 'security',
    types: resourceTypes,
    title: 'A service is allowed under a condition that does not tie it to your account.',
    repair: 'Use `aws:SourceAccount` or `aws:SourceArn`.',
    bad: () => ({
      policy: bucket({
        Principal: { Service: 'cloudfront.amazonaws.com' },
        Condition: { StringEquals: { 'aws:Referer': '111122223333' } },
      }),
      at: '"cloudfront.amazonaws.com"',
    }),
    good: () => ({ policy: bucket({}) }),
    look: { at: 'statement', find: (statement) => findUnrestricted(statement, 'other') },
  },
  {
    id: 'irrelevant-condition-key',
    awsCode: 'IRRELEVANT_CONDITION_KEY_IN_POLICY',
    severity: 'info',
    category: 'condition',
    types: resourceTypes,
    title: 'A key describes the resource that the policy is attached to already.',
    repair: 'Move the condition to an identity policy, or ask for the caller.',
    bad: () => ({
      policy: bucket({ Condition: { StringEquals: { 's3:ResourceAccount': '111122223333' } } }),
      at: '"s3:ResourceAccount"',
    }),
    good: () => ({ policy: bucket({}) }),
    look: {
      at: 'test',
      *find({ key }, _, { type }) {
        if (type === 'resource' && ofTheResource.has(key.text.toLowerCase()))
          yield { at: key, message: `${quoted(key.text)} says nothing in the policy of the resource itself` };
      },
    },
  },
];

const ofTheResource = new Set([
  's3:resourceaccount',
  'aws:resourceaccount',
  'aws:resourceorgid',
  'aws:resourceorgpaths',
]);

function* findIds({ principal }: StatementParts, prefix: string, noun: string): Iterable<Found> {
  for (const value of principal?.values ?? []) {
    if (value.kind !== 'AWS' || !value.text.startsWith(prefix) || !/^[A-Z0-9]{16,}$/.test(value.text))
      continue;
    yield {
      at: value,
      message: `${quoted(value.text)} is the id of a ${noun}: it was deleted, or the policy was copied`,
    };
  }
}

function* findRedundantSessions({ principal }: StatementParts): Iterable<Found> {
  const roles = new Set<string>();
  const arns = (principal?.values ?? []).flatMap((value) => {
    const arn = value.kind === 'AWS' ? parseArn(value.text) : undefined;
    return arn === undefined ? [] : [{ value, arn }];
  });
  for (const { arn } of arns)
    if (arn.service === 'iam' && arn.resource.startsWith('role/'))
      roles.add(`${arn.account} ${splitPath(arn.resource.slice('role/'.length)).name}`);
  for (const { value, arn } of arns) {
    const [kind, name = ''] = arn.resource.split('/');
    if (arn.service === 'sts' && kind === 'assumed-role' && roles.has(`${arn.account} ${name}`))
      yield { at: value, message: `${quoted(value.text)} is covered by its role` };
  }
}

/** Of the caller's identity: absent where a service calls for itself. */
const ofTheCaller =
  /^aws:(?:principalorgid|principalorgpaths|principalaccount|principalarn|principaltype|userid|username|principaltag\/.+)$/;

function onlyServices({ principal }: StatementParts): readonly PrincipalValue[] {
  const values = principal === undefined || principal.negated ? [] : principal.values;
  return values.every(({ kind }) => kind === 'Service') ? values : [];
}

function* findUnsupportedKeys(test: Test, statement: StatementParts): Iterable<Found> {
  const { key, parsed } = test;
  if (statement.effect !== 'Allow' || onlyServices(statement).length === 0 || isNegated(test)) return;
  if (parsed === undefined || parsed.ifExists || parsed.quantifier === 'ForAllValues') return;
  if (parsed.base === 'Null' && !test.values.some(({ text }) => text === 'false')) return;
  if (ofTheCaller.test(key.text.toLowerCase()))
    yield {
      at: key,
      message: `${quoted(key.text)} is absent when a service calls: the statement never applies`,
    };
}

/** That say on whose behalf a service calls. */
const sourceKeys = new Set(['aws:sourcearn', 'aws:sourceaccount', 'aws:sourceorgid', 'aws:sourceorgpaths']);

/** Whether a positive test names the account, resource or organization that a service calls for. */
export function pinsSource(statement: StatementParts): boolean {
  return testsOf(statement).some(
    (test) => sourceKeys.has(test.key.text.toLowerCase()) && !isNegated(test) && test.parsed?.base !== 'Null',
  );
}

/** `nothing`: no condition at all; `other`: conditions, but none on the source. */
function* findUnrestricted(statement: StatementParts, conditions: 'nothing' | 'other'): Iterable<Found> {
  const { effect, principal } = statement;
  if (effect !== 'Allow' || principal === undefined || principal.negated || pinsSource(statement)) return;
  if ((statement.conditions.length === 0) !== (conditions === 'nothing')) return;
  const found = principal.values.filter(({ kind, text }) => kind === 'Service' && text !== '*');
  const [first] = found;
  if (first === undefined) return;
  const names = listed(
    found.map(({ text }) => quoted(text)),
    4,
  );
  if (conditions === 'nothing') {
    yield { at: first, message: `other accounts can reach this resource through ${names}` };
    return;
  }
  const keys = listed([...new Set(statement.conditions.map(({ key }) => quoted(key.text)))], 3);
  yield {
    at: first,
    message: `${keys} ${statement.conditions.length === 1 ? 'does' : 'do'} not tie ${names} to your account`,
  };
}
