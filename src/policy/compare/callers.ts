import { caseOf } from './case-of.ts';
import { parseArn } from '../../identifiers/arn.ts';
import { parsePrincipal } from '../../identifiers/principal.ts';
import type { Question } from '../question.ts';
import type { Request } from '../request.ts';
import type { CompiledStatement } from '../decision/compile.ts';

/** Somebody who may ask. */
export interface Caller {
  readonly principal: string;
  readonly principalId?: string;
  readonly sessionIssuer?: string;
  /** Nobody, or of an account that no statement names. */
  readonly isStranger?: true;
  /** A request of theirs, of which only who asks matters. */
  readonly request: Request;
}

type Who = Omit<Caller, 'request'>;

/** Accounts of examples that no policy is likely to name. */
export const exampleAccounts = [
  '111122223333',
  '444455556666',
  '777788889999',
  '123456789012',
  '210987654321',
];

/** Somebody as a caller; undefined where nobody can be called so. */
export function callerOf(who: Who): Caller | undefined {
  const parsed = parsePrincipal(who.principal);
  if (parsed.kind === 'invalid' || parsed.kind === 'root') return undefined;
  const federates = parsed.kind === 'provider';
  const { principal, principalId, sessionIssuer } = who;
  const question: Question = {
    principal,
    ...(principalId === undefined ? {} : { principalId }),
    ...(sessionIssuer === undefined ? {} : { sessionIssuer }),
    action: [
      federates
        ? parsed.protocol === 'saml'
          ? 'sts:AssumeRoleWithSAML'
          : 'sts:AssumeRoleWithWebIdentity'
        : 's3:GetObject',
    ],
    resource: [federates ? 'arn:aws:iam::111122223333:role/example' : 'arn:aws:s3:::example/example'],
  };
  const asked = caseOf(question, 'identity', 0);
  return asked === undefined ? undefined : { ...who, request: asked.request };
}

function known(all: readonly Who[]): readonly Caller[] {
  const seen = new Set<string>();
  return all.flatMap((who) => {
    const key = `${who.principal} ${who.principalId ?? ''} ${who.sessionIssuer ?? ''}`;
    if (seen.has(key)) return [];
    seen.add(key);
    return callerOf(who) ?? [];
  });
}

/** A user and a session of a role in an account. */
function identitiesOf(account: string, partition: string): readonly Who[] {
  return [
    { principal: `arn:${partition}:iam::${account}:user/example` },
    {
      principal: `arn:${partition}:sts::${account}:assumed-role/example/example`,
      sessionIssuer: `arn:${partition}:iam::${account}:role/example`,
    },
  ];
}

/** The user or session that an ARN of a policy names; its wildcards were filled in. */
export function whoIs(arn: string): Who | undefined {
  const parsed = parseArn(arn);
  if (parsed === undefined || !/^\d{12}$/.test(parsed.account)) return undefined;
  const [kind = '', ...rest] = parsed.resource.split('/');
  const start = `arn:${parsed.partition}`;
  const name = rest.at(-1) ?? '';
  if (name === '') return undefined;
  if (parsed.service === 'iam' && kind === 'user') return { principal: arn };
  if (parsed.service === 'iam' && kind === 'role') {
    return {
      principal: `${start}:sts::${parsed.account}:assumed-role/${name}/example`,
      sessionIssuer: arn,
    };
  }
  if (parsed.service !== 'sts') return undefined;
  if (kind === 'federated-user') return { principal: arn };
  if (kind !== 'assumed-role' || rest.length !== 2) return undefined;
  return { principal: arn, sessionIssuer: `${start}:iam::${parsed.account}:role/${rest[0] ?? ''}` };
}

/** Who asks where the policy names no principal: identities of one account, and those that tests of the caller want. */
export function identities(account: string, partition: string, others: readonly Who[]): readonly Caller[] {
  return known([...identitiesOf(account, partition), ...others]);
}

/**
 * Everybody whom the statements tell apart: whom they name, somebody of each account that they name, of the resource's own
 * and of a strange one, nobody, named services and providers, and strange ones.
 */
export function everybody(statements: readonly CompiledStatement[], account: string): readonly Caller[] {
  const values = statements.flatMap(({ principal }) => principal?.element.values ?? []);
  const accounts = new Set<string>([account]);
  const named: Who[] = [];
  const services: Who[] = [];
  for (const { kind, text } of values) {
    if (kind === 'AWS') {
      const arn = parseArn(text);
      const id = arn?.account ?? text;
      if (/^\d{12}$/.test(id)) accounts.add(id);
      if (arn !== undefined) {
        const who = whoIs(text);
        if (who !== undefined) named.push(who);
      } else if (/^AIDA/.test(text)) {
        named.push({ principal: `arn:aws:iam::${account}:user/example`, principalId: text });
      } else if (/^AROA/.test(text)) {
        named.push({
          principal: `arn:aws:sts::${account}:assumed-role/example/example`,
          sessionIssuer: `arn:aws:iam::${account}:role/example`,
          principalId: text,
        });
      }
    }
    if ((kind === 'Service' || kind === 'Federated') && text !== '*') services.push({ principal: text });
  }
  const stranger = exampleAccounts.find((id) => !accounts.has(id)) ?? '987654321098';
  const partition = parseArn(values.find(({ kind }) => kind === 'AWS')?.text ?? '')?.partition ?? 'aws';
  return known([
    { principal: 'anonymous', isStranger: true },
    ...identitiesOf(stranger, partition).map((who) => ({ ...who, isStranger: true as const })),
    ...[...accounts].flatMap((id) => identitiesOf(id, partition)),
    ...named,
    ...services,
    { principal: 'ec2.amazonaws.com' },
    { principal: 'cloudtrail.amazonaws.com' },
    { principal: 'accounts.google.com' },
    { principal: `arn:${partition}:iam::${account}:oidc-provider/example.com` },
    { principal: `arn:${partition}:iam::${account}:saml-provider/example` },
  ]);
}
