import { FileError, type Host } from '../../core/host.ts';
import type { FileToRead } from '../read/walk.ts';
import { fitsFile, type Config, type Ignore } from './config.ts';
import { folderOf } from './file-name.ts';

/**
 * Entries of the configuration about files that are there and that this run was not asked to look at, as a hook that is
 * given the changed files alone. One about a file that is gone is not among them.
 */
export async function ignoresOutside(
  host: Host,
  config: Config | undefined,
  files: readonly FileToRead[],
): Promise<ReadonlySet<Ignore>> {
  const outside = new Set<Ignore>();
  if (config === undefined) return outside;
  const names = files.map(({ path }) => config.nameOf(path));
  const isWhole = files.some(({ isNamed }) => !isNamed);
  for (const entry of config.ignore) {
    const { file } = entry;
    if (file === undefined || names.some((name) => fitsFile(file, name))) continue;
    const isThere = /[*?]/.test(file) ? !isWhole : await exists(host, folderOf(config.source.file) + file);
    if (isThere) outside.add(entry);
  }
  return outside;
}

async function exists(host: Host, path: string): Promise<boolean> {
  try {
    return (await host.inspect(path)) !== undefined;
  } catch (error) {
    if (error instanceof FileError) return false;
    throw error;
  }
}
