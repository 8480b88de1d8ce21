import { errorOfProblems, type IamxError } from '../../core/error.ts';
import type { Span } from '../../core/evaluation.ts';
import { spanOf, type Range, type Source } from '../../core/source.ts';
import { nameOfFile } from '../../core/place.ts';
import { diagnosticOf, quoted, type Problem } from '../../formats/problem.ts';
import { memberOf } from '../../formats/tree-value.ts';
import type { Node, ObjectNode } from '../../formats/tree.ts';
import type { Question } from '../question.ts';
import { withDefaults } from './defaults.ts';
import { readExpectation, type Expectation } from './expectations.ts';
import { isSlipped, membersOf, report, reportKind, textOf, type Reading } from './fields.ts';
import { policyFields, readPolicyRefs, type PolicyRefs } from './policies.ts';
import { readQuestion, requestFields } from './question.ts';
import { invariantKinds, readInvariant, type Invariant } from './invariant.ts';
import { matrixRows } from './matrix.ts';

/** One request, the policies around it, and what is expected (docs/scenarios.md). */
export interface Scenario {
  readonly name: string | undefined;
  readonly question: Question;
  readonly policies: PolicyRefs;
  readonly expect: Expectation | undefined;
  readonly source: Source;
  readonly range: Range;
  /** Where a field of the question stands, for `prepare`; the scenario itself where the field is a default. */
  readonly place: (field: string) => Span;
  /** Of a row of a `matrix`: the whole of which it is a part. */
  readonly matrix: Range | undefined;
}

const scenarioFields = ['name', 'request', 'policies', 'expect', 'matrix'] as const;

/** What a file holds, each by itself: one that cannot be read leaves the others as they are. */
export type Entry =
  | { readonly kind: 'scenario'; readonly scenario: Scenario }
  | { readonly kind: 'invariant'; readonly invariant: Invariant }
  | {
      readonly kind: 'broken';
      readonly range: Range;
      readonly problems: readonly Problem[];
      /** Where that can be read. */
      readonly name?: string;
    };

/** Reads the scenarios of a text that may have several documents. */
export interface ScenarioReader {
  /** Those of one document: one, a list, or `{ defaults, scenarios }`. None once a problem was found. */
  readonly read: (root: Node) => readonly Scenario[];
  /** At the end: throws `invalid-scenario` with every problem, each with its place. */
  readonly check: () => void;
}

export function scenarioReader(source: Source): ScenarioReader {
  const problems: Known = new Map();
  let range: Range | undefined;
  let count = 0;
  return {
    read: (root) => {
      range = { start: range?.start ?? root.start, end: root.end };
      const entries = readEntries(source, root);
      for (const entry of entries) {
        if (entry.kind === 'broken') addProblems(problems, entry.problems);
        else count += 1;
      }
      return problems.size > 0
        ? []
        : entries.flatMap((entry) => (entry.kind === 'scenario' ? [entry.scenario] : []));
    },
    check: () => {
      if (problems.size > 0) throw scenarioError(source, [...problems.values()]);
      if (count > 0) return;
      throw scenarioError(source, [noScenario(range ?? { start: 0, end: source.text.length })]);
    },
  };
}

/** Of a file that holds nothing to ask. */
export function noScenario(range: Range): Problem {
  return { code: 'scenario/none', message: 'there is no scenario in it', hint: scenarioHint, range };
}

/** The scenarios of a document. Throws as `ScenarioReader.check`. */
export function readScenarios(source: Source, root: Node): readonly Scenario[] {
  const reader = scenarioReader(source);
  const scenarios = reader.read(root);
  reader.check();
  return scenarios;
}

/** By code and place: a mistake in the defaults is met once for each scenario. */
type Known = Map<string, Problem>;

function addProblems(known: Known, problems: readonly Problem[]): void {
  for (const problem of problems) {
    const key = `${problem.code} ${problem.range.start}`;
    if (!known.has(key)) known.set(key, problem);
  }
}

export const scenarioHint = 'A scenario has `request` and `policies`.';

/** What one document of a file holds: one, a list, or `{ defaults, scenarios }`. */
export function readEntries(source: Source, node: Node): readonly Entry[] {
  if (node.kind === 'array') return node.items.flatMap((item) => readEntries(source, item));
  if (node.kind !== 'object') return notAScenario(node);
  if (memberOf(node, 'Statement') !== undefined && memberOf(node, 'request') === undefined) {
    const { file } = source;
    const message = `${quoted(nameOfFile(file))} is a policy, not a scenario`;
    const hint = `Ask with it: \`--policy ${file}\`, or name it in a scenario: \`policies: { identity: [{ file: ${file} }] }\`.`;
    const start = { start: node.start, end: node.start + 1 };
    return broken(node, (reading) => {
      report(reading, 'policy', start, message, hint);
    });
  }
  const isForm = memberOf(node, 'scenarios') !== undefined || memberOf(node, 'defaults') !== undefined;
  return isForm ? readForm(source, node) : readItem(source, node, undefined);
}

function broken(range: Range, tell: (reading: Reading) => void): readonly Entry[] {
  const problems: Problem[] = [];
  tell({ problems, places: new Map() });
  return problems.length === 0 ? [] : [{ kind: 'broken', range, problems }];
}

function notAScenario(node: Node): readonly Entry[] {
  return broken(node, (reading) => {
    reportKind(reading, node, 'a scenario', 'a map', scenarioHint);
  });
}

const formFields: readonly string[] = ['defaults', 'scenarios'];

/** `{ defaults, scenarios }`. */
function readForm(source: Source, node: ObjectNode): readonly Entry[] {
  const defaults = memberOf(node, 'defaults')?.value;
  const scenarios = memberOf(node, 'scenarios')?.value;
  const wrong = broken(node, (reading) => {
    membersOf(reading, node, formFields, 'a file with scenarios', (name) =>
      scenarioFields.some((field) => field === name)
        ? `Write \`${name}\` under \`defaults\`, or in one of the scenarios.`
        : undefined,
    );
    if (defaults !== undefined && defaults.kind !== 'object')
      reportKind(reading, defaults, 'defaults', 'a map', 'Its fields are those of a scenario.');
    if (scenarios === undefined && isSlipped(node, 'scenarios', formFields)) return;
    if (scenarios === undefined) {
      const hint = 'Write `scenarios:` with a list of them.';
      report(reading, 'missing-field', node, 'there are `defaults` but no `scenarios`', hint);
    } else if (scenarios.kind !== 'array') {
      reportKind(reading, scenarios, 'scenarios', 'a list', 'Put a `-` in front of each scenario.');
    }
  });
  // Without its defaults a scenario is another one.
  if (scenarios?.kind !== 'array' || (defaults !== undefined && defaults.kind !== 'object')) return wrong;
  const entries = scenarios.items.flatMap((item) =>
    item.kind === 'object' ? readItem(source, item, defaults) : notAScenario(item),
  );
  return [...wrong, ...entries];
}

/** One item: a scenario, one for each row of a matrix, or what must hold of all requests. */
function readItem(source: Source, own: ObjectNode, defaults: ObjectNode | undefined): readonly Entry[] {
  const node = defaults === undefined ? own : withDefaults(own, defaults);
  if (invariantKinds.some((kind) => memberOf(own, kind) !== undefined)) {
    const problems: Problem[] = [];
    const invariant = readInvariant({ problems, places: new Map() }, node, source, own);
    return invariant === undefined || problems.length > 0
      ? [brokenItem(own, node, problems)]
      : [{ kind: 'invariant', invariant }];
  }
  const matrix = memberOf(node, 'matrix')?.value;
  return matrix === undefined
    ? [readOne(source, own, node, undefined)]
    : readMatrix(source, own, node, matrix);
}

function brokenItem(range: Range, node: ObjectNode, problems: readonly Problem[]): Entry {
  const name = memberOf(node, 'name')?.value;
  return { kind: 'broken', range, problems, ...(name?.kind === 'string' ? { name: name.value } : {}) };
}

function readMatrix(source: Source, own: ObjectNode, node: ObjectNode, matrix: Node): readonly Entry[] {
  const problems: Problem[] = [];
  const rows = matrixRows({ problems, places: new Map() }, node, matrix);
  if (problems.length > 0) return [brokenItem(own, node, problems)];
  return rows.map((row) => readOne(source, row.place, row.scenario, own));
}

function readOne(source: Source, own: ObjectNode, node: ObjectNode, matrix: Range | undefined): Entry {
  const reading: Reading = { problems: [], places: new Map() };
  const members = membersOf(reading, node, scenarioFields, 'a scenario', belongsBelow);
  const name = members.get('name')?.value;
  const expect = members.get('expect')?.value;
  const read = {
    name: name && textOf(reading, name, 'name'),
    question:
      !members.has('request') && isSlipped(node, 'request', scenarioFields)
        ? undefined
        : readQuestion(reading, members.get('request'), own),
    policies: readPolicyRefs(reading, members.get('policies')),
    expect: expect && readExpectation(reading, expect),
  };
  const { places, problems } = reading;
  if (problems.length > 0 || read.question === undefined) return brokenItem(own, node, problems);
  const place = (field: string) =>
    spanOf(source, places.get(field) ?? places.get(field.split('/', 1)[0] ?? '') ?? own);
  const { question } = read;
  return { kind: 'scenario', scenario: { ...read, question, source, range: own, place, matrix } };
}

/** People write the request's fields at the top. */
function belongsBelow(name: string): string | undefined {
  if (requestFields.some((field) => field === name)) return `Write it under \`request\`.`;
  return policyFields.some((field) => field === name) ? `Write it under \`policies\`.` : undefined;
}

function scenarioError(source: Source, problems: readonly Problem[]): IamxError {
  const diagnostics = [...problems]
    .sort((left, right) => left.range.start - right.range.start)
    .map((problem) => diagnosticOf(source, problem));
  return errorOfProblems('invalid-scenario', diagnostics, { source });
}
