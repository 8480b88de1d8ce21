import { reveal } from '../../core/raw.ts';
import type { FileRules } from './place-rules.ts';
import type { Setting } from './settings.ts';
import type { World } from './world.ts';

/** Python `os.path.expanduser`: `HOME` even where it is empty, else the user database. */
export function pythonHome({ host }: World): string {
  const { env, platform, homeFolder } = host;
  if (platform === 'posix') return (env['HOME'] ?? homeFolder).replace(/(?<!\/)\/+$/, '');
  return env['USERPROFILE'] ?? joined(env['HOMEDRIVE'], env['HOMEPATH']) ?? homeFolder;
}

/** @smithy/core `getHomeDir`; empty values count as not set. */
export function jsHome({ host }: World): string {
  const { env, homeFolder } = host;
  return env['HOME'] || env['USERPROFILE'] || joined(env['HOMEDRIVE'], env['HOMEPATH']) || homeFolder;
}

/** `HOME`, on Windows `USERPROFILE` or drive and path, else the user database: Go, Java and Rust. */
export function plainHome({ host }: World): string {
  const { env, platform, homeFolder } = host;
  if (platform === 'posix') return env['HOME'] || homeFolder;
  return env['USERPROFILE'] || joined(env['HOMEDRIVE'], env['HOMEPATH']) || homeFolder;
}

function joined(drive: string | undefined, path: string | undefined): string | undefined {
  return path === undefined ? undefined : (drive ?? '') + path;
}

/**
 * Python `expandvars`, then `expanduser`: unknown variables stay as they are. Another user's home (`~name`) cannot
 * be looked up: it is taken to stand beside one's own.
 */
export function expandPython(path: string, { host }: World, home: string): string {
  const valueOf = (name: string, whole: string) => host.env[name] ?? whole;
  const expanded = path
    .replace(/\$(?:(\w+)|\{([^}]*)\})/g, (whole, plain: string | undefined, braced: string | undefined) =>
      valueOf(plain ?? braced ?? '', whole),
    )
    .replace(/%([^%]+)%/g, (whole, name: string) =>
      host.platform === 'windows' ? valueOf(name, whole) : whole,
    );
  const [, user, rest = ''] = /^~([^/\\]*)(.*)$/s.exec(expanded) ?? [];
  if (user === undefined) return expanded;
  return (user === '' ? home : home.replace(/[^/\\]*$/, user)) + rest || '/';
}

/** Only `~/` at the start. */
export function expandTilde(path: string, _: World, home: string): string {
  return path.startsWith('~/') ? home + path.slice(1) : path;
}

/** The first part `~`. */
export function expandTildePart(path: string, _: World, home: string): string {
  return /^~(?=[/\\]|$)/.test(path) ? home + path.slice(1) : path;
}

/** The path that a setting names, as the flavour finds it. */
export function pathIn(
  setting: Setting,
  world: World,
  { expandPath, home }: Pick<FileRules, 'expandPath' | 'home'>,
): string {
  return expandPath(setting.value === undefined ? '' : reveal(setting.value), world, home(world));
}

export function verbatimPath(path: string): string {
  return path;
}
