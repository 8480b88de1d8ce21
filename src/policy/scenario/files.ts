import { IamxError } from '../../core/error.ts';
import type { Diagnostic, Span } from '../../core/evaluation.ts';
import type { Host } from '../../core/host.ts';
import { append } from '../../core/lists.ts';
import { lineText, spanOf, type Source } from '../../core/source.ts';
import { parseJson, readJson } from '../../formats/json.ts';
import { diagnosticOf, placeOf, type Problem } from '../../formats/problem.ts';
import { withoutSecrets } from '../../output/without-secrets.ts';
import { readTextFile } from '../../formats/read-source.ts';
import { rootOf, syntaxError } from '../../formats/syntax-error.ts';
import { mapRanges } from '../../formats/tree-value.ts';
import type { Node, Parsed } from '../../formats/tree.ts';
import { describeProblems, yamlDocuments } from '../../formats/yaml.ts';
import {
  noScenario,
  scenarioHint,
  readEntries,
  scenarioReader,
  type Entry,
  type Scenario,
} from './scenario.ts';

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
  const { source, notices } = await readText(host, path);
  const reader = scenarioReader(source);
  const visitAll = async (root: Node) => {
    for (const scenario of reader.read(root)) await visit(scenario);
  };
  if (isYaml(source)) await visitDocuments(source, visitAll);
  else await visitAll(rootOf(parseDocument(source)));
  reader.check();
  return notices;
}

/** A part of a file that cannot be read, and why. */
export interface Unread {
  readonly kind: 'unread';
  readonly span: Span;
  /** The first says what is wrong. */
  readonly diagnostics: readonly Diagnostic[];
  readonly name?: string;
}

export type FileEntry = Exclude<Entry, { readonly kind: 'broken' }> | Unread;

/**
 * Hands everything that a file holds to `visit`, in its order: what cannot be read is handed over as that, and what
 * stands beside it is read all the same. Throws what reading the file throws. Returns its source and what is odd about
 * its bytes.
 */
export async function visitEntries(
  host: Host,
  path: string,
  visit: (entry: FileEntry) => void | Promise<void>,
): Promise<{ readonly source: Source; readonly notices: readonly Diagnostic[] }> {
  const { source, notices } = await readText(host, path);
  let count = 0;
  const tell = (entry: FileEntry): void | Promise<void> => {
    count++;
    return visit(entry);
  };
  const unread = (span: Span, diagnostics: readonly Diagnostic[], name?: string) =>
    tell({ kind: 'unread', span, diagnostics, ...(name === undefined ? {} : { name }) });
  const visitNode = async (root: Node) => {
    for (const entry of readEntries(source, root)) {
      if (entry.kind !== 'broken') await tell(entry);
      else
        await unread(
          spanOf(source, entry.range),
          entry.problems.map((each) => diagnosticOf(source, each)),
          entry.name,
        );
    }
  };
  const visitParsed = async (root: Node | undefined, problems: readonly Diagnostic[]) => {
    const [first] = problems;
    if (first === undefined) await (root && visitNode(root));
    else await unread(first.span ?? spanOf(source, { start: 0, end: 0 }), withoutSecrets(source, problems));
  };
  if (isYaml(source)) {
    for await (const { root, problems } of yamlDocuments(source))
      await visitParsed(root, describeProblems(source, problems));
  } else if (isJsonLines(source)) {
    for (const { root, problems } of linesOf(source)) await visitParsed(root, problems);
  } else {
    const { root, problems } = parseDocument(source);
    await visitParsed(root, problems);
  }
  if (count === 0) {
    const none = diagnosticOf(source, noScenario({ start: 0, end: source.text.length }));
    await unread(spanOf(source, { start: 0, end: 0 }), [none]);
  }
  return { source, notices };
}

/** As `readTextFile`, which takes what is empty for a policy. */
async function readText(host: Host, path: string): ReturnType<typeof readTextFile> {
  try {
    return await readTextFile(host, path);
  } catch (error) {
    if (path === '-' || !(error instanceof IamxError) || error.code !== 'file-empty') throw error;
    throw new IamxError(error.code, error.message, { hint: scenarioHint, cause: error });
  }
}

async function visitDocuments(source: Source, visit: (root: Node) => Promise<void>): Promise<void> {
  const problems: Problem[] = [];
  for await (const document of yamlDocuments(source)) {
    append(problems, document.problems);
    if (document.root !== undefined && problems.length === 0) await visit(document.root);
  }
  if (problems.length > 0) throw syntaxError(source, describeProblems(source, problems));
}

function isYaml({ file, text }: Source): boolean {
  return !/\.(?:jsonl|ndjson|json)$/i.test(file) && (/\.ya?ml$/i.test(file) || !/^\s*[{[]/.test(text));
}

function parseDocument(source: Source): Parsed {
  if (isJsonLines(source)) return parseLines(source);
  const whole = parseJson(source);
  // Standard input has no name to go by: one document, else one on each line.
  if (/\.json$/i.test(source.file) || whole.problems.length === 0) return whole;
  const lines = parseLines(source);
  return lines.root?.kind === 'array' && lines.root.items.length > 1 && lines.problems.length === 0
    ? lines
    : whole;
}

const mostProblems = 20;

function isJsonLines({ file }: Source): boolean {
  return /\.(jsonl|ndjson)$/i.test(file);
}

/** A scenario on each line, as a list; empty lines are left out. */
function parseLines(source: Source): Parsed {
  const items: Node[] = [];
  const problems: Diagnostic[] = [];
  for (const line of linesOf(source)) {
    append(problems, line.problems);
    if (line.root !== undefined) items.push(line.root);
    if (problems.length >= mostProblems) break;
  }
  return { source, root: { kind: 'array', start: 0, end: source.text.length, items }, problems };
}

/** Each line that is not empty, with the places of the whole text. */
function* linesOf(source: Source): Generator<Omit<Parsed, 'source'>> {
  const starts = source.lineStarts();
  for (const [index, start] of starts.entries()) {
    const text = lineText(source, index + 1);
    if (text.trim() === '') continue;
    const { root, problems } = readJson(text, (offset) => placeOf(source, start + offset));
    yield {
      root: root && mapRanges(root, (range) => moved(range, start)),
      problems: problems.map((problem) =>
        diagnosticOf(source, { ...problem, range: moved(problem.range, start) }),
      ),
    };
  }
}

function moved({ start, end }: { readonly start: number; readonly end: number }, by: number) {
  return { start: start + by, end: end + by };
}
