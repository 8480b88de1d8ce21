/**
 * What a role session's name tells about who started it (docs/identifiers.md). Callers choose the name
 * freely, so all but the rows that AWS sets are only a likeness. The first matching row wins.
 */
export interface SessionSource {
  readonly kind: string;
  /** Who starts sessions with such names. */
  readonly title: string;
  /** AWS chooses the name: the caller cannot. */
  readonly setByAws: boolean;
  readonly evidence: Evidence;
  /** Milliseconds since the epoch, where the name holds a time. */
  readonly startedAt?: number;
}

/** AWS documentation · source code of the named tool · seen in public logs · not verified. */
type Evidence = 'documented' | 'source' | 'observed' | 'unverified';
type Unit = 's' | 'ms' | 'ns' | 'ticks';

export interface SessionSourceRow {
  readonly kind: string;
  readonly title: string;
  readonly session: RegExp;
  /** What the role's name must look like too. */
  readonly role?: RegExp;
  readonly setByAws?: true;
  readonly evidence: Evidence;
  /** What the first group of `session` counts since the epoch. */
  readonly time?: Unit;
  readonly example: string;
  readonly exampleRole?: string;
}

const uuid = '[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}';
const email = /^[\w+=,.-]+@[\w-]+(\.[\w-]+)+$/;

export const sessionSources: readonly SessionSourceRow[] = [
  {
    kind: 'ec2-instance',
    title: 'EC2 instance profile: the name is the instance id',
    session: /^i-([0-9a-f]{8}|[0-9a-f]{17})$/,
    setByAws: true,
    evidence: 'documented',
    example: 'i-0abcd1234ef567890',
  },
  {
    kind: 'ssm-hybrid',
    title: 'node registered with an SSM hybrid activation',
    session: /^mi-[0-9a-f]{17}$/,
    evidence: 'observed',
    example: 'mi-0abcd1234ef567890',
  },
  {
    kind: 'botocore',
    title: 'profile with role_arn in the AWS CLI or boto3',
    session: /^botocore-session-(\d{10})$/,
    evidence: 'source',
    time: 's',
    example: 'botocore-session-1764000000',
  },
  {
    kind: 'aws-cli-example',
    title: '`aws sts assume-role` typed from an example',
    session: /^AWSCLI-Session$/,
    evidence: 'observed',
    example: 'AWSCLI-Session',
  },
  {
    kind: 'aws-sdk-js',
    title: 'profile with role_arn in the JavaScript SDK v3',
    session: /^aws-sdk-js-(\d{13})$/,
    evidence: 'source',
    time: 'ms',
    example: 'aws-sdk-js-1764000000000',
  },
  {
    kind: 'aws-sdk-js-web-identity',
    title: 'web identity (EKS service account and similar) in the JavaScript SDK v3',
    session: /^aws-sdk-js-session-(\d{13})$/,
    evidence: 'source',
    time: 'ms',
    example: 'aws-sdk-js-session-1764000000000',
  },
  {
    kind: 'aws-sdk-go',
    title: 'Go SDK, or Terraform without session_name',
    session: /^aws-go-sdk-(\d{19})$/,
    evidence: 'source',
    time: 'ns',
    example: 'aws-go-sdk-1764000000000000000',
  },
  {
    kind: 'aws-sdk-java',
    title: 'Java SDK',
    session: /^aws-sdk-java-(\d{13})$/,
    evidence: 'source',
    time: 'ms',
    example: 'aws-sdk-java-1764000000000',
  },
  {
    kind: 'aws-sdk-dotnet',
    title: '.NET SDK',
    session: /^aws-dotnet-sdk-session-(\d+)$/,
    evidence: 'source',
    time: 'ticks',
    example: 'aws-dotnet-sdk-session-638995968000000000',
  },
  {
    kind: 'aws-sdk-rust',
    title: 'profile with role_arn in the Rust SDK',
    session: /^assume-role-from-profile-(\d+)$/,
    evidence: 'source',
    time: 'ms',
    example: 'assume-role-from-profile-1764000000000',
  },
  {
    kind: 'aws-sdk-rust-web-identity',
    title: 'web identity in the Rust SDK',
    session: /^web-identity-token-(\d+)$/,
    evidence: 'unverified',
    time: 'ms',
    example: 'web-identity-token-1764000000000',
  },
  {
    kind: 'aws-sdk-rust-provider',
    title: 'AssumeRoleProvider of the Rust SDK',
    session: /^assume-role-provider-(\d+)$/,
    evidence: 'unverified',
    time: 'ms',
    example: 'assume-role-provider-1764000000000',
  },
  {
    kind: 'aws-sdk-php',
    title: 'PHP SDK',
    session: /^(AwsPhpSdk.*|aws-sdk-php-\d+)$/,
    evidence: 'unverified',
    example: 'aws-sdk-php-1764000000',
  },
  {
    kind: 'aws-sdk-ruby',
    title: 'PHP or Ruby SDK, or a copied example',
    session: /^default_session$/,
    evidence: 'unverified',
    example: 'default_session',
  },
  {
    kind: 'github-actions',
    title: 'GitHub Actions (aws-actions/configure-aws-credentials)',
    session: /^GitHubActions$/,
    evidence: 'observed',
    example: 'GitHubActions',
  },
  {
    kind: 'gitlab',
    title: 'GitLab CI',
    session: /^(GitLabRunner-\d+-\d+|gitlab-.+)$/,
    evidence: 'observed',
    example: 'GitLabRunner-42-1001',
  },
  {
    kind: 'codebuild',
    title: 'CodeBuild: the name holds the build',
    session: new RegExp(`^AWSCodeBuild-${uuid}$`),
    setByAws: true,
    evidence: 'observed',
    example: 'AWSCodeBuild-0f1e2d3c-4b5a-6978-8695-a4b3c2d1e0f9',
  },
  {
    kind: 'codepipeline',
    title: 'CodePipeline',
    session: /^AWSCodePipeline/,
    evidence: 'unverified',
    example: 'AWSCodePipeline-deploy',
  },
  {
    kind: 'codepipeline-action',
    title: 'CodePipeline',
    session: /^(\d{13})$/,
    role: /pipeline/i,
    evidence: 'unverified',
    time: 'ms',
    example: '1764000000000',
    exampleRole: 'release-pipeline',
  },
  {
    kind: 'cloudformation',
    title: 'CloudFormation with a service role',
    session: /^AWSCloudFormation$/,
    setByAws: true,
    evidence: 'observed',
    example: 'AWSCloudFormation',
  },
  {
    kind: 'ecs-task',
    title: 'ECS task: the name is the task id',
    session: /^[0-9a-f]{32}$/,
    setByAws: true,
    evidence: 'observed',
    example: '0f1e2d3c4b5a69788695a4b3c2d1e0f9',
  },
  {
    kind: 'eks-pod-identity',
    title:
      'EKS Pod Identity: cluster, pod and an id; its session tags name the service account and are transitive',
    // Names are cut at 64 characters, so the id at the end may be cut short.
    session: /^eks-.+-[0-9a-f-]{4,36}$/,
    setByAws: true,
    evidence: 'unverified',
    example: 'eks-prod-payments-0f1e2d3c-4b5a-6978-8695-a4b3c2d1e0f9',
  },
  {
    kind: 'cognito',
    title: 'Cognito identity pool',
    session: /^CognitoIdentityCredentials$/,
    setByAws: true,
    evidence: 'observed',
    example: 'CognitoIdentityCredentials',
  },
  {
    kind: 'config',
    title: 'AWS Config',
    session: /^(ConfigResourceCompositionSession|AWSConfig-.+|configLambdaExecution)$/,
    evidence: 'observed',
    example: 'AWSConfig-BucketConfigCheck',
  },
  {
    kind: 'backup',
    title: 'AWS Backup',
    session: /^AWSBackup-/,
    setByAws: true,
    evidence: 'observed',
    example: 'AWSBackup-AWSServiceRoleForBackup',
  },
  {
    kind: 'auto-scaling',
    title: 'EC2 Auto Scaling',
    session: /^AutoScaling$/,
    setByAws: true,
    evidence: 'observed',
    example: 'AutoScaling',
  },
  {
    kind: 'elastic-load-balancing',
    title: 'Elastic Load Balancing',
    session: /^ElasticLoadBalancing$/,
    setByAws: true,
    evidence: 'observed',
    example: 'ElasticLoadBalancing',
  },
  {
    kind: 'lambda-service',
    title: 'the Lambda service itself',
    session: /^awslambda_\d+_\d+$/,
    setByAws: true,
    evidence: 'unverified',
    example: 'awslambda_7_20251124',
  },
  {
    kind: 'sagemaker',
    title: 'SageMaker execution role',
    session: /^(AmazonSageMaker|SageMaker)$/,
    setByAws: true,
    evidence: 'observed',
    example: 'SageMaker',
  },
  {
    kind: 'glue',
    title: 'Glue job',
    session: /^GlueJobRunnerSession$/,
    setByAws: true,
    evidence: 'observed',
    example: 'GlueJobRunnerSession',
  },
  {
    kind: 'redshift',
    title: 'Redshift',
    session: /^Redshift/,
    evidence: 'unverified',
    example: 'RedshiftIamRoleSession',
  },
  { kind: 'rds', title: 'RDS', session: /^RDS/, evidence: 'unverified', example: 'RDS-S3Import' },
  {
    kind: 'mediaconvert',
    title: 'MediaConvert',
    session: /^MediaConvert_/,
    evidence: 'unverified',
    example: 'MediaConvert_1764000000000',
  },
  {
    kind: 'step-functions',
    title: 'Step Functions',
    session: /^states-/,
    evidence: 'unverified',
    example: 'states-order-flow',
  },
  {
    kind: 'step-functions-random',
    title: 'Step Functions',
    session: /^[A-Za-z]{32}$/,
    role: /states|step-?functions?|state-?machine/i,
    evidence: 'unverified',
    example: 'qWeRtYuIoPaSdFgHjKlZxCvBnMqWeRtY',
    exampleRole: 'OrderStateMachineRole',
  },
  {
    kind: 'hcp-terraform',
    title: 'HCP Terraform dynamic credentials',
    session: /^(terraform-run-[A-Za-z0-9]+|run-[A-Za-z0-9]{16})$/,
    evidence: 'unverified',
    example: 'run-CZcmD7eagjhyX0vN',
  },
  {
    kind: 'control-tower',
    title: 'Control Tower',
    session: /^AWSControlTower-/,
    evidence: 'observed',
    example: 'AWSControlTower-Session',
  },
  {
    kind: 'stack-sets',
    title: 'CloudFormation StackSets',
    session: /^StackSet-/,
    evidence: 'observed',
    example: 'StackSet-baseline-0f1e2d3c',
  },
  {
    kind: 'aws-vault',
    title: 'aws-vault, or an old Go tool',
    session: /^(\d{19})$/,
    evidence: 'observed',
    time: 'ns',
    example: '1764000000000000000',
  },
  {
    kind: 'copied-example',
    title: 'a name copied from an example',
    session: /^(session|test|cli)$/,
    evidence: 'unverified',
    example: 'test',
  },
  {
    kind: 'identity-center',
    title: 'IAM Identity Center: the name is the user name there',
    session: /^/,
    role: /^AWSReservedSSO_/,
    setByAws: true,
    evidence: 'observed',
    example: 'mika@example.com',
    exampleRole: 'AWSReservedSSO_AdministratorAccess_8d1c0f5a6b7e9d23',
  },
  {
    kind: 'lambda-function',
    title: 'Lambda: the name is the function',
    session: /^[\w-]{1,64}$/,
    role: /lambda|function/i,
    setByAws: true,
    evidence: 'observed',
    example: 'resize-images',
    exampleRole: 'resize-images-lambda-role',
  },
  {
    kind: 'saml-or-broker',
    title: "SAML (the RoleSessionName attribute) or a company's own broker",
    session: email,
    evidence: 'observed',
    example: 'mika@example.com',
    exampleRole: 'Developer',
  },
];

export interface SessionContext {
  /** IAM users of the account, from a snapshot: the console's Switch Role takes the user's name. */
  readonly userNames?: ReadonlySet<string>;
  /** `AWS_LAMBDA_FUNCTION_NAME` of the environment. */
  readonly functionName?: string;
}

/** The first row that a session name matches; `roleName` is empty where it is not known. */
export function findSessionSource(
  sessionName: string,
  roleName: string,
  { userNames, functionName }: SessionContext = {},
): SessionSource | undefined {
  for (const row of sessionSources) {
    if (row.kind === 'lambda-function' && sessionName !== '' && sessionName === functionName)
      return found(row);
    if (row.role?.test(roleName) === false) continue;
    const match = row.session.exec(sessionName);
    if (match !== null) return found(row, match[1]);
  }
  if (userNames?.has(sessionName) !== true) return undefined;
  return {
    kind: 'switch-role',
    title: "the console's Switch Role: the name is the IAM user's",
    setByAws: true,
    evidence: 'documented',
  };
}

function found(row: SessionSourceRow, count?: string): SessionSource {
  const startedAt =
    row.time === undefined || count === undefined ? undefined : millisecondsOf(count, row.time);
  return {
    kind: row.kind,
    title: row.title,
    setByAws: row.setByAws === true,
    evidence: row.evidence,
    ...(startedAt === undefined ? {} : { startedAt }),
  };
}

const earliest = Date.UTC(2006, 0);
const latest = Date.UTC(2100, 0);
/** 0001-01-01, where .NET's ticks of 100 ns begin, to 1970-01-01. */
const ticksBeforeEpoch = 621_355_968_000_000_000n;

/** Undefined for a number that is no plausible time: the name only looks like one with a time in it. */
function millisecondsOf(count: string, unit: Unit): number | undefined {
  if (count.length > 20) return undefined;
  const milliseconds = Number(inMilliseconds(BigInt(count), unit));
  return milliseconds >= earliest && milliseconds < latest ? milliseconds : undefined;
}

function inMilliseconds(count: bigint, unit: Unit): bigint {
  switch (unit) {
    case 's':
      return count * 1000n;
    case 'ms':
      return count;
    case 'ns':
      return count / 1_000_000n;
    case 'ticks':
      return (count - ticksBeforeEpoch) / 10_000n;
  }
}
