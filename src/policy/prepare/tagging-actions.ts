import { findAction } from '../../data/actions.ts';
import { serviceTable, type Action, type ActionResourceType } from '../../data/service-table.ts';
import { lowerCase } from '../../data/lower-case.ts';

/** The permission that a call with tags needs besides (R696), and the key that tells the tagging action which call it is. */
export interface Tagging {
  readonly action: string;
  /** Another action that AWS takes in its place. */
  readonly or?: string;
  readonly key?: string;
  /** The service's documents do not say it (R125). */
  readonly guessed?: true;
  /** Of the resource asked, the last part of its ARN → of what the call makes, where that is another resource. */
  readonly made?: (resource: string) => string;
}

interface Row extends Tagging {
  /** The calls; a pattern where they are told by their kind. */
  readonly calls: ReadonlySet<string> | RegExp;
}

function calls(list: string): ReadonlySet<string> {
  return new Set(list.toLowerCase().split(' '));
}

/** `loadbalancer/app/web/50dc` → `listener/app/web/50dc/*`: its listeners carry its name. */
const below = (type: string) => (resource: string) =>
  `${type}/${resource.slice(resource.indexOf('/') + 1)}/*`;

/** Anything of the type: nothing of the resource asked is in its name. */
const any = (type: string) => () => `${type}/*`;

const creating = /^(create|copy|restore|run|register|start|import|put)/;

/** Services whose documents, or whose refusals that people met, say it. Of any other service see `otherTagging`. */
const rows: Readonly<Record<string, readonly Row[]>> = {
  // https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/supported-iam-actions-tagging.html
  ec2: [{ calls: /^(?!createtags$|deletetags$)/, action: 'ec2:CreateTags', key: 'ec2:CreateAction' }],
  // https://docs.aws.amazon.com/elasticloadbalancing/latest/userguide/tagging-resources-during-creation.html
  elasticloadbalancing: [
    ...(
      [
        ['CreateLoadBalancer CreateTargetGroup CreateTrustStore', undefined],
        ['CreateListener', below('listener')],
        ['CreateRule', below('listener-rule')],
      ] as const
    ).map(([names, made]) => ({
      calls: calls(names),
      action: 'elasticloadbalancing:AddTags',
      key: 'elasticloadbalancing:CreateAction',
      ...(made === undefined ? {} : { made }),
    })),
  ],
  // https://docs.aws.amazon.com/AmazonECS/latest/developerguide/supported-iam-actions-tagging.html
  ecs: [
    ...(
      [
        [
          'CreateCapacityProvider CreateCluster CreateService CreateTaskSet RegisterTaskDefinition',
          undefined,
        ],
        ['RegisterContainerInstance', below('container-instance')],
        ['RunTask StartTask', any('task')],
      ] as const
    ).map(([names, made]) => ({
      calls: calls(names),
      action: 'ecs:TagResource',
      key: 'ecs:CreateAction',
      ...(made === undefined ? {} : { made }),
    })),
  ],
  elasticfilesystem: [
    ...(
      [
        ['CreateFileSystem', undefined],
        ['CreateAccessPoint', any('access-point')],
      ] as const
    ).map(([names, made]) => ({
      calls: calls(names),
      action: 'elasticfilesystem:TagResource',
      key: 'elasticfilesystem:CreateAction',
      ...(made === undefined ? {} : { made }),
    })),
  ],
  drs: [{ calls: creating, action: 'drs:TagResource', key: 'drs:CreateAction' }],
  mgn: [{ calls: creating, action: 'mgn:TagResource', key: 'mgn:CreateAction' }],
  s3files: [{ calls: creating, action: 's3files:TagResource', key: 's3files:CreateAction' }],
  'vpc-lattice': [{ calls: creating, action: 'vpc-lattice:TagResource', key: 'vpc-lattice:CreateAction' }],
  sagemaker: [{ calls: creating, action: 'sagemaker:AddTags', key: 'sagemaker:TaggingAction' }],
  // https://docs.aws.amazon.com/IAM/latest/UserGuide/id_tags_users.html, and its like for other entities
  iam: [
    { calls: calls('CreateUser'), action: 'iam:TagUser' },
    { calls: calls('CreateRole'), action: 'iam:TagRole' },
    { calls: calls('CreatePolicy'), action: 'iam:TagPolicy' },
    { calls: calls('CreateInstanceProfile'), action: 'iam:TagInstanceProfile' },
    { calls: calls('CreateOpenIDConnectProvider'), action: 'iam:TagOpenIDConnectProvider' },
    { calls: calls('CreateSAMLProvider'), action: 'iam:TagSAMLProvider' },
    { calls: calls('CreateVirtualMFADevice'), action: 'iam:TagMFADevice' },
    { calls: calls('UploadServerCertificate'), action: 'iam:TagServerCertificate' },
  ],
  // https://docs.aws.amazon.com/kms/latest/APIReference/API_CreateKey.html
  kms: [{ calls: calls('CreateKey ReplicateKey'), action: 'kms:TagResource' }],
  secretsmanager: [{ calls: calls('CreateSecret'), action: 'secretsmanager:TagResource' }],
  sqs: [{ calls: calls('CreateQueue'), action: 'sqs:TagQueue' }],
  sns: [{ calls: calls('CreateTopic'), action: 'sns:TagResource' }],
  // https://docs.aws.amazon.com/AmazonS3/latest/API/API_PutObject.html
  s3: [
    { calls: calls('PutObject'), action: 's3:PutObjectTagging' },
    { calls: creating, action: 's3:TagResource' },
  ],
  s3tables: [{ calls: creating, action: 's3tables:TagResource' }],
  s3vectors: [{ calls: creating, action: 's3vectors:TagResource' }],
  // https://docs.aws.amazon.com/kinesis/latest/APIReference/API_CreateStream.html
  kinesis: [
    { calls: calls('CreateStream'), action: 'kinesis:AddTagsToStream' },
    { calls: calls('RegisterStreamConsumer'), action: 'kinesis:TagResource' },
  ],
  firehose: [{ calls: calls('CreateDeliveryStream'), action: 'firehose:TagDeliveryStream' }],
  events: [{ calls: calls('PutRule'), action: 'events:TagResource' }],
  dsql: [{ calls: calls('CreateCluster'), action: 'dsql:TagResource' }],
  cloudwatch: [
    { calls: calls('PutMetricAlarm PutCompositeAlarm PutInsightRule'), action: 'cloudwatch:TagResource' },
  ],
  // https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_CreateLogGroup.html
  logs: [{ calls: calls('CreateLogGroup'), action: 'logs:TagResource', or: 'logs:TagLogGroup' }],
  organizations: [
    {
      calls: calls(
        'CreateAccount CreateGovCloudAccount CreateOrganizationalUnit CreatePolicy InviteAccountToOrganization',
      ),
      action: 'organizations:TagResource',
    },
  ],
  rekognition: [
    { calls: calls('CreateCollection CreateStreamProcessor'), action: 'rekognition:TagResource' },
  ],
  ssm: [{ calls: /^(create|put|register)/, action: 'ssm:AddTagsToResource' }],
  fsx: [{ calls: /^(create|copy|delete|restore)/, action: 'fsx:TagResource' }],
  workspaces: [
    {
      calls: /^create/,
      action: 'workspaces:CreateTags',
    },
  ],
  // https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/API_CreateStackSet.html
  cloudformation: [
    { calls: /^create/, action: 'cloudformation:TagResource', key: 'cloudformation:CreateAction' },
  ],
  elasticmapreduce: [{ calls: calls('RunJobFlow'), action: 'elasticmapreduce:AddTags' }],
  dynamodb: [{ calls: creating, action: 'dynamodb:TagResource' }],
  lambda: [{ calls: creating, action: 'lambda:TagResource' }],
  rds: [{ calls: creating, action: 'rds:AddTagsToResource' }],
};

const known = new WeakMap<Action, { readonly tagging: Tagging | undefined }>();

/** What a call of the action with tags asks besides, worked out once. */
export function taggingOf(action: Action): Tagging | undefined {
  let found = known.get(action);
  if (found === undefined) known.set(action, (found = { tagging: findTagging(action) }));
  return found.tagging;
}

function findTagging({ name, level }: Action): Tagging | undefined {
  if (level === 'Tagging') return undefined;
  const [service = '', call = ''] = lowerCase(name).split(':');
  const own = rows[service];
  const row = own?.find(({ calls: which }) => (which instanceof RegExp ? which.test(call) : which.has(call)));
  return row ?? (level === 'Write' ? otherTagging(service) : undefined);
}

/**
 * Of a service whose documents do not say: its only action that sets tags, else the one named TagResource. A call with
 * tags may need it: the stricter reading.
 */
function otherTagging(service: string): Tagging | undefined {
  const setting = (serviceTable(service)?.actionNames() ?? []).filter(
    (name) =>
      !/^(Un|Remove|Delete|List|Get)/i.test(name) && findAction(`${service}:${name}`)?.level === 'Tagging',
  );
  const name = setting.length === 1 ? setting[0] : setting.find((each) => each === 'TagResource');
  return name === undefined ? undefined : { action: `${service}:${name}`, guessed: true };
}

const isRequestTag = ({ name }: { readonly name: string }) => name.startsWith('aws:RequestTag/');

/**
 * Whether a call of the action takes tags for the resource asked. Where the data lists the tags in rows of types, they
 * are those of what the call makes alone, as with EC2; else of every resource of the call.
 */
export function takesTagsFor(action: Action, types: readonly ActionResourceType[]): boolean {
  if (action.name === 's3:PutObject') return true;
  if (types.some(isTagged)) return true;
  return (
    action.conditionKeys.some(isRequestTag) && !(types.length > 0 && action.resourceTypes.some(isTagged))
  );
}

function isTagged({ rowKeys }: ActionResourceType): boolean {
  return rowKeys.some(isRequestTag);
}
