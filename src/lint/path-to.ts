import type { Range } from '../core/source.ts';
import type { ArrayNode, Node, ObjectNode } from '../formats/tree.ts';
import type { NodePath } from './finding.ts';

/**
 * The path of the narrowest node that holds the range, in AWS's way: a single statement is number 0, a key has the path
 * of its value.
 */
export function pathTo(root: Node, range: Range): NodePath {
  const path: (string | number)[] = [];
  let node = root;
  for (;;) {
    // What opens an object without braces is the first letter of its first name, and means the object.
    const isOpening = range.start === node.start && range.end === node.start + 1;
    const next = isOpening ? undefined : childAt(node, range);
    if (next === undefined) return path;
    path.push(next.step);
    if (path.length === 1 && next.step === 'Statement' && next.node.kind === 'object') path.push(0);
    if (next.isKey) return path;
    node = next.node;
  }
}

interface Child {
  readonly step: string | number;
  readonly node: Node;
  readonly isKey: boolean;
}

function childAt(node: Node, range: Range): Child | undefined {
  if (node.kind === 'object') {
    for (const at of childrenAround(node, range)) {
      const { key, value } = node.members[at] ?? {};
      if (key === undefined || value === undefined) continue;
      if (holds(key, range)) return { step: key.value, node: value, isKey: true };
      if (holds(value, range)) return { step: key.value, node: value, isKey: false };
      if (holds({ start: key.start, end: value.end }, range))
        return { step: key.value, node: value, isKey: true };
    }
  }
  if (node.kind === 'array') {
    for (const at of childrenAround(node, range)) {
      const item = node.items[at];
      if (item !== undefined && holds(item, range)) return { step: at, node: item, isKey: false };
    }
  }
  return undefined;
}

function holds(outer: Range, inner: Range): boolean {
  return outer.start <= inner.start && inner.end <= outer.end;
}

type Parent = ObjectNode | ArrayNode;

/** Of so few children all are looked at. */
const few = 8;

/** The numbers of the children that may hold a range: each finding asks, and of many children the most are elsewhere. */
export function* childrenAround(parent: Parent, range: Range): Iterable<number> {
  const count = parent.kind === 'object' ? parent.members.length : parent.items.length;
  const children = count <= few ? undefined : inOrder(parent);
  for (let at = children === undefined ? 0 : firstEndingBehind(children, range.end); at < count; at++) {
    if ((children?.[at]?.start ?? 0) > range.start) return;
    yield at;
  }
}

const known = new WeakMap<Parent, readonly Range[] | 'mixed'>();

/** Where the children stand; undefined where one stands elsewhere, as what YAML names twice. */
function inOrder(parent: Parent): readonly Range[] | undefined {
  let found = known.get(parent);
  if (found === undefined) {
    const children = parent.kind === 'array' ? parent.items : parent.members.map(wholeOf);
    const isOrdered = children.every(
      ({ start, end }, at) => start <= end && (children[at - 1]?.end ?? 0) <= start,
    );
    known.set(parent, (found = isOrdered ? children : 'mixed'));
  }
  return found === 'mixed' ? undefined : found;
}

/** From its name to its end; the other way round where the value stands before its name. */
function wholeOf({ key, value }: ObjectNode['members'][number]): Range {
  return { start: key.end <= value.start ? key.start : Infinity, end: value.end };
}

function firstEndingBehind(ranges: readonly Range[], end: number): number {
  let low = 0;
  for (let high = ranges.length; low < high;) {
    const middle = (low + high) >> 1;
    if ((ranges[middle]?.end ?? 0) < end) low = middle + 1;
    else high = middle;
  }
  return low;
}
