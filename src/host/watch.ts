import { setImmediate as turn } from 'node:timers/promises';
import type { Happening, Watch } from '../core/host.ts';
import { FollowedFolders } from './followed-folders.ts';
import { keysOf } from './keys.ts';

/** Programs write a file in several steps: so long nothing more has to come. */
const quietMs = 20;
/** Where something changes all the time, it is told so often. */
const mostMs = 150;

/** Nothing is looked at again and again but folders that the system tells nothing about. */
export function watch(cwd: string): Watch {
  const keys: string[] = [];
  const changed = new Set<string>();
  let isEnded = false;
  let firstAt: number | undefined;
  let timer: NodeJS.Timeout | undefined;
  let waiting: ((happening: Happening) => void) | undefined;

  const tell = () => {
    if (waiting === undefined) return;
    const happening = taken();
    if (happening === undefined) return;
    const resolve = waiting;
    waiting = undefined;
    resolve(happening);
  };
  const taken = (): Happening | undefined => {
    if (isEnded) return { kind: 'end' };
    const key = keys.shift();
    if (key !== undefined) return { kind: 'key', key };
    if (changed.size === 0 || timer !== undefined) return undefined;
    const paths = [...changed];
    changed.clear();
    firstAt = undefined;
    return { kind: 'changed', paths };
  };
  const change = (path: string) => {
    changed.add(path);
    const now = Date.now();
    firstAt ??= now;
    clearTimeout(timer);
    timer = setTimeout(
      () => {
        timer = undefined;
        tell();
      },
      Math.max(0, Math.min(quietMs, firstAt + mostMs - now)),
    );
  };
  const end = () => {
    isEnded = true;
    tell();
  };

  const folders = new FollowedFolders(cwd, change);
  const release = keysOf((key) => {
    keys.push(key);
    tell();
  }, end);
  process.on('SIGINT', end);

  return {
    follow: (files, inside) => {
      folders.follow(files, inside);
    },
    next: () =>
      new Promise((resolve) => {
        waiting = resolve;
        tell();
      }),
    goesOn: async () => {
      await turn();
      return !isEnded;
    },
    close: () => {
      clearTimeout(timer);
      folders.close();
      release();
      process.off('SIGINT', end);
    },
  };
}
