import { command, type Hint } from '../core/command.ts';
import { IamxError } from '../core/error.ts';
import type { Host } from '../core/host.ts';
import { show, type GitFailure } from '../host/git.ts';
import { quoted } from './problem.ts';
import { decodeText, type TextFile } from './text.ts';

/**
 * The text of a file as it was at a commit, under the name `REF:PATH`. Throws `usage` with what git has against it, and what
 * reading a file throws.
 */
export async function readAtCommit(host: Host, ref: string, path: string): Promise<TextFile> {
  const shown = await show(host, ref, path);
  if (shown.kind === 'failed') throw gitError(shown.failure, ref, path);
  return decodeText(`${ref}:${path}`, new TextEncoder().encode(shown.text));
}

/** What git has against a commit, or a path in it, in words. */
export function gitError(failure: GitFailure, ref: string, path: string): IamxError {
  const { message, hint } = wordings[failure](quoted(ref), quoted(path));
  return new IamxError('usage', message, { hint });
}

type Wording = (ref: string, path: string) => { readonly message: string; readonly hint: Hint };

const wordings: Readonly<Record<GitFailure, Wording>> = {
  'no-git': (ref) => ({
    message: `git is needed to read the commit ${ref}, and there is no program \`git\``,
    hint: 'Install git, or name a file instead.',
  }),
  'no-repository': (ref, path) => ({
    message: `git cannot read the commit ${ref}: ${path} is in no repository that it opens`,
    hint: ['In the folder of the file this says why: ', command`git status`],
  }),
  'no-commit': (ref) => ({
    message: `git knows no commit ${ref}`,
    hint: [
      'Name a branch, a tag or a commit. A shallow clone holds few of them: ',
      command`git fetch --unshallow`,
    ],
  }),
  'no-file': (ref, path) => ({
    message: `the commit ${ref} holds no file ${path}`,
    hint: 'Name a file that was there then, or another commit.',
  }),
  'not-a-file': (ref, path) => ({
    message: `${path} is no ordinary file in the commit ${ref}`,
    hint: 'Name the file itself: links and folders are not followed.',
  }),
  'too-large': (ref, path) => ({
    message: `${path} in the commit ${ref} is larger than 256 MB`,
    hint: 'Check that this is the right file.',
  }),
  late: (ref) => ({
    message: `git did not answer in time about the commit ${ref}`,
    hint: 'Try again, or name a file instead.',
  }),
};
