import { actionsAt } from '../../data/actions.ts';
import { listed } from '../../core/listed.ts';
import { quoted } from '../../formats/problem.ts';
import { parseArn } from '../../identifiers/arn.ts';
import type { StatementParts, Value } from '../../policy/policy.ts';
import { allow, bucket, deny, policy } from '../example.ts';
import { coverOf, isOpen } from '../grants.ts';
import { isForEverybody, isPinned } from '../pinning.ts';
import { attachedTypes, allTypes, identityTypes, resourceTypes, type Found, type Rule } from '../rule.ts';
import { isNegated, testsOf, type Subject, type Test } from '../subject.ts';
import { isUnknownText } from '../unknown-text.ts';

const under = (operator: string, key: string, value: unknown) => ({
  Condition: { [operator]: { [key]: value } },
});
const everybody = bucket({ Principal: '*' });

/** What a careful reviewer would stop at. */
export const securityRules: readonly Rule[] = [
  {
    id: 'full-admin',
    severity: 'warning',
    category: 'security',
    types: attachedTypes,
    title: 'Every action is allowed on every resource, without a condition.',
    repair: 'Grant the actions that are used.',
    bad: () => ({ policy: allow({ Action: '*', Resource: '*' }), at: '"*"' }),
    good: () => ({ policy: allow({}) }),
    look: {
      at: 'statement',
      *find(statement) {
        const all = everything(statement);
        if (all !== undefined && statement.conditions.length === 0)
          yield { at: all, message: 'this is full administrator access' };
      },
    },
  },
  {
    id: 'service-admin',
    severity: 'info',
    category: 'security',
    types: attachedTypes,
    title: 'Every action of a service is allowed on every resource, those that change permissions too.',
    repair: 'List the actions.',
    bad: () => ({ policy: allow({ Action: 'sqs:*', Resource: '*' }), at: '"sqs:*"' }),
    good: () => ({ policy: allow({}) }),
    look: {
      at: 'statement',
      *find(statement) {
        if (statement.effect !== 'Allow' || !isStarResource(statement) || statement.action?.negated === true)
          return;
        for (const value of statement.action?.values ?? []) {
          const service = /^([a-z0-9-]+):\*+$/i.exec(value.text)?.[1];
          if (service !== undefined && actionsAt('Permissions management', service).length > 0)
            yield { at: value, message: `all of ${quoted(service)} is allowed, its permissions included` };
        }
      },
    },
  },
  {
    id: 'allow-not-action',
    severity: 'warning',
    category: 'security',
    types: [...attachedTypes, ...resourceTypes],
    title: 'An Allow with NotAction grants everything else, every service to come too.',
    repair: 'List the actions under Action.',
    bad: () => ({ policy: allow({ Action: undefined, NotAction: 'iam:*', Resource: '*' }), at: '"iam:*"' }),
    good: () => ({ policy: allow({}) }),
    look: {
      at: 'statement',
      *find(statement) {
        const { effect, action } = statement;
        const [first] = action?.values ?? [];
        if (effect !== 'Allow' || action?.negated !== true || first === undefined || !isOpen(statement))
          return;
        yield {
          at: first,
          message: `everything but ${listed(
            action.values.map(({ text }) => quoted(text)),
            5,
          )} is allowed`,
        };
      },
    },
  },
  {
    id: 'allow-not-resource',
    severity: 'warning',
    category: 'security',
    types: [...attachedTypes, ...resourceTypes],
    title: 'An Allow with NotResource grants every other resource.',
    repair: 'List the resources under Resource.',
    bad: () => ({
      policy: allow({ Resource: undefined, NotResource: 'arn:aws:s3:::secret/*' }),
      at: '"arn:aws:s3:::secret/*"',
    }),
    good: () => ({ policy: allow({}) }),
    look: {
      at: 'statement',
      *find({ effect, resource }) {
        const [first] = resource?.values ?? [];
        if (effect !== 'Allow' || resource?.negated !== true || first === undefined) return;
        yield {
          at: first,
          message: `every resource but ${listed(
            resource.values.map(({ text }) => quoted(text)),
            5,
          )} is allowed`,
        };
      },
    },
  },
  {
    id: 'public-resource',
    severity: 'error',
    category: 'security',
    types: ['resource'],
    title: 'Everybody may use the resource, and nothing says who calls or from where.',
    repair: 'Name principals, or add a condition on `aws:PrincipalOrgID`.',
    bad: () => ({ policy: everybody, at: '"*"' }),
    good: () => ({
      policy: bucket({ Principal: '*', ...under('StringEquals', 'aws:PrincipalOrgID', 'o-a1b2c3d4e5') }),
    }),
    look: { at: 'statement', find: findPublic },
  },
  {
    id: 'cross-account-grant',
    severity: 'info',
    category: 'security',
    types: ['resource'],
    title: 'Another account has access to the resource.',
    repair: 'Check the account; name its roles rather than the whole of it.',
    bad: () => ({
      policy: bucket({
        Action: 'sqs:SendMessage',
        Principal: { AWS: '444455556666' },
        Resource: 'arn:aws:sqs:us-east-1:111122223333:orders',
      }),
      at: '"444455556666"',
    }),
    good: () => ({
      policy: bucket({ Action: 'sqs:SendMessage', Resource: 'arn:aws:sqs:us-east-1:111122223333:orders' }),
      type: 'resource',
    }),
    look: { at: 'statement', find: findOtherAccounts },
  },
  {
    id: 'deny-principal-notequals-lockout',
    severity: 'warning',
    category: 'security',
    types: ['resource'],
    title:
      'A Deny of everything leaves out principals by a condition, and neither the account’s root nor an administrator among them.',
    repair: 'Leave an administrator role or the account’s root out too.',
    bad: () => ({
      policy: bucket({
        Effect: 'Deny',
        Principal: '*',
        Action: 's3:*',
        ...under('StringNotEquals', 'aws:PrincipalArn', 'arn:aws:iam::111122223333:role/app'),
      }),
      at: '"aws:PrincipalArn"',
    }),
    good: () => ({ policy: bucket({}) }),
    look: { at: 'test', find: findLockout },
  },
  {
    id: 'kms-no-root',
    severity: 'warning',
    needsWhole: true,
    category: 'security',
    types: ['resource'],
    title:
      'The policy of a key gives the account itself nothing: IAM policies cannot grant its use, and nobody may be able to manage it.',
    repair: 'Add a statement that allows `kms:*` to the account’s root.',
    docs: 'https://docs.aws.amazon.com/kms/latest/developerguide/key-policy-default.html',
    bad: () => ({
      policy: bucket({ Action: 'kms:Decrypt', Resource: '*' }),
      resourceType: 'AWS::KMS::Key',
      at: '{',
    }),
    good: () => ({
      policy: bucket({
        Principal: { AWS: 'arn:aws:iam::111122223333:root' },
        Action: 'kms:*',
        Resource: '*',
      }),
      resourceType: 'AWS::KMS::Key',
    }),
    look: { at: 'policy', find: findNoRoot },
  },
  mfaRule(
    'mfa-bool-allow',
    [...attachedTypes, 'trust'],
    'An Allow asks for calls without MFA.',
    'Write `"true"`.',
    allow(under('Bool', 'aws:MultiFactorAuthPresent', 'false')),
    '"false"',
    'this grants access without MFA',
    ({ parsed }, { effect }) => effect === 'Allow' && parsed?.base === 'Bool',
  ),
  mfaRule(
    'mfa-deny-bool',
    [...identityTypes, 'scp'],
    'A Deny without MFA does not reach access keys: their calls lack the key.',
    'Use BoolIfExists.',
    deny(under('Bool', 'aws:MultiFactorAuthPresent', 'false')),
    '"false"',
    'calls with access keys lack the key, and are not denied',
    ({ parsed }, { effect }) => effect === 'Deny' && parsed?.base === 'Bool' && !parsed.ifExists,
  ),
  mfaRule(
    'mfa-null',
    [...attachedTypes, 'trust'],
    'A test asks whether the key of MFA is there, which it is without MFA too.',
    'Use `"Bool": {"aws:MultiFactorAuthPresent": "true"}`.',
    allow(under('Null', 'aws:MultiFactorAuthPresent', 'false')),
    '"false"',
    'this does not ask for MFA: the key is there without it too',
    ({ parsed }, { effect }) => effect === 'Allow' && parsed?.base === 'Null',
  ),
  {
    id: 'negated-missing-key',
    severity: 'info',
    category: 'security',
    types: [...attachedTypes, ...resourceTypes],
    title: 'An Allow holds where a key is absent, since its operator is negated.',
    repair: 'Add a Null test on the key, or write a Deny.',
    bad: () => ({
      policy: allow(under('StringNotEquals', 'aws:PrincipalTag/team', 'red')),
      at: '"aws:PrincipalTag/team"',
    }),
    good: () => ({ policy: allow({}) }),
    look: {
      at: 'test',
      *find(test, statement) {
        if (statement.effect !== 'Allow' || !isNegated(test)) return;
        const name = test.key.text.toLowerCase();
        const isAsked = testsOf(statement).some(
          ({ key, parsed }) => parsed?.base === 'Null' && key.text.toLowerCase() === name,
        );
        if (!isAsked)
          yield { at: test.key, message: `requests without ${quoted(test.key.text)} are allowed too` };
      },
    },
  },
  {
    id: 'deny-negated-if-missing',
    severity: 'info',
    category: 'security',
    types: [...identityTypes, 'scp'],
    title: 'A Deny by address or network also meets the calls that services of AWS make for you.',
    repair: 'Add `"Bool": {"aws:ViaAWSService": "false"}`.',
    bad: () => ({
      policy: deny(under('NotIpAddress', 'aws:SourceIp', '203.0.113.0/24')),
      at: '"aws:SourceIp"',
    }),
    good: () => ({
      policy: deny({
        Condition: {
          NotIpAddress: { 'aws:SourceIp': '203.0.113.0/24' },
          Bool: { 'aws:ViaAWSService': 'false' },
        },
      }),
    }),
    look: {
      at: 'test',
      *find(test, statement) {
        if (statement.effect !== 'Deny' || !isNegated(test)) return;
        if (!/^aws:source(?:ip|vpc|vpce)$/i.test(test.key.text)) return;
        if (
          testsOf(statement).some(({ key }) =>
            /^aws:(?:viaawsservice|calledvia.*|principalisawsservice)$/i.test(key.text),
          )
        )
          return;
        yield { at: test.key, message: 'calls that services of AWS make for you are denied too' };
      },
    },
  },
  {
    id: 'region-deny-globals',
    severity: 'warning',
    category: 'security',
    types: ['scp'],
    title: 'A Deny by region does not leave out the global services, which answer in us-east-1.',
    repair: 'Leave the global services out with NotAction.',
    docs: 'https://docs.aws.amazon.com/organizations/latest/userguide/orgs_manage_policies_scps_examples_general.html',
    bad: () => ({
      policy: deny({
        Action: '*',
        Resource: '*',
        ...under('StringNotEquals', 'aws:RequestedRegion', 'eu-west-1'),
      }),
      at: '"aws:RequestedRegion"',
    }),
    good: () => ({
      policy: deny({
        Action: undefined,
        NotAction: globalServices().map((service) => `${service}:*`),
        Resource: '*',
        ...under('StringNotEquals', 'aws:RequestedRegion', 'eu-west-1'),
      }),
    }),
    look: { at: 'test', find: findRegionDeny },
  },
  {
    id: 'shadowed-by-deny',
    severity: 'info',
    category: 'style',
    types: allTypes,
    title: 'A statement can never allow anything: a Deny of the same policy covers it.',
    repair: 'Delete one of the two.',
    bad: () => ({
      policy: policy(
        { Sid: 'Read', Effect: 'Allow', Action: 's3:GetObject', Resource: 'arn:aws:s3:::acme-data/*' },
        { Effect: 'Deny', Action: 's3:*', Resource: '*' },
      ),
      at: '"Read"',
    }),
    good: () => ({ policy: allow({}) }),
    look: { at: 'policy', find: findShadowed },
  },
  {
    id: 'deny-notresource-star',
    severity: 'error',
    category: 'security',
    types: [...attachedTypes, ...resourceTypes, 'scp', 'rcp'],
    title: 'A Deny leaves every resource out, and denies nothing.',
    repair: 'Write Resource, or name what is left out.',
    bad: () => ({ policy: deny({ Resource: undefined, NotResource: '*' }), at: '"*"' }),
    good: () => ({ policy: deny({}) }),
    look: {
      at: 'statement',
      *find({ effect, resource }) {
        if (effect !== 'Deny' || resource?.negated !== true) return;
        const all = resource.values.find(({ text }) => /^\*+$/.test(text) || /^arn:\*(?::\*)*$/.test(text));
        if (all !== undefined)
          yield { at: all, message: 'this Deny leaves every resource out, and denies nothing' };
      },
    },
  },
  {
    id: 'deny-carves-out-everybody',
    severity: 'error',
    category: 'security',
    types: [...attachedTypes, ...resourceTypes, 'scp', 'rcp'],
    title: 'A Deny leaves every caller out, and denies nobody.',
    repair: 'Name who is left out.',
    bad: () => ({
      policy: deny(under('ArnNotLike', 'aws:PrincipalArn', 'arn:aws:iam::*:*')),
      at: '"arn:aws:iam::*:*"',
    }),
    good: () => ({ policy: deny({}) }),
    look: {
      at: 'test',
      *find(test, { effect }) {
        const { parsed, key, values } = test;
        if (effect !== 'Deny' || parsed === undefined || !isNegated(test)) return;
        if (!/Like$|^Arn/.test(parsed.base)) return;
        if (!/^aws:principal(?:arn|account|orgid)$/i.test(key.text)) return;
        const all = values.find(
          ({ text }) =>
            /^\*+$/.test(text) || /^arn:(?:\*|[a-z-]+:(?:\*|iam:(?::|\*:)(?:\*:)?\*))$/.test(text),
        );
        if (all !== undefined)
          yield { at: all, message: 'this Deny leaves every caller out, and denies nobody' };
      },
    },
  },
];

function mfaRule(
  id: string,
  types: Rule['types'],
  title: string,
  repair: string,
  bad: object,
  at: string,
  message: string,
  isMeant: (test: Test, statement: StatementParts) => boolean,
): Rule {
  return {
    id,
    severity: 'warning',
    category: 'security',
    types,
    title,
    repair,
    bad: () => ({ policy: bad, at }),
    good: () => ({ policy: allow(under('Bool', 'aws:MultiFactorAuthPresent', 'true')) }),
    look: {
      at: 'test',
      *find(test, statement) {
        if (test.key.text.toLowerCase() !== 'aws:multifactorauthpresent' || !isMeant(test, statement)) return;
        const value = test.values.find(({ text }) => text === 'false');
        if (value !== undefined) yield { at: value, message };
      },
    },
  };
}

function isStarResource({ resource }: StatementParts): boolean {
  return (
    resource !== undefined && !resource.negated && resource.values.some(({ text }) => /^\*+$/.test(text))
  );
}

/** The value that allows every action on every resource. */
function everything(statement: StatementParts): Value | undefined {
  const { effect, action } = statement;
  if (effect !== 'Allow' || action === undefined || action.negated || !isStarResource(statement))
    return undefined;
  return action.values.find(({ text }) => /^(?:\*+|\*+:\*+)$/.test(text));
}

/** Keys that stand in the way of a stranger only a little. */
const weakKeys = /^(?:aws:sourceip|aws:referer|aws:useragent|aws:(?:principal|request|resource)tag\/.+)$/i;

function* findPublic(statement: StatementParts, subject: Subject): Iterable<Found> {
  const { resourceType = 'resource' } = subject;
  const { effect, principal, action } = statement;
  if (effect !== 'Allow' || principal === undefined || principal.negated) return;
  if (!isForEverybody(statement) || isPinned(statement)) return;
  const at = principal.values.find(({ text }) => text === '*');
  if (at === undefined || subject.shut.has(statement.index)) return;
  const isWeak = testsOf(statement).some((test) => weakKeys.test(test.key.text) && !isNegated(test));
  const deeds = listed(
    (action?.values ?? []).map(({ text }) => quoted(text)),
    3,
  );
  const what = action?.negated === true ? `everything but ${deeds}` : deeds;
  yield {
    at,
    message: isWeak
      ? `what stands in the way of everybody is weak: ${what} on this ${resourceType}`
      : `everybody may ask for ${what} on this ${resourceType}`,
    ...(isMeant(statement, subject)
      ? { severity: 'info' as const }
      : isWeak
        ? { severity: 'warning' as const }
        : {}),
  };
}

/** With `--public-ok`: objects of buckets that everybody may read, and nothing else. */
function isMeant({ action, resource }: StatementParts, { settings }: Subject): boolean {
  return (
    settings.isPublicOk &&
    action?.negated === false &&
    resource?.negated === false &&
    action.values.every(({ text }) => /^s3:GetObject$/i.test(text)) &&
    resource.values.every(({ text }) => /^arn:[^:]*:s3:::[^*?]+\/\*$/.test(text))
  );
}

function* findOtherAccounts(statement: StatementParts, { account }: Subject): Iterable<Found> {
  const { effect, principal, resource } = statement;
  if (effect !== 'Allow' || principal === undefined || principal.negated) return;
  const own =
    account ??
    resource?.values.map(({ text }) => parseArn(text)?.account).find((one) => /^\d{12}$/.test(one ?? ''));
  if (own === undefined) return;
  for (const value of principal.values) {
    if (value.kind !== 'AWS') continue;
    const other = /^\d{12}$/.test(value.text) ? value.text : parseArn(value.text)?.account;
    if (other !== undefined && /^\d{12}$/.test(other) && other !== own)
      yield { at: value, message: `the account ${other} has access` };
  }
}

function* findLockout(test: Test, statement: StatementParts): Iterable<Found> {
  const { effect, action } = statement;
  if (effect !== 'Deny' || !isNegated(test) || !isForEverybody(statement)) return;
  if (!/^aws:(?:principalarn|userid|principalaccount)$/i.test(test.key.text)) return;
  if (
    action === undefined ||
    (!action.negated && !action.values.some(({ text }) => /^(?:\*|[a-z0-9-]+:\*)$/i.test(text)))
  )
    return;
  const isExcepted = testsOf(statement)
    .filter((one) => isNegated(one))
    .some(({ values }) =>
      values.some(({ text }) => isUnknownText(text) || /:root$|^\d{12}$|admin/i.test(text)),
    );
  if (!isExcepted) yield { at: test.key, message: 'a mistake here locks everybody out, administrators too' };
}

function* findNoRoot({ resourceType, statements, node }: Subject): Iterable<Found> {
  if (resourceType !== 'AWS::KMS::Key') return;
  const manages = statements.some((statement) => {
    if (statement.effect !== 'Allow' || statement.principal === undefined || statement.principal.negated)
      return false;
    if (coverOf(statement, 'kms:PutKeyPolicy') === undefined) return false;
    return statement.principal.values.some(
      ({ kind, text }) => kind === 'AWS' && /^\d{12}$|^arn:|^\*$/.test(text),
    );
  });
  if (!manages)
    yield {
      at: { start: node.start, end: node.start + 1 },
      message: 'no statement lets the account or an administrator manage the key',
    };
}

function globalServices(): readonly string[] {
  return [
    'iam',
    'sts',
    'organizations',
    'route53',
    'cloudfront',
    'support',
    'budgets',
    'globalaccelerator',
    'waf',
    'health',
  ];
}

function* findRegionDeny(test: Test, statement: StatementParts): Iterable<Found> {
  const { effect, action } = statement;
  if (effect !== 'Deny' || !isNegated(test) || action === undefined) return;
  if (test.key.text.toLowerCase() !== 'aws:requestedregion') return;
  if (test.values.some(({ text }) => text === 'us-east-1')) return;
  // A sample of each: their actions are what people miss first.
  const missed = [
    ['iam', 'iam:CreateRole'],
    ['sts', 'sts:GetCallerIdentity'],
    ['organizations', 'organizations:DescribeOrganization'],
    ['route53', 'route53:ListHostedZones'],
    ['cloudfront', 'cloudfront:ListDistributions'],
    ['support', 'support:CreateCase'],
  ].filter(([, name = '']) => coverOf(statement, name) !== undefined);
  if (missed.length === 0) return;
  yield {
    at: test.key,
    message: `${listed(
      missed.map(([service = '']) => quoted(service)),
      6,
    )} answer in us-east-1, and are denied`,
  };
}

function* findShadowed({ statements }: Subject): Iterable<Found> {
  const denies = statements.filter(
    ({ effect, conditions, action, resource }) =>
      effect === 'Deny' && conditions.length === 0 && action?.negated === false && resource?.negated !== true,
  );
  for (const statement of statements) {
    const { effect, action, resource, sid, start, principal } = statement;
    if (effect !== 'Allow' || action === undefined || action.negated || action.values.length === 0) continue;
    const shadow = denies.find(
      (deny) =>
        (principal === undefined || isForEverybody(deny)) &&
        action.values.every(({ text }) => coverOf(deny, text) !== undefined) &&
        coversResources(deny, resource),
    );
    if (shadow === undefined) continue;
    yield {
      at: sid ?? { start, end: start + 1 },
      message: `this can never allow anything: statement ${shadow.index + 1} denies all of it`,
      related: [{ start: shadow.start, end: shadow.start + 1 }],
    };
  }
}

function coversResources({ resource: denied }: StatementParts, allowed: StatementParts['resource']): boolean {
  if (denied === undefined) return allowed === undefined;
  if (denied.values.some(({ text }) => /^\*+$/.test(text))) return true;
  if (allowed === undefined || allowed.negated) return false;
  return allowed.values.every(({ text }) => denied.values.some((one) => one.text === text));
}
