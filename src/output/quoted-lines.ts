import { lineText, source, type Source } from '../core/source.ts';
import type { Hidden } from './hidden.ts';
import { apart } from './secret-shapes.ts';
import { secretValuesOf, within } from './secret-values.ts';
import { secretsInValue, withoutPieces } from './secret.ts';
import { isSecretSetting } from './secret-names.ts';

/** A line of a file that is quoted, without its comment, and what of it must not be shown. */
export interface QuotedLine {
  readonly line: string;
  readonly secrets: readonly Hidden[];
}

type LineOf = (number: number) => QuotedLine;

/** Of one file many places may be told, and of one line, where that is the whole file. */
const known = new WeakMap<Source, LineOf>();

/** The lines of a file, by their numbers, as they may be quoted; controls are not escaped yet. */
export function quotedLinesOf(whole: Source): LineOf {
  const old = known.get(whole);
  if (old !== undefined) return old;
  const shown = withoutBlocks(whole);
  const values = secretValuesOf(whole);
  const lines = new Map<number, QuotedLine>();
  const lineOf: LineOf = (number) => {
    const line = lines.get(number) ?? quotedLine(whole, shown, values, number);
    lines.set(number, line);
    return line;
  };
  known.set(whole, lineOf);
  return lineOf;
}

/** The same as texts. */
export function shownLinesOf(whole: Source): (number: number) => string {
  const lineOf = quotedLinesOf(whole);
  return (number) => {
    const { line, secrets } = lineOf(number);
    return withoutPieces(line, secrets);
  };
}

function quotedLine(whole: Source, shown: Source, values: readonly Hidden[], number: number): QuotedLine {
  const text = lineText(shown, number);
  const line = text.slice(0, commentIn(text));
  const start = whole.lineStarts()[number - 1] ?? 0;
  const here = within(values, { start, end: start + line.length });
  return { line, secrets: apart([...secretsInLine(line), ...here]) };
}

/** A text in quotes, a comment to the end of the line, one of several lines: in JSON, which should have none, and in Terraform. */
const blockOrNot = /"(?:[^"\\\n]|\\[^\n])*"?|\/\/[^\n]*|\/\*[\s\S]*?(?:\*\/|$)/g;
const blockOrNotOfTerraform = /"(?:[^"\\\n]|\\[^\n])*"?|(?:\/\/|#)[^\n]*|\/\*[\s\S]*?(?:\*\/|$)/g;

/** The same places with nothing in comments of several lines. */
function withoutBlocks(whole: Source): Source {
  if (!whole.text.includes('/*')) return whole;
  const isTerraform = /\.(?:tf|tfvars|hcl|tofu)$/i.test(whole.file);
  if (!isTerraform && !/^[\s\uFEFF]*[[{/]|\.jsonc?$/i.test(whole.text.slice(0, 1000) + whole.file))
    return whole;
  const text = whole.text.replace(isTerraform ? blockOrNotOfTerraform : blockOrNot, (found) =>
    found.startsWith('/*') ? `/*${found.slice(2).replace(/[^\n\r]/g, ' ')}` : found,
  );
  return source(whole.file, text);
}

/** A setting of a line: `aws_secret_access_key: …`, whose value may be torn by blanks. */
const setting = /^\s{0,200}(?:-\s{1,20})?["']?([\w.-]{1,80})["']?\s{0,20}[:=]\s{0,20}(?=[^\s"'])/;

/** A claim of an identity provider, named as a condition key: `token.actions.githubusercontent.com:sub`. */
const claim =
  /^\s{0,200}(?:[-{]\s{1,20})?["']?(?:[a-z0-9-]{1,63}\.){2,8}[a-z]{2,24}(?:\/[\w./-]{1,200})?:([a-z_]{2,40})["']?\s{0,20}:/i;

function secretsInLine(line: string): readonly Hidden[] {
  const found = setting.exec(line);
  // In `x:y` the colon belongs to the name.
  const name = claim.exec(line)?.[1] ?? found?.[1];
  if (found === null || !isSecretSetting(name ?? '')) return secretsInValue(line);
  return [{ start: found[0].length, end: line.length }];
}

/**
 * Where the text of a comment begins, behind its sign; the line's length where there is none. A quoted value holds
 * none; what only looks quoted, within other words or up to another line, does not count.
 */
function commentIn(line: string): number {
  const start = line.search(/\S/);
  if (/^\/[/*]/.test(line.slice(start, start + 2))) return start + 2;
  let first = line.length;
  let quote = '';
  /** The last character that is no blank. */
  let before = '';
  for (let at = 0; at < line.length; at++) {
    const character = line.charAt(at);
    const length = signAt(line, at);
    const isSign = length > 0 && /^$|[\s,{}[\]]/.test(line.charAt(at - 1));
    if (isSign) first = Math.min(first, at + length);
    if (quote === '' && isSign) return at + length;
    if (quote !== '') {
      if (character === '\\' && quote === '"') at++;
      else if (character === quote) quote = '';
    } else if (/["']/.test(character) && /^$|[,:=([{-]/.test(before)) quote = character;
    if (character.trim() !== '') before = character;
  }
  return quote === '' ? line.length : first;
}

/** How long the sign of a comment is that stands there. */
function signAt(line: string, at: number): number {
  if (line[at] === '#') return 1;
  return line[at] === '/' && (line[at + 1] === '/' || line[at + 1] === '*') ? 2 : 0;
}
