import { parseConditionKey, type ConditionKey } from './key-type.ts';
import { lowerCase } from './lower-case.ts';
import { openSections, type Sections } from './sections.ts';
import { unreadable } from './source.ts';

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
  /** Those of this action on it alone: the type's own list holds more than one action carries. */
  readonly rowKeys: readonly ConditionKey[];
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
  /** Names without the prefix of all actions of a level. */
  readonly actionNamesAt: (level: AccessLevel) => readonly string[];
  /** By the name without the prefix, in lower case. */
  readonly action: (name: string) => Action | undefined;
  readonly resourceTypes: readonly ResourceType[];
  /** Every key that the service lists, those of foreign prefixes included. */
  readonly conditionKeys: readonly ConditionKey[];
}

const file = 'service-tables.txt';

let opened: Sections | undefined;
const tables = new Map<string, ServiceTable>();

function sections(): Sections {
  return (opened ??= openSections(file));
}

/** What the data knows of a service; undefined where there is no such service. Throws `data-unreadable`. */
export function serviceTable(prefix: string): ServiceTable | undefined {
  const known = tables.get(prefix);
  if (known !== undefined) return known;
  const lower = lowerCase(prefix);
  if (lower !== prefix) return serviceTable(lower);
  const text = sections().text(prefix);
  if (text === undefined) return undefined;
  const table = parseTable(prefix, text);
  tables.set(prefix, table);
  return table;
}

/** The names of all actions by the prefix of their service, without it. Reads the tables of all services. */
export function readActionNames(): ReadonlyMap<string, readonly string[]> {
  return new Map([...sections().texts()].map(([prefix, text]) => [prefix, wordsOf(firstLine(text))]));
}

function wordsOf(line: string): readonly string[] {
  return line === '' ? [] : line.split(' ');
}

function firstLine(text: string): string {
  return text.slice(0, Math.max(0, text.indexOf('\n')));
}

const levels: Readonly<Record<string, AccessLevel>> = {
  R: 'Read',
  L: 'List',
  W: 'Write',
  T: 'Tagging',
  P: 'Permissions management',
};

/** The four parts that `scripts/data/iam-tables.ts` writes: actions, keys, sets of keys, resource types. */
function parseTable(prefix: string, text: string): ServiceTable {
  const parts = text.split('\n\n');
  const [actionLines = [], keyLines = [], setLines = [], typeLines = []] = parts.map((part) =>
    part === '' ? [] : part.split('\n'),
  );
  if (parts.length !== 4) throw unreadable(file, `has an unknown shape for \`${prefix}\``);

  // Rows are parsed when they are asked for, each once: who compares two keys compares the objects.
  const key = rowReader(keyLines, (line) => {
    const space = line.indexOf(' ');
    return parseConditionKey(line.slice(space + 1), line.slice(0, space));
  });
  const set = rowReader(setLines, (line): readonly ConditionKey[] => line.split(' ').map((index) => key(Number(index))));
  const keysOf = (number: string): readonly ConditionKey[] => (number === '' ? noKeys : set(Number(number) - 1));
  const type = rowReader(typeLines, (line): ResourceType => {
    const [name = '', arn = '', own = ''] = line.split('\t');
    const arnFormat = `arn:\${Partition}:${arn.replace('~', ':${Region}:${Account}:')}`;
    return { name, arnFormat, conditionKeys: keysOf(own) };
  });
  /** `3!:5`: type 3, required, and the keys of set 5. */
  const pairOf = (pair: string): ActionResourceType => {
    const [marked = '', own = ''] = pair.split(':');
    const required = marked.endsWith('!');
    const of = type(Number(required ? marked.slice(0, -1) : marked));
    const rowKeys = keysOf(own);
    return { ...of, required, rowKeys, conditionKeys: [...new Set([...of.conditionKeys, ...rowKeys])] };
  };
  const names = firstLine(text);
  const actionNames = wordsOf(names);
  const action = rowReader(actionLines.slice(1), (line, index): Action => {
    const [level = '', pairs = '', own = ''] = line.split('\t');
    return {
      name: `${prefix}:${actionNames[index] ?? ''}`,
      level: levelOf(level),
      resourceTypes: pairs === '' ? [] : pairs.split(',').map(pairOf),
      conditionKeys: keysOf(own),
    };
  });

  let lowerNames: readonly string[] | undefined;
  const found = new Map<string, Action>();
  let resourceTypes: readonly ResourceType[] | undefined;
  let conditionKeys: readonly ConditionKey[] | undefined;
  return {
    prefix,
    actionNames: () => actionNames,
    actionNamesAt: (level) =>
      actionNames.filter((_, index) => levels[(actionLines[index + 1] ?? '').charAt(0)] === level),
    action(name) {
      const known = found.get(name);
      if (known !== undefined) return known;
      const index = (lowerNames ??= wordsOf(names.toLowerCase())).indexOf(name);
      if (index < 0) return undefined;
      const read = action(index);
      found.set(name, read);
      return read;
    },
    get resourceTypes() {
      return (resourceTypes ??= typeLines.map((_, index) => type(index)));
    },
    get conditionKeys() {
      return (conditionKeys ??= keyLines.map((_, index) => key(index)));
    },
  };
}

const noKeys: readonly ConditionKey[] = [];

/** The row at an index, parsed the first time that it is asked for. */
function rowReader<T>(lines: readonly string[], parse: (line: string, index: number) => T): (index: number) => T {
  const parsed: T[] = [];
  return (index) => {
    const known = parsed[index];
    if (known !== undefined) return known;
    const line = lines[index];
    if (line === undefined) throw unreadable(file, `has no row ${index} where one is wanted`);
    return (parsed[index] = parse(line, index));
  };
}

function levelOf(code: string): AccessLevel {
  const level = levels[code];
  if (level === undefined) throw unreadable(file, `has the unknown access level \`${code}\``);
  return level;
}
