import { findAction, actionsMatching } from '../../data/actions.ts';
import { formatsFitting } from '../../data/resource-types.ts';
import type { Action } from '../../data/service-table.ts';
import { listed } from '../../core/listed.ts';
import { quoted } from '../../formats/problem.ts';
import type { StatementParts, Value } from '../../policy/policy.ts';
import { allow, bucket } from '../example.ts';
import { attachedTypes, resourceTypes, type Found, type Rule } from '../rule.ts';
import { serviceOfType } from '../resource-type.ts';
import type { Subject } from '../subject.ts';

const most = 5;

/** Whether the actions of a statement and its resources go together. */
export const resourceRules: readonly Rule[] = [
  {
    id: 's3-object-vs-bucket',
    severity: 'warning',
    category: 'action',
    types: [...attachedTypes, ...resourceTypes],
    title:
      'Actions of objects stand beside the ARN of a bucket, or actions of buckets beside the ARN of objects.',
    repair: 'Name the bucket for its actions, and `BUCKET/*` for those of its objects.',
    insteadOf: ['action-resource-mismatch'],
    bad: () => ({
      policy: allow({ Action: 's3:GetObject', Resource: 'arn:aws:s3:::acme-data' }),
      at: '"s3:GetObject"',
    }),
    good: () => ({ policy: allow({}) }),
    look: { at: 'statement', find: findBucketMixUp },
  },
  {
    id: 'action-resource-mismatch',
    severity: 'warning',
    category: 'action',
    types: [...attachedTypes, ...resourceTypes],
    title: 'An action never applies to any of the resources beside it.',
    repair: 'Name resources of the action, or `*` for actions that have none.',
    bad: () => ({
      policy: allow({ Action: ['s3:GetObject', 'ec2:StopInstances'] }),
      at: '"ec2:StopInstances"',
    }),
    good: () => ({ policy: allow({}) }),
    look: { at: 'statement', find: findMismatch },
  },
  {
    id: 'required-resource-missing',
    severity: 'info',
    category: 'action',
    types: attachedTypes,
    title: 'An action needs a resource of a type that the statement does not name.',
    repair: 'Name it here, or in another statement.',
    bad: () => ({
      policy: allow({
        Action: 'ec2:RunInstances',
        Resource: 'arn:aws:ec2:us-east-1:111122223333:instance/*',
      }),
      at: '"ec2:RunInstances"',
    }),
    good: () => ({ policy: allow({}) }),
    look: { at: 'statement', find: findMissingType },
  },
  {
    id: 'resource-star',
    severity: 'info',
    category: 'security',
    types: attachedTypes,
    title: 'Actions that change something are allowed on every resource, and could be limited.',
    repair: 'Name resources.',
    bad: () => ({ policy: allow({ Action: 's3:DeleteObject', Resource: '*' }), at: '"s3:DeleteObject"' }),
    good: () => ({ policy: allow({ Action: 's3:DeleteObject' }) }),
    look: { at: 'statement', find: findOpenResource },
  },
  {
    id: 'resource-effectively-star',
    severity: 'info',
    category: 'security',
    types: attachedTypes,
    title: 'The resources of a statement are all that its actions have: they amount to `*`.',
    repair: 'Narrow the region, the account or the name.',
    bad: () => ({
      policy: allow({ Action: 'sqs:SendMessage', Resource: 'arn:aws:sqs:*:*:*' }),
      at: '"arn:aws:sqs:*:*:*"',
    }),
    good: () => ({ policy: allow({}) }),
    look: { at: 'statement', find: findEffectiveStar },
  },
  {
    id: 'resource-open-name',
    severity: 'warning',
    category: 'security',
    types: [...attachedTypes, ...resourceTypes],
    title: 'The name of a bucket ends in a wildcard: buckets of strangers match too.',
    repair: 'Write the bucket’s whole name, and `NAME/*` for its objects.',
    bad: () => ({ policy: allow({ Resource: 'arn:aws:s3:::acme*' }), at: '"arn:aws:s3:::acme*"' }),
    good: () => ({ policy: allow({}) }),
    look: {
      at: 'statement',
      *find({ effect, resource }) {
        if (effect !== 'Allow' || resource === undefined || resource.negated) return;
        for (const value of resource.values) {
          const name = /^arn:[^:]*:s3:::([^*?/]+)\*$/.exec(value.text)?.[1];
          if (name === undefined) continue;
          yield {
            at: value,
            message: `${quoted(value.text)} also matches buckets that you do not own`,
            hint: `Write \`arn:aws:s3:::${name}\` and \`arn:aws:s3:::${name}/*\`.`,
          };
        }
      },
    },
  },
  {
    id: 'action-not-for-this-resource-policy',
    awsCode: 'UNSUPPORTED_ACTION_IN_POLICY',
    severity: 'error',
    category: 'type',
    types: ['resource'],
    title: 'The policy of a resource has an action of another service, which it cannot grant.',
    repair: 'Move it to an identity policy, or to the policy of its own resource.',
    bad: () => ({
      policy: bucket({ Action: ['s3:GetObject', 'kms:Decrypt'] }),
      resourceType: 'AWS::S3::Bucket',
      at: '"kms:Decrypt"',
    }),
    good: () => ({ policy: bucket({}), resourceType: 'AWS::S3::Bucket' }),
    look: { at: 'statement', find: findForeignAction },
  },
  {
    id: 'resource-not-for-this-resource-policy',
    awsCode: 'UNSUPPORTED_RESOURCE_ARN_IN_POLICY',
    severity: 'error',
    category: 'type',
    types: ['resource'],
    title: 'The policy of a resource names a resource of another service.',
    repair: 'Name the resource that the policy is attached to.',
    bad: () => ({
      policy: bucket({ Resource: ['arn:aws:s3:::acme-data/*', 'arn:aws:kms:us-east-1:111122223333:key/1'] }),
      resourceType: 'AWS::S3::Bucket',
      at: '"arn:aws:kms:us-east-1:111122223333:key/1"',
    }),
    good: () => ({ policy: bucket({}), resourceType: 'AWS::S3::Bucket' }),
    look: { at: 'statement', find: findForeignResource },
  },
];

/** Literal actions that the data knows, each with its value. */
function knownActions({
  action,
}: StatementParts): readonly { readonly value: Value; readonly action: Action }[] {
  if (action === undefined || action.negated) return [];
  return action.values.flatMap((value) => {
    const found = /[*?]/.test(value.text) ? undefined : findAction(value.text);
    return found === undefined ? [] : [{ value, action: found }];
  });
}

function isStar({ text }: Value): boolean {
  return /^\*+$/.test(text);
}

interface Named {
  readonly arns: readonly string[];
  /** Whether one of them fits a format. */
  readonly fits: (arnFormat: string) => boolean;
}

const named = new WeakMap<StatementParts, Named | 'all'>();

/** What resources are named; undefined where every resource, or all but some, are meant. */
function namedResources(statement: StatementParts): Named | undefined {
  let found = named.get(statement);
  if (found === undefined) named.set(statement, (found = findNamed(statement)));
  return found === 'all' ? undefined : found;
}

function findNamed({ resource }: StatementParts): Named | 'all' {
  if (resource === undefined || resource.negated || resource.values.length === 0) return 'all';
  if (resource.values.some(isStar)) return 'all';
  const arns = resource.values
    .map(({ text }) => text.replace(/\$\{[^{}]*\}/g, '*'))
    .filter((text) => text.startsWith('arn:'));
  return { arns, fits: formatsFitting(arns) };
}

function fitsAny({ fits }: Named, action: Action): boolean {
  return action.resourceTypes.some(({ arnFormat }) => fits(arnFormat));
}

function* findMismatch(statement: StatementParts, { type, resourceType }: Subject): Iterable<Found> {
  const { effect, action } = statement;
  const resources = namedResources(statement);
  if (effect !== 'Allow' || resources === undefined || resources.arns.length === 0) return;
  if (action === undefined || action.negated) return;
  // In the policy of a resource an action of another service has a graver finding.
  if (type === 'resource' && resourceType !== undefined && serviceOfType(resourceType) === undefined) return;
  const wrong: Value[] = [];
  const needs = new Set<string>();
  for (const value of action.values) {
    const matched = /[*?]/.test(value.text) ? matchedActions(value.text) : [findAction(value.text)];
    const known = matched.filter((one) => one !== undefined);
    if (known.length === 0 || known.some((one) => fitsAny(resources, one))) continue;
    wrong.push(value);
    for (const { arnFormat } of known[0]?.resourceTypes ?? []) needs.add(arnFormat);
  }
  const [first] = wrong;
  if (first === undefined) return;
  const names = listed(
    wrong.map(({ text }) => quoted(text)),
    most,
  );
  yield {
    at: first,
    message: `${names} never ${wrong.length === 1 ? 'applies' : 'apply'} to ${resources.arns.length === 1 ? 'this resource' : 'these resources'}`,
    hint:
      needs.size === 0
        ? 'Such an action has no resources: write `*`.'
        : `Add ${listed(
            [...needs].map((format) => `\`${format}\``),
            3,
            'or',
          )}.`,
  };
}

const expanded = new Map<string, readonly (Action | undefined)[]>();

function matchedActions(pattern: string): readonly (Action | undefined)[] {
  // Of every service some action fits.
  if (!pattern.includes(':') || /[*?]/.test(pattern.slice(0, pattern.indexOf(':')))) return [];
  let found = expanded.get(pattern);
  if (found === undefined) expanded.set(pattern, (found = actionsMatching(pattern).map(findAction)));
  return found;
}

const bucketOf = /^arn:[^:]*:s3:::([^/]+)$/;
const objectOf = /^arn:[^:]*:s3:::([^/]+)\/.+$/;

function* findBucketMixUp(statement: StatementParts): Iterable<Found> {
  const resources = namedResources(statement);
  if (statement.effect !== 'Allow' || resources === undefined || resources.arns.length === 0) return;
  const { arns } = resources;
  const areBuckets = arns.every((arn) => bucketOf.test(arn) && !arn.endsWith('*'));
  const areObjects = arns.every((arn) => objectOf.test(arn));
  if (!areBuckets && !areObjects) return;
  const wrong = knownActions(statement).filter(
    ({ action }) =>
      action.name.startsWith('s3:') && action.resourceTypes.length > 0 && !fitsAny(resources, action),
  );
  const [first] = wrong;
  const [arn = ''] = arns;
  if (first === undefined) return;
  const names = listed(
    wrong.map(({ value }) => quoted(value.text)),
    most,
  );
  const name = (bucketOf.exec(arn) ?? objectOf.exec(arn))?.[1] ?? '';
  yield {
    at: first.value,
    message: `${names} ${wrong.length === 1 ? 'works' : 'work'} on ${areBuckets ? 'objects' : 'buckets'}, and ${quoted(arn)} is ${areBuckets ? 'a bucket' : 'of objects'}`,
    hint: `Add \`arn:aws:s3:::${name}${areBuckets ? '/*' : ''}\`.`,
  };
}

function* findMissingType(statement: StatementParts): Iterable<Found> {
  const resources = namedResources(statement);
  if (statement.effect !== 'Allow' || resources === undefined || resources.arns.length === 0) return;
  for (const { value, action } of knownActions(statement)) {
    if (!fitsAny(resources, action)) continue;
    const missing = action.resourceTypes.filter(
      ({ required, arnFormat }) => required && !resources.fits(arnFormat),
    );
    if (missing.length === 0) continue;
    yield {
      at: value,
      message: `${quoted(value.text)} also needs ${listed(
        missing.map(({ name }) => quoted(name)),
        most,
      )}`,
      hint: `Add ${listed(
        missing.map(({ arnFormat }) => `\`${arnFormat}\``),
        3,
      )}, here or in another statement.`,
    };
  }
}

const changing = new Set(['Write', 'Permissions management']);

function* findOpenResource(statement: StatementParts, { isStrict }: Subject): Iterable<Found> {
  if (statement.effect !== 'Allow' || statement.resource?.values.some(isStar) !== true) return;
  const found = knownActions(statement).filter(
    ({ action }) => action.resourceTypes.length > 0 && (isStrict || changing.has(action.level)),
  );
  const [first] = found;
  if (first === undefined) return;
  const names = listed(
    found.map(({ value }) => quoted(value.text)),
    most,
  );
  const formats = [
    ...new Set(found.flatMap(({ action }) => action.resourceTypes.map(({ arnFormat }) => arnFormat))),
  ];
  yield {
    at: first.value,
    message: `${names} could be limited to some resources`,
    hint: `Name them: ${listed(
      formats.map((format) => `\`${format}\``),
      3,
      'or',
    )}.`,
  };
}

function* findEffectiveStar(statement: StatementParts): Iterable<Found> {
  const { effect, resource } = statement;
  const resources = namedResources(statement);
  if (effect !== 'Allow' || resources === undefined || resource === undefined) return;
  const known = knownActions(statement);
  if (known.length === 0 || known.length < (statement.action?.values.length ?? 0)) return;
  const open = new Set(resources.arns.map((arn) => arn.replace(/^arn:[^:]*/, 'arn:*')));
  const isAll = known.every(
    ({ action }) =>
      action.resourceTypes.length > 0 &&
      action.resourceTypes.every(({ arnFormat }) =>
        open.has(arnFormat.replace(/\$\{[^{}]*\}/g, '*').replace(/^arn:[^:]*/, 'arn:*')),
      ),
  );
  const [first] = resource.values;
  if (isAll && first !== undefined)
    yield { at: first, message: 'these resources are all that the actions have: they amount to `*`' };
}

function* findForeignAction({ action }: StatementParts, { resourceType }: Subject): Iterable<Found> {
  const service = resourceType === undefined ? undefined : actionPrefixOf(resourceType);
  if (service === undefined || action === undefined || action.negated) return;
  for (const value of action.values) {
    const [, prefix = ''] = /^([A-Za-z0-9-]+):/.exec(value.text) ?? [];
    if (prefix === '' || service.includes(prefix.toLowerCase())) continue;
    yield {
      at: value,
      message: `${quoted(value.text)} cannot be granted by a policy of ${resourceType ?? ''}`,
    };
  }
}

function* findForeignResource({ resource }: StatementParts, { resourceType }: Subject): Iterable<Found> {
  const service = resourceType === undefined ? undefined : serviceOfType(resourceType);
  if (service === undefined || resource === undefined) return;
  for (const value of resource.values) {
    const [prefix, , name = ''] = value.text.split(':');
    if (prefix !== 'arn' || name === service || /[*?$]/.test(name)) continue;
    yield { at: value, message: `${quoted(value.text)} is no resource of ${resourceType ?? ''}` };
  }
}

/** The prefixes of the actions that a policy of the type can grant; undefined where it is not known. */
function actionPrefixOf(type: string): readonly string[] | undefined {
  const service = serviceOfType(type);
  if (service === undefined) return undefined;
  return service === 's3' ? ['s3', 's3-object-lambda'] : [service];
}
