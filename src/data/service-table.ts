import { parseBlocks, type Blocks } from './blocks.ts';
import { readTable, unreadable } from './source.ts';
import { parseConditionKey, type ConditionKey } from './key-type.ts';
import { lowerCase } from './lower-case.ts';
import { findService, services } from './services.ts';

export type AccessLevel = 'Read' | 'List' | 'Write' | 'Tagging' | 'Permissions management';

export interface ResourceType {
  /** In the service's own words: `bucket`. */
  readonly name: string;
  /** `arn:${Partition}:s3:::${BucketName}` */
  readonly arnFormat: string;
  readonly conditionKeys: readonly ConditionKey[];
}

/** A resource type as one action sees it; the keys are the type's and those of this action on it. */
export interface ActionResourceType extends ResourceType {
  /** Whether every call of the action names a resource of this type. */
  readonly required: boolean;
}

export interface Action {
  /** In AWS's spelling: `s3:GetObject`. */
  readonly name: string;
  readonly level: AccessLevel;
  /** Empty where the action can be allowed on `*` only. */
  readonly resourceTypes: readonly ActionResourceType[];
  /** Keys of the action whatever the resource type; global keys are not listed. */
  readonly conditionKeys: readonly ConditionKey[];
}

/** One service's part of the data, rows parsed when asked for. */
export interface ServiceTable {
  readonly prefix: string;
  /** Names without the prefix, by name. */
  readonly actionNames: () => readonly string[];
  /** By the name without the prefix, in lower case. */
  readonly action: (name: string) => Action | undefined;
  readonly resourceTypes: readonly ResourceType[];
  /** Every key that the service lists, those of foreign prefixes included. */
  readonly conditionKeys: readonly ConditionKey[];
}

let blocks: Blocks | undefined;
const tables = new Map<string, ServiceTable>();

/** What the data knows of a service; undefined where there is no such service. Throws `data-unreadable`. */
export function serviceTable(prefix: string): ServiceTable | undefined {
  const known = tables.get(prefix);
  if (known !== undefined) return known;
  const service = findService(prefix);
  if (service === undefined) return undefined;
  let table = tables.get(service.prefix);
  if (table === undefined) {
    blocks ??= readBlocks();
    table = parseTable(service.prefix, blocks.text(service.index));
    tables.set(service.prefix, table);
  }
  return table;
}

function readBlocks(): Blocks {
  const read = parseBlocks('iam.bin', readTable('iam.bin'));
  if (read.count !== services().length) throw unreadable('iam.bin', 'is of another version than services.txt');
  return read;
}

const levels: Readonly<Record<string, AccessLevel>> = {
  R: 'Read',
  L: 'List',
  W: 'Write',
  T: 'Tagging',
  P: 'Permissions management',
};

/** The four sections that `scripts/data/iam-tables.ts` writes: keys, sets of keys, resource types, actions. */
function parseTable(prefix: string, text: string): ServiceTable {
  const sections = text.split('\n\n');
  const [keys = [], sets = [], types = [], actions = []] = sections.map((section) =>
    section === '' ? [] : section.split('\n'),
  );
  if (sections.length !== 4) throw unreadable('iam.bin', `has an unknown shape for \`${prefix}\``);

  const conditionKeys = keys.map((line) => {
    const space = line.indexOf(' ');
    return parseConditionKey(line.slice(space + 1), line.slice(0, space));
  });
  const parsedSets: (readonly ConditionKey[])[] = [[]];
  const keysOf = (set: string): readonly ConditionKey[] =>
    (parsedSets[Number(set)] ??= (sets[Number(set) - 1] ?? '').split(' ').map((index) => at(conditionKeys, index)));
  const resourceTypes = types.map((line) => {
    const [name = '', arn = '', set = ''] = line.split('\t');
    return { name, arnFormat: `arn:\${Partition}:${arn}`, conditionKeys: keysOf(set) };
  });

  const rows = new Map<string, string>();
  for (const line of actions) rows.set(lowerCase(line.slice(0, line.indexOf('\t'))), line);
  const parsed = new Map<string, Action>();
  let actionNames: readonly string[] | undefined;

  const parseAction = (line: string): Action => {
    const [name = '', level = '', pairs = '', set = ''] = line.split('\t');
    return {
      name: `${prefix}:${name}`,
      level: levelOf(level),
      resourceTypes: pairs === '' ? [] : pairs.split(',').map(parsePair),
      conditionKeys: keysOf(set),
    };
  };
  /** `3!:5`: type 3, required, and the keys of set 5. */
  const parsePair = (pair: string): ActionResourceType => {
    const [marked = '', set = '0'] = pair.split(':');
    const required = marked.endsWith('!');
    const type = at(resourceTypes, required ? marked.slice(0, -1) : marked);
    const own = keysOf(set);
    return { ...type, required, conditionKeys: [...new Set([...type.conditionKeys, ...own])] };
  };

  return {
    prefix,
    actionNames: () => (actionNames ??= actions.map((line) => line.slice(0, line.indexOf('\t')))),
    action(name) {
      let action = parsed.get(name);
      if (action !== undefined) return action;
      const line = rows.get(name);
      if (line === undefined) return undefined;
      action = parseAction(line);
      parsed.set(name, action);
      return action;
    },
    resourceTypes,
    conditionKeys,
  };
}

function levelOf(code: string): AccessLevel {
  const level = levels[code];
  if (level === undefined) throw unreadable('iam.bin', `has the unknown access level \`${code}\``);
  return level;
}

function at<T>(list: readonly T[], index: string): T {
  const value = list[Number(index)];
  if (value === undefined) throw unreadable('iam.bin', `has no row ${index} where one is wanted`);
  return value;
}
