import type { StatementParts } from '../../policy/policy.ts';
import { listed } from '../../core/listed.ts';
import type { Range } from '../../core/source.ts';
import { quoted } from '../../formats/problem.ts';
import { memberOf } from '../../formats/tree-value.ts';
import type { Member } from '../../formats/tree.ts';
import { allow, bucket, policy, rcp, trust } from '../example.ts';
import {
  allTypes,
  attachedTypes,
  identityTypes,
  resourceTypes,
  typesButTrust,
  type Found,
  type Rule,
} from '../rule.ts';
import type { Subject } from '../subject.ts';

const good = allow({});

/** The document and its statements: which elements there are, and which JSON they are written in. */
export const documentRules: readonly Rule[] = [
  {
    id: 'wrong-json-type',
    awsCode: 'DATA_TYPE_MISMATCH',
    severity: 'error',
    category: 'syntax',
    types: allTypes,
    title: 'An element is of another JSON type than it must have.',
    repair: 'Write the element as the type that the policy language gives it.',
    bad: () => ({ policy: allow({ Effect: true }), at: 'true' }),
    good: () => ({ policy: good }),
    look: { at: 'reading', codes: ['wrong-json-type'] },
  },
  {
    id: 'invalid-policy-element',
    awsCode: 'INVALID_POLICY_ELEMENT',
    severity: 'error',
    category: 'syntax',
    types: allTypes,
    title:
      'The policy or a statement has an element that does not exist; names of elements compare with case.',
    repair: 'Rename the element, or delete it.',
    bad: () => ({ policy: allow({ Actions: ['s3:GetObject'] }), at: '"Actions"' }),
    good: () => ({ policy: good }),
    look: { at: 'reading', codes: ['unknown-element'] },
  },
  {
    id: 'duplicate-json-key',
    severity: 'error',
    category: 'syntax',
    types: allTypes,
    title: 'A name stands twice in one object: readers of JSON keep one and drop the other.',
    repair: 'Make one of them.',
    bad: () => ({
      policy:
        '{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"s3:*","Action":"s3:Get*","Resource":"*"}}',
      at: '"Action"',
    }),
    good: () => ({ policy: good }),
    look: { at: 'reading', codes: ['duplicate-key', 'duplicate-operator'] },
  },
  {
    id: 'missing-statement',
    awsCode: 'MISSING_STATEMENT',
    severity: 'error',
    category: 'syntax',
    types: allTypes,
    title: 'The policy has no statement.',
    repair: 'Add a statement.',
    bad: () => ({ policy: { Version: '2012-10-17', Statement: [] }, at: '[]' }),
    good: () => ({ policy: good }),
    look: { at: 'reading', codes: ['missing-statement', 'too-many-statements'] },
  },
  {
    id: 'missing-effect',
    awsCode: 'MISSING_EFFECT',
    severity: 'error',
    category: 'syntax',
    types: allTypes,
    title: 'A statement has no Effect.',
    repair: 'Add "Effect": "Allow" or "Effect": "Deny".',
    bad: () => ({ policy: allow({ Effect: undefined }), at: '{' }),
    good: () => ({ policy: good }),
    look: { at: 'reading', codes: ['missing-effect'] },
  },
  {
    id: 'invalid-effect',
    awsCode: 'INVALID_EFFECT',
    severity: 'error',
    category: 'syntax',
    types: allTypes,
    title: 'Effect is neither Allow nor Deny; letter case counts.',
    repair: 'Write "Allow" or "Deny".',
    bad: () => ({ policy: allow({ Effect: 'allow' }), at: '"allow"' }),
    good: () => ({ policy: good }),
    look: { at: 'reading', codes: ['invalid-effect'] },
  },
  {
    id: 'missing-action',
    awsCode: 'MISSING_ACTION',
    severity: 'error',
    category: 'syntax',
    types: allTypes,
    title: 'A statement has neither Action nor NotAction.',
    repair: 'Add "Action".',
    bad: () => ({ policy: allow({ Action: undefined }), at: '{' }),
    good: () => ({ policy: good }),
    look: { at: 'reading', codes: ['missing-action'] },
  },
  {
    id: 'missing-resource',
    awsCode: 'MISSING_RESOURCE',
    severity: 'error',
    category: 'syntax',
    types: typesButTrust,
    title: 'A statement has neither Resource nor NotResource.',
    repair: 'Add "Resource".',
    bad: () => ({ policy: allow({ Resource: undefined }), at: '{' }),
    good: () => ({ policy: good }),
    look: {
      at: 'reading',
      codes: ['missing-resource'],
      // A repository's policy has none.
      when: (_, { resourceType }) => resourceType !== 'AWS::ECR::Repository',
    },
  },
  {
    id: 'missing-principal',
    awsCode: 'MISSING_PRINCIPAL',
    severity: 'error',
    category: 'syntax',
    types: [...resourceTypes, 'trust', 'rcp'],
    title: 'A statement of a policy that is attached to a resource says nobody whom it is about.',
    repair: 'Add "Principal".',
    bad: () => ({ policy: good, at: '{' }),
    good: () => ({ policy: bucket({}) }),
    look: { at: 'reading', codes: ['missing-principal'] },
  },
  {
    id: 'principal-not-supported',
    awsCode: 'UNSUPPORTED_PRINCIPAL',
    severity: 'error',
    category: 'syntax',
    types: attachedTypes,
    title: 'A policy of an identity or a session has a Principal: it is about whom it is attached to.',
    repair: 'Delete the element, and attach the policy to the identity.',
    bad: () => ({ policy: allow({ Principal: '*' }), at: '"Principal"' }),
    good: () => ({ policy: good }),
    look: { at: 'reading', codes: ['principal-not-supported'] },
  },
  {
    id: 'conflicting-elements',
    awsCode: 'UNSUPPORTED_ELEMENT_COMBINATION',
    severity: 'error',
    category: 'syntax',
    types: allTypes,
    title:
      'A statement has an element and its negation: Action and NotAction, Resource and NotResource, Principal and NotPrincipal.',
    repair: 'Keep one of the two.',
    bad: () => ({ policy: allow({ NotAction: 's3:Get*' }), at: '"NotAction"' }),
    good: () => ({ policy: good }),
    look: { at: 'reading', codes: ['conflicting-elements'] },
  },
  {
    id: 'invalid-version',
    awsCode: 'INVALID_VERSION',
    severity: 'error',
    category: 'syntax',
    types: allTypes,
    title: 'Version is no version of the policy language: it is not the date of an edit.',
    repair: 'Write "2012-10-17".',
    bad: () => ({ policy: { ...good, Version: '2024-01-01' }, at: '"2024-01-01"' }),
    good: () => ({ policy: good }),
    look: { at: 'reading', codes: ['invalid-version'] },
  },
  {
    id: 'rcp-version',
    severity: 'error',
    category: 'syntax',
    types: ['rcp'],
    title: 'A resource control policy has another Version than 2012-10-17.',
    repair: 'Write "Version": "2012-10-17".',
    bad: () => ({ policy: { ...rcp({}), Version: '2008-10-17' }, at: '"2008-10-17"' }),
    good: () => ({ policy: rcp({}) }),
    look: { at: 'reading', codes: ['rcp-version'] },
  },
  {
    id: 'id-not-supported',
    severity: 'warning',
    category: 'syntax',
    types: [...attachedTypes, 'scp', 'rcp'],
    title: 'The policy has an Id, which its type does not take.',
    repair: 'Delete the Id.',
    bad: () => ({ policy: { ...good, Id: 'mine' }, at: '"Id"' }),
    good: () => ({ policy: good }),
    look: { at: 'reading', codes: ['id-not-supported'] },
  },
  {
    id: 'missing-version',
    awsCode: 'MISSING_VERSION',
    severity: 'warning',
    category: 'syntax',
    types: allTypes.filter((type) => type !== 'rcp'),
    title: 'The policy has no Version, so the language of 2008 holds: variables are plain text.',
    repair: 'Add "Version": "2012-10-17".',
    bad: () => ({ policy: { Statement: [] }, at: '{' }),
    good: () => ({ policy: good }),
    look: { at: 'policy', find: findMissingVersion },
  },
  {
    id: 'old-version',
    severity: 'info',
    category: 'style',
    types: allTypes.filter((type) => type !== 'rcp'),
    title: 'The policy is in the language of 2008.',
    repair: 'Write "Version": "2012-10-17".',
    bad: () => ({ policy: { ...good, Version: '2008-10-17' }, at: '"2008-10-17"' }),
    good: () => ({ policy: good }),
    look: { at: 'policy', find: findOldVersion },
  },
  {
    id: 'duplicate-sid',
    awsCode: 'UNIQUE_SIDS_REQUIRED',
    severity: 'error',
    category: 'syntax',
    types: [...attachedTypes, 'trust', 'scp', 'rcp'],
    title: 'Two statements have the same Sid; IAM and Organizations refuse such a policy.',
    repair: 'Give each statement a Sid of its own.',
    bad: () => ({ policy: policy(...twice({})), at: '"Again"' }),
    good: () => ({ policy: good }),
    look: { at: 'reading', codes: ['duplicate-sid'] },
  },
  {
    id: 'duplicate-sid-resource',
    awsCode: 'UNIQUE_SIDS_RECOMMENDED',
    severity: 'warning',
    category: 'syntax',
    types: resourceTypes,
    title: 'Two statements have the same Sid.',
    repair: 'Give each statement a Sid of its own.',
    bad: () => ({ policy: policy(...twice({ Principal: { AWS: '111122223333' } })), at: '"Again"' }),
    good: () => ({ policy: bucket({}) }),
    look: { at: 'reading', codes: ['duplicate-sid'] },
  },
  {
    id: 'invalid-sid-characters',
    awsCode: 'UNSUPPORTED_SID',
    severity: 'error',
    category: 'syntax',
    types: [...attachedTypes, 'trust', 'scp', 'rcp'],
    title: 'A Sid holds more than letters and digits.',
    repair: 'Write letters and digits alone.',
    bad: () => ({ policy: allow({ Sid: 'allow reads' }), at: '"allow reads"' }),
    good: () => ({ policy: allow({ Sid: 'AllowReads' }) }),
    look: { at: 'reading', codes: ['sid-characters'] },
  },
  {
    id: 'empty-sid',
    awsCode: 'EMPTY_SID_VALUE',
    severity: 'info',
    category: 'style',
    types: allTypes,
    title: 'A Sid is empty.',
    repair: 'Name the statement, or delete the Sid.',
    bad: () => ({ policy: allow({ Sid: '' }), at: '""' }),
    good: () => ({ policy: allow({ Sid: 'Read' }) }),
    look: {
      at: 'statement',
      *find({ sid }) {
        if (sid?.text === '') yield { at: sid, message: 'the Sid is empty' };
      },
    },
  },
  {
    id: 'empty-action-list',
    awsCode: 'EMPTY_ARRAY_ACTION',
    severity: 'info',
    category: 'style',
    types: allTypes,
    title: 'A list of actions is empty, so the statement does nothing.',
    repair: 'List actions, or delete the statement.',
    bad: () => ({ policy: allow({ Action: [] }), at: '[]' }),
    good: () => ({ policy: good }),
    look: { at: 'statement', find: (statement) => emptyLists(statement, ['Action', 'NotAction']) },
  },
  {
    id: 'empty-resource-list',
    awsCode: 'EMPTY_ARRAY_RESOURCE',
    severity: 'info',
    category: 'style',
    types: typesButTrust,
    title: 'A list of resources is empty, so the statement does nothing.',
    repair: 'List resources, or delete the statement.',
    bad: () => ({ policy: allow({ Resource: [] }), at: '[]' }),
    good: () => ({ policy: good }),
    look: { at: 'statement', find: (statement) => emptyLists(statement, ['Resource', 'NotResource']) },
  },
  {
    id: 'empty-principal-list',
    awsCode: 'EMPTY_ARRAY_PRINCIPAL',
    severity: 'info',
    category: 'style',
    types: [...resourceTypes, 'trust', 'rcp'],
    title: 'A kind of principal has an empty list, so the statement is about nobody.',
    repair: 'List principals, or delete the kind.',
    bad: () => ({ policy: bucket({ Principal: { AWS: [] } }), at: '[]' }),
    good: () => ({ policy: bucket({}) }),
    look: { at: 'statement', find: findEmptyPrincipals },
  },
  {
    id: 'empty-principal-object',
    awsCode: 'EMPTY_OBJECT_PRINCIPAL',
    severity: 'info',
    category: 'style',
    types: [...resourceTypes, 'trust', 'rcp'],
    title: 'Principal is an empty object, so the statement is about nobody.',
    repair: 'Name principals, or delete the statement.',
    bad: () => ({ policy: bucket({ Principal: {} }), at: '{}' }),
    good: () => ({ policy: bucket({}) }),
    look: {
      at: 'statement',
      *find({ node }) {
        for (const { key, value } of principalsOf(node))
          if (value.kind === 'object' && value.members.length === 0)
            yield { at: value, message: `${key.value} names nobody` };
      },
    },
  },
  {
    id: 'unsupported-character',
    severity: 'error',
    category: 'syntax',
    types: [...identityTypes, 'session', 'trust', 'scp', 'rcp'],
    title: 'The policy holds a character that IAM does not take: often a curly quote or a long dash.',
    repair: 'Write a plain character: IAM takes tab, line ends and U+0020 to U+00FF.',
    bad: () => ({
      policy: allow({ Resource: 'arn:aws:s3:::acme–data/*' }),
      at: '"arn:aws:s3:::acme–data/*"',
    }),
    good: () => ({ policy: good }),
    look: { at: 'reading', codes: ['characters'] },
  },
  {
    id: 'redundant-statement',
    awsCode: 'REDUNDANT_STATEMENT',
    severity: 'info',
    category: 'style',
    types: allTypes,
    title: 'Two statements say the same.',
    repair: 'Delete one of them.',
    bad: () => ({
      policy: policy(
        { Effect: 'Allow', Action: 's3:GetObject', Resource: ['arn:aws:s3:::a/*'] },
        { Sid: 'Again', Effect: 'Allow', Action: ['S3:getobject'], Resource: 'arn:aws:s3:::a/*' },
      ),
      at: '"Again"',
    }),
    good: () => ({ policy: trust({}), type: 'trust' }),
    look: { at: 'policy', find: findRedundantStatements },
  },
];

function twice(elements: object): readonly Readonly<Record<string, unknown>>[] {
  const [first, second] = ['s3:GetObject', 's3:PutObject'].map((Action) => ({
    Sid: 'Again',
    Effect: 'Allow',
    Action,
    Resource: 'arn:aws:s3:::acme-data/*',
    ...elements,
  }));
  return [{ ...first, Sid: 'Again' }, { ...second }];
}

function* findMissingVersion({ node }: Subject): Iterable<Found> {
  if (node.kind !== 'object' || memberOf(node, 'Version') !== undefined) return;
  yield {
    at: { start: node.start, end: node.start + 1 },
    message: 'the policy has no Version: the language of 2008 holds, and `${…}` in it is plain text',
  };
}

function* findOldVersion({ node, problems }: Subject): Iterable<Found> {
  if (node.kind !== 'object') return;
  const version = memberOf(node, 'Version')?.value;
  if (version?.kind !== 'string' || version.value !== '2008-10-17') return;
  if (problems.some(({ code }) => code === 'policy/variable-in-old-version')) return;
  yield { at: version, message: 'Version 2008-10-17 is the old policy language' };
}

function* emptyLists({ node }: StatementParts, names: readonly string[]): Iterable<Found> {
  for (const { key, value } of node.members)
    if (names.includes(key.value) && value.kind === 'array' && value.items.length === 0)
      yield { at: value, message: `the list of ${key.value} is empty: the statement does nothing` };
}

function principalsOf(node: StatementParts['node']): readonly Member[] {
  return node.members.filter(({ key }) => key.value === 'Principal' || key.value === 'NotPrincipal');
}

function* findEmptyPrincipals({ node }: StatementParts): Iterable<Found> {
  for (const { value } of principalsOf(node)) {
    if (value.kind !== 'object') continue;
    for (const kind of value.members)
      if (kind.value.kind === 'array' && kind.value.items.length === 0)
        yield { at: kind.value, message: `the list of ${quoted(kind.key.value)} principals is empty` };
  }
}

function* findRedundantStatements({ statements }: Subject): Iterable<Found> {
  const seen = new Map<string, StatementParts>();
  const outlines = statements.map(outlineOf);
  const counts = new Map<string, number>();
  for (const outline of outlines) counts.set(outline, (counts.get(outline) ?? 0) + 1);
  for (const [at, statement] of statements.entries()) {
    if (statement.effect === undefined || statement.action === undefined) continue;
    // Hardly any two are alike even in this, and to write out what a statement says takes long.
    if (counts.get(outlines[at] ?? '') === 1) continue;
    const same = normalised(statement);
    const first = seen.get(same);
    if (first === undefined) seen.set(same, statement);
    else {
      yield {
        at: titleOf(statement),
        message: `statements ${listed([nameOf(first), nameOf(statement)])} say the same`,
        related: [titleOf(first)],
      };
    }
  }
}

/** What two statements that say the same have in common. */
function outlineOf({ effect, action, conditions }: StatementParts): string {
  let least = '';
  for (const { text } of action?.values ?? []) {
    const lower = text.toLowerCase();
    if (least === '' || lower < least) least = lower;
  }
  return `${effect ?? ''} ${conditions.length} ${least}`;
}

/** What a statement says, its Sid and its way of writing left out. */
function normalised({ effect, principal, action, resource, conditions }: StatementParts): string {
  const texts = (
    values: readonly { readonly text: string }[],
    fold: (text: string) => string = (text) => text,
  ) => [...new Set(values.map(({ text }) => fold(text)))].sort();
  const lower = (text: string) => text.toLowerCase();
  return JSON.stringify([
    effect,
    principal === undefined
      ? null
      : [principal.negated, principal.values.map(({ kind, text }) => `${kind} ${text}`).sort()],
    action === undefined ? null : [action.negated, texts(action.values, lower)],
    resource === undefined ? null : [resource.negated, texts(resource.values)],
    conditions
      .map(({ operator, key, values }) => [lower(operator.text), lower(key.text), texts(values)])
      .map((test) => JSON.stringify(test))
      .sort(),
  ]);
}

/** Where a statement is marked as a whole: at its Sid, else at its first character. */
export function titleOf({ sid, start }: StatementParts): Range {
  return sid ?? { start, end: start + 1 };
}

/** `Sid` in backticks, or its number. */
export function nameOf({ sid, index }: StatementParts): string {
  return sid === undefined || sid.text === '' ? `number ${index + 1}` : quoted(sid.text);
}
