import { IamxError } from '../../core/error.ts';
import type { Diagnostic } from '../../core/evaluation.ts';
import { FileError, type Host } from '../../core/host.ts';
import { spanOf, type Source } from '../../core/source.ts';
import { quoted } from '../../formats/problem.ts';
import type { Expectation } from '../../policy/scenario/expectations.ts';
import type { Simulated } from '../../policy/decision/simulate.ts';
import type { Decided } from './run-entry.ts';

export interface Updated {
  /** How many expectations were written. */
  readonly count: number;
  readonly files: readonly string[];
  /** What could not be written, and why. */
  readonly diagnostics: readonly Diagnostic[];
}

/**
 * Writes what is decided in place of what was expected. Everything else of the files stays as it is. An expectation of
 * several requests that are decided differently stays, and so does one of the defaults: they are other tests' too.
 */
export async function updateExpectations(host: Host, missed: readonly Decided[]): Promise<Updated> {
  const diagnostics: Diagnostic[] = [];
  const edits = new Map<Source, Map<number, Edit>>();
  for (const { scenario, expect, simulated } of missed) {
    const { source, range } = scenario;
    const span = spanOf(source, expect.range);
    const keep = (message: string, hint: string) =>
      diagnostics.push({ code: 'test/not-updated', severity: 'warning', message, hint, span });
    if (expect.range.start < range.start || expect.range.end > range.end) {
      keep('an expectation of `defaults` was not updated', 'Write it into the scenarios that differ.');
      continue;
    }
    const inFile = edits.get(source) ?? new Map<number, Edit>();
    edits.set(source, inFile);
    const text = expectationText(source, expect, simulated);
    const known = inFile.get(expect.range.start);
    if (known !== undefined && known.text !== text) {
      keep(
        'one `expect` stands for requests that are decided differently',
        'Split them into several scenarios.',
      );
      inFile.set(expect.range.start, { ...known, text: known.old });
      continue;
    }
    const { start, end } = expect.range;
    inFile.set(start, { start, end, text, old: source.text.slice(start, end) });
  }
  const files: string[] = [];
  let count = 0;
  for (const [source, inFile] of edits) {
    const made = [...inFile.values()].filter(({ text, old }) => text !== old);
    if (made.length === 0) continue;
    await write(host, source, made);
    files.push(source.file);
    count += made.length;
  }
  return { count, files, diagnostics };
}

interface Edit {
  readonly start: number;
  readonly end: number;
  readonly text: string;
  readonly old: string;
}

async function write(host: Host, source: Source, edits: readonly Edit[]): Promise<void> {
  if (source.file === '-') {
    throw new IamxError('usage', 'standard input cannot be updated', { hint: 'Name the file.' });
  }
  const pieces: string[] = [];
  let at = 0;
  for (const { start, end, text } of [...edits].sort((left, right) => left.start - right.start)) {
    pieces.push(source.text.slice(at, start), text);
    at = end;
  }
  try {
    await host.writeFile(source.file, pieces.join('') + source.text.slice(at));
  } catch (error) {
    if (!(error instanceof FileError)) throw error;
    throw new IamxError('file-unwritable', `cannot write ${quoted(source.file)}: ${error.code}`, {
      hint: 'The tests in it were not updated.',
      cause: error,
    });
  }
}

/** A word as it was written, or a map on one line, which JSON and YAML read alike. */
function expectationText(source: Source, expect: Expectation, simulated: Simulated): string {
  const old = source.text.slice(expect.range.start, expect.range.end);
  const { decision, layer, statement } = simulated;
  if (expect.decisionRange?.start === expect.range.start) {
    const quote = /^["']/.exec(old)?.[0] ?? '';
    return `${quote}${decision}${quote}`;
  }
  const sid = statement?.statement.sid?.text;
  const { dependsOn, notDependsOn, wording } = expect;
  const fields = {
    ...(expect.decision === undefined ? {} : { decision }),
    ...(expect.decidedBy === undefined ? {} : { decidedBy: layer }),
    ...(expect.sid === undefined || sid === undefined ? {} : { sid }),
    ...(dependsOn === undefined ? {} : { dependsOn }),
    ...(notDependsOn === undefined ? {} : { notDependsOn }),
    ...(wording === undefined ? {} : { message: wording }),
  };
  const pairs = Object.entries(fields).map(
    ([name, value]) => `${JSON.stringify(name)}: ${JSON.stringify(value)}`,
  );
  return `{ ${pairs.join(', ')} }`;
}
