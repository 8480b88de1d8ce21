import type { Diagnostic } from '../../core/evaluation.ts';
import { FileError, type ForegroundResult, type Host } from '../../core/host.ts';
import { printTyped } from '../../printers/names.ts';

type Failure = Extract<ForegroundResult, { readonly kind: 'not-started' }>['failure'];

export interface NotStarted {
  readonly status: 126 | 127;
  readonly notices: readonly Diagnostic[];
}

/** https://pubs.opengroup.org/onlinepubs/9799919799/utilities/V3_chap02.html#tag_19_08_02: what a shell ends with. */
export async function notStarted(program: string, failure: Failure, host: Host): Promise<NotStarted> {
  // What is assigned may be a secret.
  const name = printTyped(program.replace(/=.*/s, '=…'));
  const told = (status: 126 | 127, code: string, message: string, hint?: string): NotStarted => ({
    status,
    notices: [{ code: `run/${code}`, severity: 'error', message, ...(hint === undefined ? {} : { hint }) }],
  });
  const kind = /[/\\]/.test(program) ? await kindOf(host, program) : undefined;
  if (kind === 'directory') return told(126, 'cannot-run', `${name} is a folder`);
  if (failure === 'missing' && kind === 'file')
    return told(
      126,
      'cannot-run',
      `${name} cannot be run: the program that its first line names does not exist`,
      'Look at its first line; a Python program may have to be installed again.',
    );
  if (failure === 'missing') return told(127, 'not-found', `${name} is not found`, hintFor(program));
  if (failure === 'denied')
    return told(
      126,
      'cannot-run',
      `${name} may not be run: permission denied`,
      'Make it executable: chmod +x FILE',
    );
  return told(126, 'cannot-run', `${name} cannot be run`);
}

function hintFor(program: string): string {
  if (/^\w+=/.test(program)) return 'To set a variable for the program, put `env` in front of it.';
  if (/\s/.test(program)) return 'Take the quotes away: the program and its words are words of their own.';
  if (program.startsWith('-')) return 'The options of `run` stand in front of `--`, the program behind it.';
  return 'An alias, a function or a builtin of your shell is no program: it runs in `sh -c`, or not at all.';
}

async function kindOf(host: Host, path: string): Promise<'file' | 'directory' | undefined> {
  try {
    const found = await host.inspect(path);
    return found?.kind === 'directory' ? 'directory' : found === undefined ? undefined : 'file';
  } catch (error) {
    if (error instanceof FileError) return undefined;
    throw error;
  }
}
