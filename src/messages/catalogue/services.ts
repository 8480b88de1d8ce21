import { command } from '../../core/command.ts';
import type { MessageRow, Names } from '../message-row.ts';

const keyPolicy = {
  why: 'read the key policy',
  command: () => command`aws kms get-key-policy --policy-name default --key-id KEY`,
} as const;
const whoami = { why: 'see who AWS says you are', command: () => command`iamx whoami` } as const;
const kubeconfig = {
  why: 'write the kubeconfig anew, as the identity that the cluster knows',
  command: () => command`aws eks update-kubeconfig --name CLUSTER --profile PROFILE`,
} as const;

/** Refusals that services and their clients word in their own way. */
export const serviceRows: readonly MessageRow[] = [
  {
    // https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-authorization-flow.html
    id: 'E122',
    isRefusal: true,
    patterns: [
      /User is not authorized to access this resource/i,
      /is not authorized to perform: execute-api:\w{1,40}(?: on resource: \S{1,300})?/i,
    ],
    meaning: 'API Gateway refuses the call: by the resource policy of the API, by IAM or by its authorizer.',
    causes: [
      'the method asks for IAM, and the request is not signed: the caller is then anonymous',
      'the resource policy of the API does not allow the caller, its address or its VPC endpoint, or denies it',
      'a Lambda authorizer answered Deny, or its policy names another method or stage, and was kept for the next call',
      'no policy of the caller allows execute-api:Invoke on this stage, method and path',
    ],
    remedies: [
      {
        why: 'read the resource policy of the API',
        command: () => command`aws apigateway get-rest-api --rest-api-id API --query policy`,
      },
      {
        why: 'sign the request, for the service execute-api; of a policy that was changed, deploy the stage anew',
      },
    ],
    next: 'simulate',
  },
  {
    // https://docs.aws.amazon.com/secretsmanager/latest/userguide/troubleshoot.html
    id: 'E123',
    isRefusal: true,
    patterns: [
      /Access to KMS is not allowed/i,
      /KMS access was denied/i,
      /KMS Exception: ?AccessDenied/i,
      /(?:is not authorized|not permitted|access denied)[^\n]{0,80} to use (?:the )?(?:KMS|customer master) key/i,
    ],
    meaning: 'The service may not use the KMS key with which it is encrypted on behalf of the caller.',
    causes: [
      'the caller’s policies do not allow kms:Decrypt, or kms:GenerateDataKey to write, on the key',
      'the key policy does not let the caller or its account in',
      'it is of another account: keys of AWS itself (aws/secretsmanager and its like) cannot be used from there',
    ],
    remedies: [keyPolicy],
    next: 'simulate',
  },
  {
    // https://docs.aws.amazon.com/lake-formation/latest/dg/troubleshooting.html
    id: 'E124',
    isRefusal: true,
    patterns: [/Insufficient Lake Formation permission\(?s?\)?/i],
    meaning:
      'Lake Formation refuses it: beside IAM it keeps permissions of its own on databases, tables and columns.',
    causes: ['Lake Formation grants the caller nothing on it, whatever the IAM policies allow'],
    remedies: [
      {
        why: 'see what it grants',
        command: () =>
          command`aws lakeformation list-permissions --principal DataLakePrincipalIdentifier=PRINCIPAL`,
      },
      { why: 'ask an administrator of the data lake for a grant: no IAM policy gives it' },
    ],
  },
  {
    // https://docs.aws.amazon.com/bedrock/latest/userguide/model-access.html
    id: 'E125',
    isRefusal: true,
    patterns: [
      /You (?:don.t|do not) have access to the model with the specified model ID/i,
      /Access to (?:this|the) model is denied/i,
    ],
    meaning: 'The account has no access to this model of Bedrock in this region.',
    causes: [
      'the access was never asked for, or only in another region',
      'the marketplace subscription behind it was refused: aws-marketplace:Subscribe',
    ],
    remedies: [
      {
        why: 'see which models the region has',
        command: () => command`aws bedrock list-foundation-models --query modelSummaries[].modelId`,
      },
      { why: 'ask for access on the page “Model access” of Bedrock, in this region' },
    ],
    asksChain: true,
  },
  {
    // https://docs.aws.amazon.com/organizations/latest/userguide/orgs_troubleshoot_general.html
    id: 'E126',
    isRefusal: true,
    patterns: [
      /You don't have permissions to access this resource/i,
      /You do not have permissions? to access this resource/i,
      /Your account is not a member of an organization/i,
    ],
    meaning:
      'Organizations answers its calls to the management account and to delegated administrators alone.',
    causes: [
      'the credentials are of a member account, whatever its policies allow',
      'in the management account: no policy allows the call',
    ],
    remedies: [whoami, { why: 'ask with credentials of the management account' }],
    asksChain: true,
    next: 'whoami',
  },
  {
    // https://docs.aws.amazon.com/athena/latest/ug/troubleshooting-athena.html
    id: 'E127',
    isRefusal: true,
    patterns: [
      /Unable to verify\/create output bucket (?<bucket>[\w.-]{3,63})?/i,
      /Permission denied on S3 path/i,
    ],
    meaning: 'The caller of Athena may not use the bucket of the results, or that of the data.',
    causes: [
      'the caller’s policies lack s3:GetBucketLocation, s3:ListBucket, s3:GetObject or s3:PutObject on the bucket: Athena calls S3 as the caller',
      'the bucket is not there, is of another region, or its policy refuses',
      'the objects are encrypted with a key that the caller may not use',
    ],
    remedies: [
      {
        why: 'see whether you reach it',
        command: () => command`aws s3api get-bucket-location --bucket BUCKET`,
      },
      {
        why: 'see which bucket the workgroup writes to',
        command: () => command`aws athena get-work-group --work-group primary`,
      },
    ],
    next: 'simulate',
  },
  {
    // https://docs.aws.amazon.com/AmazonS3/latest/API/ErrorResponses.html
    id: 'E128',
    codes: ['PermanentRedirect', 'AuthorizationHeaderMalformed', 'IllegalLocationConstraintException'],
    patterns: [
      /must be addressed using the specified endpoint/i,
      /The bucket is in this region: (?<region>[\w-]{1,32})/i,
      /the region '(?<asked>[\w-]{1,32})' is wrong; expecting '(?<region>[\w-]{1,32})'/i,
    ],
    meaning: 'The bucket is in another region than the request.',
    causes: [
      'the region of the profile or of the client is not that of the bucket',
      'the endpoint names a region',
    ],
    remedies: [
      { why: 'see where it is', command: () => command`aws s3api get-bucket-location --bucket BUCKET` },
      { why: 'call with that region: `--region`, or the region of the client' },
    ],
    asksChain: true,
    next: 'explain-chain',
  },
  {
    id: 'E129',
    patterns: [
      /The authorization mechanism you have provided is not supported\. Please use AWS4-HMAC-SHA256/i,
    ],
    meaning: 'The request is signed in the old way, which this region does not take.',
    causes: ['an old client, or a link that was signed with version 2 of the signature'],
    remedies: [{ why: 'sign with version 4: in boto3 `signature_version="s3v4"`, else a newer client' }],
  },
  {
    // https://docs.aws.amazon.com/eks/latest/userguide/troubleshooting.html#unauthorized
    id: 'E130',
    patterns: [
      /You must be logged in to the server/i,
      /the server has asked for the client to provide credentials/i,
      /Your current IAM principal doesn.t have access to Kubernetes objects/i,
    ],
    meaning: 'The cluster does not know the identity for which the token was made.',
    causes: [
      'neither an access entry nor the ConfigMap aws-auth names the caller’s role or user: of a role without its path',
      'the kubeconfig takes another profile or role than the cluster knows',
      'the credentials behind the token are over',
    ],
    remedies: [
      whoami,
      {
        why: 'see whom the cluster knows',
        command: () => command`aws eks list-access-entries --cluster-name CLUSTER`,
      },
      kubeconfig,
    ],
    asksChain: true,
    next: 'whoami',
  },
  {
    // https://kubernetes.io/docs/reference/access-authn-authz/authentication/#client-go-credential-plugins
    id: 'E131',
    patterns: [
      /getting credentials: exec: executable (?<program>[\w./-]{1,64}) (?:failed with exit code \d{1,3}|not found)/i,
      /exec: "(?<program>aws|aws-iam-authenticator)": executable file not found/i,
      /exec plugin: invalid apiVersion "client\.authentication\.k8s\.io\/v1alpha1"/i,
    ],
    meaning:
      'There is no token for the cluster: the program that the kubeconfig names for it failed, and says above why.',
    causes: [
      'the program’s own credentials are missing or over, or the role of the kubeconfig may not be assumed',
      'the program is not on the PATH of whoever runs kubectl',
      'the kubeconfig is of an old AWS CLI',
    ],
    remedies: [
      {
        why: 'run it by itself, to see its error',
        command: () => command`iamx run -- aws eks get-token --cluster-name CLUSTER`,
      },
      kubeconfig,
    ],
    asksChain: true,
    next: 'explain-chain',
  },
  {
    // https://docs.aws.amazon.com/AmazonECR/latest/userguide/common-errors-docker.html
    id: 'E132',
    patterns: [
      /Your authorization token has expired\. Reauthenticate and try again/i,
      /no basic auth credentials/i,
      /exec: "docker-credential-ecr-login": executable file not found/i,
    ],
    meaning: 'Docker has no sign-in for the registry, or one that is older than twelve hours.',
    causes: ['`docker login` was never made for this registry and region, or as another user of the machine'],
    remedies: [
      {
        why: 'sign in; REGISTRY is 111122223333.dkr.ecr.REGION.amazonaws.com',
        command: () =>
          command`aws ecr get-login-password | docker login REGISTRY --username AWS --password-stdin`,
      },
    ],
  },
  {
    // https://docs.aws.amazon.com/systems-manager/latest/userguide/session-manager-troubleshooting.html
    id: 'E133',
    codes: ['TargetNotConnected'],
    patterns: [/(?<instance>m?i-[0-9a-f]{8,17}) is not connected/i],
    meaning: 'Systems Manager does not know the instance: its agent did not report.',
    causes: [
      'the role of the instance lacks AmazonSSMManagedInstanceCore, or the instance has no role',
      'the agent does not run, or reaches no endpoint of Systems Manager',
      'the instance is of another region or account',
    ],
    remedies: [
      {
        why: 'see which instances it knows',
        command: () =>
          command`aws ssm describe-instance-information --query InstanceInformationList[].InstanceId`,
      },
      {
        why: 'let the role of the instance in',
        command: ({ role }: Names) =>
          command`aws iam attach-role-policy --role-name ${role} --policy-arn arn:aws:iam::aws:policy/AmazonSSMManagedInstanceCore`,
      },
    ],
  },
  {
    // https://docs.aws.amazon.com/cdk/v2/guide/bootstrapping-env.html
    id: 'E134',
    patterns: [
      /Need to perform AWS calls for account [\w-]{1,20}, but (?:no credentials|the current credentials)/i,
      /current credentials could not be used to assume '(?<role>arn:[^'\s]{1,300})'/i,
      /Unable to resolve AWS account to use/i,
    ],
    meaning: 'CDK has no credentials for the account of the stack, or may not assume its roles there.',
    causes: [
      'no credentials are found, or those of another account',
      'the account is not bootstrapped, or its roles do not trust this account',
      'the caller may not assume the roles cdk-…-deploy-role and their like',
    ],
    remedies: [
      {
        why: 'see which side refuses the role',
        command: ({ roleArn }: Names) => command`iamx check assume-role ${roleArn}`,
      },
      {
        why: 'make the roles, and have them trust this account',
        command: () => command`cdk bootstrap aws://ACCOUNT/REGION --trust THISACCOUNT`,
      },
    ],
    asksChain: true,
    sdk: 'js',
    next: 'check assume-role',
  },
];
