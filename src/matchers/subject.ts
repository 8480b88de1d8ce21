import { readFileSync } from 'node:fs';
import type { Compiled } from '../library/compile.ts';
import type { Policies, PolicyInput } from '../library/types.ts';
import { isPlain } from '../library/values.ts';
import { rolesOf, type Template } from './template.ts';

/** The readings of a subject: several where a template leaves open what a value will be. */
export type Read =
  | { readonly kind: 'compiled'; readonly compiled: Compiled }
  | {
      readonly kind: 'policies';
      /** The first grants the least that it may mean, the last the most; one where there is nothing to guess. */
      readonly readings: readonly Policies[];
      /** What is not known before the deployment. */
      readonly unknown: readonly string[];
      /** The role that the policies are attached to. */
      readonly principal?: string;
    };

/**
 * Reads what an expectation is about: a policy as its document, its JSON text or the path of its file, several of these,
 * what `compile` made, or a synthesized template with roles (`Template` of aws-cdk-lib/assertions, or its JSON). Throws
 * `Error` where it is none of these, and what reading a file throws.
 */
export function readSubject(subject: unknown, role: string | undefined): Read {
  if (isCompiled(subject)) return { kind: 'compiled', compiled: subject };
  const template = templateIn(subject);
  if (template !== undefined) return rolesOf(template, role);
  const list: readonly unknown[] = Array.isArray(subject) ? subject : [subject];
  const policies = list.map(documentOf);
  const [identity, resource] = [policies.filter((one) => !hasPrincipal(one)), policies.filter(hasPrincipal)];
  if (resource.length > 1) throw new Error('a resource has one policy, and several have a Principal');
  const [only] = resource;
  const readings: Policies = {
    ...(identity.length > 0 ? { identity } : {}),
    ...(only === undefined ? {} : { resource: only }),
  };
  return { kind: 'policies', readings: [readings], unknown: [] };
}

function isCompiled(value: unknown): value is Compiled {
  return (
    typeof value === 'object' &&
    value !== null &&
    'decide' in value &&
    typeof value.decide === 'function' &&
    'explain' in value
  );
}

/** A `Template`, or the JSON of one. */
function templateIn(value: unknown): Template | undefined {
  if (typeof value !== 'object' || value === null) return undefined;
  const json: unknown =
    'toJSON' in value && typeof value.toJSON === 'function' && 'findResources' in value
      ? (value.toJSON as () => unknown)()
      : value;
  return isPlain(json) && isPlain(json['Resources']) ? (json as unknown as Template) : undefined;
}

/** A policy as its document or its text: a text that begins a document is one, another is the path of a file. */
export function documentOf(value: unknown): PolicyInput {
  if (typeof value === 'string') return /^\s*[[{]/.test(value) ? value : readFileSync(value, 'utf8');
  if (typeof value !== 'object' || value === null)
    throw new Error(`this is ${value === null ? 'null' : `a ${typeof value}`}, not a policy`);
  // A PolicyDocument of aws-cdk-lib is a class of its own, which knows its JSON.
  return 'toJSON' in value && typeof value.toJSON === 'function'
    ? ((value.toJSON as () => unknown)() as object)
    : value;
}

/** Of a policy that says who, it is a resource that it stands at. */
function hasPrincipal(policy: PolicyInput): boolean {
  const document: unknown = typeof policy === 'string' ? parsed(policy) : policy;
  if (!isPlain(document)) return false;
  const statements: unknown = document['Statement'];
  const list: readonly unknown[] = Array.isArray(statements) ? statements : [statements];
  return list.some((one) => isPlain(one) && ('Principal' in one || 'NotPrincipal' in one));
}

/** What is no JSON is told by the reader of policies, with its place. */
function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
