/**
 * The ARN forms of iam and sts, one row each (docs/identifiers.md). The first row whose account
 * and resource match is the form of an ARN.
 */
export interface ArnForm {
  readonly id: string;
  readonly service: string;
  readonly resourceType: string;
  /** For the first word of an answer. */
  readonly title: string;
  /** What stands in the account field; twelve digits, a pattern or nothing where absent. */
  readonly account?: RegExp;
  /** Its groups `path`, `name`, `roleName`, `sessionName` and others become the answer's parts. */
  readonly resource: RegExp;
  readonly note?: string;
  readonly example: string;
}

const path = String.raw`(?<path>(?:[^/]+/)*)`;
const name = String.raw`(?<name>[^/]+)`;
const a = '111122223333';

/** Managed by AWS: the word stands where an account would. */
const amazon = /^(aws|amazon)$/;

export const iamForms: readonly ArnForm[] = [
  {
    id: 'iam-root',
    service: 'iam',
    resourceType: 'root',
    title: 'account root',
    resource: /^root$/,
    note: 'in a policy it means the whole account, which then decides by its own policies; as a caller it is the root user',
    example: `arn:aws:iam::${a}:root`,
  },
  {
    id: 'cloudfront-oai',
    service: 'iam',
    resourceType: 'user',
    title: 'CloudFront origin access identity',
    account: /^cloudfront$/,
    resource: /^user\/(?<name>CloudFront Origin Access Identity [A-Z0-9]+)$/,
    note: 'stands in bucket policies only; no IAM user',
    example: 'arn:aws:iam::cloudfront:user/CloudFront Origin Access Identity E2QWRUHAPOMQZL',
  },
  {
    id: 'iam-user',
    service: 'iam',
    resourceType: 'user',
    title: 'user',
    resource: new RegExp(`^user/${path}${name}$`),
    example: `arn:aws:iam::${a}:user/team/mika`,
  },
  {
    id: 'iam-group',
    service: 'iam',
    resourceType: 'group',
    title: 'group',
    resource: new RegExp(`^group/${path}${name}$`),
    note: 'a group is never a principal: a policy that names one is rejected',
    example: `arn:aws:iam::${a}:group/developers`,
  },
  {
    id: 'iam-service-linked-role',
    service: 'iam',
    resourceType: 'role',
    title: 'service-linked role',
    resource: /^role\/(?<path>aws-service-role\/(?<linkedService>[^/]+)\/)(?<name>[^/]+)$/,
    note: 'cannot be edited, nor deleted with DeleteRole; service control policies do not limit it',
    example: `arn:aws:iam::${a}:role/aws-service-role/ecs.amazonaws.com/AWSServiceRoleForECS`,
  },
  {
    id: 'iam-permission-set-role',
    service: 'iam',
    resourceType: 'role',
    title: 'permission set role',
    resource:
      /^role\/(?<path>aws-reserved\/sso\.amazonaws\.com\/(?:(?<ssoRegion>[^/]+)\/)?)(?<name>AWSReservedSSO_[^/]+)$/,
    note: 'only Identity Center can change or delete it; the hash changes when the set is assigned anew, so policies should name it by pattern',
    example: `arn:aws:iam::${a}:role/aws-reserved/sso.amazonaws.com/eu-west-1/AWSReservedSSO_AdministratorAccess_8d1c0f5a6b7e9d23`,
  },
  {
    id: 'iam-reserved-role',
    service: 'iam',
    resourceType: 'role',
    title: 'role reserved by AWS',
    resource: /^role\/(?<path>aws-reserved\/(?:[^/]+\/)*)(?<name>[^/]+)$/,
    note: 'made and kept by an AWS service such as Control Tower',
    example: `arn:aws:iam::${a}:role/aws-reserved/controltower.amazonaws.com/Baseline`,
  },
  {
    id: 'iam-console-service-role',
    service: 'iam',
    resourceType: 'role',
    title: 'service role',
    resource: /^role\/(?<path>service-role\/)(?<name>[^/]+)$/,
    note: 'made by a console wizard; an ordinary role, the path is only a habit',
    example: `arn:aws:iam::${a}:role/service-role/resize-role-1a2b3c`,
  },
  {
    id: 'iam-quick-setup-role',
    service: 'iam',
    resourceType: 'role',
    title: 'role',
    resource: /^role\/(?<path>aws-quicksetup\/(?:[^/]+\/)*)(?<name>[^/]+)$/,
    note: 'the path looks like one of Systems Manager Quick Setup',
    example: `arn:aws:iam::${a}:role/aws-quicksetup/AWS-QuickSetup-Patch`,
  },
  {
    id: 'iam-cdk-role',
    service: 'iam',
    resourceType: 'role',
    title: 'role',
    resource: new RegExp(`^role/${path}(?<name>cdk-[^/]+)$`),
    note: 'the name looks like a role of `cdk bootstrap`',
    example: `arn:aws:iam::${a}:role/cdk-hnb659fds-deploy-role-${a}-eu-west-1`,
  },
  {
    id: 'iam-organization-access-role',
    service: 'iam',
    resourceType: 'role',
    title: 'role',
    resource: new RegExp(`^role/${path}(?<name>OrganizationAccountAccessRole)$`),
    note: 'the name is what Organizations gives to the administrator role of an account it creates',
    example: `arn:aws:iam::${a}:role/OrganizationAccountAccessRole`,
  },
  {
    id: 'iam-control-tower-role',
    service: 'iam',
    resourceType: 'role',
    title: 'role',
    resource: new RegExp(`^role/${path}(?<name>AWSControlTowerExecution)$`),
    note: 'the name is what Control Tower gives to its role in enrolled accounts',
    example: `arn:aws:iam::${a}:role/AWSControlTowerExecution`,
  },
  {
    id: 'iam-stack-sets-role',
    service: 'iam',
    resourceType: 'role',
    title: 'role',
    resource: new RegExp(`^role/${path}(?<name>stacksets-exec-[^/]+)$`),
    note: 'the name looks like a role that StackSets makes in the accounts of an organization',
    example: `arn:aws:iam::${a}:role/stacksets-exec-0f1e2d3c4b5a69788695a4b3c2d1e0f9`,
  },
  {
    id: 'iam-role',
    service: 'iam',
    resourceType: 'role',
    title: 'role',
    resource: new RegExp(`^role/${path}${name}$`),
    example: `arn:aws:iam::${a}:role/team/App`,
  },
  {
    id: 'iam-aws-managed-policy',
    service: 'iam',
    resourceType: 'policy',
    title: 'AWS managed policy',
    account: /^aws$/,
    resource: new RegExp(`^policy/${path}${name}$`),
    note: 'the path belongs to the name: the same name under another path does not exist',
    example: 'arn:aws:iam::aws:policy/job-function/ViewOnlyAccess',
  },
  {
    id: 'iam-policy',
    service: 'iam',
    resourceType: 'policy',
    title: 'customer managed policy',
    resource: new RegExp(`^policy/${path}${name}$`),
    example: `arn:aws:iam::${a}:policy/team/ReadReports`,
  },
  {
    id: 'iam-instance-profile',
    service: 'iam',
    resourceType: 'instance-profile',
    title: 'instance profile',
    resource: new RegExp(`^instance-profile/${path}${name}$`),
    note: "the console gives it its role's name, but they are two things",
    example: `arn:aws:iam::${a}:instance-profile/web`,
  },
  {
    id: 'iam-root-mfa',
    service: 'iam',
    resourceType: 'mfa',
    title: 'MFA device of the root user',
    resource: /^mfa\/(?<name>root-account-mfa-device)$/,
    example: `arn:aws:iam::${a}:mfa/root-account-mfa-device`,
  },
  {
    id: 'iam-mfa',
    service: 'iam',
    resourceType: 'mfa',
    title: 'virtual MFA device',
    resource: new RegExp(`^mfa/${path}${name}$`),
    example: `arn:aws:iam::${a}:mfa/mika`,
  },
  {
    id: 'iam-u2f',
    service: 'iam',
    resourceType: 'u2f',
    title: 'FIDO key or passkey',
    resource: /^u2f\/user\/(?<userName>[^/]+)\/(?<name>[^/]+)$/,
    note: 'cannot be used with mfa_serial, GetSessionToken or AssumeRole: they need a code',
    example: `arn:aws:iam::${a}:u2f/user/mika/key-ABCDEFGHIJKLMNOPQRSTUVWX`,
  },
  {
    id: 'iam-root-u2f',
    service: 'iam',
    resourceType: 'u2f',
    title: 'FIDO key or passkey of the root user',
    resource: /^u2f\/root\/(?<name>[^/]+)$/,
    note: 'cannot be used with mfa_serial, GetSessionToken or AssumeRole: they need a code',
    example: `arn:aws:iam::${a}:u2f/root/key-ABCDEFGHIJKLMNOPQRSTUVWX`,
  },
  {
    id: 'iam-sms-mfa',
    service: 'iam',
    resourceType: 'sms-mfa',
    title: 'SMS MFA device',
    resource: /^sms-mfa\/(?<name>[^/]+)$/,
    note: 'retired by AWS',
    example: `arn:aws:iam::${a}:sms-mfa/mika`,
  },
  {
    id: 'iam-server-certificate',
    service: 'iam',
    resourceType: 'server-certificate',
    title: 'server certificate',
    resource: new RegExp(`^server-certificate/${path}${name}$`),
    example: `arn:aws:iam::${a}:server-certificate/cloudfront/www`,
  },
  {
    id: 'iam-saml-provider',
    service: 'iam',
    resourceType: 'saml-provider',
    title: 'SAML provider',
    resource: /^saml-provider\/(?<name>[^/]+)$/,
    example: `arn:aws:iam::${a}:saml-provider/Okta`,
  },
  {
    id: 'iam-eks-oidc-provider',
    service: 'iam',
    resourceType: 'oidc-provider',
    title: 'OIDC provider of an EKS cluster',
    resource:
      /^oidc-provider\/(?<name>oidc\.eks\.(?<issuerRegion>[^./]+)\.amazonaws\.com(?:\.cn)?\/id\/[^/]+)$/,
    note: 'the name is the issuer URL without `https://`, slashes and all; there is no path',
    example: `arn:aws:iam::${a}:oidc-provider/oidc.eks.eu-west-1.amazonaws.com/id/0F1E2D3C4B5A69788695A4B3C2D1E0F9`,
  },
  {
    id: 'iam-github-oidc-provider',
    service: 'iam',
    resourceType: 'oidc-provider',
    title: 'OIDC provider of GitHub Actions',
    resource: /^oidc-provider\/(?<name>token\.actions\.githubusercontent\.com(?:\/.+)?)$/,
    note: 'a trust policy must test its `:sub`, or any repository on GitHub is trusted',
    example: `arn:aws:iam::${a}:oidc-provider/token.actions.githubusercontent.com`,
  },
  {
    id: 'iam-oidc-provider',
    service: 'iam',
    resourceType: 'oidc-provider',
    title: 'OIDC provider',
    resource: /^oidc-provider\/(?<name>.+)$/,
    note: 'the name is the issuer URL without `https://`, slashes and all; there is no path',
    example: `arn:aws:iam::${a}:oidc-provider/gitlab.example.com/group`,
  },
  {
    id: 'iam-access-report',
    service: 'iam',
    resourceType: 'access-report',
    title: 'Organizations access report',
    resource: /^access-report\/(?<name>.+)$/,
    example: `arn:aws:iam::${a}:access-report/o-a1b2c3d4e5/r-f6g7/ou-f6g7-12345678`,
  },
  {
    id: 'iam-delegation-request',
    service: 'iam',
    resourceType: 'delegation-request',
    title: 'delegation request',
    resource: /^delegation-request\/(?<name>[^/]+)$/,
    note: 'temporary delegation, since 2025',
    example: `arn:aws:iam::${a}:delegation-request/0f1e2d3c`,
  },
  {
    id: 'iam-amazon-owned',
    service: 'iam',
    resourceType: 'unknown',
    title: 'owned by Amazon',
    account: amazon,
    resource: /^(?<name>.+)$/,
    note: 'belongs to AWS, not to an account of yours',
    example: 'arn:aws:iam::amazon:saml-provider/internal',
  },
];

export const stsForms: readonly ArnForm[] = [
  {
    id: 'sts-ec2-instance',
    service: 'sts',
    resourceType: 'assumed-role',
    title: 'role session',
    resource: /^assumed-role\/(?<roleName>aws:ec2-instance)\/(?<sessionName>[^/]+)$/,
    example: `arn:aws:sts::${a}:assumed-role/aws:ec2-instance/i-0abcd1234ef567890`,
  },
  {
    id: 'sts-ec2-infrastructure',
    service: 'sts',
    resourceType: 'assumed-role',
    title: 'role session',
    resource: /^assumed-role\/(?<roleName>aws:ec2-infrastructure)\/(?<sessionName>[^/]+)$/,
    example: `arn:aws:sts::${a}:assumed-role/aws:ec2-infrastructure/i-0abcd1234ef567890`,
  },
  {
    id: 'sts-permission-set-session',
    service: 'sts',
    resourceType: 'assumed-role',
    title: 'role session',
    resource: /^assumed-role\/(?<roleName>AWSReservedSSO_[^/]+)\/(?<sessionName>[^/]+)$/,
    example: `arn:aws:sts::${a}:assumed-role/AWSReservedSSO_AdministratorAccess_8d1c0f5a6b7e9d23/mika@example.com`,
  },
  {
    id: 'sts-role-session',
    service: 'sts',
    resourceType: 'assumed-role',
    title: 'role session',
    resource: /^assumed-role\/(?<roleName>[^/]+)\/(?<sessionName>[^/]+)$/,
    example: `arn:aws:sts::${a}:assumed-role/App/ci`,
  },
  {
    id: 'sts-federated-user',
    service: 'sts',
    resourceType: 'federated-user',
    title: 'federated user',
    resource: /^federated-user\/(?<name>[^/]+)$/,
    note: 'made with GetFederationToken',
    example: `arn:aws:sts::${a}:federated-user/bob`,
  },
  {
    id: 'sts-root-session',
    service: 'sts',
    resourceType: 'assumed-root',
    title: 'root session',
    resource: /^(assumed-root(?:\/(?<sessionName>[^/]+))?|root)$/,
    note: 'made with AssumeRoot; AWS does not document this form',
    example: `arn:aws:sts::${a}:assumed-root`,
  },
  {
    id: 'sts-self',
    service: 'sts',
    resourceType: 'self',
    title: 'the caller itself',
    resource: /^self$/,
    note: 'stands in policies only',
    example: `arn:aws:sts::${a}:self`,
  },
  {
    id: 'sts-any',
    service: 'sts',
    resourceType: 'any',
    title: 'anything of STS',
    resource: /^\*$/,
    note: 'stands in policies only',
    example: `arn:aws:sts::${a}:*`,
  },
];

/** Whether an ARN's account field fits a form: one that names no account takes all but AWS's own words. */
export function fitsAccount({ account }: ArnForm, text: string): boolean {
  return account === undefined ? !/^(aws|amazon|cloudfront)$/.test(text) : account.test(text);
}
