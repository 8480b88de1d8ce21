import { openSync, readFileSync, readSync, statSync } from 'node:fs';
import { Script } from 'node:vm';

/** What a module exports, by name. */
type Exports = Readonly<Record<string, unknown>>;
/** A module by the number that the build gave it, a file by its name. */
type Id = number | string;

/** Every text of code is one function of these. */
type Body = (
  module: { exports: Exports },
  require: (path: string) => unknown,
  link: Link,
  fileName: string,
  folder: string,
) => void;

/** The exports of a module, which is made where it was not there yet. A file offers its own modules through `offer`. */
interface Link {
  (id: Id): Exports;
  offer: (modules: Readonly<Record<number, () => Exports>>) => void;
}

/** Where the text of a module stands in `modules.txt`, as `modules.json` says; one with packages has a file instead. */
type Place = readonly [name: string, start: number, length: number];

/** What the file of a command exports. */
interface Start {
  readonly start: () => Promise<number>;
}

export interface Program {
  /** Loads the file of a command, whose modules are there from then on. */
  readonly load: (fileName: string) => Start;
  /** Whether anything was compiled that was not kept; false also where V8 refused what was kept. */
  readonly isMoreThanKept: () => boolean;
  /** What V8 knows now of all texts that were compiled. */
  readonly codes: () => ReadonlyMap<string, Uint8Array>;
}

/**
 * The program as the build left it in `folder` (docs/decisions/0034): for each command one file of what it mostly needs,
 * all other modules one by one in `modules.txt`, and packages in files of their own. A module is made once, when something
 * of it is first used.
 */
export function openProgram(
  folder: string,
  requireNode: (path: string) => unknown,
  kept: ReadonlyMap<string, Uint8Array> | undefined,
): Program {
  const scripts = new Map<string, Script>();
  const made = new Map<Id, { exports: Exports }>();
  let offered: Readonly<Record<number, () => Exports>> = {};
  let others: Others | undefined;

  const link: Link = (id) => {
    const there = made.get(id);
    if (there !== undefined) return there.exports;
    if (typeof id === 'string') return makeFile(id, id);
    const offer = offered[id];
    if (offer === undefined) return makeOther(id);
    const exports = offer();
    made.set(id, { exports });
    return exports;
  };
  link.offer = (modules) => (offered = modules);

  function makeFile(id: Id, name: string): Exports {
    const path = `${folder}/${name}`;
    return make(id, readFileSync(path, 'latin1'), path, `${name} ${stampOf(path)}`);
  }

  function makeOther(id: number): Exports {
    others ??= openOthers(folder);
    const [name, start, length] = others.places[id] ?? ['', 0, 0];
    if (length === 0) return makeFile(id, name);
    return make(id, others.read(start, length), `${folder}/${name}`, `${name} ${others.stamp}`);
  }

  function make(id: Id, text: string, filename: string, key: string): Exports {
    const cachedData = kept?.get(key);
    const script = new Script(text, cachedData === undefined ? { filename } : { filename, cachedData });
    scripts.set(key, script);
    const module = { exports: {} };
    made.set(id, module);
    const body = script.runInThisContext() as Body;
    body(module, requireOf, link, filename, folder);
    return module.exports;
  }

  /** Files of packages name each other by their paths; everything else is Node's. */
  function requireOf(path: string): unknown {
    return path.startsWith('./') ? link(path.slice(2)) : requireNode(path);
  }

  return {
    load: (fileName) => makeFile(fileName, fileName) as unknown as Start,
    isMoreThanKept: () => {
      const all = [...scripts.values()];
      return (
        all.some(({ cachedDataRejected }) => cachedDataRejected === undefined) &&
        !all.some(({ cachedDataRejected }) => cachedDataRejected === true)
      );
    },
    codes: () => new Map([...scripts].map(([key, script]) => [key, script.createCachedData()])),
  };
}

interface Others {
  readonly places: readonly Place[];
  readonly read: (start: number, length: number) => string;
  readonly stamp: string;
}

/** A run needs a few of a thousand texts, if any: they are read by their places. */
function openOthers(folder: string): Others {
  const path = `${folder}/modules.txt`;
  const file = openSync(path, 'r');
  return {
    places: JSON.parse(readFileSync(`${folder}/modules.json`, 'latin1')) as readonly Place[],
    read: (start, length) => {
      const bytes = Buffer.allocUnsafe(length);
      readSync(file, bytes, 0, length, start);
      return bytes.toString('latin1');
    },
    stamp: stampOf(path),
  };
}

/** A text that was changed by hand has another one, so that nothing kept of the old text is used with it. */
function stampOf(path: string): string {
  const { mtimeMs, size } = statSync(path);
  return `${mtimeMs} ${size}`;
}
