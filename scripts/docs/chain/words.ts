import { Command } from '../../../src/core/command.ts';
import { posixShell, writeCommand } from '../../../src/core/write-command.ts';
import { memoryHost } from '../../../src/host/memory.ts';
import { code } from '../markdown.ts';
import type { Places } from '../../../src/credentials/places/profiles.ts';
import { settingOf, type Setting } from '../../../src/credentials/places/settings.ts';
import { reveal } from '../../../src/core/raw.ts';
import { openWorld } from '../../../src/credentials/places/world.ts';

/** What a rule's value means, by the rule's name; a value that no name has is one of `common`. */
const words: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  blanks: { kept: 'count', trimmed: 'are cut off' },
  expiration: { enforced: 'enforced', told: 'told, not enforced', ignored: 'not read' },
  present: { key: 'the key, also without a value', value: 'a value' },
  view: { 'one-file': 'this file alone', merged: 'both files' },
  from: {
    env: 'the environment',
    profile: 'the profile',
    'env-then-profile': 'each in the environment, then in the profile',
  },
  emptyVariable: { hides: "hides the profile's", unset: 'not set', name: 'names the profile `""`' },
  emptyValue: { counts: 'there all the same' },
  sessionNameVariable: {
    always: 'yes',
    'with-env': 'with the web identity of the environment only',
    never: 'no',
  },
  region: { profile: "the profile's, then that of the run", run: 'that of the run' },
  cache: { cli: '`~/.aws/cli/cache`', none: 'nowhere' },
  inBoth: {
    'session-wins': "the session's counts",
    'fail-if-different': 'stops where they differ',
    fail: 'stops',
  },
  sessionHolds: { address: 'the address alone' },
  sessionAlone: { enough: 'may be missing' },
  notRefreshable: { used: 'used to its end', fail: 'stops' },
  expiredLegacy: { sent: 'sent all the same', fail: 'stops' },
  times: { any: 'in any usual form', rfc3339: 'RFC 3339 only' },
  runs: { words: 'split into words, without a shell', shell: 'given to a shell' },
  emptyCommand: { tried: 'tried, and broken', absent: 'not there' },
  emptyUri: { entered: 'there', unset: 'not set' },
  emptyTokenFile: { entered: 'a file of no name', unset: 'not set' },
  tokenFile: { read: 'read', ignored: 'not read' },
  credentialSourceCase: { exact: 'exactly', any: 'in any letters' },
  sourceWithoutRole: { used: 'used', declined: 'not used' },
  mfa: { prompt: 'asks on the terminal', fail: 'stops: nobody can be asked', ignored: 'not read' },
  emptyEndpoint: { hides: "hides the profile's", next: 'the profile is read' },
  emptyV1Disabled: { hides: "hides the profile's", next: 'the profile is read' },
  modeCase: { any: 'in any letters', exact: 'exactly' },
  v1: { never: 'never', 'unless-disabled': 'unless it is disabled' },
  profile: { own: "the source profile's own" },
  empty: { fail: 'stops', used: 'the next place is looked at' },
  missing: { fail: 'stops' },
  missingWithEndpoint: { fail: 'stops', used: 'does not matter' },
  brokenSession: { fail: 'stops where it is broken', ignored: 'not looked at' },
  emptyPath: { absent: 'no file', default: 'the usual file' },
  notUtf8: { rejected: 'rejected', empty: 'nothing in it counts', read: 'read as far as it goes' },
  twoDefaults: { later: 'the later one counts', prefixed: '`[profile default]` counts' },
  sameName: { later: 'the later one counts', merged: 'are merged' },
  emptySection: { profile: 'a profile without keys', nothing: 'no profile' },
  sessions: {
    config: 'the config file',
    'config-unexpanded': 'the file that `AWS_CONFIG_FILE` names as it is written',
  },
  missingServices: { fail: 'stops', ignored: 'does not matter' },
  variables: { read: 'read', ignored: 'not read' },
  uris: {
    relative: '`AWS_CONTAINER_CREDENTIALS_RELATIVE_URI`',
    full: '`AWS_CONTAINER_CREDENTIALS_FULL_URI`',
  },
  badToken: { '[\\r\\n]': 'a line end' },
  proxies: { python: 'read, small letters first', go: 'read, capitals first', ignored: 'not read' },
};

const common: Readonly<Record<string, string>> = {
  fail: 'stops',
  pass: 'goes on',
  skip: 'is not tried',
  true: 'yes',
  false: 'no',
};

/** Rules that are functions, by what they make of samples. */
const samples: Readonly<Record<string, (rule: (...values: readonly unknown[]) => unknown) => string>> = {
  isDisabled: (rule) => taken(rule, ['true', 'TRUE', 'false', '1', 'yes', '']),
  isV1Disabled: (rule) => taken(rule, ['true', 'TRUE', 'false', '1', 'yes', '']),
  isAllowed: (rule) =>
    taken(rule, ['127.0.0.1', '::1', '169.254.170.2', '169.254.170.23', 'fd00:ec2::23', 'example.com']),
  timeoutMs: (rule) => told('timeoutMs', rule(nothingSet())),
  base: (rule) =>
    [...new Set([rule(namesAsValues()), rule(nothingSet())])]
      .map((setting) => code(textOf(setting as Setting) ?? 'http://169.254.170.2'))
      .join(', else '),
  expandFolder: (rule) =>
    ['~/logins', '$HOME/logins']
      .map((path) => `${code(path)} is ${code(String(rule(path, posixWorld(), '/home/me')))}`)
      .join(', '),
  duration: (rule) =>
    [undefined, '900', '3600', 'x']
      .map((value) => `${value === undefined ? 'none' : code(value)}: ${sentDuration(rule, value)}`)
      .join(', '),
  incomplete: (rule) =>
    [['sso_region'], ['sso_account_id'], ['sso_account_id', 'sso_role_name']]
      .map((missing) => `without ${missing.map(code).join(' and ')}: ${told('incomplete', rule(missing))}`)
      .join('; '),
  sdkName: (rule) => code(String(rule('~/.aws/credentials'))),
};

/** Words of our own, and no code. */
const plain: readonly string[] = ['needs', 'trust'];

/** Said by the situations at the end of the page, or by another row. */
const elsewhere: readonly string[] = [
  'declines',
  'ownLinks',
  'isCycle',
  'sourceLinks',
  'client',
  'token',
  'stsClient',
];

/** The value of a rule in words; undefined for a rule that is told elsewhere. */
export function describeRule(name: string, value: unknown): string | undefined {
  return elsewhere.includes(name) && typeof value !== 'string' ? undefined : told(name, value);
}

function told(name: string, value: unknown): string {
  if (value === undefined) return '–';
  if (typeof value === 'function') {
    const sample = samples[name];
    if (sample === undefined) throw new Error(`docs/chain.md has no samples for the rule ${name}`);
    return sample(value as (...values: readonly unknown[]) => unknown);
  }
  if (value instanceof Command) return writeCommand(value, posixShell);
  if (typeof value === 'number') return /Ms$|^renewSsoBefore$/.test(name) ? duration(value) : String(value);
  if (typeof value === 'string' && plain.includes(name)) return value;
  if (typeof value === 'string' || typeof value === 'boolean') {
    return words[name]?.[String(value)] ?? common[String(value)] ?? code(String(value));
  }
  if (value instanceof RegExp) return words[name]?.[value.source] ?? code(value.source);
  if (value instanceof Map) return [...value.keys()].map((key) => code(String(key))).join(', ');
  if (Array.isArray(value))
    return value.length === 0 ? 'none' : value.map((one) => told(name, one)).join(', ');
  const members = Object.entries(value as object).map(([key, one]) => `${key}: ${told(key, one)}`);
  return members.length === 0 ? 'none' : members.join(', ');
}

/** A value in a cell, where an empty one has to be seen too. */
export function shownValue(text: string): string {
  return text === '' ? 'nothing' : code(text);
}

function duration(milliseconds: number): string {
  if (milliseconds === 0) return 'when it has ended';
  if (milliseconds >= 60_000) return `${milliseconds / 60_000} min`;
  return `${milliseconds / 1000} s`;
}

function taken(rule: (value: unknown) => unknown, values: readonly string[]): string {
  const found = values.filter((value) => rule(value) === true);
  return found.length === 0 ? 'none' : found.map(shownValue).join(', ');
}

function textOf({ value }: Setting): string | undefined {
  return value === undefined ? undefined : reveal(value);
}

function sentDuration(rule: (value: unknown) => unknown, value: string | undefined): string {
  const sent = rule(settingOf('file', 'duration_seconds', value)) as Setting | undefined;
  return sent?.value === undefined ? 'not sent' : code(textOf(sent) ?? '');
}

function posixWorld() {
  return openWorld(memoryHost({ env: { HOME: '/home/me' }, homeFolder: '/home/me' }), 'offline');
}

/** Places in which nothing is set. */
function nothingSet(): Pick<Places, 'env' | 'profile'> {
  const get = (name: string) => settingOf('file', name, undefined);
  return { env: (name) => settingOf('env', name, undefined), profile: { get } as Places['profile'] };
}

/** Places in which every variable holds its own name. */
function namesAsValues(): Pick<Places, 'env' | 'profile'> {
  return { ...nothingSet(), env: (name) => settingOf('env', name, name) };
}
