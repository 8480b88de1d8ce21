import type { Effect } from './policy.ts';

/**
 * What a test is worth where AWS's documents leave two readings and nobody's observation tells: false in an Allow, true
 * in a Deny, so that the reading that grants less counts (R124).
 */
export function doubtful(effect: Effect): boolean {
  return effect === 'Deny';
}

/** A place where two readings are possible. */
export interface Doubt {
  readonly what: string;
  /** The file below `src/policy/`, and the function in it that takes the reading. */
  readonly file: string;
  readonly takenBy: string;
}

/** All places where the stricter of two readings is taken (R125): a test finds each function. */
export const doubts: readonly Doubt[] = [
  // R108
  {
    what: '`NotAction: []` and `NotResource: []`',
    file: 'decision/compile.ts',
    takenBy: 'withoutHole',
  },
  // R214
  {
    what: 'a Resource pattern with too few colons',
    file: 'match/short-pattern.ts',
    takenBy: 'readShortPattern',
  },
  // R215
  {
    what: 'a wildcard inside the service part of an ARN',
    file: 'match/short-pattern.ts',
    takenBy: 'readServiceWildcard',
  },
  // R227
  { what: '`{ "Service": "*" }`', file: 'match/principal.ts', takenBy: 'namesEveryService' },
  // R224
  {
    what: 'a role that is named with another path than the caller’s is told to have',
    file: 'match/principal.ts',
    takenBy: 'namesRoleOfAnotherPath',
  },
  // R306
  {
    what: 'a negated operator with a value that is not of its type',
    file: 'condition/two-readings.ts',
    takenBy: 'isUnreadable',
  },
  // R308
  {
    what: 'a plain operator on a key with several values',
    file: 'condition/condition.ts',
    takenBy: 'severalValues',
  },
  // R321
  {
    what: '`*` alone under an Arn operator',
    file: 'condition/two-readings.ts',
    takenBy: 'loneAsterisk',
  },
  // R322
  {
    what: 'an IPv4 address written as IPv6, and a block with host bits',
    file: 'condition/two-readings.ts',
    takenBy: 'oddAddresses',
  },
  // R306
  {
    what: 'a number with an exponent',
    file: 'condition/two-readings.ts',
    takenBy: 'exponents',
  },
  // R330
  {
    what: 'Null on a key whose value is the empty text',
    file: 'condition/condition.ts',
    takenBy: 'nullOfEmptyText',
  },
  // R413
  {
    what: 'ForAnyValue with IfExists on an absent key',
    file: 'condition/condition.ts',
    takenBy: 'holdsWhenAbsent',
  },
  // R503
  {
    what: 'a variable of a key with several values, under a negated operator',
    file: 'condition/two-readings.ts',
    takenBy: 'isOfSeveralValues',
  },
  // R608
  {
    what: 'an RCP that names a service which the data does not list',
    file: 'answer/notes.ts',
    takenBy: 'unknownRcpService',
  },
  // R905
  {
    what: 'an action that names no resource, asked about an ARN',
    file: 'prepare/resource-of-case.ts',
    takenBy: 'onOf',
  },
  // R240
  {
    what: 'an ARN that a request which names no resource was seen to carry',
    file: 'prepare/asked-on.ts',
    takenBy: 'seenOn',
  },
  // R228, R229
  {
    what: 'a unique or canonical id whose owner the question does not tell',
    file: 'match/principal.ts',
    takenBy: 'mayBeNamedById',
  },
  // R424, R433, R671
  {
    what: 'a tag or an account that the data gives to other actions of the service, and the tags of a role that is passed',
    file: 'prepare/carried-keys.ts',
    takenBy: 'doubtfulKeys',
  },
  // R428
  {
    what: 'a literal ARN of a role with a path, of the caller’s account and role name',
    file: 'decision/readings.ts',
    takenBy: 'ownRoles',
  },
  // R606
  {
    what: 'a session that is service-linked by its name alone',
    file: 'request.ts',
    takenBy: 'isServiceLinkedRole',
  },
  // R622
  {
    what: 'everyone in a resource policy, for an IAM user with a boundary',
    file: 'match/principal.ts',
    takenBy: 'asEveryone',
  },
  // R641
  {
    what: 'an action that is not known to take requests without a signature',
    file: 'decision/services/unsigned.ts',
    takenBy: 'unsignedRefusal',
  },
  // R646
  {
    what: 'the session policy of a session that assumes a role',
    file: 'decision/gates.ts',
    takenBy: 'sessionMustAllow',
  },
  // R648
  {
    what: 'the source identity of a session that assumes a role',
    file: 'prepare/companions.ts',
    takenBy: 'sessionCompanions',
  },
  // R691
  {
    what: 'a policy on a resource of a type that is not known to have one',
    file: 'decision/services/resource-policies.ts',
    takenBy: 'resourcePolicyGrants',
  },
  // R692
  {
    what: 'an operation that is not among those that work for other accounts',
    file: 'decision/services/cross-account.ts',
    takenBy: 'worksAcross',
  },
  // R696
  {
    what: 'tags of a call, of a service whose documents do not say what they need',
    file: 'prepare/tagging-actions.ts',
    takenBy: 'otherTagging',
  },
];
