type Environment = Readonly<Record<string, string | undefined>>;

/** Whose way it is to read the variables of proxies: docs/chain.md, "Calls". */
export type ProxyRules = 'python' | 'go' | 'java' | 'rust' | 'ignored';

export interface FoundProxy {
  /** As the variable has it: user name and password included. */
  readonly url: string;
  readonly variable: string;
  /** The variable that says what is asked directly, where one counts; it did not name the address. */
  readonly exceptions?: string;
}

interface Reading {
  /** Which letters come first; beside small ones any, the last that has a value. */
  readonly order: 'small-then-any' | 'small' | 'capitals';
  /** A variable without a value hides the one in other letters. */
  readonly emptyHides: boolean;
  /** What makes the program one of CGI, whose HTTP_PROXY is a header of its client (https://httpoxy.org). */
  readonly cgi?: 'set' | 'not-empty';
  /** `ALL_PROXY` stands in where the scheme's own is not there. */
  readonly all: boolean;
  readonly isException: (url: URL, exceptions: string) => boolean;
}

const readings: Readonly<Record<Exclude<ProxyRules, 'ignored'>, Reading>> = {
  /** botocore 1.43 `utils.get_environ_proxies`; Python `getproxies_environment`, `proxy_bypass_environment`. */
  python: {
    order: 'small-then-any',
    emptyHides: true,
    all: false,
    cgi: 'set',
    isException: isPythonException,
  },
  /** Go `httpproxy.FromEnvironment`, `Config.useProxy`. */
  go: {
    order: 'capitals',
    emptyHides: false,
    all: false,
    cgi: 'not-empty',
    isException: (url, text) => isLoopback(url) || isException(url, text),
  },
  /** As curl does. */
  java: { order: 'small', emptyHides: false, all: false, isException },
  /** hyper-util `Matcher::from_env`. */
  rust: { order: 'capitals', emptyHides: false, all: true, isException },
};

/** The proxy that a program of these rules uses for a URL, as the variable has it; undefined for none. */
export function findProxy(url: URL, env: Environment, rules: ProxyRules): FoundProxy | undefined {
  if (rules === 'ignored') return undefined;
  const reading = readings[rules];
  const scheme = url.protocol === 'https:' ? 'https_proxy' : 'http_proxy';
  const variable =
    firstSet(env, scheme, reading) ?? (reading.all ? firstSet(env, 'all_proxy', reading) : undefined);
  if (variable === undefined) return undefined;
  const isOfClient = variable !== 'http_proxy' && variable.toLowerCase() === 'http_proxy';
  if (isOfClient && isCgi(env, reading)) return undefined;
  const exceptions = firstSet(env, 'no_proxy', reading);
  if (reading.isException(url, exceptions === undefined ? '' : (env[exceptions] ?? ''))) return undefined;
  return { url: env[variable] ?? '', variable, ...(exceptions === undefined ? {} : { exceptions }) };
}

function firstSet(env: Environment, small: string, { order, emptyHides }: Reading): string | undefined {
  const capitals = small.toUpperCase();
  const names =
    order === 'capitals' ? [capitals, small] : [small, order === 'small' ? capitals : anyLetters(env, small)];
  const found = names.find((name) => (emptyHides ? env[name] !== undefined : (env[name] ?? '') !== ''));
  return found === undefined || env[found] === '' ? undefined : found;
}

function anyLetters(env: Environment, small: string): string {
  const isOne = (name: string) => name.toLowerCase() === small && name !== small && env[name] !== '';
  return Object.keys(env).findLast(isOne) ?? small;
}

function isCgi(env: Environment, { cgi = 'not-empty' }: Reading): boolean {
  const method = env['REQUEST_METHOD'];
  return method !== undefined && (cgi === 'set' || method !== '');
}

function isLoopback({ hostname }: URL): boolean {
  return /^(?:localhost|\[::1\]|127\.\d+\.\d+\.\d+)$/i.test(hostname);
}

/** Suffixes of the host, with its port or without; no networks; `*` stands alone. */
function isPythonException({ hostname, host }: URL, exceptions: string): boolean {
  if (exceptions === '*') return true;
  return exceptions
    .split(',')
    .map((entry) => entry.trim().toLowerCase().replace(/^\.+/, ''))
    .some((name) => name !== '' && [hostname, host].some((one) => one === name || one.endsWith(`.${name}`)));
}

function isException({ hostname, port }: URL, exceptions: string): boolean {
  const host = hostname.replace(/^\[(.*)\]$/, '$1').toLowerCase();
  return exceptions
    .split(',')
    .map((entry) => entry.trim().toLowerCase())
    .some((entry) => {
      if (entry === '') return false;
      if (entry === '*') return true;
      const [, name = entry, wantedPort] = /^([^:]+):(\d+)$/.exec(entry) ?? [];
      if (wantedPort !== undefined && wantedPort !== port) return false;
      const bare = name.replace(/^\*?\./, '');
      return host === bare || host.endsWith(`.${bare}`) || isInNetwork(host, name);
    });
}

/** `10.0.0.0/8`, for IPv4 hosts. */
function isInNetwork(host: string, entry: string): boolean {
  const [, network, length] = /^(\d+\.\d+\.\d+\.\d+)\/(\d{1,2})$/.exec(entry) ?? [];
  const [at, from] = [numberOf(host), numberOf(network ?? '')];
  if (at === undefined || from === undefined || length === undefined) return false;
  const size = 2 ** (32 - Number(length));
  return Math.floor(at / size) === Math.floor(from / size);
}

function numberOf(address: string): number | undefined {
  const parts = /^(\d+)\.(\d+)\.(\d+)\.(\d+)$/.exec(address)?.slice(1).map(Number);
  if (parts === undefined || parts.some((part) => part > 255)) return undefined;
  return parts.reduce((sum, part) => sum * 256 + part, 0);
}
