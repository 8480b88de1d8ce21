import type { Document, ErrorCode } from 'yaml';
import type { Diagnostic } from '../core/evaluation.ts';
import { append } from '../core/lists.ts';
import type { Range, Source } from '../core/source.ts';
import { depthLimit, problemLimit } from './json-reader.ts';
import { diagnosticOf, type Problem } from './problem.ts';
import type { Node, Parsed } from './tree.ts';
import { readPlainYaml } from './yaml-plain.ts';
import { convertDocument, tooDeepCode, type YamlGuards } from './yaml-tree.ts';

/** One of the documents of a text; an empty one has no root. */
export interface YamlDocument {
  readonly root: Node | undefined;
  readonly problems: readonly Problem[];
}

/**
 * Reads YAML 1.2 (core schema: `yes` and `2026-01-31` are texts) into the same tree as JSON. Several documents
 * in one file become an array of them. Duplicate keys are kept and not reported. Never throws.
 */
export async function parseYaml(source: Source): Promise<Parsed> {
  const problems: Problem[] = [];
  const roots: Node[] = [];
  for await (const document of yamlDocuments(source)) {
    append(problems, document.problems);
    if (document.root !== undefined) roots.push(document.root);
  }
  return { source, root: oneRoot(roots), problems: describeProblems(source, problems) };
}

/** The first problems of a text, in the order of its documents. */
export function describeProblems(source: Source, problems: readonly Problem[]): readonly Diagnostic[] {
  return problems.slice(0, problemLimit).map((problem) => diagnosticOf(source, problem));
}

/** The documents as `parseYaml` reads them, one after the other: each can be let go before the next is read. */
export async function* yamlDocuments({ text }: Source): AsyncGenerator<YamlDocument> {
  const deepNesting = findDeepNesting(text);
  if (deepNesting !== undefined) {
    yield { root: undefined, problems: [deepNesting] };
    return;
  }
  let isEmpty = true;
  for await (const document of documentsOf(text)) {
    isEmpty &&= document.root === undefined && document.problems.length === 0;
    yield document;
  }
  if (isEmpty) yield { root: undefined, problems: [emptyText(text)] };
}

/** What only the package can tell the end of a document by, or has a meaning of its own. */
const special = /[\t\r\u0085\u2028\u2029\ufeff]|^(?:%|\.\.\.)/m;
const nextDocument = /^---(?=[ \n]|$)/gm;
const documentStart = /---(?: +#[^\n]*| *)(?:\n|$)/y;

/** Plain documents by themselves; the package reads all from the first one that is not. */
async function* documentsOf(text: string): AsyncGenerator<YamlDocument> {
  if (special.test(text)) {
    yield* packageDocuments(text);
    return;
  }
  let count = 0;
  for (const { start, end } of partsOf(text)) {
    if (end < text.length && isBlank(text, start, end)) continue;
    const root = plainPart(text, start, end);
    if (root !== 'not-plain') {
      yield { root, problems: [] };
      count++;
      continue;
    }
    // What ends a document, the package alone can tell: it reads all of the text, and the first ones are known.
    let index = 0;
    for await (const document of packageDocuments(text)) if (index++ >= count) yield document;
    return;
  }
}

/** Each document with the line that opens it; where none does, all is one. */
function* partsOf(text: string): Generator<Range> {
  let start = 0;
  for (const { index } of text.matchAll(nextDocument)) {
    if (index > start) yield { start, end: index };
    start = index;
  }
  yield { start, end: text.length };
}

function plainPart(text: string, start: number, end: number): Node | 'not-plain' {
  documentStart.lastIndex = start;
  const from = !text.startsWith('---', start)
    ? start
    : documentStart.test(text)
      ? documentStart.lastIndex
      : -1;
  if (from < 0) return 'not-plain';
  return readPlainYaml(text, from, end) ?? 'not-plain';
}

const blankLines = /(?: *(?:#[^\n]*)?\n)*/y;

/** What stands in front of the first document is none. */
function isBlank(text: string, start: number, end: number): boolean {
  blankLines.lastIndex = start;
  return blankLines.test(text) && blankLines.lastIndex === end;
}

type Package = Awaited<ReturnType<typeof loadPackage>>;

/** 28 ms, which a JSON file need not wait for. */
async function loadPackage() {
  const { default: yaml } = await import('yaml');
  return yaml;
}

/** The documents as the package reads them, all of them together: what `yamlDocuments` has to give. */
export async function* packageDocuments(text: string): AsyncGenerator<YamlDocument> {
  yield* byPackage(await loadPackage(), text);
}

function* byPackage(yaml: Package, text: string): Generator<YamlDocument> {
  const composer = new yaml.Composer({
    schema: 'core',
    version: '1.2',
    uniqueKeys: false,
    prettyErrors: false,
    logLevel: 'silent',
  });
  const documents = composer.compose(new yaml.Parser().parse(text));
  for (;;) {
    const next = withoutStacks(() => documents.next());
    if (next.done === true) return;
    yield readDocument(yaml, next.value, text);
  }
}

function readDocument(guards: YamlGuards, document: Document.Parsed, text: string): YamlDocument {
  const problems: Problem[] = [];
  const { root, problems: found } = convertDocument(guards, document);
  const isFull = ({ code }: { readonly code: ErrorCode }) => code === 'RESOURCE_EXHAUSTION';
  const full = document.errors.find(isFull);
  if (full !== undefined && !found.some(({ code }) => code === tooDeepCode)) {
    problems.push(tooDeep(Math.min(full.pos[0], text.length)));
  }
  // No more than are told: each is described with the rest of its line.
  for (const { code, message, pos } of document.errors
    .filter((error) => !isFull(error))
    .slice(0, problemLimit))
    problems.push(describe(text, code, message, pos));
  append(problems, found);
  return { root, problems };
}

function emptyText(text: string): Problem {
  return {
    code: 'yaml/empty',
    message: 'the document is empty',
    hint: 'write `key: value` lines',
    range: { start: 0, end: text.length },
  };
}

/** The package makes an `Error` of each problem: without their stacks a text full of them is read 5 times faster. */
function withoutStacks<T>(act: () => T): T {
  const limit = Error.stackTraceLimit;
  Error.stackTraceLimit = 0;
  try {
    return act();
  } finally {
    Error.stackTraceLimit = limit;
  }
}

function oneRoot(roots: readonly Node[]): Node | undefined {
  const [first] = roots;
  const last = roots.at(-1);
  if (first === undefined || last === undefined || roots.length === 1) return first;
  return { kind: 'array', start: first.start, end: last.end, items: roots };
}

/** What the package calls an error, in our words; where there is none its own message stays. */
const words: Partial<Record<ErrorCode, readonly [message: string | undefined, hint: string]>> = {
  TAB_AS_INDENT: ['a tab stands in the indentation', 'indent with spaces'],
  BAD_INDENT: [undefined, 'give the items of one level the same indentation'],
  MULTILINE_IMPLICIT_KEY: ['a key runs over several lines', 'look for a missing `:` or quote above'],
  BLOCK_AS_IMPLICIT_KEY: [
    'a mapping stands on the line of another key',
    'write it on the next line, indented, or quote the text',
  ],
  BLOCK_IN_FLOW: ['an indented block stands inside brackets', 'close the bracket first'],
  MISSING_CHAR: [undefined, 'add it, or look for a quote or bracket that is not closed'],
  UNEXPECTED_TOKEN: [undefined, 'put texts with special characters in quotes'],
  BAD_SCALAR_START: [undefined, 'put the text in quotes'],
  BAD_ALIAS: [undefined, 'a text that starts with `*` needs quotes: `"*"`'],
  BAD_DQ_ESCAPE: [undefined, 'write `\\\\` for a backslash, or use single quotes'],
  BAD_DIRECTIVE: [undefined, 'put a text that starts with `%` in quotes'],
  DUPLICATE_KEY: [undefined, 'keep one of them'],
  KEY_OVER_1024_CHARS: ['a key is longer than 1,024 characters', 'look for a missing `:` or quote above'],
  MULTIPLE_ANCHORS: [undefined, 'keep one anchor'],
  MULTIPLE_TAGS: [undefined, 'keep one tag'],
  TAG_RESOLVE_FAILED: [undefined, 'delete the tag'],
};

function describe(text: string, code: ErrorCode, message: string, pos: readonly [number, number]): Problem {
  const [own, hint] = words[code] ?? [];
  const start = Math.min(pos[0], text.length);
  // The package says "to the end" with a position beyond it; one line is enough to show.
  const lineEnd = /[^\r\n]*/y;
  lineEnd.lastIndex = start;
  lineEnd.test(text);
  const end = Math.max(start, Math.min(pos[1], Math.max(lineEnd.lastIndex, start)));
  const told = message.replace(/^Missing closing (["'])quote$/, 'the closing `$1` is missing');
  const sentence = own ?? told.charAt(0).toLowerCase() + told.slice(1).replace(/\.$/, '');
  // `*` alone is an alias without a name to YAML, and to IAM everything.
  const starHint = text.charAt(start) === '*' ? 'a text that starts with `*` needs quotes: `"*"`' : undefined;
  return {
    code: `yaml/${code.toLowerCase().replaceAll('_', '-')}`,
    message: sentence,
    hint: starHint ?? hint ?? 'correct the YAML here',
    range: { start, end },
  };
}

/**
 * The package calls itself once for each level, and where that fills the call stack reports RESOURCE_EXHAUSTION.
 * Hostile nesting need not come so far: brackets and `- - -` on one line are counted before.
 */
function findDeepNesting(text: string): Problem | undefined {
  const opened =
    /"(?:[^"\\\n]|\\[^]?)*(?:"|$)|(?<=^|\s)(?:'[^'\n]*(?:'|$)|#.*)|[[{]|(?<=^|[-?:\s])[-?:](?=\s)|[\]}]|\n/gm;
  let depth = 0;
  let inLine = 0;
  for (let found = opened.exec(text); found !== null; found = opened.exec(text)) {
    const token = found[0];
    if (token === '\n') inLine = 0;
    else if (token === ']' || token === '}') depth = Math.max(0, depth - 1);
    else if (token === '[' || token === '{') depth++;
    else if (token.length === 1) inLine++;
    if (depth + inLine > nestingLimit) return tooDeep(found.index);
  }
  return undefined;
}

/** Generous, since brackets inside of words count here too. */
const nestingLimit = 1000;

function tooDeep(start: number): Problem {
  const message = `the document is nested more than ${depthLimit} deep`;
  const hint = 'check that this is the right file';
  return { code: tooDeepCode, message, hint, range: { start, end: start + 1 } };
}
