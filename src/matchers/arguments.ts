import { nearest } from '../core/nearest.ts';
import { otherDeciders } from '../policy/decision/gates.ts';
import { layers } from '../policy/decision/layers.ts';
import { quoted } from '../formats/problem.ts';
import { isPlain, itemsOf, kindOf, membersOf, misused } from '../library/values.ts';
import type { AskOptions, DenyOptions, LintCleanOptions, Names } from './options.ts';

/** What a test hands to a matcher: checked once, since a slip in it could make an expectation hold that says nothing. */

/** Actions or resources. Throws `usage`. */
export function readNames(value: unknown, place: string): Names {
  if (typeof value === 'string') return value;
  const items = itemsOf(value, place, 'usage');
  if (items === undefined)
    throw misused('usage', place, `\`${place}\` is ${kindOf(value)}, not a text or a list of texts`);
  if (items.length === 0) throw misused('usage', place, `\`${place}\` is an empty list, and asks nothing`);
  return items.map((item, at) => readText(item, `${place}[${at}]`));
}

export function readText(value: unknown, place: string): string {
  if (typeof value === 'string') return value;
  throw misused('usage', place, `\`${place}\` is ${kindOf(value)}, not a text`);
}

/** Throws `usage`; what a request has is checked where it is read. */
export function readAskOptions(options: unknown): AskOptions {
  return readDenyOptions(options, []);
}

const denyNames = ['by', 'sid'];

/** Throws `usage`. */
export function readDenyOptions(options: unknown, more: readonly string[] = denyNames): DenyOptions {
  const members = optionsOf(options);
  const { role } = members;
  if (role !== undefined) readText(role, 'options.role');
  for (const name of denyNames) {
    const value = members[name];
    if (value === undefined) continue;
    if (!more.includes(name))
      throw misused('usage', 'options', `${quoted(name)} is an option of toDeny alone`);
    readText(value, `options.${name}`);
  }
  if (members['by'] !== undefined) readWord(members['by'], 'options.by', deciders);
  return members;
}

const deciders: readonly string[] = [...layers.map(({ id }) => id), ...otherDeciders];

/** Throws `usage`. */
export function readRole(options: unknown): string | undefined {
  const { role, ...others } = optionsOf(options);
  const [other] = Object.keys(others);
  if (other !== undefined)
    throw misused('usage', 'options', `${quoted(other)} is no option`, 'There is role.');
  return role === undefined ? undefined : readText(role, 'options.role');
}

type Severity = NonNullable<LintCleanOptions['failOn']>;

/** From the gravest on. */
const severities: readonly Severity[] = ['error', 'warning', 'info'];

/** The severities that count, and what `lint` is to be asked with. Throws `usage`. */
export function readLintCleanOptions(options: unknown): {
  readonly grave: readonly string[];
  readonly lintOptions: object;
} {
  const { failOn = 'error', ...lintOptions } = optionsOf(options);
  const least = readWord(failOn, 'options.failOn', severities);
  return { grave: severities.slice(0, severities.findIndex((one) => one === least) + 1), lintOptions };
}

function readWord(value: unknown, place: string, words: readonly string[]): string {
  const text = readText(value, place);
  if (words.includes(text)) return text;
  const near = nearest(text, words);
  const hint = near === undefined ? `There are ${words.join(', ')}.` : `Did you mean \`${near}\`?`;
  throw misused('usage', place, `\`${place}\` is ${quoted(text)}, which is none`, hint);
}

function optionsOf(options: unknown): Readonly<Record<string, unknown>> {
  if (options === undefined) return {};
  if (!isPlain(options))
    throw misused('usage', 'options', `\`options\` is ${kindOf(options)}, not an object of options`);
  return { ...membersOf(options, 'options', 'usage') };
}
