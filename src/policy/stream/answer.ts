import { command } from '../../core/command.ts';
import { knownLines, type JsonLines, type StreamAnswer } from '../../core/answer.ts';
import { asDiagnostic, IamxError } from '../../core/error.ts';
import type { Diagnostic } from '../../core/evaluation.ts';
import { FileError, type Host } from '../../core/host.ts';
import { spanOf } from '../../core/source.ts';
import { renderJsonLine } from '../../output/json.ts';
import { splitLines } from '../../formats/jsonl.ts';
import { fileErrorOf } from '../../formats/read-source.ts';
import type { Request } from '../request.ts';
import type { PrepareOptions } from '../prepare.ts';
import { loadScenarios } from '../scenario/files.ts';
import { newLibrary } from '../scenario/library.ts';
import { expectationNotices, runQuestion, type Asked } from '../scenario/run.ts';
import { errorOf, lineOf, outcomeOf, type Outcome, type StreamOptions } from './law.ts';
import { lineAnswerer } from './shortcut.ts';

/** One write for so many characters of results. */
const pieceLength = 64 * 1024;

/** What `--jsonl` is asked: files of scenarios, or one question of the command line. */
export type StreamQuestion =
  | { readonly paths: readonly string[] }
  | {
      readonly asked: Asked;
      readonly nameOf: PrepareOptions['nameOf'];
      /** What was taken for granted where an option is missing. */
      readonly noticesFor: (requests: readonly Request[]) => readonly Diagnostic[];
    };

/** `--jsonl`: results as they come, in the order of the questions and in constant memory. */
export function streamAnswer(
  host: Host,
  question: StreamQuestion,
  { now, region, strict, steps }: Omit<StreamOptions, 'seen'>,
): StreamAnswer {
  const failures: Diagnostic[] = [];
  const counts = { unread: 0, others: 0 };
  const seen = (outcome: Outcome) => {
    if (outcome === 'unread') counts.unread++;
    else if (outcome !== 'allowed') counts.others++;
  };
  const options: StreamOptions = { now, region, strict, steps, seen };
  return {
    kind: 'stream',
    pieces:
      'asked' in question
        ? questionPieces(host, question, options)
        : filePieces(host, question.paths, options, failures),
    notices: () => failures,
    exitStatus: () => (counts.unread > 0 || failures.length > 0 ? 2 : counts.others > 0 ? 1 : 0),
  };
}

async function* questionPieces(
  host: Host,
  { asked, nameOf, noticesFor }: Extract<StreamQuestion, { readonly asked: Asked }>,
  { now, strict, steps, seen }: StreamOptions,
): AsyncGenerator<JsonLines> {
  const ran = await runQuestion(asked, newLibrary(host), { now, strict, nameOf });
  const own = noticesFor(ran.answers.map((each) => each.case.request));
  for (const simulated of ran.answers) {
    seen(simulated.decision);
    const all = { ...ran, notices: [...own, ...ran.notices] };
    yield renderJsonLine(lineOf({ name: undefined, simulated }, all, steps));
  }
}

/** A file that cannot be read does not keep the others from being answered. */
async function* filePieces(
  host: Host,
  paths: readonly string[],
  options: StreamOptions,
  failures: Diagnostic[],
): AsyncGenerator<JsonLines> {
  for (const path of paths) {
    try {
      yield* /\.(json|ya?ml)$/i.test(path)
        ? documentPieces(host, path, options)
        : linePieces(host, path, options);
    } catch (caught) {
      const error = caught instanceof FileError ? await fileErrorOf(host, path, caught) : caught;
      if (!(error instanceof IamxError) || paths.length === 1) throw error;
      failures.push(asDiagnostic(error));
    }
  }
}

async function* linePieces(host: Host, path: string, options: StreamOptions): AsyncGenerator<JsonLines> {
  if (path === '-' && host.stdin.isTerminal) {
    throw new IamxError('usage', '`--scenario -` reads standard input, and nothing is piped into it', {
      hint: ['Pipe JSON lines in: `', command`iamx simulate --jsonl --scenario - < requests.jsonl`, '`.'],
    });
  }
  const { answer } = lineAnswerer(host, path, options);
  const chunks = path === '-' ? host.streamInput() : host.streamFile(path);
  for await (const lines of splitLines(chunks)) {
    let [text, fresh] = ['', ''];
    for (const line of lines) {
      const answered = answer(line);
      const piece = knownLines(answered instanceof Promise ? await answered : answered);
      text += piece.text;
      fresh += piece.fresh;
      if (text.length < pieceLength) continue;
      yield { text, fresh };
      [text, fresh] = ['', ''];
    }
    // At the end of what has come in so far, so that nobody waits for an answer that is there.
    if (text !== '') yield { text, fresh };
  }
}

/** A file in another form than lines: read as a whole. */
async function* documentPieces(
  host: Host,
  path: string,
  { now, region, strict, steps, seen }: StreamOptions,
): AsyncGenerator<JsonLines> {
  const library = newLibrary(host);
  const { scenarios } = await loadScenarios(host, path);
  for (const scenario of scenarios) {
    try {
      const ran = await runQuestion(scenario, library, { now, region, strict, place: scenario.place });
      for (const simulated of ran.answers) {
        const notices = expectationNotices(scenario, simulated);
        seen(outcomeOf(simulated, notices));
        yield renderJsonLine(lineOf({ name: scenario.name, simulated, notices }, ran, steps));
      }
    } catch (error) {
      if (!(error instanceof IamxError)) throw error;
      seen('unread');
      yield renderJsonLine(errorOf(error, scenario.name, spanOf(scenario.source, scenario.range)));
    }
  }
}
