import { compileCondition, type Condition } from '../../condition/condition.ts';
import { concreteContext } from '../../context.ts';
import { unknown, type LookUp } from '../../context-value.ts';
import { formulasIn } from '../../decision/brought.ts';
import type { Atom, Dependence } from '../../decision/dependences.ts';
import { findDependences } from '../../decision/depends-on.ts';
import { idName, sessionName } from '../../decision/describe-unknown.ts';
import { openOwned } from '../../decision/owner.ts';
import { simulate, type Simulated } from '../../decision/simulate.ts';
import { foldKey } from '../../keys.ts';
import { roleFamily, type GivenKey, type Request } from '../../request.ts';
import { rankOfKey } from '../telling.ts';
import { candidateTexts } from './candidates.ts';

/** What the question may leave open about the caller, and no context key tells. */
const namesOfCaller: ReadonlySet<string> = new Set([sessionName, ...Object.values(idName)]);

/**
 * The ways in which another value of a key that the caller gave, or left out, would give another decision: those that
 * were tried and found so, the shortest first. `keys` are given keys that are open to change, in lower case.
 */
export function triedWays(
  simulated: Simulated,
  entries: readonly Dependence[],
  keys: ReadonlySet<string>,
): readonly Dependence[] {
  const more = keys.size === 0 ? [] : waysOver(simulated, keys);
  const all = [...more, ...entries];
  const distinct = all.filter((one, index) => all.findIndex((other) => isSame(one, other)) === index);
  return distinct
    .filter((way) => isTrue(simulated, way))
    .map((way) => ({
      way,
      // To become somebody else is the last thing to advise (R720).
      rank:
        sum(way.when.map(({ key }) => rankOfKey(foldKey(key), simulated.decidedFor))) * 100 + way.when.length,
    }))
    .sort((left, right) => left.rank - right.rank)
    .map(({ way }) => way);
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, one) => total + one, 0);
}

function isSame(left: Dependence, right: Dependence): boolean {
  const words = ({ decision, when }: Dependence) => [decision, ...when.map(({ text }) => text)].join('\0');
  return words(left) === words(right);
}

/** As `dependsOn`, with given keys taken as if nobody had said them. */
function waysOver(simulated: Simulated, keys: ReadonlySet<string>): readonly Dependence[] {
  const { decidedFor, case: asked, set, decision } = simulated;
  const open = openOwned(asked);
  const contexts = (request: Request): LookUp => {
    const lookUp = open(request);
    return (key) => (keys.has(key) ? unknown : lookUp(key));
  };
  const { denied, allowed } = formulasIn(asked, set, contexts);
  const { entries } = findDependences(decision, denied, allowed, {
    lookUp: contexts(decidedFor),
    role: roleFamily(decidedFor),
  });
  return entries.filter(
    ({ decision: other, when }) => other === 'allowed' && when.some(({ key }) => keys.has(foldKey(key))),
  );
}

/** Whether the whole algorithm says so, companions included, where the keys are as the way wants them. */
function isTrue(simulated: Simulated, { decision, when }: Dependence): boolean {
  const { case: asked, set } = simulated;
  // What is no test of a key that can be given was solved from the formulas alone.
  if (when.some(({ operator, key }) => operator === 'Resource' || namesOfCaller.has(key))) return true;
  const context = witnessOf(when, simulated.decidedFor);
  if (context === undefined) return false;
  // What was sent is sent: another value is advice, to leave it out is none.
  const { context: sent } = simulated.decidedFor;
  if ([...context].some(([key, given]) => given === undefined && sent.has(key))) return false;
  const again = asked.again(context);
  return again !== undefined && simulate(again, set).decision === decision;
}

type Context = ReadonlyMap<string, GivenKey | undefined>;

/** Values of the keys under which every atom is as it must be; undefined where none was found. */
function witnessOf(when: readonly Atom[], request: Request): Context | undefined {
  const base = concreteContext(request);
  const conditions = when.map((atom) => ({ condition: conditionOf(atom), holds: atom.holds }));
  const keys = [...new Set(conditions.flatMap(({ condition }) => openKeysOf(condition, base, request)))];
  const values = new Map(
    keys.map((key) => [
      key,
      candidateTexts(
        key,
        conditions.map(({ condition }) => condition),
        base,
        request,
      ),
    ]),
  );
  const search = (
    [key, ...rest]: readonly string[],
    chosen: ReadonlyMap<string, string | undefined>,
  ): Context | undefined => {
    if (key === undefined) {
      const lookUp: LookUp = (name) => (chosen.has(name) ? chosen.get(name) : base(name));
      if (conditions.some(({ condition, holds }) => condition.evaluate(lookUp) === !holds)) return undefined;
      return new Map(
        [...chosen].map(([name, value]) => [name, value === undefined ? undefined : { name, value }]),
      );
    }
    for (const value of values.get(key) ?? [undefined]) {
      const found = search(rest, new Map([...chosen, [key, value]]));
      if (found !== undefined) return found;
    }
    return undefined;
  };
  return keys.length > 4 ? undefined : search(keys, new Map());
}

/** Its own key, and variables that have no value yet. */
function openKeysOf({ key, keys }: Condition, base: LookUp, { context }: Request): readonly string[] {
  return keys.filter((name) => name === key || (!context.has(name) && typeof base(name) !== 'string'));
}

function conditionOf({ key, operator, values }: Atom): Condition {
  const nowhere = { start: 0, end: 0 };
  const valueOf = (text: string) => ({ text, ...nowhere });
  const element = { ...nowhere, operator: valueOf(operator), key: valueOf(key), values: values.map(valueOf) };
  return compileCondition(element, '2012-10-17', 'Allow');
}
