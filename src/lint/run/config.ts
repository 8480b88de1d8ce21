import { IamxError } from '../../core/error.ts';
import { FileError, type Host } from '../../core/host.ts';
import { compileGlob } from '../../core/glob.ts';
import { nearest } from '../../core/nearest.ts';
import { spanOf, type Source } from '../../core/source.ts';
import type { Severity } from '../../core/evaluation.ts';
import { parseJson } from '../../formats/json.ts';
import { quoted } from '../../formats/problem.ts';
import { readTextFile } from '../../formats/read-source.ts';
import { rootOf } from '../../formats/syntax-error.ts';
import type { Member, Node, ObjectNode } from '../../formats/tree.ts';
import { parseYaml } from '../../formats/yaml.ts';
import type { PolicyType } from '../../policy/policy.ts';
import { severities } from '../finding.ts';
import { allTypes } from '../rule.ts';
import { rules } from '../rules.ts';

/** What is set aside, and why. */
export interface Ignore {
  readonly code: string;
  /** A pattern for the file's name as it is printed; `*` does not cross a slash, `**` does. */
  readonly file?: string;
  readonly sid?: string;
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
}

const names = ['iamx.config.json', 'iamx.config.yaml', 'iamx.config.yml'];

/** The nearest configuration, from the current folder upwards; undefined where there is none. Throws `usage`. */
export async function findConfig(host: Host): Promise<Config | undefined> {
  const separator = host.platform === 'windows' ? '\\' : '/';
  for (let folder = host.cwd; ;) {
    for (const name of names) {
      const path = folder.endsWith(separator) ? folder + name : folder + separator + name;
      if (await isFile(host, path)) return readConfig((await readTextFile(host, path)).source);
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
export async function readConfig(source: Source): Promise<Config> {
  const parsed = /\.ya?ml$/i.test(source.file) ? await parseYaml(source) : parseJson(source);
  const root = rootOf(parsed);
  if (root.kind !== 'object') throw wrong(source, root, 'the configuration is not an object');
  checkKeys(source, root, ['severity', 'types', 'ignore']);
  return {
    source,
    severity: new Map(membersOf(source, root, 'severity').map((member) => readSeverity(source, member))),
    types: membersOf(source, root, 'types').map((member) => readType(source, member)),
    ignore: itemsOf(source, root, 'ignore').map((item) => readIgnore(source, item)),
  };
}

function wrong(source: Source, at: Node, message: string, hint?: string): IamxError {
  return new IamxError('usage', `${quoted(source.file)}: ${message}`, {
    span: spanOf(source, at),
    ...(hint === undefined ? {} : { hint }),
  });
}

function checkKeys(source: Source, object: ObjectNode, known: readonly string[]): void {
  for (const { key } of object.members) {
    if (known.includes(key.value)) continue;
    const near = nearest(key.value, known);
    throw wrong(
      source,
      key,
      `${quoted(key.value)} is nothing that is read here`,
      near === undefined ? `It can have ${known.join(', ')}.` : `Did you mean \`${near}\`?`,
    );
  }
}

function membersOf(source: Source, object: ObjectNode, name: string): readonly Member[] {
  const value = object.members.find(({ key }) => key.value === name)?.value;
  if (value === undefined) return [];
  if (value.kind !== 'object') throw wrong(source, value, `${name} is not an object`);
  return value.members;
}

function itemsOf(source: Source, object: ObjectNode, name: string): readonly Node[] {
  const value = object.members.find(({ key }) => key.value === name)?.value;
  if (value === undefined) return [];
  if (value.kind !== 'array') throw wrong(source, value, `${name} is not a list`);
  return value.items;
}

function readCode(source: Source, at: Node, code: string): string {
  if (rules.some(({ id }) => id === code)) return code;
  const near = nearest(
    code,
    rules.map(({ id }) => id),
  );
  throw wrong(
    source,
    at,
    `${quoted(code)} is not a code`,
    near === undefined ? undefined : `Did you mean \`${near}\`?`,
  );
}

function readSeverity(source: Source, { key, value }: Member): readonly [string, Severity | 'off'] {
  const text = value.kind === 'string' ? value.value : '';
  const severity = text === 'off' ? text : severities.find((one) => one === text);
  if (severity === undefined)
    throw wrong(source, value, 'this is no severity', 'Write error, warning, info or off.');
  return [readCode(source, key, key.value), severity];
}

function readType(source: Source, { key, value }: Member): readonly [string, PolicyType] {
  const text = value.kind === 'string' ? value.value.toLowerCase() : '';
  const type = allTypes.find((one) => one === text);
  if (type === undefined)
    throw wrong(source, value, 'this is no type of policy', `Types are ${allTypes.join(', ')}.`);
  return [key.value, type];
}

function readIgnore(source: Source, item: Node): Ignore {
  if (item.kind !== 'object') throw wrong(source, item, 'an entry of ignore is not an object');
  checkKeys(source, item, ['code', 'file', 'sid', 'reason', 'until']);
  const textOf = (name: string): string | undefined => {
    const value = item.members.find(({ key }) => key.value === name)?.value;
    if (value === undefined) return undefined;
    if (value.kind !== 'string') throw wrong(source, value, `${name} is not a text`);
    return value.value;
  };
  const code = textOf('code');
  const reason = textOf('reason')?.trim() ?? '';
  if (code === undefined)
    throw wrong(source, item, 'an entry of ignore has no code', 'Name the code that is set aside.');
  if (reason === '')
    throw wrong(
      source,
      item,
      'an entry of ignore has no reason',
      'Say why in `reason`: it is for who comes after you.',
    );
  const [file, sid, until] = [textOf('file'), textOf('sid'), textOf('until')];
  if (until !== undefined && !/^\d{4}-\d{2}-\d{2}$/.test(until))
    throw wrong(source, item, `${quoted(until)} is no day`, 'Write it like `2026-12-31`.');
  return {
    code: readCode(source, item, code),
    reason,
    at: item,
    ...(file === undefined ? {} : { file }),
    ...(sid === undefined ? {} : { sid }),
    ...(until === undefined ? {} : { until }),
  };
}

/** Whether a file's name fits a pattern: `*` and `?` stay in their folder, `**` does not. */
export function fitsFile(pattern: string, file: string): boolean {
  return matchParts(
    pattern.replaceAll('\\', '/').split('/'),
    file.replaceAll('\\', '/').replace(/^\.\//, '').split('/'),
  );
}

function matchParts(pattern: readonly string[], parts: readonly string[]): boolean {
  // By the row: which beginnings of the name the pattern so far can take.
  let reached = new Set([0]);
  for (const piece of pattern) {
    const next = new Set<number>();
    for (const at of reached) {
      if (piece === '**') for (let end = at; end <= parts.length; end++) next.add(end);
      else if (at < parts.length && compileGlob(piece).matches(parts[at] ?? '')) next.add(at + 1);
    }
    reached = next;
  }
  return reached.has(parts.length);
}
