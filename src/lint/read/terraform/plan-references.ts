import { memberOf } from '../../../formats/tree-value.ts';
import type { Node, ObjectNode } from '../../../formats/tree.ts';
import type { Reference } from '../../terraform.ts';

/** How the configuration of a plan writes an argument. */
export interface Resolve {
  /** Undefined where the plan holds no configuration. */
  readonly isWritten: boolean | undefined;
  readonly references: readonly Reference[];
}

const mostSteps = 20;
const nowhere = { start: 0, end: 0 };

/** Looks up what an argument of a resource refers to, through variables and outputs of modules. */
export function resolverOf(root: ObjectNode) {
  const configuration = objectAt(root, ['configuration', 'root_module']);
  const byModule = new Map<ObjectNode, ReadonlyMap<string, ObjectNode>>();
  const resourcesIn = (module: ObjectNode) => {
    const found = byModule.get(module) ?? resourceBlocks(module);
    byModule.set(module, found);
    return found;
  };
  return (module: string, address: string, name: string): Resolve => {
    if (configuration === undefined) return { isWritten: undefined, references: [] };
    const path = stepsOf(module);
    const within = moduleAt(configuration, path);
    const own = withoutIndex(module === '' ? address : address.slice(module.length + 1));
    const block = within === undefined ? undefined : resourcesIn(within).get(own);
    const expressions = block === undefined ? undefined : objectAt(block, ['expressions']);
    const expression = expressions === undefined ? undefined : memberOf(expressions, name)?.value;
    if (expression === undefined)
      return { isWritten: block === undefined ? undefined : false, references: [] };
    return { isWritten: true, references: referencesOf(configuration, module, expression, 0) };
  };
}

function resourceBlocks(module: ObjectNode): ReadonlyMap<string, ObjectNode> {
  const list = memberOf(module, 'resources')?.value;
  const items = list?.kind === 'array' ? list.items.filter((item) => item.kind === 'object') : [];
  return new Map(
    items.flatMap((item) => {
      const address = memberOf(item, 'address')?.value;
      return address?.kind === 'string' ? [[address.value, item] as const] : [];
    }),
  );
}

/** `module.a[0].module.b` as its steps: `a[0]`, `b`. */
function stepsOf(module: string): readonly string[] {
  return [...module.matchAll(/module\.([^.[]+(?:\[[^[\]]*\])?)/g)].map(([, step = '']) => step);
}

function withoutIndex(text: string): string {
  return text.replace(/\[[^[\]]*\]/g, '');
}

function moduleAt(configuration: ObjectNode, path: readonly string[]): ObjectNode | undefined {
  return path.reduce<ObjectNode | undefined>(
    (module, step) =>
      module === undefined ? undefined : objectAt(module, ['module_calls', withoutIndex(step), 'module']),
    configuration,
  );
}

function objectAt(object: ObjectNode, path: readonly string[]): ObjectNode | undefined {
  return path.reduce<ObjectNode | undefined>((node, step) => {
    const value = node === undefined ? undefined : memberOf(node, step)?.value;
    return value?.kind === 'object' ? value : undefined;
  }, object);
}

/** What an expression refers to; `unknown` where it is made of more than that. */
function referencesOf(
  configuration: ObjectNode,
  module: string,
  expression: Node,
  depth: number,
): readonly Reference[] {
  const list = expression.kind === 'object' ? memberOf(expression, 'references')?.value : undefined;
  const texts =
    list?.kind === 'array' ? list.items.flatMap((item) => (item.kind === 'string' ? [item.value] : [])) : [];
  if (texts.some((text) => /^(?:each|count|self)\./.test(text))) return [];
  // `aws_iam_role.app.name` is followed by `aws_iam_role.app`.
  const longest = texts.filter(
    (text, index) =>
      !texts.slice(0, index).some((before) => before.startsWith(`${text}.`) || before.startsWith(`${text}[`)),
  );
  return longest.flatMap((text) => referenceTo(configuration, module, text, depth));
}

function referenceTo(
  configuration: ObjectNode,
  module: string,
  text: string,
  depth: number,
): readonly Reference[] {
  const [root = '', name = '', output = ''] = text.split('.');
  const prefix = module === '' ? '' : `${module}.`;
  if (depth > mostSteps) return [];
  if (root === 'var') return variable(configuration, module, name, depth);
  if (root === 'module') {
    const child = moduleAt(configuration, [...stepsOf(module), name]);
    const expression = child === undefined ? undefined : objectAt(child, ['outputs', output, 'expression']);
    return expression === undefined
      ? []
      : referencesOf(configuration, `${prefix}module.${name}`, expression, depth + 1);
  }
  const isResource = !/^(?:data|local|path|terraform)$/.test(root);
  const own = isResource ? `${root}.${name}` : text.replace(/\.(?:name|id|arn)$/, '');
  return [{ at: nowhere, kind: isResource ? 'resource' : 'written', text: `${prefix}${own}` }];
}

/** What the call of the module gives for a variable. */
function variable(
  configuration: ObjectNode,
  module: string,
  name: string,
  depth: number,
): readonly Reference[] {
  const steps = stepsOf(module);
  const last = steps.at(-1);
  if (last === undefined) return [{ at: nowhere, kind: 'written', text: `var.${name}` }];
  const parent = moduleAt(configuration, steps.slice(0, -1));
  const expression =
    parent === undefined
      ? undefined
      : objectAt(parent, ['module_calls', withoutIndex(last), 'expressions', name]);
  const above = module.slice(0, Math.max(0, module.length - `module.${last}`.length - 1));
  return expression === undefined ? [] : referencesOf(configuration, above, expression, depth + 1);
}
