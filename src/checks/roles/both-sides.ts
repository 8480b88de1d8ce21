import type { PolicySet, StatementGroup } from '../../policy/decision/compile.ts';
import { step, type CheckStep } from '../check.ts';
import { judge, type Judged, type Request } from '../deciding/judge.ts';
import { allowingEdits } from '../deciding/edits.ts';
import { reasonOf, type Reason } from '../deciding/reason.ts';
import { allowAll, setOf, trustOfAccount } from '../deciding/sets.ts';
import { judgedStep, limitSteps } from '../deciding/sides.ts';
import type { Caller } from './caller.ts';

export interface Sides {
  readonly steps: readonly CheckStep[];
  /** The identity policies, or what stands for those that are not known. */
  readonly identityFor: readonly StatementGroup[] | undefined;
  /** What the nearest statement of the trust policy wants of the caller. */
  readonly missed: Reason['missed'];
  /** What to write into the trust policy, where that would let the caller in. */
  readonly edits: readonly string[];
}

/** The trust policy, the caller's policies and what limits them, each by itself: all others allow meanwhile. */
export function bothSides(request: Request, set: PolicySet, caller: Caller): Sides {
  const everything = allowAll();
  const trust = judge(request, setOf({ identity: everything, resource: set.resource }));
  const trustStep = judgedStep('trust', 'trust policy', trust);
  const { missed } = reasonOf(trust);
  const edits = allowingEdits(trust);
  const { principal } = caller;
  if (!('account' in principal) || principal.kind === 'provider') {
    const limits = limitSteps(
      request,
      set,
      { resource: set.resource },
      caller.missing.filter(({ layer }) => layer === 'rcp'),
    );
    return { steps: [trustStep, ...limits], identityFor: undefined, missed, edits };
  }
  const fitting =
    trust.outcome === 'yes' ? set.resource : trustOfAccount(principal.partition, principal.account);
  const identity = identityStep(request, set, caller, fitting);
  const open = { identity: everything, resource: fitting };
  return {
    steps: [trustStep, identity, ...limitSteps(request, set, open, caller.missing)],
    // What is not known may allow, too.
    identityFor: identity.outcome === 'unknown' ? everything : set.identity,
    missed,
    edits,
  };
}

function identityStep(
  request: Request,
  set: PolicySet,
  { missing, unread }: Caller,
  trust: readonly StatementGroup[] | undefined,
): CheckStep {
  const title = 'policies of the caller';
  const without = judge(request, setOf({ resource: trust }));
  const isNamed = without.outcome === 'yes';
  if (set.identity === undefined) {
    const unknown = missing.find(({ layer }) => layer === 'identity');
    if (unknown !== undefined) return step('identity', title, unknown.outcome, unknown.because);
    return isNamed
      ? step('identity', title, 'skip', 'the trust policy names the caller: no other policy has to allow it')
      : step('identity', title, 'unknown', 'one has to allow it, and none was given: add --policy FILE');
  }
  const judged = judge(request, setOf({ identity: set.identity, resource: trust }));
  return identityOf(title, judged, isNamed, unread.length > 0);
}

function identityOf(title: string, judged: Judged, isNamed: boolean, isPartial: boolean): CheckStep {
  const { because, evidence } = reasonOf(judged, 'identity');
  const isDenied = judged.simulated.decision === 'explicitDeny';
  // What was not read may allow it, and may forbid it.
  if (isPartial && !(judged.outcome === 'no' && isDenied))
    return step('identity', title, 'unknown', 'not all of them could be read', evidence);
  const told =
    isNamed && judged.outcome === 'yes'
      ? `the trust policy names the caller, and no Deny is about it`
      : because;
  return step('identity', title, judged.outcome, told, evidence);
}
