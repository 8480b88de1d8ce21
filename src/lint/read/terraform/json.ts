import type { Range, Source } from '../../../core/source.ts';
import type { HclBlock, HclBody, HclExpression, HclName, HclPart } from '../../../formats/hcl-tree.ts';
import { parseTemplate } from '../../../formats/hcl.ts';
import { textInString, wholeText, type InnerText } from '../../../formats/inner-text.ts';
import type { Node, ObjectNode, StringNode } from '../../../formats/tree.ts';

/**
 * A configuration in JSON (https://developer.hashicorp.com/terraform/language/syntax/json) as what it stands for. What
 * may be a block or an argument is an argument: who looks for blocks takes both.
 */
export function bodyOfJson(source: Source, root: Node): HclBody {
  const blocks =
    root.kind === 'object' ? root.members.flatMap(({ key, value }) => blocksOf(source, key, value)) : [];
  return { attributes: [], blocks, start: root.start, end: root.end };
}

/** How many names follow the type of a block. */
const labelsOf: Readonly<Record<string, number>> = { resource: 2, data: 2, locals: 0, module: 1 };

function blocksOf(source: Source, type: StringNode, value: Node): readonly HclBlock[] {
  const count = labelsOf[type.value];
  return count === undefined ? [] : labelled(source, nameOf(type), value, [], count);
}

function labelled(
  source: Source,
  type: HclName,
  node: Node,
  labels: readonly HclName[],
  count: number,
): readonly HclBlock[] {
  if (node.kind === 'array') return node.items.flatMap((item) => labelled(source, type, item, labels, count));
  if (node.kind !== 'object') return [];
  if (count > 0)
    return node.members.flatMap(({ key, value }) =>
      labelled(source, type, value, [...labels, nameOf(key)], count - 1),
    );
  return [{ type, labels, body: bodyOf(source, node), start: node.start, end: node.end }];
}

function nameOf({ start, end, value }: StringNode): HclName {
  return { text: value, start, end };
}

function bodyOf(source: Source, { members, start, end }: ObjectNode): HclBody {
  const attributes = members.map(({ key, value }) => ({
    name: nameOf(key),
    value: expressionOf(source, value),
    start: key.start,
    end: value.end,
  }));
  return { attributes, blocks: [], start, end };
}

function expressionOf(source: Source, node: Node): HclExpression {
  const { start, end } = node;
  switch (node.kind) {
    case 'number':
      return { kind: 'literal', type: 'number', text: node.text, start, end };
    case 'boolean':
      return { kind: 'literal', type: 'boolean', value: node.value, start, end };
    case 'null':
      return { kind: 'literal', type: 'null', start, end };
    case 'array':
      return { kind: 'list', items: node.items.map((item) => expressionOf(source, item)), start, end };
    case 'object': {
      const members = node.members.map(({ key, value }) => ({
        key: templateOf(source, key),
        value: expressionOf(source, value),
      }));
      return { kind: 'object', members, start, end };
    }
    case 'string':
      return templateOf(source, node);
  }
}

function templateOf(source: Source, node: StringNode): HclExpression {
  const { start, end, value } = node;
  const inner = textInString(wholeText(source.text), node);
  const read = /[$%]\{/.test(value) ? parseTemplate(value) : undefined;
  const parts: readonly HclPart[] =
    read === undefined
      ? [{ kind: 'text', value, start: 0, end: value.length }]
      : read.map((part) =>
          part.kind === 'interpolation' ? { ...part, expression: inFile(part.expression, inner) } : part,
        );
  return { kind: 'template', isHeredoc: false, parts, inner, start, end };
}

/** The expression with the places of the file. */
function inFile(expression: HclExpression, inner: InnerText): HclExpression {
  const { start, end } = inner.map(expression);
  const at: Range = { start, end };
  switch (expression.kind) {
    case 'list':
      return { ...expression, ...at, items: expression.items.map((item) => inFile(item, inner)) };
    case 'call':
      return { ...expression, ...at, args: expression.args.map((one) => inFile(one, inner)) };
    case 'object': {
      const members = expression.members.map(({ key, value }) => ({
        key: inFile(key, inner),
        value: inFile(value, inner),
      }));
      return { ...expression, ...at, members };
    }
    case 'template': {
      const parts = expression.parts.map((part) =>
        part.kind === 'interpolation' ? { ...part, expression: inFile(part.expression, inner) } : part,
      );
      return { ...expression, ...at, parts, inner };
    }
    case 'literal':
    case 'traversal':
    case 'other':
      return { ...expression, ...at };
  }
}
