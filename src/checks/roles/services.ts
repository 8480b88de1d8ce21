import { nearest } from '../../core/nearest.ts';

/**
 * Services that roles are passed to: who the trust policy names, which is `iam:PassedToService` too, and the calls that
 * pass one. https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_aws-services-that-work-with-iam.html
 */
export interface PassedService {
  readonly principal: string;
  readonly title: string;
  readonly calls: readonly string[];
  /** Others that the trust policy has to name beside it. */
  readonly also?: readonly string[];
  /** The service passes session tags: sts:TagSession has to be allowed, too. */
  readonly tags?: true;
  /** It takes the role out of an instance profile. */
  readonly throughProfile?: true;
  /** It sends the account and the resource that it acts for. */
  readonly sendsSource?: true;
  readonly note?: string;
}

const row = (
  principal: string,
  title: string,
  calls = '',
  more: Omit<PassedService, 'principal' | 'title' | 'calls'> = {},
): PassedService => ({
  principal: `${principal}.amazonaws.com`,
  title,
  calls: calls === '' ? [] : calls.split(' '),
  ...more,
});

const sends = { sendsSource: true } as const;

export const passedServices: readonly PassedService[] = [
  row('ec2', 'EC2', 'ec2:RunInstances ec2:AssociateIamInstanceProfile', { throughProfile: true }),
  row('lambda', 'Lambda', 'lambda:CreateFunction lambda:UpdateFunctionConfiguration'),
  row('edgelambda', 'Lambda@Edge', 'lambda:CreateFunction', { also: ['lambda.amazonaws.com'] }),
  row('ecs-tasks', 'ECS tasks', 'ecs:RegisterTaskDefinition ecs:RunTask', {
    ...sends,
    note: 'tasks and their execution roles trust ecs-tasks.amazonaws.com, not ecs.amazonaws.com',
  }),
  row('ecs', 'ECS services', 'ecs:CreateService', {
    note: 'the role of a task trusts ecs-tasks.amazonaws.com',
  }),
  row('eks', 'EKS clusters', 'eks:CreateCluster', { note: 'the role of a node trusts ec2.amazonaws.com' }),
  row('pods.eks', 'EKS Pod Identity', 'eks:CreatePodIdentityAssociation', { tags: true }),
  row('eks-fargate-pods', 'EKS Fargate', 'eks:CreateFargateProfile'),
  row('cloudformation', 'CloudFormation', 'cloudformation:CreateStack', sends),
  row('codebuild', 'CodeBuild', 'codebuild:CreateProject', sends),
  row('codepipeline', 'CodePipeline', 'codepipeline:CreatePipeline'),
  row('codedeploy', 'CodeDeploy', 'codedeploy:CreateDeploymentGroup'),
  row('states', 'Step Functions', 'states:CreateStateMachine', sends),
  row('events', 'EventBridge rules', 'events:PutTargets'),
  row('pipes', 'EventBridge Pipes', 'pipes:CreatePipe', sends),
  row('scheduler', 'EventBridge Scheduler', 'scheduler:CreateSchedule', sends),
  row('apigateway', 'API Gateway', 'apigateway:PATCH'),
  row('appsync', 'AppSync', 'appsync:CreateDataSource'),
  row('glue', 'Glue', 'glue:CreateJob glue:CreateCrawler', sends),
  row('sagemaker', 'SageMaker', 'sagemaker:CreateNotebookInstance sagemaker:CreateTrainingJob', sends),
  row('bedrock', 'Bedrock', 'bedrock:CreateAgent', sends),
  row('elasticmapreduce', 'EMR', 'elasticmapreduce:RunJobFlow', {
    note: 'the role of its instances trusts ec2.amazonaws.com',
  }),
  row('emr-serverless', 'EMR Serverless', 'emr-serverless:StartJobRun'),
  row('firehose', 'Data Firehose', 'firehose:CreateDeliveryStream', sends),
  row('kinesisanalytics', 'Managed Flink', 'kinesisanalytics:CreateApplication', sends),
  row('rds', 'RDS', 'rds:CreateDBInstance rds:AddRoleToDBInstance'),
  row('monitoring.rds', 'RDS enhanced monitoring', 'rds:CreateDBInstance', sends),
  row('redshift', 'Redshift', 'redshift:CreateCluster redshift:ModifyClusterIamRoles', sends),
  row('redshift-serverless', 'Redshift Serverless', 'redshift-serverless:CreateNamespace', {
    ...sends,
    also: ['redshift.amazonaws.com'],
  }),
  row('dms', 'DMS', 'dms:CreateEndpoint', { ...sends, note: 'DMS wants its roles under fixed names' }),
  row('backup', 'Backup', 'backup:StartBackupJob backup:CreateBackupSelection', sends),
  row('batch', 'Batch', 'batch:CreateComputeEnvironment', {
    note: 'the role of a job trusts ecs-tasks.amazonaws.com',
  }),
  row('ssm', 'Systems Manager', 'ssm:SendCommand ssm:StartAutomationExecution ssm:CreateActivation', sends),
  row('config', 'Config', 'config:PutConfigurationRecorder', sends),
  row('cloudtrail', 'CloudTrail', 'cloudtrail:CreateTrail'),
  row('vpc-flow-logs', 'VPC flow logs', 'ec2:CreateFlowLogs', sends),
  row('logs', 'CloudWatch Logs', 'logs:PutSubscriptionFilter', sends),
  row('iot', 'IoT', 'iot:CreateTopicRule'),
  row('sns', 'SNS', 'sns:SetTopicAttributes', sends),
  row('s3', 'S3 replication', 's3:PutReplicationConfiguration', sends),
  row('batchoperations.s3', 'S3 Batch Operations', 's3:CreateJob', sends),
  row('transfer', 'Transfer Family', 'transfer:CreateUser', sends),
  row('datasync', 'DataSync', 'datasync:CreateLocationS3', sends),
  row('storagegateway', 'Storage Gateway', 'storagegateway:CreateNFSFileShare'),
  row('cognito-idp', 'Cognito', 'cognito-idp:CreateUserPool'),
  row('amplify', 'Amplify', 'amplify:CreateApp'),
  row('build.apprunner', 'App Runner builds', 'apprunner:CreateService'),
  row('tasks.apprunner', 'App Runner', 'apprunner:CreateService'),
  row('autoscaling', 'Auto Scaling', 'autoscaling:PutLifecycleHook'),
  row(
    'application-autoscaling',
    'Application Auto Scaling',
    'application-autoscaling:RegisterScalableTarget',
  ),
  row('imagebuilder', 'Image Builder', 'imagebuilder:CreateImagePipeline'),
  row('airflow', 'Managed Airflow', 'airflow:CreateEnvironment', { also: ['airflow-env.amazonaws.com'] }),
];

const form = /^([a-z0-9-]+(?:\.[a-z0-9-]+)*)\.amazonaws\.com(\.cn)?$/;

/** A service as it was asked for; undefined for what is none. */
export interface AskedService {
  /** As policies name it. */
  readonly principal: string;
  readonly known: PassedService | undefined;
}

/** `lambda`, `lambda.amazonaws.com`, `ec2.amazonaws.com.cn`, `logs.eu-west-1.amazonaws.com`. */
export function findService(text: string): AskedService | undefined {
  const lower = text.toLowerCase();
  const [, name = /^[a-z0-9-]+(?:\.[a-z0-9-]+)*$/.test(lower) ? lower : undefined, china = ''] =
    form.exec(lower) ?? [];
  if (name === undefined) return undefined;
  const plain = name.replace(/\.[a-z]{2}(?:-[a-z]+)+-\d+$/, '');
  const known = passedServices.find(({ principal }) => principal === `${plain}.amazonaws.com`);
  if (known === undefined && !form.test(lower)) return undefined;
  return { principal: `${name}.amazonaws.com${china}`, known };
}

/** The service that was most likely meant. */
export function nearestService(text: string): string | undefined {
  const name = text.toLowerCase().replace(/\.amazonaws\.com.*$/, '');
  const near = nearest(
    name,
    passedServices.map(({ principal }) => principal.replace('.amazonaws.com', '')),
  );
  const titled = passedServices.find(({ title }) => title.toLowerCase() === text.toLowerCase());
  return titled?.principal ?? (near === undefined ? undefined : `${near}.amazonaws.com`);
}
