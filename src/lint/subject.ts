import type { Diagnostic } from '../core/evaluation.ts';
import type { Range, Source } from '../core/source.ts';
import type { Node, ObjectNode } from '../formats/tree.ts';
import { parseOperator, type Operator } from '../policy/operator-names.ts';
import type { ConditionElement, Policy, PolicyType, StatementParts, Version } from '../policy/policy.ts';
import type { NodePath } from './finding.ts';
import { childrenAround, pathTo } from './path-to.ts';
import type { Settings } from './settings.ts';

/** One policy that is looked at: as it was written, and what could be read of it. */
export interface Subject {
  readonly source: Source;
  /** What the places of findings are in. */
  readonly node: Node;
  /** `bucket.json`, or the address of the resource that holds the policy. */
  readonly name: string;
  readonly type: PolicyType;
  /** Whether the type was said, not guessed. */
  readonly isTypeGiven: boolean;
  /** Of a resource policy, as CloudFormation names it: `AWS::S3::Bucket`; undefined where it cannot be told. */
  readonly resourceType: string | undefined;
  readonly version: Version;
  /** What could be read; an element that is broken is absent. */
  readonly statements: readonly StatementParts[];
  /** The policy of the statements that could be read whole. */
  readonly readable: Policy;
  /** Whether these are all that it has, without a mistake that AWS refuses. */
  readonly isWhole: boolean;
  /** What the reader of policies says of it. */
  readonly problems: readonly Diagnostic[];
  /** Numbers of statements that would be open to everyone, if the policy's Deny statements did not shut all strangers out. */
  readonly shut: ReadonlySet<number>;
  /** Digits of the account that the policy is in, where they were said. */
  readonly account: string | undefined;
  readonly isStrict: boolean;
  readonly settings: Settings;
}

/** One operator with one key, and what the operator means; undefined where there is no such operator. */
export interface Test extends ConditionElement {
  readonly parsed: Operator | undefined;
}

const tests = new WeakMap<StatementParts, readonly Test[]>();

/** The tests of a statement's Condition. */
export function testsOf(statement: StatementParts): readonly Test[] {
  let found = tests.get(statement);
  if (found === undefined) {
    found = statement.conditions.map((condition) => ({
      ...condition,
      parsed: parseOperator(condition.operator.text),
    }));
    tests.set(statement, found);
  }
  return found;
}

const numbered = new WeakMap<Subject['statements'], ReadonlyMap<number, StatementParts>>();

/** The statement of a number; each finding asks. */
export function statementNumbered({ statements }: Subject, index: unknown): StatementParts | undefined {
  let found = numbered.get(statements);
  if (found === undefined) {
    found = new Map(statements.map((statement) => [statement.index, statement]));
    numbered.set(statements, found);
  }
  return typeof index === 'number' ? found.get(index) : undefined;
}

/** The statement that a place is in. */
export function statementAround(subject: Subject, at: Range): StatementParts | undefined {
  return statementNumbered(subject, pathTo(subject.node, at)[1]);
}

/** Operators that hold where the values do not meet. */
export function isNegated({ parsed }: Test): boolean {
  return parsed !== undefined && /Not/.test(parsed.base);
}

/** The node that a path leads to; undefined where it leads to none. */
export function nodeAt(root: Node, path: NodePath): Node | undefined {
  let node: Node | undefined = root;
  for (const [depth, step] of path.entries()) {
    if (node === undefined) return undefined;
    if (typeof step === 'number') {
      const isSingle: boolean = step === 0 && depth === 1 && node.kind === 'object';
      node = node.kind === 'array' ? node.items[step] : isSingle ? node : undefined;
    } else node = node.kind === 'object' ? memberNamed(node, step) : undefined;
  }
  return node;
}

function memberNamed(object: ObjectNode, name: string): Node | undefined {
  return object.members.find(({ key }) => key.value === name)?.value;
}

/** What stands behind the key of a test, as it was written. */
export function nodeOfValues({ node }: Subject, test: Test): Node | undefined {
  return valueEndingAt(node, test.key.start, test.end);
}

/** The value of the member whose key starts at one offset and which ends at another. */
function valueEndingAt(node: Node, keyStart: number, end: number): Node | undefined {
  if (node.kind !== 'object' && node.kind !== 'array') return undefined;
  const places = [...childrenAround(node, { start: keyStart, end })];
  if (node.kind === 'object') {
    const members = places.map((at) => node.members[at]);
    const found = members.find((member) => member?.key.start === keyStart && member.value.end === end);
    if (found !== undefined) return found.value;
  }
  const children = places.map((at) => (node.kind === 'array' ? node.items[at] : node.members[at]?.value));
  const inside = children.find((child) => child !== undefined && child.start <= keyStart && end <= child.end);
  return inside === undefined ? undefined : valueEndingAt(inside, keyStart, end);
}
