import { command } from '../../core/command.ts';
import { countMore } from '../../core/listed.ts';
import type { Diagnostic, Evidence } from '../../core/evaluation.ts';
import { describeLine } from '../../core/place.ts';
import type { Block, Field, Page, Text } from '../../core/page.ts';
import { isSet, shownOf } from '../../credentials/places/settings.ts';
import { providerWords } from '../../credentials/chain/describe.ts';
import type { Finding } from '../../credentials/gotchas.ts';
import { describeTime } from '../../core/describe-time.ts';
import type { Found } from '../found.ts';
import { describeWhere, describeWho } from './words.ts';

/** More would not fit on one screen; the rest is counted. */
const mostFindings = 3;

/** Who AWS says one is, through which credentials, and what these cannot do. */
export function describeFound(answer: Found, findings: readonly Finding[], verbose: boolean): Page {
  const { identity, caller, notes } = answer;
  const now = caller.context.world.host.now();
  const important = verbose ? findings : findings.filter(({ diagnostic }) => diagnostic.severity !== 'info');
  const listed = verbose ? important : important.slice(0, mostFindings);
  const left = findings.length - listed.length;
  return [
    {
      kind: 'verdict',
      tone: 'good',
      word: describeWho(identity),
      text: describeWhere(identity),
      right: expiryOf(answer, now),
    },
    { kind: 'fields', rows: fieldsOf(answer, now, verbose) },
    [
      {
        kind: 'diagnostics',
        diagnostics: [
          ...notes.filter(({ severity }) => severity !== 'info'),
          ...listed.map(({ diagnostic }) => diagnostic),
          ...notes.filter(({ severity }) => severity === 'info'),
        ].map((note) => (verbose ? note : withoutDocs(note))),
      },
    ],
    ...(verbose
      ? [{ kind: 'steps', title: 'How the credentials were found', steps: caller.resolution.steps } as const]
      : []),
    nextOf(left),
  ];
}

function expiryOf({ expiresAt, isTemporary }: Found, now: number): Text {
  if (expiresAt === undefined) return isTemporary ? 'nothing tells when they expire' : 'never expires';
  return `${expiresAt > now ? 'expires' : 'expired'} ${describeTime(expiresAt, now)}`;
}

function fieldsOf(answer: Found, now: number, verbose: boolean): readonly Field[] {
  const { identity, caller, profile, roleArn, endpoint } = answer;
  const { named } = identity;
  const { region } = caller.resolution;
  const chosen = caller.resolution.profile;
  return [
    ...principalFields(answer, now),
    { name: 'user id', value: identity.userId },
    ...(verbose && named.userIdPattern !== identity.userId
      ? [{ name: 'in policies', value: `"aws:userid": "${named.userIdPattern}"` }]
      : []),
    ...(roleArn === undefined ? [] : [{ name: 'role arn', value: roleArn }]),
    ...(verbose || named.type === 'unknown' ? [{ name: 'arn', value: identity.arn }] : []),
    credentialsField(answer),
    ...(profile === undefined ? [] : [withSource('profile', profile, chosen.from.evidence)]),
    !isSet(region)
      ? {
          name: 'region',
          value: 'none',
          note: `asked in a standard one; ${caller.context.flavour.title} needs one for most services`,
        }
      : withSource('region', shownOf(region), region.evidence),
    ...(identity.partition === 'aws' ? [] : [{ name: 'partition', value: identity.partition }]),
    ...(endpoint === undefined ? [] : [withSource('endpoint', shownOf(endpoint), endpoint.evidence)]),
    ...(identity.mfa === undefined
      ? []
      : [{ name: 'mfa', value: identity.mfa ? 'used' : 'not used', note: 'told by how IAM answered' }]),
    ...(identity.clockSkewSeconds === 0
      ? []
      : [{ name: 'clock', value: describeSkew(identity.clockSkewSeconds) }]),
  ];
}

const typeWords = {
  user: 'IAM user',
  'assumed-role': 'assumed role',
  'federated-user': 'federated user',
  root: 'root user',
  unknown: 'unknown',
} as const;

function principalFields({ identity, session, isTemporary }: Found, now: number): readonly Field[] {
  const { named } = identity;
  const what =
    named.type === 'user' && isTemporary ? 'IAM user, GetSessionToken session' : typeWords[named.type];
  const name = named.type === 'user' ? `${named.path ?? '/'}${named.name}` : (named.roleName ?? named.name);
  const isNamed = named.type !== 'root';
  const rows: Field[] = [
    { name: 'principal', value: isNamed ? [`${what}  `, { text: name, tone: 'strong' }] : what },
  ];
  if (named.permissionSet !== undefined) {
    rows.push({ name: 'permission', value: named.permissionSet, note: 'IAM Identity Center permission set' });
  }
  if (named.because !== undefined) rows.push({ name: 'because', value: named.because });
  if (named.sessionName === undefined) return rows;
  const started = session?.startedAt === undefined ? '' : `, started ${describeTime(session.startedAt, now)}`;
  const likeness =
    session === undefined
      ? 'no known pattern'
      : session.setByAws
        ? session.title
        : `looks like: ${session.title}`;
  return [...rows, { name: 'session', value: named.sessionName, note: likeness + started }];
}

function credentialsField({ selected, caller, accessKeyId }: Found): Field {
  const winner = caller.resolution.steps.find(({ outcome }) => outcome === 'win');
  const place = winner?.evidence.find(({ span }) => span !== undefined)?.span;
  const names = winner?.evidence
    .filter(({ kind, value }) => kind === 'env' && value !== undefined)
    .map(({ name }) => name);
  const where = place === undefined ? (names ?? []).join(', ') : describeLine(place);
  const what = providerWords[selected.provider];
  return {
    name: 'credentials',
    value: where === '' ? what : `${what}  ${where}`,
    note: `key ${accessKeyId}`,
  };
}

function withSource(name: string, value: string, { kind, name: source, span }: Evidence): Field {
  if (span !== undefined) return { name, value, note: `from ${describeLine(span)}` };
  if (kind === 'default') return { name, value, note: 'by default' };
  return { name, value, note: `from ${source}` };
}

function describeSkew(skew: number): string {
  const seconds = Math.abs(skew);
  const amount = seconds < 120 ? `${seconds} s` : `${Math.round(seconds / 60)} min`;
  return `${amount} ${skew > 0 ? 'ahead of' : 'behind'} AWS's`;
}

function withoutDocs({ code, severity, message, hint, span }: Diagnostic): Diagnostic {
  return {
    code,
    severity,
    message,
    ...(hint === undefined ? {} : { hint }),
    ...(span === undefined ? {} : { span }),
  };
}

function nextOf(left: number): Block {
  const more = left > 0 ? ` (${countMore(left, 'note')})` : '';
  return {
    kind: 'next',
    items: [
      { label: 'Why these credentials', text: [command`iamx explain-chain`, more] },
      { label: 'All profiles', text: command`iamx whoami --all-profiles` },
    ],
  };
}
