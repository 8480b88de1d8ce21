import type { World } from './world.ts';

/** What keeps a file from being kept. */
export interface InTheWay {
  /** Ends a sentence that says so of the file's folder; empty where it is the folder itself. */
  readonly because: string;
  readonly advice: string;
}

/**
 * The folder in the place of the file, or the nearest thing above it that is there and can hold nothing new; undefined
 * where the file can be made.
 */
export async function inTheWay(world: World, path: string): Promise<InTheWay | undefined> {
  const own = await world.inspect(path);
  if (own?.kind === 'directory') {
    const because = `, since a folder has the name of the file, ${world.show(path)}`;
    return { because, advice: 'Delete that folder' };
  }
  if (await world.host.mayCreate(path)) return undefined;
  const folder = above(path);
  const allow = `Let this user write in ${world.show(folder)}`;
  for (let at = folder; at !== '' && at !== above(at); at = above(at)) {
    const info = await world.inspect(at);
    if (info === undefined) continue;
    const shown = world.show(at);
    if (info.kind !== 'directory')
      return { because: `, since ${shown} is no folder`, advice: `Move ${shown} away` };
    return { because: at === folder ? '' : `, since nothing can be made in ${shown}`, advice: allow };
  }
  return { because: '', advice: allow };
}

function above(path: string): string {
  return path.replace(/[/\\]+[^/\\]*$/, '');
}
