import { command, taking } from '../../core/command.ts';
import type { MessageRow, Names } from '../message-row.ts';

/** What data services, code and build services say in their own words. */
export const moreServiceRows: readonly MessageRow[] = [
  {
    // https://docs.aws.amazon.com/lambda/latest/dg/urls-auth.html
    id: 'E135',
    isRefusal: true,
    patterns: [/For troubleshooting Function URL authorization issues/i],
    meaning: 'The URL of the Lambda function refuses the call.',
    causes: [
      'the URL asks for IAM, and the request is not signed for the service lambda',
      'the policy of the function does not allow lambda:InvokeFunctionUrl and lambda:InvokeFunction to the caller, or to everybody where the URL asks for no authentication',
    ],
    remedies: [
      {
        why: 'read the policy of the function',
        command: () => command`aws lambda get-policy --function-name FUNCTION`,
      },
      {
        why: 'see whether the URL asks for IAM',
        command: () => command`aws lambda get-function-url-config --function-name FUNCTION`,
      },
    ],
    next: 'simulate',
  },
  {
    // https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_GetQueueUrl.html
    id: 'E136',
    codes: ['AWS.SimpleQueueService.NonExistentQueue', 'QueueDoesNotExist'],
    patterns: [/The specified queue does not exist(?: or you do not have access to it)?/i],
    meaning: 'SQS finds no such queue in this account and region, or hides one that the caller may not see.',
    causes: [
      'the queue is of another region or account than the call',
      'the name is another one: letter case counts, and `.fifo` belongs to it',
      'the queue policy does not let the caller in',
    ],
    remedies: [
      { why: 'see which account you are in', command: () => command`iamx whoami` },
      { why: 'see which queues it has', command: () => command`aws sqs list-queues --region REGION` },
    ],
    asksChain: true,
    next: 'whoami',
  },
  {
    // https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/UsingWithRDS.IAMDBAuth.Troubleshooting.html
    id: 'E137',
    isRefusal: true,
    patterns: [/PAM authentication failed for user/i],
    meaning: 'The database refuses the token of IAM with which its user signs in.',
    causes: [
      'no policy of whoever made the token allows rds-db:connect on the user’s ARN, which holds the resource id (db-…) and not the name of the database',
      'the token is older than 15 minutes, or was made for another host, port, region or user',
      'the user of the database was not granted rds_iam, or IAM authentication is off',
    ],
    remedies: [
      {
        why: 'see the resource id, and whether IAM authentication is on',
        command: () =>
          command`aws rds describe-db-instances --query DBInstances[].[DbiResourceId,IAMDatabaseAuthenticationEnabled]`,
      },
      { why: 'see who makes the token', command: () => command`iamx whoami` },
    ],
    asksChain: true,
    next: 'simulate',
  },
  {
    // https://docs.aws.amazon.com/opensearch-service/latest/developerguide/fgac.html
    id: 'E138',
    isRefusal: true,
    patterns: [/no permissions for \[[^\]\n]{1,200}\] and User \[name=[^,\]\n]{1,300}/i],
    meaning:
      'OpenSearch let the caller in and refuses the call by its own roles: no policy of IAM gives what they withhold.',
    causes: ['the ARN of the caller’s role is mapped to no role of OpenSearch that has the permission'],
    remedies: [
      {
        why: 'map the ARN of the role, without the name of the session, under Security, Roles, Mapped users',
      },
    ],
  },
  {
    // https://docs.aws.amazon.com/step-functions/latest/dg/service-integration-iam-templates.html
    id: 'E139',
    isRefusal: true,
    patterns: [
      /(?<role>arn:[\w-]{1,16}:iam::\d{12}:role\/\S{1,300}?)' is not authorized to create managed-rule/i,
    ],
    meaning:
      'The role of the state machine may not make the rule of EventBridge that tells it of the end of a job.',
    causes: [
      'the role lacks events:PutTargets, events:PutRule or events:DescribeRule on rule/StepFunctionsGetEventsFor…',
      'the role is some seconds old, or its policy came after the state machine',
    ],
    remedies: [
      {
        why: 'see what the role may',
        command: ({ role }: Names) => command`aws iam list-role-policies --role-name ${role}`,
      },
    ],
    next: 'simulate',
  },
  {
    // https://docs.aws.amazon.com/codecommit/latest/userguide/troubleshooting-ch.html
    id: 'E140',
    isRefusal: true,
    patterns: [
      /unable to access '?https:\/\/git-codecommit[^'\s]{1,200}'?: The requested URL returned error: 403/i,
    ],
    meaning: 'CodeCommit refuses what git sent to sign in.',
    causes: [
      'the keychain of the system sends an old password: it keeps it longer than the 15 minutes that it is good for',
      'no policy of the caller allows codecommit:GitPull or codecommit:GitPush',
      'the credential helper takes another profile',
    ],
    remedies: [
      {
        why: 'see which helpers git asks',
        command: () => command`git config --show-origin --get-all credential.helper`,
      },
      { why: 'see who AWS says you are', command: () => command`iamx whoami` },
    ],
    asksChain: true,
    next: 'whoami',
  },
  {
    // https://docs.aws.amazon.com/AmazonS3/latest/API/ErrorResponses.html
    id: 'E141',
    isRefusal: true,
    codes: ['AllAccessDisabled'],
    patterns: [/All access to this object has been disabled/i],
    meaning: 'AWS itself has closed the bucket, whatever its policies allow.',
    causes: [
      'the name is not that of your bucket: `http`, a part of a path, or a name that nobody may have',
      'the account of the bucket is suspended',
    ],
    remedies: [
      { why: 'see whose it is', command: () => command`aws s3api get-bucket-location --bucket BUCKET` },
      { why: 'read the name of the bucket again, as the program sends it' },
    ],
  },
  {
    // https://docs.aws.amazon.com/cdk/v2/guide/bootstrapping-troubleshoot.html
    id: 'E142',
    patterns: [
      /Has the environment been bootstrapped\?/i,
      /This CDK deployment requires bootstrap stack version/i,
      /Is account (?<account>\d{12}) bootstrapped\?/i,
    ],
    meaning: 'The account and region hold no bootstrap stack of CDK, or one that is too old.',
    causes: [
      'the stack goes to an account or a region that was never bootstrapped, or with another qualifier',
      'the credentials are of another account than the one that was bootstrapped',
      'the caller may not read the parameter: ssm:GetParameter on parameter/cdk-bootstrap/…',
    ],
    remedies: [
      { why: 'see which account you are in', command: () => command`iamx whoami` },
      { why: 'make it, or make it anew', command: () => command`cdk bootstrap aws://ACCOUNT/REGION` },
    ],
    asksChain: true,
    sdk: 'js',
    next: 'whoami',
  },
  {
    // https://docs.aws.amazon.com/AmazonECS/latest/developerguide/task_cannot_pull_image.html
    id: 'E143',
    isRefusal: true,
    patterns: [
      /pulling from host \S{1,120}\.dkr\.ecr\.\S{1,60} failed with status code \[[^\]\n]{1,60}\]: 40[13]/i,
      /pull access denied for \S{1,200}\.dkr\.ecr\./i,
      /failed to authorize: failed to fetch (?:anonymous|oauth) token[^\n]{0,200}\.dkr\.ecr\./i,
    ],
    meaning: 'The registry does not give the image to whoever pulls it.',
    causes: [
      'of ECS the execution role pulls, of EKS the role of the node: it lacks ecr:GetAuthorizationToken, ecr:BatchGetImage or ecr:GetDownloadUrlForLayer',
      'the repository is of another account, and its policy does not let that role in',
      'the repository or the tag is not there, or of another region',
      'docker has no sign-in for this registry',
    ],
    remedies: [
      {
        why: 'read the policy of the repository',
        command: () => command`aws ecr get-repository-policy --repository-name REPOSITORY`,
      },
      {
        why: 'see whether the image is there',
        command: () => command`aws ecr describe-images --repository-name REPOSITORY`,
      },
    ],
    next: 'simulate',
  },
  {
    // https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/API_CreateStack.html
    id: 'E144',
    codes: ['InsufficientCapabilitiesException', 'InsufficientCapabilities'],
    patterns: [/Requires capabilities ?: ?\[(?<capabilities>[A-Z_, ]{1,80})/i],
    meaning: 'The template makes things of IAM, and nobody said that it may.',
    causes: [
      'the template holds roles, policies, users or instance profiles; where they have names of their own, CAPABILITY_NAMED_IAM is needed',
      'the template has macros or nested stacks: CAPABILITY_AUTO_EXPAND',
    ],
    remedies: [
      {
        why: 'say so, having read what it makes',
        command: () =>
          command`aws cloudformation deploy --template-file TEMPLATE --stack-name STACK --capabilities CAPABILITY_NAMED_IAM`,
      },
    ],
  },
  {
    // https://docs.aws.amazon.com/sdkref/latest/guide/feature-static-credentials.html
    id: 'E145',
    codes: ['EmptyStaticCreds'],
    patterns: [/static credentials are empty/i],
    meaning: 'The program was given keys that are empty.',
    causes: [
      'a variable or a secret of the build from which it takes them is not set, or not given to this job',
      'the program’s own settings hold an empty key beside the profile that was meant',
    ],
    remedies: [
      { why: 'leave the keys out of its settings, or fill them: then the SDK looks further' },
      { why: 'see what stands in the environment', command: () => command`iamx explain-chain --sdk go` },
    ],
    asksChain: true,
    sdk: 'go',
    next: 'explain-chain',
  },
  {
    // https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_create-service-linked-role.html
    id: 'E147',
    patterns: [
      /you must enable a service-linked role to give (?<name>[\w ]{1,60}) permissions/i,
      /Unable to assume the service linked role\. Please verify that the (?<name>[\w ]{1,40}) service linked role exists/i,
      /The service-linked role for (?<name>[\w ]{1,60}) (?:does not exist|cannot be found)/i,
    ],
    meaning: 'The service needs its service-linked role, and the account has none.',
    causes: [
      'nobody used the service in this account before, and this call does not make the role',
      'it was made a minute ago',
      'the caller may not make it: iam:CreateServiceLinkedRole',
    ],
    remedies: [
      {
        why: 'make it; of ECS SERVICE is ecs.amazonaws.com, of OpenSearch opensearchservice.amazonaws.com',
        command: ({ service }: Names) =>
          command`aws iam create-service-linked-role --aws-service-name ${service}`,
      },
      { why: 'then try again, after a minute' },
    ],
    next: 'simulate',
  },
  {
    // https://docs.aws.amazon.com/AmazonS3/latest/userguide/about-object-ownership.html
    id: 'E148',
    codes: ['AccessControlListNotSupported'],
    patterns: [/The bucket does not allow ACLs/i],
    meaning: 'The bucket takes no ACLs: policies alone decide, as for all buckets since April 2023.',
    causes: [
      'the program sends an ACL with the object, as `public-read`',
      'Terraform sets one for the bucket',
    ],
    remedies: [
      { why: 'leave the ACL out, and allow in the bucket policy what it was for' },
      {
        why: 'see the setting',
        command: () => command`aws s3api get-bucket-ownership-controls --bucket BUCKET`,
      },
    ],
    next: 'lint',
  },
  {
    // https://docs.aws.amazon.com/eks/latest/userguide/access-policies.html
    id: 'E149',
    isRefusal: true,
    patterns: [/User "[^"\n]{1,300}" cannot \w{1,30} resource "(?<name>[\w./-]{1,100})"/],
    meaning:
      'Kubernetes refuses the call, not IAM: the cluster knows the identity, and no rule of it allows this.',
    causes: [
      'the access entry of the role or user has no access policy for this, or one for other namespaces',
      'no RoleBinding names its user or group',
    ],
    remedies: [
      {
        why: 'see what the entry allows; ARN is that of the role, without its session',
        command: () =>
          command`aws eks list-associated-access-policies --cluster-name CLUSTER --principal-arn ARN`,
      },
      { why: 'associate an access policy there, or bind the group in the cluster' },
    ],
    next: 'whoami',
  },
  {
    // https://docs.aws.amazon.com/AmazonECS/latest/developerguide/resource-initialization-error.html
    id: 'E150',
    patterns: [
      /\b(?:ResourceInitializationError|CannotPullContainerError)\b/,
      /unable to pull secrets or registry auth/i,
    ],
    meaning: 'ECS cannot get the image, or the secrets, before the container of the task starts.',
    causes: [
      'the task has no way to ECR, Secrets Manager or Systems Manager: no public address, NAT gateway or VPC endpoint, or a security group between them',
      'the execution role, and not the task role, lacks what is read: AmazonECSTaskExecutionRolePolicy, secretsmanager:GetSecretValue, ssm:GetParameters, kms:Decrypt',
      'there is no image with this tag, or the repository is in another account whose policy does not let the role in',
    ],
    remedies: [
      {
        why: 'see which role it is: executionRoleArn',
        command: () =>
          command`aws ecs describe-task-definition --query taskDefinition.executionRoleArn --task-definition TASK`,
      },
      {
        why: 'see its policies',
        command: () => command`aws iam list-attached-role-policies --role-name ROLE`,
      },
    ],
    next: 'simulate',
  },
  {
    // botocore 1.43, `MissingDependencyException`
    id: 'E146',
    codes: ['MissingDependencyException'],
    patterns: [/requires an additional dependency\b[^\n]{0,120}/i, /pip install "?botocore\[crt\]/i],
    meaning: 'The sign-in of `aws login`, or what the call signs with, needs a part that is not installed.',
    causes: ['Python programs need the package awscrt for it; the AWS CLI 2 brings its own'],
    remedies: [
      { why: 'install it beside botocore', command: () => command`pip install awscrt` },
      {
        why: 'or give the program the session of the CLI',
        command: () => taking(command`aws configure export-credentials --format env`),
      },
    ],
    asksChain: true,
    next: 'explain-chain',
  },
];
