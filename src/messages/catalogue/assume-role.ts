import { command, unsetVariables } from '../../core/command.ts';
import type { MessageRow, Names } from '../message-row.ts';

const trust = {
  why: 'read the role’s trust policy',
  command: ({ role }: Names) =>
    command`aws iam get-role --role-name ${role} --query Role.AssumeRolePolicyDocument`,
} as const;

const sides = {
  why: 'see which side is missing what',
  command: ({ roleArn }: Names) => command`iamx check assume-role ${roleArn}`,
} as const;
/** `check` knows who calls, and says how long such a session may last. */
const lasting = {
  why: 'see how long the session may last',
  command: ({ roleArn }: Names) => command`iamx check assume-role ${roleArn} --duration SECONDS`,
} as const;
const subject = {
  why: 'compare the token with the trust policy',
  command: ({ roleArn }: Names) => command`iamx check assume-role ${roleArn} --web-identity-token FILE`,
} as const;

/** Roles and federation: https://docs.aws.amazon.com/IAM/latest/UserGuide/troubleshoot_roles.html */
export const assumeRoleRows: readonly MessageRow[] = [
  {
    id: 'E60',
    isRefusal: true,
    patterns: [
      /is not authorized to perform: sts:AssumeRole(?!With)\b(?: on resource)?/i,
      /Could not switch roles: Invalid information in one or more fields/i,
    ],
    meaning:
      'The role may not be assumed. AWS answers the same whether the role does not exist or one of the two sides refuses.',
    causes: [
      'the trust policy of the role does not name the caller, its role or its account',
      'the caller’s own policies do not allow sts:AssumeRole on this role: needed across accounts, and where the trust policy names the account only',
      'no role has exactly this ARN: its path, letter case, account or partition is another',
      'the trust policy asks for an external id that was not passed or is another one',
      'the trust policy asks for MFA, and the call was made without a code',
      'a boundary, a session policy or an SCP of the caller’s account refuses',
      'session tags or a source identity are passed and sts:TagSession or sts:SetSourceIdentity is not allowed',
    ],
    remedies: [sides, trust],
    next: 'check assume-role',
  },
  {
    id: 'E61',
    patterns: [/Not authorized to perform:? sts:AssumeRoleWithWebIdentity/i],
    meaning: 'The trust policy of the role does not match the token.',
    causes: [
      'the subject (`sub`) is another: letter case, branch or tag; a job with `environment:` has the environment in its subject',
      'a `*` stands under StringEquals, where it is an ordinary character',
      'the audience (`aud`) is another than the condition asks for',
      'the trust policy names the provider of another account, or the role’s ARN is another',
    ],
    remedies: [subject, trust],
    next: 'check assume-role',
  },
  {
    id: 'E62',
    patterns: [/No OpenIDConnect provider found in your account for (?<url>\S{1,200})/i],
    meaning: 'The account of the role has no OIDC provider with exactly this issuer: {url}.',
    causes: ['the provider is in another account', 'the issuer differs, in a slash at its end for one'],
    remedies: [
      { why: 'see which there are', command: () => command`aws iam list-open-id-connect-providers` },
      {
        why: 'make it, in the account of the role',
        command: () =>
          command`aws iam create-open-id-connect-provider --client-id-list sts.amazonaws.com --url ISSUER`,
      },
      subject,
    ],
    next: 'check assume-role',
  },
  {
    id: 'E63',
    patterns: [/Incorrect token audience/i],
    meaning: 'The token is made for an audience that the OIDC provider does not list.',
    causes: ['the client id is missing from the provider', 'the token was asked for with another audience'],
    remedies: [
      {
        why: 'add it',
        command: () =>
          command`aws iam add-client-id-to-open-id-connect-provider --client-id sts.amazonaws.com --open-id-connect-provider-arn PROVIDER`,
      },
      subject,
    ],
    next: 'check assume-role',
  },
  {
    id: 'E64',
    patterns: [/OpenIDConnect provider's HTTPS certificate doesn't match configured thumbprint/i],
    meaning: 'The issuer’s certificate is not the one that the OIDC provider lists.',
    causes: ['the issuer got a certificate of another authority'],
    remedies: [
      {
        why: 'list the new one',
        command: () =>
          command`aws iam update-open-id-connect-provider-thumbprint --open-id-connect-provider-arn PROVIDER --thumbprint-list THUMBPRINT`,
      },
    ],
  },
  {
    id: 'E65',
    patterns: [
      /Token must be issued within 24 hours of being used/i,
      /Token expired: current date\/time/i,
      /Couldn't retrieve verification key from your identity provider/i,
    ],
    codes: ['ExpiredIdentityToken'],
    meaning: 'The web identity token is too old, or its issuer cannot be asked.',
    causes: [
      'the token was not renewed, as of a pod that reads it once',
      'the clock of the issuer is wrong',
      'the issuer’s address is not public',
    ],
    remedies: [{ why: 'get a new token and read the file anew for each call' }],
  },
  {
    id: 'E66',
    codes: ['IDPCommunicationError', 'IDPRejectedClaim', 'InvalidIdentityToken'],
    meaning: 'The identity provider cannot be asked, refused, or the token cannot be read.',
    causes: ['the issuer or its keys changed', 'a passing failure of the issuer'],
    remedies: [{ why: 'try again; then compare the issuer of the token with the provider in IAM' }, subject],
    next: 'check assume-role',
  },
  {
    id: 'E67',
    patterns: [/Roles may not be assumed by root accounts/i],
    meaning: 'The root user cannot assume roles.',
    causes: [
      'keys of the root user are in use',
      'the endpoint is that of another cloud, which words it so, too',
    ],
    remedies: [{ why: 'use an IAM user, a role or Identity Center, and delete the root user’s keys' }],
    asksChain: true,
    next: 'whoami',
  },
  {
    id: 'E68',
    patterns: [/MultiFactorAuthentication failed with invalid MFA one time pass code/i],
    meaning: 'The MFA code is wrong or was used already.',
    causes: ['each code works once', 'the clock of the device is wrong', 'the code is of another device'],
    remedies: [{ why: 'wait for the next code' }],
  },
  {
    id: 'E69',
    patterns: [
      /MultiFactorAuthentication failed, unable to validate MFA code/i,
      /must provide both MFA serial number and one time pass code/i,
    ],
    meaning: 'The MFA device cannot be used for this call.',
    causes: [
      'mfa_serial names another user’s device',
      'the device is a security key (FIDO), which gives no codes',
      'code or serial number is missing',
    ],
    remedies: [
      { why: 'see your devices', command: () => command`aws iam list-mfa-devices` },
      {
        why: 'see what the role asks for, as if the code were right',
        command: ({ roleArn }) => command`iamx check assume-role ${roleArn} --mfa`,
      },
    ],
    asksChain: true,
    next: 'check assume-role',
  },
  {
    id: 'E70',
    patterns: [/exceeds the 1 hour session limit for roles assumed by role chaining/i],
    meaning: 'A role that is assumed from another role lasts one hour at most.',
    causes: [
      'duration_seconds is above 3600, and the credentials behind it are a session: a role, GetSessionToken as aws-vault makes it, or an instance’s',
    ],
    remedies: [
      { why: 'ask for 3600 seconds or less, or start from long-term keys, SSO or a web identity' },
      lasting,
    ],
    asksChain: true,
    next: 'check assume-role',
  },
  {
    id: 'E71',
    patterns: [/exceeds the MaxSessionDuration set for this role/i],
    meaning: 'The session is to last longer than the role allows.',
    causes: ['duration_seconds is above the role’s own limit, which is one hour unless somebody raised it'],
    remedies: [
      {
        why: 'ask for less, or raise the limit',
        command: ({ role }) =>
          command`aws iam update-role --role-name ${role} --max-session-duration SECONDS`,
      },
      lasting,
    ],
    next: 'check assume-role',
  },
  {
    id: 'E72',
    codes: ['PackedPolicyTooLarge', 'PackedPolicyTooLargeException'],
    patterns: [
      /Packed size of session tags consumes (?<percent>\d{1,5})% of allotted space/i,
      /Serialized token too large for session/i,
    ],
    meaning: 'Session policies and tags are too long together.',
    causes: ['an identity provider passes many tags', 'transitive tags of earlier sessions are added'],
    remedies: [
      { why: 'pass fewer tags and shorter policies; managed policies by ARN take less room' },
      sides,
    ],
    next: 'check assume-role',
  },
  {
    id: 'E73',
    isRefusal: true,
    patterns: [/is not authorized to perform: sts:(?:TagSession|SetSourceIdentity)\b/i],
    meaning: 'Session tags or a source identity are passed, which a policy must allow beside sts:AssumeRole.',
    causes: [
      'the trust policy of the role does not allow it to the caller',
      'across accounts: the caller’s own policies do not allow it',
      'tags or an identity of an earlier session are passed on by themselves',
    ],
    remedies: [sides, trust],
    next: 'check assume-role',
  },
  {
    id: 'E74',
    patterns: [/Cannot call (?:GetSessionToken|GetFederationToken) with session credentials/i],
    meaning: 'Only long-term credentials can call this, and these are temporary.',
    causes: ['exported variables of a session are still set', 'the profile is a role'],
    remedies: [
      {
        why: 'take the exported keys away',
        command: () => unsetVariables(['AWS_ACCESS_KEY_ID', 'AWS_SECRET_ACCESS_KEY', 'AWS_SESSION_TOKEN']),
      },
    ],
    asksChain: true,
    next: 'explain-chain',
  },
  {
    id: 'E75',
    patterns: [
      /roleSessionName' failed to satisfy constraint/i,
      /Member must satisfy regular expression pattern: \[\\{1,2}w\+=,\.@-\]\*/i,
    ],
    meaning: 'A session name or an external id holds a character that it must not.',
    causes: ['a blank or a slash: letters, digits and `+ = , . @ - _` are allowed'],
    remedies: [{ why: 'take the other characters out' }],
  },
  {
    id: 'E76',
    patterns: [/RoleArn[^\n]{0,200}(?:is invalid|failed to satisfy)/i, /Request ARN is invalid/i],
    meaning: 'What was given as the role’s ARN is none.',
    causes: ['a role name in place of an ARN', 'the account or a colon is missing'],
    remedies: [{ why: 'write it as arn:aws:iam::111122223333:role/NAME' }],
    next: 'decode',
  },
  {
    id: 'E77',
    patterns: [
      /Response signature invalid/i,
      /Specified provider doesn't exist/i,
      /Issuer not present in specified provider/i,
      /Your request included an invalid SAML response/i,
    ],
    meaning: 'The SAML response does not belong to the provider in IAM.',
    causes: ['the identity provider’s certificate was changed', 'the provider’s ARN is another one'],
    remedies: [
      {
        why: 'give IAM the new metadata',
        command: () =>
          command`aws iam update-saml-provider --saml-provider-arn PROVIDER --saml-metadata-document file://metadata.xml`,
      },
    ],
  },
  {
    id: 'E78',
    patterns: [
      /RoleSessionName is required in AuthnResponse/i,
      /RoleSessionName in AuthnResponse must match/i,
    ],
    meaning: 'The SAML response has no usable RoleSessionName.',
    causes: ['the attribute is missing', 'it holds a blank or a slash'],
    remedies: [{ why: 'map it to the user’s mail address in the identity provider' }],
  },
  {
    id: 'E79',
    frames: [/IAM Role \((?<role>[^)\n]{1,300})\) cannot be assumed/i, /Cannot assume IAM Role/i],
    meaning: 'Terraform could not assume the role of its `assume_role` block.',
    causes: [
      'what AWS answered follows in the same error',
      'the credentials behind it are not the expected ones',
    ],
    remedies: [
      { why: 'see which credentials it starts from', command: () => command`iamx explain-chain --sdk go` },
      sides,
    ],
    asksChain: true,
    sdk: 'go',
    next: 'check assume-role',
  },
  {
    id: 'E80',
    frames: [/Could not assume role with OIDC/i],
    patterns: [
      /Credentials could not be loaded, please check your action inputs/i,
      /Unable to get ACTIONS_ID_TOKEN_REQUEST_URL/i,
      /Did you mean to set the `id-token` permission\?/i,
      /Failed to get ID Token/i,
    ],
    meaning: 'The GitHub job got no token, or AWS refused it.',
    causes: [
      'the workflow does not give the job the permission `id-token` (write)',
      'a pull request of a fork gets no token',
      'what AWS answered follows in the same error',
    ],
    remedies: [{ why: 'give the job the permission `id-token`, to write' }, subject],
    next: 'check assume-role',
  },
  {
    id: 'E81',
    frames: [/WebIdentityErr: failed to retrieve credentials/i],
    patterns: [/an IAM role must be associated with service account/i],
    meaning: 'The pod’s web identity was refused; AWS’s answer follows in the same error.',
    causes: [
      'the annotation of the service account names another role',
      'the trust policy has another namespace or service account in its subject',
      'the cluster’s OIDC provider is not in the account of the role',
    ],
    remedies: [
      { why: 'see which role it names', command: () => command`kubectl get serviceaccount NAME -o yaml` },
      subject,
      trust,
    ],
    next: 'check assume-role',
  },
];
