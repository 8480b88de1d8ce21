import type { Piece } from '../core/glob.ts';
import type { ContextValue, LookUp } from './context-value.ts';
import { presentUnknown, unknown } from './context-value.ts';
import { foldKey, keyFacts } from './keys.ts';
import type { Version } from './policy.ts';

/**
 * Policy variables, `${aws:username}` (docs/rules.md, "Variables";
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_variables.html).
 */

/** A text of a policy, taken apart at its variables. */
export type TemplatePiece =
  /** Ordinary text: `*` and `?` are wildcards where the place has wildcards. */
  | { readonly kind: 'wild'; readonly text: string }
  /** From `${*}`, `${?}` and `${$}`: never a wildcard (R506). */
  | { readonly kind: 'literal'; readonly text: string }
  | {
      readonly kind: 'variable';
      /** In lower case, as keys are looked up. */
      readonly key: string;
      /** As written. */
      readonly name: string;
      /** The default of `${key, 'default'}`. */
      readonly fallback?: string;
    };

/** What is wrong with a `${`; the offset is into the text, in UTF-16 units. */
export interface TemplateProblem {
  readonly offset: number;
  readonly message: string;
  readonly hint: string;
}

export interface Template {
  /** As written. */
  readonly text: string;
  readonly pieces: readonly TemplatePiece[];
  /** The pieces of a text without variables, resolved once for all requests. */
  readonly constant: readonly Piece[] | undefined;
  /** Set where the syntax is malformed: such a document is invalid (R504, R123). */
  readonly problem: TemplateProblem | undefined;
}

export type Resolution =
  | { readonly kind: 'resolved'; readonly pieces: readonly Piece[] }
  /** The variable of this key (lower case) has no value and no default: the text matches nothing (R505). */
  | { readonly kind: 'no-value'; readonly key: string }
  | { readonly kind: 'unknown'; readonly keys: readonly string[] };

/** Takes a text of a policy apart. Under `2008-10-17` the whole text is one piece (R501). */
export function parseTemplate(text: string, version: Version): Template {
  if (version === '2008-10-17' || !text.includes('${'))
    return constantTemplate(text, [{ kind: 'wild', text }]);
  const pieces: TemplatePiece[] = [];
  let from = 0;
  for (;;) {
    const start = text.indexOf('${', from);
    if (start < 0) break;
    if (start > from) pieces.push({ kind: 'wild', text: text.slice(from, start) });
    const read = readVariable(text, start);
    if ('message' in read) return { ...constantTemplate(text, [{ kind: 'wild', text }]), problem: read };
    pieces.push(read.piece);
    from = read.end;
  }
  if (from < text.length) pieces.push({ kind: 'wild', text: text.slice(from) });
  if (pieces.some((piece) => piece.kind === 'variable')) {
    return { text, pieces, constant: undefined, problem: undefined };
  }
  return constantTemplate(text, pieces);
}

function constantTemplate(text: string, pieces: readonly TemplatePiece[]): Template {
  const constant = pieces.flatMap((piece) =>
    piece.kind === 'variable' ? [] : [{ text: piece.text, literal: piece.kind === 'literal' }],
  );
  return { text, pieces, constant, problem: undefined };
}

/** A name holds no space, quote or brace; the default holds no quote, for there is no way to escape one. */
const variable = /\$\{(?:([*?$])|([^\s,'{}]+)(?:, '([^']*)')?)\}/y;

function readVariable(text: string, start: number): { piece: TemplatePiece; end: number } | TemplateProblem {
  variable.lastIndex = start;
  const found = variable.exec(text);
  if (!found) return explainMalformed(text, start);
  const [whole, character, name = '', fallback] = found;
  const end = start + whole.length;
  if (character !== undefined) return { piece: { kind: 'literal', text: character }, end };
  const key = foldKey(name);
  return { piece: { kind: 'variable', key, name, ...(fallback !== undefined && { fallback }) }, end };
}

function explainMalformed(text: string, start: number): TemplateProblem {
  const hint = "Write ${key} or ${key, 'default'}; for the characters ${ themselves write ${$}{.";
  const problem = (message: string, offset = start): TemplateProblem => ({ offset, message, hint });
  const inside = start + 2;
  const name = /[^,'{}]*/y;
  name.lastIndex = inside;
  const written = name.exec(text)?.[0] ?? '';
  const after = inside + written.length;
  const space = written.search(/\s/);
  if (after >= text.length) return problem('the variable has no closing `}`');
  if (written.trim() === '') return problem('the variable has no name');
  if (space >= 0) return problem('the name of a variable cannot hold a space', inside + space);
  if (!text.startsWith(', ', after)) {
    return problem(`\`${text.charAt(after)}\` cannot stand in the name of a variable`, after);
  }
  if (text.charAt(after + 2) !== "'")
    return problem('the default of a variable must stand in single quotes', after + 2);
  const quote = text.indexOf("'", after + 3);
  if (quote < 0) return problem('the default of a variable has no closing quote', after + 2);
  return problem('the variable has no closing `}`', quote + 1);
}

/** Every key that the template's variables name, in lower case, each once. */
export function variableKeys(template: Template): readonly string[] {
  return [...new Set(template.pieces.flatMap((piece) => (piece.kind === 'variable' ? [piece.key] : [])))];
}

/**
 * Puts the request's values in. A text without variables costs nothing here; use `template.constant` to compile
 * it once. What is put in is literal and is not scanned again (R507, R508).
 */
export function resolveTemplate(template: Template, lookUp: LookUp): Resolution {
  if (template.constant) return { kind: 'resolved', pieces: template.constant };
  const pieces: Piece[] = [];
  const unknownKeys: string[] = [];
  for (const piece of template.pieces) {
    if (piece.kind !== 'variable') {
      pieces.push({ text: piece.text, literal: piece.kind === 'literal' });
      continue;
    }
    const value = variableValue(piece.key, lookUp(piece.key), piece.fallback);
    if (value === undefined) return { kind: 'no-value', key: piece.key };
    if (value === unknown) {
      if (!unknownKeys.includes(piece.key)) unknownKeys.push(piece.key);
    } else {
      pieces.push({ text: value, literal: true });
    }
  }
  return unknownKeys.length > 0 ? { kind: 'unknown', keys: unknownKeys } : { kind: 'resolved', pieces };
}

/**
 * The text a variable stands for; `undefined` where it has no value. A multivalued key has none, whatever its
 * values (R503 [U]); the default serves only where the key is absent (R504).
 */
function variableValue(
  key: string,
  value: ContextValue,
  fallback: string | undefined,
): string | undefined | typeof unknown {
  if (typeof value === 'string') return keyFacts(key)?.multivalued === true ? undefined : value;
  if (value === undefined) return fallback;
  if (value === unknown) {
    return keyFacts(key)?.multivalued === true && fallback === undefined ? undefined : unknown;
  }
  if (value === presentUnknown) return keyFacts(key)?.multivalued === true ? undefined : unknown;
  if (value.length === 0) return fallback;
  return value.length === 1 && keyFacts(key)?.multivalued !== true ? value[0] : undefined;
}
