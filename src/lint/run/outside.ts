import { FileError, type Host } from '../../core/host.ts';
import type { FileToRead } from '../read/walk.ts';
import { fitsFile, folderOf } from '../file-name.ts';
import { shownFile, type Baseline, type BaselineEntry } from './baseline.ts';
import type { Config, Ignore } from './config.ts';

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

/**
 * The baseline with what this run cannot judge: entries about files that are there and were not looked at, or not as a whole.
 */
export async function judged(
  host: Host,
  baseline: Baseline,
  files: readonly FileToRead[],
  isPartial: boolean,
): Promise<Baseline & { readonly unjudged: ReadonlySet<BaselineEntry> }> {
  const { entries, nameOf, folder } = baseline;
  const looked = new Set(files.map(({ path }) => shownFile(nameOf(path))));
  const isThere = new Map<string, boolean>();
  const unjudged = new Set<BaselineEntry>();
  for (const entry of entries) {
    const { file } = entry;
    let there = isThere.get(file);
    if (there === undefined) {
      there = !looked.has(file) && (await exists(host, file.startsWith('/') ? file : `${folder}/${file}`));
      isThere.set(file, there);
    }
    if (there || (isPartial && looked.has(file))) unjudged.add(entry);
  }
  return { ...baseline, unjudged };
}

async function exists(host: Host, path: string): Promise<boolean> {
  try {
    return (await host.inspect(path)) !== undefined;
  } catch (error) {
    if (error instanceof FileError) return false;
    throw error;
  }
}
