/**
 * The types of resources of CheckNoPublicAccess
 * (https://docs.aws.amazon.com/access-analyzer/latest/APIReference/API_CheckNoPublicAccess.html), each with an action of its
 * policies and a resource.
 */
export const publicTypes: readonly (readonly [type: string, action: string, resource: string])[] = [
  ['AWS::DynamoDB::Table', 'dynamodb:GetItem', 'arn:aws:dynamodb:us-east-1:111122223333:table/orders'],
  [
    'AWS::DynamoDB::Stream',
    'dynamodb:GetRecords',
    'arn:aws:dynamodb:us-east-1:111122223333:table/orders/stream/2026-01-01T00:00:00.000',
  ],
  [
    'AWS::EFS::FileSystem',
    'elasticfilesystem:ClientMount',
    'arn:aws:elasticfilesystem:us-east-1:111122223333:file-system/fs-0a1b2c3d',
  ],
  ['AWS::OpenSearchService::Domain', 'es:ESHttpGet', 'arn:aws:es:us-east-1:111122223333:domain/logs'],
  ['AWS::Kinesis::Stream', 'kinesis:GetRecords', 'arn:aws:kinesis:us-east-1:111122223333:stream/events'],
  [
    'AWS::Kinesis::StreamConsumer',
    'kinesis:SubscribeToShard',
    'arn:aws:kinesis:us-east-1:111122223333:stream/events/consumer/app:1700000000',
  ],
  ['AWS::KMS::Key', 'kms:Decrypt', '*'],
  ['AWS::Lambda::Function', 'lambda:InvokeFunction', 'arn:aws:lambda:us-east-1:111122223333:function:app'],
  ['AWS::S3::Bucket', 's3:GetObject', 'arn:aws:s3:::acme-data/*'],
  ['AWS::S3::AccessPoint', 's3:GetObject', 'arn:aws:s3:us-east-1:111122223333:accesspoint/reports/object/*'],
  [
    'AWS::S3Express::DirectoryBucket',
    's3express:CreateSession',
    'arn:aws:s3express:us-east-1:111122223333:bucket/acme--use1-az4--x-s3',
  ],
  [
    'AWS::S3Express::AccessPoint',
    's3express:CreateSession',
    'arn:aws:s3express:us-east-1:111122223333:accesspoint/reports--use1-az4--xa-s3',
  ],
  ['AWS::S3::Glacier', 'glacier:InitiateJob', 'arn:aws:glacier:us-east-1:111122223333:vaults/old'],
  [
    'AWS::S3Outposts::Bucket',
    's3-outposts:GetObject',
    'arn:aws:s3-outposts:us-east-1:111122223333:outpost/op-01/bucket/acme/object/*',
  ],
  [
    'AWS::S3Outposts::AccessPoint',
    's3-outposts:GetObject',
    'arn:aws:s3-outposts:us-east-1:111122223333:outpost/op-01/accesspoint/reports/object/*',
  ],
  [
    'AWS::SecretsManager::Secret',
    'secretsmanager:GetSecretValue',
    'arn:aws:secretsmanager:us-east-1:111122223333:secret:db-AbCdEf',
  ],
  ['AWS::SNS::Topic', 'sns:Publish', 'arn:aws:sns:us-east-1:111122223333:alerts'],
  ['AWS::SQS::Queue', 'sqs:SendMessage', 'arn:aws:sqs:us-east-1:111122223333:jobs'],
  ['AWS::IAM::AssumeRolePolicyDocument', 'sts:AssumeRole', ''],
  [
    'AWS::S3Tables::TableBucket',
    's3tables:ListNamespaces',
    'arn:aws:s3tables:us-east-1:111122223333:bucket/acme',
  ],
  [
    'AWS::S3Tables::Table',
    's3tables:GetTableData',
    'arn:aws:s3tables:us-east-1:111122223333:bucket/acme/table/0a1b2c3d-0000-1111-2222-333344445555',
  ],
  [
    'AWS::ApiGateway::RestApi',
    'execute-api:Invoke',
    'arn:aws:execute-api:us-east-1:111122223333:abc123/prod/GET/pets',
  ],
  [
    'AWS::CodeArtifact::Domain',
    'codeartifact:GetAuthorizationToken',
    'arn:aws:codeartifact:us-east-1:111122223333:domain/acme',
  ],
  [
    'AWS::Backup::BackupVault',
    'backup:CopyIntoBackupVault',
    'arn:aws:backup:us-east-1:111122223333:backup-vault:main',
  ],
  [
    'AWS::CloudTrail::Dashboard',
    'cloudtrail:StartDashboardRefresh',
    'arn:aws:cloudtrail:us-east-1:111122223333:dashboard/team',
  ],
  [
    'AWS::CloudTrail::EventDataStore',
    'cloudtrail:StartQuery',
    'arn:aws:cloudtrail:us-east-1:111122223333:eventdatastore/0a1b2c3d-0000-1111-2222-333344445555',
  ],
];
