import { command } from './core/command.ts';
import { commands } from './commands.ts';
import type { CommandEntry } from './commands.ts';
import { readCommandLine, unreadOptions } from './commands/global-options.ts';
import type { CommandLine } from './commands/global-options.ts';
import { readOptions } from './commands/read-options.ts';
import type {
  Announce,
  Answer,
  ChildAnswer,
  LiveAnswer,
  LongAnswer,
  StreamAnswer,
  WrittenAnswer,
} from './core/answer.ts';
import { exitStatusOf, IamxError } from './core/error.ts';
import type { Diagnostic } from './core/evaluation.ts';
import { FileError } from './core/host.ts';
import type { Host, Streams } from './core/host.ts';
import type { Page } from './core/page.ts';
import { borderOf, guarded, type Border } from './printers/border.ts';
import { nodeHost } from './host/node.ts';
import { nodeStreams } from './host/streams.ts';
import { escapeForLogs, escapeJson } from './output/escape.ts';
import { fitPage } from './output/fit.ts';
import { renderJson, renderJsonLine } from './output/json.ts';
import { lookOf } from './output/look.ts';
import { safeJsonLines, safePlain } from './output/safe-document.ts';
import { safePage } from './output/safe-page.ts';
import { safeLines } from './output/safe-text.ts';
import { shellOf } from './output/shell-of.ts';
import { renderPage } from './output/text.ts';

/** One run of the program: the command line, the world, and where output goes. */
interface Run {
  readonly line: CommandLine;
  readonly host: Host;
  readonly streams: Streams;
  readonly border: Border;
  readonly commands: readonly CommandEntry[];
}

/** Runs the command that the words ask for and writes its answer. Returns the exit status; never throws. */
export async function main(
  words: readonly string[],
  host: Host,
  streams: Streams,
  known: readonly CommandEntry[] = commands,
): Promise<number> {
  const line = readCommandLine(words, (name) => known.find((entry) => entry.name === name)?.passesOn);
  const border = borderOf(host);
  const run = { line, host: guarded(host, border), streams, border, commands: known };
  try {
    return await answer(run);
  } catch (error) {
    return await showError(error, run);
  }
}

async function answer(run: Run): Promise<number> {
  const { line, host } = run;
  const asksForHelp = line.help || (line.name === 'help' && !line.version);
  const name = line.name === 'help' ? line.rest.find((word) => !word.startsWith('-')) : line.name;
  if (line.version) {
    const { version } = await import('./commands/version.ts');
    return showDocument(await version(process.version, line.verbose), run);
  }
  if (line.strayOption !== undefined && !asksForHelp)
    throw (await import('./commands/usage.ts')).strayOption(line.strayOption);
  if (name === undefined) {
    if (asksForHelp) return showHelp(run, 'out');
    if (!line.json) return showHelp(run, 'err');
    throw new IamxError('usage', 'no command given', { hint: ['See: ', command`iamx --help`] });
  }

  const entry = run.commands.find((command) => command.name === name);
  if (entry === undefined) throw (await import('./commands/usage.ts')).unknownCommand(name, run.commands);
  const module = await entry.load();
  if (asksForHelp) {
    const { commandHelp } = await import('./commands/help.ts');
    return showPage(commandHelp(entry.name, entry.summary, module), run);
  }
  const { values, options } = await readOptions(entry.name, module, line.rest);
  if (entry.passesOn === undefined) await showNotices(unreadOptions(entry.name, module, line.rest), run);
  const result = await module.run(host, [...values, ...line.passedOn], options, announcerOf(run));
  switch (result.kind) {
    case 'document':
      return showDocument(result, run, line.verbose ? undefined : module.mostLines);
    case 'long':
      return showLong(result, run);
    case 'stream':
      return showStream(result, run);
    case 'live':
      return showLive(result, run);
    case 'written':
      return showWritten(result, run);
    case 'child':
      return showBehind(result, run, line.verbose ? undefined : module.mostLines);
  }
}

async function showDocument(result: Answer, run: Run, mostLines?: number): Promise<number> {
  const net = await run.border.net();
  if (run.line.json)
    await run.streams.writeOut(renderJson(net.overData(result.document()), await shellOf(run.host)));
  else await showPage(net.overPage(result.page()), run, mostLines);
  await showNotices(net.overData(result.notices ?? []), run);
  run.border.haul();
  return result.exitStatus;
}

/** In a terminal an answer takes the place of the one before; documents come on a line each. The last one's status counts. */
async function showLive({ answers, isDocument }: LiveAnswer, run: Run): Promise<number> {
  const { host, streams, line } = run;
  const isJson = line.json || isDocument;
  let status: number = exitStatusOf.usage;
  for await (const answer of answers) {
    status = answer.exitStatus;
    const net = await run.border.net();
    const text = isJson
      ? renderJsonLine(net.overData(answer.document()), await shellOf(host))
      : fitPage(net.overPage(answer.page()), await lookOf(host, host.stdout, line.colour), Infinity);
    const isScreen = !isJson && host.stdout.isTerminal && host.env['TERM'] !== 'dumb';
    if (!(await streams.writeOut(isScreen ? clearScreen + text : text))) break;
    run.border.haul();
  }
  return status;
}

/** The screen, what scrolled out of it, and the cursor at its beginning. */
const clearScreen = '\u001b[2J\u001b[3J\u001b[H';

async function showLong({ pieces, page, notices, exitStatus }: LongAnswer, run: Run): Promise<number> {
  const net = await run.border.net();
  if (page !== undefined && !run.line.json) await showPage(net.overPage(page()), run);
  else await showPieces(pieces(), run, (piece) => piece);
  await showNotices(net.overData(notices), run);
  run.border.haul();
  return exitStatus;
}

/** Stops asking for pieces when nobody reads them any more. */
async function showPieces<Piece>(
  pieces: AsyncIterable<Piece>,
  { border, streams }: Run,
  textOf: (piece: Piece) => string,
): Promise<void> {
  for await (const piece of pieces) {
    const net = await border.net();
    if (!(await streams.writeOut(net.overJson(textOf(piece))))) break;
  }
}

/** The status is that of the pieces so far. */
async function showStream(result: StreamAnswer, run: Run): Promise<number> {
  await showPieces(result.pieces, run, safeJsonLines);
  await showNotices((await run.border.net()).overData(result.notices()), run);
  run.border.haul();
  return result.exitStatus();
}

/** The form has signs of its own: its texts are looked at before, and only what a terminal would obey after. */
async function showWritten(
  { text, notices, exitStatus, isForRunner = false }: WrittenAnswer,
  run: Run,
): Promise<number> {
  const net = await run.border.net();
  const escaped = escapeJson(text((data) => net.overData(safePlain(data))));
  await run.streams.writeOut(isForRunner ? escaped : escapeForLogs(escaped));
  await showNotices(net.overData(notices), run);
  run.border.haul();
  return exitStatus;
}

/** Standard output is the program's. A failure to say more must not hide what became of it. */
async function showBehind(
  { page, notices, exitStatus }: ChildAnswer,
  run: Run,
  mostLines = Infinity,
): Promise<number> {
  const { host, streams, line, border } = run;
  const net = await border.net();
  try {
    if (page !== undefined) {
      const text = fitPage(net.overPage(page()), await lookOf(host, host.stderr, line.colour), mostLines);
      await streams.writeErr(`\n${text}`);
    }
    await showNotices(net.overData(notices), run);
  } catch (error) {
    if (!(error instanceof FileError)) throw error;
  }
  border.haul();
  return exitStatus;
}

async function showPage(page: Page, { host, streams, line }: Run, mostLines = Infinity): Promise<0> {
  await streams.writeOut(fitPage(page, await lookOf(host, host.stdout, line.colour), mostLines));
  return 0;
}

/** What is about to be sent, on a line of its own however long, and once. */
function announcerOf(run: Run): Announce {
  const { host, streams, line } = run;
  const told = new Set<string>();
  return async (notice) => {
    const look = { ...(await lookOf(host, host.stderr, line.colour)), width: Infinity };
    const net = await run.border.net();
    const text = renderPage(
      safePage([{ kind: 'diagnostics', diagnostics: [net.overData(notice)] }], look.shell),
      look,
    );
    if (told.has(text)) return;
    told.add(text);
    host.showProgress('');
    await streams.writeErr(text);
  };
}

async function showNotices(diagnostics: readonly Diagnostic[], { host, streams, line }: Run): Promise<void> {
  if (diagnostics.length === 0) return;
  const look = await lookOf(host, host.stderr, line.colour);
  await streams.writeErr(renderPage(safePage([{ kind: 'diagnostics', diagnostics }], look.shell), look));
}

/** Without a command nothing was asked: the help goes where errors go, and the status says so. */
async function showHelp(run: Run, to: 'out' | 'err'): Promise<number> {
  const { programHelp } = await import('./commands/help.ts');
  if (to === 'out') return showPage(programHelp(run.commands), run);
  const look = await lookOf(run.host, run.host.stderr, run.line.colour);
  await run.streams.writeErr(renderPage(safePage(programHelp(run.commands), look.shell), look));
  return exitStatusOf.usage;
}

async function showError(error: unknown, run: Run): Promise<number> {
  try {
    return await tellError(error, run);
  } catch {
    // What is wrong cannot be told: no trace and no text of it reaches a user all the same.
    await run.streams.writeErr('error: this is a bug in iamx, not in your question\n').catch(() => false);
    return exitStatusOf.usage;
  }
}

async function tellError(error: unknown, run: Run): Promise<number> {
  const { host, streams, line, border } = run;
  const { describeError, describeStack } = await import('./commands/describe-error.ts');
  const net = await border.net();
  const shown = net.overData(describeError(error));
  const stack = line.verbose ? describeStack(error) : '';
  try {
    const { renderErrorJson, renderErrorText } = await import('./output/error.ts');
    const text = line.json
      ? renderErrorJson(shown, await shellOf(host))
      : renderErrorText(shown, await lookOf(host, host.stderr, line.colour));
    await streams.writeErr(text + escapeForLogs(safeLines(net.overData(stack))));
  } catch (failure) {
    // Standard error itself cannot be written: the status is all that is left to say.
    if (!(failure instanceof FileError)) throw failure;
  }
  border.haul();
  return shown.exitStatus;
}

/** The program itself: real words, real world. Resolves to the exit status once all output is written. */
export function start(): Promise<number> {
  // No signal ends the first process of a container unless somebody listens; elsewhere Node does what is right by itself.
  if (process.pid === 1)
    for (const [signal, status] of [
      ['SIGINT', 130],
      ['SIGTERM', 143],
    ] as const)
      process.once(signal, () => {
        if (process.listenerCount(signal) === 0) process.exit(status);
      });
  const words = process.argv.slice(2);
  const host = nodeHost();
  const streams = nodeStreams();
  // What is thrown where nobody waits for it must not show a stack trace either.
  process.once('uncaughtException', (error) => {
    const run = { line: readCommandLine(words), host, streams, border: borderOf(host), commands };
    void showError(error, run).then((status) => process.exit(status));
  });
  return main(words, host, streams);
}
