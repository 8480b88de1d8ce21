import type { Diagnostic } from '../core/evaluation.ts';
import type { Range, Source } from '../core/source.ts';

/**
 * A document as it was written: every node with its range, every member kept, also a second one of the same
 * name. JSON and YAML readers make the same tree.
 */
export type Node = ObjectNode | ArrayNode | StringNode | NumberNode | BooleanNode | NullNode;

export interface ObjectNode extends Range {
  readonly kind: 'object';
  readonly members: readonly Member[];
}

export interface Member {
  readonly key: StringNode;
  readonly value: Node;
}

export interface ArrayNode extends Range {
  readonly kind: 'array';
  readonly items: readonly Node[];
}

export interface StringNode extends Range {
  readonly kind: 'string';
  readonly value: string;
}

/** `text` is the number as written: doubles lose digits that a policy may hold. */
export interface NumberNode extends Range {
  readonly kind: 'number';
  readonly text: string;
}

export interface BooleanNode extends Range {
  readonly kind: 'boolean';
  readonly value: boolean;
}

export interface NullNode extends Range {
  readonly kind: 'null';
}

/** What a reader made of a text. `root` is what could be read even where `problems` has errors. */
export interface Parsed {
  readonly source: Source;
  readonly root: Node | undefined;
  readonly problems: readonly Diagnostic[];
}
