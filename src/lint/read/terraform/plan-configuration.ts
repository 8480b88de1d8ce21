import type { Range, Source } from '../../../core/source.ts';
import { memberOf } from '../../../formats/tree-value.ts';
import type { Node, ObjectNode } from '../../../formats/tree.ts';
import type { Argument, Configuration, Reference, Resource } from '../../terraform.ts';
import { resolverOf, type Resolve } from './plan-references.ts';

/** A resource of a plan, and the address of the module that it is in: empty for the outermost. */
export interface PlannedResource {
  readonly node: ObjectNode;
  readonly module: string;
}

/**
 * What the rules of Terraform look at in a plan: values where it has them, and otherwise what its configuration refers to
 * (https://developer.hashicorp.com/terraform/internals/json-format).
 */
export function configurationOfPlan(
  source: Source,
  root: ObjectNode,
  planned: readonly PlannedResource[],
): Configuration {
  const resolver = resolverOf(root);
  const changes = changesOf(root);
  const resources = planned.flatMap(({ node, module }): readonly Resource[] => {
    const address = textOf(node, 'address');
    const type = textOf(node, 'type');
    const values = objectIn(node, 'values');
    if (address === undefined || type === undefined || values === undefined) return [];
    if (textOf(node, 'mode') === 'data') return [];
    const at = memberOf(node, 'address')?.value ?? node;
    const renamed = changes.get(address);
    return [
      {
        source,
        at: { start: at.start, end: at.end },
        address,
        type,
        isCertain: true,
        names: namesOf(at, address, values),
        argument: (name) => argumentIn(values, at, name, resolver(module, address, name)),
        ...(renamed === undefined ? {} : { isRenamed: true, renamedFrom: renamed }),
      },
    ];
  });
  return { resources, merges: [], eaten: [], heredocs: [] };
}

function namesOf(at: Range, address: string, values: ObjectNode): readonly Reference[] {
  const known = ['name', 'id', 'arn', 'url', 'bucket', 'key_id'].flatMap((name) => {
    const text = textOf(values, name);
    return text === undefined ? [] : [{ at, kind: 'text' as const, text }];
  });
  return [{ at, kind: 'resource', text: address }, ...known];
}

/** The value, if the configuration has the argument at all: the provider fills in others. */
function argumentIn(values: ObjectNode, at: Range, name: string, written: Resolve): Argument | undefined {
  if (written.isWritten === false) return undefined;
  const value = memberOf(values, name)?.value;
  if (value === undefined || value.kind === 'null')
    return written.isWritten === true
      ? {
          at,
          items: [...written.references.map((one) => ({ ...one, at })), { at, kind: 'unknown', text: '' }],
        }
      : undefined;
  const items = value.kind === 'array' ? value.items : [value];
  const isKnown = items.every((item) => item.kind !== 'null');
  return {
    at: value,
    items: [
      ...items.flatMap((item) => knownItem(item)),
      ...(isKnown ? [] : unknownItems(items, value, written.references)),
    ],
  };
}

function knownItem(item: Node): readonly Reference[] {
  const at = { start: item.start, end: item.end };
  switch (item.kind) {
    case 'string':
      return [{ at, kind: 'text', text: item.value }];
    case 'number':
      return [{ at, kind: 'text', text: item.text }];
    case 'boolean':
      return [{ at, kind: 'text', text: String(item.value) }];
    case 'object':
    case 'array':
      return [{ at, kind: 'unknown', text: '' }];
    case 'null':
      return [];
  }
}

/** What stands as null in a list: what is referred to, if that is all of it. */
function unknownItems(
  items: readonly Node[],
  at: Range,
  references: readonly Reference[],
): readonly Reference[] {
  const count = items.filter((item) => item.kind === 'null').length;
  const placed = references.map((one) => ({ ...one, at }));
  return count === references.length ? placed : [...placed, { at, kind: 'unknown', text: '' }];
}

/** The names that resources had which are made anew under another name or path. */
function changesOf(root: ObjectNode): ReadonlyMap<string, string> {
  const list = memberOf(root, 'resource_changes')?.value;
  const found = new Map<string, string>();
  for (const item of list?.kind === 'array' ? list.items : []) {
    if (item.kind !== 'object') continue;
    const change = objectIn(item, 'change');
    const actions = change === undefined ? undefined : memberOf(change, 'actions')?.value;
    if (change === undefined || actions?.kind !== 'array' || actions.items.length < 2) continue;
    const before = objectIn(change, 'before');
    const after = objectIn(change, 'after');
    const address = textOf(item, 'address');
    if (before === undefined || after === undefined || address === undefined) continue;
    const isOther = ['name', 'path'].some((name) => textOf(before, name) !== textOf(after, name));
    if (isOther) found.set(address, textOf(before, 'name') ?? '');
  }
  return found;
}

export function textOf(object: ObjectNode, name: string): string | undefined {
  const value = memberOf(object, name)?.value;
  return value?.kind === 'string' ? value.value : undefined;
}

export function objectIn(object: ObjectNode, name: string): ObjectNode | undefined {
  const value = memberOf(object, name)?.value;
  return value?.kind === 'object' ? value : undefined;
}
