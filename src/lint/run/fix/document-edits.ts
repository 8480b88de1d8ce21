import type { Range } from '../../../core/source.ts';
import type { ArrayNode, Node, ObjectNode } from '../../../formats/tree.ts';
import { childrenAround } from '../../path-to.ts';
import type { Change, Edit } from '../../repair.ts';
import { hclAddition, hclChildren, hclTextFor } from './hcl-places.ts';
import { blockAddition, blockRemoval, isFlow, scalarFor } from './yaml-places.ts';

/** How a document is written. */
export type Form = 'json' | 'yaml' | 'hcl';

/** Changes of a document, by its own nodes. */
export interface Plan {
  readonly texts: ReadonlyMap<Node, string>;
  /** Of a list or an object, which of its children go. */
  readonly removed: ReadonlyMap<Node, ReadonlySet<number>>;
  readonly added: ReadonlyMap<Node, { readonly name: string; readonly text: string }>;
}

/**
 * The changes with the nodes that they are about; undefined where one is about no node of the document, as in a policy that
 * stands inside a text. What goes as a whole is not changed before.
 */
export function planOf(root: Node, changes: readonly Change[]): Plan | undefined {
  const texts = new Map<Node, string>();
  const removed = new Map<Node, Set<number>>();
  const added = new Map<Node, { readonly name: string; readonly text: string }>();
  const renamed = new Set<ObjectNode>();
  const isInside = withinOthers(changes.filter(({ kind }) => kind === 'remove').map(({ at }) => at));
  for (const change of changes) {
    const place = placeIn(root, change.at);
    if (place === undefined) return undefined;
    const { node, parent, index } = place;
    if (isInside(change.at)) continue;
    switch (change.kind) {
      case 'write':
        if (node.kind !== 'string') return undefined;
        if (!texts.has(node)) texts.set(node, change.text);
        if (parent?.kind === 'object' && parent.members[index]?.key === node) renamed.add(parent);
        break;
      case 'remove': {
        if (parent === undefined) return undefined;
        // What a function of a template stands for may be another text each time.
        if (change.text !== undefined && (node.kind !== 'string' || node.value !== change.text))
          return undefined;
        const indexes = removed.get(parent) ?? new Set();
        removed.set(parent, indexes.add(index));
        break;
      }
      case 'add':
        if (node.kind !== 'object') return undefined;
        added.set(node, { name: change.name, text: change.text });
    }
  }
  const plan = { texts, removed, added };
  return [...renamed].some((object) => makesTwins(object, plan)) ? undefined : plan;
}

/** Whether names of an object would be equal that are not: readers of JSON drop one of them. */
function makesTwins(object: ObjectNode, { texts, removed }: Plan): boolean {
  const kept = object.members.filter((_, index) => removed.get(object)?.has(index) !== true);
  const count = (names: readonly string[]) => new Set(names).size;
  return count(kept.map(({ key }) => texts.get(key) ?? key.value)) < count(kept.map(({ key }) => key.value));
}

/** Whether a range stands in another one of them. */
function withinOthers(ranges: readonly Range[]): (range: Range) => boolean {
  const furthest = new Map<number, number>();
  for (const { start, end } of ranges) furthest.set(start, Math.max(end, furthest.get(start) ?? 0));
  const starts = [...furthest.keys()].sort((left, right) => left - right);
  let most = -1;
  const endsBefore = starts.map((start) => {
    const before = most;
    most = Math.max(most, furthest.get(start) ?? 0);
    return before;
  });
  return ({ start, end }) => {
    const at = firstAtOrBehind(starts, start);
    const before = endsBefore[at] ?? most;
    return before >= end || (furthest.get(start) ?? 0) > end;
  };
}

function firstAtOrBehind(numbers: readonly number[], wanted: number): number {
  let low = 0;
  for (let high = numbers.length; low < high;) {
    const middle = (low + high) >> 1;
    if ((numbers[middle] ?? 0) < wanted) low = middle + 1;
    else high = middle;
  }
  return low;
}

function holds(outer: Range, inner: Range): boolean {
  return outer.start <= inner.start && inner.end <= outer.end;
}

interface Place {
  readonly node: Node;
  /** The list that it is an item of, the object whose member's key or value it is. */
  readonly parent: ArrayNode | ObjectNode | undefined;
  readonly index: number;
}

function placeIn(node: Node, at: Range, parent?: ArrayNode | ObjectNode, index = 0): Place | undefined {
  if (node.start === at.start && node.end === at.end) return { node, parent, index };
  if (node.kind !== 'array' && node.kind !== 'object') return undefined;
  for (const next of childrenAround(node, at)) {
    const { key, value } =
      node.kind === 'array' ? { key: undefined, value: node.items[next] } : (node.members[next] ?? {});
    if (key !== undefined && holds(key, at)) return placeIn(key, at, node, next);
    if (value !== undefined && holds(value, at)) return placeIn(value, at, node, next);
  }
  return undefined;
}

/** The edits of the text, in its order; undefined where one of the changes cannot be written without touching more. */
export function editsOf(text: string, plan: Plan, form: Form): readonly Edit[] | undefined {
  const edits: (Edit | undefined)[] = [];
  for (const [node, written] of plan.texts) edits.push(textEdit(text, node, written, form));
  for (const [node, member] of plan.added) edits.push(additionTo(text, node, member, form));
  for (const [parent, indexes] of plan.removed)
    for (const edit of removals(text, parent, indexes, form)) edits.push(edit);
  const whole = edits.filter((edit) => edit !== undefined).sort((left, right) => left.start - right.start);
  const isApart = whole.every(({ start }, index) => (whole[index - 1]?.end ?? 0) <= start);
  return whole.length === edits.length && isApart ? whole : undefined;
}

export function applyEdits(text: string, edits: readonly Edit[]): string {
  const pieces: string[] = [];
  let at = 0;
  for (const edit of edits) {
    pieces.push(text.slice(at, edit.start), edit.text);
    at = edit.end;
  }
  return pieces.join('') + text.slice(at);
}

/** A text in the place of another, written as that one is; undefined where that cannot be. */
const writers: Readonly<Record<Form, (before: string, after: string) => string | undefined>> = {
  json: (before, after) => (before.startsWith('"') ? JSON.stringify(after) : undefined),
  yaml: scalarFor,
  hcl: hclTextFor,
};

function textEdit(text: string, { start, end }: Range, written: string, form: Form): Edit | undefined {
  const before = text.slice(start, end);
  const after = writers[form](before, written);
  return after === undefined ? undefined : { start, end, text: after };
}

function additionTo(
  text: string,
  node: Node,
  { name, text: value }: { readonly name: string; readonly text: string },
  form: Form,
): Edit | undefined {
  const [first] = node.kind === 'object' ? node.members : [];
  if (node.kind !== 'object' || first === undefined) return undefined;
  if (form === 'hcl') return hclAddition(text, node, name, value);
  const { start } = first.key;
  if (!isFlow(text, node))
    return form === 'yaml' ? blockAddition(text, start, `${name}: ${JSON.stringify(value)}`) : undefined;
  const space = text.slice(node.start + 1, start);
  if (space.trim() !== '') return undefined;
  return { start, end: start, text: `${JSON.stringify(name)}: ${JSON.stringify(value)},${space}` };
}

function removals(
  text: string,
  parent: Node,
  indexes: ReadonlySet<number>,
  form: Form,
): readonly (Edit | undefined)[] {
  const children =
    form === 'hcl' && parent.kind === 'object' ? hclChildren(text, parent) : childrenOf(parent);
  if (indexes.size >= children.length) return [undefined];
  const flow = form === 'hcl' || isFlow(text, parent);
  if (!flow && form === 'json') return [undefined];
  // Lines part the members of an object of HCL too.
  const between = form === 'hcl' && parent.kind === 'object' ? /^\s*(?:,\s*)?$/ : /^\s*,\s*$/;
  const firstKept = children.findIndex((_, index) => !indexes.has(index));
  return [...indexes].map((index) => {
    if (!flow) return blockRemoval(text, children, index);
    const hasBefore = firstKept < index;
    const [from, to] = hasBefore ? [index - 1, index] : [index, index + 1];
    const left = children[from];
    const right = children[to];
    if (left === undefined || right === undefined) return undefined;
    // A comment between them would go too.
    if (!between.test(text.slice(left.end, right.start))) return undefined;
    return hasBefore
      ? { start: left.end, end: right.end, text: '' }
      : { start: left.start, end: right.start, text: '' };
  });
}

function childrenOf(node: Node): readonly Range[] {
  if (node.kind === 'array') return node.items;
  return node.kind === 'object'
    ? node.members.map(({ key, value }) => ({ start: key.start, end: value.end }))
    : [];
}

/** The document with the changes in it, as a text that tells documents apart: names that stand twice too. */
export function outcomeOf(node: Node, plan?: Plan): string {
  return JSON.stringify(valueOf(node, plan));
}

function valueOf(node: Node, plan: Plan | undefined): unknown {
  const isKept = (_: unknown, index: number) => plan?.removed.get(node)?.has(index) !== true;
  switch (node.kind) {
    case 'array':
      return node.items.filter(isKept).map((item) => valueOf(item, plan));
    case 'object': {
      const added = plan?.added.get(node);
      const members = node.members
        .filter(isKept)
        .map(({ key, value }) => [plan?.texts.get(key) ?? key.value, valueOf(value, plan)]);
      return { members: added === undefined ? members : [[added.name, added.text], ...members] };
    }
    case 'string':
      return plan?.texts.get(node) ?? node.value;
    case 'number':
      return { number: node.text };
    case 'boolean':
      return node.value;
    case 'null':
      return null;
  }
}
