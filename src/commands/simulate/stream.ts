import type { StreamAnswer } from '../../core/answer.ts';
import { asDiagnostic, IamxError } from '../../core/error.ts';
import type { Diagnostic } from '../../core/evaluation.ts';
import { FileError, type Host } from '../../core/host.ts';
import { spanOf } from '../../core/source.ts';
import { splitLines } from '../../formats/jsonl.ts';
import { escapeUnsafe } from '../../output/json.ts';
import type { DecisionWord } from '../../policy/decision/decide.ts';
import { newLibrary } from '../../policy/scenario/library.ts';
import { loadScenarios } from '../../policy/scenario/files.ts';
import { runQuestion } from '../../policy/scenario/run.ts';
import { errorOf, lineOf, type StreamOptions } from '../../policy/stream/law.ts';
import { lineAnswerer } from '../../policy/stream/shortcut.ts';
import { describeError } from '../describe-error.ts';
import type { Given } from './options.ts';
import { commandLine, flagOf, policiesOf, questionOf } from './question.ts';

/** One write for so many characters of results. */
const pieceLength = 64 * 1024;

/** `--jsonl`: results as they come, in the order of the questions and in constant memory. */
export function streamAnswer(host: Host, given: Given, now: number): StreamAnswer {
  const paths = given.texts('scenario');
  const failures: Diagnostic[] = [];
  const counts = { unread: 0, others: 0 };
  const seen = (decision: DecisionWord | undefined) => {
    if (decision === undefined) counts.unread++;
    else if (decision !== 'allowed') counts.others++;
  };
  const options: StreamOptions = { now, steps: given.isOn('steps'), seen };
  // Asked before anything is written: a mistake on the command line is no result.
  const asked = paths.length > 0 ? undefined : { question: questionOf(given), policies: policiesOf(given) };

  async function* pieces(): AsyncGenerator<string> {
    if (asked !== undefined) {
      const source = commandLine;
      const ran = await runQuestion({ ...asked, source }, newLibrary(host), { now, nameOf: flagOf });
      for (const simulated of ran.answers) {
        seen(simulated.decision);
        yield lineText(lineOf(simulated, undefined, ran.notices, options.steps));
      }
    }
    for (const path of paths) {
      try {
        yield* /\.(json|ya?ml)$/i.test(path)
          ? documentPieces(host, path, options)
          : linePieces(host, path, options);
      } catch (error) {
        const isExpected = error instanceof IamxError || error instanceof FileError;
        if (!isExpected || paths.length === 1) throw error;
        failures.push(asDiagnostic(describeError(error)));
      }
    }
  }

  return {
    kind: 'stream',
    pieces: pieces(),
    notices: () => failures,
    exitStatus: () => (counts.unread > 0 || failures.length > 0 ? 2 : counts.others > 0 ? 1 : 0),
  };
}

async function* linePieces(host: Host, path: string, options: StreamOptions): AsyncGenerator<string> {
  if (path === '-' && host.stdin.isTerminal) {
    throw new IamxError('usage', '`--scenario -` reads standard input, and nothing is piped into it', {
      hint: 'Pipe JSON lines in: `iamx simulate --jsonl --scenario - < requests.jsonl`.',
    });
  }
  const { answer } = lineAnswerer(host, path, options);
  const chunks = path === '-' ? host.streamInput() : host.streamFile(path);
  for await (const lines of splitLines(chunks)) {
    let piece = '';
    for (const line of lines) {
      const answered = answer(line);
      piece += typeof answered === 'string' ? answered : await answered;
      if (piece.length < pieceLength) continue;
      yield piece;
      piece = '';
    }
    // At the end of what has come in so far, so that nobody waits for an answer that is there.
    if (piece !== '') yield piece;
  }
}

/** A file in another form than lines: read as a whole. */
async function* documentPieces(
  host: Host,
  path: string,
  { now, steps, seen }: StreamOptions,
): AsyncGenerator<string> {
  const library = newLibrary(host);
  const { scenarios } = await loadScenarios(host, path);
  for (const scenario of scenarios) {
    try {
      const ran = await runQuestion(scenario, library, { now, place: scenario.place });
      for (const simulated of ran.answers) {
        seen(simulated.decision);
        yield lineText(lineOf(simulated, scenario.name, ran.notices, steps));
      }
    } catch (error) {
      if (!(error instanceof IamxError)) throw error;
      seen(undefined);
      yield lineText(errorOf(error, scenario.name, spanOf(scenario.source, scenario.range)));
    }
  }
}

function lineText(document: object): string {
  return escapeUnsafe(`${JSON.stringify(document)}\n`);
}
