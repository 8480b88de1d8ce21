import { command } from '../../core/command.ts';
import type { MessageRow } from '../message-row.ts';

const linted = {
  why: 'see each mistake with its place',
  command: () => command`iamx lint policy.json`,
} as const;

/** What IAM refuses to write: https://docs.aws.amazon.com/IAM/latest/APIReference/CommonErrors.html */
export const writeRows: readonly MessageRow[] = [
  {
    id: 'E100',
    codes: ['DeleteConflict', 'DeleteConflictException'],
    patterns: [
      /Cannot delete entity, must (?!remove tokens)[^\n]{1,60} first/i,
      /Cannot delete a policy attached to entities/i,
      /This policy has more than one version/i,
      /Cannot delete the default version of a policy/i,
      /MFA VirtualDevice in use\. Must deactivate first/i,
    ],
    meaning: 'Something still hangs on what is to be deleted.',
    causes: [
      'of a user: keys, MFA devices, a password, certificates, SSH keys, service credentials, groups, policies',
      'of a role: policies, and instance profiles that hold it',
      'of a policy: what it is attached to, as a boundary too, and its other versions',
      'of a group: its users and policies',
    ],
    remedies: [
      {
        why: 'what hangs on the user, in the order in which it goes',
        of: ['DeleteUser', 'DeleteLoginProfile'],
        command: ({ name }) => command`iamx check delete-user ${name}`,
      },
      {
        why: 'what hangs on the role, in the order in which it goes',
        of: ['DeleteRole'],
        command: ({ role }) => command`iamx check delete-role ${role}`,
      },
      {
        why: 'what hangs on the policy, in the order in which it goes',
        of: ['DeletePolicy', 'DeletePolicyVersion'],
        command: ({ policy }) => command`iamx check delete-policy ${policy}`,
      },
      {
        why: 'what hangs on the group, in the order in which it goes',
        of: ['DeleteGroup'],
        command: ({ name }) => command`iamx check delete-group ${name}`,
      },
      {
        why: 'what the instance profile holds',
        of: ['DeleteInstanceProfile'],
        command: ({ name }) => command`iamx check delete-instance-profile ${name}`,
      },
    ],
  },
  {
    id: 'E101',
    patterns: [/Cannot delete entity, must remove tokens from principal first/i],
    meaning: 'The user still has an MFA device: IAM calls it a token.',
    causes: ['a virtual device, a hardware device or a security key is active'],
    remedies: [
      {
        why: 'all that hangs on the user, in the order in which it goes',
        command: ({ name }) => command`iamx check delete-user ${name}`,
      },
      { why: 'see them', command: ({ name }) => command`aws iam list-mfa-devices --user-name ${name}` },
      {
        why: 'take each away',
        command: ({ name }) =>
          command`aws iam deactivate-mfa-device --user-name ${name} --serial-number SERIAL`,
      },
    ],
  },
  {
    id: 'E102',
    patterns: [
      /Invalid principal in policy: \\?"[A-Za-z]{1,20}\\?"\s?:\s?\\?"(?<principal>(?<role>arn:[\w-]{1,20}:iam::\d{12}:role\/[\w+=,.@/-]{1,600})?[^"\\\s]{0,300})\\?"/i,
      /Invalid principal in policy/i,
    ],
    meaning: 'The policy names a principal that AWS cannot find{: principal}.',
    causes: [
      'the user or role was deleted, or its name is misspelled',
      'it was made some seconds ago: try again after a minute',
      'an id (AROA…, AIDA…) stands there: what is left of somebody who was deleted',
      'a group, or a wildcard inside an ARN, which no principal may be',
      'its account belongs to another partition, or its region is not open',
    ],
    remedies: [
      {
        why: 'see whether it is there',
        command: ({ role, user }) =>
          user === undefined
            ? command`aws iam get-role --role-name ${role}`
            : command`aws iam get-user --user-name ${user}`,
      },
      linted,
    ],
    next: 'lint',
  },
  {
    id: 'E103',
    patterns: [/The passed in policy has a statement with no (?<element>\w{1,40})!/i],
    meaning: 'A statement has an empty list of {element}.',
    causes: ['a list of Terraform or of a template came out empty'],
    remedies: [linted, { why: 'fill the list, or leave the statement out' }],
    next: 'lint',
  },
  {
    id: 'E104',
    patterns: [/Policy document should not specify a principal/i],
    meaning: 'A policy of a user, group or role names a Principal.',
    causes: ['a resource policy or a trust policy stands where an identity policy belongs'],
    remedies: [linted, { why: 'take Principal out, or put the policy on the resource' }],
    next: 'lint',
  },
  {
    id: 'E105',
    patterns: [
      /Policy statement must contain (?<element>resources|actions)/i,
      /MissingResource/i,
      /Has prohibited field Resource/i,
    ],
    meaning: 'Resource is missing in an identity policy, or stands in a trust policy, where it must not.',
    causes: ['the policy is of another kind than the place that it was given for'],
    remedies: [linted, { why: 'write Resource in identity policies, and leave it out of trust policies' }],
    next: 'lint',
  },
  {
    id: 'E106',
    patterns: [
      /Syntax errors? in policy/i,
      /JSON strings must not have leading spaces/i,
      /The policy failed legacy parsing/i,
    ],
    meaning: 'The policy is no JSON that IAM takes.',
    causes: [
      'a blank or a line end before the first `{`',
      'a comma or quotes are missing',
      'characters that IAM does not take',
    ],
    remedies: [linted],
    next: 'lint',
  },
  {
    id: 'E107',
    patterns: [
      /Actions\/Conditions must be prefaced by a vendor/i,
      /Partition "" is not valid for resource/i,
      /Resource (?<resource>\S{1,300}) must be in ARN format/i,
      /Resource vendor must be fully qualified/i,
    ],
    meaning: 'An action, key or resource of the policy has not got the form that it needs.',
    causes: [
      'an action without its service, as GetObject for s3:GetObject',
      'a resource that is no ARN and not `*`',
    ],
    remedies: [linted, { why: 'write actions as service:Action and resources as ARNs' }],
    next: 'lint',
  },
  {
    id: 'E108',
    patterns: [/AssumeRole policy may only specify STS AssumeRole actions/i],
    meaning: 'A trust policy takes no other actions than those of assuming the role.',
    causes: ['an identity policy was given as trust policy'],
    remedies: [{ why: 'put the other actions into a policy of the role' }, linted],
    next: 'lint',
  },
  {
    id: 'E109',
    codes: ['LimitExceeded', 'LimitExceededException'],
    patterns: [
      /Cannot exceed quota for (?<quota>\w{1,64}): (?<number>\d{1,9})/i,
      /Maximum policy size of (?<number>\d{1,9}) bytes exceeded for (?<kind>\w{1,40}) (?<name>\S{1,128})/i,
    ],
    meaning: 'A quota of IAM is used up.',
    causes: [
      'policies of a role, their length, keys of a user, groups of a user, versions of a policy, or the length of a trust policy (ACLSizePerRole)',
    ],
    remedies: [
      { why: 'see what is used', command: () => command`aws iam get-account-summary` },
      { why: 'see how long a policy is, without blanks', command: () => command`iamx lint policy.json` },
    ],
    next: 'lint',
  },
  {
    id: 'E110',
    patterns: [/A managed policy can have up to 5 versions/i],
    meaning: 'The policy has five versions, and there may be no more.',
    causes: ['old versions were never deleted'],
    remedies: [
      {
        why: 'see them',
        command: ({ policy }) => command`aws iam list-policy-versions --policy-arn ${policy}`,
      },
      {
        why: 'delete the oldest one that is not the default',
        command: ({ policy }) =>
          command`aws iam delete-policy-version --policy-arn ${policy} --version-id VERSION`,
      },
    ],
  },
  {
    id: 'E111',
    codes: ['EntityAlreadyExists', 'EntityAlreadyExistsException'],
    patterns: [/with name (?<name>\S{1,128}) already exists/i],
    meaning: 'The name is taken, whatever the path and the letter case.',
    causes: ['it was made before, or by another tool'],
    remedies: [{ why: 'take another name, or import what is there' }],
  },
  {
    id: 'E112',
    codes: ['NoSuchEntity', 'NoSuchEntityException'],
    patterns: [
      /The (?<kind>[\w ]{1,40}) with name (?<name>\S{1,128}) cannot be found/i,
      /Policy (?<policy>arn:\S{1,300}) (?:does not exist|was not found)/i,
    ],
    meaning: 'IAM does not find it in this account.',
    causes: [
      'the credentials are of another account',
      'the ARN misses the path, or has another partition',
      'it was made some seconds ago',
    ],
    remedies: [{ why: 'see which account you are in', command: () => command`iamx whoami` }],
    asksChain: true,
    next: 'whoami',
  },
  {
    id: 'E113',
    codes: ['EntityTemporarilyUnmodifiable', 'EntityTemporarilyUnmodifiableException'],
    meaning: 'It was just made anew and cannot be changed yet.',
    causes: ['something of this name was deleted a moment ago'],
    remedies: [{ why: 'wait some seconds and try again' }],
  },
  {
    id: 'E114',
    codes: ['ConcurrentModification', 'ConcurrentModificationException'],
    meaning: 'Somebody else changes it at the same time.',
    causes: ['several runs of a tool, or several tools'],
    remedies: [{ why: 'try again' }],
  },
  {
    id: 'E115',
    patterns: [/Must specify userName when calling with non-User credentials/i],
    meaning: 'Without a name the call is about the caller, and the caller is no IAM user but a role.',
    causes: ['the credentials are those of a role'],
    remedies: [{ why: 'see who you are, or name the user in the call', command: () => command`iamx whoami` }],
    next: 'whoami',
  },
  {
    id: 'E116',
    patterns: [
      /Access denied[^\n]{0,200}ARN [^\n]{0,300}is not valid/i,
      /ARN (?<arn>\S{1,300}) is not valid/i,
    ],
    meaning: 'An ARN has not got the form that it needs.',
    causes: ['a part is missing, or stands in the wrong place'],
    remedies: [{ why: 'have it read part by part', command: () => command`iamx decode ARN` }],
    next: 'decode',
  },
  {
    id: 'E117',
    isRefusal: true,
    saysWhy: true,
    patterns: [
      /because public [\w ()]{2,40} (?:is|are) (?:prevented|blocked) by the BlockPublic(?:Policy|Acls|Access)/i,
    ],
    meaning: 'S3 Block Public Access refuses what would open the bucket to everyone.',
    causes: ['the new policy or ACL names everyone, and the bucket or the account blocks that'],
    remedies: [
      { why: 'name the accounts or the organization in place of everyone; no identity policy changes this' },
      linted,
    ],
    next: 'lint',
  },
  {
    id: 'E120',
    patterns: [
      /The ciphertext refers to a customer master key that does not exist, does not exist in this region, or you are not allowed to access/i,
    ],
    meaning: 'The key is gone, in another region, or closed to the caller: KMS does not say which.',
    causes: [
      'the key policy does not name the caller',
      'the ciphertext is of another region',
      'a grant was retired',
    ],
    remedies: [
      {
        why: 'read the key policy',
        command: () => command`aws kms get-key-policy --policy-name default --key-id KEY`,
      },
    ],
    next: 'simulate',
  },
];
