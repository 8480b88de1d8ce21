import { actionHasKey, isCarried, knownConditionKey } from '../../data/condition-keys.ts';
import { suggestConditionKey } from '../../data/suggest-condition-key.ts';
import { findService } from '../../data/services.ts';
import { foreignPrefixes } from '../../data/foreign-prefixes.ts';
import { dataVersions } from '../../data/versions.ts';
import { listed } from '../../core/listed.ts';
import { quoted } from '../../formats/problem.ts';
import type { StatementParts } from '../../policy/policy.ts';
import { allow, bucket, deny, trust } from '../example.ts';
import { allTypes, attachedTypes, identityTypes, resourceTypes, type Found, type Rule } from '../rule.ts';
import { literalActions, hasPatterns } from '../literal-actions.ts';
import { isNegated, testsOf, type Test } from '../subject.ts';
import { tagRules } from './condition-tags.ts';

const under = (operator: string, key: string, value: unknown) => ({
  Condition: { [operator]: { [key]: value } },
});
const good = allow(under('StringEquals', 'aws:PrincipalOrgID', 'o-a1b2c3d4e5'));

/** Operators and keys of conditions: whether they exist, and whether a request can have the key at all. */
export const conditionKeyRules: readonly Rule[] = [
  {
    id: 'condition-operator',
    awsCode: 'INVALID_CONDITION_OPERATOR',
    severity: 'error',
    category: 'condition',
    types: allTypes,
    title: 'A condition has an operator that does not exist.',
    repair: 'Write an operator such as StringEquals, ArnLike, ForAnyValue:StringLike, BoolIfExists.',
    bad: () => ({
      policy: allow(under('StringEqual', 'aws:PrincipalOrgID', 'o-a1b2c3d4e5')),
      at: '"StringEqual"',
    }),
    good: () => ({ policy: good }),
    look: {
      at: 'reading',
      codes: ['unknown-operator'],
      when: ({ span }, { source }) => !isNullIfExists(source.text, source.lineStarts(), span),
    },
  },
  {
    id: 'null-if-exists',
    awsCode: 'NULL_WITH_IF_EXISTS',
    severity: 'error',
    category: 'condition',
    types: allTypes,
    title: 'Null has no IfExists form: it asks whether the key is there.',
    repair: 'Write `Null`.',
    bad: () => ({ policy: allow(under('NullIfExists', 'aws:SourceVpc', 'true')), at: '"NullIfExists"' }),
    good: () => ({ policy: good }),
    look: {
      at: 'reading',
      codes: ['unknown-operator'],
      when: ({ span }, { source }) => isNullIfExists(source.text, source.lineStarts(), span),
    },
  },
  {
    id: 'operator-case',
    severity: 'info',
    category: 'style',
    types: allTypes,
    title: 'An operator is written in other letter case than AWS’s own.',
    repair: 'Write the operator as AWS does.',
    bad: () => ({
      policy: allow(under('stringequals', 'aws:PrincipalOrgID', 'o-a1b2c3d4e5')),
      at: '"stringequals"',
    }),
    good: () => ({ policy: good }),
    look: { at: 'reading', codes: ['operator-case'] },
  },
  {
    id: 'null-qualifier',
    awsCode: 'NULL_WITH_QUALIFIER',
    severity: 'info',
    category: 'condition',
    types: allTypes,
    title: 'Null stands behind ForAllValues or ForAnyValue, which makes it always true or always false.',
    repair: 'Drop the qualifier.',
    bad: () => ({
      policy: allow(under('ForAllValues:Null', 'aws:TagKeys', 'true')),
      at: '"ForAllValues:Null"',
    }),
    good: () => ({ policy: good }),
    look: {
      at: 'test',
      *find({ operator, parsed }) {
        if (parsed?.base === 'Null' && parsed.quantifier !== undefined)
          yield { at: operator, message: `${quoted(operator.text)} is always true or always false` };
      },
    },
  },
  {
    id: 'condition-key-format',
    awsCode: 'INVALID_CONDITION_KEY_FORMAT',
    severity: 'error',
    category: 'condition',
    types: allTypes,
    title: 'A condition key is not a service and a name with a colon between them.',
    repair: 'Write it like `aws:SourceIp`.',
    bad: () => ({ policy: allow(under('IpAddress', 'SourceIp', '203.0.113.0/24')), at: '"SourceIp"' }),
    good: () => ({ policy: good }),
    look: {
      at: 'test',
      *find({ key }) {
        if (hasForm(key.text)) return;
        const near = suggestConditionKey(key.text);
        yield {
          at: key,
          message: `${quoted(key.text)} is not \`service:name\``,
          ...(near === undefined ? {} : { hint: `Did you mean \`${near}\`?` }),
        };
      },
    },
  },
  {
    id: 'tag-key-missing',
    awsCode: 'MISSING_TAG_KEY_IN_CONDITION',
    severity: 'error',
    category: 'condition',
    types: allTypes,
    title: 'A key for tags has no tag behind it.',
    repair: 'Write the tag’s name behind a slash, as `aws:ResourceTag/team`.',
    bad: () => ({ policy: allow(under('StringEquals', 'aws:ResourceTag', 'x')), at: '"aws:ResourceTag"' }),
    good: () => ({ policy: good }),
    look: {
      at: 'test',
      *find({ key }) {
        if (isTagKeyWithoutTag(key.text))
          yield {
            at: key,
            message: `${quoted(key.text)} names no tag`,
            hint: `Write \`${key.text.replace(/\/$/, '')}/TAG\`.`,
          };
      },
    },
  },
  {
    id: 'unknown-global-key',
    awsCode: 'INVALID_GLOBAL_CONDITION_KEY',
    severity: 'error',
    category: 'condition',
    types: allTypes,
    title: 'There is no global condition key of this name.',
    repair: 'Write the key as AWS names it.',
    bad: () => ({
      policy: allow(under('IpAddress', 'aws:SourceIP4', '203.0.113.0/24')),
      at: '"aws:SourceIP4"',
    }),
    good: () => ({ policy: good }),
    look: { at: 'test', find: (test) => findUnknownKey(test, 'global') },
  },
  {
    id: 'unknown-service-key',
    awsCode: 'INVALID_SERVICE_CONDITION_KEY',
    severity: 'error',
    category: 'condition',
    types: allTypes,
    title: 'The service has no condition key of this name.',
    repair: 'Write the key as the service names it.',
    bad: () => ({ policy: allow(under('StringEquals', 's3:prefixx', 'a')), at: '"s3:prefixx"' }),
    good: () => ({ policy: good }),
    look: { at: 'test', find: (test) => findUnknownKey(test, 'service') },
  },
  {
    id: 'key-of-unknown-service',
    awsCode: 'INVALID_SERVICE',
    severity: 'error',
    category: 'condition',
    types: allTypes,
    title: 'No service and no identity provider has condition keys of this prefix.',
    repair: 'Write the prefix of the service.',
    bad: () => ({ policy: allow(under('StringEquals', 's4:prefix', 'a')), at: '"s4:prefix"' }),
    good: () => ({ policy: good }),
    look: { at: 'test', find: (test) => findUnknownKey(test, 'nobody') },
  },
  {
    id: 'key-not-for-action',
    awsCode: 'UNSUPPORTED_ACTION_FOR_CONDITION_KEY',
    severity: 'error',
    category: 'condition',
    types: allTypes,
    title: 'A key is never in the request for an action of the statement.',
    repair: 'Make two statements: one with the key, for the actions that have it.',
    bad: () => ({
      policy: allow({ Action: 's3:GetObject', ...under('StringEquals', 's3:prefix', 'a/') }),
      at: '"s3:prefix"',
    }),
    good: () => ({ policy: good }),
    look: { at: 'test', find: findKeyWithoutAction },
  },
  {
    id: 'missing-action-for-key',
    awsCode: 'MISSING_ACTION_FOR_CONDITION_KEY',
    severity: 'error',
    category: 'trust',
    types: ['trust', ...identityTypes],
    title:
      'A key belongs to an action that the statement does not have: tags and source identity of a session.',
    repair: 'Add the action to the statement.',
    bad: () => ({
      policy: trust(under('StringEquals', 'sts:SourceIdentity', 'mika')),
      at: '"sts:SourceIdentity"',
    }),
    good: () => ({
      policy: trust({
        Action: ['sts:AssumeRole', 'sts:SetSourceIdentity'],
        ...under('StringEquals', 'sts:SourceIdentity', 'mika'),
      }),
      type: 'trust',
    }),
    look: { at: 'test', find: findPairedAction },
  },
  {
    id: 'unsupported-aws-arn-key',
    awsCode: 'UNSUPPORTED_GLOBAL_CONDITION_KEY',
    severity: 'error',
    category: 'condition',
    types: [...resourceTypes, 'scp', 'rcp'],
    title: 'The key aws:ARN does not work in this type of policy.',
    repair: 'Use `aws:PrincipalArn` or `aws:SourceArn`.',
    bad: () => ({
      policy: bucket(under('ArnLike', 'aws:ARN', 'arn:aws:iam::111122223333:role/x')),
      at: '"aws:ARN"',
    }),
    good: () => ({ policy: bucket({}) }),
    look: { at: 'test', find: findAwsArn },
  },
  {
    id: 'deprecated-aws-arn-key',
    awsCode: 'DEPRECATED_GLOBAL_CONDITION_KEY',
    severity: 'warning',
    category: 'condition',
    types: [...attachedTypes, 'trust'],
    title: 'The key aws:ARN is an old name.',
    repair: 'Use `aws:PrincipalArn`.',
    bad: () => ({
      policy: allow(under('ArnLike', 'aws:ARN', 'arn:aws:iam::111122223333:role/x')),
      at: '"aws:ARN"',
    }),
    good: () => ({ policy: good }),
    look: { at: 'test', find: findAwsArn },
  },
  {
    id: 'duplicate-condition-key',
    awsCode: 'DUPLICATE_KEYS_WITH_DIFFERENT_CASE',
    severity: 'error',
    category: 'condition',
    types: allTypes,
    title: 'A key stands twice under one operator; letter case does not count.',
    repair: 'Make one list of the values.',
    bad: () => ({
      policy: allow({
        Condition: { IpAddress: { 'aws:sourceip': '203.0.113.1', 'aws:SourceIp': '203.0.113.2' } },
      }),
      at: '"aws:SourceIp"',
    }),
    good: () => ({ policy: good }),
    look: { at: 'reading', codes: ['duplicate-condition-key'] },
  },
  {
    id: 'untrustworthy-key',
    awsCode: 'UNTRUSTWORTHY_CONDITION_KEY',
    severity: 'warning',
    category: 'security',
    types: allTypes,
    title: 'The caller chooses the value of the key that decides.',
    repair: 'Ask for the principal, the source or the network instead.',
    bad: () => ({
      policy: bucket(under('StringLike', 'aws:Referer', 'https://example.com/*')),
      type: 'resource',
      at: '"aws:Referer"',
    }),
    good: () => ({ policy: good }),
    look: {
      at: 'test',
      *find(test, { effect }) {
        const { key, parsed } = test;
        if (!/^aws:(?:referer|useragent)$/i.test(key.text) || parsed?.base === 'Null') return;
        if (effect === 'Allow' ? !isNegated(test) : isNegated(test))
          yield { at: key, message: `the caller chooses the value of ${quoted(key.text)}` };
      },
    },
  },
  {
    id: 'missing-paired-key',
    awsCode: 'MISSING_PAIRED_CONDITION_KEYS',
    severity: 'warning',
    category: 'security',
    types: allTypes,
    title: 'A private address is asked for without its VPC: private addresses repeat.',
    repair: 'Add the key of the VPC in the same statement.',
    bad: () => ({
      policy: allow(under('IpAddress', 'aws:VpcSourceIp', '10.0.0.0/8')),
      at: '"aws:VpcSourceIp"',
    }),
    good: () => ({ policy: good }),
    look: { at: 'test', find: findPairedKey },
  },
  {
    id: 'key-only-some-services',
    awsCode: 'USE_CONDITION_KEY_ONLY_WITH_SUPPORTED_SERVICES',
    severity: 'warning',
    category: 'condition',
    types: allTypes,
    title: 'A key of the VPC endpoint’s owner stands beside every action; few services set it.',
    repair: 'Limit the actions to services that set the key.',
    bad: () => ({
      policy: deny({
        Action: '*',
        Resource: '*',
        ...under('StringNotEquals', 'aws:VpceOrgID', 'o-a1b2c3d4e5'),
      }),
      at: '"aws:VpceOrgID"',
    }),
    good: () => ({ policy: good }),
    look: {
      at: 'test',
      *find({ key }, { action }) {
        if (!/^aws:vpce(?:account|orgid|orgpaths)$/i.test(key.text)) return;
        if (action === undefined || (!action.negated && !action.values.some(({ text }) => text === '*')))
          return;
        yield { at: key, message: `${quoted(key.text)} is set by some services alone` };
      },
    },
  },
  ...tagRules(),
  {
    id: 'dynamodb-attributes-without-select',
    awsCode: 'DYNAMODB_ATTRIBUTES_WITHOUT_SELECT',
    severity: 'warning',
    category: 'security',
    types: [...attachedTypes, ...resourceTypes],
    title: 'Attributes of DynamoDB are limited, and a read that names none returns all of them.',
    repair: 'Add `"StringEquals": {"dynamodb:Select": "SPECIFIC_ATTRIBUTES"}`.',
    bad: () => ({
      policy: allow({
        Action: 'dynamodb:GetItem',
        Resource: 'arn:aws:dynamodb:us-east-1:111122223333:table/orders',
        ...under('ForAllValues:StringEquals', 'dynamodb:Attributes', ['id']),
      }),
      at: '"dynamodb:Attributes"',
    }),
    good: () => ({ policy: good }),
    look: {
      at: 'test',
      *find({ key }, statement) {
        if (statement.effect !== 'Allow' || key.text.toLowerCase() !== 'dynamodb:attributes') return;
        const isSelected = testsOf(statement).some(
          ({ key: other, values }) =>
            other.text.toLowerCase() === 'dynamodb:select' &&
            values.some(({ text }) => text === 'SPECIFIC_ATTRIBUTES'),
        );
        if (!isSelected) yield { at: key, message: 'a read that names no attributes returns all of them' };
      },
    },
  },
  {
    id: 's3-prefix-negative',
    awsCode: 'S3_PREFIX_IN_NEGATIVE_CONTEXT',
    severity: 'warning',
    category: 'security',
    types: allTypes,
    title: '`s3:prefix` is used to leave keys out: a shorter prefix lists the same keys.',
    repair: 'Allow with StringLike, or deny with StringNotLike.',
    bad: () => ({
      policy: deny({
        Action: 's3:ListBucket',
        Resource: 'arn:aws:s3:::acme-data',
        ...under('StringLike', 's3:prefix', 'private/*'),
      }),
      at: '"s3:prefix"',
    }),
    good: () => ({ policy: good }),
    look: {
      at: 'test',
      *find(test, { effect }) {
        if (test.key.text.toLowerCase() !== 's3:prefix' || test.parsed?.base === 'Null') return;
        if (effect === 'Deny' ? !isNegated(test) : isNegated(test))
          yield { at: test.key, message: 'a shorter prefix lists the same keys' };
      },
    },
  },
];

function isNullIfExists(
  text: string,
  starts: readonly number[],
  span: { readonly line: number; readonly column: number; readonly endColumn: number } | undefined,
): boolean {
  if (span === undefined) return false;
  const from = (starts[span.line - 1] ?? 0) + span.column - 1;
  return /NullIfExists["']?$/i.test(text.slice(from, from + span.endColumn - span.column));
}

/** `service:name`; the host of an identity provider is a prefix too. */
function hasForm(key: string): boolean {
  const colon = key.indexOf(':');
  return colon > 0 && colon < key.length - 1 && !/\s/.test(key);
}

function isTagKeyWithoutTag(key: string): boolean {
  return /^(?:aws:(?:PrincipalTag|RequestTag|ResourceTag)|[a-z0-9-]+:ResourceTag|s3:(?:Existing|Request)ObjectTag)\/?$/i.test(
    key,
  );
}

function* findUnknownKey({ key }: Test, which: 'global' | 'service' | 'nobody'): Iterable<Found> {
  const { text } = key;
  if (!hasForm(text) || isTagKeyWithoutTag(text) || text.includes('${') || /^aws:arn$/i.test(text)) return;
  const prefix = text.slice(0, text.indexOf(':')).toLowerCase();
  if (knownConditionKey(text) !== undefined) return;
  const isPrefix = findService(prefix) !== undefined || foreignPrefixes().key.has(prefix);
  if (which !== (prefix === 'aws' ? 'global' : isPrefix ? 'service' : 'nobody')) return;
  const near = suggestConditionKey(text);
  yield {
    at: key,
    message: `${quoted(text)} is no condition key in the data of ${dataVersions().iam.date}`,
    ...(near === undefined ? {} : { hint: `Did you mean \`${near}\`?` }),
  };
}

/** Global keys that only some actions carry. */
const limitedGlobalKeys = /^aws:(?:resourcetag\/.+|requesttag\/.+|tagkeys)$/;

function* findKeyWithoutAction({ key }: Test, statement: StatementParts): Iterable<Found> {
  const { text } = key;
  const known = text.includes('${') ? undefined : knownConditionKey(text);
  if (known === undefined || known.origin === 'federated') return;
  if (known.origin === 'global' && !limitedGlobalKeys.test(text.toLowerCase())) return;
  // The roles that a service assumes carry these keys of other services.
  const literal = literalActions(statement);
  const without = literal.filter((name) => !actionHasKey(name, text));
  if (without.length === 0) return;
  const isTag = known.origin === 'global';
  if (!isTag && !isCarried(text)) return;
  const isPart = without.length < literal.length || hasPatterns(statement);
  yield {
    at: key,
    message: `${quoted(text)} is in no request for ${listed(without.map(quoted), 5)}, by the data of ${dataVersions().iam.date}`,
    // AWS's pages leave tags of the request out of many rows, and AWS's own policies ask for them there.
    ...(isPart || isTag ? { severity: 'warning' as const } : {}),
  };
}

const pairedActions: readonly (readonly [key: RegExp, action: string])[] = [
  [/^sts:sourceidentity$/, 'sts:SetSourceIdentity'],
  [/^sts:transitivetagkeys$/, 'sts:TagSession'],
  [/^aws:(?:requesttag\/.+|tagkeys)$/, 'sts:TagSession'],
];

function* findPairedAction(
  { key }: Test,
  statement: StatementParts,
  { type }: { type: string },
): Iterable<Found> {
  const { action, effect } = statement;
  if (action === undefined || action.negated || effect !== 'Allow') return;
  const name = key.text.toLowerCase();
  const pair = pairedActions.find(([pattern]) => pattern.test(name));
  // Tags of a request belong to many actions outside of a trust policy.
  if (pair === undefined || (type !== 'trust' && !name.startsWith('sts:'))) return;
  const wanted = pair[1].toLowerCase();
  const has = action.values.some(({ text }) => {
    const lower = text.toLowerCase();
    return lower === wanted || lower === '*' || lower === 'sts:*';
  });
  const hasSts = action.values.some(({ text }) => /^sts:/i.test(text));
  if (!has && hasSts)
    yield {
      at: key,
      message: `${quoted(key.text)} is in no request without ${pair[1]}, which the statement lacks`,
      hint: `Add \`${pair[1]}\` to the actions.`,
    };
}

function* findAwsArn({ key }: Test): Iterable<Found> {
  if (key.text.toLowerCase() === 'aws:arn') yield { at: key, message: `${quoted(key.text)} is an old name` };
}

const pairs: readonly (readonly [key: string, with_: readonly string[]])[] = [
  ['aws:vpcsourceip', ['aws:sourcevpc', 'aws:sourcevpce', 'aws:sourcevpcarn']],
  ['aws:ec2instancesourceprivateipv4', ['aws:ec2instancesourcevpc']],
];

function* findPairedKey({ key }: Test, statement: StatementParts): Iterable<Found> {
  const pair = pairs.find(([name]) => name === key.text.toLowerCase());
  if (pair === undefined) return;
  if (!testsOf(statement).some(({ key: other }) => pair[1].includes(other.text.toLowerCase())))
    yield { at: key, message: `${quoted(key.text)} is a private address, and many VPCs have the same` };
}
