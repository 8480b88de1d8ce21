import { late } from '../../../core/late.ts';
import type { Request } from '../../request.ts';
import { isTrustRequest } from '../trust.ts';

/**
 * Resources that have a policy of their own (R691), by the service of their ARN: how the resource part begins. Made from
 * the actions of the Service Authorization Reference that set such a policy (`Put…Policy`, `AddPermission` …), and
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_aws-services-that-work-with-iam.html. What is inside such a
 * resource shares its policy: the objects of a bucket, the indexes of a table.
 */
const types = late((): Readonly<Record<string, RegExp>> => ({
  'acm-pca': /^certificate-authority\//,
  'agent-registry': /^registry\//,
  aiops: /^investigation-group\//,
  apigateway: /^\/(domainnames\/[^/]+\+|portalproducts\/)/,
  appsync: /^/,
  aps: /^workspace\//,
  'arc-region-switch': /^plan\//,
  'aws-marketplace': /^[^/]+\/(?!ChangeSet\/|Assessment\/)[^/]+\/[^/]+$/,
  backup: /^backup-vault:/,
  bedrock: /^(custom-model|guardrail|guardrail-profile|knowledge-base)\//,
  'bedrock-agentcore': /^(gateway|runtime)\//,
  billing: /^billingview\//,
  'cleanrooms-ml': /^configured-audience-model\//,
  cloud9: /^environment:/,
  cloudfront: /^vpcorigin\//,
  cloudhsm: /^backup\//,
  cloudsearch: /^domain\//,
  cloudtrail: /^(channel|dashboard|eventdatastore)\//,
  codeartifact: /^(domain|repository|package|package-group)\//,
  codebuild: /^(project|report-group|report)\//,
  'codeguru-profiler': /^profilingGroup\//,
  comprehend: /^(document-classifier|entity-recognizer)\//,
  dsql: /^cluster\//,
  dynamodb: /^table\/[^/]+(\/(index|stream)\/|$)/,
  ec2: /^(ipam-pool|placement-group|verified-access-group)\//,
  ecr: /^repository\//,
  'ecr-public': /^repository\//,
  elasticfilesystem: /^file-system\//,
  entityresolution: /^/,
  es: /^domain\//,
  events: /^(event-bus|rule)\//,
  'execute-api': /^/,
  fsx: /^volume\//,
  glacier: /^vaults\//,
  glue: /^(catalog(\/|$)|(database|table|tableVersion|userDefinedFunction)\/)/,
  imagebuilder: /^(component|container-recipe|image|image-recipe)\//,
  kafka: /^(cluster|topic|group|transactional-id)\//,
  kinesis: /^stream\//,
  kms: /^key\//,
  lambda: /^(function:|layer:[^:]+:)/,
  lex: /^(bot[/:]|bot-alias\/)/,
  logs: /^(destination|delivery-destination):/,
  lookoutequipment: /^(dataset|model)\//,
  mediapackagev2: /^channelGroup\/[^/]+\/channel\//,
  mediastore: /^container\//,
  mediatailor: /^channel\//,
  mpa: /^/,
  'network-firewall': /^(firewall|firewall-policy|stateful-rulegroup|stateless-rulegroup)\//,
  networkmanager: /^core-network\//,
  oam: /^sink\//,
  odb: /^/,
  omics: /^sequenceStore\//,
  organizations: /^/,
  osis: /^pipeline\//,
  'payment-cryptography': /^key\//,
  qbusiness: /^application\//,
  redshift: /^namespace:/,
  'redshift-serverless': /^/,
  'refactor-spaces': /^/,
  rekognition: /^project\//,
  'resource-explorer-2': /^view\//,
  'resource-groups': /^group\//,
  'route53-recovery-control': /^cluster\//,
  route53resolver: /^(resolver-rule|resolver-query-log-config|firewall-rule-group)\//,
  rum: /^appmonitor\//,
  s3: /^(accesspoint\/|access-grants\/default)/,
  's3-object-lambda': /^accesspoint\//,
  's3-outposts': /^outpost\/[^/]+\/(accesspoint|bucket)\//,
  s3express: /^(bucket|accesspoint)\//,
  s3files: /^file-system\//,
  s3tables: /^bucket\//,
  s3vectors: /^bucket\//,
  sagemaker: /^(model-package-group|model-package)\//,
  schemas: /^(registry|schema)\//,
  secretsmanager: /^secret:/,
  serverlessrepo: /^applications\//,
  servicecatalog: /^\/(applications|attribute-groups)\//,
  servicediscovery: /^namespace\//,
  ses: /^identity\//,
  signer: /^\/signing-profiles\//,
  'sms-voice': /^(opt-out-list|phone-number|pool|sender-id)\//,
  sns: /^/,
  sqs: /^/,
  ssm: /^(document|opsitemgroup|parameter)\//,
  'ssm-contacts': /^contact\//,
  'ssm-incidents': /^response-plan\//,
  'vpc-lattice': /^(service|servicenetwork)\//,
  waf: /^rulegroup\//,
  'waf-regional': /^rulegroup\//,
  wafv2: /^(regional|global)\/rulegroup\//,
}));

/**
 * Policies that AWS enforces for service principals alone: of log groups
 * (https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_PutResourcePolicy.html) and of X-Ray [U].
 */
const forServices: Readonly<Record<string, RegExp>> = { logs: /^log-group:/, xray: /^/ };

/** The day of the data that the table was made from. */
export const resourcePoliciesDate = '2026-09-26';

/**
 * Whether the Allow statements of a policy on this request's resource can grant: of a type that is not known to have
 * one its Deny statements count alone (R691).
 */
export function resourcePolicyGrants(request: Request): boolean {
  const { arn, principal } = request;
  if (arn === undefined || request.keyPrefix !== undefined || isTrustRequest(request)) return true;
  // Of S3's ARNs those of buckets and objects hold no account.
  if (arn.service === 's3' && arn.account === '') return true;
  if (types()[arn.service]?.test(arn.resource) === true) return true;
  return principal.kind === 'service' && forServices[arn.service]?.test(arn.resource) === true;
}

/**
 * What EC2 does for the owner of an image or snapshot alone, with whomever it is shared: each operation's page of
 * https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_Operations.html, and of the EBS direct APIs [U].
 */
const forOwner = late(
  (): ReadonlySet<string> =>
    new Set([
      ...'DeregisterImage ModifyImageAttribute ResetImageAttribute EnableImage DisableImage EnableImageDeprecation DisableImageDeprecation EnableImageDeregistrationProtection DisableImageDeregistrationProtection DeleteSnapshot ModifySnapshotAttribute ResetSnapshotAttribute ModifySnapshotTier RestoreSnapshotTier LockSnapshot UnlockSnapshot'
        .split(' ')
        .map((name) => `ec2:${name.toLowerCase()}`),
      'ebs:putsnapshotblock',
      'ebs:completesnapshot',
    ]),
);

function isImage({ arn }: Request): boolean {
  return arn?.service === 'ec2' && arn.account === '' && /^(image|snapshot)\//.test(arn.resource);
}

/** Shared by launch permissions, and its ARN names no owner: the caller's side alone decides (R691). */
export function isSharedByItself(request: Request): boolean {
  return isImage(request) && !forOwner().has(request.actionKey);
}

/** What is done to an image or snapshot by its owner alone, whom the ARN does not name. */
export function isForOwnerOfImage(request: Request): boolean {
  return isImage(request) && forOwner().has(request.actionKey);
}
