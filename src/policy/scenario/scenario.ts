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
import { membersOf, report, reportKind, textOf, type Reading } from './fields.ts';
import { policyFields, readPolicyRefs, type PolicyRefs } from './policies.ts';
import { readQuestion, requestFields } from './question.ts';

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
}

const scenarioFields = ['name', 'request', 'policies', 'expect'] as const;

/** Reads the scenarios of a text that may have several documents. */
export interface ScenarioReader {
  /** Those of one document: one, a list, or `{ defaults, scenarios }`. None once a problem was found. */
  readonly read: (root: Node) => readonly Scenario[];
  /** At the end: throws `invalid-scenario` with every problem, each with its place. */
  readonly check: () => void;
}

export function scenarioReader(source: Source): ScenarioReader {
  const problems: Problem[] = [];
  let range: Range | undefined;
  let count = 0;
  return {
    read: (root) => {
      range = { start: range?.start ?? root.start, end: root.end };
      const scenarios = readAny({ source, problems }, root);
      count += scenarios.length;
      return problems.length > 0 ? [] : scenarios;
    },
    check: () => {
      if (problems.length > 0) throw scenarioError(source, problems);
      if (count > 0) return;
      const message = 'there is no scenario in it';
      const hint = 'A scenario has `request` and `policies`.';
      const nowhere = { start: 0, end: source.text.length };
      throw scenarioError(source, [{ code: 'scenario/none', message, hint, range: range ?? nowhere }]);
    },
  };
}

/** The scenarios of a document. Throws as `ScenarioReader.check`. */
export function readScenarios(source: Source, root: Node): readonly Scenario[] {
  const reader = scenarioReader(source);
  const scenarios = reader.read(root);
  reader.check();
  return scenarios;
}

interface Document {
  readonly source: Source;
  readonly problems: Problem[];
}

function readAny(document: Document, node: Node): readonly Scenario[] {
  if (node.kind === 'array') return node.items.flatMap((item) => readAny(document, item));
  if (node.kind !== 'object') {
    const hint = 'A scenario has `request` and `policies`.';
    reportKind({ ...document, places: new Map() }, node, 'a scenario', 'a map', hint);
    return [];
  }
  if (memberOf(node, 'Statement') !== undefined && memberOf(node, 'request') === undefined) {
    const { file } = document.source;
    const message = `${quoted(nameOfFile(file))} is a policy, not a scenario`;
    const hint = `Ask with it: \`--policy ${file}\`, or name it in a scenario: \`policies: { identity: [{ file: ${file} }] }\`.`;
    report(
      { ...document, places: new Map() },
      'policy',
      { start: node.start, end: node.start + 1 },
      message,
      hint,
    );
    return [];
  }
  const isForm = memberOf(node, 'scenarios') !== undefined || memberOf(node, 'defaults') !== undefined;
  return isForm ? readForm(document, node) : readOne(document, node, undefined);
}

/** `{ defaults, scenarios }`. */
function readForm(document: Document, node: ObjectNode): readonly Scenario[] {
  const reading: Reading = { problems: document.problems, places: new Map() };
  const members = membersOf(reading, node, ['defaults', 'scenarios'], 'a file with scenarios', (name) =>
    scenarioFields.some((field) => field === name)
      ? `Write \`${name}\` under \`defaults\`, or in one of the scenarios.`
      : undefined,
  );
  const defaults = members.get('defaults')?.value;
  const scenarios = members.get('scenarios')?.value;
  if (defaults !== undefined && defaults.kind !== 'object') {
    reportKind(reading, defaults, 'defaults', 'a map', 'Its fields are those of a scenario.');
  }
  if (scenarios === undefined) {
    report(
      reading,
      'missing-field',
      node,
      'there are `defaults` but no `scenarios`',
      'Write `scenarios:` with a list of them.',
    );
    return [];
  }
  if (scenarios.kind !== 'array') {
    reportKind(reading, scenarios, 'scenarios', 'a list', 'Put a `-` in front of each scenario.');
    return [];
  }
  return scenarios.items.flatMap((item) => {
    if (item.kind === 'object')
      return readOne(document, item, defaults?.kind === 'object' ? defaults : undefined);
    reportKind(reading, item, 'a scenario', 'a map', 'A scenario has `request` and `policies`.');
    return [];
  });
}

function readOne(
  { source, problems }: Document,
  own: ObjectNode,
  defaults: ObjectNode | undefined,
): readonly Scenario[] {
  const reading: Reading = { problems, places: new Map() };
  const before = problems.length;
  const node = defaults === undefined ? own : withDefaults(own, defaults);
  const members = membersOf(reading, node, scenarioFields, 'a scenario', belongsBelow);
  const name = members.get('name')?.value;
  const expect = members.get('expect')?.value;
  const read = {
    name: name && textOf(reading, name, 'name'),
    question: readQuestion(reading, members.get('request'), own),
    policies: readPolicyRefs(reading, members.get('policies')),
    expect: expect && readExpectation(reading, expect),
  };
  if (problems.length > before || read.question === undefined) return [];
  const { places } = reading;
  const place = (field: string) =>
    spanOf(source, places.get(field) ?? places.get(field.split('/', 1)[0] ?? '') ?? own);
  return [{ ...read, question: read.question, source, range: own, place }];
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
