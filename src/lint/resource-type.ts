import type { PolicyType } from '../policy/policy.ts';

interface Kind {
  readonly type: string;
  /** How the last part of its ARNs begins; any where it is not said. */
  readonly begins?: RegExp;
}

/** By the third part of an ARN; the first that fits. */
const typesOfService: Readonly<Record<string, readonly Kind[]>> = {
  s3: [{ type: 'AWS::S3::Bucket', begins: /^(?!accesspoint\/)/ }, { type: 'AWS::S3::AccessPoint' }],
  s3express: [
    { type: 'AWS::S3Express::DirectoryBucket', begins: /^(?!accesspoint\/)/ },
    { type: 'AWS::S3Express::AccessPoint' },
  ],
  's3-outposts': [
    { type: 'AWS::S3Outposts::AccessPoint', begins: /\/accesspoint\// },
    { type: 'AWS::S3Outposts::Bucket' },
  ],
  s3tables: [{ type: 'AWS::S3Tables::Table', begins: /\/table\// }, { type: 'AWS::S3Tables::TableBucket' }],
  sqs: [{ type: 'AWS::SQS::Queue' }],
  sns: [{ type: 'AWS::SNS::Topic' }],
  kms: [{ type: 'AWS::KMS::Key' }],
  lambda: [{ type: 'AWS::Lambda::Function' }],
  secretsmanager: [{ type: 'AWS::SecretsManager::Secret' }],
  ecr: [{ type: 'AWS::ECR::Repository' }],
  dynamodb: [{ type: 'AWS::DynamoDB::Stream', begins: /\/stream\// }, { type: 'AWS::DynamoDB::Table' }],
  elasticfilesystem: [{ type: 'AWS::EFS::FileSystem' }],
  es: [{ type: 'AWS::OpenSearchService::Domain' }],
  kinesis: [
    { type: 'AWS::Kinesis::StreamConsumer', begins: /\/consumer\// },
    { type: 'AWS::Kinesis::Stream' },
  ],
  glacier: [{ type: 'AWS::S3::Glacier' }],
  'execute-api': [{ type: 'AWS::ApiGateway::RestApi' }],
  codeartifact: [{ type: 'AWS::CodeArtifact::Domain' }],
  backup: [{ type: 'AWS::Backup::BackupVault' }],
  cloudtrail: [
    { type: 'AWS::CloudTrail::Dashboard', begins: /^dashboard\// },
    { type: 'AWS::CloudTrail::EventDataStore' },
  ],
};

/** The type of resource of an ARN, as CloudFormation names it; undefined where it is of none that has policies. */
export function typeOfArn(arn: string): string | undefined {
  const [prefix, , service = '', , , ...rest] = arn.split(':');
  if (prefix !== 'arn') return undefined;
  const resource = rest.join(':');
  return typesOfService[service]?.find(({ begins }) => begins?.test(resource) ?? true)?.type;
}

/** Types of resources whose policies are no resource policies as others are. */
const otherPolicies: Readonly<Record<string, PolicyType>> = {
  'AWS::IAM::AssumeRolePolicyDocument': 'trust',
  'AWS::EC2::VPCEndpoint': 'endpoint',
};

/** The type of policy that is attached to a type of resource. */
export function policyTypeOf(resourceType: string): PolicyType {
  return otherPolicies[resourceType] ?? 'resource';
}

/** Types of resources that rules know. */
export const knownTypes: readonly string[] = [
  ...Object.values(typesOfService).flatMap((kinds) => kinds.map(({ type }) => type)),
  ...Object.keys(otherPolicies),
];

/** The service whose ARNs and actions are of a type of resource, as `s3` of `AWS::S3::Bucket`. */
export function serviceOfType(type: string): string | undefined {
  return Object.entries(typesOfService).find(([, kinds]) => kinds.some((kind) => kind.type === type))?.[0];
}

/** The type of resource whose policies have actions of a service, as `AWS::S3::Bucket` of `s3`. */
export function typeOfService(service: string): string | undefined {
  return typesOfService[service]?.[0]?.type;
}
