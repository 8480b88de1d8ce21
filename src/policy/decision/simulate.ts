import { and, isAbout, or, type Truth } from '../../core/truth.ts';
import type { CompiledStatement, PolicySet } from './compile.ts';
import { concreteContext } from '../context.ts';
import { formulasIn } from './brought.ts';
import { decide, type Decision, type DecisionWord } from './decide.ts';
import { missingTypes } from './required-types.ts';
import { independent, type Dependences } from './dependences.ts';
import { findDependences, type Open } from './depends-on.ts';
import { asAnothers, eitherOwner, isOfOwner, openOwned, withoutOwner, type Formulas } from './owner.ts';
import type { DecidingLayer } from './gates.ts';
import { asManaged, eitherManagement, possibleManagement, withoutManagement } from './management.ts';
import type { LookUp } from '../context-value.ts';
import type { Case } from '../question.ts';
import { opensAssumption, roleFamily, type Request } from '../request.ts';
import type { Unknown } from '../match/unknown.ts';

/** The answer to one case: what was decided for the request and its companions together. */
export interface Simulated {
  readonly case: Case;
  readonly set: PolicySet;
  readonly decision: DecisionWord;
  readonly layer: DecidingLayer;
  readonly statement: CompiledStatement | undefined;
  /** The request that decided: the case's own, or a companion. */
  readonly decidedFor: Request;
  readonly own: Decision;
  readonly companions: readonly { readonly request: Request; readonly decision: Decision }[];
  readonly denied: Truth<Unknown>;
  readonly allowed: Truth<Unknown>;
  /** Set where the owner of the resource was assumed, and another owner's would be decided otherwise (R682). */
  readonly ifAnothers?: Simulated;
}

/** Decides a case under what is known (R801: keys that were not given count as absent). */
export function simulate(of: Case, set: PolicySet): Simulated {
  const simulated = simulateOwners(of, set);
  const { strict, unknownKeys } = of.request;
  if (!strict && unknownKeys !== true) return simulated;
  const formulas = eitherOf(simulated, managedReadings(simulated), (managed) => managed);
  if (formulas.denied === simulated.denied && formulas.allowed === simulated.allowed) return simulated;
  return { ...simulated, ...formulas, decision: 'conditional' };
}

/** The case as decided where an account is the management account. */
interface Managed {
  readonly account: string;
  readonly simulated: Simulated;
}

/** For each account that may be the management account (R432). */
function managedReadings(simulated: Simulated): readonly Managed[] {
  return possibleManagement(simulated).map((account) => ({
    account,
    simulated: simulateOwners(asManaged(simulated.case, account), simulated.set),
  }));
}

/** Both readings of each of these accounts, and of the case as it was decided, in one. */
function eitherOf(
  simulated: Simulated,
  managed: readonly Managed[],
  formulasOf: (one: Simulated) => Formulas,
): Formulas {
  const { denied, allowed } = formulasOf(simulated);
  return managed.reduce<Formulas>(
    (found, one) => eitherManagement(one.account, formulasOf(one.simulated), found),
    { denied, allowed },
  );
}

/** Both readings of whose a bucket is, where nobody told it (R682). */
function simulateOwners(of: Case, set: PolicySet): Simulated {
  const own = decideCase(of, set);
  const theirs = asAnothers(of);
  if (theirs === undefined) return own;
  const ifAnothers = decideCase(theirs, set);
  if (own.denied === ifAnothers.denied && own.allowed === ifAnothers.allowed) return own;
  // Denied is denied, by whatever.
  if (own.allowed === false && ifAnothers.allowed === false) return own;
  if (own.decision !== 'conditional' && !opensAssumption(of.request, 'aws:resourceaccount'))
    return { ...own, ifAnothers };
  const formulas = eitherOwner(of, own, ifAnothers);
  return { ...own, ...formulas, decision: 'conditional', ifAnothers };
}

function decideCase(of: Case, set: PolicySet): Simulated {
  const decided = decideAsked(of, set);
  if (typeof decided.allowed === 'boolean') return decided;
  const { denied, allowed } = formulasIn(of, set, concreteContext, decided);
  if (denied === decided.denied && allowed === decided.allowed) return decided;
  const decision = denied === false && allowed === false ? 'implicitDeny' : 'conditional';
  return { ...decided, denied, allowed, decision, statement: undefined };
}

/** The case with the companions that the question names. */
function decideAsked(of: Case, set: PolicySet): Simulated {
  const own = decide(of.request, set, concreteContext(of.request));
  const missing = missingTypes(of.request, of.required, set);
  if (of.companions.length === 0 && missing.length === 0) {
    const { decision, layer, statement, denied, allowed } = own;
    return {
      case: of,
      set,
      decision,
      layer: decision === 'implicitDeny' && layer !== 'special' && isEmpty(set) ? 'default' : layer,
      statement,
      decidedFor: of.request,
      own,
      companions: [],
      denied,
      allowed,
    };
  }
  const companions = [
    ...of.companions.map((request) => decideEither(request, set)),
    ...missing.map(({ type, layer }) => ({
      request: { ...of.request, resource: type.arn, grantedOn: type.arn },
      decision: {
        ...own,
        decision: 'implicitDeny' as const,
        layer,
        statement: undefined,
        denied: false,
        allowed: false,
      },
    })),
  ];
  return { ...combine(of, own, companions), case: of, set, own, companions };
}

/** The companion, or what AWS takes in its place, if that is allowed and it is not. */
function decideEither(request: Request, set: PolicySet): Simulated['companions'][number] {
  const decision = decide(request, set, concreteContext(request));
  const { insteadOf } = request;
  if (insteadOf === undefined || decision.allowed === true) return { request, decision };
  const other = decide(insteadOf, set, concreteContext(insteadOf));
  return other.allowed === true ? { request: insteadOf, decision: other } : { request, decision };
}

type Combined = Pick<Simulated, 'decision' | 'layer' | 'statement' | 'decidedFor' | 'denied' | 'allowed'>;

/** All must be allowed; the first that surely is not decides, else the first that depends (R648). */
function combine(of: Case, own: Decision, companions: Simulated['companions']): Combined {
  const parts = [{ request: of.request, decision: own }, ...companions];
  const denied = parts.map(({ decision }) => decision.denied).reduce(or<Unknown>);
  const allowed = parts.map(({ decision }) => decision.allowed).reduce(and<Unknown>);
  const deciding =
    parts.find(({ decision }) => decision.denied === true) ??
    parts.find(({ decision }) => decision.allowed === false) ??
    parts.find(({ decision }) => decision.allowed !== true) ??
    parts[0];
  const { request, decision } = deciding ?? { request: of.request, decision: own };
  return {
    decision: decision.decision,
    layer: decision.layer,
    statement: decision.statement,
    decidedFor: request,
    denied,
    allowed,
  };
}

function isEmpty(set: PolicySet): boolean {
  return Object.values(set).every((levels) => levels === undefined);
}

/**
 * The ways in which keys that were not given could turn the decision into another: for a conditional answer those
 * of the keys declared unknown, else of every key that does not surely follow from the request (R801, R808).
 */
export function dependencesOf(simulated: Simulated, formulasOf = openFormulas): Dependences {
  const { decision, denied, allowed, case: asked } = simulated;
  const managed = managedReadings(simulated);
  const isTold = [simulated, ...managed.map((one) => one.simulated)].some(
    ({ ifAnothers }) => ifAnothers !== undefined,
  );
  const openIn = (lookUp: LookUp, isOwnerOpen: boolean): Open => ({
    lookUp: withoutManagement(isOwnerOpen ? withoutOwner(lookUp) : lookUp),
    role: roleFamily(asked.request),
  });
  if (decision === 'conditional' || typeof denied !== 'boolean' || typeof allowed !== 'boolean') {
    const either = eitherOf(simulated, managed, overItsOwners);
    const open = openIn(concreteContext(asked.request), isTold);
    return findDependences(decision, either.denied, either.allowed, open);
  }
  const plain = formulasOf(simulated);
  const formulasFor = (one: Simulated) => (one.case === asked ? plain : formulasOf(one));
  // Where one reading is decided by whose the bucket is, each of them tells it.
  const isOwnerOpen = isTold || hangsOnOwner(asked, plain);
  const openOf = (one: Simulated) => overOwners(isOwnerOpen ? withAnothers(one) : one, formulasFor);
  const open = eitherOf(simulated, managed, openOf);
  return typeof open.denied === 'boolean' && typeof open.allowed === 'boolean'
    ? independent
    : findDependences(
        decision,
        open.denied,
        open.allowed,
        openIn(openOwned(asked)(asked.request), isOwnerOpen),
      );
}

/** A key may say another owner than was assumed: that is not the same case with another value of a key (R805). */
function hangsOnOwner(of: Case, { denied, allowed }: Formulas): boolean {
  return asAnothers(of) !== undefined && (isAbout(denied, isOfOwner) || isAbout(allowed, isOfOwner));
}

/** What both owners of a bucket are refused as the context is may differ in another context. */
function withAnothers(simulated: Simulated): Simulated {
  const theirs = simulated.ifAnothers === undefined ? asAnothers(simulated.case) : undefined;
  return theirs === undefined ? simulated : { ...simulated, ifAnothers: decideCase(theirs, simulated.set) };
}

/** Of what is surely decided the formulas of an assumed owner are those of that owner alone. */
function overItsOwners(simulated: Simulated): Formulas {
  const { case: asked, decision, ifAnothers } = simulated;
  if (ifAnothers === undefined || decision === 'conditional') return simulated;
  return eitherOwner(asked, simulated, ifAnothers);
}

/** Of both owners of a bucket that nobody told. What is surely not allowed on another resource no key can change. */
function overOwners(simulated: Simulated, formulasOf: (one: Simulated) => Formulas): Formulas {
  const { ifAnothers, case: asked, companions } = simulated;
  if (companions.length > asked.companions.length) return simulated;
  const own = formulasOf(simulated);
  return ifAnothers === undefined ? own : eitherOwner(asked, own, formulasOf(ifAnothers));
}

/** The formulas of what is not known, from another decision under an open context. */
export function openFormulas({ case: of, set }: Simulated): Formulas {
  return formulasIn(of, set, openOwned(of));
}
