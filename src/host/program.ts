import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { Script } from 'node:vm';

/** What a module exports, by name. */
type Exports = Readonly<Record<string, unknown>>;
/** A module by the number that the build gave it, a file of packages by its name. */
type Id = number | string;

/** Every file of code is one function of these. */
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
  offer(modules: Readonly<Record<number, () => Exports>>): void;
}

/** Where the text of a module stands in `modules.txt`, and whose it is. */
type Place = readonly [name: string, start: number, length: number];

/** Code that was compiled, and what V8 kept of an earlier run. */
export interface Compiled {
  readonly script: Script;
  readonly isKept: boolean;
}

/** What the file of a command exports. */
interface Start {
  readonly start: () => Promise<number>;
}

export interface Program {
  /** Loads the file of a command, whose modules are there from then on. */
  readonly load: (fileName: string) => Start;
  /** All that was compiled so far, by what names a text in a code cache. */
  readonly compiled: ReadonlyMap<string, Compiled>;
}

/**
 * The program as the build left it in `folder`: for each command one file of what it mostly needs, all other modules one
 * by one in `modules.txt`, and packages in files of their own. A module is made once, when something of it is first used.
 */
export function openProgram(
  folder: string,
  requireNode: (path: string) => unknown,
  keptFor: (key: string) => Uint8Array | undefined,
): Program {
  const compiled = new Map<string, Compiled>();
  const made = new Map<Id, Exports>();
  let offered: Readonly<Record<number, () => Exports>> = {};
  let others:
    { readonly text: string; readonly stamp: string; readonly places: readonly Place[] } | undefined;

  const link: Link = Object.assign(
    (id: Id): Exports => {
      const there = made.get(id);
      if (there !== undefined) return there;
      const offer = typeof id === 'number' ? offered[id] : undefined;
      if (offer === undefined) return typeof id === 'number' ? makeOther(id) : makeFile(id, id);
      const exports = offer();
      made.set(id, exports);
      return exports;
    },
    {
      offer: (modules: Readonly<Record<number, () => Exports>>) => {
        offered = modules;
      },
    },
  );

  function makeFile(id: Id, fileName: string): Exports {
    const path = join(folder, fileName);
    return make(id, readFileSync(path, 'latin1'), path, `${fileName} ${stampOf(path)}`);
  }

  function makeOther(id: number): Exports {
    others ??= openOthers(join(folder, 'modules.txt'));
    const [name, start, length] = others.places[id] ?? ['', 0, 0];
    // A module of packages stands in a file of its own.
    if (length === 0) return makeFile(id, name);
    const text = others.text.slice(start, start + length);
    return make(id, text, join(folder, name), `${name} ${others.stamp}`);
  }

  function make(id: Id, text: string, filename: string, key: string): Exports {
    const cachedData = keptFor(key);
    const script = new Script(text, cachedData === undefined ? { filename } : { filename, cachedData });
    compiled.set(key, { script, isKept: script.cachedDataRejected === false });
    const module = { exports: {} };
    made.set(id, module.exports);
    const body = script.runInThisContext() as Body;
    body(module, requireOf, link, filename, folder);
    made.set(id, module.exports);
    return module.exports;
  }

  /** Files of packages name each other by their paths; everything else is Node's. */
  function requireOf(path: string): unknown {
    return path.startsWith('./') ? link(path.slice(2)) : requireNode(path);
  }

  return { load: (fileName) => makeFile(fileName, fileName) as unknown as Start, compiled };
}

function openOthers(path: string) {
  const text = readFileSync(path, 'latin1');
  const end = text.indexOf('\n');
  const places = JSON.parse(text.slice(0, end)) as readonly Place[];
  return { text: text.slice(end + 1), stamp: stampOf(path), places };
}

/** A text that was changed by hand has another one, so that nothing kept of the old text is used with it. */
function stampOf(path: string): string {
  const { mtimeMs, size } = statSync(path);
  return `${mtimeMs} ${size}`;
}
