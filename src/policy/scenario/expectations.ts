import { nearest } from '../../core/nearest.ts';
import { quoted } from '../../formats/problem.ts';
import type { Range } from '../../core/source.ts';
import type { Node } from '../../formats/tree.ts';
import type { DecisionWord } from '../decision/decide.ts';
import { otherDeciders, type DecidingLayer } from '../decision/gates.ts';
import type { Simulated } from '../decision/simulate.ts';
import { layersAsNamed } from '../decision/layers.ts';
import { membersOf, reportKind, report, textOf, type Reading } from './fields.ts';

/** What a scenario expects of its decision; what is not named is not compared. */
export interface Expectation {
  /** Where it stands in the scenario. */
  readonly range: Range;
  readonly decision: DecisionWord | undefined;
  readonly decidedBy: DecidingLayer | undefined;
  readonly sid: string | undefined;
}

const decisions: readonly DecisionWord[] = ['allowed', 'implicitDeny', 'explicitDeny', 'conditional'];
const deciders: readonly DecidingLayer[] = [...layersAsNamed.map(({ id }) => id), ...otherDeciders];

export function readExpectation(reading: Reading, node: Node): Expectation | undefined {
  if (node.kind !== 'object') {
    const decision = readDecision(reading, node);
    return decision && { range: node, decision, decidedBy: undefined, sid: undefined };
  }
  const members = membersOf(reading, node, ['decision', 'decidedBy', 'sid'], '`expect`');
  const decision = members.get('decision')?.value;
  const decidedBy = members.get('decidedBy')?.value;
  const sid = members.get('sid')?.value;
  if (node.members.length === 0) {
    report(
      reading,
      'missing-field',
      node,
      '`expect` says nothing',
      `Write \`decision\`, one of ${decisions.join(', ')}.`,
    );
  }
  return {
    range: node,
    decision: decision && readDecision(reading, decision),
    decidedBy: decidedBy && readWord(reading, decidedBy, 'decidedBy', deciders),
    sid: sid && textOf(reading, sid, 'sid'),
  };
}

function readDecision(reading: Reading, node: Node): DecisionWord | undefined {
  if (node.kind === 'string' && /^den(y|ied)$/i.test(node.value)) {
    const hint = 'Write `implicitDeny` where nothing allows it, `explicitDeny` where a Deny does not let it.';
    report(reading, 'wrong-value', node, `${quoted(node.value)} does not say which kind of denial`, hint);
    return undefined;
  }
  return readWord(reading, node, 'expect', decisions);
}

function readWord<T extends string>(
  reading: Reading,
  node: Node,
  field: string,
  words: readonly T[],
): T | undefined {
  if (node.kind !== 'string') {
    reportKind(reading, node, field, 'a word', `Write one of ${words.join(', ')}.`);
    return undefined;
  }
  const found = words.find((word) => word === node.value);
  if (found !== undefined) return found;
  const near = /^allow$/i.test(node.value)
    ? words.find((word) => word === 'allowed')
    : nearest(node.value, words);
  const hint = near === undefined ? `Write one of ${words.join(', ')}.` : `Did you mean \`${near}\`?`;
  report(reading, 'wrong-value', node, `${quoted(node.value)} is not a value of \`${field}\``, hint);
  return undefined;
}

/** As a person says it. */
const decisionNames: Readonly<Record<DecisionWord, string>> = {
  allowed: 'allowed',
  implicitDeny: 'implicit deny',
  explicitDeny: 'explicit deny',
  conditional: 'conditional',
};

/** `expected allowed, got explicit deny`; undefined where the decision is as it was expected. */
export function missedExpectation(
  { decision, decidedBy, sid }: Expectation,
  got: Pick<Simulated, 'decision' | 'layer' | 'statement'>,
): string | undefined {
  if (decision !== undefined && decision !== got.decision)
    return `expected ${decisionNames[decision]}, got ${decisionNames[got.decision]}`;
  if (decidedBy !== undefined && decidedBy !== got.layer)
    return `expected to be decided by ${decidedBy}, got ${got.layer}`;
  const found = got.statement?.statement.sid?.text;
  if (sid === undefined || sid === found) return undefined;
  return `expected to be decided by the statement ${quoted(sid)}, got ${found === undefined ? 'none of a Sid' : quoted(found)}`;
}
