import type { Diagnostic } from '../../core/evaluation.ts';
import type { Host } from '../../core/host.ts';
import type { Source } from '../../core/source.ts';
import { parseJson, readJson } from '../../formats/json.ts';
import { diagnosticOf, placeOf, type Problem } from '../../formats/problem.ts';
import { readTextFile } from '../../formats/read-source.ts';
import { rootOf, syntaxError } from '../../formats/syntax-error.ts';
import { mapRanges } from '../../formats/tree-value.ts';
import type { Node, Parsed } from '../../formats/tree.ts';
import { describeProblems, yamlDocuments } from '../../formats/yaml.ts';
import { scenarioReader, type Scenario } from './scenario.ts';

export interface ScenarioFile {
  readonly scenarios: readonly Scenario[];
  /** What is odd about the file's bytes. */
  readonly notices: readonly Diagnostic[];
}

/**
 * The scenarios of a `.yaml`, `.json` or `.jsonl` file; `-` is standard input in any of these forms. Throws
 * `json-syntax`, `yaml-syntax`, `invalid-scenario` with all problems, and what reading a file throws.
 */
export async function loadScenarios(host: Host, path: string): Promise<ScenarioFile> {
  const scenarios: Scenario[] = [];
  const notices = await visitScenarios(host, path, (scenario) => void scenarios.push(scenario));
  return { scenarios, notices };
}

/**
 * Hands the scenarios of a file to `visit`, in their order, and keeps none: of many documents in one file each is let
 * go before the next is read. Throws as `loadScenarios`, at the end: what was visited until then counts for nothing.
 * Returns what is odd about the file's bytes.
 */
export async function visitScenarios(
  host: Host,
  path: string,
  visit: (scenario: Scenario) => void | Promise<void>,
): Promise<readonly Diagnostic[]> {
  const { source, notices } = await readTextFile(host, path);
  const reader = scenarioReader(source);
  const visitAll = async (root: Node) => {
    for (const scenario of reader.read(root)) await visit(scenario);
  };
  if (isYaml(source)) await visitDocuments(source, visitAll);
  else await visitAll(rootOf(parseDocument(source)));
  reader.check();
  return notices;
}

async function visitDocuments(source: Source, visit: (root: Node) => Promise<void>): Promise<void> {
  const problems: Problem[] = [];
  for await (const document of yamlDocuments(source)) {
    problems.push(...document.problems);
    if (document.root !== undefined && problems.length === 0) await visit(document.root);
  }
  if (problems.length > 0) throw syntaxError(source, describeProblems(source, problems));
}

function isYaml({ file, text }: Source): boolean {
  return !/\.(?:jsonl|ndjson|json)$/i.test(file) && (/\.ya?ml$/i.test(file) || !/^\s*[{[]/.test(text));
}

function parseDocument(source: Source): Parsed {
  if (/\.(jsonl|ndjson)$/i.test(source.file)) return parseLines(source);
  const whole = parseJson(source);
  // Standard input has no name to go by: one document, else one on each line.
  if (/\.json$/i.test(source.file) || whole.problems.length === 0) return whole;
  const lines = parseLines(source);
  return lines.root?.kind === 'array' && lines.root.items.length > 1 && lines.problems.length === 0
    ? lines
    : whole;
}

const mostProblems = 20;

/** A scenario on each line, as a list; empty lines are left out. */
function parseLines(source: Source): Parsed {
  const items: Node[] = [];
  const problems: Diagnostic[] = [];
  const starts = source.lineStarts();
  for (const [index, start] of starts.entries()) {
    const text = source.text.slice(start, starts[index + 1]);
    if (text.trim() === '') continue;
    const read = readJson(text, (offset) => placeOf(source, start + offset));
    for (const problem of read.problems) {
      problems.push(diagnosticOf(source, { ...problem, range: moved(problem.range, start) }));
    }
    if (read.root !== undefined) items.push(mapRanges(read.root, (range) => moved(range, start)));
    if (problems.length >= mostProblems) break;
  }
  return { source, root: { kind: 'array', start: 0, end: source.text.length, items }, problems };
}

function moved({ start, end }: { readonly start: number; readonly end: number }, by: number) {
  return { start: start + by, end: end + by };
}
