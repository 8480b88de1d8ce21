import { givenPath, setVariable, unsetVariables, type Command } from '../../core/command.ts';
import { reveal } from '../../core/raw.ts';
import { expandPython, plainHome } from './paths.ts';
import { shownOf, type Setting } from './settings.ts';
import type { SharedFile } from './shared-file.ts';
import type { World } from './world.ts';

/** A file that is there, under the name that a variable would have without what the tool takes for a part of it. */
export interface MeantPath {
  readonly path: string;
  /** What stands in the way, of a sentence about the variable's value. */
  readonly because: string;
}

/**
 * The file that a variable means where it leads to none: `~` and `$HOME` are expanded by shells and by some tools,
 * quotes and blanks are kept from a file of variables.
 */
export async function meantPath(
  world: World,
  { value }: Setting,
  tool: string,
): Promise<MeantPath | undefined> {
  const text = value === undefined ? '' : reveal(value);
  const trimmed = text.trim();
  const bare = /^(["'])(.*)\1$/s.exec(trimmed)?.[2] ?? trimmed;
  const path = expandPython(inPosixForm(bare, world), world, plainHome(world));
  if (path === text || (await world.inspect(path))?.kind !== 'file') return undefined;
  const reasons = [
    ...(text === trimmed ? [] : ['the blank beside it is a part of it']),
    ...(bare === trimmed ? [] : ['the quotes are a part of it']),
    ...(path === bare ? [] : [`${tool} does not expand ${bare.startsWith('~') ? '`~`' : 'variables'} in it`]),
  ];
  return { path, because: reasons.join(', and ') };
}

/** `%NAME%` of Windows as `${NAME}`, which is expanded where that variable is set. */
function inPosixForm(path: string, { host }: World): string {
  return path.replace(/%(\w+)%/g, (whole, name: string) =>
    host.env[name] === undefined ? whole : `\${${name}}`,
  );
}

/** The variable set to the file that it means, or taken away. */
export function putRight(world: World, name: string, meant: MeantPath | undefined): Command | undefined {
  const path = meant === undefined ? undefined : givenPath(world.show(meant.path));
  return (path === undefined ? undefined : setVariable(name, path)) ?? unsetVariables([name]);
}

type Files = Readonly<Record<'config' | 'credentials', SharedFile>>;

/** Files that a variable names and that are not there, a folder in their place included. */
export function lostOf(files: Files): readonly SharedFile[] {
  return [files.config, files.credentials].filter(
    ({ from, text, path }) =>
      from.evidence.kind === 'env' &&
      path !== '' &&
      text.kind === 'failed' &&
      (text.code === 'missing' || text.code === 'directory'),
  );
}

/** Those where nothing is. */
export function missingOf(files: Files): readonly SharedFile[] {
  return lostOf(files).filter(({ text }) => text.kind === 'failed' && text.code === 'missing');
}

/** What the variable names, and where that is as the tool sees it. */
export function whatIsNamed(world: World, { from, path }: SharedFile, meant: MeantPath | undefined): string {
  // What a tool does not expand is not shown as if it were the home folder.
  if (meant !== undefined) return `\`${shownOf(from)}\`, and ${meant.because}`;
  const isRelative = !/^(?:[/~\\]|[A-Za-z]:)/.test(path);
  // What is not shown alone is not shown behind a folder either.
  const isShown = isRelative && world.show(path) === path;
  const here = isShown ? `, seen from here ${world.show(world.join(world.host.cwd, path))}` : '';
  return `${world.show(path)}${here}`;
}
