import type { Source } from '../../core/source.ts';
import { everyPolicy } from '../../policy/document.ts';
import { wholeText } from '../../formats/inner-text.ts';
import { memberOf } from '../../formats/tree-value.ts';
import type { Node, ObjectNode } from '../../formats/tree.ts';
import type { PolicyPlace, ResourceIgnore } from './place.ts';
import { organizationTypes, templatePlaces, type PlaceOfPolicy } from './template-places.ts';
import { unknownText } from '../unknown-text.ts';
import { settle, unknownAt } from './unknown.ts';

/**
 * The policies of a CloudFormation or SAM template, with what its functions say put in as far as the text tells it;
 * undefined where the document is none. Ranges are the file's.
 */
export function policiesOfTemplate(source: Source, root: Node): TemplateRead | undefined {
  const resources = root.kind === 'object' ? memberOf(root, 'Resources')?.value : undefined;
  if (resources?.kind !== 'object') return undefined;
  const typed = resources.members.flatMap(({ key, value }) =>
    value.kind === 'object' && typeOf(value) !== undefined ? [{ id: key.value, resource: value }] : [],
  );
  if (typed.length === 0) return undefined;
  return {
    policies: typed.flatMap(({ id, resource }) => policiesOfResource(source, id, resource)),
    ignores: typed.flatMap(({ resource }) => ignoresOf(resource)),
  };
}

export interface TemplateRead {
  readonly policies: readonly PolicyPlace[];
  readonly ignores: readonly ResourceIgnore[];
}

function typeOf(node: Node): string | undefined {
  const type = node.kind === 'object' ? memberOf(node, 'Type')?.value : undefined;
  return type?.kind === 'string' && /^(?:AWS|Custom|Alexa)::/.test(type.value) ? type.value : undefined;
}

function policiesOfResource(source: Source, id: string, resource: ObjectNode): readonly PolicyPlace[] {
  const properties = memberOf(resource, 'Properties')?.value;
  if (properties?.kind !== 'object') return [];
  const type = typeOf(resource) ?? '';
  const name = constructPath(resource) ?? id;
  return [...(templatePlaces[type] ?? []), ...organizationPlace(type, properties)].flatMap((place) =>
    nodesAt(properties, place.path).flatMap(({ node, path }) =>
      place.path.at(-1) === 'Policies' && node.kind !== 'object'
        ? []
        : policiesIn(source, node).map((found) => ({
            ...found,
            ...typeAt(place),
            name: `${name}.${path.join('.')}`,
          })),
    ),
  );
}

function typeAt({ type, resourceType }: PlaceOfPolicy) {
  return resourceType === undefined ? { type } : { type, resourceType };
}

function organizationPlace(type: string, properties: ObjectNode): readonly PlaceOfPolicy[] {
  if (type !== 'AWS::Organizations::Policy') return [];
  const kind = memberOf(properties, 'Type')?.value;
  const policyType = kind?.kind === 'string' ? organizationTypes[kind.value] : undefined;
  return policyType === undefined ? [] : [{ path: ['Content'], type: policyType }];
}

/** Where the CDK says that the resource was made. */
function constructPath(resource: ObjectNode): string | undefined {
  const metadata = memberOf(resource, 'Metadata')?.value;
  const path = metadata?.kind === 'object' ? memberOf(metadata, 'aws:cdk:path')?.value : undefined;
  return path?.kind === 'string' ? path.value : undefined;
}

/** What `Metadata.iamx.ignore` sets aside, whether it is in order or not. */
function ignoresOf(resource: ObjectNode): readonly ResourceIgnore[] {
  const list = nodesAt(resource, ['Metadata', 'iamx', 'ignore'])[0]?.node;
  const items = list?.kind === 'array' ? list.items : list === undefined ? [] : [list];
  return items.map((item) => {
    const [code, reason, until] = ['code', 'reason', 'until'].map((name) => {
      const value = item.kind === 'object' ? memberOf(item, name)?.value : undefined;
      return value?.kind === 'string' ? value.value : undefined;
    });
    return {
      at: item.kind === 'object' ? (item.members[0]?.key ?? item) : item,
      resource,
      ...(code === undefined ? {} : { code }),
      ...(reason === undefined ? {} : { reason }),
      ...(until === undefined ? {} : { until }),
    };
  });
}

/** The nodes that a path leads to, each with its own path: numbers in the place of `*`. */
export function nodesAt(
  node: Node,
  path: readonly string[],
  way: readonly string[] = [],
): readonly { readonly node: Node; readonly path: readonly string[] }[] {
  const [step, ...rest] = path;
  if (step === undefined) return [{ node, path: way }];
  if (step === '*')
    return node.kind === 'array'
      ? node.items.flatMap((item, index) => nodesAt(item, rest, [...way, String(index)]))
      : [];
  const next = node.kind === 'object' ? memberOf(node, step)?.value : undefined;
  return next === undefined ? [] : nodesAt(next, rest, [...way, step]);
}

function policiesIn(source: Source, node: Node): readonly PolicyPlace[] {
  const resolved = resolve(source, node);
  // A name of a managed policy, as SAM takes it, is no policy.
  if (resolved.kind !== 'object' && !(resolved.kind === 'string' && resolved.value.trim().startsWith('{')))
    return [];
  const { policies } = everyPolicy(wholeText(source.text), resolved);
  return policies.map(settle);
}

/** The node with its functions put in, as far as the text tells what they say. */
function resolve(source: Source, node: Node): Node {
  const call = callOf(source, node);
  if (call !== undefined) return evaluate(source, node, call);
  switch (node.kind) {
    case 'object':
      return {
        ...node,
        members: node.members.map(({ key, value }) => ({ key, value: resolve(source, value) })),
      };
    case 'array':
      return { ...node, items: node.items.map((item) => resolve(source, item)) };
    case 'string':
    case 'number':
    case 'boolean':
    case 'null':
      return node;
  }
}

interface Call {
  readonly name: string;
  readonly argument: Node;
}

/** `{ "Fn::Sub": … }`, `{ "Ref": … }`, or the short tag of YAML. */
function callOf(source: Source, node: Node): Call | undefined {
  const tag = tagOf(source, node);
  if (tag !== undefined) return { name: tag, argument: node };
  if (node.kind !== 'object' || node.members.length !== 1) return undefined;
  const [only] = node.members;
  if (only === undefined || !/^(?:Ref|Condition|Fn::\w+)$/.test(only.key.value)) return undefined;
  // A statement that has nothing but a Condition is none of CloudFormation's.
  if (only.key.value === 'Condition' && only.value.kind !== 'string') return undefined;
  return { name: only.key.value.replace(/^Fn::/, ''), argument: only.value };
}

/** `!Sub` before a node, in YAML. */
function tagOf({ text, file }: Source, { start }: Node): string | undefined {
  if (!/\.(?:ya?ml|template)$/i.test(file)) return undefined;
  const before = text.slice(Math.max(0, start - 40), start);
  return /!(\w+)[ \t]*(?:\r?\n[ \t]*(?:-[ \t]*)?)?$/.exec(before)?.[1];
}

function evaluate(source: Source, node: Node, { name, argument }: Call): Node {
  const text =
    name === 'Sub' ? substituted(argument) : name === 'Join' ? joined(source, argument) : undefined;
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

function joined(source: Source, argument: Node): string | undefined {
  if (argument.kind !== 'array') return undefined;
  const [delimiter, list] = argument.items;
  if (delimiter?.kind !== 'string' || list?.kind !== 'array') return undefined;
  const parts = list.items.map((item) => {
    const call = callOf(source, item);
    if (call?.name === 'Sub') return substituted(call.argument) ?? unknownText;
    return call === undefined && item.kind === 'string' ? item.value : unknownText;
  });
  return parts.join(delimiter.value);
}
