import type { Source } from '../../core/source.ts';
import { quoted } from '../../formats/problem.ts';
import type { Node, ObjectNode } from '../../formats/tree.ts';
import { parseOperator } from '../../policy/operator-names.ts';
import type { PolicyType } from '../../policy/policy.ts';
import { severities } from '../finding.ts';
import { allTypes, type Look, type Rule } from '../rule.ts';
import { checkKeys, itemsOf, reasonOf, textOf, textsOf, valueOf, wrong } from './config-node.ts';
import { findForbidden, findMissing, type WantedTest } from './own-match.ts';

/** A rule that the configuration makes, with its tests. */
export interface OwnRule {
  readonly rule: Rule;
  /** Policies in which it finds something, and some in which it does not. */
  readonly bad: readonly Node[];
  readonly good: readonly Node[];
  /** Where it stands. */
  readonly at: Node;
}

const common = ['code', 'types', 'severity', 'reason', 'bad', 'good'];

/** The rules under `require` and `forbid`. Throws `usage` with the place of what is wrong. */
export function readOwnRules(
  source: Source,
  root: ObjectNode,
  known: (code: string) => boolean,
): readonly OwnRule[] {
  const taken = new Set<string>();
  const read = (entry: 'require' | 'forbid', lookOf: (item: ObjectNode, reason: string) => Look) =>
    itemsOf(source, root, entry).map((item): OwnRule => {
      if (item.kind !== 'object') throw wrong(source, item, `an entry of ${entry} is not an object`);
      const written = reasonOf(source, item, `an entry of ${entry}`);
      const why = written.replace(/\.$/, '');
      const look = lookOf(item, why);
      const code = codeOf(source, item, entry, (one) => known(one) || taken.has(one));
      taken.add(code);
      return {
        rule: rowOf(source, item, code, why, look),
        bad: examplesIn(source, item, 'bad'),
        good: examplesIn(source, item, 'good'),
        at: item,
      };
    });
  return [
    ...read('require', (item, reason) => requiring(source, item, reason)),
    ...read('forbid', (item, reason) => forbidding(source, item, reason)),
  ];
}

function requiring(source: Source, item: ObjectNode, reason: string): Look {
  checkKeys(source, item, ['actions', 'resources', 'conditions', ...common]);
  const conditions = valueOf(item, 'conditions');
  if (conditions?.kind !== 'object')
    throw wrong(
      source,
      conditions ?? item,
      'an entry of require has no conditions',
      'Write them like `{ "allOf": ["iam:PassedToService"] }`.',
    );
  checkKeys(source, conditions, ['allOf', 'anyOf', 'noneOf']);
  const [allOf, anyOf, noneOf] = ['allOf', 'anyOf', 'noneOf'].map((name) =>
    testsIn(source, conditions, name),
  );
  const actions = textsOf(source, item, 'actions');
  if (actions.length === 0)
    throw wrong(
      source,
      item,
      'an entry of require has no actions',
      'Name the actions that need the conditions.',
    );
  if (conditions.members.length === 0) throw wrong(source, conditions, 'conditions is empty', 'Name one.');
  const wanted = {
    actions,
    resources: textsOf(source, item, 'resources'),
    allOf: allOf ?? [],
    anyOf: anyOf ?? [],
    noneOf: noneOf ?? [],
  };
  return { at: 'statement', find: (statement) => findMissing(statement, wanted, reason) };
}

function forbidding(source: Source, item: ObjectNode, reason: string): Look {
  checkKeys(source, item, ['actions', 'principals', 'resources', 'except', ...common]);
  const of = (name: string) => textsOf(source, item, name);
  const wanted = {
    actions: of('actions'),
    principals: of('principals'),
    resources: of('resources'),
    except: of('except'),
  };
  if (wanted.actions.length + wanted.principals.length + wanted.resources.length === 0)
    throw wrong(source, item, 'an entry of forbid says nothing', 'Give it actions, principals or resources.');
  return { at: 'statement', find: (statement) => findForbidden(statement, wanted, reason) };
}

/** Keys by their names, and tests as a policy has them: `{ "Bool": { "aws:SecureTransport": "true" } }`. */
function testsIn(source: Source, conditions: ObjectNode, name: string): readonly WantedTest[] {
  return itemsOf(source, conditions, name).flatMap((item): readonly WantedTest[] => {
    if (item.kind === 'string' && item.value.includes(':')) return [{ key: item.value, values: [] }];
    if (item.kind !== 'object')
      throw wrong(
        source,
        item,
        `${name} holds something that is no condition`,
        'Name a key, as `iam:PassedToService`.',
      );
    return item.members.flatMap(({ key: operator, value: tests }) => {
      const parsed = parseOperator(operator.value);
      if (parsed === undefined)
        throw wrong(source, operator, `${quoted(operator.value)} is no operator of AWS`);
      if (tests.kind !== 'object') throw wrong(source, tests, `${operator.value} is not an object of keys`);
      return tests.members.map(({ key, value }) => ({
        key: key.value,
        operator: parsed.canonical,
        values: valuesOf(source, value, key.value),
      }));
    });
  });
}

function valuesOf(source: Source, value: Node, key: string): readonly string[] {
  return (value.kind === 'array' ? value.items : [value]).map((item) => {
    if (item.kind === 'string') return item.value;
    if (item.kind === 'boolean') return String(item.value);
    if (item.kind === 'number') return item.text;
    throw wrong(source, item, `a value of ${quoted(key)} is neither a text nor a number`);
  });
}

function codeOf(source: Source, item: ObjectNode, entry: string, isTaken: (code: string) => boolean): string {
  const given = textOf(source, item, 'code');
  if (given !== undefined) {
    const at = valueOf(item, 'code') ?? item;
    if (!/^[a-z][a-z0-9]*(?:-[a-z0-9]+)*$/.test(given))
      throw wrong(
        source,
        at,
        `${quoted(given)} is no code`,
        'Write small letters, digits and dashes: `pass-role-service`.',
      );
    if (isTaken(given))
      throw wrong(source, at, `there is a rule ${quoted(given)} already`, 'Choose another code.');
    return given;
  }
  const about = ['actions', 'principals', 'resources'].flatMap((name) => textsOf(source, item, name));
  const words = (about[0] ?? '').toLowerCase().split(/[^a-z0-9]+/);
  const name = [entry, ...words.filter((word) => word !== '')].join('-');
  for (let number = 1; ; number++) {
    const code = number === 1 ? name : `${name}-${number}`;
    if (!isTaken(code)) return code;
  }
}

function rowOf(source: Source, item: ObjectNode, code: string, why: string, look: Look): Rule {
  const severity = textOf(source, item, 'severity') ?? 'error';
  const known = severities.find((one) => one === severity);
  if (known === undefined)
    throw wrong(
      source,
      valueOf(item, 'severity') ?? item,
      'this is no severity',
      'Write error, warning or info.',
    );
  const shown = (name: string) => {
    const [first] = examplesIn(source, item, name);
    return { policy: first === undefined ? '' : source.text.slice(first.start, first.end) };
  };
  return {
    id: code,
    severity: known,
    category: 'security',
    types: typesOf(source, item),
    title: `${why}.`,
    repair: `It is a rule of ${source.file}.`,
    bad: () => ({ ...shown('bad'), at: '' }),
    good: () => shown('good'),
    look,
  };
}

function typesOf(source: Source, item: ObjectNode): readonly PolicyType[] {
  const names = textsOf(source, item, 'types');
  if (names.length === 0) return allTypes;
  return names.map((name) => {
    const type = allTypes.find((one) => one === name.toLowerCase());
    if (type === undefined)
      throw wrong(
        source,
        valueOf(item, 'types') ?? item,
        `${quoted(name)} is no type of policy`,
        `Types are ${allTypes.join(', ')}.`,
      );
    return type;
  });
}

/** A policy, a statement, or a list of policies. */
function examplesIn(source: Source, item: ObjectNode, name: string): readonly Node[] {
  const value = valueOf(item, name);
  if (value === undefined) return [];
  return (value.kind === 'array' ? value.items : [value]).map((example) => {
    if (example.kind !== 'object') throw wrong(source, example, `${name} is no policy and no statement`);
    return example;
  });
}
