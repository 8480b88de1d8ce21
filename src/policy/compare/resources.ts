import { anyRun, oneInPart, runInPart, anyOne } from '../../core/glob-automaton.ts';
import { textOf as textOfCodes } from '../../core/glob-chunks.ts';
import { arnTokens } from '../../core/glob.ts';
import { append } from '../../core/lists.ts';
import {
  firstUnknownText,
  matchesTokens,
  oneInName,
  runInName,
  someText,
  type SomeText,
  type Work,
  type Tokens,
} from '../../core/some-text.ts';
import type { ResourcePattern } from '../match/resource-pattern.ts';
import type { LookUp } from '../context-value.ts';
import { resolveTemplate } from '../variables.ts';

/** What the resource of a request must match, and what it must not. */
export interface Texts {
  readonly inside: readonly ResourcePattern[];
  readonly outside: readonly ResourcePattern[];
}

const placeholder = '\uE000';
const symbols = new Map<string, number>();

/** The symbol of a variable: the same for the same text. */
function symbolOf(key: string, fallback: string | undefined): number {
  const name = `${key} ${fallback ?? ''}`;
  let symbol = symbols.get(name);
  if (symbol === undefined) symbols.set(name, (symbol = firstUnknownText - symbols.size));
  return symbol;
}

/** The pattern with `put` in the place of each variable. */
function tokensOf(
  { template }: ResourcePattern,
  put: (key: string, fallback: string | undefined) => number,
): Tokens {
  const variables: number[] = [];
  const pieces = template.pieces.map((piece) => {
    if (piece.kind !== 'variable') return { text: piece.text, literal: piece.kind === 'literal' };
    variables.push(put(piece.key, piece.fallback));
    return { text: placeholder, literal: true };
  });
  let at = 0;
  return arnTokens(pieces).map((token) =>
    token === placeholder.charCodeAt(0) ? (variables[at++] ?? token) : token,
  );
}

const asAny = () => anyRun;

function hasVariables({ keys }: ResourcePattern): boolean {
  return keys.length > 0;
}

/** The form of ARNs as a pattern; `isWhole`: with something in the place of each variable. */
export function formTokens(form: string, isWhole: boolean): Tokens {
  const tokens: number[] = [];
  let colons = 0;
  for (const [piece] of form.matchAll(/\$\{[^}]*\}|[^]/g)) {
    const [one, run] =
      colons < 5
        ? [oneInPart, runInPart]
        : piece === '${BucketName}'
          ? [oneInName, runInName]
          : [anyOne, anyRun];
    if (piece.length > 1) append(tokens, isWhole ? [one, run] : [run]);
    else if (piece === '*') tokens.push(run);
    else {
      if (piece === ':') colons++;
      tokens.push(piece.charCodeAt(0));
    }
  }
  return tokens;
}

const known = new Map<string, SomeText['kind']>();
const mostKnown = 20_000;

/**
 * Whether some ARN, of a form where one is given, is such a text: "none" is a proof. A variable may be any text, and the same
 * variable is the same text.
 */
export function someResource(
  { inside, outside }: Texts,
  form: string | undefined,
  work: Work,
): SomeText['kind'] {
  if (inside.length === 0 && outside.length === 0) return 'found';
  work.left -= inside.length + outside.length;
  if (beginApart(inside)) return 'none';
  if (outside.some(({ glob }) => glob?.matchesAll === true)) return 'none';
  const key = JSON.stringify([inside.map(textOf), outside.map(textOf), form]);
  let kind = known.get(key);
  if (kind === undefined) {
    kind = findKind({ inside, outside }, form, work);
    // With more left another comparison finds more.
    if (work.left < 0) return kind;
    if (known.size >= mostKnown) known.clear();
    known.set(key, kind);
  }
  return kind;
}

const beginnings = new WeakMap<ResourcePattern, string>();

/** What stands in front of the first sign that may be anything. */
function beginningOf(pattern: ResourcePattern): string {
  let text = beginnings.get(pattern);
  if (text === undefined) {
    const tokens = tokensOf(pattern, asAny);
    const open = tokens.findIndex((token) => token < 0);
    text = textOfCodes(tokens.slice(0, open < 0 ? longestBeginning : Math.min(open, longestBeginning)));
    beginnings.set(pattern, text);
  }
  return text;
}

const longestBeginning = 200;

/** Patterns of which no text can begin as two of them do: most of two policies' are so, and need no walk. */
function beginApart(patterns: readonly ResourcePattern[]): boolean {
  let longest = '';
  for (const pattern of patterns) {
    const text = beginningOf(pattern);
    const [short, long] = text.length < longest.length ? [text, longest] : [longest, text];
    if (!long.startsWith(short)) return true;
    longest = long;
  }
  return false;
}

/** Texts alone do not tell what they mean: a version has variables, another none. */
function textOf({ template, keys }: ResourcePattern): string {
  return `${template.text}\0${keys.join(' ')}`;
}

function findKind({ inside, outside }: Texts, form: string | undefined, work: Work): SomeText['kind'] {
  const forms = form === undefined ? [] : [formTokens(form, false)];
  const open = inside.map((pattern) => tokensOf(pattern, asAny));
  const constant = outside.filter((pattern) => !hasVariables(pattern));
  const { kind } = someText(
    [...open, ...forms],
    constant.map((pattern) => tokensOf(pattern, asAny)),
    work,
  );
  if (kind === 'none' || inside.length !== 1 || !inside.some(hasVariables)) return kind;
  const asSymbols = (pattern: ResourcePattern) => tokensOf(pattern, symbolOf);
  const exact = someText([...inside.map(asSymbols), ...forms], outside.map(asSymbols), work);
  return exact.kind === 'none' ? 'none' : kind;
}

/** What the fields of an example's ARN may be, the likelier first. */
export interface Fields {
  readonly partitions: readonly string[];
  readonly regions: readonly string[];
  readonly accounts: readonly string[];
}

const mostTried = 40;

/** ARNs that are such texts under the values of their variables, of the form where one is given; some, for examples. */
export function exampleResources(
  texts: Texts,
  form: string | undefined,
  fields: Fields,
  lookUp: LookUp,
  work?: Work,
): readonly string[] {
  const inside = texts.inside.map((pattern) => resolved(pattern, lookUp));
  const outside = texts.outside.map((pattern) => resolved(pattern, lookUp)).filter(isThere);
  const whole = inside.filter(isThere);
  if (whole.length < inside.length) return [];
  const found: string[] = [];
  for (const start of startsOf(form ?? 'arn:${Partition}:*:*:*:*', fields).slice(0, mostTried)) {
    const example = exampleOf([...whole, formTokens(start, true)], outside, work);
    if (example === undefined) continue;
    found.push(example);
    if (found.length >= 3) break;
  }
  return found;
}

const knownExamples = new Map<string, string | undefined>();

/** Actions of one service share their forms, and most statements their resources. */
function exampleOf(
  inside: readonly Tokens[],
  outside: readonly Tokens[],
  work: Work | undefined,
): string | undefined {
  const narrow = inside.filter((tokens) => tokens.length !== 1 || tokens[0] !== anyRun);
  const key = JSON.stringify([narrow, outside]);
  if (knownExamples.has(key)) return knownExamples.get(key);
  const some = someText(narrow, outside, work);
  const example = some.kind === 'found' ? readable(some.text, narrow, outside) : undefined;
  // With more left another comparison finds more.
  if (work !== undefined && work.left < 0) return example;
  if (knownExamples.size >= mostKnown) knownExamples.clear();
  knownExamples.set(key, example);
  return example;
}

function isThere(tokens: Tokens | undefined): tokens is Tokens {
  return tokens !== undefined;
}

function resolved(pattern: ResourcePattern, lookUp: LookUp): Tokens | undefined {
  if (!hasVariables(pattern)) return tokensOf(pattern, asAny);
  const resolution = resolveTemplate(pattern.template, lookUp);
  return resolution.kind === 'resolved' ? arnTokens(resolution.pieces) : undefined;
}

/** The form with values in its first fields. */
function startsOf(form: string, { partitions, regions, accounts }: Fields): readonly string[] {
  const several = (forms: readonly string[], name: string, values: readonly string[]) =>
    forms.flatMap((one) => (one.includes(name) ? values.map((value) => one.replace(name, value)) : [one]));
  const withPartition = several([form], '${Partition}', partitions);
  const withAccount = several(withPartition, '${Account}', accounts);
  return several(withAccount, '${Region}', regions);
}

/** `example` in the place of characters that stand for any. */
function readable(text: string, inside: readonly Tokens[], outside: readonly Tokens[]): string {
  const fits = (candidate: string) =>
    inside.every((tokens) => matchesTokens(tokens, candidate)) &&
    !outside.some((tokens) => matchesTokens(tokens, candidate));
  let best = text;
  for (let at = 0; at < best.length; at++) {
    const isLone = best[at] === 'x' && !/[a-z0-9]/i.test(best[at - 1] ?? '/');
    if (!isLone) continue;
    const candidate = `${best.slice(0, at)}example${best.slice(at + 1)}`;
    if (!fits(candidate)) continue;
    best = candidate;
    at += 'example'.length - 1;
  }
  return best;
}
