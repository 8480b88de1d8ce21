import { nearest } from '../../core/nearest.ts';
import { Raw, reveal } from '../../core/raw.ts';
import { foldName } from './near-rule.ts';
import type { SharedFiles } from './profiles.ts';

/** Why one profile was meant by the name of none: the stronger reason first. */
export type Meant =
  /** The header's word, its brackets or quotes around the name. */
  | { readonly by: 'decoration'; readonly name: string }
  /** It names an `[sso-session …]`; `name` is undefined where several profiles use it. */
  | { readonly by: 'session'; readonly name: string | undefined; readonly users: readonly string[] }
  /** The account or the role of one profile alone. */
  | { readonly by: 'target'; readonly name: string }
  /** The only profile whose name begins so. */
  | { readonly by: 'beginning'; readonly name: string }
  | { readonly by: 'likeness'; readonly name: string };

type Files = Pick<SharedFiles, 'names' | 'session' | 'profile' | 'config' | 'credentials'>;

/** The profile that was meant by a name that there is none of, and why. */
export function whichIsMeant(name: string, files: Files): Meant | undefined {
  const names = files.names();
  const bare = bareName(name);
  if (bare !== name && names.includes(bare)) return { by: 'decoration', name: bare };
  if (files.session(name) !== undefined) {
    const users = names.filter((one) => files.profile(one).get('sso_session').value?.is(name) === true);
    if (users.length > 0) return { by: 'session', name: users.length === 1 ? users[0] : undefined, users };
  }
  const target = namedByTarget(name, files);
  if (target !== undefined) return { by: 'target', name: target };
  if (hasHeader(name, files)) return undefined;
  const longer = name.length < 2 ? [] : names.filter((one) => one.startsWith(name));
  const [only] = longer;
  if (only !== undefined && longer.length === 1) return { by: 'beginning', name: only };
  const near = nearest(name, names);
  return near === undefined ? undefined : { by: 'likeness', name: near };
}

/** The profile that leads to the account or is of the role, where it is one alone. */
function namedByTarget(name: string, { names, profile }: Files): string | undefined {
  const isAccount = /^\d{12}$/.test(name);
  if (!isAccount && !name.startsWith('arn:')) return undefined;
  const keys = isAccount ? ['sso_account_id', 'aws_account_id'] : ['role_arn'];
  const found = names().filter((one) => keys.some((key) => profile(one).get(key).value?.is(name) === true));
  return found.length === 1 ? found[0] : undefined;
}

/** Its own header is there, in the other file or written in another way: no other profile was meant. */
function hasHeader(name: string, { names, config, credentials }: Files): boolean {
  const wanted = foldName(name);
  if (names().some((one) => foldName(one) === wanted)) return false;
  return [config, credentials].some(({ ini }) =>
    ini?.sections.some(({ header }) => foldName(header).replace(/^profile-/, '') === wanted),
  );
}

export function meantProfile(name: string, files: Files): string | undefined {
  return whichIsMeant(name, files)?.name;
}

/** The session that was meant: one that is near, or the only one that goes on where the other name ends. */
export function nearSession(name: string | Raw, sessions: readonly string[]): string | undefined {
  const near = nearest(name, sessions);
  if (near !== undefined) return near;
  const written = name instanceof Raw ? reveal(name) : name;
  const longer = sessions.filter(
    (one) => written.length > 1 && (one.startsWith(written) || (one.length > 1 && written.startsWith(one))),
  );
  return longer.length === 1 ? longer[0] : undefined;
}

/** The session whose name is there, in quotes or with the word and the brackets of its header around it. */
export function bareSession(name: Raw | undefined, sessions: readonly string[]): string | undefined {
  return bareOf(name, /^(?:\[\s*)?sso[-_ ]session\b[:\s]*/i, sessions);
}

/** The same of the services. */
export function bareServices(name: Raw | undefined, services: readonly string[]): string | undefined {
  return bareOf(name, /^(?:\[\s*)?services\b[:\s]*/i, services);
}

function bareOf(name: Raw | undefined, word: RegExp, names: readonly string[]): string | undefined {
  const bare = name?.map((text) => bareName(text.trim().replace(word, '')));
  return names.find((one) => bare?.is(one));
}

/** Without what stands around a name in a header. */
export function bareName(name: string): string {
  return name
    .trim()
    .replace(/^\[|\]$/g, '')
    .trim()
    .replace(/^(["'])(.*)\1$|^[“”„‘’«»](.*)[“”‘’«»]$/, '$2$3')
    .replace(/^profile\s+/, '')
    .replace(/^(["'])([^"']*)\1$|^[“”„‘’«»](.*)[“”‘’«»]$/, '$2$3')
    .trim();
}
