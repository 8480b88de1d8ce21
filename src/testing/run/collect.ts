import type { Diagnostic } from '../../core/evaluation.ts';
import type { Host } from '../../core/host.ts';
import { walk } from '../../lint/read/walk.ts';

/** What a file of tests is called where a folder is looked through. */
export const testFile = /\.iamx\.(?:ya?ml|jsonl?)$/i;

export interface Collected {
  readonly files: readonly string[];
  /** Those that were looked through. */
  readonly folders: readonly string[];
  readonly diagnostics: readonly Diagnostic[];
}

/**
 * The files of the paths: those that are named, and of folders all that are called as tests are, in the order of their
 * names. What was left out, and why, stands beside them.
 */
export async function collect(host: Host, paths: readonly string[]): Promise<Collected> {
  const { files, notes, folders } = await walk(host, paths.length === 0 ? ['.'] : paths, testFile);
  return { files: files.map(({ path }) => path), folders, diagnostics: notes };
}
