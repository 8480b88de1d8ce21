import { callerOf, principalMatches, strengthsOf, type Caller, type Strength } from './callers.ts';
import { conditionHolds } from './conditions.ts';
import { keysOf, readingsOf } from './keys.ts';
import { actionMatches, resourceMatches, type Asked } from './resources.ts';
import { refusedOnRolesOfAws, subjects, type Subject } from './subjects.ts';
import type { Document, Policies, Question, Statement, Verdict } from './shapes.ts';
import type { Keys } from './texts.ts';

/**
 * A second evaluator, as plain as it can be: written from the rules alone, without partial evaluation, compilation or
 * explanation, and for the actions of `subjects.ts` only. What it says is compared with what iamx says.
 */
export function naively(question: Question, policies: Policies): Verdict {
  const caller = callerOf(question);
  const subject = subjects[question.action];
  if (subject === undefined) throw new Error(`no subject ${question.action}`);
  const owner = ownerOf(question, caller, subject);
  const keys = keysOf(question, caller, owner);
  const asked = askedOf(question, subject);
  const hasBoundary = policies.boundary !== undefined;
  const holds = (version: string, { Effect: effect, Condition: block = {} }: Statement) => {
    const held = readingsOf(keys, question).map((each) => conditionHolds(block, version, effect, each));
    return effect === 'Allow' ? held.every(Boolean) : held.some(Boolean);
  };
  const matches = (version: string) => (statement: Statement) =>
    principalMatches(statement, caller, hasBoundary) &&
    actionMatches(statement, question.action) &&
    resourceMatches(statement, version, asked, keys) &&
    holds(version, statement);
  const matching = (documents: readonly Document[]) =>
    documents.flatMap(({ Version, Statement }) => Statement.filter(matches(Version)));
  return combine({ question, caller, subject, owner, keys, policies, matching });
}

interface Case {
  readonly question: Question;
  readonly caller: Caller;
  readonly subject: Subject;
  readonly owner: string;
  readonly keys: Keys;
  readonly policies: Policies;
  readonly matching: (documents: readonly Document[]) => readonly Statement[];
}

function ownerOf({ resource, resourceAccount }: Question, { account }: Caller, subject: Subject): string {
  if (subject.form === undefined) return account;
  const named = resource.split(':')[4];
  return named === undefined || named === '' ? (resourceAccount ?? account) : named;
}

function askedOf({ resource }: Question, { form, carries = '*' }: Subject): Asked {
  if (form !== undefined) return { arn: resource };
  const isAsked = resource === '*' || resource === carries;
  return isAsked ? { arn: carries } : { arn: resource, instead: carries };
}

interface Said {
  readonly denies: boolean;
  readonly allows: boolean;
}

function said({ matching }: Case, documents: readonly Document[]): Said {
  const effects = matching(documents).map(({ Effect }) => Effect);
  return { denies: effects.includes('Deny'), allows: effects.includes('Allow') };
}

const silent: Said = { denies: false, allows: true };

/** Levels of an organization: each must allow (R605). */
function saidByLevels(each: Case, levels: readonly (readonly Document[])[] | undefined): Said {
  const all = (levels ?? []).map((documents) => said(each, documents));
  return { denies: all.some(({ denies }) => denies), allows: all.every(({ allows }) => allows) };
}

function combine(each: Case): Verdict {
  const { question, caller, policies, subject } = each;
  const { kind } = caller;
  const limit = (documents: readonly Document[] | undefined, applies: boolean): Said =>
    documents === undefined || !applies ? silent : said(each, documents);
  const endpoint = limit(policies.endpoint, true);
  const isIdentity = kind === 'user' || kind === 'session' || kind === 'federated';
  if (needsNothing(each)) {
    if (endpoint.denies) return 'explicitDeny';
    return endpoint.allows ? 'allowed' : 'implicitDeny';
  }
  const scp = scpApplies(each) ? saidByLevels(each, policies.scp) : silent;
  const rcp = rcpApplies(each) ? { ...saidByLevels(each, policies.rcp), allows: true } : silent;
  const identity = isIdentity ? said(each, policies.identity ?? []) : { denies: false, allows: false };
  const boundary = limit(policies.boundary, isIdentity);
  const session = limit(policies.session, kind === 'session' || kind === 'federated');
  const fits = subject.form?.test(question.resource) !== false;
  const mends = subject.rootMends === true && fits && kind === 'root' && caller.account === each.owner;
  const resource = mends || policies.resource === undefined ? silent : said(each, [policies.resource]);
  const layers = [scp, rcp, endpoint, identity, boundary, session, resource];
  if (layers.some(({ denies }) => denies)) return 'explicitDeny';
  if (![scp, rcp, endpoint].every(({ allows }) => allows) || isRefused(each)) return 'implicitDeny';
  const bare = kind === 'federated' && policies.session === undefined;
  const limits = { identity: identity.allows, boundary: boundary.allows, session: session.allows && !bare };
  return isGranted(each, limits) ? 'allowed' : 'implicitDeny';
}

/** R651, R652: no policy but an endpoint's has a say. */
function needsNothing({ question, caller, keys }: Case): boolean {
  const { kind } = caller;
  if (question.action === 'sts:GetCallerIdentity') return kind !== 'anonymous';
  const isLongTerm = (kind === 'user' || kind === 'root') && !keys.has('aws:tokenissuetime');
  return question.action === 'sts:GetSessionToken' && isLongTerm;
}

/** R606. */
function scpApplies({ caller, question }: Case): boolean {
  const { kind, account } = caller;
  if (kind === 'service' || kind === 'anonymous' || isOfService(caller)) return false;
  return question.managementAccount !== account;
}

/** R607: actions that name no resource are under the control policies of the caller's account. */
function rcpApplies({ caller, question, subject, owner }: Case): boolean {
  if (!subject.underRcps || isOfService(caller)) return false;
  return question.managementAccount !== owner;
}

function isOfService({ issuer }: Caller): boolean {
  return issuer?.split(':')[5]?.startsWith('role/aws-service-role/') === true;
}

/** What AWS refuses whatever the policies say. */
function isRefused({ question, caller, subject, owner, keys }: Case): boolean {
  const { kind, account } = caller;
  const { action, resource } = question;
  if (subject.form?.test(resource) === false) return true;
  if (kind === 'anonymous') return !subject.unsigned;
  if (action === 'sts:GetSessionToken') return true;
  const [service] = action.split(':');
  // A role is passed within a call of another service.
  const isIam = service === 'iam' && action !== 'iam:PassRole';
  if (kind === 'federated' && (isIam || service === 'sts')) return true;
  if (kind === 'root' && action === 'sts:AssumeRole') return true;
  if (refusedOnRolesOfAws.includes(action) && /:role\/aws-(?:service-role|reserved)\//.test(resource))
    return true;
  const isUserWithToken = kind === 'user' && keys.has('aws:tokenissuetime');
  if (isUserWithToken && isIam && keys.get('aws:multifactorauthpresent') !== 'true') return true;
  return account !== '' && account !== owner && !subject.crosses;
}

interface Limits {
  readonly identity: boolean;
  readonly boundary: boolean;
  readonly session: boolean;
}

function isGranted(each: Case, limits: Limits): boolean {
  const { caller, owner, subject, policies } = each;
  const { identity, boundary, session } = limits;
  const strengths = resourceStrengths(each);
  const { kind } = caller;
  if (kind === 'anonymous') return strengths.includes('star');
  if (kind === 'service') return strengths.length > 0;
  if (caller.account !== owner) {
    if (kind === 'root') return strengths.length > 0;
    return strengths.length > 0 && identity && boundary && session;
  }
  if (kind === 'root') {
    const isAsked =
      subject.regime === 'key' || (subject.regime === 'both-sides' && policies.resource !== undefined);
    return !isAsked || strengths.length > 0;
  }
  if (subject.regime === 'both-sides') return bothSides(each, strengths, limits);
  const isDirect =
    strengths.includes('direct') || (strengths.includes('star') && (kind === 'session' || boundary));
  if (subject.regime === 'trust') {
    const named = strengths.some((strength) => strength !== 'viaAccount');
    return (named || (strengths.includes('viaAccount') && identity)) && boundary && session;
  }
  if (isDirect) return true;
  const byIdentity = identity && (subject.regime === 'ordinary' || strengths.includes('viaAccount'));
  return (
    (byIdentity || strengths.some((strength) => /^via(?:Role|User)$/.test(strength))) && boundary && session
  );
}

/** R693; that no auth policy was given does not say that there is none (docs/decisions/0060). */
function bothSides({ policies }: Case, strengths: readonly Strength[], limits: Limits): boolean {
  const isNamed = policies.resource === undefined || strengths.length > 0;
  return isNamed && limits.identity && limits.boundary && limits.session;
}

function resourceStrengths({ subject, policies, matching, caller }: Case): readonly Strength[] {
  if (!subject.hasPolicy || policies.resource === undefined) return [];
  return matching([policies.resource])
    .filter(({ Effect }) => Effect === 'Allow')
    .flatMap(({ Principal }) => (Principal === undefined ? [] : strengthsOf(Principal, caller)));
}
