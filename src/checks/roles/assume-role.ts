import { Raw } from '../../core/raw.ts';
import { knownConditionKey } from '../../data/condition-keys.ts';
import type { PolicySet } from '../../policy/decision/compile.ts';
import { printArn } from '../../printers/addresses.ts';
import { step, type Checked, type CheckStep } from '../check.ts';
import { contextOf, judge, type Judged, type Request } from '../deciding/judge.ts';
import { groupOf } from '../deciding/sets.ts';
import { judgedStep } from '../deciding/sides.ts';
import { unreadStep } from '../unread.ts';
import { concludeAssume } from './assume-answer.ts';
import { assertionStep } from './assertion-step.ts';
import { assumingAction, type AssumeRole } from './assume-question.ts';
import { bothSides, type Sides } from './both-sides.ts';
import { callerStep, type Caller } from './caller.ts';
import { keysOfClaims, type Claims } from './claims.ts';
import { durationStep, limitsStep } from './limits.ts';
import { mfaReadings } from './mfa-readings.ts';
import { providerSteps } from './provider.ts';
import { tokenStep } from './token.ts';

/** May the caller assume the role? Each side by itself, then all together. Throws `invalid-request`. */
export function checkAssumeRole(asked: AssumeRole): Checked {
  const { caller, claims, assertion, role, now } = asked;
  const first = [
    callerStep(caller),
    ...roleSteps(asked),
    ...(claims === undefined ? [] : [tokenStep(claims, now)]),
    ...(assertion === undefined ? [] : [assertionStep(assertion, role, now)]),
    ...providerSteps(asked),
  ];
  const refused = first.some(({ id, outcome }) => id === 'caller' && outcome === 'no');
  const sides = refused ? { steps: [], missed: [], edits: [] } : sideSteps(asked);
  const isChained = caller.principal.kind === 'session' || caller.principal.kind === 'role';
  const most =
    asked.maxSessionSeconds ??
    (asked.known?.kind === 'found' ? asked.known.value.maxSessionSeconds : undefined);
  const steps = [
    ...first,
    ...sides.steps,
    durationStep(asked.durationSeconds, isChained, most),
    limitsStep(asked.passed),
  ];
  return concludeAssume(asked, steps, { ...sides, trust: setFor(asked).resource });
}

/** STS finds a role by its exact ARN, path and letter case included. */
function roleSteps({ role, known }: AssumeRole): readonly CheckStep[] {
  const title = 'role';
  if (known === undefined) return [];
  switch (known.kind) {
    case 'unread':
      return [unreadStep('role', title, known)];
    case 'absent':
      return [step('role', title, 'no', 'there is no role of that name in the account')];
    case 'found':
      return known.value.arn === role
        ? [step('role', title, 'yes', printArn(new Raw(role)))]
        : [
            step(
              'role',
              title,
              'no',
              `the role is ${printArn(new Raw(known.value.arn))}: STS takes the whole ARN, with its path and in its letter case`,
            ),
          ];
  }
}

/** The policies that meet: those of options first, then what was read. */
function setFor({ given, caller, known }: AssumeRole): PolicySet {
  const read = known?.kind === 'found' ? known.value : undefined;
  const { layers } = caller;
  const trust =
    given.resource ??
    (read === undefined
      ? undefined
      : [groupOf([{ title: `trust policy of ${read.name}`, text: read.trust }], 'trust')]);
  return {
    ...given,
    identity: given.identity ?? layers.identity,
    boundary: given.boundary ?? layers.boundary,
    resource: trust,
  };
}

/** Keys that are in a call because the caller passes something, or a service calls: absent where nobody says so. */
const ofCall =
  /^(?:sts:(?:externalid|sourceidentity|transitivetagkeys|taskpolicyarn)|aws:(?:requesttag\/.+|tagkeys|multifactorauth(?:present|age)|viaawsservice|calledvia(?:first|last)?|principalisawsservice|assumedroot|source(?:account|arn|orgid|orgpaths)))$/;

function requestOf(asked: AssumeRole): Request {
  const { role, caller, passed, claims, assertion, values, hasMfa, known, durationSeconds, now } = asked;
  const isKnownKey = (key: string) => knownConditionKey(key) !== undefined;
  const own = contextOf(values);
  const context = new Map<string, string | readonly string[]>([
    ...(claims === undefined ? [] : keysOfClaims(claims, isKnownKey)),
    ...(assertion?.keys ?? []),
    ...(passed.externalId === undefined ? [] : [['sts:ExternalId', passed.externalId] as const]),
    ...(passed.sessionName === undefined ? [] : [['sts:RoleSessionName', passed.sessionName] as const]),
    ...(durationSeconds === undefined ? [] : [['sts:DurationSeconds', String(durationSeconds)] as const]),
    ...(passed.transitiveTagKeys.length === 0
      ? []
      : [['sts:TransitiveTagKeys', passed.transitiveTagKeys] as const]),
    ...own,
  ]);
  const roleTags = known?.kind === 'found' ? known.value.tags : undefined;
  const { sessionTags, sourceIdentity } = passed;
  const isUser = caller.principal.kind === 'user';
  return {
    values: {
      ...values,
      ...caller.values,
      ...(values.principalTags === undefined ? {} : { principalTags: values.principalTags }),
      action: [assumingAction(caller)],
      resource: [role],
      ...(context.size > 0 ? { context } : {}),
      ...(sessionTags.size > 0 ? { sessionTags } : {}),
      ...(sourceIdentity === undefined ? {} : { sourceIdentity }),
      ...(roleTags === undefined || roleTags.size === 0 ? {} : { resourceTags: roleTags }),
    },
    isKnown: (key) =>
      ofCall.test(key) ||
      (isUser && key === 'aws:sourceidentity') ||
      (caller.hasAllTags && key.startsWith('aws:principaltag/')) ||
      (roleTags !== undefined && /^(?:aws|iam):resourcetag\//.test(key)) ||
      isClaim(key, caller, claims, isKnownKey) ||
      (assertion !== undefined && /^saml:(?:aud|iss|sub|sub_type)$/.test(key)),
    readings: mfaReadings(caller, hasMfa, own),
    now,
  };
}

/** Claims are there where a token has them; of tokens that nobody gave nothing is known. */
function isClaim(
  key: string,
  { principal }: Caller,
  claims: Claims | undefined,
  isKnownKey: (key: string) => boolean,
): boolean {
  const isSaml = key.startsWith('saml:');
  const host = key.slice(0, Math.max(0, key.lastIndexOf(':')));
  const issuer = host.includes('.') ? host : undefined;
  if (!isSaml && issuer === undefined) return false;
  if (principal.kind !== 'provider') return true;
  if (principal.protocol === 'saml') return !isSaml;
  if (isSaml || issuer !== (claims?.issuer ?? principal.name).toLowerCase()) return true;
  return claims !== undefined && (/:(?:sub|aud|amr|oaud)$/.test(key) || isKnownKey(key));
}

function sideSteps(asked: AssumeRole): Omit<Sides, 'identityFor'> {
  const { caller, known, passed } = asked;
  const set = setFor(asked);
  const request = requestOf(asked);
  if (set.resource === undefined) {
    const unread = known?.kind === 'unread' ? known : undefined;
    const trust =
      unread === undefined
        ? step('trust', 'trust policy', 'unknown', 'it was not given: add --trust-policy FILE')
        : unreadStep('trust', 'trust policy', unread);
    return { steps: [trust], missed: [], edits: [] };
  }
  const sides = bothSides(request, set, caller);
  const all = judge(request, { ...set, identity: sides.identityFor });
  const passing = [
    ...(passed.sessionTags.size > 0 ? [['tag-session', 'session tags', 'sts:TagSession'] as const] : []),
    ...(passed.sourceIdentity === undefined
      ? []
      : [['set-source-identity', 'source identity', 'sts:SetSourceIdentity'] as const]),
  ];
  const together = isTold(all.outcome, sides.steps)
    ? []
    : [judgedStep('decision', 'all policies together', all)];
  return {
    steps: [...sides.steps, ...passing.flatMap((row) => companionStep(row, all)), ...together],
    missed: sides.missed,
    edits: sides.edits,
  };
}

/** A further permission of the same call. */
function companionStep(
  [id, title, action]: readonly [string, string, string],
  { simulated }: Judged,
): readonly CheckStep[] {
  const companion = simulated.companions.find(({ request }) => request.action === action);
  if (companion === undefined) return [];
  const { decision } = companion.decision;
  if (decision === 'allowed') return [step(id, title, 'yes', `${action} is allowed too`)];
  if (decision === 'conditional')
    return [step(id, title, 'unknown', `whether ${action} is allowed depends on more`)];
  return [step(id, title, 'no', `${action} is not allowed: AWS refuses the whole call`)];
}

/** Whether the sides, each by itself, say no less than all of them together. */
function isTold(together: CheckStep['outcome'], steps: readonly CheckStep[]): boolean {
  const has = (outcome: CheckStep['outcome']) => steps.some((one) => one.outcome === outcome);
  return together === 'yes' || has('no') || (together === 'unknown' && has('unknown'));
}
