import type { Alias, Document, Node as YamlNode, Pair, Scalar, YAMLMap, YAMLSeq } from 'yaml';
import { append } from '../core/lists.ts';
import type { Range } from '../core/source.ts';
import { depthLimit, problemLimit } from './json-reader.ts';
import { quoted, type Problem } from './problem.ts';
import type { ArrayNode, Member, Node, ObjectNode, StringNode } from './tree.ts';

/** The package's own tests of what a node is: it is loaded when a file needs it, and handed in. */
export interface YamlGuards {
  readonly isAlias: (node: unknown) => node is Alias;
  readonly isMap: (node: unknown) => node is YAMLMap;
  readonly isSeq: (node: unknown) => node is YAMLSeq;
  readonly isScalar: (node: unknown) => node is Scalar;
}

export const tooDeepCode = 'yaml/too-deep';

/** Nodes that aliases may add to a document: far above any real file, far below a "billion laughs". */
const aliasLimit = 100_000;

interface Conversion extends YamlGuards {
  readonly problems: Problem[];
  readonly anchors: Map<string, Node>;
  /** Nodes under a converted one, itself included; only anchored ones. */
  readonly sizes: Map<Node, number>;
  /** What stands for a value that could not be read and was reported: what follows from it is not. */
  readonly lost: Set<Node>;
  /** Nodes made so far, those that aliases repeat counted each time. */
  made: number;
  repeated: number;
}

/**
 * One YAML document as the tree of `tree.ts`. Aliases and merge keys are resolved; a tag that is not YAML's own
 * becomes an object, CloudFormation's in their long form: `!Ref Name` is `{ "Ref": "Name" }`.
 */
export function convertDocument(
  guards: YamlGuards,
  document: Document.Parsed,
): { readonly root: Node | undefined; readonly problems: readonly Problem[] } {
  const conversion: Conversion = {
    ...guards,
    problems: [],
    anchors: new Map(),
    sizes: new Map(),
    lost: new Set(),
    made: 0,
    repeated: 0,
  };
  const at = document.range[0];
  const empty =
    document.contents === null || (guards.isScalar(document.contents) && isEmptyScalar(document.contents));
  const root = empty ? undefined : convert(conversion, document.contents, at, 1);
  return { root, problems: conversion.problems };
}

function isEmptyScalar(scalar: Scalar): boolean {
  return scalar.value === null && (scalar.source ?? '') === '' && scalar.tag === undefined && !scalar.anchor;
}

function report(conversion: Conversion, code: string, range: Range, message: string, hint: string): void {
  if (conversion.problems.length < problemLimit) {
    conversion.problems.push({ code: `yaml/${code}`, message, hint, range });
  }
}

function lose(conversion: Conversion, range: Range): Node {
  const node: Node = { kind: 'null', ...range };
  conversion.lost.add(node);
  return node;
}

function rangeOf(node: YamlNode, at: number): Range {
  const range = node.range ?? [at, at, at];
  return { start: range[0], end: Math.max(range[0], range[1]) };
}

/** `at` is where a node stands that the text leaves out. */
function convert(conversion: Conversion, node: unknown, at: number, depth: number): Node {
  if (depth > depthLimit) {
    const message = `the document is nested more than ${depthLimit} deep`;
    if (!conversion.problems.some(({ code }) => code === tooDeepCode)) {
      report(conversion, 'too-deep', { start: at, end: at }, message, 'check that this is the right file');
    }
    return lose(conversion, { start: at, end: at });
  }
  const before = conversion.made;
  conversion.made++;
  if (conversion.isAlias(node)) return convertAlias(conversion, node, at);
  if (!conversion.isMap(node) && !conversion.isSeq(node) && !conversion.isScalar(node)) {
    return { kind: 'null', start: at, end: at };
  }
  const plain = conversion.isMap(node)
    ? convertMap(conversion, node, at, depth)
    : conversion.isSeq(node)
      ? convertSequence(conversion, node, at, depth)
      : convertScalar(node, at);
  const result = withTag(node.tag, plain);
  if (node.anchor !== undefined) {
    conversion.anchors.set(node.anchor, result);
    conversion.sizes.set(result, conversion.made - before);
  }
  return result;
}

function convertAlias(conversion: Conversion, alias: Alias, at: number): Node {
  const range = rangeOf(alias, at);
  const target = conversion.anchors.get(alias.source);
  if (target === undefined) {
    // The package itself reports an alias without a name.
    if (alias.source === '') return lose(conversion, range);
    const message = `the alias ${quoted(`*${alias.source}`)} names no anchor that was complete before it`;
    report(conversion, 'unknown-alias', range, message, 'write `&NAME` at the value it should repeat');
    return lose(conversion, range);
  }
  const size = conversion.sizes.get(target) ?? 1;
  conversion.made += size;
  conversion.repeated += size;
  if (conversion.repeated > aliasLimit) {
    const message = `aliases repeat more than ${aliasLimit} nodes`;
    if (!conversion.problems.some(({ code }) => code === 'yaml/too-many-aliases')) {
      report(conversion, 'too-many-aliases', range, message, 'write the values out');
    }
    return lose(conversion, range);
  }
  return target;
}

function convertSequence(conversion: Conversion, node: YAMLSeq, at: number, depth: number): ArrayNode {
  const range = rangeOf(node, at);
  const items = node.items.map((item) => convert(conversion, item, range.start, depth + 1));
  return { kind: 'array', ...range, items };
}

function convertMap(conversion: Conversion, node: YAMLMap, at: number, depth: number): ObjectNode {
  const range = rangeOf(node, at);
  const members: Member[] = [];
  const merged: Node[] = [];
  for (const pair of node.items) {
    const key = convertKey(conversion, pair, range.start);
    if (key === undefined) continue;
    const value = convert(conversion, pair.value, key.end, depth + 1);
    if (isMergeKey(conversion, pair)) append(merged, mergeSources(conversion, value));
    else members.push({ key, value });
  }
  return { kind: 'object', ...range, members: merged.length === 0 ? members : merge(members, merged) };
}

/** `<<: *defaults` (YAML merge key): in YAML 1.2 an extension, but what people write. */
function isMergeKey(conversion: Conversion, pair: Pair): boolean {
  return conversion.isScalar(pair.key) && pair.key.value === '<<' && pair.key.type === 'PLAIN';
}

function mergeSources(conversion: Conversion, value: Node): readonly Node[] {
  const sources = value.kind === 'array' ? value.items : [value];
  for (const one of sources) {
    if (one.kind === 'object') continue;
    if (conversion.lost.has(one)) return [];
    const hint = 'write `<<: *NAME` where `&NAME` stands at a mapping';
    report(conversion, 'merge', { start: value.start, end: value.end }, '`<<` takes mappings only', hint);
    return [];
  }
  return sources;
}

/** The mapping's own members win over merged ones, earlier sources over later ones. */
function merge(own: readonly Member[], sources: readonly Node[]): readonly Member[] {
  const members = [...own];
  const names = new Set(own.map((member) => member.key.value));
  for (const from of sources) {
    if (from.kind !== 'object') continue;
    for (const member of from.members) {
      if (names.has(member.key.value)) continue;
      names.add(member.key.value);
      members.push(member);
    }
  }
  return members;
}

function convertKey(conversion: Conversion, pair: Pair, at: number): StringNode | undefined {
  const resolved = conversion.isAlias(pair.key) ? convertAlias(conversion, pair.key, at) : undefined;
  if (resolved?.kind === 'string') return resolved;
  if (conversion.isScalar(pair.key)) {
    const range = rangeOf(pair.key, at);
    const node = convertScalar(pair.key, at);
    return { kind: 'string', ...range, value: node.kind === 'string' ? node.value : (pair.key.source ?? '') };
  }
  const range =
    conversion.isMap(pair.key) || conversion.isSeq(pair.key) ? rangeOf(pair.key, at) : { start: at, end: at };
  report(conversion, 'key-not-text', range, 'a key must be a text', 'put templates like `{{ … }}` in quotes');
  return undefined;
}

const decimal = /^[-+]?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)(?:[eE][-+]?[0-9]+)?$/;

/** Numbers keep their digits: an account id may start with `0`. Octal, hexadecimal, `.inf`, `.nan` stay text. */
function convertScalar(node: Scalar, at: number): Node {
  const range = rangeOf(node, at);
  const { value, source } = node;
  if (typeof value === 'string') return { kind: 'string', ...range, value };
  if (typeof value === 'boolean') return { kind: 'boolean', ...range, value };
  if (value === null || value === undefined) return { kind: 'null', ...range };
  const text = source ?? '';
  return decimal.test(text) ? { kind: 'number', ...range, text } : { kind: 'string', ...range, value: text };
}

/** The long forms of CloudFormation's short ones: all others are `Fn::NAME`. */
const tagKeys: ReadonlyMap<string, string> = new Map([
  ['!Ref', 'Ref'],
  ['!Condition', 'Condition'],
]);

const ownTag = /^tag:yaml\.org,2002:(?:str|int|float|bool|null|map|seq)$/;

function withTag(tag: string | undefined, node: Node): Node {
  if (tag === undefined || tag === '!' || ownTag.test(tag)) return node;
  const value = tagKeys.get(tag) ?? (/^![A-Z][A-Za-z0-9]*$/.test(tag) ? `Fn::${tag.slice(1)}` : tag);
  const { start, end } = node;
  const key: StringNode = { kind: 'string', start, end: start, value };
  return {
    kind: 'object',
    start,
    end,
    members: [{ key, value: tag === '!GetAtt' ? attributeParts(node) : node }],
  };
}

/** `!GetAtt Role.Arn` is `{ "Fn::GetAtt": ["Role", "Arn"] }`. */
function attributeParts(node: Node): Node {
  const dot = node.kind === 'string' ? node.value.indexOf('.') : -1;
  if (node.kind !== 'string' || dot === -1) return node;
  const { start, end, value } = node;
  const items = [value.slice(0, dot), value.slice(dot + 1)].map((part): Node => ({
    kind: 'string',
    start,
    end,
    value: part,
  }));
  return { kind: 'array', start, end, items };
}
