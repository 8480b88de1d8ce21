import { IamxError } from '../../core/error.ts';
import type { Diagnostic, Span } from '../../core/evaluation.ts';
import { source as sourceOf } from '../../core/source.ts';
import { parseJson } from '../../formats/json.ts';
import { lineLimit, type Line } from '../../formats/jsonl.ts';
import { rootOf } from '../../formats/syntax-error.ts';
import { memberOf } from '../../formats/tree-value.ts';
import type { Node } from '../../formats/tree.ts';
import type { DecisionWord } from '../decision/decide.ts';
import { explained } from '../answer/explained.ts';
import { resultOf } from '../answer/result.ts';
import type { Library } from '../scenario/library.ts';
import { safeDocument } from '../../output/safe-document.ts';
import { runQuestion } from '../scenario/run.ts';
import { readScenarios } from '../scenario/scenario.ts';
import type { Simulated } from '../decision/simulate.ts';

export interface StreamOptions {
  /** The instant of requests that name none. */
  readonly now: number;
  readonly steps: boolean;
  /** Sees every decision; `undefined` stands for a line that could not be read. */
  readonly seen: (decision: DecisionWord | undefined) => void;
}

/**
 * Answers a line by the positional reader: whatever is wrong with it has a place, and every form of a scenario is
 * read.
 */
export function slowAnswerer(
  file: string,
  library: Library,
  { now, steps, seen }: StreamOptions,
): (line: Line) => Promise<string> {
  const start: Span = { file, line: 1, column: 1, endLine: 1, endColumn: 1 };
  return async (line) => {
    const source = sourceOf(file, line.text);
    let name: string | undefined;
    try {
      if (line.tooLong) throw tooLong();
      const root = rootOf(parseJson(source));
      name = nameOf(root);
      const decisions: DecisionWord[] = [];
      let text = '';
      for (const scenario of readScenarios(source, root)) {
        const ran = await runQuestion(scenario, library, { now, place: scenario.place });
        for (const simulated of ran.answers) {
          decisions.push(simulated.decision);
          text += moved(lineOf(simulated, scenario.name, ran.notices, steps), line.number, file);
        }
      }
      decisions.forEach(seen);
      return text;
    } catch (error) {
      if (!(error instanceof IamxError)) throw error;
      seen(undefined);
      return moved(errorOf(error, name, start), line.number, file);
    }
  };
}

/** One result as `--jsonl` prints it; diagnostics without places, which a stream does not look for. */
export function lineOf(
  simulated: Simulated,
  name: string | undefined,
  notices: readonly Diagnostic[],
  steps: boolean,
): object {
  const result = resultOf(explained({ name, simulated }), { steps });
  const diagnostics = [...notices, ...simulated.case.notices].map(({ code, severity, message, hint }) => ({
    code,
    severity,
    message,
    hint,
  }));
  return diagnostics.length === 0 ? result : { ...result, diagnostics };
}

/** What stands in place of the results of a scenario that could not be answered. */
export function errorOf(
  { code, message, hint, span }: IamxError,
  name: string | undefined,
  place: Span,
): object {
  return { name, error: { code, message, hint, span: span ?? place } };
}

/** The document on a line; spans count from the line's start, and are moved to its place in the stream. */
function moved(document: object, line: number, file: string): string {
  const move = (key: string, value: unknown): unknown =>
    key === 'span' && isSpan(value) && value.file === file
      ? { ...value, line: value.line + line - 1, endLine: value.endLine + line - 1 }
      : value;
  return `${JSON.stringify(safeDocument(document), move)}\n`;
}

function isSpan(value: unknown): value is Span {
  return typeof value === 'object' && value !== null && 'line' in value && 'file' in value;
}

function nameOf(root: Node): string | undefined {
  if (root.kind !== 'object') return undefined;
  const name = memberOf(root, 'name')?.value;
  return name?.kind === 'string' ? name.value : undefined;
}

function tooLong(): IamxError {
  return new IamxError('json-syntax', `the line is longer than ${lineLimit / 1024 / 1024} MB`, {
    hint: 'Name large policies by `{ "file": PATH }`.',
  });
}
