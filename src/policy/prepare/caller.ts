import { command } from '../../core/command.ts';
import { isAccountId } from '../../identifiers/arn.ts';
import { quoted } from '../../formats/problem.ts';
import {
  parsePrincipal,
  type Principal,
  type RolePrincipal,
  type UserPrincipal,
} from '../../identifiers/principal.ts';
import type { Question } from '../question.ts';
import { named, report, reportValue, type Problems, type ValueProblem } from './findings.ts';
import { remember } from '../../core/remember.ts';

/** Who asks, as far as the question tells. */
export interface Caller {
  readonly principal: Principal;
  /** `AIDA…` or `AROA…` alone. */
  readonly principalId: string | undefined;
  readonly sessionIssuer: RolePrincipal | UserPrincipal | undefined;
}

const parse = remember(4096, parsePrincipal);

/** The caller of a question that names the principal alone, as nearly all do: the same one again and again. */
const callerAlone = remember(4096, (text): Caller | undefined => {
  const principal = parsePrincipal(text);
  return principal.kind === 'invalid' || notOneCaller(text) !== undefined
    ? undefined
    : { principal, principalId: undefined, sessionIssuer: undefined };
});

/** Undefined where the principal cannot be read; other problems are reported beside it. */
export function readCaller(question: Question, problems: Problems): Caller | undefined {
  const { principalId, sessionIssuer } = question;
  if (principalId === undefined && sessionIssuer === undefined) {
    const caller = callerAlone(question.principal);
    if (caller !== undefined) return caller;
  }
  const principal = parse(question.principal);
  const wrong = principal.kind === 'invalid' ? principal : notOneCaller(question.principal);
  if (wrong !== undefined) {
    reportValue(problems, 'principal', wrong);
    return undefined;
  }
  if (principal.kind === 'invalid') return undefined;
  return {
    principal,
    principalId: principalId === undefined ? undefined : readId(principalId, principal, problems),
    sessionIssuer: sessionIssuer === undefined ? undefined : readIssuer(sessionIssuer, principal, problems),
  };
}

/** A path may hold commas and colons, and a policy's Principal an account: a request has one caller, who is somebody. */
function notOneCaller(text: string): ValueProblem | undefined {
  if (isAccountId(text)) {
    return {
      message: `${quoted(text)} is an account, and a request comes from somebody in it`,
      hint: `Its root user is \`arn:aws:iam::${text}:root\`; a role or a user is named by its ARN.`,
    };
  }
  if (!/,\s*(?:arn:|\d{12}$)/.test(text)) return undefined;
  return {
    message: `${quoted(text)} is several, and a request has one caller`,
    hint: 'Ask for each by itself, or write a scenario file with several questions.',
  };
}

/** Unique ids: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_identifiers.html#identifiers-unique-ids */
const idForm = /^(AIDA|AROA)([A-Z0-9]{12,124})(?::(.*))?$/;

function readId(text: string, principal: Principal, problems: Problems): string | undefined {
  const field = 'principalId';
  const found = idForm.exec(text);
  if (found === null) {
    const hint = /^A[KS]IA/.test(text)
      ? (['That is an access key id. What it says: ', command`iamx decode -`] as const)
      : 'The form is `AIDA…` for a user and `AROA…` or `AROA…:SESSION` for a role session.';
    report(problems, field, `${named(problems, field)} is no id of a user or role`, hint);
    return undefined;
  }
  const [, prefix, rest = '', session] = found;
  const wrong = contradiction(prefix === 'AROA', session, principal);
  if (wrong !== undefined) {
    report(
      problems,
      field,
      `${named(problems, field)} ${wrong}`,
      `The principal is ${quoted(principal.text)}.`,
    );
    return undefined;
  }
  return `${prefix ?? ''}${rest}`;
}

function contradiction(
  isRole: boolean,
  session: string | undefined,
  principal: Principal,
): string | undefined {
  switch (principal.kind) {
    case 'user':
      if (isRole) return 'is of a role, and the principal is a user';
      return session === undefined ? undefined : 'has a session, and the principal is a user';
    case 'role':
      if (!isRole) return 'is of a user, and the principal is a role';
      return session === undefined
        ? undefined
        : 'names a session, and the principal is the role, which means any session';
    case 'session':
      if (!isRole) return 'is of a user, and the principal is a role session';
      return session === undefined || session === principal.sessionName
        ? undefined
        : `names the session ${quoted(session)}, and the principal another`;
    case 'root':
    case 'federated-user':
    case 'provider':
    case 'service':
    case 'anonymous':
      return 'is for users and roles, and the principal is neither';
  }
}

function readIssuer(
  text: string,
  principal: Principal,
  problems: Problems,
): RolePrincipal | UserPrincipal | undefined {
  const field = 'sessionIssuer';
  const say = (message: string, hint: string) =>
    report(problems, field, `${named(problems, field)} ${message}`, hint);
  const issuer = parse(text);
  if (issuer.kind === 'invalid') {
    say(`is not the ARN of a role or user: ${issuer.message}`, issuer.hint);
    return undefined;
  }
  switch (principal.kind) {
    case 'session':
      if (issuer.kind === 'role' && issuer.roleName === principal.roleName && sameAccount(issuer, principal))
        return issuer;
      say(
        `${quoted(text)} is not the role of the session ${quoted(principal.text)}`,
        `Write \`arn:${principal.partition}:iam::${principal.account}:role/PATH/${principal.roleName}\`.`,
      );
      return undefined;
    case 'federated-user':
      if (issuer.kind === 'user' && sameAccount(issuer, principal)) return issuer;
      say(
        `${quoted(text)} is not a user of the federated user’s account`,
        `Write the IAM user who called GetFederationToken: \`arn:${principal.partition}:iam::${principal.account}:user/NAME\`.`,
      );
      return undefined;
    case 'role':
      if (issuer.kind === 'role' && issuer.text === principal.text) return issuer;
      say('is for sessions, and the principal is a role', 'Leave it out: the role’s ARN holds its path.');
      return undefined;
    case 'root':
    case 'user':
    case 'provider':
    case 'service':
    case 'anonymous':
      say('is for sessions, and the principal is none', 'Leave it out.');
      return undefined;
  }
}

function sameAccount(
  left: { readonly partition: string; readonly account: string },
  right: { readonly partition: string; readonly account: string },
): boolean {
  return left.account === right.account && left.partition === right.partition;
}
