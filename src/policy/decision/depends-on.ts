import { and, not, type Formula, type Truth } from '../../core/truth.ts';
import type { Condition } from '../condition/condition.ts';
import { mayHoldTogether } from '../condition/together.ts';
import { withoutImplied } from '../condition/satisfiable.ts';
import { equalsCondition, withKnownVariables } from '../condition/resolved.ts';
import { possibleForRole, type RoleFamily } from '../condition/role-path.ts';
import type { Work } from '../../core/some-text.ts';
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
  /** Another for each id. */
  readonly number: number;
  readonly unknown: Unknown;
  /** What it tests of one key, as far as that is known: with the values of known variables. */
  readonly tested: Condition | undefined;
  readonly holds: boolean;
}

interface Term {
  readonly literals: readonly Literal[];
  /** What is said of each id, by its number. */
  readonly says: ReadonlyMap<number, boolean>;
}

function termOf(literals: readonly Literal[]): Term {
  return { literals, says: new Map(literals.map(({ number, holds }) => [number, holds])) };
}

/** No more ways than these are worked out, or shown, for one decision. */
const mostTerms = 256;
const mostShown = 16;
/** And no more is done for one: tests that are held against each other, some hundred thousand in a second at worst. */
const mostWork = 20_000_000;

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
    const terms = possibleTerms(formula, { lookUp, role }, { left: mostWork });
    if (terms === undefined) {
      const atoms = atomsOf(formula);
      tooComplex = Math.max(tooComplex ?? 0, atoms.size);
      atoms.forEach(note);
    } else {
      for (const term of terms) {
        entries.push({
          decision: word,
          when: term.literals.map((literal) => describeUnknown(literal.unknown, literal.holds, lookUp)),
        });
        for (const { unknown } of term.literals) note(unknown);
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

/**
 * Disjunctive normal form without contradictions and without terms that another covers; shortest first. Undefined where
 * they are too many, or too much work.
 */
function possibleTerms(formula: Formula<Unknown>, open: Open, work: Work): readonly Term[] | undefined {
  const terms = termsOf(formula, true, literalsOf(open), work);
  if (terms === undefined) return undefined;
  const possible = terms.filter((term) => isPossible(term, open, work));
  const plain = withoutManagement(withoutOwners(possible, work), work).map((term) =>
    withoutRepetition(term, work),
  );
  const kept = absorb(plain, mostShown, work);
  return work.left < 0 ? undefined : kept;
}

/** Of two terms that say the same but for whose the resource is, what both say (R682). */
function withoutOwners(terms: readonly Term[], work: Work): readonly Term[] {
  const kept = [...terms];
  for (const term of terms) {
    const owner = term.literals.find(({ unknown }) => unknown.kind === 'owner');
    if (owner?.holds !== true) continue;
    const others = term.literals.filter((literal) => literal !== owner);
    const rest = termOf(others);
    const otherwise = termOf([...others, { ...owner, holds: false }]);
    const holdsFor = (other: Term) => covers(rest, other, work) && covers(other, otherwise, work);
    if (kept.some(holdsFor)) kept.push(rest);
  }
  return kept;
}

/** Without "and it is a member account" where what is said of the management account says as much anyway. */
function withoutManagement(terms: readonly Term[], work: Work): readonly Term[] {
  return terms.map((term) => {
    const about = term.literals.find(({ unknown }) => unknown.kind === 'management');
    if (about === undefined) return term;
    const rest = term.literals.filter((literal) => literal !== about);
    const otherwise = termOf([...rest, { ...about, holds: !about.holds }]);
    return terms.some((other) => covers(other, otherwise, work)) ? termOf(rest) : term;
  });
}

/** The terms of one atom: none where it cannot be so, an empty one where it cannot be otherwise. */
type LiteralsOf = (unknown: Unknown, holds: boolean) => readonly Term[];

function literalsOf({ lookUp, role }: Open): LiteralsOf {
  const known = new Map<Unknown, Pick<Literal, 'id' | 'number' | 'tested'>>();
  const numbers = new Map<string, number>();
  return (unknown, holds) => {
    let facts = known.get(unknown);
    if (facts === undefined) {
      const tested = testedBy(unknown, lookUp);
      const id = idOf(unknown, tested);
      const number = numbers.get(id) ?? numbers.size;
      numbers.set(id, number);
      facts = { tested, id, number };
      known.set(unknown, facts);
    }
    const { tested } = facts;
    if (role !== undefined && tested?.key === 'aws:principalarn') {
      const possible = possibleForRole(tested, role);
      if (!(holds ? possible.holds : possible.fails)) return [];
      if (!(holds ? possible.fails : possible.holds)) return [termOf([])];
    }
    return [termOf([{ ...facts, unknown, holds }])];
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
  work: Work,
): readonly Term[] | undefined {
  switch (formula.kind) {
    case 'atom':
      return literals(formula.atom, positive);
    case 'not':
      return termsOf(formula.term, !positive, literals, work);
    case 'and':
    case 'or': {
      const isProduct = (formula.kind === 'and') === positive;
      const alone: Term[] = [];
      let all: readonly Term[] | undefined;
      for (const part of formula.terms) {
        const terms = termsOf(part, positive, literals, work);
        if (terms === undefined || work.left < 0) return undefined;
        const [only] = terms;
        if (isProduct && all === undefined && only !== undefined && terms.length === 1) {
          alone.push(only);
          continue;
        }
        all = combine(all ?? joinedOf(alone, work), terms, isProduct, work);
        if (all === undefined || work.left < 0) return undefined;
      }
      return all ?? joinedOf(alone, work) ?? [];
    }
  }
}

function combine(
  left: readonly Term[] | undefined,
  right: readonly Term[],
  isProduct: boolean,
  work: Work,
): readonly Term[] | undefined {
  if (left === undefined) return right;
  return isProduct ? product(left, right, work) : union(left, right, work);
}

/** Terms one of which is all there is of each part are one term, made at once: to add to it makes all of it anew. */
function joinedOf(terms: readonly Term[], work: Work): readonly Term[] | undefined {
  const [first, ...others] = terms;
  if (first === undefined || others.length === 0) return first && [first];
  const says = new Map<number, boolean>();
  const joined: Literal[] = [];
  for (const { literals } of terms) {
    work.left -= 2 * literals.length;
    for (const literal of literals) {
      const said = says.get(literal.number);
      if (said !== undefined && said !== literal.holds) return [];
      if (said !== undefined) continue;
      says.set(literal.number, literal.holds);
      joined.push(literal);
    }
  }
  return [{ literals: joined, says }];
}

function union(left: readonly Term[], right: readonly Term[], work: Work): readonly Term[] | undefined {
  return absorb([...left, ...right], mostTerms, work);
}

function product(left: readonly Term[], right: readonly Term[], work: Work): readonly Term[] | undefined {
  const all: Term[] = [];
  for (const a of left) {
    for (const b of right) {
      work.left -= 2 * (a.literals.length + b.literals.length);
      const joined = work.left < 0 ? undefined : join(a, b);
      if (joined !== undefined) all.push(joined);
    }
  }
  return all.length > mostTerms * 16 ? undefined : absorb(all, mostTerms, work);
}

/** Both terms at once; undefined where one says the opposite of the other. */
function join(left: Term, right: Term): Term | undefined {
  const added: Literal[] = [];
  for (const literal of right.literals) {
    const said = left.says.get(literal.number);
    if (said === undefined) added.push(literal);
    else if (said !== literal.holds) return undefined;
  }
  return added.length === 0 ? left : termOf([...left.literals, ...added]);
}

/** Undefined where more than `most` are left. */
function absorb(terms: readonly Term[], most: number, work: Work): readonly Term[] | undefined {
  const kept: Term[] = [];
  for (const term of [...terms].sort((a, b) => a.literals.length - b.literals.length)) {
    if (kept.some((shorter) => covers(shorter, term, work))) continue;
    if (kept.length === most) return undefined;
    kept.push(term);
  }
  return kept;
}

function covers(shorter: Term, longer: Term, work: Work): boolean {
  for (const { number, holds } of shorter.literals) {
    work.left--;
    if (longer.says.get(number) !== holds) return false;
  }
  return true;
}

/** R809: drops a term only where it surely contradicts itself. */
function isPossible(term: Term, { lookUp }: Open, work: Work): boolean {
  const isOne = (of: (unknown: Unknown) => boolean) =>
    term.literals.filter(({ unknown, holds }) => holds && of(unknown)).length <= 1;
  const namesOne =
    isOne(({ kind }) => kind === 'session') &&
    isOne((unknown) => unknown.kind === 'id' && unknown.of === 'caller') &&
    isOne((unknown) => unknown.kind === 'id' && unknown.of === 'account');
  const tests = testsOf(term);
  return namesOne && (tests.length === 0 || mayHoldTogether(tests, holdsOneValue(term), lookUp, work));
}

/** Without the conditions that follow from the others of the term. */
function withoutRepetition(term: Term, work: Work): Term {
  const tests = testsOf(term);
  if (tests.length < 2) return term;
  const kept = withoutImplied(tests, holdsOneValue(term), work);
  if (kept.length === tests.length) return term;
  const needed = new Set(kept.map(({ condition }) => condition));
  return termOf(term.literals.filter(({ tested }) => tested === undefined || needed.has(tested)));
}

function testsOf(term: Term) {
  return term.literals.flatMap(({ tested, holds }) =>
    tested === undefined ? [] : [{ condition: tested, holds }],
  );
}

/**
 * A key that is not known to be multivalued holds one value (R422), those of services by their type; one that nobody
 * knows holds several where the policy asks for a set.
 */
function holdsOneValue(term: Term): (key: string) => boolean {
  const sets = new Set(
    term.literals.flatMap(({ tested }) => (tested?.operator.quantifier === undefined ? [] : [tested.key])),
  );
  return (key) => {
    const multivalued = keyFacts(key)?.multivalued ?? knownConditionKey(key)?.multivalued;
    return multivalued === undefined ? !sets.has(key) : !multivalued;
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
