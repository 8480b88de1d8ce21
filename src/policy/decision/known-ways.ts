import { frozen } from '../../core/frozen.ts';
import type { Truth } from '../../core/truth.ts';
import type { Condition } from '../condition/condition.ts';
import { isConstant } from '../condition/element.ts';
import type { Unknown } from '../match/unknown.ts';
import type { DecisionWord } from './decide.ts';
import type { Dependences } from './dependences.ts';

/** Answers for so many formulas are kept; then the memory starts anew. */
const rememberedFormulas = 4096;

const known = new Map<string, Dependences>();

/**
 * What `find` finds for the formulas, once for those that hang on constant values and on nothing else that is known: the
 * lines of a stream ask the same again and again.
 */
export function rememberWays(
  decision: DecisionWord,
  denied: Truth<Unknown>,
  allowed: Truth<Unknown>,
  find: () => Dependences,
): Dependences {
  const [ofDenied, ofAllowed] = [textOf(denied), textOf(allowed)];
  if (ofDenied === undefined || ofAllowed === undefined) return find();
  const text = `${decision} ${ofDenied} ${ofAllowed}`;
  let found = known.get(text);
  if (found === undefined) {
    found = frozen(find());
    if (known.size >= rememberedFormulas) known.clear();
    known.set(text, found);
  }
  return found;
}

/** The same for formulas of the same conditions alone; undefined where more than they say would have to be told. */
function textOf(truth: Truth<Unknown>): string | undefined {
  if (typeof truth === 'boolean') return truth ? '+' : '-';
  switch (truth.kind) {
    case 'atom':
      return textOfAtom(truth.atom);
    case 'not': {
      const term = textOf(truth.term);
      return term && `!${term}`;
    }
    case 'and':
    case 'or': {
      let text = truth.kind === 'and' ? '&(' : '|(';
      for (const each of truth.terms) {
        const term = textOf(each);
        if (term === undefined) return undefined;
        text += `${term},`;
      }
      return `${text})`;
    }
  }
}

function textOfAtom(unknown: Unknown): string | undefined {
  switch (unknown.kind) {
    case 'condition': {
      const number = numberOf(unknown.condition);
      return number === 0 ? undefined : `${number}`;
    }
    case 'owner':
      return `${unknown.of}:${unknown.account}`;
    case 'management':
      return `management:${unknown.account}`;
    case 'resource':
    case 'session':
    case 'id':
      return undefined;
  }
}

let last = 0;
const numbers = new WeakMap<Condition, number>();

/** Another for each; 0 where something may be known beside: what variables stand for, and of a role's ARN all but its path. */
function numberOf(condition: Condition): number {
  let number = numbers.get(condition);
  if (number === undefined) {
    const isAlone =
      condition.keys.length === 1 && condition.key !== 'aws:principalarn' && isConstant(condition);
    number = isAlone ? ++last : 0;
    numbers.set(condition, number);
  }
  return number;
}
