import type { Node } from '../../formats/tree.ts';
import { unknownText } from '../unknown-text.ts';
import { unknownAt } from './unknown.ts';

/** The node with its functions put in, as far as the text tells what they say. */
export function resolve(node: Node): Node {
  const call = callOf(node);
  if (call !== undefined) return evaluate(node, call);
  switch (node.kind) {
    case 'object':
      return {
        ...node,
        members: node.members.map(({ key, value }) => ({ key, value: resolve(value) })),
      };
    case 'array':
      return { ...node, items: node.items.map((item) => resolve(item)) };
    case 'string':
    case 'number':
    case 'boolean':
    case 'null':
      return node;
  }
}

/** A function of CloudFormation: https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/intrinsic-function-reference.html */
export interface Call {
  readonly name: string;
  readonly argument: Node;
}

/** `{ "Fn::Sub": … }`, `{ "Ref": … }`: the reader of YAML makes them of short tags. */
export function callOf(node: Node): Call | undefined {
  if (node.kind !== 'object' || node.members.length !== 1) return undefined;
  const [only] = node.members;
  if (only === undefined || !/^(?:Ref|Condition|Fn::\w+)$/.test(only.key.value)) return undefined;
  // A statement that has nothing but a Condition is none of CloudFormation's.
  if (only.key.value === 'Condition' && only.value.kind !== 'string') return undefined;
  return { name: only.key.value.replace(/^Fn::/, ''), argument: only.value };
}

function evaluate(node: Node, { name, argument }: Call): Node {
  const [branch, ...others] = name === 'If' ? branchesOf(node) : [];
  // One of two values is not known; an object, or what is there or not, is looked at.
  if (branch !== undefined && branch !== node && (others.length === 0 || branch.kind === 'object'))
    return resolve(branch);
  const text = name === 'Sub' ? substituted(argument) : name === 'Join' ? joined(argument) : undefined;
  return text === undefined
    ? unknownAt(node)
    : { kind: 'string', start: node.start, end: node.end, value: text };
}

/** `${!x}` is a variable of the policy; every other one only the deployment knows. */
function substituted(argument: Node): string | undefined {
  const [first] = argument.kind === 'array' ? argument.items : [argument];
  if (first?.kind !== 'string') return undefined;
  return first.value.replace(/\$\{(!?)([^{}]*)\}/g, (_, escape: string, name: string) =>
    escape === '!' ? `\${${name}}` : unknownText,
  );
}

function joined(argument: Node): string | undefined {
  if (argument.kind !== 'array') return undefined;
  const [delimiter, list] = argument.items;
  if (delimiter?.kind !== 'string' || list?.kind !== 'array') return undefined;
  const parts = list.items.map((item) => {
    const call = callOf(item);
    if (call?.name === 'Sub') return substituted(call.argument) ?? unknownText;
    return call === undefined && item.kind === 'string' ? item.value : unknownText;
  });
  return parts.join(delimiter.value);
}

/** What a node may be: of `Fn::If` both, without the word for nothing. */
export function branchesOf(node: Node): readonly Node[] {
  const call = callOf(node);
  if (call?.name !== 'If' || call.argument.kind !== 'array') return [node];
  return call.argument.items
    .slice(1, 3)
    .filter((item) => !isNothing(item))
    .flatMap((item) => branchesOf(item));
}

function isNothing(node: Node): boolean {
  const call = callOf(node);
  return call?.name === 'Ref' && call.argument.kind === 'string' && call.argument.value === 'AWS::NoValue';
}
