import type { ErrorDetails } from '../core/error.ts';
import type { Diagnostic, Span } from '../core/evaluation.ts';
import type { Block, Page, Text } from '../core/page.ts';
import type { Source } from '../core/source.ts';
import { describePlace, nameOfFile } from '../core/place.ts';
import { Command, piecesOfHint, type Hint } from '../core/command.ts';
import { posixShell, type Shell } from '../core/write-command.ts';
import { hanging, lineWidth, piecesOf, wrap } from './line.ts';
import { renderJsonLine } from './json.ts';
import type { Line } from './line.ts';
import type { Look } from './look.ts';
import { linesOfHint } from './safe-hint.ts';
import { safePage } from './safe-page.ts';
import { safeLine } from './safe-text.ts';
import { hideInSentence } from './secret.ts';
import { linesToText, renderPage } from './text.ts';

/** What went wrong, as `main` shows it: an `IamxError`, or what stands for a mistake of the program. */
export interface ShownError extends Pick<ErrorDetails, 'hint' | 'span' | 'diagnostics' | 'more' | 'source'> {
  readonly code: string;
  readonly message: string;
}

/**
 * The error on standard error with `--json`: one line (docs/output.md); `diagnostics` where there is more than
 * the one problem that the message tells.
 */
export function renderErrorJson(error: ShownError, shell: Shell = posixShell): string {
  const { code, message, hint, span, diagnostics = [] } = short(error);
  const all = diagnostics.length > 1 ? diagnostics : undefined;
  return renderJsonLine({ schema: 'iamx.error/1', code, message, hint, span, diagnostics: all }, shell);
}

/** The error for people: the message with its place and what to do, or all the problems where there are more. */
export function renderErrorText(error: ShownError, look: Look): string {
  const { message, hint, span, source, diagnostics = [], more = 0 } = short(error);
  const list = safePage(diagnostics.length > 1 ? listOf(diagnostics, source) : [], look.shell);
  // The list says what the message says, so that it need not stand there twice.
  if (more > 0) {
    const lines = labelled(
      [{ text: 'error: ', tone: 'bad' }],
      [safeLine(describeCount(diagnostics))],
      '',
      look,
    );
    return linesToText(lines, look) + renderPage(list, look);
  }
  if (diagnostics.length < 2 && span !== undefined && source !== undefined && span.file === source.file) {
    const lines = labelled([{ text: 'error: ', tone: 'bad' }], [safeLine(message)], '', look);
    const page = safePage([excerptOf(source, span, hint)], look.shell);
    return linesToText(lines, look) + renderPage(page, look) + belowExcerpt(hint, look);
  }
  const place = span === undefined ? '' : ` (${describePlace(span)})`;
  const lines = [
    ...labelled([{ text: 'error: ', tone: 'bad' }], [safeLine(message)], place, look),
    ...adviceLines(hint, look),
  ];
  return linesToText(lines, look) + renderPage(list, look);
}

/** More excerpts than these fill the screen. */
const mostExcerpts = 3;

/** The problems in their order, the first of them with their lines. */
function listOf(diagnostics: readonly Diagnostic[], source: Source | undefined): Page {
  const blocks: Block[] = [];
  let count = 0;
  for (const diagnostic of diagnostics) {
    const { code, severity, message, hint, span } = diagnostic;
    const isSentence = hint === undefined || typeof hint === 'string';
    const isShown =
      source !== undefined && isSentence && span?.file === source.file && count++ < mostExcerpts;
    if (!isShown) blocks.push({ kind: 'diagnostics', diagnostics: [diagnostic] });
    else {
      blocks.push({ kind: 'diagnostics', diagnostics: [{ code, severity, message }] });
      blocks.push(excerptOf(source, span, hint));
    }
  }
  return [blocks];
}

/** What to know, and as the last line the command that repairs it, where it ends with one. */
function adviceLines(hint: Hint | undefined, look: Look): readonly Line[] {
  const pieces = hint === undefined ? [] : piecesOfHint(hint);
  const last = pieces.at(-1);
  const before = pieces.slice(0, -1);
  const isAlone = before.length === 0 || before.at(-1) === '\n';
  const fix = last instanceof Command && isAlone && isRepair(last) ? last : undefined;
  const told = fix === undefined ? pieces : before.slice(0, -1);
  return [
    ...(told.length === 0
      ? []
      : labelled([{ text: 'hint:  ', tone: 'dim' }], linesOfHint(told, look.shell), '', look)),
    ...(fix === undefined
      ? []
      : labelled([{ text: 'fix:   ', tone: 'dim' }], linesOfHint(fix, look.shell), '', look)),
  ];
}

/** A command of our own only tells more. */
function isRepair({ deed }: Command): boolean {
  return deed.kind !== 'run' || deed.stages[0]?.program !== 'iamx';
}

/** A hint that is a sentence stands beside the piece; a command keeps its line. */
function excerptOf(source: Source, span: Span, hint: Hint | undefined): Block {
  return { kind: 'excerpt', source, span, note: typeof hint === 'string' ? hint : '', tone: 'bad' };
}

function belowExcerpt(hint: Hint | undefined, look: Look): string {
  if (hint === undefined || typeof hint === 'string') return '';
  return linesToText(
    labelled([{ text: 'hint:  ', tone: 'dim' }], linesOfHint(hint, look.shell), '', look),
    look,
  );
}

/** A file's name or a value may be a megabyte: more than this helps nobody. */
const mostCharacters = 4000;

function short(error: ShownError): ShownError {
  return { ...shortText(error), diagnostics: (error.diagnostics ?? []).map(shortText) };
}

function shortText<T extends Pick<ShownError, 'message' | 'hint'>>(told: T): T {
  const { message, hint } = told;
  return { ...told, message: cut(message), ...(hint === undefined ? {} : { hint: cutHint(hint) }) };
}

/** Hidden before it is cut: half a secret looks like none. */
function cut(text: string): string {
  const safe = hideInSentence(text);
  return safe.length > mostCharacters ? `${safe.slice(0, mostCharacters)}…` : safe;
}

function cutHint(hint: Hint): Hint {
  if (typeof hint === 'string') return cut(hint);
  return piecesOfHint(hint).map((piece) => (typeof piece === 'string' ? cut(piece) : piece));
}

/** `6 problems in `policy.json``. */
function describeCount(diagnostics: readonly Diagnostic[]): string {
  const counts = (['error', 'warning', 'info'] as const).flatMap((severity) => {
    const count = diagnostics.filter((one) => one.severity === severity).length;
    return count === 0 ? [] : [`${count} ${nouns[severity]}${count === 1 ? '' : 's'}`];
  });
  const files = new Set(diagnostics.map(({ span }) => span?.file));
  const [file] = files;
  const where = file === undefined || file === '' || files.size > 1 ? '' : ` in ${nameOf(file)}`;
  return `${counts.join(', ')}${where}`;
}

const nouns = { error: 'problem', warning: 'warning', info: 'note' } as const;

function nameOf(file: string): string {
  return file === '-' ? nameOfFile(file) : `\`${file}\``;
}

function labelled(label: Line, texts: readonly Text[], place: string, look: Look): readonly Line[] {
  const room = look.width - lineWidth(label);
  const lines = texts.flatMap((text, index) => {
    const end = index === texts.length - 1 ? piecesOf(safeLine(place), 'dim') : [];
    return wrap([...piecesOf(text), ...end], room);
  });
  return hanging(label, lines);
}
