import { nearest } from '../../core/nearest.ts';
import { quoted } from '../../formats/problem.ts';
import type { Range } from '../../core/source.ts';
import type { Node } from '../../formats/tree.ts';
import type { DecisionWord } from '../decision/decide.ts';
import { otherDeciders, type DecidingLayer } from '../decision/gates.ts';
import type { Simulated } from '../decision/simulate.ts';
import { layersAsNamed } from '../decision/layers.ts';
import { accessDeniedMessage } from '../answer/message.ts';
import { foldKey } from '../keys.ts';
import { membersOf, reportKind, report, textOf, textsOf, type Reading } from './fields.ts';

/** What a scenario expects of its decision; what is not named is not compared. */
export interface Expectation {
  /** Where it stands in the scenario. */
  readonly range: Range;
  /** Where the decision stands, to put another in its place. */
  readonly decisionRange?: Range;
  readonly decision?: DecisionWord;
  readonly decidedBy?: DecidingLayer;
  readonly sid?: string;
  /** Condition keys whose values could turn the decision into another. */
  readonly dependsOn?: readonly string[];
  /** Condition keys that must not matter. */
  readonly notDependsOn?: readonly string[];
  /** What AWS's message must hold. */
  readonly wording?: string;
}

/** One thing that is not as it was expected, in words that a sentence can hold. */
export interface Miss {
  readonly field: 'decision' | 'decidedBy' | 'sid' | 'dependsOn' | 'notDependsOn' | 'message';
  readonly expected: string;
  readonly got: string;
}

const decisions: readonly DecisionWord[] = ['allowed', 'implicitDeny', 'explicitDeny', 'conditional'];
const deciders: readonly DecidingLayer[] = [...layersAsNamed.map(({ id }) => id), ...otherDeciders];

const expectationFields = [
  'decision',
  'decidedBy',
  'layer',
  'sid',
  'dependsOn',
  'notDependsOn',
  'message',
] as const;

export function readExpectation(reading: Reading, node: Node): Expectation | undefined {
  if (node.kind !== 'object') {
    const decision = readDecision(reading, node);
    return decision && { range: node, decisionRange: node, decision };
  }
  const members = membersOf(reading, node, expectationFields, '`expect`');
  const read = <T>(field: string, as: (value: Node) => T | undefined): T | undefined => {
    const value = members.get(field)?.value;
    return value && as(value);
  };
  if (node.members.length === 0) {
    report(
      reading,
      'missing-field',
      node,
      '`expect` says nothing',
      `Write \`decision\`, one of ${decisions.join(', ')}.`,
    );
  }
  for (const field of ['dependsOn', 'notDependsOn', 'message', 'sid']) {
    const value = members.get(field)?.value;
    if (value === undefined || !isEmpty(value)) continue;
    report(
      reading,
      'empty-list',
      value,
      `\`${field}\` says nothing`,
      `Say what is expected, or leave \`${field}\` out.`,
    );
  }
  return onlyGiven({
    range: node,
    decisionRange: members.get('decision')?.value,
    decision: read('decision', (value) => readDecision(reading, value)),
    decidedBy: readDecider(reading, members.get('decidedBy')?.value, members.get('layer')?.value),
    sid: read('sid', (value) => textOf(reading, value, 'sid')),
    dependsOn: read('dependsOn', (value) => textsOf(reading, value, 'dependsOn')),
    notDependsOn: read('notDependsOn', (value) => textsOf(reading, value, 'notDependsOn')),
    wording: read('message', (value) => textOf(reading, value, 'message')),
  });
}

/** What every answer has, and so expects nothing of any. */
function isEmpty(node: Node): boolean {
  return (node.kind === 'array' && node.items.length === 0) || (node.kind === 'string' && node.value === '');
}

/** `layer` is another name of `decidedBy`. */
function readDecider(
  reading: Reading,
  decidedBy: Node | undefined,
  layer: Node | undefined,
): DecidingLayer | undefined {
  const first = decidedBy && readWord(reading, decidedBy, 'decidedBy', deciders);
  const second = layer && readWord(reading, layer, 'layer', deciders);
  if (layer !== undefined && first !== undefined && second !== undefined && first !== second) {
    const message = `\`decidedBy\` is ${first} and \`layer\` is ${second}`;
    report(reading, 'contradiction', layer, message, 'They are two names of the same: leave one of them.');
  }
  return first ?? second;
}

type Given<T> = { [Key in keyof T]: Exclude<T[Key], undefined> };

function onlyGiven<T extends object>(of: T): Given<T> {
  return Object.fromEntries(Object.entries(of).filter(([, value]) => value !== undefined)) as Given<T>;
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
export const decisionNames: Readonly<Record<DecisionWord, string>> = {
  allowed: 'allowed',
  implicitDeny: 'implicit deny',
  explicitDeny: 'explicit deny',
  conditional: 'conditional',
};

/** What an answer is compared by. */
export type Compared = Pick<Simulated, 'decision' | 'layer' | 'statement' | 'decidedFor'> & {
  /** The keys whose values could turn the decision into another: asked for only where they are compared. */
  readonly keys: () => readonly string[];
};

/** Everything that is not as it was expected; empty where all is. */
export function missesOf(expect: Expectation, got: Compared): readonly Miss[] {
  const { decision, decidedBy, sid, dependsOn = [], notDependsOn = [], wording } = expect;
  const misses: Miss[] = [];
  if (decision !== undefined && decision !== got.decision)
    misses.push({ field: 'decision', expected: decisionNames[decision], got: decisionNames[got.decision] });
  if (decidedBy !== undefined && decidedBy !== got.layer)
    misses.push({ field: 'decidedBy', expected: `to be decided by ${decidedBy}`, got: got.layer });
  const found = got.statement?.statement.sid?.text;
  if (sid !== undefined && sid !== found) {
    const other = found === undefined ? 'none of a Sid' : quoted(found);
    misses.push({ field: 'sid', expected: `to be decided by the statement ${quoted(sid)}`, got: other });
  }
  if (dependsOn.length + notDependsOn.length > 0) {
    const keys = got.keys();
    const folded = new Set(keys.map(foldKey));
    const all = keys.length === 0 ? 'no key' : keys.join(', ');
    for (const key of dependsOn)
      if (!folded.has(foldKey(key)))
        misses.push({ field: 'dependsOn', expected: `to depend on ${key}`, got: `depends on ${all}` });
    for (const key of notDependsOn)
      if (folded.has(foldKey(key)))
        misses.push({ field: 'notDependsOn', expected: `not to depend on ${key}`, got: `depends on ${all}` });
  }
  if (wording !== undefined) {
    const told = accessDeniedMessage(got.decidedFor, got.decision, got.layer);
    if (told?.includes(wording) !== true)
      misses.push({
        field: 'message',
        expected: `the message ${quoted(wording)}`,
        got: told === undefined ? 'none' : quoted(told),
      });
  }
  return misses;
}

/** `expected allowed, got explicit deny`. */
export function describeMiss({ expected, got }: Miss): string {
  return `expected ${expected}, got ${got}`;
}

/** An expectation in words: `allowed, decided by identity`. */
export function describeExpectation(expect: Expectation): string {
  const { decision, decidedBy, sid, dependsOn = [], notDependsOn = [], wording } = expect;
  return [
    ...(decision === undefined ? [] : [decisionNames[decision]]),
    ...(decidedBy === undefined ? [] : [`decided by ${decidedBy}`]),
    ...(sid === undefined ? [] : [`by the statement ${quoted(sid)}`]),
    ...dependsOn.map((key) => `depends on ${key}`),
    ...notDependsOn.map((key) => `does not depend on ${key}`),
    ...(wording === undefined ? [] : [`with the message ${quoted(wording)}`]),
  ].join(', ');
}
