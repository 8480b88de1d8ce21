import { errorOfProblems, IamxError } from '../../core/error.ts';
import { quoted } from '../../formats/problem.ts';
import { findWidenings, type Unproven, type Widening } from '../../policy/compare.ts';
import type { Policy } from '../../policy/policy.ts';
import type { PoliciesRead } from '../read/versions.ts';
import type { Subject } from '../subject.ts';
import { looksAlike } from './types-alike.ts';

export type Verdict = 'same' | 'wider' | 'narrower' | 'mixed' | 'unknown';

/** Parts of one policy, which one version allows and the other does not. */
export interface Parts<Part> {
  readonly subject: Subject;
  readonly parts: readonly Part[];
}

/** What a change of policies allows and denies anew. */
export interface Compared {
  readonly verdict: Verdict;
  /** Parts of the new version. */
  readonly newlyAllowed: readonly Parts<Widening>[];
  /** Parts of the old version. */
  readonly newlyDenied: readonly Parts<Widening>[];
  readonly unproven: {
    readonly allowed: readonly Parts<Unproven>[];
    readonly denied: readonly Parts<Unproven>[];
  };
  /** Deny statements of the old version that took back nothing of its own, and take back less now. */
  readonly lostDenies: readonly Parts<Widening>[];
  /** Whether parts of a policy are known after the deployment alone: nothing is told of it then. */
  readonly hasUnknown: boolean;
}

/** Compares two versions policy by policy. Throws `invalid-policy` and `usage`. */
export function compareVersions(old: PoliciesRead, next: PoliciesRead, now: number): Compared {
  const pairs = pairsOf(old, next);
  if (old.hasUnknown || next.hasUnknown) {
    const unproven = { allowed: [], denied: [] };
    const nothing = { newlyAllowed: [], newlyDenied: [], unproven, lostDenies: [] };
    return { verdict: 'unknown', ...nothing, hasUnknown: true };
  }
  const allowed = pairs.map(({ before, after }) => widenings(after, before, now));
  const denied = pairs.map(({ before, after }) => widenings(before, after, now));
  const newlyAllowed = allowed.flatMap(({ found }) => found);
  const newlyDenied = denied.flatMap(({ found }) => found);
  const unproven = {
    allowed: allowed.flatMap((one) => one.unproven),
    denied: denied.flatMap((one) => one.unproven),
  };
  return {
    verdict: verdictOf(newlyAllowed.length > 0, newlyDenied.length > 0, unproven),
    newlyAllowed,
    newlyDenied,
    unproven,
    lostDenies: pairs.flatMap(({ before, after }) => lostDenies(before, after, now)),
    hasUnknown: false,
  };
}

function verdictOf(
  isWider: boolean,
  isNarrower: boolean,
  { allowed, denied }: Compared['unproven'],
): Verdict {
  if (isWider) return isNarrower ? 'mixed' : 'wider';
  if (allowed.length > 0) return 'unknown';
  if (isNarrower) return 'narrower';
  return denied.length > 0 ? 'unknown' : 'same';
}

interface Pair {
  readonly before: Subject | undefined;
  readonly after: Subject | undefined;
}

/** One policy each, those of one name, or those of one place where they have no names. */
function pairsOf(old: PoliciesRead, next: PoliciesRead): readonly Pair[] {
  for (const { subjects } of [old, next]) for (const subject of subjects) checkWhole(subject);
  const [one] = old.subjects;
  const [other] = next.subjects;
  const pairs =
    old.subjects.length === 1 && next.subjects.length === 1
      ? [{ before: one, after: other }]
      : byName(old, next);
  for (const { before, after } of pairs) if (before && after) checkTypes(before, after);
  return pairs;
}

function byName(old: PoliciesRead, next: PoliciesRead): readonly Pair[] {
  const keysOf = ({ subjects, name }: PoliciesRead) =>
    new Map(subjects.map((subject, at) => [subject.name === name ? `${at}` : subject.name, subject]));
  const [before, after] = [keysOf(old), keysOf(next)];
  return [...new Set([...before.keys(), ...after.keys()])].map((key) => ({
    before: before.get(key),
    after: after.get(key),
  }));
}

function checkWhole({ isWhole, problems, source }: Subject): void {
  if (isWhole) return;
  throw errorOfProblems('invalid-policy', problems, { source });
}

function checkTypes(before: Subject, after: Subject): void {
  if (before.type === after.type) return;
  const types = `${quoted(before.name)} is of type ${before.type}, ${quoted(after.name)} of type ${after.type}`;
  const hint = looksAlike(before.type, after.type)
    ? 'Say with `--type` which of them is meant.'
    : 'Name two versions of one policy.';
  throw new IamxError('usage', `the two policies cannot be compared: ${types}`, { hint });
}

function widenings(newer: Subject | undefined, older: Subject | undefined, now: number) {
  if (newer === undefined) return { found: [], unproven: [] };
  const { found, unproven } = findWidenings(newer.readable, older?.readable, { now, account: newer.account });
  return { found: partsOf(newer, older, found), unproven: partsOf(newer, older, unproven) };
}

/** By policy: where policies hold Deny statements alone, the parts are the other version's. */
function partsOf<Part extends { readonly of: Policy }>(
  newer: Subject,
  older: Subject | undefined,
  parts: readonly Part[],
): readonly Parts<Part>[] {
  return [newer, older].flatMap((subject) => {
    const own = parts.filter(({ of }) => of === subject?.readable);
    return subject === undefined || own.length === 0 ? [] : [{ subject, parts: own }];
  });
}

function lostDenies(
  before: Subject | undefined,
  after: Subject | undefined,
  now: number,
): readonly Parts<Widening>[] {
  if (before === undefined || after === undefined) return [];
  const { readable, account } = after;
  if (!readable.statements.some(({ effect }) => effect === 'Allow')) return [];
  const { found } = findWidenings(readable, before.readable, {
    now,
    account,
    grants: 'others',
    isFirstEnough: true,
  });
  return partsOf(after, before, found);
}
