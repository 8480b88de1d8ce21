import { quoted } from '../../formats/problem.ts';
import type { FoundInTerraform, Rule } from '../rule.ts';
import { isSame, type Configuration, type Reference } from '../terraform.ts';
import {
  byReference,
  metOf,
  Namings,
  namings,
  names,
  placeOf,
  placesOf,
  registry,
  repeated,
  resourcesOf,
  terraformRow,
  type Naming,
} from './terraform-pairs.ts';

/** The resources that own a list of an entity's policies, and what adds to that list. */
interface Owner {
  readonly type: string;
  /** Who has the policies. */
  readonly entity: string;
  readonly list: string;
  readonly adding: string;
  readonly addingEntity: string;
  /** What of it the list names. */
  readonly added: string;
  /** The argument of the entity that owns the same list, given up by now. */
  readonly deprecated?: { readonly type: string; readonly argument: string };
}

function ownersOf(entity: 'role' | 'user' | 'group'): readonly Owner[] {
  const shared = { entity: `${entity}_name`, addingEntity: entity };
  const managed = { deprecated: { type: 'aws_iam_role', argument: 'managed_policy_arns' } };
  const inline = { deprecated: { type: 'aws_iam_role', argument: 'inline_policy' } };
  return [
    {
      ...shared,
      type: `aws_iam_${entity}_policy_attachments_exclusive`,
      list: 'policy_arns',
      adding: `aws_iam_${entity}_policy_attachment`,
      added: 'policy_arn',
      ...(entity === 'role' ? managed : {}),
    },
    {
      ...shared,
      type: `aws_iam_${entity}_policies_exclusive`,
      list: 'policy_names',
      adding: `aws_iam_${entity}_policy`,
      added: 'name',
      ...(entity === 'role' ? inline : {}),
    },
  ];
}

const owners = [...ownersOf('role'), ...ownersOf('user'), ...ownersOf('group')];

const role = `resource "aws_iam_role" "app" {
  name               = "app"
  assume_role_policy = data.aws_iam_policy_document.trust.json
}
resource "aws_iam_role_policy_attachment" "app" {
  role       = aws_iam_role.app.name
  policy_arn = aws_iam_policy.read.arn
}
`;
const owning = (list: string) => `resource "aws_iam_role_policy_attachments_exclusive" "app" {
  role_name   = aws_iam_role.app.name
  policy_arns = [${list}]
}
`;
const good = role + owning('aws_iam_policy.read.arn');

const bucketPolicy = (name: string) => `resource "aws_s3_bucket_policy" "${name}" {
  bucket = aws_s3_bucket.data.id
  policy = data.aws_iam_policy_document.data.json
}
`;

/** Who owns a list, or the one policy of a resource. */
export const terraformOwnerRules: readonly Rule[] = [
  {
    id: 'tf-role-exclusive-conflict',
    severity: 'error',
    ...terraformRow,
    title: 'A list that owns all policies of a role, user or group lacks one that another resource adds.',
    repair: 'Put it into the list.',
    docs: `${registry}iam_role_policy_attachments_exclusive`,
    bad: () => ({
      policy: role + owning('"arn:aws:iam::aws:policy/ReadOnlyAccess"'),
      at: '["arn:aws:iam::aws:policy/ReadOnlyAccess"]',
    }),
    good: () => ({ policy: good }),
    look: { at: 'terraform', find: findLacking },
  },
  {
    id: 'tf-role-exclusive-mixed',
    severity: 'error',
    ...terraformRow,
    title: 'Two resources own the same list of policies of a role, user or group.',
    repair: 'Keep one of them.',
    docs: `${registry}iam_role_policy_attachments_exclusive`,
    bad: () => ({
      policy:
        role.replace('\n}', '\n  managed_policy_arns = [aws_iam_policy.read.arn]\n}') +
        owning('aws_iam_policy.read.arn'),
      at: 'aws_iam_role.app.name',
    }),
    good: () => ({ policy: good }),
    look: { at: 'terraform', find: findMixed },
  },
  {
    id: 'tf-bucket-policy-twice',
    severity: 'error',
    ...terraformRow,
    title:
      'A bucket, queue, topic, key or the like has its one policy from two resources: the last writer wins.',
    repair: 'Put the statements into one document.',
    docs: `${registry}s3_bucket_policy`,
    bad: () => ({ policy: bucketPolicy('a') + bucketPolicy('b'), at: 'aws_s3_bucket.data.id' }),
    good: () => ({ policy: bucketPolicy('a') }),
    look: { at: 'terraform', find: findTwice },
  },
  {
    id: 'tf-inline-attribute-conflict',
    severity: 'error',
    ...terraformRow,
    title: 'A resource has a policy written in it, and one of a resource of its own.',
    repair: 'Keep the resource of its own.',
    docs: `${registry}sqs_queue_policy`,
    bad: () => ({
      policy: `resource "aws_sqs_queue" "jobs" {
  name   = "jobs"
  policy = data.aws_iam_policy_document.jobs.json
}
resource "aws_sqs_queue_policy" "jobs" {
  queue_url = aws_sqs_queue.jobs.id
  policy    = data.aws_iam_policy_document.jobs.json
}
`,
      at: 'data.aws_iam_policy_document.jobs.json',
    }),
    good: () => ({
      policy: `resource "aws_sqs_queue" "jobs" {
  name = "jobs"
}
resource "aws_sqs_queue_policy" "jobs" {
  queue_url = aws_sqs_queue.jobs.id
  policy    = data.aws_iam_policy_document.jobs.json
}
`,
    }),
    look: { at: 'terraform', find: (configuration) => findInline(configuration, false) },
  },
];

/** More than any role, user or group can have. */
const mostPolicies = 1000;

function* findLacking(configuration: Configuration): Iterable<FoundInTerraform> {
  for (const { type, entity, list, adding, addingEntity, added } of owners) {
    const adders = byReference(
      resourcesOf(configuration, adding),
      (resource) => resource.argument(addingEntity)?.items ?? [],
      mostPolicies,
    );
    for (const owner of resourcesOf(configuration, type)) {
      const owned = owner.argument(list);
      const [of] = owner.argument(entity)?.items ?? [];
      if (owned?.items === undefined || of === undefined) continue;
      const missing = adders(of).flatMap((resource): readonly Naming[] => {
        const [value] = resource.argument(added)?.items ?? [];
        return value !== undefined && isMissing(value, owned.items ?? []) ? [{ resource, at: value }] : [];
      });
      if (missing.length === 0) continue;
      const met = metOf(missing);
      yield {
        ...placeOf(owner, owned),
        address: owner.address,
        message: `${quoted(owner.address)} takes away what ${names(met)} adds, since it is not in this list`,
        related: placesOf(met),
      };
    }
  }
}

/** Not in the list for certain. */
function isMissing(value: Reference, list: readonly Reference[]): boolean {
  return list.every((one) => isSame(one, value) === false);
}

function* findMixed(configuration: Configuration): Iterable<FoundInTerraform> {
  for (const { type, entity, deprecated } of owners) {
    const owning = namings(resourcesOf(configuration, type), entity);
    yield* repeated(owning, (before) => `${before} owns this list already`);
    if (deprecated === undefined) continue;
    const entities = byReference(
      resourcesOf(configuration, deprecated.type).filter(
        (one) => one.argument(deprecated.argument) !== undefined,
      ),
      (one) => one.names,
    );
    for (const { resource, at } of owning) {
      for (const one of entities(at)) {
        const argument = one.argument(deprecated.argument);
        if (argument === undefined) continue;
        yield {
          ...placeOf(resource, { at: at.at }),
          address: resource.address,
          message: `${quoted(deprecated.argument)} of ${quoted(one.address)} owns this list too`,
          related: [placeOf(one, argument)],
        };
      }
    }
  }
}

/** Resources that are the one policy of another. */
interface OnePolicy {
  readonly type: string;
  /** The argument that says whose. */
  readonly of: string;
  /** The resource in which it can be written too. */
  readonly inline?: readonly [type: string, argument: string];
  /** Keys have no resource without a policy, so both are told as two. */
  readonly isKey?: true;
}

const onePolicies: readonly OnePolicy[] = [
  { type: 'aws_s3_bucket_policy', of: 'bucket', inline: ['aws_s3_bucket', 'policy'] },
  {
    type: 'aws_s3control_access_point_policy',
    of: 'access_point_arn',
    inline: ['aws_s3_access_point', 'policy'],
  },
  { type: 'aws_sqs_queue_policy', of: 'queue_url', inline: ['aws_sqs_queue', 'policy'] },
  { type: 'aws_sns_topic_policy', of: 'arn', inline: ['aws_sns_topic', 'policy'] },
  { type: 'aws_kms_key_policy', of: 'key_id', inline: ['aws_kms_key', 'policy'], isKey: true },
  { type: 'aws_ecr_repository_policy', of: 'repository' },
  {
    type: 'aws_secretsmanager_secret_policy',
    of: 'secret_arn',
    inline: ['aws_secretsmanager_secret', 'policy'],
  },
  { type: 'aws_vpc_endpoint_policy', of: 'vpc_endpoint_id', inline: ['aws_vpc_endpoint', 'policy'] },
  { type: 'aws_efs_file_system_policy', of: 'file_system_id' },
  {
    type: 'aws_opensearch_domain_policy',
    of: 'domain_name',
    inline: ['aws_opensearch_domain', 'access_policies'],
  },
  {
    type: 'aws_elasticsearch_domain_policy',
    of: 'domain_name',
    inline: ['aws_elasticsearch_domain', 'access_policies'],
  },
  {
    type: 'aws_api_gateway_rest_api_policy',
    of: 'rest_api_id',
    inline: ['aws_api_gateway_rest_api', 'policy'],
  },
  { type: 'aws_backup_vault_policy', of: 'backup_vault_name' },
  { type: 'aws_dynamodb_resource_policy', of: 'resource_arn' },
  { type: 'aws_kinesis_resource_policy', of: 'resource_arn' },
];

function* findTwice(configuration: Configuration): Iterable<FoundInTerraform> {
  for (const { type, of } of onePolicies)
    yield* repeated(
      namings(resourcesOf(configuration, type), of),
      (before) => `${before} is the policy of this already: the last one that is written wins`,
    );
  yield* findInline(configuration, true);
}

function* findInline(configuration: Configuration, isKey: boolean): Iterable<FoundInTerraform> {
  for (const one of onePolicies) {
    if (one.inline === undefined || (one.isKey === true) !== isKey) continue;
    const [type, argument] = one.inline;
    const separate = new Namings(namings(resourcesOf(configuration, one.type), one.of));
    for (const resource of resourcesOf(configuration, type)) {
      const written = resource.argument(argument);
      if (written === undefined) continue;
      const others = separate.meaning(resource);
      if (others.count === 0) continue;
      yield {
        ...placeOf(resource, written),
        address: resource.address,
        message: `${names(others)} is the policy of ${quoted(resource.address)} too: each undoes the other`,
        related: placesOf(others),
      };
    }
  }
}
