import { command } from '../../core/command.ts';
import type { MessageRow, Names } from '../message-row.ts';

const trust = {
  why: 'see whom the role trusts',
  command: ({ role }: Names) =>
    command`aws iam get-role --role-name ${role} --query Role.AssumeRolePolicyDocument`,
} as const;

const passing = {
  why: 'see all that is missing: the caller’s policies, the trust policy, the instance profile',
  command: ({ roleArn, service }: Names) => command`iamx check pass-role ${roleArn} --service ${service}`,
} as const;

export const throughProfile = {
  why: 'see which instance profile holds the role, and whether EC2 may have it',
  command: ({ roleArn }: Names) => command`iamx check pass-role ${roleArn} --service ec2.amazonaws.com`,
} as const;

/** Roles that services use: https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_use_passrole.html */
export const passedRoleRows: readonly MessageRow[] = [
  {
    id: 'E90',
    isRefusal: true,
    patterns: [/is not authorized to perform: iam:PassRole\b(?: on resource: (?:\S{1,300}))?/i],
    meaning: 'The caller may not hand this role to a service.',
    causes: [
      'no policy of the caller allows iam:PassRole on the role',
      'the policy names the role without its path',
      'iam:PassedToService in the policy names another service',
    ],
    remedies: [
      passing,
      {
        why: 'see the role’s ARN with its path',
        command: ({ role }) => command`aws iam get-role --role-name ${role} --query Role.Arn`,
      },
    ],
    next: 'check pass-role',
  },
  {
    id: 'E91',
    patterns: [/Cross-account pass role is not allowed/i],
    meaning: 'A service takes roles of its own account only.',
    causes: ['the role’s ARN names another account', 'a made-up ARN of an emulator reached AWS'],
    remedies: [{ why: 'see your account', command: () => command`iamx whoami` }, passing],
    next: 'check pass-role',
  },
  {
    id: 'E92',
    patterns: [/The role defined for the function cannot be assumed by Lambda/i],
    meaning: 'Lambda cannot assume the role.',
    causes: ['the trust policy does not name lambda.amazonaws.com', 'the role is some seconds old'],
    remedies: [
      {
        why: passing.why,
        command: ({ roleArn }) => command`iamx check pass-role ${roleArn} --service lambda.amazonaws.com`,
      },
      trust,
      { why: 'if the role is new, try again after ten seconds' },
    ],
    next: 'check pass-role',
  },
  {
    id: 'E93',
    patterns: [
      /\bwas unable to assume the role(?: '?(?<role>arn:[^'\s]{1,300}))?/i,
      /We were unable to assume the role provided/i,
      /is unable to assume (?:the )?role(?: '?(?<role>arn:[^'\s]{1,300}))?/i,
      /cannot be assumed by (?:principal )?'?(?<service>[\w.-]{1,60})/i,
      /Neither the global service principal (?<service>[\w.-]{1,60}), nor the regional one is authorized to assume the provided role/i,
      /(?<![\w:/])[A-Z]\w{1,30} is not authorized to perform: sts:AssumeRole on (?:resource: )?"?(?<role>arn:[^\s"]{1,300})/,
      /does not have (?:(?:a|the|required|valid) ){0,3}trust relationship/i,
      /does not have permission to assume the (?:\w{1,20} )?role/i,
      /is not authorized to perform AssumeRole on role "?(?<role>arn:[^\s"]{1,300})/i,
      /role (?<role>arn:[^\s,]{1,300}),? (?:is invalid or cannot be assumed|cannot be assumed|could not be assumed)/i,
      /Role with arn: (?<role>arn:[^\s,]{1,300}), could not be assumed/i,
      /should be given assume role permissions for \w{1,20} Service/i,
      /allows principal '?(?<service>[\w.-]{1,60}\.amazonaws\.com)'? to assume the role/i,
      /must allow [\w ]{1,60} to assume the role/i,
      /Not authorized to get credentials of role (?<role>arn:[^\s"]{1,300})/i,
      /Not authorized to perform sts:AssumeRole(?!With)\b/,
      /unable to assume (?:(?:the|given|provided|specified|this|IAM|execution|service) ){1,3}role(?! '?arn:)/i,
      /Please grant trust permission for (?<name>[\w ]{1,40}) and add the required role policy/i,
      /Invalid identity pool configuration\. Check assigned IAM roles/i,
    ],
    meaning: 'The service cannot assume the role.',
    causes: [
      'the trust policy names another service: of ECS tasks it is ecs-tasks.amazonaws.com',
      'aws:SourceArn or aws:SourceAccount in the trust policy is another',
      'the role is some seconds old',
    ],
    remedies: [passing, trust],
    next: 'check pass-role',
  },
  {
    id: 'E94',
    patterns: [
      /Value \((?<name>[^)\n]{1,200})\) for parameter iamInstanceProfile\.(?:name|arn) is invalid/i,
      /The instance profile (?<name>[\w+=,.@-]{1,128}) (?:associated with the environment )?does not exist/i,
      /Invalid IAM Instance Profile name/i,
    ],
    meaning: 'There is no instance profile of this name.',
    causes: ['the name is that of a role, not of an instance profile', 'it was made some seconds ago'],
    remedies: [
      { why: 'see which there are', command: () => command`aws iam list-instance-profiles` },
      throughProfile,
    ],
    next: 'check pass-role',
  },
  {
    id: 'E95',
    patterns: [
      /The provided execution role does not have permissions to call (?<call>\w{1,64}) on (?<service>\w{1,64})/i,
      /Your access has been denied by (?<service>EC2), please make sure your function execution role have permission to (?<call>\w{1,64})/i,
    ],
    meaning: 'Lambda checks the role’s own policies, and they do not allow {call} on {service}.',
    causes: ['the role’s policies lack the action'],
    remedies: [
      {
        why: 'attach what the function’s network or source needs, as AWSLambdaVPCAccessExecutionRole',
        command: ({ role }) =>
          command`aws iam attach-role-policy --role-name ${role} --policy-arn arn:aws:iam::aws:policy/service-role/AWSLambdaVPCAccessExecutionRole`,
      },
    ],
    next: 'simulate',
  },
  {
    id: 'E96',
    patterns: [/Service role name (?<name>\S{1,64}) has been taken in this account/i],
    meaning: 'The service-linked role is there already.',
    causes: ['somebody, or the service itself, made it before'],
    remedies: [{ why: 'use it as it is; in Terraform, import it' }],
  },
  {
    id: 'E97',
    codes: ['UnmodifiableEntity', 'UnmodifiableEntityException'],
    patterns: [/Cannot perform the operation on the protected role/i],
    meaning: 'The role belongs to a service or to Identity Center, and only they change it.',
    causes: ['a service-linked role', 'a role of a permission set (AWSReservedSSO_…)'],
    remedies: [{ why: 'change the permission set, or use the service’s own setting' }],
    next: 'decode',
  },
];
