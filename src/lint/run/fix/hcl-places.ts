import type { Source } from '../../../core/source.ts';
import type { HclBody, HclExpression } from '../../../formats/hcl-tree.ts';
import type { Member, Node, ObjectNode, StringNode } from '../../../formats/tree.ts';
import type { Range } from '../../../core/source.ts';
import type { Edit } from '../../repair.ts';
import { literalText } from '../../read/terraform/scope.ts';

/**
 * A file of Terraform as the tree that repairs change: attributes and blocks are members, the arguments of a function items.
 * What is no plain text in quotes stands as what it is written as, which no repair changes.
 */
export function treeOfHcl(source: Source, body: HclBody): ObjectNode {
  const members = [
    ...body.attributes.map(({ name, value }) => ({
      key: textAt(name, name.text),
      value: nodeOf(source, value),
    })),
    ...body.blocks.map(({ type, body: inside }) => ({
      key: textAt(type, type.text),
      value: treeOfHcl(source, inside),
    })),
  ];
  return { kind: 'object', members: members.sort(byStart), start: body.start, end: body.end };
}

function byStart(left: Member, right: Member): number {
  return left.key.start - right.key.start;
}

function textAt({ start, end }: Range, value: string): StringNode {
  return { kind: 'string', value, start, end };
}

function nodeOf(source: Source, expression: HclExpression): Node {
  const { start, end } = expression;
  switch (expression.kind) {
    case 'list':
      return { kind: 'array', items: expression.items.map((item) => nodeOf(source, item)), start, end };
    case 'call':
      return { kind: 'array', items: expression.args.map((arg) => nodeOf(source, arg)), start, end };
    case 'object':
      return {
        kind: 'object',
        members: expression.members.map(({ key, value }) => ({
          key: textAt(key, literalText(key) ?? source.text.slice(key.start, key.end)),
          value: nodeOf(source, value),
        })),
        start,
        end,
      };
    case 'template': {
      const text = expression.isHeredoc ? undefined : literalText(expression);
      return text === undefined ? asWritten(source, expression) : textAt(expression, text);
    }
    case 'literal':
    case 'traversal':
    case 'other':
      return asWritten(source, expression);
  }
}

/** Nothing that a repair is about, and still a part of what the file says. */
function asWritten({ text }: Source, { start, end }: Range): Node {
  return { kind: 'number', text: text.slice(start, end), start, end };
}

/** A text of HCL in the place of another; undefined where it would not be read as what it says. */
export function hclTextFor(before: string, after: string): string | undefined {
  // `${` and `%{` begin what Terraform evaluates, and a few escapes of JSON are none of its own.
  if (/[$%]\{|[^\x20-\uffff]|\\/.test(after)) return undefined;
  if (/^[A-Za-z_][\w-]*$/.test(before))
    return /^[A-Za-z_][\w-]*$/.test(after) ? after : JSON.stringify(after);
  return /^".*"$/s.test(before) ? JSON.stringify(after) : undefined;
}

/** A first member of an object, written as the one after it is. */
export function hclAddition(text: string, node: ObjectNode, name: string, value: string): Edit | undefined {
  const [first] = node.members;
  if (first === undefined || text[node.start] !== '{') return undefined;
  const { start } = first.key;
  const space = text.slice(node.start + 1, start);
  if (space.trim() !== '') return undefined;
  const key = text[start] === '"' ? JSON.stringify(name) : name;
  const sign = /^\s*:/.test(text.slice(first.key.end, first.value.start)) ? ': ' : ' = ';
  const isOnLines = /^\s*,/.test(text.slice(first.value.end)) || !/[\r\n]/.test(space);
  return { start, end: start, text: `${key}${sign}${JSON.stringify(value)}${isOnLines ? ',' : ''}${space}` };
}

/** The parts of a block or an object as they stand in the text, a block with its closing brace. */
export function hclChildren(text: string, node: ObjectNode): readonly Range[] {
  return node.members.map(({ key, value }) => {
    const isBlock = value.kind === 'object' && text[value.start] !== '{';
    const close = isBlock ? text.indexOf('}', value.end) + 1 : value.end;
    return { start: key.start, end: Math.max(close, value.end) };
  });
}
