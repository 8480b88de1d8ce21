import { IamxError } from '../../core/error.ts';
import type { WitnessRequest } from '../../documents/policies.ts';
import { allowAll, findWidenings, ownPolicy } from '../../policy/compare.ts';
import { compileGroup, type PolicySet } from '../../policy/decision/compile.ts';
import { simulate, type Simulated } from '../../policy/decision/simulate.ts';
import { hasTrustPolicy } from '../../policy/decision/trust.ts';
import { callerAccount, type Request } from '../../policy/request.ts';
import type { Policy, PolicyType, Statement } from '../../policy/policy.ts';
import { prepare } from '../../policy/prepare.ts';
import { toQuestion, type Question } from '../../policy/question.ts';
import type { Invariant } from '../../policy/scenario/invariant.ts';
import type { Library } from '../../policy/scenario/library.ts';
import type { PolicyRefs } from '../../policy/scenario/policies.ts';
import { checkAsked } from './invariant-asked.ts';

/** What became of something that must hold of every request. */
export type InvariantResult =
  /** Every way past the policies' statements is closed. */
  | { readonly outcome: 'holds' }
  | {
      readonly outcome: 'fails';
      /** A request that breaks it, and how that is decided. */
      readonly request: WitnessRequest;
      readonly simulated: Simulated;
    }
  | { readonly outcome: 'cannot-tell'; readonly because: string };

interface Asking {
  readonly invariant: Invariant;
  /** Policies as they are for most requests, and as they are where the resource is a role. */
  readonly set: PolicySet;
  readonly trust: PolicySet;
  readonly now: number;
}

/**
 * Whether it holds. What could break it is looked for among all requests that the statements tell apart, not among
 * examples; a request that was found is decided under all the policies together before it counts. Throws what reading the
 * policies throws, and `invalid-scenario` where no request is like it.
 */
export async function decideInvariant(
  invariant: Invariant,
  policies: PolicyRefs,
  library: Library,
  now: number,
): Promise<InvariantResult> {
  checkAsked(invariant);
  const { set } = await library.compile(policies, invariant.source, false);
  const hasRole = policies.resource.length > 0;
  const trust = hasRole ? await compiledAsTrust(library, policies, invariant) : set;
  return (invariant.kind === 'never' ? decideNever : decideAlways)({ invariant, set, trust, now });
}

/** A policy of a bucket is no good one of a role, and no role's request is asked then. */
async function compiledAsTrust(
  library: Library,
  policies: PolicyRefs,
  invariant: Invariant,
): Promise<PolicySet> {
  const bare = { ...policies, resource: [] };
  try {
    return (await library.compile(policies, invariant.source, true)).set;
  } catch (error) {
    if (!(error instanceof IamxError)) throw error;
    return (await library.compile(bare, invariant.source, true)).set;
  }
}

function policiesIn(set: PolicySet, layer: keyof PolicySet): readonly Policy[] {
  return (set[layer] ?? []).flatMap((group) => group.policies);
}

/** Layers whose Deny statements hold for identities of the account as one of their own policies would. */
const limiting = ['boundary', 'session', 'scp'] as const;

function decideNever(asking: Asking): InvariantResult {
  const { set } = asking;
  const own = policiesIn(set, 'identity');
  const ofResource = policiesIn(set, 'resource');
  // Whose policies nobody tells may hold anything.
  const isAnybodys = own.length === 0 && ofResource.length === 0;
  const identity = isAnybodys ? [allowAll()] : own;
  const limits = limiting.flatMap((id) => policiesIn(set, id));
  const strangers = [...ofResource, ...policiesIn(set, 'rcp')];
  if (!isOfOneVersion([...identity, ...limits, ...strangers])) return cannotTell(mixed);
  const everybodys = strangers.flatMap(deniesOf).filter(isForEverybody);
  const forIdentities = [...limits.flatMap(deniesOf), ...everybodys.map(withoutPrincipal)];
  const results = [
    breaking(asking, identity, forIdentities),
    breaking(asking, ofResource, policiesIn(set, 'rcp').flatMap(deniesOf)),
  ];
  return results.find(({ outcome }) => outcome === 'fails') ?? results.find(isDoubt) ?? { outcome: 'holds' };
}

const mixed = 'its policies are of two versions of the policy language';

function cannotTell(because: string): InvariantResult {
  return { outcome: 'cannot-tell', because };
}

function isDoubt({ outcome }: InvariantResult): boolean {
  return outcome === 'cannot-tell';
}

function isOfOneVersion(policies: readonly Policy[]): boolean {
  return new Set(policies.map(({ version }) => version)).size < 2;
}

function deniesOf({ statements }: Policy): readonly Statement[] {
  return statements.filter(({ effect }) => effect === 'Deny');
}

function isForEverybody({ principal }: Statement): boolean {
  return principal !== undefined && !principal.negated && principal.values.some(({ text }) => text === '*');
}

function withoutPrincipal(statement: Statement): Statement {
  return { ...statement, principal: undefined };
}

/** Requests that the policies allow, with what others deny taken away, and that are allowed with all of them. */
function breaking(
  asking: Asking,
  policies: readonly Policy[],
  denies: readonly Statement[],
): InvariantResult {
  const { invariant, now } = asking;
  const [first] = policies;
  if (first === undefined) return { outcome: 'holds' };
  const statements = [
    ...policies.flatMap((policy) => policy.statements),
    ...denies,
    ...boundsOf(invariant, first.type),
  ];
  const { found, unproven } = findWidenings({ ...first, statements }, undefined, {
    now,
    only: { actions: invariant.actions, resources: invariant.resources.filter((one) => one !== '*') },
    isFirstEnough: true,
  });
  const stops: string[] = [];
  for (const { witness } of found) {
    const simulated = decided(asking, witness.request);
    if (simulated?.decision === 'allowed') return { outcome: 'fails', request: witness.request, simulated };
    if (simulated !== undefined) stops.push(simulated.layer);
  }
  if (found.length > 0) {
    const by = stops.length === 0 ? 'the rest of the policies' : [...new Set(stops)].join(', ');
    return cannotTell(`requests that were found are stopped by ${by}; others may not be`);
  }
  const [open] = unproven;
  return open === undefined
    ? { outcome: 'holds' }
    : cannotTell(`nothing shows that ${open.action} on ${open.resource} is closed, and no request was found`);
}

/** The request under all the policies; undefined where it cannot be asked. */
function decided({ set, trust, now }: Asking, request: WitnessRequest): Simulated | undefined {
  const question = questionOf(request);
  if (question === undefined) return undefined;
  const { cases } = prepare(question, { now, hasEndpointPolicy: set.endpoint !== undefined });
  const [only] = cases;
  return only && simulate(only, policiesFor(only.request, hasTrustPolicy(only.request) ? trust : set));
}

/** Somebody of another account has policies of their own, which nobody tells: they may hold anything. */
function policiesFor(request: Request, set: PolicySet): PolicySet {
  const account = callerAccount(request);
  const isForeign = account !== undefined && account !== request.resourceAccount;
  if (!isForeign && set.identity !== undefined) return set;
  const identity = [compileGroup([allowAll()])];
  if (!isForeign) return { ...set, identity };
  return { ...set, identity, boundary: undefined, session: undefined, scp: undefined };
}

function questionOf({ context, action, resource, ...others }: WitnessRequest): Question | undefined {
  return toQuestion({
    ...others,
    action: [action],
    resource: [resource],
    ...(context === undefined ? {} : { context: new Map(Object.entries(context)) }),
  });
}

/** Each layer that must allow has to allow every such request. */
function decideAlways(asking: Asking): InvariantResult {
  const { invariant, set, now } = asking;
  const { actions, resources, when } = invariant;
  const identity = policiesIn(set, 'identity');
  if (identity.length === 0)
    return cannotTell('no identity policy is given, and of others nobody knows whom they let in');
  const asked = ownPolicy('identity', 'the invariant', {
    Effect: 'Allow',
    Action: actions,
    Resource: resources,
    ...(when.size === 0 ? {} : { Condition: { StringEquals: Object.fromEntries(when) } }),
  });
  const everyone = { ...asked, statements: [...asked.statements, ...boundsOf(invariant, 'identity')] };
  const levels = [identity, ...limiting.flatMap((id) => (set[id] ?? []).map(({ policies }) => policies))];
  if (!isOfOneVersion([everyone, ...levels.flat()])) return cannotTell(mixed);
  const others = ['resource', 'endpoint', 'rcp'].some((id) => set[id as keyof PolicySet] !== undefined);
  let doubt = others ? 'policies of the resource or of an endpoint are given too' : undefined;
  for (const [first, ...more] of levels) {
    if (first === undefined) return cannotTell('a level without a policy allows nothing');
    const statements = [first, ...more].flatMap((policy) => policy.statements);
    const { found, unproven } = findWidenings(
      everyone,
      { ...first, type: 'identity', statements },
      {
        now,
        isFirstEnough: true,
      },
    );
    for (const { witness } of found) {
      const simulated = decided(asking, witness.request);
      if (simulated !== undefined && simulated.decision !== 'allowed')
        return { outcome: 'fails', request: witness.request, simulated };
    }
    const [open] = unproven;
    if (found.length > 0) doubt ??= 'one layer does not allow it, and another lets it pass';
    else if (open !== undefined)
      doubt ??= `nothing shows that ${open.action} on ${open.resource} is always allowed`;
  }
  return doubt === undefined ? { outcome: 'holds' } : cannotTell(doubt);
}

/** Deny statements that take everything away of which the invariant does not speak. */
function boundsOf({ principals, except, when }: Invariant, type: PolicyType): readonly Statement[] {
  const deny = (condition: object): readonly Statement[] =>
    ownPolicy(type, 'the invariant', {
      Effect: 'Deny',
      ...(type === 'resource' ? { Principal: '*' } : {}),
      Action: '*',
      Resource: '*',
      Condition: condition,
    }).statements;
  return [
    ...(principals === 'any' ? [] : deny({ ArnNotLike: { 'aws:PrincipalArn': principals } })),
    ...(except.length === 0 ? [] : deny({ ArnLike: { 'aws:PrincipalArn': except } })),
    ...[...when].flatMap(([key, value]) => deny({ StringNotEquals: { [key]: value } })),
  ];
}
