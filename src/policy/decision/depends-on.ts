import { and, not, type Formula, type Truth } from '../../core/truth.ts';
import type { Condition } from '../condition/condition.ts';
import { mayHoldTogether } from '../condition/together.ts';
import { withoutImplied } from '../condition/satisfiable.ts';
import { equalsCondition, withKnownVariables } from '../condition/resolved.ts';
import { possibleForRole, type RoleFamily } from '../condition/role-path.ts';
import { unknown, type LookUp } from '../context-value.ts';
import { knownConditionKey } from '../../data/condition-keys.ts';
import type { DecisionWord } from './decide.ts';
import { independent, type Dependence, type Dependences } from './dependences.ts';
import { rememberWays } from './known-ways.ts';
import { foldKey, keyFacts } from '../keys.ts';
import { describeUnknown, idName, sessionName } from './describe-unknown.ts';
import { solvePattern } from './pattern-atom.ts';
import type { Unknown } from '../match/unknown.ts';
import type { Template } from '../variables.ts';

interface Literal {
  readonly id: string;
  readonly unknown: Unknown;
  /** What it tests of one key, as far as that is known: with the values of known variables. */
  readonly tested: Condition | undefined;
  readonly holds: boolean;
}

type Term = readonly Literal[];

/** No more ways than these are worked out, or shown, for one decision. */
const mostTerms = 256;
const mostShown = 16;

/** What is known beside the formulas. */
export interface Open {
  readonly lookUp: LookUp;
  /** The caller's role where the path of its ARN was assumed: aws:PrincipalArn is unknown in that alone (R809). */
  readonly role: RoleFamily | undefined;
}

/**
 * The ways in which unknown keys could turn `decision` into another, from the residual formulas (R808). Variables
 * that the look-up knows are shown with their value.
 */
export function findDependences(
  decision: DecisionWord,
  denied: Truth<Unknown>,
  allowed: Truth<Unknown>,
  open: Open,
): Dependences {
  if (typeof denied === 'boolean' && typeof allowed === 'boolean') return independent;
  return rememberWays(decision, denied, allowed, () => solve(decision, denied, allowed, open));
}

function solve(
  decision: DecisionWord,
  denied: Truth<Unknown>,
  allowed: Truth<Unknown>,
  { lookUp, role }: Open,
): Dependences {
  const formulas: readonly (readonly [Dependence['decision'], Truth<Unknown>])[] = [
    ['allowed', allowed],
    ['explicitDeny', denied],
    ['implicitDeny', and(not(denied), not(allowed))],
  ];
  const entries: Dependence[] = [];
  const keys = new Map<string, string>();
  const note = (unknown: Unknown) => {
    for (const name of unknownNames(unknown, lookUp))
      if (!keys.has(foldKey(name))) keys.set(foldKey(name), name);
  };
  let tooComplex: number | undefined;
  for (const [word, formula] of formulas) {
    if (word === decision || typeof formula === 'boolean') continue;
    const terms = possibleTerms(formula, { lookUp, role });
    if (terms === undefined) {
      const atoms = atomsOf(formula);
      tooComplex = Math.max(tooComplex ?? 0, atoms.size);
      atoms.forEach(note);
    } else {
      for (const term of terms) {
        entries.push({
          decision: word,
          when: term.map((literal) => describeUnknown(literal.unknown, literal.holds, lookUp)),
        });
        for (const { unknown } of term) note(unknown);
      }
    }
  }
  return { entries, tooComplex, keys: [...keys.values()] };
}

/** What is not known in a test: its key, or variables in its values. */
function unknownNames(of: Unknown, lookUp: LookUp): readonly string[] {
  const isOpen = (name: string) => typeof lookUp(foldKey(name)) === 'symbol';
  switch (of.kind) {
    case 'condition': {
      const { element, values } = of.condition;
      return [element.key.text, ...values.flatMap(({ template }) => variableNames(template))].filter(isOpen);
    }
    case 'resource':
      return variableNames(of.pattern.template).filter(isOpen);
    case 'session':
      return [sessionName];
    case 'id':
      return [idName[of.of]];
    case 'owner':
    case 'management':
      return [of.condition.element.key.text];
  }
}

function variableNames({ pieces }: Template): readonly string[] {
  return pieces.flatMap((piece) => (piece.kind === 'variable' ? [piece.name] : []));
}

/** Disjunctive normal form without contradictions and without terms that another covers; shortest first. */
function possibleTerms(formula: Formula<Unknown>, open: Open): readonly Term[] | undefined {
  const terms = termsOf(formula, true, literalsOf(open));
  if (terms === undefined) return undefined;
  const possible = terms.filter((term) => isPossible(term, open));
  const kept = absorb(withoutManagement(withoutOwners(possible)).map(withoutRepetition));
  return kept.length > mostShown ? undefined : kept;
}

/** Of two terms that say the same but for whose the resource is, what both say (R682). */
function withoutOwners(terms: readonly Term[]): readonly Term[] {
  const kept = [...terms];
  for (const term of terms) {
    const owner = term.find(({ unknown }) => unknown.kind === 'owner');
    if (owner?.holds !== true) continue;
    const rest = term.filter((literal) => literal !== owner);
    const holdsFor = (other: Term) =>
      covers(rest, other) && covers(other, [...rest, { ...owner, holds: false }]);
    if (kept.some(holdsFor)) kept.push(rest);
  }
  return kept;
}

/** Without "and it is a member account" where what is said of the management account says as much anyway. */
function withoutManagement(terms: readonly Term[]): readonly Term[] {
  return terms.map((term) => {
    const about = term.find(({ unknown }) => unknown.kind === 'management');
    if (about === undefined) return term;
    const rest = term.filter((literal) => literal !== about);
    const otherwise = [...rest, { ...about, holds: !about.holds }];
    return terms.some((other) => covers(other, otherwise)) ? rest : term;
  });
}

/** The terms of one atom: none where it cannot be so, an empty one where it cannot be otherwise. */
type LiteralsOf = (unknown: Unknown, holds: boolean) => readonly Term[];

function literalsOf({ lookUp, role }: Open): LiteralsOf {
  const known = new Map<Unknown, Pick<Literal, 'id' | 'tested'>>();
  return (unknown, holds) => {
    let facts = known.get(unknown);
    if (facts === undefined) {
      const tested = testedBy(unknown, lookUp);
      facts = { tested, id: idOf(unknown, tested) };
      known.set(unknown, facts);
    }
    const { tested } = facts;
    if (role !== undefined && tested?.key === 'aws:principalarn') {
      const possible = possibleForRole(tested, role);
      if (!(holds ? possible.holds : possible.fails)) return [];
      if (!(holds ? possible.fails : possible.holds)) return [[]];
    }
    return [[{ ...facts, unknown, holds }]];
  };
}

function testedBy(unknown: Unknown, lookUp: LookUp): Condition | undefined {
  switch (unknown.kind) {
    case 'condition':
      return withKnownVariables(unknown.condition, lookUp);
    case 'resource': {
      const solved = solvePattern(unknown.pattern, unknown.resource);
      return solved && equalsCondition(solved.key, solved.values);
    }
    case 'owner':
    case 'management':
      return unknown.condition;
    case 'session':
    case 'id':
      return undefined;
  }
}

function termsOf(
  formula: Formula<Unknown>,
  positive: boolean,
  literals: LiteralsOf,
): readonly Term[] | undefined {
  switch (formula.kind) {
    case 'atom':
      return literals(formula.atom, positive);
    case 'not':
      return termsOf(formula.term, !positive, literals);
    case 'and':
    case 'or': {
      const parts = formula.terms.map((term) => termsOf(term, positive, literals));
      const combine = (formula.kind === 'and') === positive ? product : union;
      return parts.reduce((left, right) => (left && right ? combine(left, right) : undefined));
    }
  }
}

function union(left: readonly Term[], right: readonly Term[]): readonly Term[] | undefined {
  const all = absorb([...left, ...right]);
  return all.length > mostTerms ? undefined : all;
}

function product(left: readonly Term[], right: readonly Term[]): readonly Term[] | undefined {
  const all = left.flatMap((a) =>
    right.flatMap((b) => {
      const joined = join(a, b);
      return joined === undefined ? [] : [joined];
    }),
  );
  if (all.length > mostTerms * 16) return undefined;
  const kept = absorb(all);
  return kept.length > mostTerms ? undefined : kept;
}

/** Both terms at once; undefined where one says the opposite of the other. */
function join(left: Term, right: Term): Term | undefined {
  const joined = [...left];
  for (const literal of right) {
    const same = left.find(({ id }) => id === literal.id);
    if (same === undefined) joined.push(literal);
    else if (same.holds !== literal.holds) return undefined;
  }
  return joined;
}

function absorb(terms: readonly Term[]): readonly Term[] {
  const kept: Term[] = [];
  for (const term of [...terms].sort((a, b) => a.length - b.length)) {
    if (!kept.some((shorter) => covers(shorter, term))) kept.push(term);
  }
  return kept;
}

function covers(shorter: Term, longer: Term): boolean {
  return shorter.every(({ id, holds }) => longer.some((other) => other.id === id && other.holds === holds));
}

/** R809: drops a term only where it surely contradicts itself. */
function isPossible(term: Term, { lookUp }: Open): boolean {
  const isOne = (of: (unknown: Unknown) => boolean) =>
    term.filter(({ unknown, holds }) => holds && of(unknown)).length <= 1;
  const namesOne =
    isOne(({ kind }) => kind === 'session') &&
    isOne((unknown) => unknown.kind === 'id' && unknown.of === 'caller') &&
    isOne((unknown) => unknown.kind === 'id' && unknown.of === 'account');
  const tests = testsOf(term);
  return namesOne && (tests.length === 0 || mayHoldTogether(tests, holdsOneValue(term), lookUp));
}

/** Without the conditions that follow from the others of the term. */
function withoutRepetition(term: Term): Term {
  const tests = testsOf(term);
  if (tests.length < 2) return term;
  const needed = new Set(withoutImplied(tests, holdsOneValue(term)).map(({ condition }) => condition));
  return term.filter(({ tested }) => tested === undefined || needed.has(tested));
}

function testsOf(term: Term) {
  return term.flatMap(({ tested, holds }) => (tested === undefined ? [] : [{ condition: tested, holds }]));
}

/**
 * A key that is not known to be multivalued holds one value (R422), those of services by their type; one that nobody
 * knows holds several where the policy asks for a set.
 */
function holdsOneValue(term: Term): (key: string) => boolean {
  return (key) => {
    const multivalued = keyFacts(key)?.multivalued ?? knownConditionKey(key)?.multivalued;
    if (multivalued !== undefined) return !multivalued;
    return !term.some(({ tested }) => tested?.key === key && tested.operator.quantifier !== undefined);
  };
}

/** Equal for tests that say the same thing, wherever they stand. */
function idOf(unknown: Unknown, tested: Condition | undefined): string {
  if (tested !== undefined) {
    const { operator, key, element } = tested;
    // What the values are made of, not their text: `${*}` says something else under each Version (R501, R506).
    const values = tested.values.map(({ template }) => JSON.stringify(template.pieces)).sort();
    const texts = element.values.map(({ text }) => text).sort();
    return JSON.stringify([operator.canonical, key, texts, values]);
  }
  switch (unknown.kind) {
    case 'condition':
      throw new Error('every condition tests a key');
    case 'resource':
      return JSON.stringify([unknown.pattern.value.text, unknown.resource]);
    case 'session':
      return unknown.sessionArn;
    case 'id':
      return unknown.id;
    case 'owner':
    case 'management':
      throw new Error('whose a resource is, is a test of a key');
  }
}

/** As it is written. */
const noVariables: LookUp = () => unknown;

/** Each once, by what it says. */
function atomsOf(formula: Formula<Unknown>): ReadonlyMap<string, Unknown> {
  switch (formula.kind) {
    case 'atom':
      return new Map([[idOf(formula.atom, testedBy(formula.atom, noVariables)), formula.atom]]);
    case 'not':
      return atomsOf(formula.term);
    case 'and':
    case 'or':
      return new Map(formula.terms.flatMap((term) => [...atomsOf(term)]));
  }
}
