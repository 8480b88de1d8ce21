import { IamxError } from '../core/error.ts';
import { diffDocument } from '../lint/answer/diff.ts';
import type { PoliciesRead } from '../lint/read/versions.ts';
import { compareVersions } from '../lint/run/compare-versions.ts';
import { noSettings } from '../lint/settings.ts';
import type { Subject } from '../lint/subject.ts';
import { layersAsNamed } from '../policy/decision/layers.ts';
import type { Policy } from '../policy/policy.ts';
import { loadGiven, readPolicies, type GivenPolicy } from './policies.ts';
import { parsePolicy } from './parse-policy.ts';
import type { DiffDocument, Policies } from './types.ts';
import { misused } from './values.ts';

/**
 * What a change of policies allows and denies anew, policy by policy, each difference with a request that is decided
 * otherwise. Policies of a list are compared by their places. Throws `IamxError`: what `compile` throws.
 */
export function diff(old: Policies, next: Policies): DiffDocument {
  const [before, after] = [readSide(old, 'old'), readSide(next, 'new')];
  // No clock: requests are made as of one instant for both.
  try {
    return diffDocument(compareVersions(before, after, 0), before.name, after.name);
  } catch (cause) {
    // Policies of two layers: what they are is known, and the place is that of what was handed in.
    if (!(cause instanceof IamxError) || cause.span !== undefined) throw cause;
    throw misused(cause.code, 'policies', cause.message, cause.hint, cause);
  }
}

function readSide(policies: unknown, name: string): PoliciesRead {
  const given = readPolicies(policies);
  const subjects = layersAsNamed.flatMap(({ id, policyType }) =>
    given[id].flat().map((each) => subjectOf(loaded(each, policyType(false)))),
  );
  return { name, subjects, hasUnknown: false };
}

/** The policy of a role is one of a resource, with a grammar of its own. */
function loaded(given: GivenPolicy, type: Policy['type']): Policy {
  if (type !== 'resource') return loadGiven(given, type).policy;
  const text = typeof given.value === 'string' ? given.value : given.source().text;
  const isTrust = parsePolicy(text, given.place).policy?.type === 'trust';
  return loadGiven(given, isTrust ? 'trust' : type).policy;
}

/** A policy that could be read, as the comparison takes it. */
function subjectOf(policy: Policy): Subject {
  const { source, name, type, version } = policy;
  return {
    source,
    node: { kind: 'object', members: [], start: 0, end: 0 },
    name,
    type,
    isTypeGiven: true,
    resourceType: undefined,
    version,
    statements: [],
    problems: [],
    account: undefined,
    isStrict: false,
    isWhole: true,
    readable: policy,
    shut: new Set(),
    settings: noSettings,
  };
}
