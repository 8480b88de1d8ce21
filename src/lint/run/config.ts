import { FileError, type Host } from '../../core/host.ts';
import { command } from '../../core/command.ts';
import { nearest } from '../../core/nearest.ts';
import type { Source } from '../../core/source.ts';
import type { Severity } from '../../core/evaluation.ts';
import { parseJson } from '../../formats/json.ts';
import { quoted } from '../../formats/problem.ts';
import { readTextFile } from '../../formats/read-source.ts';
import { rootOf } from '../../formats/syntax-error.ts';
import type { Member, Node } from '../../formats/tree.ts';
import { parseYaml } from '../../formats/yaml.ts';
import type { PolicyType } from '../../policy/policy.ts';
import { nameFrom } from '../file-name.ts';
import { severities, type NodePath } from '../finding.ts';
import { allTypes } from '../rule.ts';
import type { Settings } from '../settings.ts';
import { allRules } from '../rules.ts';
import { checkKeys, itemsOf, membersOf, reasonOf, textOf, valueOf, wrong } from './config-node.ts';
import { isDay } from './day.ts';
import { readOwnRules, type OwnRule } from './own-rules.ts';

/** What is set aside, and why. */
export interface Ignore {
  readonly code: string;
  /** A pattern for the file's name as it is printed; `*` does not cross a slash, `**` does. */
  readonly file?: string;
  readonly sid?: string;
  /** The place in the policy, and everything in it: `["Statement", 0]`. */
  readonly path?: NodePath;
  readonly reason: string;
  /** `2026-12-31`: from the day after on it is a finding of its own. */
  readonly until?: string;
  /** Where it stands. */
  readonly at: Node;
}

/** What `iamx.config.json` or `iamx.config.yaml` says. */
export interface Config {
  readonly source: Source;
  /** Of a rule, in place of its own; `off` takes it out. */
  readonly severity: ReadonlyMap<string, Severity | 'off'>;
  /** By pattern of file names, the first that fits. */
  readonly types: readonly (readonly [pattern: string, type: PolicyType])[];
  readonly ignore: readonly Ignore[];
  /** Rules of one's own. */
  readonly own: readonly OwnRule[];
  readonly sensitive: Settings['sensitive'];
  readonly trustedAccounts: Settings['trustedAccounts'];
  /** A file's name from the folder of the configuration, which its patterns are about. */
  readonly nameOf: (file: string) => string;
}

const names = ['iamx.config.json', 'iamx.config.yaml', 'iamx.config.yml'];

/** The nearest configuration, from the current folder upwards; undefined where there is none. Throws `usage`. */
export async function findConfig(host: Host): Promise<Config | undefined> {
  const separator = host.platform === 'windows' ? '\\' : '/';
  for (let folder = host.cwd; ;) {
    for (const name of names) {
      const path = folder.endsWith(separator) ? folder + name : folder + separator + name;
      if (await isFile(host, path)) {
        const { source } = await readTextFile(host, path);
        return readConfig(source, (file) => (file === '-' ? file : nameFrom(folder, host.cwd, file)));
      }
    }
    const end = folder.lastIndexOf(separator);
    const above = end <= 0 ? folder.slice(0, end + 1) : folder.slice(0, end);
    if (above === folder || above === '') return undefined;
    folder = above;
  }
}

async function isFile(host: Host, path: string): Promise<boolean> {
  try {
    return (await host.inspect(path))?.kind === 'file';
  } catch (error) {
    if (error instanceof FileError) return false;
    throw error;
  }
}

/** Throws `usage` with the place of what is wrong: a configuration is taken whole or not at all. */
export async function readConfig(source: Source, nameOf: Config['nameOf'] = (file) => file): Promise<Config> {
  const parsed = /\.ya?ml$/i.test(source.file) ? await parseYaml(source) : parseJson(source);
  const root = rootOf(parsed);
  if (root.kind !== 'object') throw wrong(source, root, 'the configuration is not an object');
  checkKeys(source, root, [
    'severity',
    'types',
    'ignore',
    'require',
    'forbid',
    'sensitive',
    'trustedAccounts',
  ]);
  const own = readOwnRules(source, root, (code) => allRules().some(({ id }) => id === code));
  const codes = [...allRules().map(({ id }) => id), ...own.map(({ rule }) => rule.id)];
  return {
    source,
    severity: new Map(
      membersOf(source, root, 'severity').map((member) => readSeverity(source, member, codes)),
    ),
    types: membersOf(source, root, 'types').map((member) => readType(source, member)),
    ignore: itemsOf(source, root, 'ignore').map((item) => readIgnore(source, item, codes)),
    own,
    sensitive: membersOf(source, root, 'sensitive').map((member) => readSensitive(source, member)),
    trustedAccounts: itemsOf(source, root, 'trustedAccounts').map((item) => readAccount(source, item)),
    nameOf,
  };
}

/** `"s3:GetObject": ["arn:aws:s3:::acme-payroll/*"]` */
function readSensitive(source: Source, { key, value }: Member): Settings['sensitive'][number] {
  if (!/^[A-Za-z0-9-]+:[A-Za-z0-9*?-]+$/.test(key.value))
    throw wrong(source, key, `${quoted(key.value)} is no action`, 'Write it like `s3:GetObject`.');
  const items = value.kind === 'array' ? value.items : [value];
  const resources = items.map((item) => {
    if (item.kind !== 'string' || !/^(?:\*|arn:.*)$/s.test(item.value))
      throw wrong(source, item, 'this is no ARN', 'Write it like `arn:aws:s3:::acme-payroll/*`.');
    return item.value;
  });
  return { action: key.value, resources };
}

function readAccount(source: Source, item: Node): string {
  const text = item.kind === 'string' ? item.value : item.kind === 'number' ? item.text : '';
  if (!/^\d{12}$/.test(text))
    throw wrong(source, item, 'this is no account', 'Write its twelve digits, in quotes.');
  return text;
}

function readCode(source: Source, at: Node, code: string, codes: readonly string[]): string {
  if (codes.includes(code)) return code;
  const near = nearest(code, codes);
  throw wrong(
    source,
    at,
    `${quoted(code)} is not a code`,
    near === undefined ? ['See all of them: ', command`iamx lint --list`] : `Did you mean \`${near}\`?`,
  );
}

function readSeverity(
  source: Source,
  { key, value }: Member,
  codes: readonly string[],
): readonly [string, Severity | 'off'] {
  const text = value.kind === 'string' ? value.value : '';
  const severity = text === 'off' ? text : severities.find((one) => one === text);
  if (severity === undefined)
    throw wrong(source, value, 'this is no severity', 'Write error, warning, info or off.');
  return [readCode(source, key, key.value, codes), severity];
}

function readType(source: Source, { key, value }: Member): readonly [string, PolicyType] {
  const text = value.kind === 'string' ? value.value.toLowerCase() : '';
  const type = allTypes.find((one) => one === text);
  if (type === undefined)
    throw wrong(source, value, 'this is no type of policy', `Types are ${allTypes.join(', ')}.`);
  return [key.value, type];
}

function readIgnore(source: Source, item: Node, codes: readonly string[]): Ignore {
  if (item.kind !== 'object') throw wrong(source, item, 'an entry of ignore is not an object');
  checkKeys(source, item, ['code', 'file', 'path', 'sid', 'reason', 'until']);
  const code = textOf(source, item, 'code');
  if (code === undefined)
    throw wrong(source, item, 'an entry of ignore has no code', 'Name the code that is set aside.');
  const reason = reasonOf(source, item, 'an entry of ignore');
  const [file, sid, until] = ['file', 'sid', 'until'].map((name) => textOf(source, item, name));
  if (until !== undefined && !isDay(until))
    throw wrong(
      source,
      valueOf(item, 'until') ?? item,
      `${quoted(until)} is no day`,
      'Write it like `2026-12-31`.',
    );
  const path = readPath(source, valueOf(item, 'path'));
  return {
    code: readCode(source, valueOf(item, 'code') ?? item, code, codes),
    reason,
    at: item,
    ...(file === undefined ? {} : { file }),
    ...(sid === undefined ? {} : { sid }),
    ...(path === undefined ? {} : { path }),
    ...(until === undefined ? {} : { until }),
  };
}

function readPath(source: Source, value: Node | undefined): NodePath | undefined {
  if (value === undefined) return undefined;
  const hint = 'Write it as --json does: `["Statement", 0, "Action"]`.';
  if (value.kind !== 'array') throw wrong(source, value, 'path is not a list', hint);
  return value.items.map((item) => {
    if (item.kind === 'string') return item.value;
    if (item.kind === 'number' && /^\d+$/.test(item.text)) return Number(item.text);
    throw wrong(source, item, 'path holds neither a name nor a number', hint);
  });
}
