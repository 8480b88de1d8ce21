import { IamxError, joinErrors } from '../core/error.ts';
import { nearest } from '../core/nearest.ts';
import { source as sourceOf, type Source } from '../core/source.ts';
import { quoted } from '../formats/problem.ts';
import { policyFromText, type LoadedPolicy } from '../policy/document.ts';
import { byLayer, layers, type Layer, type LayerId } from '../policy/decision/layers.ts';
import type { Policy, PolicyType } from '../policy/policy.ts';
import { loadManaged } from '../policy/scenario/library.ts';
import type { Policies, PolicyInput } from './types.ts';
import { isPlain, itemsOf, kindOf, looking, membersOf, misused, printed } from './values.ts';

/** A policy that was given, and where: `scp[1][0]`. */
export interface GivenPolicy {
  readonly place: string;
  readonly value: unknown;
  /** Of a document, printed when it is first read and then never read again. */
  readonly source: () => Source;
}

function givenPolicy(value: unknown, place: string): GivenPolicy {
  let source: Source | undefined;
  return { place, value, source: () => (source ??= printed(value, place, 'not-a-policy').source) };
}

/** For each layer its levels; no levels where the layer was not given. */
export type GivenPolicies = Readonly<Record<LayerId, readonly (readonly GivenPolicy[])[]>>;

/** Throws `usage` where the value is no `Policies`, with all that is wrong. */
export function readPolicies(policies: unknown): GivenPolicies {
  const path = 'policies';
  if (!isPlain(policies)) {
    throw misused('usage', path, `\`${path}\` is ${kindOf(policies)}, not an object of policies`, fieldsHint);
  }
  const members = membersOf(policies, path, 'usage');
  const errors: IamxError[] = [];
  for (const field of Object.keys(members)) {
    if (names.some((name) => name === field)) continue;
    const near = nearest(field, names);
    const hint = near === undefined ? fieldsHint : `Did you mean \`${near}\`?`;
    errors.push(misused('usage', path, `${quoted(field)} is no kind of policies`, hint));
  }
  const given = byLayer((layer) => levelsIn(members[layer.id], layer, errors));
  const [first, ...others] = errors;
  if (first !== undefined) throw joinErrors(first, others);
  return given;
}

function levelsIn(
  value: unknown,
  { id, shape, only }: Layer,
  errors: IamxError[],
): readonly (readonly GivenPolicy[])[] {
  if (value === undefined) return [];
  if (shape === 'levels') return levelsOf(value, id, errors);
  const list = itemsOf(value, id, 'usage');
  if (list === undefined) return [[givenPolicy(value, id)]];
  if (shape === 'one' && list.length > 1) {
    const hint = 'Put their statements into one document.';
    errors.push(misused('usage', id, 'a resource has one policy, here are several', hint));
  }
  if (only !== undefined && list.length > 1) {
    errors.push(misused('usage', id, `${only}, here are several`, 'Leave one of them.'));
  }
  return list.length === 0 ? [] : [listOf(list, id)];
}

const names = layers.map(({ id }) => id);
const fieldsHint = `There are ${names.join(', ')}.`;

/** A flat list could mean one level or many, and the decision differs. */
function levelsOf(value: unknown, place: string, errors: IamxError[]): readonly (readonly GivenPolicy[])[] {
  const levels = itemsOf(value, place, 'usage')?.map((level) => itemsOf(level, place, 'usage'));
  const lists = levels?.filter((level) => level !== undefined);
  if (lists !== undefined && lists.length === levels?.length) {
    return lists.map((level, index) => listOf(level, `${place}[${index}]`));
  }
  const hint = `One list for each level, the root first: \`{ ${place}: [[policy], [policy]] }\`.`;
  errors.push(misused('usage', place, `\`${place}\` is no list of levels`, hint));
  return [];
}

function listOf(values: readonly unknown[], place: string): readonly GivenPolicy[] {
  return values.map((value, index) => givenPolicy(value, `${place}[${index}]`));
}

/** Policies that `parsePolicy` made: they are read again as what they are given as. */
const parsed = new WeakSet<object>();

export function rememberParsed(policy: Policy): void {
  parsed.add(policy);
}

/** Reads a policy as one of this type. Throws `json-syntax`, `not-a-policy`, `invalid-policy`, `unknown-managed-policy`. */
export function loadGiven({ place, value, source }: GivenPolicy, type: PolicyType): LoadedPolicy {
  if (typeof value === 'string') return policyFromText(sourceOf(place, value), type, place);
  if (isParsed(value)) return policyFromText(value.source, type, value.name);
  if (isPlain(value)) {
    const { kind, name } = referenceIn(value, place);
    if (kind === 'managed' && typeof name === 'string') return loadNamed(name, type, place);
    if (kind === 'file') {
      const hint = 'Read the file and hand in its text.';
      throw misused('not-a-policy', place, `\`${place}\` names a file, and the library reads none`, hint);
    }
  } else if (
    typeof value !== 'object' ||
    value === null ||
    itemsOf(value, place, 'not-a-policy') !== undefined
  ) {
    const hint = 'A policy is its document, its JSON text, or `{ managed: NAME }`.';
    throw misused('not-a-policy', place, `\`${place}\` is ${kindOf(value)}, not a policy`, hint);
  }
  return policyFromText(source(), type, place);
}

/** The same policies once more, of which their owner can change nothing; `loadGiven` has read each of them. */
export function keptOf(given: GivenPolicies): Policies {
  const kept = layers.flatMap(({ id, shape, only }) => {
    const levels = given[id].map((level) => level.map(keptPolicy));
    if (levels.length === 0) return [];
    if (shape === 'levels') return [[id, levels] as const];
    const list = levels.flat();
    return [[id, shape === 'one' || only !== undefined ? list[0] : list] as const];
  });
  return Object.fromEntries(kept);
}

function keptPolicy({ place, value, source }: GivenPolicy): PolicyInput {
  if (typeof value === 'string') return value;
  if (isParsed(value)) return value.source.text;
  const { kind, name } = isPlain(value) ? referenceIn(value, place) : {};
  return kind === 'managed' && typeof name === 'string' ? { managed: name } : source().text;
}

interface Reference {
  readonly kind?: string;
  readonly name?: unknown;
}

/** `{ managed: NAME }`, or `{ file: PATH }` of a scenario file. Of a document no member is looked at. */
function referenceIn(value: Readonly<Record<string, unknown>>, place: string): Reference {
  return looking(place, 'not-a-policy', () => {
    const [kind = '', another] = Object.keys(value);
    return another === undefined && ['managed', 'file'].includes(kind) ? { kind, name: value[kind] } : {};
  });
}

function isParsed(value: unknown): value is Policy {
  return typeof value === 'object' && value !== null && parsed.has(value);
}

function loadNamed(name: string, type: PolicyType, place: string): LoadedPolicy {
  try {
    return loadManaged(name, type);
  } catch (cause) {
    if (!(cause instanceof IamxError) || cause.span !== undefined) throw cause;
    throw misused(cause.code, place, cause.message, cause.hint, cause);
  }
}
