import { describeAtom } from '../condition/describe-atom.ts';
import type { Condition } from '../condition/condition.ts';
import { isSecretTag } from '../../output/secret-names.ts';
import { quoteOf } from '../condition/wording.ts';
import type { ContextValue, LookUp } from '../context-value.ts';
import type { Unknown } from '../match/unknown.ts';
import { resolveTemplate } from '../variables.ts';
import type { Atom } from './dependences.ts';
import { describePattern } from './pattern-atom.ts';

export const sessionName = 'sts:RoleSessionName';
/** The question's field, and the element's name where there is none. */
export const idName = { caller: 'principalId', account: 'CanonicalUser' } as const;

/** What people call what a decision hangs on: the key, or words where its name is a field's. */
export function wordsFor(name: string): string {
  switch (name) {
    case idName.caller:
      return whoseId.caller;
    case idName.account:
      return whoseId.account;
    case sessionName:
      return 'the session’s name';
    default:
      return name;
  }
}

const whoseId = {
  caller: 'the caller’s id',
  account: 'the canonical user of the caller’s account',
} as const;

/** One test as people and scripts read it. */
export function describeUnknown(unknown: Unknown, holds: boolean, lookUp: LookUp): Atom {
  switch (unknown.kind) {
    case 'condition': {
      const { element, operator } = unknown.condition;
      return {
        key: element.key.text,
        operator: operator.canonical,
        values: element.values.map(({ text }) => text),
        holds,
        text:
          solvedText(unknown.condition, holds, lookUp) ??
          withValues(describeAtom(unknown.condition, holds), unknown.condition, lookUp),
      };
    }
    case 'resource':
      return describePattern(unknown.pattern, unknown.resource, holds);
    case 'session': {
      const name = unknown.sessionArn.slice(unknown.sessionArn.lastIndexOf('/') + 1);
      return {
        key: sessionName,
        operator: 'StringEquals',
        values: [name],
        holds,
        text: holds ? `the session’s name is ${name}` : `the session’s name is not ${name}`,
      };
    }
    case 'id': {
      const { of, id } = unknown;
      return {
        key: idName[of],
        operator: 'StringEquals',
        values: [id],
        holds,
        text: `${whoseId[of]} is ${holds ? '' : 'not '}${id}`,
      };
    }
    case 'owner': {
      const { account, of, condition } = unknown;
      return {
        key: condition.element.key.text,
        operator: condition.operator.canonical,
        values: [account],
        holds,
        text: `the ${of} is ${holds ? `${account}’s` : 'another account’s'}`,
      };
    }
    case 'management': {
      const { account, condition } = unknown;
      return {
        key: condition.element.key.text,
        operator: condition.operator.canonical,
        values: [account],
        holds,
        text: `${account} is ${holds ? 'the management account' : 'a member account'}`,
      };
    }
  }
}

/** Where the key is known and one variable is not, what the variable must be: that is what is not given (R729). */
function solvedText({ key, test, values }: Condition, holds: boolean, lookUp: LookUp): string | undefined {
  const text = onlyValue(lookUp(key));
  const [only, ...others] = values;
  if (text === undefined || only === undefined || others.length > 0) return undefined;
  if (test?.type !== 'string') return undefined;
  const [piece, ...more] = only.template.pieces;
  if (piece?.kind !== 'variable' || more.length > 0 || piece.fallback !== undefined) return undefined;
  return holds !== test.negated
    ? `${piece.name} = ${quoteOf(piece.name, text)}`
    : `${piece.name} is not ${quoteOf(piece.name, text)} (other or absent)`;
}

/** Of one value a quantifier says what the operator says. */
function onlyValue(value: ContextValue): string | undefined {
  if (typeof value === 'string') return value;
  return typeof value === 'object' && value.length === 1 ? value[0] : undefined;
}

/** The sentence with the values of known variables in place of `${…}`, and the characters that `${*}` and its like are. */
function withValues(text: string, { values, test }: Condition, lookUp: LookUp): string {
  return values.reduce((written, { value, template }) => {
    if (
      // Among wildcards `${*}` is what says that this one is none.
      (template.constant !== undefined && test?.wildcards === true) ||
      template.pieces.some((piece) => piece.kind === 'variable' && isSecretTag(piece.name))
    )
      return written;
    const resolved = resolveTemplate(template, lookUp);
    if (resolved.kind !== 'resolved') return written;
    const put = resolved.pieces.map((piece) => piece.text).join('');
    return written.replaceAll(value.text, () => put);
  }, text);
}
