import type { Diagnostic } from '../../../core/evaluation.ts';
import { append } from '../../../core/lists.ts';
import type { Range, Source } from '../../../core/source.ts';
import { parseHcl } from '../../../formats/hcl.ts';
import type { HclBlock, HclBody, HclExpression } from '../../../formats/hcl-tree.ts';
import { parseJson } from '../../../formats/json.ts';
import type { Configuration, Merge, Place, Resource } from '../../terraform.ts';
import type { PolicyInFile, PolicyPlace } from '../place.ts';
import { organizationTypes, planPlaces, type PlaceOfPolicy } from '../template-places.ts';
import { settle } from '../unknown.ts';
import { eatenIn } from './eaten.ts';
import { policyOfDocument, sidsOf } from './policy-document.ts';
import { permissionsIn } from './permissions.ts';
import { documentOf, policyOf } from './policy.ts';
import { argumentOf, namedBy, type Referring } from './reference.ts';
import {
  attributeOf,
  blocksIn,
  literalText,
  scopeOf,
  type BlockOf,
  type Scope,
  type Written,
} from './scope.ts';
import { bodyOfJson } from './json.ts';

export interface ModuleRead {
  readonly policies: readonly PolicyInFile[];
  /** Under `hcl/` and `json/`. */
  readonly problems: readonly { readonly source: Source; readonly problem: Diagnostic }[];
  /** Policies of which nothing can be told. */
  readonly unknown: number;
  readonly configuration: Configuration;
}

/** The `.tf` and `.tf.json` files of one folder. */
export function readModule(sources: readonly Source[]): ModuleRead {
  const read = sources.map((source) => ({ source, ...bodyOf(source) }));
  const scope = scopeOf(read);
  const policies = policiesOf(scope);
  const configuration = {
    resources: resourcesOf(scope).filter(({ type }) => /^(?:data\.)?aws_/.test(type)),
    merges: mergesOf(scope),
    eaten: read.flatMap(({ source, body }) => eatenIn(source, body)),
    heredocs: policies.heredocs,
  };
  return {
    unknown: policies.unknown,
    policies: [...policies.policies, ...permissionsIn(configuration)],
    problems: [
      ...read.flatMap(({ source, problems }) => problems.map((problem) => ({ source, problem }))),
      ...policies.problems,
    ],
    configuration,
  };
}

function bodyOf(source: Source): { readonly body: HclBody; readonly problems: readonly Diagnostic[] } {
  if (!/\.json$/i.test(source.file)) return parseHcl(source);
  const { root, problems } = parseJson(source);
  if (root === undefined || problems.length > 0)
    return { body: { attributes: [], blocks: [], start: 0, end: 0 }, problems };
  return { body: bodyOfJson(source, root), problems: [] };
}

/** Where a document is used, first. */
type Uses = Map<string, PlaceOfPolicy>;

interface Reading {
  readonly scope: Scope;
  readonly uses: Uses;
  /** Where documents are used, over all that they are put into. */
  readonly usesFound: Map<string, PlaceOfPolicy | undefined>;
  readonly parents: ReadonlyMap<string, string>;
  readonly policies: PolicyInFile[];
  readonly problems: ModuleRead['problems'][number][];
  readonly heredocs: Place[];
  /** Policies that several resources share are told once. */
  readonly seen: Set<HclExpression>;
  unknown: number;
}

function policiesOf(scope: Scope) {
  const reading: Reading = {
    scope,
    uses: new Map(),
    usesFound: new Map(),
    parents: parentsOf(scope),
    policies: [],
    problems: [],
    heredocs: [],
    seen: new Set(),
    unknown: 0,
  };
  for (const one of scope.blocks) if (one.block.type.text === 'resource') readResource(one, reading);
  for (const [address, document] of scope.documents) readDocumentBlock(address, document, reading);
  return reading;
}

function readResource({ source, block }: BlockOf, reading: Reading): void {
  const [type, name] = block.labels;
  if (type === undefined || name === undefined) return;
  const { body } = block;
  const places =
    type.text === 'aws_organizations_policy'
      ? organizationPlace(body, reading.scope)
      : (planPlaces[type.text] ?? []);
  for (const place of places) {
    const [first = '', index, last = ''] = place.path;
    const values =
      index === undefined
        ? [attributeOf(body, first)].map((value) => ({ value, path: first }))
        : blocksIn(body, first).map((inside, at) => ({
            value: attributeOf(inside, last),
            path: `${first}.${at}.${last}`,
          }));
    for (const { value, path } of values)
      if (value !== undefined)
        readPolicy({ source, expression: value }, place, `${type.text}.${name.text}.${path}`, reading);
  }
}

function organizationPlace(body: HclBody, { locals }: Scope): readonly PlaceOfPolicy[] {
  const written = attributeOf(body, 'type');
  const local =
    written?.kind === 'traversal' && written.steps[0] === 'local'
      ? locals.get(written.steps[1] ?? '')
      : undefined;
  const text = written === undefined ? 'SERVICE_CONTROL_POLICY' : literalText(local?.expression ?? written);
  const type = organizationTypes[text ?? ''];
  return type === undefined ? [] : [{ path: ['content'], type }];
}

function readPolicy(use: Written, place: PlaceOfPolicy, name: string, reading: Reading): void {
  const found = policyOf(reading.scope, use);
  if (found.kind === 'unknown') {
    reading.unknown++;
    return;
  }
  if (found.kind === 'document') {
    // One of another module, or of nobody, is as little known as a variable.
    if (!reading.scope.documents.has(found.address)) reading.unknown++;
    else if (!reading.uses.has(found.address)) reading.uses.set(found.address, place);
    return;
  }
  const { source, expression } = found.written;
  if (reading.seen.has(expression)) return;
  reading.seen.add(expression);
  if (expression.kind === 'template' && expression.isHeredoc && found.nodes.length > 0)
    reading.heredocs.push({ source, at: { start: expression.start, end: expression.start + 2 } });
  append(
    reading.problems,
    found.problems.map((problem) => ({ source, problem })),
  );
  for (const node of found.nodes) reading.policies.push(placed(source, node, name, place));
}

function placed(
  source: Source,
  policy: PolicyPlace['node'],
  name: string,
  place: PlaceOfPolicy | undefined,
): PolicyInFile {
  const type = place === undefined ? {} : { type: place.type };
  const resourceType = place?.resourceType === undefined ? {} : { resourceType: place.resourceType };
  return { source, name, ...settle(policy), ...type, ...resourceType };
}

function readDocumentBlock(address: string, { source, block }: BlockOf, reading: Reading): void {
  const { scope } = reading;
  const node = policyOfDocument(block, scope, overriddenIn(block, scope));
  if (node !== undefined) reading.policies.push(placed(source, node, address, typeOfUse(address, reading)));
}

/** The place where a document is used, itself or in one that it is put into; what was found on the way is kept. */
function typeOfUse(address: string, { uses, parents, usesFound }: Reading): PlaceOfPolicy | undefined {
  const seen = new Set<string>();
  let place: PlaceOfPolicy | undefined;
  for (let at: string | undefined = address; at !== undefined && !seen.has(at); at = parents.get(at)) {
    seen.add(at);
    place = uses.get(at) ?? usesFound.get(at);
    if (place !== undefined || usesFound.has(at)) break;
  }
  for (const at of seen) usesFound.set(at, place);
  return place;
}

/** By document the one that it is put into, first. */
function parentsOf(scope: Scope): ReadonlyMap<string, string> {
  const parents = new Map<string, string>();
  for (const [parent, { block }] of scope.documents) {
    for (const name of ['source_policy_documents', 'override_policy_documents'])
      for (const { address } of namesOf(block, name, scope))
        if (!parents.has(address)) parents.set(address, parent);
  }
  return parents;
}

/** The documents of this module that an argument lists. */
function namesOf({ body }: HclBlock, argument: string, scope: Scope) {
  const written = attributeOf(body, argument);
  const items = written?.kind === 'list' ? written.items : [];
  return items.flatMap((item) => {
    const [only, ...more] = item.kind === 'template' ? item.parts : [];
    const inside = only?.kind === 'interpolation' && more.length === 0 ? only.expression : item;
    const address = inside.kind === 'traversal' ? documentOf(inside.steps) : undefined;
    const document = address === undefined ? undefined : scope.documents.get(address);
    return address === undefined || document === undefined ? [] : [{ address, document, at: item }];
  });
}

/** The Sids of a document that the ones which override it have too. */
function overriddenIn(block: HclBlock, scope: Scope): ReadonlySet<string> {
  const overriding = namesOf(block, 'override_policy_documents', scope);
  return new Set(
    overriding.flatMap(({ document }) => sidsOf(document.block, scope).map(({ value }) => value)),
  );
}

/** Sids that several of the documents of one `source_policy_documents` have, which the provider refuses. */
function mergesOf(scope: Scope): readonly Merge[] {
  return [...scope.documents.values()].flatMap(({ source, block }) => {
    const bySid = new Map<string, { readonly documents: string[]; at: Range }>();
    const seen = new Set<string>();
    for (const { address, document, at } of namesOf(block, 'source_policy_documents', scope)) {
      if (seen.has(address)) continue;
      seen.add(address);
      for (const sid of new Set(sidsOf(document.block, scope).map(({ value }) => value))) {
        const found = bySid.get(sid) ?? { documents: [], at };
        bySid.set(sid, found);
        found.documents.push(address);
        found.at = at;
      }
    }
    return [...bySid]
      .filter(([, { documents }]) => documents.length > 1)
      .map(([sid, { documents, at }]) => ({ source, at, sid, documents }));
  });
}

function resourcesOf(scope: Scope): readonly Resource[] {
  const blocks = new Map<string, BlockOf>();
  for (const one of scope.blocks) {
    const [type, name] = one.block.labels;
    const kind = one.block.type.text;
    if (type === undefined || name === undefined || (kind !== 'resource' && kind !== 'data')) continue;
    blocks.set(`${kind === 'data' ? 'data.' : ''}${type.text}.${name.text}`, one);
  }
  const referring: Referring = { scope, blocks };
  return [...blocks].map(([address, one]) => resourceOf(referring, address, one));
}

function resourceOf(referring: Referring, address: string, { source, block }: BlockOf): Resource {
  const { body, labels, type } = block;
  const isData = address.startsWith('data.');
  const kind = labels[0]?.text ?? '';
  const last = labels.at(-1) ?? type;
  // In JSON the names stand far from each other.
  const isJson = /\.json$/i.test(source.file);
  const at = { start: isJson ? last.start : type.start, end: last.end };
  return {
    source,
    at,
    address,
    type: isData ? `data.${kind}` : kind,
    isCertain: isCertain(body),
    names: [
      { at, kind: isData ? 'written' : 'resource', text: address },
      ...ownNames(kind, body).map((text) => ({ at, kind: 'text' as const, text })),
      ...(attributeOf(body, 'count') === undefined || isData
        ? []
        : [{ at, kind: 'resource' as const, text: `${address}[0]` }]),
    ],
    argument: (name) => argumentIn(referring, source, body, name),
  };
}

/** The name that stands in the block. */
function ownNames(type: string, body: HclBody): readonly string[] {
  const text = literalText(attributeOf(body, namedBy[type]?.argument ?? ''));
  return text === undefined ? [] : [text];
}

function argumentIn(referring: Referring, source: Source, body: HclBody, name: string) {
  const value = attributeOf(body, name);
  if (value !== undefined) return argumentOf(referring, source, value);
  // Blocks count as a value of which only the number is known.
  const block = body.blocks.find(
    (one) => one.type.text === name || (one.type.text === 'dynamic' && one.labels[0]?.text === name),
  );
  if (block === undefined) return undefined;
  const at = { start: block.type.start, end: block.labels.at(-1)?.end ?? block.type.end };
  return { at, items: block.type.text === 'dynamic' ? undefined : [] };
}

/** Whether a block makes at least one resource, whatever the variables are. */
function isCertain(body: HclBody): boolean {
  const count = attributeOf(body, 'count');
  const each = attributeOf(body, 'for_each');
  if (count !== undefined)
    return count.kind === 'literal' && count.type === 'number' && Number(count.text) > 0;
  if (each === undefined) return true;
  const list = each.kind === 'call' ? each.args[0] : each;
  return (
    (list?.kind === 'list' && list.items.length > 0) || (list?.kind === 'object' && list.members.length > 0)
  );
}
