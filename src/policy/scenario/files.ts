import type { Diagnostic } from '../../core/evaluation.ts';
import type { Host } from '../../core/host.ts';
import type { Source } from '../../core/source.ts';
import { parseJson, readJson } from '../../formats/json.ts';
import { diagnosticOf, placeOf } from '../../formats/problem.ts';
import { readTextFile } from '../../formats/read-source.ts';
import { rootOf } from '../../formats/syntax-error.ts';
import { mapRanges } from '../../formats/tree-value.ts';
import type { Node, Parsed } from '../../formats/tree.ts';
import { parseYaml } from '../../formats/yaml.ts';
import { readScenarios, type Scenario } from './scenario.ts';

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
  const { source, notices } = await readTextFile(host, path);
  const root = rootOf(await parseDocument(source));
  return { scenarios: readScenarios(source, root), notices };
}

async function parseDocument(source: Source): Promise<Parsed> {
  if (/\.(jsonl|ndjson)$/i.test(source.file)) return parseLines(source);
  if (/\.json$/i.test(source.file)) return parseJson(source);
  if (/\.ya?ml$/i.test(source.file) || !/^\s*[{[]/.test(source.text)) return parseYaml(source);
  // Standard input has no name to go by: one document, else one on each line.
  const whole = parseJson(source);
  if (whole.problems.length === 0) return whole;
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
