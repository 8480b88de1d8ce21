import { memberOf } from '../../formats/tree-value.ts';
import type { Node } from '../../formats/tree.ts';

/** A node that a path leads to, with its own path: numbers in the place of `*`. */
export interface NodeAt {
  readonly node: Node;
  readonly path: readonly string[];
}

/** The nodes that a path leads to. `choices` says what a node on the way may be. */
export function nodesAt(
  node: Node,
  path: readonly string[],
  choices: (node: Node) => readonly Node[] = (one) => [one],
  way: readonly string[] = [],
): readonly NodeAt[] {
  const [step, ...rest] = path;
  if (step === undefined) return [{ node, path: way }];
  return choices(node).flatMap((choice): readonly NodeAt[] => {
    if (step === '*')
      return choice.kind === 'array'
        ? choice.items.flatMap((item, index) => nodesAt(item, rest, choices, [...way, String(index)]))
        : [];
    const next = choice.kind === 'object' ? memberOf(choice, step)?.value : undefined;
    return next === undefined ? [] : nodesAt(next, rest, choices, [...way, step]);
  });
}
