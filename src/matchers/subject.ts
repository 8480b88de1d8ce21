import { readFileSync } from 'node:fs';
import type { Compiled } from '../library/compile.ts';
import type { Policies, PolicyInput } from '../library/types.ts';
import { isPlain, itemsOf, jsonOf, looking, misused } from '../library/values.ts';
import { rolesOf } from './template.ts';
import type { Template } from './template-values.ts';

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
      /** The tags of that role. */
      readonly tags?: Readonly<Record<string, string>>;
      /** Condition keys of that role of which only a deployment knows the values. */
      readonly openKeys?: readonly string[];
      /** Where the policies are of one. */
      readonly template?: Template;
    };

/**
 * Reads what an expectation is about: a policy as its document, its JSON text or the path of its file, several of these,
 * what `compile` made, or a synthesized template with roles (`Template` of aws-cdk-lib/assertions, or its JSON). Throws
 * `IamxError` where it is none of these (`not-a-policy`), where a role is not there (`usage`), and where a file cannot
 * be read (`file-missing`, `file-unreadable`).
 */
export function readSubject(subject: unknown, role: string | undefined): Read {
  if (isCompiled(subject)) return { kind: 'compiled', compiled: subject };
  const template = templateIn(subject);
  if (template !== undefined) return { ...rolesOf(template, role), template };
  const policies = documentsOf(subject);
  const [identity, resource] = [policies.filter((one) => !hasPrincipal(one)), policies.filter(hasPrincipal)];
  if (resource.length > 1)
    throw misused('usage', 'subject', 'a resource has one policy, and several have a Principal');
  const [only] = resource;
  const readings: Policies = {
    ...(identity.length > 0 ? { identity } : {}),
    ...(only === undefined ? {} : { resource: only }),
  };
  return { kind: 'policies', readings: [readings], unknown: [] };
}

/** Throws `usage` where a role is named, and nothing has roles. */
export function checkRole(role: string | undefined, ...read: readonly Read[]): void {
  if (role === undefined || read.some((one) => one.kind === 'policies' && one.template !== undefined)) return;
  const hint = 'Leave it out.';
  throw misused('usage', 'options.role', '`role` names a role of a template, and this is none', hint);
}

/** What `compile` made, or looks as if it had. */
export function isCompiled(value: unknown): value is Compiled {
  return looking(
    'subject',
    'not-a-policy',
    () =>
      typeof value === 'object' &&
      value !== null &&
      'decide' in value &&
      typeof value.decide === 'function' &&
      'explain' in value,
  );
}

/** A `Template`, or the JSON of one. */
function templateIn(value: unknown): Template | undefined {
  if (typeof value !== 'object' || value === null) return undefined;
  const json = looking('subject', 'not-a-policy', () =>
    'findResources' in value ? jsonFrom(value, 'subject') : value,
  );
  if (!isPlain(json) || !looking('subject', 'not-a-policy', () => isPlain(json['Resources'])))
    return undefined;
  return JSON.parse(jsonOf(json, 'template', 'not-a-policy')) as Template;
}

/** What an object says of itself where it can: a PolicyDocument of aws-cdk-lib is a class, which knows its JSON. */
function jsonFrom(value: object, place: string): unknown {
  return looking(place, 'not-a-policy', () =>
    'toJSON' in value && typeof value.toJSON === 'function' ? (value.toJSON as () => unknown)() : value,
  );
}

/** A policy or a list of them. Throws what `readSubject` throws. */
export function documentsOf(subject: unknown): readonly PolicyInput[] {
  const items = itemsOf(subject, 'subject', 'not-a-policy');
  if (items === undefined) return [documentOf(subject, 'subject')];
  if (items.length === 0) throw misused('not-a-policy', 'subject', 'the list holds no policy');
  return items.map((item, at) => documentOf(item, `subject[${at}]`));
}

/** A policy as its document or its text: a text that begins a document is one, another is the path of a file. */
function documentOf(value: unknown, place: string): PolicyInput {
  if (typeof value === 'string') return /^\s*[[{]/.test(value) ? value : fileText(value, place);
  const document = typeof value === 'object' && value !== null ? jsonFrom(value, place) : value;
  if (typeof document !== 'object' || document === null)
    throw misused(
      'not-a-policy',
      place,
      `this is ${document === null ? 'null' : `a ${typeof document}`}, not a policy`,
    );
  return document;
}

function fileText(path: string, place: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch (cause) {
    const isMissing = cause instanceof Error && 'code' in cause && cause.code === 'ENOENT';
    const because = cause instanceof Error ? cause.message : 'it cannot be read';
    const code = isMissing ? 'file-missing' : 'file-unreadable';
    throw misused(
      code,
      place,
      `this is no policy, and no file that can be read: ${because}`,
      undefined,
      cause,
    );
  }
}

/** Of a policy that says who, it is a resource that it stands at. What is no policy is told by the reader of policies. */
function hasPrincipal(policy: PolicyInput): boolean {
  const document: unknown = typeof policy === 'string' ? parsed(policy) : policy;
  if (!isPlain(document)) return false;
  return looking('subject', 'not-a-policy', () => {
    const statements: unknown = document['Statement'];
    const list: readonly unknown[] = itemsOf(statements, 'subject', 'not-a-policy') ?? [statements];
    return list.some((one) => isPlain(one) && ('Principal' in one || 'NotPrincipal' in one));
  });
}

/** What is no JSON is told by the reader of policies, with its place. */
function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
