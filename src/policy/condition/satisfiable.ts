import type { KeyFacts } from '../keys.ts';
import { doubtful } from '../doubt.ts';
import { keyFacts } from '../keys.ts';
import type { Condition } from './condition.ts';
import { correlationsAgree } from './correlations.ts';
import { isConstant, someValueMeets } from './element.ts';
import type { Atom, Constraint, Constraints, KeyState } from './key-state.ts';

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
  const byKey = new Map<string, Atom[]>();
  for (const atom of atoms) {
    const own = byKey.get(atom.condition.key);
    if (own) own.push(atom);
    else byKey.set(atom.condition.key, [atom]);
  }
  const states = [...byKey].map(([key, own]) => stateOf(key, own, isSingleValued(key), isText(key)));
  return states.every((state) => state.mayBeAbsent || state.mayBePresent) && correlationsAgree(states);
}

/** The atoms without those that follow from the others, in their order: `a`, not `a and (a or absent)`. */
export function withoutImplied(
  atoms: readonly Atom[],
  isSingleValued: IsSingleValued = isKnownSingle,
): readonly Atom[] {
  let kept = atoms;
  for (const one of [...atoms].reverse()) {
    const others = kept.filter((other) => other !== one);
    if (isImpliedBy(one, others, isSingleValued)) kept = others;
  }
  return kept;
}

/** It follows from the others if they cannot hold without it. */
function isImpliedBy(one: Atom, others: readonly Atom[], isSingleValued: IsSingleValued): boolean {
  if (!mayHold(others, isSingleValued)) return false;
  if (others.some((other) => isSameAtom(other, one))) return true;
  return !mayHold([...others, { condition: one.condition, holds: !one.holds }], isSingleValued);
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
    if (!test || values.length === 0) continue;
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
