import type { Source } from '../../core/source.ts';
import { everyPolicy } from '../../policy/document.ts';
import { wholeText } from '../../formats/inner-text.ts';
import { memberOf } from '../../formats/tree-value.ts';
import type { Node, ObjectNode } from '../../formats/tree.ts';
import type { PolicyPlace, ResourceIgnore } from './place.ts';
import { branchesOf, callOf, resolve } from './intrinsics.ts';
import { nodesAt } from './nodes-at.ts';
import { permissionKinds, policyOfPermission } from './permission.ts';
import { organizationTypes, templatePlaces, type PlaceOfPolicy } from './template-places.ts';
import { settle } from './unknown.ts';

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
  const found = typed.map(({ id, resource }) => policiesOfResource(source, id, resource));
  return {
    policies: found.flatMap(({ policies }) => policies),
    unknown: found.reduce((sum, { unknown }) => sum + unknown, 0),
    ignores: typed.flatMap(({ resource }) => ignoresOf(resource)),
  };
}

export interface TemplateRead extends Found {
  readonly ignores: readonly ResourceIgnore[];
}

function typeOf(node: Node): string | undefined {
  const type = node.kind === 'object' ? memberOf(node, 'Type')?.value : undefined;
  return type?.kind === 'string' && /^(?:AWS|Custom|Alexa)::/.test(type.value) ? type.value : undefined;
}

function policiesOfResource(source: Source, id: string, resource: ObjectNode): Found {
  const properties = memberOf(resource, 'Properties')?.value;
  if (properties?.kind !== 'object') return { policies: [], unknown: 0 };
  const type = typeOf(resource) ?? '';
  const name = constructPath(resource) ?? id;
  const places = [...(templatePlaces[type] ?? []), ...organizationPlace(type, properties)];
  const written = places.flatMap((place) => nodesIn(properties, place));
  return {
    policies: [
      ...written.flatMap(({ node, path, place }) =>
        policiesIn(source, place.isStatements === true ? documentOf(node) : node).map((found) => ({
          ...found,
          ...typeAt(place),
          name: `${name}.${path.join('.')}`,
        })),
      ),
      ...permissionOf(type, properties, name),
    ],
    unknown: written.filter(({ node }) => isPolicyTemplate(node)).length,
  };
}

interface Found {
  readonly policies: readonly PolicyPlace[];
  /** Policies that only the deployment knows. */
  readonly unknown: number;
}

/** The policies of a place: of a list its items, not the list. */
function nodesIn(properties: ObjectNode, place: PlaceOfPolicy) {
  const { path: steps } = place;
  const all = nodesAt(properties, steps, branchesOf);
  const isList = (node: Node) => steps.at(-1) === 'Policies' && node.kind !== 'object';
  return all.filter(({ node }) => !isList(node)).map(({ node, path }) => ({ node, path, place }));
}

/** `S3ReadPolicy: { BucketName: … }`, whose statements SAM writes (https://docs.aws.amazon.com/serverless-application-model/latest/developerguide/serverless-policy-templates.html). */
function isPolicyTemplate(node: Node): boolean {
  if (node.kind !== 'object' || node.members.length !== 1 || callOf(node) !== undefined) return false;
  return /^[A-Z]\w*Policy(?:_v2)?$/.test(node.members[0]?.key.value ?? '');
}

/** Statements without a policy around them. */
function documentOf(statements: Node): ObjectNode {
  const { start, end } = statements;
  const text = (value: string) => ({ kind: 'string' as const, value, start, end: start });
  return {
    kind: 'object',
    start,
    end,
    members: [
      { key: text('Version'), value: text('2012-10-17') },
      { key: text('Statement'), value: statements },
    ],
  };
}

function permissionOf(type: string, properties: ObjectNode, name: string): readonly PolicyPlace[] {
  const kind = permissionKinds[type];
  if (kind === undefined) return [];
  const policy = policyOfPermission(kind, properties, (argument) => {
    const member = memberOf(properties, argument);
    return member === undefined ? undefined : { key: member.key, value: resolve(member.value) };
  });
  if (policy === undefined) return [];
  const { resourceType } = kind;
  return [
    {
      ...settle(policy),
      name,
      type: 'resource',
      ...(resourceType === undefined ? {} : { resourceType }),
    },
  ];
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

function policiesIn(source: Source, node: Node): readonly PolicyPlace[] {
  return branchesOf(node).flatMap((branch) => {
    const resolved = resolve(branch);
    // A name of a managed policy, as SAM takes it, is no policy.
    if (resolved.kind !== 'object' && !(resolved.kind === 'string' && resolved.value.trim().startsWith('{')))
      return [];
    const { policies } = everyPolicy(wholeText(source.text), resolved);
    return [...policies.map(settle), ...otherwise(branch)];
  });
}

/** The statements that stand in the place of others: a policy of their own, since they are never there together. */
function otherwise(document: Node): readonly PolicyPlace[] {
  const statements = document.kind === 'object' ? memberOf(document, 'Statement') : undefined;
  if (document.kind !== 'object' || statements?.value.kind !== 'array') return [];
  const items = statements.value.items.flatMap((item) => branchesOf(item).slice(1));
  const [first] = items;
  if (first === undefined) return [];
  const value = { ...statements.value, items: items.map((item) => resolve(item)) };
  const members = document.members.map((member) => (member === statements ? { ...member, value } : member));
  const settled = settle({ ...document, members });
  // What it lacks stands in the other one.
  const nowhere = { start: first.start, end: first.start };
  return [{ ...settled, unknowns: [...settled.unknowns, nowhere] }];
}
