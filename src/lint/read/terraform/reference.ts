import type { HclBody, HclExpression } from '../../../formats/hcl-tree.ts';
import type { Argument, Reference } from '../../terraform.ts';
import { attributeOf, followLocals, literalText, type BlockOf, type Scope } from './scope.ts';
import type { Source } from '../../../core/source.ts';

/** Arguments that are the name which others use, and the attributes that give it out. */
export const namedBy: Readonly<
  Record<string, { readonly argument: string; readonly attributes: readonly string[] }>
> = {
  aws_iam_role: { argument: 'name', attributes: ['name', 'id'] },
  aws_iam_user: { argument: 'name', attributes: ['name', 'id'] },
  aws_iam_group: { argument: 'name', attributes: ['name', 'id'] },
  aws_s3_bucket: { argument: 'bucket', attributes: ['bucket', 'id'] },
  aws_ecr_repository: { argument: 'name', attributes: ['name', 'id'] },
};

/** Attributes by which a resource is meant itself. */
const ownAttributes = new Set(['name', 'id', 'arn', 'url', 'key_id', 'bucket', 'repository']);

/** What stands for a value that has to be evaluated for each copy. */
const ofCopies = new Set(['each', 'count', 'self']);

const mostSteps = 20;

/** Blocks by the address of their resource. */
export type ResourceBlocks = ReadonlyMap<string, BlockOf>;

export interface Referring {
  readonly scope: Scope;
  readonly blocks: ResourceBlocks;
}

/** What an argument names, as far as the text tells. */
export function argumentOf(referring: Referring, source: Source, value: HclExpression): Argument | undefined {
  const { expression } = followLocals(referring.scope, { source, expression: value });
  if (expression.kind === 'literal' && expression.type === 'null') return undefined;
  const at = { start: value.start, end: value.end };
  const items = itemsOf(referring, expression, 0)?.map((item) =>
    // What stands in another place is told where it is used.
    expression === value ? item : { ...item, at },
  );
  return { at, items };
}

function itemsOf(
  referring: Referring,
  expression: HclExpression,
  steps: number,
): readonly Reference[] | undefined {
  if (expression.kind === 'list') return expression.items.map((item) => referenceTo(referring, item, steps));
  if (expression.kind === 'call') {
    if (!/^(?:toset|tolist|concat|distinct|sort)$/.test(expression.name) || steps > mostSteps)
      return undefined;
    const lists = expression.args.map((one) => itemsOf(referring, one, steps + 1));
    return lists.some((list) => list === undefined) ? undefined : lists.flatMap((list) => list ?? []);
  }
  return expression.kind === 'other' ? undefined : [referenceTo(referring, expression, steps)];
}

function referenceTo(referring: Referring, expression: HclExpression, steps: number): Reference {
  const { start, end } = expression;
  const at = { start, end };
  const unknown: Reference = { at, text: '', kind: 'unknown' };
  if (steps > mostSteps) return unknown;
  if (expression.kind === 'literal')
    return expression.type === 'null'
      ? unknown
      : { at, kind: 'text', text: expression.type === 'number' ? expression.text : String(expression.value) };
  if (expression.kind === 'traversal') return { ...traversed(referring, expression.steps, steps), at };
  if (expression.kind !== 'template') return unknown;
  const [first, ...more] = expression.parts;
  if (first?.kind === 'interpolation' && more.length === 0)
    return { ...referenceTo(referring, first.expression, steps + 1), at };
  let text = '';
  let kind: Reference['kind'] = 'text';
  for (const part of expression.parts) {
    if (part.kind === 'text') {
      text += part.value;
      continue;
    }
    const inside =
      part.kind === 'interpolation' ? referenceTo(referring, part.expression, steps + 1) : unknown;
    if (inside.kind === 'unknown') return unknown;
    if (inside.kind !== 'text') kind = 'written';
    text += inside.kind === 'text' ? inside.text : `\${${inside.text}}`;
  }
  return { at, text, kind };
}

type Meant = Pick<Reference, 'text' | 'kind'>;

function traversed(referring: Referring, steps: readonly string[], depth: number): Meant {
  const [root = '', name = ''] = steps;
  const text = steps.join('.').replaceAll('.[', '[');
  if (ofCopies.has(root) || steps.includes('[?]') || steps.includes('[*]'))
    return { text: '', kind: 'unknown' };
  const isData = root === 'data';
  const [type = '', label = '', ...rest] = isData ? steps.slice(1) : steps;
  if (root === 'local') {
    const local = rest.length === 0 ? referring.scope.locals.get(name) : undefined;
    return local === undefined
      ? { text, kind: 'written' }
      : referenceTo(referring, local.expression, depth + 1);
  }
  const address = `${isData ? 'data.' : ''}${type}.${label}`;
  const found = referring.blocks.get(address);
  if (found === undefined)
    return { text: withoutAttribute(text), kind: isResourceName(root) ? 'resource' : 'written' };
  const attribute = rest.at(-1) ?? '';
  const literal = nameOf(type, found.block.body, attribute);
  if (literal !== undefined) return { text: literal, kind: 'text' };
  const written = attributeOf(found.block.body, attribute);
  const isOwn =
    ownAttributes.has(attribute) &&
    (written === undefined || namedBy[type]?.argument === attribute || attribute === 'name');
  if (!isOwn && written !== undefined) return referenceTo(referring, written, depth + 1);
  const index = rest.find((step) => step.startsWith('[')) ?? '';
  return { text: `${address}${index}`, kind: isData ? 'written' : 'resource' };
}

/** The name of a resource, where the attribute gives out what is written in its block. */
function nameOf(type: string, body: HclBody, attribute: string): string | undefined {
  const named = namedBy[type];
  if (named?.attributes.includes(attribute) !== true) return undefined;
  return literalText(attributeOf(body, named.argument));
}

/** Whether a name that begins so is a resource's, in whichever file that is declared. */
function isResourceName(root: string): boolean {
  return !/^(?:data|local|module|path|terraform|var)$/.test(root);
}

function withoutAttribute(text: string): string {
  return text.replace(/\.(?:name|id|arn)$/, '');
}
