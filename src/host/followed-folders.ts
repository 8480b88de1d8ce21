import { readdirSync, realpathSync, statSync, watch as watchFolder } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';

/** How often a folder is looked at of which the system tells nothing, since it follows too many already. */
const pollMs = 1000;

interface Followed {
  /** Another folder may take its place. */
  readonly identity: number;
  readonly close: () => void;
}

/**
 * Tells what changes in folders. Files are followed by their folders: one that is renamed to its place is seen, one that is
 * not there yet too, and a link's file beside the link.
 */
export class FollowedFolders {
  readonly #cwd: string;
  readonly #change: (path: string) => void;
  readonly #folders = new Map<string, Followed>();
  /** Files that are followed; what changed is looked up again. */
  readonly #files = new Set<string>();
  /** A file behind a link, and the links. */
  readonly #links = new Map<string, Set<string>>();

  constructor(cwd: string, change: (path: string) => void) {
    this.#cwd = cwd;
    this.#change = change;
  }

  follow(files: readonly string[], folders: readonly string[]): void {
    for (const folder of folders) this.#followFolder(resolve(this.#cwd, folder));
    for (const file of files) this.#followFile(resolve(this.#cwd, file));
  }

  close(): void {
    for (const { close } of this.#folders.values()) close();
    this.#folders.clear();
  }

  #followFile(path: string): void {
    if (this.#files.has(path)) return;
    this.#files.add(path);
    this.#followFolder(nearestFolder(dirname(path)));
    const real = realPath(path);
    if (real === undefined || real === path) return;
    this.#followFolder(dirname(real));
    const links = this.#links.get(real) ?? new Set();
    this.#links.set(real, links.add(path));
  }

  #followFolder(folder: string): void {
    if (this.#folders.has(folder)) return;
    const identity = identityOf(folder);
    if (identity === undefined) return;
    this.#folders.set(folder, { identity, close: this.#opened(folder) });
  }

  /** Returns what closes it. */
  #opened(folder: string): () => void {
    try {
      const watcher = watchFolder(folder, { persistent: true }, (_, name) => {
        this.#seen(folder, name === null ? undefined : name);
      });
      watcher.on('error', () => {
        this.#drop(folder);
      });
      return () => {
        watcher.close();
      };
    } catch {
      return this.#polled(folder);
    }
  }

  #polled(folder: string): () => void {
    let known = statesOf(folder);
    const timer = setInterval(() => {
      const now = statesOf(folder);
      for (const name of new Set([...known.keys(), ...now.keys()]))
        if (known.get(name) !== now.get(name)) this.#seen(folder, name);
      known = now;
    }, pollMs);
    return () => {
      clearInterval(timer);
    };
  }

  #seen(folder: string, name: string | undefined): void {
    // What became of the folder itself is told with its own name.
    if (name === undefined || name === basename(folder)) {
      if (identityOf(folder) !== this.#folders.get(folder)?.identity) this.#drop(folder);
      else if (name === undefined) this.#told(folder);
    }
    if (name !== undefined) this.#told(join(folder, name));
  }

  #drop(folder: string): void {
    this.#folders.get(folder)?.close();
    this.#folders.delete(folder);
    this.#told(folder);
  }

  #told(path: string): void {
    if (!this.#files.delete(path))
      for (const file of this.#files) if (isWithin(file, path)) this.#files.delete(file);
    for (const [real, links] of this.#links) {
      if (!isWithin(real, path)) continue;
      for (const link of links) {
        this.#files.delete(link);
        this.#change(link);
      }
      this.#links.delete(real);
    }
    this.#change(path);
  }
}

function isWithin(path: string, folder: string): boolean {
  return path === folder || (path.startsWith(folder) && /^[/\\]/.test(path.slice(folder.length)));
}

function nearestFolder(folder: string): string {
  return identityOf(folder) !== undefined || dirname(folder) === folder
    ? folder
    : nearestFolder(dirname(folder));
}

function identityOf(folder: string): number | undefined {
  try {
    const stats = statSync(folder, { throwIfNoEntry: false });
    return stats?.isDirectory() === true ? stats.ino : undefined;
  } catch {
    return undefined;
  }
}

function realPath(path: string): string | undefined {
  try {
    return realpathSync(path);
  } catch {
    return undefined;
  }
}

/** What tells whether something in the folder changed. */
function statesOf(folder: string): ReadonlyMap<string, string> {
  try {
    return new Map(
      readdirSync(folder).map((name) => {
        const stats = statSync(join(folder, name), { throwIfNoEntry: false });
        return [name, stats === undefined ? '' : `${stats.ino} ${stats.size} ${stats.mtimeMs}`];
      }),
    );
  } catch {
    return new Map();
  }
}
