import { listed } from '../../core/listed.ts';
import { quoted } from '../../formats/problem.ts';
import { parseArn } from '../../identifiers/arn.ts';
import { builtInProviders } from '../../identifiers/principal.ts';
import type { PrincipalValue, StatementParts } from '../../policy/policy.ts';
import { trust } from '../example.ts';
import { isForEverybody, isPinned } from '../pinning.ts';
import type { Example, Found, Rule } from '../rule.ts';
import { isNegated, testsOf, type Subject, type Test } from '../subject.ts';
import { pinsSource } from './principal.ts';
import { isUnknownText } from '../unknown-text.ts';

const other = { Principal: { AWS: 'arn:aws:iam::444455556666:root' } };
const saml = {
  Principal: { Federated: 'arn:aws:iam::111122223333:saml-provider/Okta' },
  Action: 'sts:AssumeRoleWithSAML',
};
const good = (): Example => ({ policy: trust({}) });

/** Role trust policies: who may become the role. */
export const trustRules: readonly Rule[] = [
  {
    id: 'trust-notprincipal',
    awsCode: 'ROLE_TRUST_POLICY_SYNTAX_ERROR_NOTPRINCIPAL',
    severity: 'error',
    category: 'trust',
    types: ['trust'],
    title: 'A role trust policy has NotPrincipal.',
    repair: 'Write Principal.',
    bad: () => ({
      policy: trust({ Principal: undefined, NotPrincipal: { AWS: '111122223333' } }),
      at: '"NotPrincipal"',
    }),
    good,
    look: { at: 'reading', codes: ['principal-not-supported'] },
  },
  {
    id: 'trust-resource',
    awsCode: 'ROLE_TRUST_POLICY_SYNTAX_ERROR_RESOURCE',
    severity: 'error',
    category: 'trust',
    types: ['trust'],
    title: 'A role trust policy has a Resource: it is about its own role.',
    repair: 'Delete the element.',
    bad: () => ({ policy: trust({ Resource: '*' }), at: '"Resource"' }),
    good,
    look: { at: 'reading', codes: ['resource-not-supported'] },
  },
  {
    id: 'trust-principal-star',
    awsCode: 'ROLE_TRUST_POLICY_UNSUPPORTED_WILDCARD_IN_PRINCIPAL',
    severity: 'error',
    category: 'trust',
    types: ['trust'],
    title: 'Every account of AWS can try to assume the role.',
    repair: 'Name the account, the role or the provider.',
    bad: () => ({ policy: trust({ Principal: '*' }), at: '"*"' }),
    good,
    look: {
      at: 'statement',
      *find(statement) {
        if (statement.effect !== 'Allow' || !isForEverybody(statement)) return;
        const at = statement.principal?.values.find(({ text }) => text === '*');
        if (at === undefined) return;
        const pinned = isPinned(statement) ? { severity: 'warning' as const } : {};
        yield { at, message: 'every account of AWS can try to assume this role', ...pinned };
      },
    },
  },
  {
    id: 'trust-federated-format',
    awsCode: 'INVALID_FEDERATED_PRINCIPAL_SYNTAX_IN_ROLE_TRUST_POLICY',
    severity: 'error',
    category: 'trust',
    types: ['trust'],
    title:
      'A federated principal is neither the ARN of a provider nor one of the providers that AWS knows by name.',
    repair: 'Write the provider’s ARN.',
    bad: () => ({
      policy: trust({
        Principal: { Federated: 'https://gitlab.com' },
        Action: 'sts:AssumeRoleWithWebIdentity',
        Condition: { StringEquals: { 'gitlab.com:sub': 'project_path:acme/app:ref_type:branch:ref:main' } },
      }),
      at: '"https://gitlab.com"',
    }),
    good,
    look: {
      at: 'statement',
      *find({ principal }) {
        for (const value of principal?.values ?? [])
          if (value.kind === 'Federated' && providerOf(value) === undefined && value.text !== '*')
            yield { at: value, message: `${quoted(value.text)} is not an identity provider` };
      },
    },
  },
  {
    id: 'trust-action-mismatch',
    awsCode: 'MISMATCHED_ACTION_FOR_PRINCIPAL',
    severity: 'error',
    category: 'trust',
    types: ['trust'],
    title: 'A principal cannot use the action: each kind assumes roles in its own way.',
    repair:
      'Use AssumeRole for AWS and Service, AssumeRoleWithSAML for SAML, AssumeRoleWithWebIdentity for OpenID Connect.',
    bad: () => ({
      policy: trust({
        Principal: { Federated: 'arn:aws:iam::111122223333:oidc-provider/gitlab.com' },
        Condition: {
          StringEquals: {
            'gitlab.com:sub': 'project_path:acme/app:ref_type:branch:ref:main',
            'gitlab.com:aud': 'https://gitlab.com',
          },
        },
      }),
      at: '"sts:AssumeRole"',
    }),
    good,
    look: { at: 'statement', find: findActionMismatch },
  },
  {
    id: 'trust-roles-anywhere-actions',
    awsCode: 'MISSING_ACTION_FOR_ROLES_ANYWHERE_TRUST_POLICY',
    severity: 'error',
    category: 'trust',
    types: ['trust'],
    title: 'Roles Anywhere needs three actions: sts:AssumeRole, sts:TagSession and sts:SetSourceIdentity.',
    repair: 'Add the missing actions.',
    bad: () => ({
      policy: trust({ Principal: { Service: 'rolesanywhere.amazonaws.com' } }),
      at: '"rolesanywhere.amazonaws.com"',
    }),
    good,
    look: { at: 'statement', find: findRolesAnywhereActions },
  },
  {
    id: 'roles-anywhere-no-trust-anchor',
    severity: 'warning',
    category: 'trust',
    types: ['trust'],
    title: 'Any certificate of any trust anchor in the account can assume the role.',
    repair: 'Test `aws:SourceArn` for the trust anchor and an `aws:PrincipalTag/x509…` for the subject.',
    bad: () => ({
      policy: trust({
        Principal: { Service: 'rolesanywhere.amazonaws.com' },
        Action: ['sts:AssumeRole', 'sts:TagSession', 'sts:SetSourceIdentity'],
      }),
      at: '"rolesanywhere.amazonaws.com"',
    }),
    good,
    look: {
      at: 'statement',
      *find(statement) {
        const anywhere = serviceValue(statement, 'rolesanywhere.amazonaws.com');
        if (statement.effect !== 'Allow' || anywhere === undefined) return;
        const has = (pattern: RegExp) =>
          testsOf(statement).some((test) => counts(test) && pattern.test(test.key.text));
        const missing = [
          ...(has(/^aws:sourcearn$/i) ? [] : ['the trust anchor']),
          ...(has(/^aws:principaltag\/x509/i) ? [] : ['the subject of the certificate']),
        ];
        if (missing.length > 0) yield { at: anywhere, message: `nothing asks for ${listed(missing)}` };
      },
    },
  },
  {
    id: 'trust-external-no-external-id',
    severity: 'warning',
    category: 'trust',
    types: ['trust'],
    title:
      'Another account may assume the role without an external id: it could be tricked into doing so for somebody else.',
    repair: 'Ask for `sts:ExternalId` of third parties, for `aws:PrincipalOrgID` of your own organization.',
    docs: 'https://docs.aws.amazon.com/IAM/latest/UserGuide/confused-deputy.html',
    bad: () => ({ policy: trust(other), account: '111122223333', at: '"arn:aws:iam::444455556666:root"' }),
    good: () => ({
      policy: trust({ ...other, Condition: { StringEquals: { 'sts:ExternalId': 'k3f9-71aa-2c' } } }),
      account: '111122223333',
    }),
    look: { at: 'statement', find: findNoExternalId },
  },
  {
    id: 'trust-external-id-weak',
    severity: 'warning',
    category: 'trust',
    types: ['trust'],
    title: 'The test of the external id can be passed by others.',
    repair: 'Use StringEquals with one random value.',
    bad: () => ({
      policy: trust({ ...other, Condition: { StringLike: { 'sts:ExternalId': 'acme-*' } } }),
      at: '"sts:ExternalId"',
    }),
    good,
    look: { at: 'test', find: findWeakExternalId },
  },
  {
    id: 'trust-account-root',
    severity: 'info',
    category: 'trust',
    types: ['trust'],
    title: 'Every principal of the own account that has sts:AssumeRole can assume the role.',
    repair: 'Name roles, or add a condition on `aws:PrincipalArn`.',
    bad: () => ({
      policy: trust({ Principal: { AWS: '111122223333' } }),
      account: '111122223333',
      at: '"111122223333"',
    }),
    good,
    look: {
      at: 'statement',
      *find(statement, { account }) {
        if (statement.effect !== 'Allow' || statement.conditions.length > 0) return;
        for (const value of awsValues(statement))
          if (isWholeAccount(value.text) && accountOf(value.text) === account)
            yield {
              at: value,
              message: 'every principal of the account that has sts:AssumeRole can assume this role',
            };
      },
    },
  },
  {
    id: 'trust-service-no-source',
    severity: 'warning',
    category: 'trust',
    types: ['trust'],
    title: 'A service can be pointed at the role from another account.',
    repair: 'Add a condition on `aws:SourceAccount`, and on `aws:SourceArn` of the resource.',
    docs: 'https://docs.aws.amazon.com/IAM/latest/UserGuide/confused-deputy.html',
    bad: () => ({
      policy: trust({ Principal: { Service: 'firehose.amazonaws.com' } }),
      at: '"firehose.amazonaws.com"',
    }),
    good: () => ({ policy: trust({ Principal: { Service: 'ec2.amazonaws.com' } }) }),
    look: { at: 'statement', find: findUnsourcedServices },
  },
  {
    id: 'trust-many-services',
    severity: 'info',
    category: 'trust',
    types: ['trust'],
    title: 'Services that have nothing to do with one another share a role.',
    repair: 'Make a role for each.',
    bad: () => ({
      policy: trust({
        Principal: { Service: ['lambda.amazonaws.com', 'glue.amazonaws.com', 'ec2.amazonaws.com'] },
      }),
      at: '"lambda.amazonaws.com"',
    }),
    good,
    look: {
      at: 'policy',
      *find({ statements }) {
        const values = statements
          .filter(({ effect }) => effect === 'Allow')
          .flatMap(({ principal }) => principal?.values.filter(({ kind }) => kind === 'Service') ?? []);
        const names = new Set(values.map(({ text }) => familyOf(text)));
        const [first] = values;
        if (names.size > 2 && first !== undefined)
          yield {
            at: first,
            message: `${names.size} services share this role: ${listed([...names].map(quoted), 5)}`,
          };
      },
    },
  },
  {
    id: 'trust-wildcard-principal-arn',
    severity: 'warning',
    category: 'trust',
    types: ['trust'],
    title: 'Everybody is narrowed by an ARN whose account is a wildcard.',
    repair: 'Write the account.',
    bad: () => ({
      policy: trust({
        Principal: { AWS: '*' },
        Condition: { ArnLike: { 'aws:PrincipalArn': 'arn:aws:iam::*:role/deploy' } },
      }),
      at: '"arn:aws:iam::*:role/deploy"',
    }),
    good,
    look: {
      at: 'test',
      *find({ key, values }, statement) {
        if (statement.effect !== 'Allow' || key.text.toLowerCase() !== 'aws:principalarn') return;
        const isWide =
          isForEverybody(statement) || awsValues(statement).some(({ text }) => isWholeAccount(text));
        const open = values.find(({ text }) => /[*?]/.test(text.split(':')[4] ?? ''));
        if (isWide && open !== undefined && isForEverybody(statement))
          yield { at: open, message: `the account in ${quoted(open.text)} is a wildcard` };
      },
    },
  },
  {
    id: 'saml-no-aud',
    severity: 'warning',
    category: 'trust',
    types: ['trust'],
    title: 'Assertions that were made for another application are accepted.',
    repair: 'Add `"StringEquals": {"SAML:aud": "https://signin.aws.amazon.com/saml"}`.',
    bad: () => ({ policy: trust(saml), at: '"arn:aws:iam::111122223333:saml-provider/Okta"' }),
    good: () => ({
      policy: trust({
        ...saml,
        Condition: { StringEquals: { 'SAML:aud': 'https://signin.aws.amazon.com/saml' } },
      }),
    }),
    look: {
      at: 'statement',
      *find(statement) {
        const provider = samlProvider(statement);
        if (provider === undefined) return;
        const isAsked = testsOf(statement).some(
          (test) => counts(test) && /^saml:(?:aud|recipient)$/i.test(test.key.text),
        );
        if (!isAsked) yield { at: provider, message: 'assertions for another application are accepted' };
      },
    },
  },
  {
    id: 'saml-iss-negated',
    severity: 'info',
    category: 'trust',
    types: ['trust'],
    title: 'Only negated tests are made of an assertion.',
    repair: 'Add a positive one.',
    bad: () => ({
      policy: trust({ ...saml, Condition: { StringNotEquals: { 'SAML:iss': 'https://other.example' } } }),
      at: '"arn:aws:iam::111122223333:saml-provider/Okta"',
    }),
    good,
    look: {
      at: 'statement',
      *find(statement) {
        const provider = samlProvider(statement);
        const tests = testsOf(statement).filter(({ key }) => /^saml:/i.test(key.text));
        if (provider !== undefined && tests.length > 0 && tests.every(isNegated))
          yield { at: provider, message: 'only negated tests are made of the assertion' };
      },
    },
  },
];

export interface Provider {
  readonly kind: 'oidc' | 'saml';
  /** Of an OpenID Connect provider the host and path: what its keys begin with. */
  readonly host: string;
  readonly account: string | undefined;
}

/** The identity provider that a federated principal names; undefined where it names none. */
export function providerOf({ kind, text }: PrincipalValue): Provider | undefined {
  if (kind !== 'Federated') return undefined;
  const arn = parseArn(text);
  if (arn === undefined) {
    return builtInProviders.has(text) ? { kind: 'oidc', host: text, account: undefined } : undefined;
  }
  if (arn.service !== 'iam') return undefined;
  const [type, ...rest] = arn.resource.split('/');
  const name = rest.join('/');
  if (name === '') return undefined;
  if (type === 'oidc-provider') return { kind: 'oidc', host: name, account: arn.account };
  return type === 'saml-provider' ? { kind: 'saml', host: name, account: arn.account } : undefined;
}

/** A positive test that does not hold where the key is absent, and whose values are not wildcards alone. */
export function counts(test: Test): boolean {
  const { parsed, values } = test;
  if (parsed === undefined || parsed.base === 'Null' || isNegated(test)) return false;
  if (parsed.ifExists || parsed.quantifier === 'ForAllValues') return false;
  return values.length > 0 && values.every(({ text }) => !/^[*?]+$/.test(text));
}

function samlProvider(statement: StatementParts): PrincipalValue | undefined {
  if (statement.effect !== 'Allow') return undefined;
  return statement.principal?.values.find((value) => providerOf(value)?.kind === 'saml');
}

function awsValues({ principal }: StatementParts): readonly PrincipalValue[] {
  return principal === undefined || principal.negated
    ? []
    : principal.values.filter(({ kind }) => kind === 'AWS');
}

function accountOf(text: string): string | undefined {
  return /^\d{12}$/.test(text) ? text : parseArn(text)?.account;
}

function isWholeAccount(text: string): boolean {
  return /^\d{12}$/.test(text) || /^arn:[a-z-]+:iam::\d{12}:root$/.test(text);
}

function serviceValue({ principal }: StatementParts, name: string): PrincipalValue | undefined {
  return principal?.values.find(({ kind, text }) => kind === 'Service' && text === name);
}

const rightAction = {
  aws: 'sts:assumerole',
  saml: 'sts:assumerolewithsaml',
  oidc: 'sts:assumerolewithwebidentity',
};

function* findActionMismatch({ principal, action }: StatementParts): Iterable<Found> {
  if (principal === undefined || principal.negated || action === undefined || action.negated) return;
  const kinds = new Set(
    principal.values.map((value) =>
      value.kind === 'Federated' ? providerOf(value)?.kind : ('aws' as const),
    ),
  );
  if (kinds.has(undefined)) return;
  const allowed = [...kinds].flatMap((kind) => (kind === undefined ? [] : [rightAction[kind]]));
  for (const value of action.values) {
    const name = value.text.toLowerCase();
    if (!/^sts:assumerole(?:withsaml|withwebidentity)?$/.test(name) || allowed.includes(name)) continue;
    yield {
      at: value,
      message: `no principal here can use ${quoted(value.text)}`,
      ...(allowed.length === 1 && kinds.has('oidc')
        ? { hint: 'Use `sts:AssumeRoleWithWebIdentity`.' }
        : allowed.length === 1 && kinds.has('saml')
          ? { hint: 'Use `sts:AssumeRoleWithSAML`.' }
          : allowed.length === 1
            ? { hint: 'Use `sts:AssumeRole`.' }
            : {}),
    };
  }
}

const rolesAnywhereActions = ['sts:AssumeRole', 'sts:TagSession', 'sts:SetSourceIdentity'];

function* findRolesAnywhereActions(statement: StatementParts): Iterable<Found> {
  const anywhere = serviceValue(statement, 'rolesanywhere.amazonaws.com');
  if (statement.effect !== 'Allow' || anywhere === undefined || statement.action?.negated === true) return;
  const has = new Set(statement.action?.values.map(({ text }) => text.toLowerCase()) ?? []);
  if (has.has('sts:*') || has.has('*')) return;
  const missing = rolesAnywhereActions.filter((name) => !has.has(name.toLowerCase()));
  if (missing.length > 0)
    yield {
      at: anywhere,
      message: `Roles Anywhere needs ${listed(missing.map(quoted))} too`,
      hint: `Add ${listed(missing.map((name) => `\`${name}\``))}.`,
    };
}

function* findNoExternalId(statement: StatementParts, { account, settings }: Subject): Iterable<Found> {
  if (statement.effect !== 'Allow') return;
  const isAsked = testsOf(statement).some((test) => {
    const key = test.key.text.toLowerCase();
    if (key === 'sts:externalid') return true;
    if (!counts(test)) return false;
    if (key === 'aws:principalorgid' || key === 'aws:principalorgpaths') return true;
    return key === 'aws:principalarn' && test.values.every(({ text }) => !/[*?]/.test(text));
  });
  const assumes =
    statement.action?.values.some(({ text }) => /^(?:sts:assumerole|sts:\*|\*)$/i.test(text)) === true;
  if (isAsked || !assumes) return;
  for (const value of awsValues(statement)) {
    const id = accountOf(value.text);
    if (id === undefined || !/^\d{12}$/.test(id) || id === account || settings.trustedAccounts.includes(id))
      continue;
    yield account === undefined
      ? {
          at: value,
          message: `${quoted(value.text)} may be of another account, and no external id is asked for`,
          severity: 'info',
        }
      : { at: value, message: `the account ${id} may assume this role, and no external id is asked for` };
  }
}

function* findWeakExternalId(test: Test): Iterable<Found> {
  const { key, parsed, values } = test;
  if (key.text.toLowerCase() !== 'sts:externalid' || parsed === undefined || parsed.base === 'Null') return;
  const isOpen =
    parsed.ifExists ||
    parsed.quantifier === 'ForAllValues' ||
    isNegated(test) ||
    (/Like$/.test(parsed.base) && values.some(({ text }) => /[*?]/.test(text)));
  const isOdd = values.some(
    ({ text }) =>
      !isUnknownText(text) &&
      (text.length < 2 || text.length > 1224 || !/^[\w+=,.@:/-]*$/.test(text.replace(/[*?]/g, ''))),
  );
  if (isOpen) yield { at: key, message: 'others can pass this test of the external id' };
  else if (isOdd) yield { at: key, message: 'no external id has such a value' };
}

/**
 * Are taken to send the keys of the source when they assume a role. Nobody has checked each: a note, and with `--strict` a
 * warning.
 */
const sendSource = new Set(
  `appflow backup batchoperations.s3 bedrock cloudformation codebuild config databrew datasync delivery.logs dms ecs-tasks
  firehose fis forecast glue kinesisanalytics lex lexv2 logs mediaconvert monitoring.rds personalize pipes redshift
  redshift-serverless rekognition resiliencehub s3 sagemaker scheduler sns ssm states textract timestream transcribe
  transfer vpc-flow-logs`.split(/\s+/),
);

/** Only a principal of the role's own account can start them. */
const ownAccount = new Set(
  'ec2 lambda edgelambda eks eks-fargate-pods pods.eks spotfleet autoscaling elasticbeanstalk'.split(' '),
);

function* findUnsourcedServices(statement: StatementParts, { isStrict }: Subject): Iterable<Found> {
  if (statement.effect !== 'Allow' || pinsSource(statement)) return;
  for (const value of statement.principal?.values ?? []) {
    if (value.kind !== 'Service') continue;
    const name = value.text.replace(/\.amazonaws\.com(?:\.cn)?$/, '');
    // Roles Anywhere has a rule of its own.
    if (ownAccount.has(name) || name === 'rolesanywhere' || name === '*') continue;
    yield {
      at: value,
      message: `${quoted(value.text)} can be pointed at this role from another account`,
      ...(isStrict && sendSource.has(name) ? {} : { severity: 'info' as const }),
    };
  }
}

/** Services that belong together have one name: `edgelambda` and `lambda`. */
function familyOf(text: string): string {
  const name = text.replace(/\.amazonaws\.com(?:\.cn)?$/, '');
  return /lambda/.test(name)
    ? 'lambda'
    : /^(?:ecs|ecs-tasks)$/.test(name)
      ? 'ecs'
      : /eks/.test(name)
        ? 'eks'
        : name;
}
