import { command, given, hintOf, word, type Command, type Hint } from '../../core/command.ts';
import type { Diagnostic, Severity } from '../../core/evaluation.ts';
import { rulePages } from '../decision/rules.ts';
import type { Simulated } from '../decision/simulate.ts';
import { hangsOnManagement } from '../decision/services/organizations.ts';
import { resourcePoliciesDate, resourcePolicyGrants } from '../decision/services/resource-policies.ts';
import { hasTrustPolicy } from '../decision/trust.ts';
import { serviceOf, type Request } from '../request.ts';

/** What a service does beside its policies, and a reader of the answer should know. */
interface ServiceNote {
  readonly code: string;
  readonly severity: Severity;
  readonly message: string;
  readonly hint?: string | ((simulated: Simulated) => Hint | undefined);
  /** Where AWS says it. */
  readonly docs: string;
  readonly appliesTo: (simulated: Simulated) => boolean;
}

const s3Reference = 'https://docs.aws.amazon.com/AmazonS3/latest/API';

/** https://docs.aws.amazon.com/kms/latest/APIReference/API_CreateGrant.html: what a grant can be for. */
const byGrant =
  /^kms:(creategrant|decrypt|derivesharedsecret|describekey|encrypt|generatedatakey(pair)?(withoutplaintext)?|generatemac|getpublickey|reencryptfrom|reencryptto|retiregrant|sign|verify|verifymac)$/;
/** A grant is a second way past the key's and the caller's policies, not past these. */
const beyondGrants: ReadonlySet<string> = new Set(['scp', 'rcp', 'endpoint', 'special']);

/** Calls that hand a role to a service (R697); the list is not complete. */
const handsRole =
  /^(ec2:(runinstances|associateiaminstanceprofile)|lambda:createfunction|ecs:(registertaskdefinition|runtask)|states:createstatemachine|glue:createjob|codebuild:createproject|cloudformation:createstack|eks:createcluster|events:puttargets|scheduler:createschedule|firehose:createdeliverystream|sagemaker:create(notebookinstance|trainingjob|model|processingjob|domain|pipeline))$/;

const serviceNotes: readonly ServiceNote[] = [
  {
    code: 'passes-role',
    severity: 'info',
    message: 'where the call hands a role to the service, iam:PassRole on that role is asked too',
    hint: 'Ask it with the role as the resource and iam:PassedToService in the context.',
    docs: rulePages.R670,
    appliesTo: ({ decision, decidedFor }) => decision === 'allowed' && handsRole.test(decidedFor.actionKey),
  },
  {
    code: 'object-acl',
    severity: 'info',
    message: 'a call that sets an ACL needs s3:PutObjectAcl too',
    docs: `${s3Reference}/API_PutObject.html`,
    appliesTo: ({ decision, decidedFor: { actionKey, context } }) =>
      decision === 'allowed' && actionKey === 's3:putobject' && context.has('s3:x-amz-acl'),
  },
  {
    code: 'bucket-settings',
    severity: 'info',
    message:
      'a bucket made with an ACL, Object Lock or an ownership setting needs s3:PutBucketAcl, s3:PutBucketObjectLockConfiguration and s3:PutBucketVersioning, s3:PutBucketOwnershipControls too',
    docs: `${s3Reference}/API_CreateBucket.html`,
    appliesTo: ({ decision, decidedFor: { actionKey, context } }) =>
      decision === 'allowed' &&
      actionKey === 's3:createbucket' &&
      ['s3:x-amz-acl', 's3:x-amz-object-ownership'].some((key) => context.has(key)),
  },
  {
    code: 'kms-grants',
    severity: 'info',
    message: 'KMS grants are not looked at: a grant on the key could still allow this',
    docs: 'https://docs.aws.amazon.com/kms/latest/developerguide/grants.html',
    appliesTo: ({ decision, layer, decidedFor }) =>
      decision === 'implicitDeny' && !beyondGrants.has(layer) && byGrant.test(decidedFor.actionKey),
  },
  {
    code: 'pass-role-trust',
    severity: 'info',
    message: 'passing the role is one check; to use it the service must also be trusted by the role',
    hint: ({ decidedFor }) => hintOf('All of it at once: `', checkPassRole(decidedFor), '`.'),
    docs: rulePages.R672,
    appliesTo: ({ decision, decidedFor }) =>
      decidedFor.actionKey === 'iam:passrole' && decision === 'allowed',
  },
  {
    code: 'check-pass-role',
    severity: 'info',
    message:
      'to pass a role is one of three: the service must be trusted by the role, and EC2 needs a profile',
    hint: ({ decidedFor }) => hintOf('All of it at once: `', checkPassRole(decidedFor), '`.'),
    docs: rulePages.R672,
    appliesTo: ({ decision, decidedFor }) =>
      decidedFor.actionKey === 'iam:passrole' && decision !== 'allowed' && decidedFor.arn?.service === 'iam',
  },
  {
    code: 'check-assume-role',
    severity: 'info',
    message: 'a role is assumed where two sides allow it',
    hint: ({ decidedFor }) => hintOf('Both as AWS keeps them: `', checkAssumeRole(decidedFor), '`.'),
    docs: rulePages.R644,
    appliesTo: ({ decision, decidedFor }) =>
      decidedFor.actionKey === 'sts:assumerole' &&
      decision === 'implicitDeny' &&
      ['user', 'session', 'role'].includes(decidedFor.principal.kind) &&
      /^role\//.test(decidedFor.arn?.resource ?? ''),
  },
  {
    code: 'access-point',
    severity: 'warning',
    message:
      'a request through an access point needs its policy and the bucket’s: only the policy given was looked at',
    hint: 'Ask for the bucket with the bucket policy too.',
    docs: rulePages.R684,
    appliesTo: ({ decidedFor: { arn } }) => arn?.service === 's3' && arn.resource.startsWith('accesspoint/'),
  },
  {
    code: 'organization-caller',
    severity: 'warning',
    message:
      'Organizations takes this operation from the management account alone, or from a delegated administrator too: the question does not tell whether the caller is of one',
    hint: 'Give `managementAccount`, and `delegatedAdministrator: true` where the caller’s account is one.',
    docs: 'https://docs.aws.amazon.com/organizations/latest/APIReference/API_Operations.html',
    appliesTo: ({ decision, decidedFor }) => decision === 'allowed' && hangsOnManagement(decidedFor),
  },
  {
    code: 'public-access-block',
    severity: 'warning',
    message:
      'S3 Block Public Access is no policy and was not looked at: where it is on, as it is for new buckets, S3 refuses requests without credentials',
    hint: ({ decidedFor }) =>
      hintOf('The bucket’s: `', publicAccessBlock(decidedFor), '`. The account has one too.'),
    docs: 'https://docs.aws.amazon.com/AmazonS3/latest/userguide/access-control-block-public-access.html',
    appliesTo: ({ decision, decidedFor: { principal, arn } }) =>
      decision === 'allowed' && principal.kind === 'anonymous' && arn?.service === 's3',
  },
  {
    code: 'federated-iam',
    severity: 'info',
    message: 'a console session of a federated user can call IAM, where its policies allow it',
    docs: rulePages.R653,
    appliesTo: ({ decision, decidedFor }) =>
      decidedFor.principal.kind === 'federated-user' &&
      serviceOf(decidedFor) === 'iam' &&
      decision === 'implicitDeny',
  },
  {
    code: 'no-resource-policy',
    severity: 'warning',
    message: `no policy is known for resources of this kind (data of ${resourcePoliciesDate}): what the given one allows does not count, what it denies does`,
    docs: rulePages.R691,
    appliesTo: ({ decidedFor, set }) =>
      set.resource !== undefined && !hasTrustPolicy(decidedFor) && !resourcePolicyGrants(decidedFor),
  },
  {
    code: 'federated-by',
    severity: 'info',
    message:
      'a federated user’s ARN does not tell who federated: the identity policies were taken as that user’s',
    hint: 'Give the IAM user as the session issuer.',
    docs: rulePages.R636,
    appliesTo: ({ decidedFor: { principal, sessionIssuer }, set }) =>
      principal.kind === 'federated-user' && sessionIssuer === undefined && set.identity !== undefined,
  },
];

function checkPassRole({ resource, context }: Request): Command | undefined {
  const service = context.get('iam:passedtoservice')?.value;
  const to = typeof service === 'string' ? given(service) : word`SERVICE`;
  return command`iamx check pass-role ${given(resource)} --service ${to}`;
}

function publicAccessBlock({ arn }: Request): Command | undefined {
  const [bucket = ''] = arn?.resource.split('/', 1) ?? [];
  // An access point's ARN has an account, and tells no bucket.
  const name = arn?.account === '' ? given(bucket) : word`BUCKET`;
  return command`aws s3api get-public-access-block --bucket ${name}`;
}

function checkAssumeRole({ resource, principal }: Request): Command | undefined {
  return command`iamx check assume-role ${given(resource)} --principal ${given(principal.text)}`;
}

export function hasServiceNotes(simulated: Simulated): boolean {
  return serviceNotes.some(({ appliesTo }) => appliesTo(simulated));
}

export function serviceNotesOf(simulated: Simulated): readonly Diagnostic[] {
  return serviceNotes
    .filter(({ appliesTo }) => appliesTo(simulated))
    .map(({ code, severity, message, hint, docs }) => {
      const told = typeof hint === 'function' ? hint(simulated) : hint;
      return {
        code: `simulate/${code}`,
        severity,
        message,
        ...(told === undefined ? {} : { hint: told }),
        docs,
      };
    });
}
