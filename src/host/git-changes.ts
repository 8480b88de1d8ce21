import type { Host } from '../core/host.ts';
import { commitOf, git, type GitFailure } from './git.ts';

/** A file of the working tree that is not as it was at a commit. */
export interface ChangedFile {
  /** From the current folder. */
  readonly path: string;
  /** Its name in the commit, from the top of the repository; undefined where it was not there. */
  readonly before?: string;
}

export type ChangesAnswer =
  | { readonly kind: 'changes'; readonly commit: string; readonly files: readonly ChangedFile[] }
  | { readonly kind: 'failed'; readonly failure: GitFailure };

/**
 * The files that changed on this side since it parted from a commit, those that git does not know yet among them. Where the
 * clone does not hold the place where they parted, since the commit itself.
 */
export async function changesSince(host: Host, ref: string): Promise<ChangesAnswer> {
  const named = await commitOf(host, ref, '.');
  if (named.kind === 'failed') return named;
  const parted = await git(host, '.', ['merge-base', named.text, 'HEAD']);
  const commit = parted.kind === 'text' ? parted.text.trim() : named.text;
  const up = await git(host, '.', ['rev-parse', '--show-cdup']);
  if (up.kind === 'failed') return up;
  const top = up.text.trim();
  const words = [
    'diff',
    '--name-status',
    '-z',
    '--find-renames',
    '--diff-filter=d',
    '--no-ext-diff',
    commit,
    '--',
  ];
  const changed = await git(host, '.', words);
  if (changed.kind === 'failed') return changed;
  const fresh = await git(host, top === '' ? '.' : top, ['ls-files', '--others', '--exclude-standard', '-z']);
  if (fresh.kind === 'failed') return fresh;
  return {
    kind: 'changes',
    commit,
    files: [...changedIn(changed.text, top), ...piecesOf(fresh.text).map((name) => ({ path: top + name }))],
  };
}

/** The text of a file of a commit, by its name from the top of the repository; undefined where it is none. */
export async function textAt(host: Host, commit: string, name: string): Promise<string | undefined> {
  const read = await git(host, '.', ['cat-file', 'blob', `${commit}:${name}`]);
  return read.kind === 'text' ? read.text : undefined;
}

function piecesOf(text: string): readonly string[] {
  return text.split('\0').filter((piece) => piece !== '');
}

/** https://git-scm.com/docs/git-diff#_raw_output_format: a status and a name, or two where it was renamed or copied. */
function changedIn(text: string, top: string): readonly ChangedFile[] {
  const pieces = piecesOf(text);
  const files: ChangedFile[] = [];
  for (let at = 0; at < pieces.length;) {
    const [status = '', first = '', second = ''] = pieces.slice(at, at + 3);
    const isMoved = /^[RC]/.test(status);
    at += isMoved ? 3 : 2;
    files.push({ path: top + (isMoved ? second : first), ...(status === 'A' ? {} : { before: first }) });
  }
  return files;
}
