import type { Source } from '../../../core/source.ts';
import type { HclBody, HclExpression } from '../../../formats/hcl-tree.ts';
import type { Eaten } from '../../terraform.ts';

/** Every `${aws:username}` of a body, which Terraform takes for an expression of its own. */
export function eatenIn(source: Source, { attributes, blocks }: HclBody): readonly Eaten[] {
  return [
    ...attributes.flatMap(({ value }) => inExpression(source, value)),
    ...blocks.flatMap(({ body }) => eatenIn(source, body)),
  ];
}

function inExpression(source: Source, expression: HclExpression): readonly Eaten[] {
  switch (expression.kind) {
    case 'template':
      return expression.parts.flatMap((part) => {
        if (part.kind === 'interpolation') return inExpression(source, part.expression);
        return part.kind === 'eaten' ? [{ source, at: expression.inner.map(part), text: part.text }] : [];
      });
    case 'list':
      return expression.items.flatMap((item) => inExpression(source, item));
    case 'call':
      return expression.args.flatMap((one) => inExpression(source, one));
    case 'object':
      return expression.members.flatMap(({ key, value }) => [
        ...inExpression(source, key),
        ...inExpression(source, value),
      ]);
    case 'literal':
    case 'traversal':
    case 'other':
      return [];
  }
}
