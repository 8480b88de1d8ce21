import type { PolicyType } from '../../policy/policy.ts';

/** Where a resource of a template or a plan holds a policy. */
export interface PlaceOfPolicy {
  /** The names that lead to it; `*` is every item of a list. */
  readonly path: readonly string[];
  readonly type: PolicyType;
  readonly resourceType?: string;
}

const identity = (...path: readonly string[]): PlaceOfPolicy => ({ path, type: 'identity' });
const of = (resourceType: string, ...path: readonly string[]): PlaceOfPolicy => ({
  path,
  type: 'resource',
  resourceType,
});

/** By the resource's type in CloudFormation (https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/) and SAM. */
export const templatePlaces: Readonly<Record<string, readonly PlaceOfPolicy[]>> = {
  'AWS::IAM::Policy': [identity('PolicyDocument')],
  'AWS::IAM::ManagedPolicy': [identity('PolicyDocument')],
  'AWS::IAM::RolePolicy': [identity('PolicyDocument')],
  'AWS::IAM::UserPolicy': [identity('PolicyDocument')],
  'AWS::IAM::GroupPolicy': [identity('PolicyDocument')],
  'AWS::IAM::Role': [
    { path: ['AssumeRolePolicyDocument'], type: 'trust' },
    identity('Policies', '*', 'PolicyDocument'),
  ],
  'AWS::IAM::User': [identity('Policies', '*', 'PolicyDocument')],
  'AWS::IAM::Group': [identity('Policies', '*', 'PolicyDocument')],
  'AWS::SSO::PermissionSet': [identity('InlinePolicy')],
  'AWS::Serverless::Function': [
    { path: ['AssumeRolePolicyDocument'], type: 'trust' },
    identity('Policies', '*'),
    identity('Policies'),
  ],
  'AWS::S3::BucketPolicy': [of('AWS::S3::Bucket', 'PolicyDocument')],
  'AWS::S3::AccessPoint': [of('AWS::S3::AccessPoint', 'Policy')],
  'AWS::S3Express::BucketPolicy': [of('AWS::S3Express::DirectoryBucket', 'PolicyDocument')],
  'AWS::S3Tables::TableBucketPolicy': [of('AWS::S3Tables::TableBucket', 'ResourcePolicy')],
  'AWS::SQS::QueuePolicy': [of('AWS::SQS::Queue', 'PolicyDocument')],
  'AWS::SNS::TopicPolicy': [of('AWS::SNS::Topic', 'PolicyDocument')],
  'AWS::KMS::Key': [of('AWS::KMS::Key', 'KeyPolicy')],
  'AWS::KMS::ReplicaKey': [of('AWS::KMS::Key', 'KeyPolicy')],
  'AWS::SecretsManager::ResourcePolicy': [of('AWS::SecretsManager::Secret', 'ResourcePolicy')],
  'AWS::ECR::Repository': [of('AWS::ECR::Repository', 'RepositoryPolicyText')],
  'AWS::EFS::FileSystem': [of('AWS::EFS::FileSystem', 'FileSystemPolicy')],
  'AWS::OpenSearchService::Domain': [of('AWS::OpenSearchService::Domain', 'AccessPolicies')],
  'AWS::Elasticsearch::Domain': [of('AWS::OpenSearchService::Domain', 'AccessPolicies')],
  'AWS::ApiGateway::RestApi': [of('AWS::ApiGateway::RestApi', 'Policy')],
  'AWS::Backup::BackupVault': [of('AWS::Backup::BackupVault', 'AccessPolicy')],
  'AWS::CodeArtifact::Domain': [of('AWS::CodeArtifact::Domain', 'PermissionsPolicyDocument')],
  'AWS::DynamoDB::Table': [of('AWS::DynamoDB::Table', 'ResourcePolicy', 'PolicyDocument')],
  'AWS::Kinesis::ResourcePolicy': [of('AWS::Kinesis::Stream', 'ResourcePolicy')],
  'AWS::Logs::ResourcePolicy': [of('AWS::Logs::ResourcePolicy', 'PolicyDocument')],
  'AWS::EC2::VPCEndpoint': [{ path: ['PolicyDocument'], type: 'endpoint' }],
};

/** By the resource's type in Terraform (https://registry.terraform.io/providers/hashicorp/aws/latest/docs). */
export const planPlaces: Readonly<Record<string, readonly PlaceOfPolicy[]>> = {
  aws_iam_policy: [identity('policy')],
  aws_iam_user_policy: [identity('policy')],
  aws_iam_group_policy: [identity('policy')],
  aws_iam_role_policy: [identity('policy')],
  aws_iam_role: [{ path: ['assume_role_policy'], type: 'trust' }, identity('inline_policy', '*', 'policy')],
  aws_ssoadmin_permission_set_inline_policy: [identity('inline_policy')],
  aws_s3_bucket_policy: [of('AWS::S3::Bucket', 'policy')],
  aws_s3_access_point: [of('AWS::S3::AccessPoint', 'policy')],
  aws_s3control_access_point_policy: [of('AWS::S3::AccessPoint', 'policy')],
  aws_sqs_queue: [of('AWS::SQS::Queue', 'policy')],
  aws_sqs_queue_policy: [of('AWS::SQS::Queue', 'policy')],
  aws_sns_topic: [of('AWS::SNS::Topic', 'policy')],
  aws_sns_topic_policy: [of('AWS::SNS::Topic', 'policy')],
  aws_kms_key: [of('AWS::KMS::Key', 'policy')],
  aws_kms_key_policy: [of('AWS::KMS::Key', 'policy')],
  aws_secretsmanager_secret: [of('AWS::SecretsManager::Secret', 'policy')],
  aws_secretsmanager_secret_policy: [of('AWS::SecretsManager::Secret', 'policy')],
  aws_ecr_repository_policy: [of('AWS::ECR::Repository', 'policy')],
  aws_ecr_registry_policy: [of('AWS::ECR::Repository', 'policy')],
  aws_efs_file_system_policy: [of('AWS::EFS::FileSystem', 'policy')],
  aws_opensearch_domain: [of('AWS::OpenSearchService::Domain', 'access_policies')],
  aws_opensearch_domain_policy: [of('AWS::OpenSearchService::Domain', 'access_policies')],
  aws_elasticsearch_domain: [of('AWS::OpenSearchService::Domain', 'access_policies')],
  aws_elasticsearch_domain_policy: [of('AWS::OpenSearchService::Domain', 'access_policies')],
  aws_cloudwatch_event_bus_policy: [of('AWS::Events::EventBus', 'policy')],
  aws_api_gateway_rest_api: [of('AWS::ApiGateway::RestApi', 'policy')],
  aws_api_gateway_rest_api_policy: [of('AWS::ApiGateway::RestApi', 'policy')],
  aws_glacier_vault: [of('AWS::S3::Glacier', 'access_policy')],
  aws_glacier_vault_lock: [of('AWS::S3::Glacier', 'policy')],
  aws_backup_vault_policy: [of('AWS::Backup::BackupVault', 'policy')],
  aws_cloudwatch_log_resource_policy: [of('AWS::Logs::ResourcePolicy', 'policy_document')],
  aws_codeartifact_domain_permissions_policy: [of('AWS::CodeArtifact::Domain', 'policy_document')],
  aws_codeartifact_repository_permissions_policy: [of('AWS::CodeArtifact::Domain', 'policy_document')],
  aws_dynamodb_resource_policy: [of('AWS::DynamoDB::Table', 'policy')],
  aws_kinesis_resource_policy: [of('AWS::Kinesis::Stream', 'policy')],
  aws_glue_resource_policy: [{ path: ['policy'], type: 'resource' }],
  aws_acmpca_policy: [{ path: ['policy'], type: 'resource' }],
  aws_media_store_container_policy: [{ path: ['policy'], type: 'resource' }],
  aws_vpc_endpoint: [{ path: ['policy'], type: 'endpoint' }],
  aws_vpc_endpoint_policy: [{ path: ['policy'], type: 'endpoint' }],
};

/** A policy of an organization is of the type that another attribute says. */
export const organizationTypes: Readonly<Record<string, PolicyType>> = {
  SERVICE_CONTROL_POLICY: 'scp',
  RESOURCE_CONTROL_POLICY: 'rcp',
};
