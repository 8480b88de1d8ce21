import type { GivenKeys } from '../../aws/keys.ts';
import { objectField, readCachedRole, readCacheFile, textField } from '../places/tool-caches.ts';
import type { World } from '../places/world.ts';

/** The session of a role that the CLI keeps, where it would still use it: not asked for again, MFA included. */
export async function readStoredRole(world: World, path: string | undefined): Promise<GivenKeys | undefined> {
  if (path === undefined) return undefined;
  const cached = await readCachedRole(world, path);
  const file = await readCacheFile(world, path);
  if (cached.kind !== 'valid' || file.kind !== 'read') return undefined;
  const fields = objectField(file.fields, 'Credentials') ?? new Map<string, unknown>();
  const accessKeyId = textField(fields, 'AccessKeyId');
  const secretAccessKey = textField(fields, 'SecretAccessKey');
  const sessionToken = textField(fields, 'SessionToken');
  if (accessKeyId === undefined || secretAccessKey === undefined) return undefined;
  return {
    accessKeyId,
    secretAccessKey,
    expiresAt: cached.expiresAt,
    ...(sessionToken === undefined ? {} : { sessionToken }),
  };
}
