import type { Host } from '../core/host.ts';

/** Why git did not give what was asked of it. */
export type GitFailure =
  | 'no-git'
  | 'no-repository'
  | 'no-commit'
  /** The commit holds nothing at that path. */
  | 'no-file'
  /** It holds a folder, a link or a submodule there. */
  | 'not-a-file'
  | 'too-large'
  | 'late';

export type GitAnswer =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'failed'; readonly failure: GitFailure };

/** What a repository names as its watcher of files is not started. */
const careful = ['--no-pager', '--no-optional-locks', '--literal-pathspecs', '-c', 'core.fsmonitor=false'];
const timeoutMs = 20_000;
const maxOutputBytes = 256 * 1024 * 1024;

/**
 * What one command of git prints, run in a folder. It asks nothing, takes no lock, and fetches nothing that a partial clone
 * left away; `status` is git's own. The words are handed on as they are: those that come from a user need a check before.
 */
export async function git(
  host: Host,
  folder: string,
  words: readonly string[],
): Promise<GitAnswer & { readonly status?: number }> {
  const ran = await host.runProcess({
    file: 'git',
    args: [...careful, '-C', folder, ...words],
    shell: false,
    timeoutMs,
    maxOutputBytes,
    env: { ...host.env, GIT_TERMINAL_PROMPT: '0', GIT_NO_LAZY_FETCH: '1' },
  });
  switch (ran.kind) {
    case 'not-started':
      return failed('no-git');
    case 'timed-out':
      return failed('late');
    case 'endless':
      return failed('too-large');
    case 'exited':
      if (ran.truncated) return failed('too-large');
      return ran.status === 0
        ? { kind: 'text', text: ran.stdout, status: 0 }
        : { ...failed('no-repository'), status: ran.status };
  }
}

/** The id of the commit that a user's word means in the repository around a folder. */
export async function commitOf(host: Host, ref: string, folder: string): Promise<GitAnswer> {
  // A word that begins so would be an option to git.
  if (ref.startsWith('-')) return failed('no-commit');
  const asked = await git(host, folder, ['rev-parse', '--verify', '--quiet', `${ref}^{commit}`]);
  // https://git-scm.com/docs/git-rev-parse#Documentation/git-rev-parse.txt---quiet: a silent 1 for no such name.
  if (asked.kind === 'failed') return asked.status === 1 ? failed('no-commit') : asked;
  const id = asked.text.trim();
  return /^[0-9a-f]{40,64}$/.test(id) ? { kind: 'text', text: id } : failed('no-commit');
}

/** The text of a file as it was at a commit; the path is meant as for any file, from the current folder. */
export async function show(host: Host, ref: string, path: string): Promise<GitAnswer> {
  const [folder, name] = split(host, path);
  const commit = await commitOf(host, ref, folder);
  if (commit.kind === 'failed') return commit;
  const listed = await git(host, folder, ['ls-tree', '-z', commit.text, '--', `./${name}`]);
  if (listed.kind === 'failed') return listed;
  const [mode = '', kind, id] = listed.text.split('\t', 1)[0]?.split(' ') ?? [];
  if (id === undefined) return failed('no-file');
  if (kind !== 'blob' || !mode.startsWith('100')) return failed('not-a-file');
  return git(host, folder, ['cat-file', 'blob', id]);
}

function split({ platform }: Host, path: string): readonly [folder: string, name: string] {
  const slash = Math.max(path.lastIndexOf('/'), platform === 'windows' ? path.lastIndexOf('\\') : -1);
  const folder = path.slice(0, slash + 1);
  return [folder === '' ? '.' : folder, path.slice(slash + 1)];
}

function failed(failure: GitFailure): { readonly kind: 'failed'; readonly failure: GitFailure } {
  return { kind: 'failed', failure };
}
