import type { Range } from '../../../core/source.ts';
import type { HclCall, HclExpression, HclObject, HclTemplate } from '../../../formats/hcl-tree.ts';
import { mapRanges } from '../../../formats/tree-value.ts';
import type { Node, StringNode } from '../../../formats/tree.ts';
import { isUnknownText, unknownText } from '../../unknown-text.ts';
import { unknownAt } from '../unknown.ts';
import { mostDepth, type Scope } from './scope.ts';

/**
 * What an expression is, as far as its module's text tells: literals, lists, objects, locals, and the few functions that
 * keep what is known. Everything else stands as `unknownText`; a variable may be given another value than its default.
 */
export function evaluate(expression: HclExpression, scope: Scope): Node {
  if (--scope.budget < 0 || scope.depth >= mostDepth) return unknownAt(expression);
  scope.depth++;
  const node = evaluateKind(expression, scope);
  scope.depth--;
  return node;
}

function evaluateKind(expression: HclExpression, scope: Scope): Node {
  const { start, end } = expression;
  switch (expression.kind) {
    case 'literal':
      if (expression.type === 'number') return { kind: 'number', text: expression.text, start, end };
      if (expression.type === 'null') return { kind: 'null', start, end };
      return { kind: 'boolean', value: expression.value, start, end };
    case 'template':
      return evaluateTemplate(expression, scope);
    case 'list':
      return { kind: 'array', items: expression.items.map((item) => evaluate(item, scope)), start, end };
    case 'object':
      return evaluateObject(expression, scope);
    case 'call':
      return evaluateCall(expression, scope);
    case 'traversal':
      return evaluateTraversal(expression, expression.steps, scope);
    case 'other':
      return unknownAt(expression);
  }
}

function evaluateObject({ members, start, end }: HclObject, scope: Scope): Node {
  return {
    kind: 'object',
    members: members.map(({ key, value }) => {
      const name = evaluate(key, scope);
      return { key: name.kind === 'string' ? name : unknownAt(key), value: evaluate(value, scope) };
    }),
    start,
    end,
  };
}

/** The text of a template, with `unknownText` for what is not known in it. */
function evaluateTemplate(template: HclTemplate, scope: Scope): Node {
  const [only, ...more] = template.parts;
  const { start, end } = template;
  if (only?.kind === 'interpolation' && more.length === 0)
    return within(template, evaluate(only.expression, scope));
  const pieces: string[] = [];
  for (const part of template.parts) {
    if (part.kind === 'directive') return unknownAt(template);
    pieces.push(
      part.kind === 'text'
        ? part.value
        : part.kind === 'eaten'
          ? `\${${part.text}}`
          : textOf(evaluate(part.expression, scope)),
    );
  }
  return together(pieces, '', { start, end }, scope);
}

/** Texts as one; unknown where locals hold each other so often that it would not fit anywhere. */
function together(pieces: readonly string[], between: string, at: Range, scope: Scope): StringNode {
  for (const { length } of pieces) scope.letters -= length + between.length;
  return scope.letters < 0 ? unknownAt(at) : { kind: 'string', value: pieces.join(between), ...at };
}

/** As it stands in a text. */
export function textOf(node: Node): string {
  switch (node.kind) {
    case 'string':
      return node.value;
    case 'number':
      return node.text;
    case 'boolean':
      return String(node.value);
    case 'object':
    case 'array':
    case 'null':
      return unknownText;
  }
}

/** The node with the place of where it is used. */
function within({ start, end }: Range, node: Node): Node {
  return mapRanges(node, () => ({ start, end }));
}

const whole: readonly string[] = ['toset', 'tolist', 'sort', 'distinct', 'jsondecode', 'jsonencode', 'tomap'];

function evaluateCall(call: HclCall, scope: Scope): Node {
  const { name, args, start, end } = call;
  const [first, second] = args;
  if (first === undefined) return unknownAt(call);
  // A document and its text are the same to whoever reads policies.
  if (whole.includes(name)) return args.length === 1 ? evaluate(first, scope) : unknownAt(call);
  if (name === 'concat' || name === 'flatten') return joinLists(call, scope);
  if (name === 'join' && second !== undefined) {
    const [between, list] = [evaluate(first, scope), evaluate(second, scope)];
    if (list.kind !== 'array' || between.kind !== 'string') return unknownAt(call);
    return together(list.items.map(textOf), between.value, { start, end }, scope);
  }
  return unknownAt(call);
}

function joinLists({ args, name, start, end }: HclCall, scope: Scope): Node {
  const flat = (node: Node): readonly Node[] =>
    node.kind === 'array' ? (name === 'flatten' ? node.items.flatMap(flat) : node.items) : [node];
  return { kind: 'array', items: args.map((one) => evaluate(one, scope)).flatMap(flat), start, end };
}

function evaluateTraversal(at: Range, [root, name = '', ...steps]: readonly string[], scope: Scope): Node {
  const local = root === 'local' ? scope.locals.get(name) : undefined;
  if (local === undefined) return unknownAt(at);
  const before = scope.budget;
  if (before < 0) return unknownAt(at);
  let node: Node | undefined = evaluateOnce(name, local.expression, scope);
  for (const step of steps) node = stepInto(node, step);
  if (node === undefined) return unknownAt(at);
  // What a local holds gets the place of the outermost use, once.
  return evaluating.get(scope)?.size ? node : within(at, node);
}

const evaluating = new WeakMap<Scope, Set<string>>();

/** A local that names itself, over others too, is not known. */
function evaluateOnce(name: string, expression: HclExpression, scope: Scope): Node {
  const names = evaluating.get(scope) ?? new Set();
  evaluating.set(scope, names);
  if (names.has(name)) return unknownAt(expression);
  names.add(name);
  const node = evaluate(expression, scope);
  names.delete(name);
  return node;
}

function stepInto(node: Node | undefined, step: string): Node | undefined {
  const [, index, key] = /^\[(?:(\d+)|"(.*)")\]$/s.exec(step) ?? [];
  if (node?.kind === 'array' && index !== undefined) return node.items[Number(index)];
  if (node?.kind !== 'object' || step === '[?]' || step === '[*]' || index !== undefined) return undefined;
  return node.members.find((member) => member.key.value === (key ?? step))?.value;
}

/** A text for certain; undefined where it is unknown, or none. */
export function knownText(node: Node): string | undefined {
  return node.kind === 'string' && !isUnknownText(node.value) ? node.value : undefined;
}

export function stringAt({ start, end }: Range, value: string): StringNode {
  return { kind: 'string', start, end, value };
}
