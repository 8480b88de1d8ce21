import type { Diagnostic, Severity } from '../../core/evaluation.ts';
import { rulePages } from '../decision/rules.ts';
import type { Simulated } from '../decision/simulate.ts';
import { resourcePoliciesDate, resourcePolicyGrants } from '../decision/services/resource-policies.ts';
import { serviceOf } from '../request.ts';

/** What a service does beside its policies, and a reader of the answer should know. */
interface ServiceNote {
  readonly code: string;
  readonly severity: Severity;
  readonly message: string;
  readonly hint?: string;
  /** Where AWS says it. */
  readonly docs: string;
  readonly appliesTo: (simulated: Simulated) => boolean;
}

const serviceNotes: readonly ServiceNote[] = [
  {
    code: 'kms-grants',
    severity: 'info',
    message: 'KMS grants are not looked at: a grant on the key could still allow this',
    docs: 'https://docs.aws.amazon.com/kms/latest/developerguide/grants.html',
    appliesTo: ({ decision, decidedFor }) => serviceOf(decidedFor) === 'kms' && decision === 'implicitDeny',
  },
  {
    code: 'pass-role-trust',
    severity: 'info',
    message: 'passing the role is one check; to use it the service must also be trusted by the role',
    hint: 'Ask that too: sts:AssumeRole on the role, with the service as principal and the trust policy as resource policy.',
    docs: rulePages.R672,
    appliesTo: ({ decision, decidedFor }) =>
      decidedFor.actionKey === 'iam:passrole' && decision === 'allowed',
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
      set.resource !== undefined && serviceOf(decidedFor) !== 'iam' && !resourcePolicyGrants(decidedFor),
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

export function hasServiceNotes(simulated: Simulated): boolean {
  return serviceNotes.some(({ appliesTo }) => appliesTo(simulated));
}

export function serviceNotesOf(simulated: Simulated): readonly Diagnostic[] {
  return serviceNotes
    .filter(({ appliesTo }) => appliesTo(simulated))
    .map(({ code, severity, message, hint, docs }) => ({
      code: `simulate/${code}`,
      severity,
      message,
      ...(hint === undefined ? {} : { hint }),
      docs,
    }));
}
