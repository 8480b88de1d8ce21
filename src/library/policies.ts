import { IamxError, joinErrors } from '../core/error.ts';
import { nearest } from '../core/nearest.ts';
import { source as sourceOf, type Source } from '../core/source.ts';
import { quoted } from '../formats/problem.ts';
import { policyFromText, type LoadedPolicy } from '../policy/document.ts';
import { byLayer, layers, type Layer, type LayerId } from '../policy/decision/layers.ts';
import type { Policy, PolicyType } from '../policy/policy.ts';
import { loadManaged } from '../policy/scenario/library.ts';
import { isPlain, kindOf, misused, printed } from './values.ts';

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
  const errors: IamxError[] = [];
  for (const field of Object.keys(policies)) {
    if (names.some((name) => name === field)) continue;
    const near = nearest(field, names);
    const hint = near === undefined ? fieldsHint : `Did you mean \`${near}\`?`;
    errors.push(misused('usage', path, `${quoted(field)} is no kind of policies`, hint));
  }
  const given = byLayer((layer) => levelsIn(policies[layer.id], layer, errors));
  const [first, ...others] = errors;
  if (first !== undefined) throw joinErrors(first, others);
  return given;
}

function levelsIn(
  value: unknown,
  { id, shape }: Layer,
  errors: IamxError[],
): readonly (readonly GivenPolicy[])[] {
  if (value === undefined) return [];
  if (shape === 'levels') return levelsOf(value, id, errors);
  if (!Array.isArray(value)) return [[givenPolicy(value, id)]];
  if (shape === 'one' && value.length > 1) {
    const hint = 'Put their statements into one document.';
    errors.push(misused('usage', id, 'a resource has one policy, here are several', hint));
  }
  return value.length === 0 ? [] : [listOf(value, id)];
}

const names = layers.map(({ id }) => id);
const fieldsHint = `There are ${names.join(', ')}.`;

/** A flat list could mean one level or many, and the decision differs. */
function levelsOf(value: unknown, place: string, errors: IamxError[]): readonly (readonly GivenPolicy[])[] {
  const isLevels = Array.isArray(value) && value.every((level) => Array.isArray(level));
  if (isLevels) return value.map((level, index) => listOf(level, `${place}[${index}]`));
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
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    const hint = 'A policy is its document, its JSON text, or `{ managed: NAME }`.';
    throw misused('not-a-policy', place, `\`${place}\` is ${kindOf(value)}, not a policy`, hint);
  }
  const isReference = isPlain(value) && Object.keys(value).length === 1;
  if (isReference && typeof value['managed'] === 'string') return loadNamed(value['managed'], type, place);
  if (isReference && 'file' in value) {
    const hint = 'Read the file and hand in its text.';
    throw misused('not-a-policy', place, `\`${place}\` names a file, and the library reads none`, hint);
  }
  return policyFromText(source(), type, place);
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
