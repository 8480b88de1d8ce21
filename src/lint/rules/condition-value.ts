import { largest, smallest } from '../../core/lists.ts';
import { knownConditionKey } from '../../data/condition-keys.ts';
import type { KeyType } from '../../data/key-type.ts';
import { nearest } from '../../core/nearest.ts';
import { quoted } from '../../formats/problem.ts';
import { regions } from '../../printers/region.ts';
import type { StatementParts, Value } from '../../policy/policy.ts';
import { allow, trust } from '../example.ts';
import { allTypes, type Found, type Rule } from '../rule.ts';
import { isNegated, nodeOfValues, type Subject, type Test } from '../subject.ts';
import { emptyRules, starRules } from './condition-empty.ts';
import { ipRules } from './condition-ip.ts';
import { readableRules } from './condition-readable.ts';

const under = (operator: string, key: string, value: unknown) =>
  allow({ Condition: { [operator]: { [key]: value } } });
const good = under('StringEquals', 'aws:PrincipalOrgID', 'o-a1b2c3d4e5');

/** Values of conditions: whether they are what the operator and the key compare. */
export const conditionValueRules: readonly Rule[] = [
  {
    id: 'mixed-value-types',
    awsCode: 'INVALID_CONDITION_DATA_TYPE',
    severity: 'error',
    category: 'condition',
    types: allTypes,
    title: 'One list of values has several JSON types.',
    repair: 'Write all of them as texts.',
    bad: () => ({ policy: under('StringEquals', 'aws:PrincipalTag/n', ['a', 1]), at: '1' }),
    good: () => ({ policy: good }),
    look: { at: 'test', find: findMixedTypes },
  },
  {
    id: 'multiple-booleans',
    awsCode: 'INVALID_CONDITION_MULTIPLE_BOOLEAN',
    severity: 'error',
    category: 'condition',
    types: allTypes,
    title: 'Bool or Null has more than one value: both together always match.',
    repair: 'Keep one value.',
    bad: () => ({ policy: under('Bool', 'aws:SecureTransport', ['true', 'false']), at: '"false"' }),
    good: () => ({ policy: good }),
    look: {
      at: 'test',
      *find({ parsed, values, operator }) {
        const [, second] = values;
        if (second !== undefined && (parsed?.base === 'Bool' || parsed?.base === 'Null'))
          yield {
            at: second,
            message: `${quoted(operator.text)} has ${values.length} values, and takes one`,
          };
      },
    },
  },
  {
    id: 'missing-qualifier',
    awsCode: 'MISSING_QUALIFIER',
    severity: 'error',
    category: 'condition',
    types: allTypes,
    title: 'A key of several values stands under an operator for one.',
    repair: 'Write `ForAnyValue:` (any of them may match), or `ForAllValues:` with a Null test beside it.',
    bad: () => ({ policy: under('StringEquals', 'aws:TagKeys', 'env'), at: '"StringEquals"' }),
    good: () => ({ policy: under('ForAnyValue:StringEquals', 'aws:TagKeys', 'env') }),
    look: {
      at: 'test',
      *find({ parsed, key, operator }) {
        if (parsed === undefined || parsed.base === 'Null' || parsed.quantifier !== undefined) return;
        if (isOfTwoMinds(key) || !isMultivalued(key)) return;
        yield {
          at: operator,
          message: `${quoted(key.text)} carries several values, and ${quoted(operator.text)} compares one`,
        };
      },
    },
  },
  {
    id: 'forallvalues-single-valued',
    awsCode: 'FORALLVALUES_WITH_SINGLE_VALUED_KEY',
    severity: 'warning',
    category: 'security',
    types: allTypes,
    title: 'ForAllValues stands before a key of one value: it holds where the key is absent.',
    repair: 'Drop the qualifier.',
    bad: () => ({
      policy: under('ForAllValues:StringEquals', 'aws:PrincipalOrgID', 'o-a1b2c3d4e5'),
      at: '"ForAllValues:StringEquals"',
    }),
    good: () => ({ policy: under('ForAllValues:StringEquals', 'aws:TagKeys', 'env') }),
    look: {
      at: 'test',
      *find({ parsed, key, operator }) {
        if (parsed?.quantifier !== 'ForAllValues' || parsed.base === 'Null') return;
        const known = knownConditionKey(key.text);
        if (known === undefined || known.multivalued || isAudience(key.text) || isOfTwoMinds(key)) return;
        yield {
          at: operator,
          message: `${quoted(operator.text)} also holds where ${quoted(key.text)} is absent`,
        };
      },
    },
  },
  {
    id: 'foranyvalue-audience',
    awsCode: 'FORANYVALUE_WITH_AUDIENCE_CLAIM_TYPE',
    severity: 'warning',
    category: 'trust',
    types: ['trust'],
    title: 'ForAnyValue stands before the audience, which is one value here.',
    repair: 'Drop the qualifier.',
    bad: () => ({
      policy: audience('ForAnyValue:StringEquals'),
      at: '"ForAnyValue:StringEquals"',
    }),
    good: () => ({ policy: audience('StringEquals') }),
    look: { at: 'test', find: (test) => findAudience(test, 'ForAnyValue') },
  },
  {
    id: 'confirm-audience-type',
    awsCode: 'CONFIRM_AUDIENCE_CLAIM_TYPE',
    severity: 'info',
    category: 'trust',
    types: ['trust'],
    title: 'The audience stands behind a qualifier; most providers send one.',
    repair: 'For one value drop the qualifier.',
    bad: () => ({
      policy: audience('ForAllValues:StringEquals'),
      at: '"ForAllValues:StringEquals"',
    }),
    good: () => ({ policy: audience('StringEquals') }),
    look: { at: 'test', find: (test) => findAudience(test, 'ForAllValues') },
  },
  {
    id: 'operator-type',
    awsCode: 'TYPE_MISMATCH',
    severity: 'warning',
    category: 'condition',
    types: allTypes,
    title: 'The operator compares another type than the key has.',
    repair: 'Use an operator of the key’s type.',
    bad: () => ({ policy: under('StringEquals', 'aws:ViaAWSService', 'true'), at: '"StringEquals"' }),
    good: () => ({ policy: under('Bool', 'aws:ViaAWSService', 'true') }),
    look: { at: 'test', find: findTypeMismatch },
  },
  {
    id: 'string-like-on-arn',
    awsCode: 'STRING_LIKE_OPERATOR_WITH_ARN_CONDITION_KEYS',
    severity: 'warning',
    category: 'condition',
    types: allTypes,
    title: 'StringLike compares an ARN: its `*` crosses the ARN’s fields.',
    repair: 'Use ArnLike or ArnNotLike.',
    bad: () => ({
      policy: under('StringLike', 'aws:PrincipalArn', 'arn:aws:iam::*:role/x'),
      at: '"StringLike"',
    }),
    good: () => ({ policy: under('ArnLike', 'aws:PrincipalArn', 'arn:aws:iam::*:role/x') }),
    look: {
      at: 'test',
      *find({ parsed, key, operator }) {
        if (parsed?.base !== 'StringLike' && parsed?.base !== 'StringNotLike') return;
        if (typeOf(key) === 'ARN')
          yield {
            at: operator,
            message: `${quoted(key.text)} is an ARN, and \`*\` of ${quoted(operator.text)} crosses its fields`,
          };
      },
    },
  },
  {
    id: 'string-on-arn-key',
    severity: 'info',
    category: 'style',
    types: allTypes,
    title: 'StringEquals compares an ARN.',
    repair: 'ArnEquals is clearer.',
    bad: () => ({
      policy: under('StringEquals', 'aws:PrincipalArn', 'arn:aws:iam::111122223333:role/x'),
      at: '"StringEquals"',
    }),
    good: () => ({ policy: under('ArnEquals', 'aws:PrincipalArn', 'arn:aws:iam::111122223333:role/x') }),
    look: {
      at: 'test',
      *find({ parsed, key, operator }) {
        if (parsed === undefined || !/^String(?:Not)?Equals/.test(parsed.base)) return;
        if (typeOf(key) === 'ARN') yield { at: operator, message: `${quoted(key.text)} is an ARN` };
      },
    },
  },
  ...readableRules(),
  ...ipRules(),
  {
    id: 'value-region',
    awsCode: 'INVALID_REGION',
    severity: 'error',
    category: 'condition',
    types: allTypes,
    title: 'A value that is compared with a region is none.',
    repair: 'Write the region’s name.',
    bad: () => ({ policy: under('StringEquals', 'aws:RequestedRegion', 'eu-westt-1'), at: '"eu-westt-1"' }),
    good: () => ({ policy: under('StringEquals', 'aws:RequestedRegion', 'eu-west-1') }),
    look: {
      at: 'test',
      *find(test) {
        if (!/^(?:aws:requestedregion|[a-z0-9-]+:region)$/i.test(test.key.text)) return;
        for (const value of literals(test)) {
          if (regions.includes(value.text)) continue;
          const near = nearest(value.text, regions);
          if (near === undefined && /^[a-z]{2,5}(?:-[a-z]{2,12}){1,3}-\d$/.test(value.text)) continue;
          yield {
            at: value,
            message: `${quoted(value.text)} is no region`,
            ...(near === undefined ? {} : { hint: `Did you mean \`${near}\`?` }),
          };
        }
      },
    },
  },
  idRule(
    'value-vpc',
    'INVALID_VPC_FORMAT',
    /^aws:sourcevpc$/i,
    'VPC',
    /^vpc-(?:[0-9a-f]{8}|[0-9a-f]{17})$/,
    'aws:SourceVpc',
    'vpc1',
    'vpc-0123456789abcdef0',
  ),
  idRule(
    'value-vpce',
    'INVALID_VPCE_FORMAT',
    /^aws:sourcevpce$/i,
    'VPC endpoint',
    /^vpce-(?:[0-9a-f]{8}|[0-9a-f]{17})$/,
    'aws:SourceVpce',
    'vpc-12345678',
    'vpce-0123456789abcdef0',
  ),
  {
    id: 'value-kms-key',
    awsCode: 'INVALID_KMS_KEY_VALUE',
    severity: 'error',
    category: 'condition',
    types: allTypes,
    title: 'A key that holds the ARN of a KMS key is compared with an alias or a bare id.',
    repair: 'Write the key’s ARN: `arn:aws:kms:REGION:ACCOUNT:key/ID`.',
    bad: () => ({
      policy: allow({
        Action: 's3:PutObject',
        Condition: { ArnEquals: { 's3:x-amz-server-side-encryption-aws-kms-key-id': 'alias/x' } },
      }),
      at: '"alias/x"',
    }),
    good: () => ({ policy: good }),
    look: {
      at: 'test',
      *find(test) {
        if (!/kms-?_?key/i.test(test.key.text) || typeOf(test.key) !== 'ARN') return;
        for (const value of literals(test))
          if (!/^arn:[a-z-]+:kms:[a-z0-9-]+:\d{12}:key\/.+$/.test(value.text))
            yield { at: value, message: `${quoted(value.text)} is not the ARN of a KMS key` };
      },
    },
  },
  {
    id: 'wildcard-without-like',
    awsCode: 'WILDCARD_WITHOUT_LIKE_OPERATOR',
    severity: 'warning',
    category: 'condition',
    types: allTypes,
    title: 'A value holds `*` or `?` under an operator that takes them for plain characters.',
    repair: 'Use StringLike or StringNotLike.',
    bad: () => ({ policy: under('StringEquals', 'aws:PrincipalTag/team', 'a*'), at: '"a*"' }),
    good: () => ({ policy: under('StringLike', 'aws:PrincipalTag/team', 'a*') }),
    look: {
      at: 'test',
      *find({ parsed, values, operator }) {
        if (parsed === undefined || !/^String(?:Not)?Equals/.test(parsed.base)) return;
        for (const value of values)
          if (/[*?]/.test(value.text.replace(/\$\{[^{}]*\}/g, '')))
            yield {
              at: value,
              message: `${quoted(operator.text)} takes the wildcard in ${quoted(value.text)} for a plain character`,
            };
      },
    },
  },
  {
    id: 'wildcard-on-sensitive-key',
    awsCode: 'WILDCARD_USAGE_TOO_PERMISSIVE',
    severity: 'error',
    category: 'security',
    types: allTypes,
    title: 'A wildcard stands in the value of a key that should name one account, organization or network.',
    repair: 'List the exact values.',
    bad: () => ({ policy: under('StringLike', 'aws:PrincipalOrgID', 'o-*'), at: '"o-*"' }),
    good: () => ({ policy: good }),
    look: { at: 'test', find: findSensitiveWildcards },
  },
  {
    id: 'variable-on-sensitive-key',
    awsCode: 'VARIABLE_USAGE_TOO_PERMISSIVE',
    severity: 'error',
    category: 'security',
    types: allTypes,
    title: 'A variable stands in the value of a key that should name one account, organization or network.',
    repair: 'List the exact values.',
    bad: () => ({
      policy: under('StringEquals', 'aws:SourceVpc', '${aws:PrincipalTag/vpc}'),
      at: '"${aws:PrincipalTag/vpc}"',
    }),
    good: () => ({ policy: good }),
    look: {
      at: 'test',
      *find(test, _, { version }) {
        if (version !== '2012-10-17' || !isSensitive(test) || isNegated(test)) return;
        for (const value of test.values) {
          if (!/\$\{(?![*?$]\})/.test(value.text)) continue;
          const isSelf = /^\$\{aws:(?:principal|resource)(?:account|orgid)\}$/i.test(value.text);
          yield {
            at: value,
            message: `the variable in ${quoted(value.text)} can act as a wildcard for ${quoted(test.key.text)}`,
            ...(isSelf ? { severity: 'info' as const } : {}),
          };
        }
      },
    },
  },
  ...starRules(),
  {
    id: 'redundant-number',
    awsCode: 'REDUNDANT_CONDITION_VALUE_NUM',
    severity: 'info',
    category: 'style',
    types: allTypes,
    title: 'Of several numbers under one bound only one counts.',
    repair: 'Keep the one that counts.',
    bad: () => ({
      policy: under('NumericLessThan', 'aws:MultiFactorAuthAge', ['2700', '3600']),
      at: '"2700"',
    }),
    good: () => ({ policy: good }),
    look: { at: 'test', find: findRedundantNumber },
  },
  ...emptyRules(),
];

function audience(operator: string): object {
  return trust({
    Principal: { Federated: 'arn:aws:iam::111122223333:oidc-provider/token.actions.githubusercontent.com' },
    Action: 'sts:AssumeRoleWithWebIdentity',
    Condition: {
      [operator]: { 'token.actions.githubusercontent.com:aud': 'sts.amazonaws.com' },
      StringLike: { 'token.actions.githubusercontent.com:sub': 'repo:acme/app:ref:refs/heads/main' },
    },
  });
}

function typeOf({ text }: Value): KeyType | undefined {
  return text.includes('${') ? undefined : knownConditionKey(text)?.type;
}

/** AWS's own policies treat it both as one value and as several. */
function isOfTwoMinds({ text }: Value): boolean {
  return text.toLowerCase() === 'events:detail-type';
}

function isMultivalued({ text }: Value): boolean {
  return !text.includes('${') && knownConditionKey(text)?.multivalued === true;
}

/** Values without a wildcard that counts and without a variable. */
function literals({ parsed, values }: Test): readonly Value[] {
  if (parsed === undefined || parsed.base === 'Null') return [];
  const hasWildcards = /Like$|^Arn/.test(parsed.base);
  return values.filter(({ text }) => !text.includes('${') && !(hasWildcards && /[*?]/.test(text)));
}

function* findMixedTypes(test: Test, _: StatementParts, subject: Subject): Iterable<Found> {
  const node = nodeOfValues(subject, test);
  if (node?.kind !== 'array') return;
  const [first] = node.items;
  const other = node.items.find(({ kind }) => kind !== first?.kind);
  if (other !== undefined)
    yield { at: other, message: `the values of ${quoted(test.key.text)} are of several JSON types` };
}

function isAudience(key: string): boolean {
  const name = key.toLowerCase();
  return name.endsWith(':aud') && !name.startsWith('saml:');
}

function* findAudience(
  { parsed, key, operator }: Test,
  quantifier: 'ForAnyValue' | 'ForAllValues',
): Iterable<Found> {
  if (parsed?.quantifier !== quantifier || !isAudience(key.text)) return;
  yield { at: operator, message: `the audience is one value, and ${quoted(operator.text)} asks for several` };
}

const familyOf: readonly (readonly [RegExp, KeyType])[] = [
  [/^String/, 'String'],
  [/^Numeric/, 'Numeric'],
  [/^Date/, 'Date'],
  [/^Bool/, 'Bool'],
  [/^Binary/, 'Binary'],
  [/IpAddress/, 'IPAddress'],
  [/^Arn/, 'ARN'],
];

function* findTypeMismatch({ parsed, key, operator }: Test): Iterable<Found> {
  const type = typeOf(key);
  if (parsed === undefined || parsed.base === 'Null' || type === undefined) return;
  const family = familyOf.find(([pattern]) => pattern.test(parsed.base))?.[1];
  if (family === undefined || family === type) return;
  // The one has a rule of its own, and a text may well hold an ARN: a tag, a context of encryption.
  if ((type === 'ARN' && family === 'String') || (type === 'String' && family === 'ARN')) return;
  if (/^aws:epochtime$/i.test(key.text) && (family === 'Numeric' || family === 'Date')) return;
  yield {
    at: operator,
    message: `${quoted(key.text)} is of the type ${type}, and ${quoted(operator.text)} compares ${family}`,
  };
}

function idRule(
  id: string,
  awsCode: string,
  keys: RegExp,
  noun: string,
  form: RegExp,
  key: string,
  wrong: string,
  right: string,
): Rule {
  return {
    id,
    awsCode,
    severity: 'error',
    category: 'condition',
    types: allTypes,
    title: `A value of ${key} is no id of a ${noun}.`,
    repair: `Write it like \`${right}\`.`,
    bad: () => ({ policy: under('StringEquals', key, wrong), at: `"${wrong}"` }),
    good: () => ({ policy: under('StringEquals', key, right) }),
    look: {
      at: 'test',
      *find(test) {
        if (!keys.test(test.key.text)) return;
        for (const value of literals(test))
          if (!form.test(value.text))
            yield { at: value, message: `${quoted(value.text)} is not the id of a ${noun}` };
      },
    },
  };
}

const sensitiveKeys = new Set([
  'aws:principalaccount',
  'aws:principalorgid',
  'aws:resourceaccount',
  'aws:resourceorgid',
  'aws:sourceaccount',
  'aws:sourceorgid',
  'aws:sourcevpc',
  'aws:sourcevpce',
  'aws:vpceaccount',
  'aws:vpceorgid',
]);

function isSensitive({ key, parsed }: Test): boolean {
  return parsed !== undefined && parsed.base !== 'Null' && sensitiveKeys.has(key.text.toLowerCase());
}

function* findSensitiveWildcards(test: Test): Iterable<Found> {
  const { parsed, key, values } = test;
  if (parsed === undefined || !/Like$|^Arn/.test(parsed.base) || isNegated(test)) return;
  for (const value of values) {
    // A value that matches everything is told by another rule.
    if (
      isSensitive(test)
        ? /[*?]/.test(value.text) && !/^\*+$/.test(value.text)
        : isOpenUserId(key.text, value.text)
    )
      yield {
        at: value,
        message: `the wildcard in ${quoted(value.text)} lets more than one ${quoted(key.text)} in`,
      };
  }
}

/** A wildcard left of the colon of a user id that is not the whole left side. */
function isOpenUserId(key: string, value: string): boolean {
  if (key.toLowerCase() !== 'aws:userid') return false;
  const left = value.split(':', 1)[0] ?? '';
  return /[*?]/.test(left) && !/^\*+$/.test(left);
}

function* findRedundantNumber({ parsed, values }: Test): Iterable<Found> {
  if (parsed === undefined || values.length < 2 || !/^Numeric(?:Less|Greater)/.test(parsed.base)) return;
  const numbers = values.map(({ text }) => Number(text));
  if (numbers.some(Number.isNaN)) return;
  const counts = /^NumericLess/.test(parsed.base) ? largest(numbers) : smallest(numbers);
  const kept = values[numbers.indexOf(counts)];
  const dropped = values.find((value) => value !== kept);
  if (kept === undefined || dropped === undefined) return;
  yield {
    at: dropped,
    message: `only ${quoted(kept.text)} counts`,
    hint: `Keep \`${kept.text}\`.`,
    related: [kept],
  };
}
