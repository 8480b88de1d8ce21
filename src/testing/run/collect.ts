import type { Diagnostic } from '../../core/evaluation.ts';
import type { Host } from '../../core/host.ts';
import { walk } from '../../lint/read/walk.ts';

/** What a file of tests is called where a folder is looked through. */
const testFile = /\.iamx\.(?:ya?ml|jsonl?)$/i;

/**
 * The files of the paths: those that are named, and of folders all that are called as tests are, in the order of their
 * names. What was left out, and why, stands beside them.
 */
export async function collect(
  host: Host,
  paths: readonly string[],
): Promise<{ readonly files: readonly string[]; readonly diagnostics: readonly Diagnostic[] }> {
  const { files, notes } = await walk(host, paths.length === 0 ? ['.'] : paths, testFile);
  return { files: files.map(({ path }) => path), diagnostics: notes };
}
