import { findService } from '../../data/services.ts';
import { dataVersions } from '../../data/versions.ts';
import { listed } from '../../core/listed.ts';
import { quoted } from '../../formats/problem.ts';
import type { StatementParts } from '../../policy/policy.ts';
import { deny, rcp } from '../example.ts';
import type { Found, Rule } from '../rule.ts';
import { isNegated, testsOf, type Test } from '../subject.ts';

const orgNotEquals = (key: string, more: object = {}) =>
  rcp({ Condition: { StringNotEqualsIfExists: { [key]: 'o-a1b2c3d4e5' }, ...more } });
const isService = (value: string) => ({ BoolIfExists: { 'aws:PrincipalIsAWSService': value } });

/** Service control policies and resource control policies: what Organizations takes, and what they deny too much. */
export const controlPolicyRules: readonly Rule[] = [
  {
    id: 'scp-principal',
    awsCode: 'SCP_SYNTAX_ERROR_PRINCIPAL',
    severity: 'error',
    category: 'type',
    types: ['scp'],
    title: 'A service control policy has a Principal: it is about all principals of the account.',
    repair: 'Use a condition on `aws:PrincipalArn`.',
    bad: () => ({ policy: deny({ Principal: '*' }), at: '"Principal"' }),
    good: () => ({ policy: deny({}) }),
    look: { at: 'reading', codes: ['principal-not-supported'] },
  },
  {
    id: 'scp-action-wildcard',
    awsCode: 'SCP_SYNTAX_ERROR_ACTION_WILDCARD',
    severity: 'info',
    onlyStrict: true,
    category: 'type',
    types: ['scp'],
    title: 'A wildcard stands before the end of an action: older rules of Organizations refuse it.',
    repair: 'Put the wildcard last.',
    bad: () => ({
      policy: deny({ Action: 'ec2:*Instances', Resource: '*' }),
      isStrict: true,
      at: '"ec2:*Instances"',
    }),
    good: () => ({ policy: deny({}), isStrict: true }),
    look: {
      at: 'statement',
      *find({ action }) {
        for (const value of action?.values ?? [])
          if (/[*?]./.test(value.text))
            yield { at: value, message: `${quoted(value.text)} has a wildcard before its end` };
      },
    },
  },
  {
    id: 'rcp-principal',
    awsCode: 'RCP_SYNTAX_ERROR_PRINCIPAL',
    severity: 'error',
    category: 'type',
    types: ['rcp'],
    title: 'The Principal of a resource control policy is not `*`.',
    repair: 'Write "Principal": "*", and a condition for the exceptions.',
    bad: () => ({
      policy: rcp({ Principal: { AWS: '111122223333' } }),
      at: '"Principal": {\n        "AWS": "111122223333"\n      }',
    }),
    good: () => ({ policy: rcp({}) }),
    look: { at: 'reading', codes: ['rcp-principal', 'principal-not-supported'] },
  },
  {
    id: 'rcp-allow',
    awsCode: 'RCP_SYNTAX_ERROR_ALLOW',
    severity: 'error',
    category: 'type',
    types: ['rcp'],
    title: 'A resource control policy allows something: it can only deny.',
    repair: 'Write a Deny: RCPFullAWSAccess, which AWS attaches, allows everything.',
    bad: () => ({ policy: rcp({ Effect: 'Allow' }), at: '"Allow"' }),
    good: () => ({ policy: rcp({}) }),
    look: { at: 'reading', codes: ['rcp-effect'] },
  },
  {
    id: 'rcp-notaction',
    awsCode: 'RCP_SYNTAX_ERROR_NOTACTION',
    severity: 'error',
    category: 'type',
    types: ['rcp'],
    title: 'A resource control policy has NotAction.',
    repair: 'List the actions.',
    bad: () => ({ policy: rcp({ Action: undefined, NotAction: 's3:Get*' }), at: '"NotAction"' }),
    good: () => ({ policy: rcp({}) }),
    look: { at: 'reading', codes: ['not-action-not-supported'] },
  },
  {
    id: 'rcp-action-service',
    awsCode: 'RCP_SYNTAX_ERROR_ACTION',
    severity: 'error',
    category: 'type',
    types: ['rcp'],
    title:
      'A resource control policy denies actions of a service that such policies do not reach, or of all services.',
    repair: 'Name services that resource control policies reach.',
    docs: 'https://docs.aws.amazon.com/organizations/latest/userguide/orgs_manage_policies_rcps.html#rcp-supported-services',
    bad: () => ({ policy: rcp({ Action: 'ec2:*' }), at: '"ec2:*"' }),
    good: () => ({ policy: rcp({}) }),
    look: { at: 'statement', find: findForeignServices },
  },
  {
    id: 'rcp-principal-key-alone',
    awsCode: 'RCP_MISSING_RELATED_PRINCIPAL_CONDITION_KEY',
    severity: 'warning',
    category: 'security',
    types: ['rcp'],
    title: 'A Deny asks for the caller’s identity without leaving out services of AWS, which act for you.',
    repair: 'Add `"BoolIfExists": {"aws:PrincipalIsAWSService": "false"}`.',
    bad: () => ({ policy: orgNotEquals('aws:PrincipalOrgID'), at: '"aws:PrincipalOrgID"' }),
    good: () => ({ policy: orgNotEquals('aws:PrincipalOrgID', isService('false')) }),
    look: {
      at: 'test',
      find: (test, statement) =>
        findAlone(test, statement, ofPrincipal, 'false', 'services of AWS that act for you are denied too'),
    },
  },
  {
    id: 'rcp-source-key-alone',
    awsCode: 'RCP_MISSING_RELATED_SERVICE_PRINCIPAL_CONDITION_KEY',
    severity: 'warning',
    category: 'security',
    types: ['rcp'],
    title: 'A Deny asks on whose behalf a service calls, without leaving out callers that are none.',
    repair: 'Add `"BoolIfExists": {"aws:PrincipalIsAWSService": "true"}`.',
    bad: () => ({ policy: orgNotEquals('aws:SourceOrgID'), at: '"aws:SourceOrgID"' }),
    good: () => ({ policy: orgNotEquals('aws:SourceOrgID', isService('true')) }),
    look: {
      at: 'test',
      find: (test, statement) =>
        findAlone(test, statement, ofSource, 'true', 'your own principals are denied too'),
    },
  },
  {
    id: 'rcp-source-null-check',
    awsCode: 'RCP_MISSING_SERVICE_CONDITION_KEY_NULL_CHECK',
    severity: 'warning',
    category: 'security',
    types: ['rcp'],
    title: 'A Deny asks on whose behalf a service calls, also where it calls for nobody.',
    repair: 'Add `"Null": {"aws:SourceAccount": "false"}`.',
    bad: () => ({ policy: orgNotEquals('aws:SourceOrgID'), at: '"aws:SourceOrgID"' }),
    good: () => ({
      policy: orgNotEquals('aws:SourceOrgID', {
        ...isService('true'),
        Null: { 'aws:SourceAccount': 'false' },
      }),
    }),
    look: { at: 'test', find: findWithoutNull },
  },
];

function* findForeignServices({ action, effect }: StatementParts): Iterable<Found> {
  if (effect !== 'Deny' || action === undefined || action.negated) return;
  const foreign = new Map<string, (typeof action.values)[number]>();
  for (const value of action.values) {
    const prefix = value.text.slice(0, Math.max(0, value.text.indexOf(':')));
    if (value.text === '*' || /[*?]/.test(prefix)) {
      yield { at: value, message: `${quoted(value.text)} is of no single service` };
      continue;
    }
    const service = prefix === '' ? undefined : findService(prefix);
    if (service !== undefined && !service.supportsRcp && !foreign.has(service.prefix))
      foreign.set(service.prefix, value);
  }
  const [first] = foreign.values();
  if (first === undefined) return;
  const names = listed([...foreign.keys()].map(quoted), 5);
  const date = dataVersions().iam.date;
  yield { at: first, message: `resource control policies do not reach ${names}, as of ${date}` };
}

const ofPrincipal = /^aws:principal(?:orgid|orgpaths|account|arn|tag\/.+)$/;
const ofSource = /^aws:source(?:orgid|orgpaths|account|arn)$/;

function hasTest(statement: StatementParts, key: string, base: string, value: string): boolean {
  return testsOf(statement).some(
    ({ key: name, parsed, values }) =>
      name.text.toLowerCase() === key && parsed?.base === base && values.some(({ text }) => text === value),
  );
}

function* findAlone(
  test: Test,
  statement: StatementParts,
  keys: RegExp,
  wanted: 'true' | 'false',
  harm: string,
): Iterable<Found> {
  const { key, parsed } = test;
  if (statement.effect !== 'Deny' || !keys.test(key.text.toLowerCase())) return;
  if (parsed === undefined || parsed.base === 'Null' || !isNegated(test)) return;
  if (!hasTest(statement, 'aws:principalisawsservice', 'Bool', wanted))
    yield { at: key, message: `${quoted(key.text)}: ${harm}` };
}

function* findWithoutNull(test: Test, statement: StatementParts): Iterable<Found> {
  const { key, parsed } = test;
  if (statement.effect !== 'Deny' || !ofSource.test(key.text.toLowerCase())) return;
  if (parsed === undefined || parsed.base === 'Null' || !isNegated(test)) return;
  const isAsked = ['aws:sourceaccount', 'aws:sourcearn'].some((name) =>
    hasTest(statement, name, 'Null', 'false'),
  );
  if (!isAsked)
    yield { at: key, message: `${quoted(key.text)}: calls of services that name no source are denied too` };
}
