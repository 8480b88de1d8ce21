import { addTo } from '../../core/lists.ts';
import type { Work } from '../../core/some-text.ts';
import type { KeyFacts } from '../keys.ts';
import { doubtful } from '../doubt.ts';
import { keyFacts } from '../keys.ts';
import type { Condition } from './condition.ts';
import { correlationsAgree, isCorrelated } from './correlations.ts';
import { isConstant, someValueMeets } from './element.ts';
import type { Atom, Constraint, Constraints, KeyState } from './key-state.ts';
import { hasOddValue } from './two-readings.ts';

/** Whether a key has at most one value in any request, as far as that is known. */
export type IsSingleValued = (key: string) => boolean;

const isKnownSingle: IsSingleValued = (key) => keyFacts(key)?.multivalued === false;

/**
 * Whether atoms can hold together. False only where they surely contradict each other; where it is not sure the
 * answer is true (R809). Only values without variables count. `isText`: keys that may hold empty text.
 */
export function mayHold(
  atoms: readonly Atom[],
  isSingleValued: IsSingleValued = isKnownSingle,
  isText: (key: string) => boolean = () => true,
): boolean {
  const states = [...atomsByKey(atoms)].map(([key, own]) =>
    stateOf(key, own, isSingleValued(key), isText(key)),
  );
  return states.every(isPossible) && correlationsAgree(states);
}

/**
 * The atoms without those that follow from the others, in their order: `a`, not `a and (a or absent)`. With no more work
 * left some may stay.
 */
export function withoutImplied(
  atoms: readonly Atom[],
  isSingleValued: IsSingleValued = isKnownSingle,
  work: Work = { left: Infinity },
): readonly Atom[] {
  const kept = new Kept(atoms, isSingleValued, work);
  const dropped = new Set([...atoms].reverse().filter((one) => work.left >= 0 && kept.drop(one)));
  return atoms.filter((atom) => !dropped.has(atom));
}

/** To see whether a key agrees with others, in steps of what else is compared. */
const stepsOfKey = 20;

/** Atoms that are kept: of each key the state, so that one atom less is looked at as one key's matter. */
class Kept {
  readonly #own: Map<string, readonly Atom[]>;
  readonly #states: Map<string, KeyState>;
  readonly #isSingleValued: IsSingleValued;
  readonly #work: Work;
  /** How many keys cannot be. */
  #impossible: number;
  #agree: boolean;

  constructor(atoms: readonly Atom[], isSingleValued: IsSingleValued, work: Work) {
    this.#own = atomsByKey(atoms);
    this.#isSingleValued = isSingleValued;
    this.#work = work;
    this.#states = new Map([...this.#own].map(([key, own]) => [key, this.#stateOf(key, own)]));
    const states = [...this.#states.values()];
    this.#impossible = states.filter((state) => !isPossible(state)).length;
    this.#agree = correlationsAgree(states);
  }

  /** Drops the atom if it follows from the others: if they can hold, and cannot hold without it. */
  drop(one: Atom): boolean {
    const { key } = one.condition;
    const others = (this.#own.get(key) ?? []).filter((other) => other !== one);
    const without = others.length === 0 ? undefined : this.#stateOf(key, others);
    if (!this.#mayHoldWith(key, without)) return false;
    const opposite = { condition: one.condition, holds: !one.holds };
    const isImplied =
      others.some((other) => isSameAtom(other, one)) ||
      !this.#mayHoldWith(key, this.#stateOf(key, [...others, opposite]));
    if (isImplied) this.#put(key, others, without);
    return isImplied;
  }

  #put(key: string, own: readonly Atom[], state: KeyState | undefined): void {
    this.#own.set(key, own);
    this.#states.delete(key);
    if (state !== undefined) this.#states.set(key, state);
    // What holds together is possible.
    this.#impossible = 0;
    this.#agree = true;
  }

  /** Whether all may hold, with this state of the key in place of what it is. */
  #mayHoldWith(key: string, state: KeyState | undefined): boolean {
    const before = this.#states.get(key);
    const impossible = this.#impossible - (before === undefined || isPossible(before) ? 0 : 1);
    if (impossible > 0 || (state !== undefined && !isPossible(state))) return false;
    if (!isCorrelated(key, keyFacts(key), this.#states)) return this.#agree;
    const others = [...this.#states.values()].filter((one) => one.key !== key);
    this.#work.left -= stepsOfKey * others.length;
    return correlationsAgree(state === undefined ? others : [...others, state]);
  }

  #stateOf(key: string, own: readonly Atom[]): KeyState {
    const isSingle = this.#isSingleValued(key);
    const state = stateOf(key, own, isSingle, true);
    this.#work.left -= stepsOf(state, isSingle);
    return state;
  }
}

/** What it took to find the states of the atoms' keys. */
export function stepsFor(atoms: readonly Atom[], isSingleValued: IsSingleValued): number {
  let steps = 0;
  for (const [key, own] of atomsByKey(atoms)) {
    const isSingle = isSingleValued(key);
    steps += stepsOf({ atoms: own, constraints: constraintsOf(own) }, isSingle);
  }
  return steps;
}

/** Each value is held against each test, patterns are held against each other. */
function stepsOf(
  { atoms, constraints: { every, some } }: Pick<KeyState, 'atoms' | 'constraints'>,
  isSingle: boolean,
): number {
  const valuesOf = (list: readonly Constraint[]) =>
    list.reduce((sum, { condition }) => sum + condition.values.length, 0);
  const isPattern = atoms.some(({ condition: { test } }) => test?.wildcards === true);
  const [shared, own] = [valuesOf(every), valuesOf(some)];
  const steps = (values: number, tests: number) => values * (isPattern ? values : tests);
  const compared = isSingle
    ? steps(shared + own, every.length + some.length)
    : (some.length + 1) * steps(shared, every.length + 1) + steps(own, 1);
  return atoms.length + compared;
}

function isPossible({ mayBeAbsent, mayBePresent }: KeyState): boolean {
  return mayBeAbsent || mayBePresent;
}

function atomsByKey(atoms: readonly Atom[]): Map<string, readonly Atom[]> {
  const byKey = new Map<string, Atom[]>();
  for (const atom of atoms) addTo(byKey, atom.condition.key, atom);
  return byKey;
}

function isSameAtom(left: Atom, right: Atom): boolean {
  return left.holds === right.holds && isSameCondition(left.condition, right.condition);
}

function isSameCondition(left: Condition, right: Condition): boolean {
  const texts = (condition: Condition) => condition.element.values.map(({ text }) => text).join('\0');
  return (
    left === right ||
    (left.key === right.key &&
      left.operator.canonical === right.operator.canonical &&
      left.element.values.length === right.element.values.length &&
      texts(left) === texts(right) &&
      isConstant(left) &&
      isConstant(right))
  );
}

function stateOf(key: string, atoms: readonly Atom[], isSingle: boolean, isText: boolean): KeyState {
  const facts = keyFacts(key);
  const constraints = constraintsOf(atoms);
  return {
    key,
    facts,
    atoms,
    constraints,
    mayBeAbsent: atoms.every(({ condition, holds }) => condition.whenAbsent === holds),
    mayBePresent:
      (isText && mayBeEmptyText(atoms, facts)) || mayHaveValue(atoms, constraints, facts, isSingle),
  };
}

/** Empty text is a value of its own kind: Null and ForAllValues count it as none. Only texts can be empty. */
function mayBeEmptyText(atoms: readonly Atom[], facts: KeyFacts | undefined): boolean {
  if (facts && facts.type !== 'string') return false;
  return atoms.every(
    ({ condition, holds }) => !isConstant(condition) || condition.evaluate(() => '') === holds,
  );
}

function mayHaveValue(
  atoms: readonly Atom[],
  { every, some }: Constraints,
  facts: KeyFacts | undefined,
  isSingle: boolean,
): boolean {
  const asPresent = atoms.every(({ condition, holds }) => {
    if (!condition.test) return condition.evaluate(() => 'x') === holds;
    // An empty list is met by no value (R108).
    return condition.values.length > 0 || !holds;
  });
  if (!asPresent) return false;
  if (isSingle) return someValueMeets([...every, ...some], facts?.type);
  return (
    someValueMeets(every, facts?.type) && some.every((one) => someValueMeets([...every, one], facts?.type))
  );
}

/** "For all" that holds, and "for any" that does not, speak of every value; the rest speaks of some value. */
function constraintsOf(atoms: readonly Atom[]): Constraints {
  const every: Constraint[] = [];
  const some: Constraint[] = [];
  for (const { condition, holds } of atoms) {
    const { test, operator, values } = condition;
    if (!test || values.length === 0 || hasOddValue(test, values)) continue;
    const listed = holds !== test.negated;
    const asksAll =
      operator.quantifier === undefined
        ? !doubtful(condition.effect)
        : operator.quantifier === 'ForAllValues';
    const ofEvery = asksAll === holds;
    (ofEvery ? every : some).push({ condition, listed });
  }
  return { every, some };
}
