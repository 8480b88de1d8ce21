import { IamxError } from '../../core/error.ts';
import type { Diagnostic, Span } from '../../core/evaluation.ts';
import { source as sourceOf } from '../../core/source.ts';
import { parseJson } from '../../formats/json.ts';
import { lineLimit, type Line } from '../../formats/jsonl.ts';
import { rootOf } from '../../formats/syntax-error.ts';
import { memberOf } from '../../formats/tree-value.ts';
import type { Node } from '../../formats/tree.ts';
import type { SimulateLine, UnreadLine } from '../../documents/simulate.ts';
import type { DecisionWord } from '../decision/decide.ts';
import { explained, type Named } from '../answer/explained.ts';
import { resultOf } from '../answer/result.ts';
import type { Library } from '../scenario/library.ts';
import { safeDocument } from '../../output/safe-document.ts';
import { expectationNotices, runQuestion, type Ran } from '../scenario/run.ts';
import { diagnosticsOf } from './diagnostics.ts';
import { readScenarios } from '../scenario/scenario.ts';
import type { Simulated } from '../decision/simulate.ts';

export type Outcome = DecisionWord | 'unexpected' | 'unread';

export interface StreamOptions {
  /** The instant of requests that name none. */
  readonly now: number;
  /** The region of requests that name none. */
  readonly region?: string | undefined;
  readonly steps: boolean;
  /** What would be assumed is unknown instead. */
  readonly strict?: boolean | undefined;
  /** Sees every decision; `unread` stands for a line that could not be read, `unexpected` for another than was expected. */
  readonly seen: (outcome: Outcome) => void;
}

/**
 * Answers a line by the positional reader: whatever is wrong with it has a place, and every form of a scenario is
 * read.
 */
export function slowAnswerer(
  file: string,
  library: Library,
  { now, region, strict, steps, seen }: StreamOptions,
): (line: Line) => Promise<string> {
  const start: Span = { file, line: 1, column: 1, endLine: 1, endColumn: 1 };
  return async (line) => {
    const source = sourceOf(file, line.text);
    let name: string | undefined;
    try {
      if (line.tooLong) throw tooLong();
      const root = rootOf(parseJson(source));
      name = nameOf(root);
      const outcomes: Outcome[] = [];
      let text = '';
      for (const scenario of readScenarios(source, root)) {
        const ran = await runQuestion(scenario, library, { now, region, strict, place: scenario.place });
        for (const simulated of ran.answers) {
          const notices = expectationNotices(scenario, simulated);
          outcomes.push(outcomeOf(simulated, notices));
          text += moved(lineOf({ name: scenario.name, simulated, notices }, ran, steps), line.number, file);
        }
      }
      outcomes.forEach(seen);
      return text;
    } catch (error) {
      if (!(error instanceof IamxError)) throw error;
      seen('unread');
      return moved(errorOf(error, name, start), line.number, file);
    }
  };
}

export function outcomeOf({ decision }: Simulated, missed: readonly Diagnostic[]): Outcome {
  return missed.length > 0 ? 'unexpected' : decision;
}

/** One result as `--jsonl` prints it. */
export function lineOf(named: Named, ran: Pick<Ran, 'notices' | 'warnings'>, steps: boolean): SimulateLine {
  const answer = explained(named);
  const result = resultOf(answer, { steps });
  const diagnostics = diagnosticsOf(ran, answer);
  return diagnostics.length === 0 ? result : { ...result, diagnostics };
}

/** What stands in place of the results of a scenario that could not be answered. */
export function errorOf(
  { code, message, hint, span }: IamxError,
  name: string | undefined,
  place: Span,
): UnreadLine {
  return {
    ...(name === undefined ? {} : { name }),
    error: { code, message, ...(hint === undefined ? {} : { hint }), span: span ?? place },
  };
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
