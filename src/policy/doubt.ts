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
];
