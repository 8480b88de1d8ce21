import { splitShellWords } from './section-names.ts';
import type { World } from './world.ts';

export type Executable =
  | { readonly kind: 'found'; readonly path: string }
  | { readonly kind: 'missing' | 'not-executable'; readonly searched?: string };

/** The program's file as a process is started: a path as it is, a name in the folders of `PATH`. */
export async function findExecutable(world: World, program: string): Promise<Executable> {
  const isWindows = world.host.platform === 'windows';
  if (program.includes('/') || (isWindows && program.includes('\\'))) {
    return (await firstExecutable(world, [program])) ?? { kind: 'missing' };
  }
  const { env } = world.host;
  // Without the variable, Python and the shells look in these two.
  const path = env['PATH'] ?? env['Path'] ?? (isWindows ? '' : '/bin:/usr/bin');
  const folders = path.split(isWindows ? ';' : ':');
  const paths = folders.map((folder) => world.join(folder === '' ? '.' : folder, program));
  return (await firstExecutable(world, paths)) ?? { kind: 'missing', searched: 'PATH' };
}

async function firstExecutable(world: World, paths: readonly string[]): Promise<Executable | undefined> {
  const isWindows = world.host.platform === 'windows';
  const endings = isWindows ? ['', ...(world.host.env['PATHEXT'] ?? '.COM;.EXE;.BAT;.CMD').split(';')] : [''];
  let forbidden = false;
  for (const path of paths.flatMap((one) => endings.map((ending) => one + ending))) {
    const info = await world.inspect(path);
    if (info?.kind !== 'file') continue;
    if (info.mode === undefined || (info.mode & 0o111) !== 0) return { kind: 'found', path };
    forbidden = true;
  }
  return forbidden ? { kind: 'not-executable' } : undefined;
}

const shellWords =
  /^(?:\.|:|\[|!|\{|alias|bg|break|case|cd|command|continue|echo|eval|exec|exit|export|false|for|function|if|printf|pwd|read|readonly|return|set|shift|source|test|time|true|trap|type|ulimit|umask|unset|until|wait|while)$/;

/**
 * The program that a shell would run first, where the command's first word alone tells; undefined where only the
 * shell knows: variables, substitutions, its own commands.
 */
export function firstShellWord(command: string, world: World): string | undefined {
  if (world.host.platform === 'windows') return undefined;
  const [written = ''] = command.trim().split(/[\s;&|<>()]/, 1);
  if (written === '' || /[$`*?[\]{}!#^%]/.test(written) || /^\w+=/.test(written)) return undefined;
  const [word] = splitShellWords(command.trim()) ?? [];
  if (word === undefined || shellWords.test(written)) return undefined;
  if (/["'\\]/.test(written)) return word;
  return /^~(?=\/|$)/.test(written) ? world.home + written.slice(1) : written;
}
