import type { Source } from '../../../core/source.ts';
import type { HclBlock, HclBody, HclExpression } from '../../../formats/hcl-tree.ts';

/** An expression and the file that it stands in. */
export interface Written {
  readonly source: Source;
  readonly expression: HclExpression;
}

/** A block of a module and the file that it stands in. */
export interface BlockOf {
  readonly source: Source;
  readonly block: HclBlock;
}

/** What the files of one folder declare. */
export interface Scope {
  /** Values with a name; one that is declared twice is not known. */
  readonly locals: ReadonlyMap<string, Written | undefined>;
  /** By `data.aws_iam_policy_document.NAME`. */
  readonly documents: ReadonlyMap<string, BlockOf>;
  readonly blocks: readonly BlockOf[];
  /** How many nodes may still be made of locals: some name each other without end. */
  budget: number;
  /** How many characters may still be put together of texts. */
  letters: number;
  /** How many expressions are being evaluated within each other. */
  depth: number;
}

/** More than any policy has. */
const mostNodes = 200_000;
const mostLetters = 20_000_000;
/** Deeper expressions, over locals too, are not known. */
export const mostDepth = 200;

export function scopeOf(bodies: readonly { readonly source: Source; readonly body: HclBody }[]): Scope {
  const blocks = bodies.flatMap(({ source, body }) => body.blocks.map((block) => ({ source, block })));
  const locals = new Map<string, Written | undefined>();
  const documents = new Map<string, BlockOf>();
  for (const one of blocks) {
    const { source, block } = one;
    const [type, name] = block.labels;
    if (block.type.text === 'locals') {
      for (const { name: local, value } of block.body.attributes)
        locals.set(local.text, locals.has(local.text) ? undefined : { source, expression: value });
    }
    if (block.type.text === 'data' && type?.text === 'aws_iam_policy_document' && name !== undefined)
      documents.set(`data.${type.text}.${name.text}`, one);
  }
  return { locals, documents, blocks, budget: mostNodes, letters: mostLetters, depth: 0 };
}

/** The blocks of this type in a body; in JSON they are written as values. */
export function blocksIn(body: HclBody, type: string): readonly HclBody[] {
  const own = body.blocks.filter((block) => block.type.text === type).map((block) => block.body);
  const written = body.attributes.find(({ name }) => name.text === type)?.value;
  const values = written?.kind === 'list' ? written.items : written === undefined ? [] : [written];
  return [...own, ...values.flatMap((value) => (value.kind === 'object' ? [bodyOf(value)] : []))];
}

/** An object as the block that it stands for. */
export function bodyOf({ members, start, end }: Extract<HclExpression, { kind: 'object' }>): HclBody {
  const attributes = members.flatMap(({ key, value }) => {
    const text = literalText(key);
    if (text === undefined) return [];
    return [{ name: { text, start: key.start, end: key.end }, value, start: key.start, end: value.end }];
  });
  return { attributes, blocks: [], start, end };
}

/** The text of a template in which nothing stands; undefined where it is another expression. */
export function literalText(expression: HclExpression | undefined): string | undefined {
  if (expression?.kind !== 'template') return undefined;
  let text = '';
  for (const part of expression.parts) {
    if (part.kind !== 'text') return undefined;
    text += part.value;
  }
  return text;
}

export function attributeOf(body: HclBody, name: string): HclExpression | undefined {
  return body.attributes.find((attribute) => attribute.name.text === name)?.value;
}

/** Whether a block of this type is made by an expression. */
export function hasDynamic(body: HclBody, type: string): boolean {
  return (
    body.blocks.some((block) => block.type.text === 'dynamic' && block.labels[0]?.text === type) ||
    blocksIn(body, 'dynamic').some((one) => one.attributes.some(({ name }) => name.text === type))
  );
}

/** What a name of a local stands for in the end; the expression itself where it is none. */
export function followLocals(scope: Scope, written: Written): Written {
  let at = written;
  for (let steps = 0; steps < 20; steps++) {
    const { expression } = at;
    const [root, name = '', ...more] = expression.kind === 'traversal' ? expression.steps : [];
    const next = root === 'local' && more.length === 0 ? scope.locals.get(name) : undefined;
    if (next === undefined) return at;
    at = next;
  }
  return {
    ...written,
    expression: { kind: 'other', start: written.expression.start, end: written.expression.end },
  };
}
