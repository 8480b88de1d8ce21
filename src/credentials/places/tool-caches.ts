import { Raw, reveal } from '../../core/raw.ts';
import { printAccount, printKeyId } from '../../printers/names.ts';
import { sha1 } from '../../core/digest.ts';
import { parseFields, type Told } from './endpoint-answer.ts';
import { noteAnswer } from './note-secrets.ts';
import { remember } from '../../core/remember.ts';
import { parseInstant } from '../../core/instant.ts';
import type { World } from './world.ts';

/** A JSON file that a tool keeps, with its fields and its age. */
export type CacheFile =
  | { readonly kind: 'missing' }
  | { readonly kind: 'unreadable' }
  | { readonly kind: 'read'; readonly fields: ReadonlyMap<string, unknown>; readonly modifiedAt?: number };

export async function readCacheFile(world: World, path: string): Promise<CacheFile> {
  const text = await world.readCached(path);
  if (text.kind === 'failed') {
    // Below a file nothing can be.
    return { kind: ['missing', 'not-directory'].includes(text.code) ? 'missing' : 'unreadable' };
  }
  noteAnswer(world.host.secrets, text.text);
  const fields = parseFields(text.text);
  if (fields === undefined) return { kind: 'unreadable' };
  const info = await world.inspect(path);
  return { kind: 'read', fields, ...(info === undefined ? {} : { modifiedAt: info.modifiedAt }) };
}

/** A field's text; undefined where it is missing or no text. */
export function textField(fields: ReadonlyMap<string, unknown>, name: string): string | undefined {
  const value = fields.get(name);
  return typeof value === 'string' ? value : undefined;
}

/** The members of a field that is an object. */
export function objectField(
  fields: ReadonlyMap<string, unknown>,
  name: string,
): ReadonlyMap<string, unknown> | undefined {
  const value = fields.get(name);
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return undefined;
  return new Map<string, unknown>(Object.entries(value));
}

/** The path for a sentence. The name is a hash, of which the beginning is enough there; evidence has the whole path. */
export function inShort(path: string): string {
  return path.replace(/\b([0-9a-f]{4})[0-9a-f]{28,}(?=\.json$)/, '$1…');
}

/** Role credentials that a CLI keeps in `~/.aws/cli/cache`: `awscli/customizations/assumerole.py`. */
export type CachedRole =
  | { readonly kind: 'missing' | 'expired' | 'unreadable' | 'blocked' }
  | { readonly kind: 'valid'; readonly expiresAt: number; readonly told: Told };

/** botocore 1.43 `CachedCredentialFetcher`: what ends sooner counts as expired. */
const cacheWindowMs = 15 * 60_000;

export async function readCachedRole(world: World, path: string): Promise<CachedRole> {
  const file = await readCacheFile(world, path);
  if (file.kind === 'unreadable') {
    // Only a file is opened; a folder in its place is found when the session is to be kept there.
    const info = await world.inspect(path);
    return {
      kind: info?.kind === 'file' ? 'unreadable' : info?.kind === 'directory' ? 'blocked' : 'missing',
    };
  }
  if (file.kind === 'missing') return { kind: 'missing' };
  const credentials = objectField(file.fields, 'Credentials');
  const expiresAt = parseInstant(textField(credentials ?? new Map(), 'Expiration') ?? '');
  if (credentials === undefined || expiresAt === undefined) return { kind: 'unreadable' };
  if (expiresAt - world.host.now() < cacheWindowMs) return { kind: 'expired' };
  const keyId = textField(credentials, 'AccessKeyId');
  const accountId = textField(credentials, 'AccountId');
  const told: Told = {
    expiresAt,
    ...(keyId === undefined ? {} : { accessKeyId: printKeyId(new Raw(keyId)) }),
    ...(accountId === undefined ? {} : { accountId: printAccount(new Raw(accountId)) }),
  };
  return { kind: 'valid', expiresAt, told };
}

/**
 * The name of the CLI's cache file: sha1 of the call's arguments as Python's `json.dumps(…, sort_keys=True)` prints
 * them; SSO role credentials without blanks between (botocore `SSOCredentialFetcher`).
 */
export function cacheKey(
  values: Readonly<Record<string, Raw | string | number | undefined>>,
  spacing: 'python' | 'compact',
): string {
  const [comma, colon] = spacing === 'python' ? [', ', ': '] : [',', ':'];
  const members = Object.entries(values)
    .filter(([, value]) => value !== undefined)
    .sort(([left], [right]) => (left < right ? -1 : 1))
    .map(
      ([name, value = '']) =>
        `"${name}"${colon}${typeof value === 'number' ? value : pythonString(value instanceof Raw ? reveal(value) : value)}`,
    );
  return digestOfKey(`{${members.join(comma)}}`);
}

/** A profile is asked for it more than once. */
const digestOfKey = remember(64, sha1);

/** The name that a tool gives the file of a session: a digest of what names it. */
export function digestOf(name: Raw | undefined, digest: (text: string) => string): string {
  return digest(name === undefined ? '' : reveal(name));
}

/** A text as Python's `json.dumps` writes it: everything but printable ASCII escaped. */
function pythonString(text: string): string {
  return JSON.stringify(text).replace(
    /[\u007f-\uffff]/g,
    (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}
