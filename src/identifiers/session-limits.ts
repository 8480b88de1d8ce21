import type { Diagnostic } from '../core/evaluation.ts';
import type { Caller } from './caller-identity.ts';

/** What is known of credentials beside the caller's name. */
export interface SessionFacts {
  /** They came with a session token. */
  readonly isTemporary: boolean;
  /** MFA was used for the session; undefined where nothing tells. */
  readonly mfa?: boolean | undefined;
  /** The session was got with keys of another session. */
  readonly isChained?: boolean;
}

interface Limit {
  readonly code: string;
  readonly severity: Diagnostic['severity'];
  readonly message: string;
  readonly hint?: string;
  readonly docs: string;
  readonly applies: (caller: Caller, facts: SessionFacts) => boolean;
}

const comparison = 'https://docs.aws.amazon.com/IAM/latest/UserGuide/id_credentials_sts-comparison.html';

const isUserSession = ({ type }: Caller, { isTemporary }: SessionFacts) => type === 'user' && isTemporary;

/** What credentials cannot do whatever the policies say. Facts of AWS, one row each. */
export const sessionLimits: readonly Limit[] = [
  {
    code: 'limits/iam-needs-mfa',
    severity: 'warning',
    message:
      'These credentials cannot call IAM: they are a GetSessionToken session without MFA, and IAM answers InvalidClientTokenId',
    hint: 'Get the session with --serial-number and --token-code, or use the long-term keys for IAM.',
    docs: 'https://docs.aws.amazon.com/STS/latest/APIReference/API_GetSessionToken.html',
    applies: (caller, facts) => isUserSession(caller, facts) && facts.mfa === false,
  },
  {
    code: 'limits/iam-may-need-mfa',
    severity: 'info',
    message:
      'These credentials can call IAM only if MFA was used to get them (GetSessionToken); IAM answers InvalidClientTokenId otherwise',
    docs: 'https://docs.aws.amazon.com/STS/latest/APIReference/API_GetSessionToken.html',
    applies: (caller, facts) => isUserSession(caller, facts) && facts.mfa === undefined,
  },
  {
    code: 'limits/sts-of-user-session',
    severity: 'info',
    message:
      'Of STS these credentials can call only AssumeRole and GetCallerIdentity (GetSessionToken session)',
    docs: 'https://docs.aws.amazon.com/STS/latest/APIReference/API_GetSessionToken.html',
    applies: isUserSession,
  },
  {
    code: 'limits/role-session',
    severity: 'info',
    message: 'These credentials cannot call sts:GetSessionToken or sts:GetFederationToken (role session)',
    docs: comparison,
    applies: ({ type }) => type === 'assumed-role',
  },
  {
    code: 'limits/role-chaining',
    severity: 'info',
    message: 'A role that they assume lasts an hour at most, whatever the role allows (role chaining)',
    docs: 'https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles.html#iam-term-role-chaining',
    applies: ({ type }, { isChained }) => type === 'assumed-role' && isChained !== true,
  },
  {
    code: 'limits/chained',
    severity: 'info',
    message:
      'They were got with another role session, so they last an hour at most (role chaining), and so does what they assume',
    docs: 'https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles.html#iam-term-role-chaining',
    applies: ({ type }, { isChained }) => type === 'assumed-role' && isChained === true,
  },
  {
    code: 'limits/federated-user',
    severity: 'warning',
    message: 'These credentials cannot call IAM, and of STS only GetCallerIdentity (federated user)',
    hint: 'Assume a role instead, or use the keys of the user who federates.',
    docs: 'https://docs.aws.amazon.com/STS/latest/APIReference/API_GetFederationToken.html',
    applies: ({ type }) => type === 'federated-user',
  },
  {
    code: 'limits/root-cannot-assume',
    severity: 'warning',
    message: 'These are keys of the root user: no policy limits them, and they cannot assume a role',
    hint: 'Delete them, and use a role or a user: https://docs.aws.amazon.com/IAM/latest/UserGuide/root-user-best-practices.html',
    docs: 'https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRole.html',
    applies: ({ type, because }, { isTemporary }) => type === 'root' && because === undefined && !isTemporary,
  },
  {
    code: 'limits/assume-root',
    severity: 'info',
    message: 'These credentials do what the task policy of AssumeRoot allows, for 15 minutes at most',
    docs: 'https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRoot.html',
    applies: ({ type, because }) => type === 'root' && because !== undefined,
  },
];

/** What these credentials cannot do, whatever the policies say. */
export function findSessionLimits(caller: Caller, facts: SessionFacts): readonly Diagnostic[] {
  return sessionLimits
    .filter(({ applies }) => applies(caller, facts))
    .map(({ code, severity, message, hint, docs }) => ({
      code,
      severity,
      message,
      ...(hint === undefined ? {} : { hint }),
      docs,
    }));
}
