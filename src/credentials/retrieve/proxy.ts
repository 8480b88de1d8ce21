import type { NetworkRules } from '../chain/retrieval-rules.ts';

type Environment = Readonly<Record<string, string | undefined>>;

/** The proxy that a program of these rules uses for a URL, as the variable has it; undefined for none. */
export function findProxy(
  url: URL,
  env: Environment,
  rules: NetworkRules['proxies'],
): { readonly url: string; readonly variable: string } | undefined {
  if (rules === 'ignored') return undefined;
  const scheme = url.protocol === 'https:' ? 'https' : 'http';
  const variable = firstSet(env, namesOf(`${scheme}_proxy`, rules));
  if (variable === undefined) return undefined;
  // A CGI program's HTTP_PROXY is a header of its client (https://httpoxy.org): Python and Go leave it alone.
  if (variable === 'HTTP_PROXY' && (env['REQUEST_METHOD'] ?? '') !== '') return undefined;
  const exceptions = firstSet(env, namesOf('no_proxy', rules));
  if (isException(url, exceptions === undefined ? '' : (env[exceptions] ?? ''), rules)) return undefined;
  return { url: env[variable] ?? '', variable };
}

/** Python `urllib.request.getproxies_environment`: small letters win; Go `httpproxy.FromEnvironment`: capitals. */
function namesOf(small: string, rules: 'python' | 'go'): readonly string[] {
  const capitals = small.toUpperCase();
  return rules === 'python' ? [small, capitals] : [capitals, small];
}

function firstSet(env: Environment, names: readonly string[]): string | undefined {
  return names.find((name) => (env[name] ?? '') !== '');
}

/** Python `proxy_bypass_environment`; Go `httpproxy.Config.useProxy`. */
function isException({ hostname, port }: URL, exceptions: string, rules: 'python' | 'go'): boolean {
  const host = hostname.replace(/^\[(.*)\]$/, '$1').toLowerCase();
  if (rules === 'go' && (host === 'localhost' || host === '::1' || /^127\.\d+\.\d+\.\d+$/.test(host)))
    return true;
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
