import type { Hint } from '../core/command.ts';
import { IamxError, type ErrorCode } from '../core/error.ts';
import type { Span } from '../core/evaluation.ts';
import { source as sourceOf, type Source } from '../core/source.ts';
import { parseJson } from '../formats/json.ts';
import type { Node } from '../formats/tree.ts';

/**
 * Values that a caller hands in, as JSON: read once and then never again, so that what was checked is what is decided.
 * A `Map`, a `Date` or an instance of a class would be `{}` or something else in JSON and is refused: a context whose
 * keys are lost may be allowed what it is not.
 */
type Json = null | boolean | number | string | readonly Json[] | { readonly [name: string]: Json };

/** Deeper than anything that AWS takes, and than a value that holds itself is followed. */
const mostDeep = 100;

/**
 * More than anything that is asked: a list may say that it is longer than the memory, and a few objects that hold each
 * other twice have a text that nobody would see the end of.
 */
const mostValues = 250_000;

/** The JSON text of a value on one line. Throws `code` where a part of it is not JSON. */
export function jsonOf(value: unknown, name: string, code: ErrorCode): string {
  return JSON.stringify(copyOf(value, name, code));
}

/** A value as a text of its own, with its tree: places count in what `JSON.stringify(value, undefined, 2)` writes. */
export function printed(
  value: unknown,
  name: string,
  code: ErrorCode,
): { readonly source: Source; readonly root: Node } {
  const source = sourceOf(name, JSON.stringify(copyOf(value, name, code), undefined, 2));
  const { root, problems } = parseJson(source);
  if (root === undefined || problems.length > 0) throw new Error('the JSON of a value cannot be read');
  return { source, root };
}

/** A copy, which nobody else changes. Throws `code` where a part of it is not JSON. */
export function plainCopyOf(value: object, name: string, code: ErrorCode): unknown {
  return copyOf(value, name, code);
}

function copyOf(value: unknown, name: string, code: ErrorCode): Json {
  return looking(name, code, () => copy({ name, code, left: mostValues, path: [] }, value, 0));
}

/** The members of an object, read once. */
export function membersOf(value: object, name: string, code: ErrorCode): Readonly<Record<string, unknown>> {
  return looking(name, code, () => Object.assign(Object.create(null) as Record<string, unknown>, value));
}

/** The items of a list, read once; undefined where the value is none. */
export function itemsOf(value: unknown, name: string, code: ErrorCode): readonly unknown[] | undefined {
  return looking(name, code, () => {
    if (!Array.isArray(value)) return undefined;
    checkCount(value.length, name, code);
    return Array.from({ length: value.length }, (_, index): unknown => value[index]);
  });
}

function checkCount(count: number, name: string, code: ErrorCode): void {
  if (count <= mostValues) return;
  throw misused(code, name, `\`${name}\` holds more than ${mostValues} values`);
}

/** Looks at a value of the caller, whose getters and proxies may throw what they like. */
export function looking<T>(name: string, code: ErrorCode, look: () => T): T {
  try {
    return look();
  } catch (cause) {
    if (cause instanceof IamxError) throw cause;
    throw misused(code, name, `\`${name}\` cannot be read`, undefined, cause);
  }
}

interface Copying {
  readonly name: string;
  readonly code: ErrorCode;
  /** How many values it may still hold. */
  left: number;
  /** The members and items that lead to what is copied. */
  readonly path: (string | number)[];
  /** Copies of what was copied, and how many values each holds: what stands in many places is copied once. */
  known?: Map<object, { readonly copy: Json; readonly count: number }>;
}

/** Few objects are copied faster than they are remembered. */
const fewValues = 1000;

function copy(copying: Copying, value: unknown, depth: number): Json {
  copying.left -= 1;
  if (copying.left < 0) checkCount(Infinity, copying.name, copying.code);
  if (value === null || typeof value === 'string' || typeof value === 'boolean') return value;
  if (typeof value === 'number' && Number.isFinite(value)) return value;
  if (depth > mostDeep) {
    const message = `\`${copying.name}\` is nested more than ${mostDeep} deep, or holds itself`;
    throw misused(copying.code, copying.name, message);
  }
  if (typeof value !== 'object' || copying.left > mostValues - fewValues)
    return copyParts(copying, value, depth);
  copying.known ??= new Map();
  const known = copying.known.get(value);
  if (known !== undefined) {
    copying.left -= known.count - 1;
    if (copying.left < 0) checkCount(Infinity, copying.name, copying.code);
    return known.copy;
  }
  const before = copying.left;
  const made = copyParts(copying, value, depth);
  copying.known.set(value, { copy: made, count: before - copying.left + 1 });
  return made;
}

function copyParts(copying: Copying, value: unknown, depth: number): Json {
  if (Array.isArray(value)) {
    const items: readonly unknown[] = value;
    checkCount(items.length, copying.name, copying.code);
    return Array.from({ length: items.length }, (_, index) =>
      copyPart(copying, index, items[index], depth + 1),
    );
  }
  if (!isPlain(value)) {
    const { what, hint } = strange(value);
    const path = pathOf(copying);
    throw misused(copying.code, path, `\`${path}\` is ${what}, which JSON has not`, hint);
  }
  // An object without a prototype would be a table to V8, which takes four times as long to make and to read.
  const made: Record<string, Json> = {};
  for (const key of Object.keys(value)) {
    const member = value[key];
    if (member === undefined) continue;
    const part = copyPart(copying, key, member, depth + 1);
    if (key === '__proto__') ownMember(made, key, part);
    else made[key] = part;
  }
  return made;
}

/** A key `__proto__` is a key like any other. */
function ownMember(made: object, key: string, value: Json): void {
  Object.defineProperty(made, key, { value, enumerable: true, configurable: true, writable: true });
}

function copyPart(copying: Copying, part: string | number, value: unknown, depth: number): Json {
  // Most values are texts, of which nothing can be said but that they are too many.
  if (typeof value === 'string' && copying.left > 0) {
    copying.left -= 1;
    return value;
  }
  copying.path.push(part);
  const made = copy(copying, value, depth);
  copying.path.pop();
  return made;
}

function pathOf({ name, path }: Copying): string {
  return path.reduce<string>(
    (whole, part) => (typeof part === 'number' ? `${whole}[${part}]` : memberPath(whole, part)),
    name,
  );
}

/** An object of `{ … }` or `JSON.parse`, also one of another realm. */
export function isPlain(value: unknown): value is Readonly<Record<string, unknown>> {
  try {
    if (typeof value !== 'object' || value === null || Array.isArray(value)) return false;
    const prototype = Object.getPrototypeOf(value) as object | null;
    if (prototype === null) return true;
    return Object.getPrototypeOf(prototype) === null && Object.hasOwn(prototype, 'hasOwnProperty');
  } catch {
    // A proxy that was revoked.
    return false;
  }
}

function memberPath(path: string, key: string): string {
  return /^[A-Za-z_$][\w$]{0,60}$/.test(key)
    ? `${path}.${key}`
    : `${path}[${JSON.stringify(key.slice(0, 60))}]`;
}

function strange(value: unknown): { readonly what: string; readonly hint?: string } {
  if (value === undefined) return { what: 'undefined', hint: 'Leave it out.' };
  if (typeof value === 'number') return { what: 'no finite number' };
  if (typeof value === 'bigint') return { what: 'a bigint', hint: 'Write it as a text.' };
  if (typeof value !== 'object') return { what: `a ${typeof value}` };
  if (value instanceof Date) return { what: 'a Date', hint: 'Write it as a text: `date.toISOString()`.' };
  if (value instanceof Map)
    return { what: 'a Map', hint: 'Make an object of it: `Object.fromEntries(map)`.' };
  if (value instanceof Set) return { what: 'a Set', hint: 'Make a list of it: `[...set]`.' };
  return {
    what: 'an object of a class',
    hint: 'Hand in its JSON: what its `toJSON()` returns, if it has one.',
  };
}

/** The library was called with something else than it takes. The place is the path of the value. */
export function misused(
  code: ErrorCode,
  path: string,
  message: string,
  hint?: Hint,
  cause?: unknown,
): IamxError {
  return new IamxError(code, message, { span: whole(path), cause, ...(hint === undefined ? {} : { hint }) });
}

/** A value has no lines: it stands at the beginning of itself. */
function whole(path: string): Span {
  return { file: path, line: 1, column: 1, endLine: 1, endColumn: 1 };
}

/** For messages: what somebody gave instead of what was wanted. */
export function kindOf(value: unknown): string {
  if (value === null) return 'null';
  if (value === undefined) return 'missing';
  if (typeof value === 'object') return isPlain(value) ? 'an object' : 'a list, or an object of a class';
  return typeof value === 'string' ? 'a text' : `a ${typeof value}`;
}
