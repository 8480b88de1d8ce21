import { isAccountId, parseArn, type Arn } from './arn.ts';
import { hideSecrets } from '../output/secret.ts';

/** Why a text is not somebody who can call AWS, and the nearest right form. */
export interface PrincipalProblem {
  readonly message: string;
  readonly hint: string;
  /** The message says that it is about a principal: whoever shows it need not. */
  readonly isNamed?: true;
}

const forms =
  'Write a user, role, session (`arn:aws:sts::ACCOUNT:assumed-role/ROLE/SESSION`), federated-user or root ARN, an identity provider, a service name such as `ec2.amazonaws.com`, or `anonymous`.';

/** Resource types of iam whose ARN people take for a caller. */
const notCallers: Readonly<Record<string, PrincipalProblem>> = {
  group: {
    message: 'a group cannot call AWS',
    hint: 'Give one user of the group: `arn:aws:iam::ACCOUNT:user/NAME`.',
  },
  'instance-profile': {
    message: 'an instance profile cannot call AWS',
    hint: 'Give the role in it: `arn:aws:sts::ACCOUNT:assumed-role/ROLE/INSTANCE-ID`.',
  },
  policy: { message: 'a policy cannot call AWS', hint: forms },
  mfa: {
    message: 'an MFA device cannot call AWS',
    hint: 'Give the user who owns it: `arn:aws:iam::ACCOUNT:user/NAME`.',
  },
  u2f: {
    message: 'an MFA device cannot call AWS',
    hint: 'Give the user who owns it: `arn:aws:iam::ACCOUNT:user/NAME`.',
  },
  'server-certificate': { message: 'a server certificate cannot call AWS', hint: forms },
};

/** For a text that `parsePrincipal` could not read; off the hot path, so it may look twice. */
export function describePrincipalProblem(text: string): PrincipalProblem {
  if (hideSecrets(text) !== text) {
    return {
      message: 'the principal looks like a secret: it was not used or shown',
      isNamed: true,
      hint: forms,
    };
  }
  if (text.trim() === '') return { message: 'the principal is empty', isNamed: true, hint: forms };
  if (text !== text.trim()) {
    return {
      message: 'the principal has white space around it',
      isNamed: true,
      hint: `Write \`${text.trim()}\`.`,
    };
  }
  const arn = parseArn(text);
  if (arn !== undefined) return describeArn(arn);
  return /^arn:/i.test(text) ? describeBrokenArn(text) : describeName(text);
}

function describeArn(arn: Arn): PrincipalProblem {
  const { text, partition, service, region, account, resource } = arn;
  const type = resource.split(/[/:]/, 1)[0] ?? '';
  const write = (right: string): string => `Write \`${right}\`.`;
  const where = `arn:${partition}`;

  if (!/^aws(-[a-z]+)*$/.test(partition)) {
    return {
      message: `\`${text}\` has no AWS partition`,
      hint: write(`arn:aws:${text.split(':').slice(2).join(':')}`),
    };
  }
  if (service !== 'iam' && service !== 'sts') return describeOtherService(arn);
  if (account === 'cloudfront') {
    return {
      message: 'a CloudFront origin access identity cannot be the principal of a request here',
      isNamed: true,
      hint: 'Origin access control calls as `cloudfront.amazonaws.com`: ask with that.',
    };
  }
  if (region !== '') {
    return {
      message: `an ${service} ARN has no region`,
      hint: write(`${where}:${service}::${account}:${resource}`),
    };
  }
  if (!isAccountId(account)) return describeAccount(arn);
  if (/[*?]|\$\{/.test(resource)) {
    return {
      message: `\`${text}\` is a pattern, a request has one caller`,
      hint: 'Write the ARN of one user or session.',
    };
  }
  const problem = service === 'iam' ? describeIam(arn, type) : describeSts(arn, type);
  return (
    problem ?? { message: `\`${text}\` is not a principal that can call AWS`, isNamed: true, hint: forms }
  );
}

function describeAccount({ text, partition, service, account, resource }: Arn): PrincipalProblem {
  const digits = account.replace(/[-\s]/g, '');
  const right = isAccountId(digits) ? digits : 'ACCOUNT';
  const hint = `Write \`arn:${partition}:${service}::${right}:${resource}\`, the account as 12 digits.`;
  if (account === '') return { message: `\`${text}\` names no account`, hint };
  return { message: `\`${account}\` is not an account id`, hint };
}

function describeIam({ partition, account, resource }: Arn, type: string): PrincipalProblem | undefined {
  if (type === 'assumed-role' || type === 'federated-user') {
    return {
      message: `${type === 'assumed-role' ? 'role sessions' : 'federated users'} belong to sts, not to iam`,
      hint: `Write \`arn:${partition}:sts::${account}:${resource}\`.`,
    };
  }
  if (Object.hasOwn(notCallers, type)) return notCallers[type];
  if (type === 'user' || type === 'role' || type === 'saml-provider')
    return describeResourceName(resource, type);
  return undefined;
}

function describeSts({ partition, account, resource }: Arn, type: string): PrincipalProblem | undefined {
  if (/^(user|role|root|saml-provider|oidc-provider|group)$/.test(type)) {
    return {
      message: `\`${type}\` belongs to iam, not to sts`,
      hint: `Write \`arn:${partition}:iam::${account}:${resource}\`.`,
    };
  }
  if (type === 'federated-user') return describeResourceName(resource, type);
  if (type !== 'assumed-role') return undefined;
  const parts = resource
    .split('/')
    .slice(1)
    .filter((part) => part !== '');
  const [role = 'ROLE'] = parts.slice(parts.length > 2 ? -2 : 0);
  if (parts.length > 2) {
    return {
      message: "a session's ARN never holds the role's path",
      hint: `Write \`arn:${partition}:sts::${account}:assumed-role/${role}/${parts.at(-1) ?? 'SESSION'}\`.`,
    };
  }
  if (parts.length < 2) {
    return {
      message: `\`${resource}\` names no session`,
      hint: `Write \`arn:${partition}:sts::${account}:assumed-role/${role}/SESSION\`, or \`arn:${partition}:iam::${account}:role/${role}\` for any session of it.`,
    };
  }
  return describeResourceName(resource, type);
}

function describeResourceName(resource: string, type: string): PrincipalProblem {
  const rest = resource.slice(type.length + 1);
  if (rest === '' || rest.endsWith('/'))
    return {
      message: `\`${resource}\` names no ${type}`,
      hint: `Put the name at the end: \`${type}/NAME\`.`,
    };
  if (/(^|\/)\//.test(rest))
    return {
      message: `\`${resource}\` has an empty part in its path`,
      hint: 'Write one slash between two parts.',
    };
  return {
    message: `\`${resource}\` has a character that names cannot have`,
    hint: 'Names are made of letters, digits and `_+=,.@-`.',
  };
}

function describeOtherService({ service, text, account, resource }: Arn): PrincipalProblem {
  if (service === 'sso' && resource.startsWith('permissionSet/')) {
    return {
      message: 'a permission set cannot call AWS, only a session of its role can',
      hint: 'Write `arn:aws:sts::ACCOUNT:assumed-role/AWSReservedSSO_NAME_HASH/USER`.',
    };
  }
  if (service === 'lambda' || service === 'ec2' || service === 'ecs' || service === 'codebuild') {
    return {
      message: `\`${text}\` calls AWS as its role, not as itself`,
      hint: `Write \`arn:aws:sts::${isAccountId(account) ? account : 'ACCOUNT'}:assumed-role/ROLE/SESSION\` with its role.`,
    };
  }
  return {
    message: `\`${text}\` is a resource of ${service === '' ? 'no service' : service}, not somebody who calls AWS`,
    hint: forms,
  };
}

/** Fewer than five colons, or `ARN:` in capitals. */
function describeBrokenArn(text: string): PrincipalProblem {
  if (!text.startsWith('arn:')) {
    return { message: 'ARNs begin with `arn:` in small letters', hint: `Write \`arn:${text.slice(4)}\`.` };
  }
  const fields = text.split(':');
  const [, partition = 'aws', service = 'iam'] = fields;
  const account = fields.find(isAccountId);
  const resource = fields.at(-1) ?? '';
  const known = (service === 'iam' || service === 'sts') && account !== undefined && resource !== account;
  return {
    message: `\`${text}\` has ${fields.length} of the six fields of an ARN`,
    hint: known
      ? `Write \`arn:${partition}:${service}::${account}:${resource}\`: the region is empty.`
      : 'The form is `arn:PARTITION:SERVICE:REGION:ACCOUNT:RESOURCE`, the region is empty for iam and sts.',
  };
}

function describeName(text: string): PrincipalProblem {
  const quoted = `\`${text}\``;
  if (/^A[A-Z0-9]{3}[A-Z0-9]{12,124}(:.*)?$/.test(text)) {
    return {
      message: `${quoted} is an id, not a principal's ARN`,
      isNamed: true,
      hint: 'Give the ARN as the principal and the id as `principalId`.',
    };
  }
  const digits = text.replace(/[-\s]/g, '');
  if (isAccountId(digits)) return { message: `${quoted} is not an account id`, hint: `Write \`${digits}\`.` };
  if (/^\d+$/.test(text)) {
    return {
      message: `${quoted} has ${text.length} digits, account ids have 12`,
      hint: 'A number loses its leading zeros: write the account id in quotes.',
    };
  }
  if (/^(user|role|root|saml-provider|oidc-provider)(\/|$)/.test(text)) {
    return { message: `${quoted} names no account`, hint: `Write \`arn:aws:iam::ACCOUNT:${text}\`.` };
  }
  if (/^(assumed-role|federated-user)\//.test(text)) {
    return { message: `${quoted} names no account`, hint: `Write \`arn:aws:sts::ACCOUNT:${text}\`.` };
  }
  if (/^[0-9a-f]{64}$/.test(text)) {
    return {
      message: 'a canonical user id is an S3 name for an account',
      hint: 'Write the root ARN of that account: `arn:aws:iam::ACCOUNT:root`.',
    };
  }
  if (/\.amazonaws\.com/i.test(text)) {
    return {
      message: `${quoted} is not a service principal`,
      isNamed: true,
      hint: 'The form is `SERVICE.amazonaws.com`, in small letters.',
    };
  }
  if (/^(https?:\/\/)?[a-z0-9-]+(\.[a-z0-9-]+)+(\/.*)?$/i.test(text) && !text.includes('@')) {
    return {
      message: `${quoted} is not a service principal or a built-in identity provider`,
      isNamed: true,
      hint: `Write the provider's ARN: \`arn:aws:iam::ACCOUNT:oidc-provider/${text.replace(/^https?:\/\//, '')}\`.`,
    };
  }
  if (/^[a-z0-9-]+$/.test(text)) {
    return {
      message: `${quoted} is not a principal`,
      isNamed: true,
      hint: `For the service write \`${text}.amazonaws.com\`, for a user \`arn:aws:iam::ACCOUNT:user/${text}\`.`,
    };
  }
  return { message: `${quoted} is not a principal`, isNamed: true, hint: forms };
}
