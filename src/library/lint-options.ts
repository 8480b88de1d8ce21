import { command } from '../core/command.ts';
import { nearest } from '../core/nearest.ts';
import { quoted } from '../formats/problem.ts';
import { allRules } from '../lint/rules.ts';
import { readPolicyType } from './parse-policy.ts';
import type { LintOptions } from './types.ts';
import { isPlain, itemsOf, kindOf, membersOf, misused } from './values.ts';

const readers = {
  type: readPolicyType,
  resourceType: readText,
  account: readText,
  strict: readYes,
  ignore: readCodes,
} as const satisfies Readonly<Record<keyof LintOptions, (value: unknown, path: string) => unknown>>;

/** The options of `lint`, each of its kind. Throws `usage` where one is something else. */
export function readLintOptions(options: unknown): LintOptions {
  if (options === undefined) return {};
  const names = Object.keys(readers) as readonly (keyof typeof readers)[];
  if (!isPlain(options)) {
    const hint = `There are ${names.join(', ')}.`;
    throw misused('usage', 'options', `\`options\` is ${kindOf(options)}, not an object of options`, hint);
  }
  const members = membersOf(options, 'options', 'usage');
  for (const name of Object.keys(members)) {
    if (names.some((known) => known === name)) continue;
    const near = nearest(name, names);
    const hint = near === undefined ? `There are ${names.join(', ')}.` : `Did you mean \`${near}\`?`;
    throw misused('usage', 'options', `${quoted(name)} is no option`, hint);
  }
  const read = names.flatMap((name) => {
    const value = members[name];
    return value === undefined ? [] : [[name, readers[name](value, `options.${name}`)] as const];
  });
  return Object.fromEntries(read);
}

function readText(value: unknown, path: string): string {
  if (typeof value === 'string') return value;
  throw misused('usage', path, `\`${path}\` is ${kindOf(value)}, not a text`);
}

function readYes(value: unknown, path: string): boolean {
  if (typeof value === 'boolean') return value;
  throw misused('usage', path, `\`${path}\` is ${kindOf(value)}, not true or false`);
}

function readCodes(value: unknown, path: string): readonly string[] {
  const items = itemsOf(value, path, 'usage');
  if (items === undefined)
    throw misused('usage', path, `\`${path}\` is ${kindOf(value)}, not a list of texts`);
  return items.map((item, index) => readCode(item, `${path}[${index}]`));
}

/** Of a rule that there is: a slip would set nothing aside, and nobody would see why. */
function readCode(value: unknown, path: string): string {
  const code = readText(value, path);
  const codes = allRules().map(({ id }) => id);
  if (codes.includes(code)) return code;
  const near = nearest(code, codes);
  const hint =
    near === undefined ? ['See all of them: ', command`iamx lint --list`] : `Did you mean \`${near}\`?`;
  throw misused('usage', path, `\`${path}\` is ${quoted(code)}, which is not a code`, hint);
}
