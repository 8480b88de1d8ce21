import { IamxError } from '../../core/error.ts';
import { FileError, type Host, type Watch } from '../../core/host.ts';
import { wholePath } from '../../policy/scenario/paths.ts';
import type { Ran } from '../answer/document.ts';
import { collect, testFile, type Collected } from '../run/collect.ts';
import type { AskOptions } from '../run/run-entry.ts';
import { knownTests } from './known-tests.ts';
import { checkPaths } from './paths.ts';

export interface WatchSession {
  /** Files and folders; none is this folder. */
  readonly paths: readonly string[];
  readonly options: AskOptions;
}

/**
 * Runs the tests, and whenever files change those that read one of them, until a key or Ctrl-C ends it: each time what came
 * of all tests. Throws `file-missing` for a path that is not there at the start, and `usage` for standard input.
 */
export async function* watchTests(host: Host, { paths, options }: WatchSession): AsyncGenerator<Ran, void> {
  if (paths.includes('-')) {
    throw new IamxError('usage', 'standard input is read once, and --watch reads again', {
      hint: 'Name a file or a folder.',
    });
  }
  await checkPaths(host, paths);
  const watch = await host.watch();
  try {
    const tests = knownTests(host, watch, options);
    let collected = await followed(host, watch, paths);
    let changed: readonly string[] | undefined;
    for (;;) {
      const run = await tests.run(collected, changed);
      if (run.kind === 'ended') return;
      if (run.kind === 'ran') yield run.ran;
      const call = await nextCall(watch);
      if (call === 'end') return;
      changed = call === 'all' ? undefined : call.map((path) => wholePath(host, path));
      if (changed === undefined || (await mayBeOthers(host, collected, changed)))
        collected = await followed(host, watch, paths, collected);
    }
  } finally {
    watch.close();
  }
}

/** What is asked for next: all tests, or those that read one of these. */
async function nextCall(watch: Watch): Promise<'end' | 'all' | readonly string[]> {
  for (;;) {
    const happening = await watch.next();
    switch (happening.kind) {
      case 'end':
        return 'end';
      case 'changed':
        return happening.paths;
      case 'key':
        if (/^[qQ]$/.test(happening.key)) return 'end';
        if (/^[aA\r\n]$/.test(happening.key)) return 'all';
    }
  }
}

/** The files of tests. A folder is followed before it is looked through: nothing that is made in it meanwhile is missed. */
async function followed(
  host: Host,
  watch: Watch,
  paths: readonly string[],
  before?: Collected,
): Promise<Collected> {
  let known = new Set<string>();
  for (;;) {
    const collected = await collectAgain(host, paths, before);
    watch.follow(collected.files, collected.folders);
    if (collected.folders.every((folder) => known.has(folder))) return collected;
    known = new Set(collected.folders);
  }
}

/** A pattern that fits no file any more may do so again. */
async function collectAgain(
  host: Host,
  paths: readonly string[],
  before: Collected | undefined,
): Promise<Collected> {
  try {
    return await collect(host, paths);
  } catch (error) {
    if (before === undefined || !(error instanceof IamxError)) throw error;
    return { files: [], folders: before.folders, closed: [], diagnostics: [] };
  }
}

/** Whether there may be other files than before: one that is no test's, and no folder, makes no difference. */
async function mayBeOthers(
  host: Host,
  { files, folders }: Collected,
  changed: readonly string[],
): Promise<boolean> {
  const known = new Set(files.map((file) => wholePath(host, file)));
  const inside = new Set(folders.map((folder) => wholePath(host, folder)));
  for (const path of changed) {
    if (inside.has(path)) return true;
    const kind = await kindOf(host, path);
    if (kind === 'directory' || (testFile.test(path) && !(known.has(path) && kind === 'file'))) return true;
  }
  return false;
}

async function kindOf(host: Host, path: string): Promise<string | undefined> {
  try {
    return (await host.inspect(path))?.kind;
  } catch (error) {
    if (!(error instanceof FileError)) throw error;
    return undefined;
  }
}
