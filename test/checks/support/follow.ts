import type { Account } from './account.ts';
import { callIam } from './iam.ts';

/** Words of the AWS CLI that are no camel case of their hyphens. */
const spellings: Readonly<Record<string, string>> = { Ssh: 'SSH', Mfa: 'MFA' };

const pascal = (text: string) =>
  text
    .split('-')
    .map((part) => part.charAt(0).toUpperCase() + part.slice(1))
    .map((part) => spellings[part] ?? part)
    .join('');

/** The words of a line as a POSIX shell parts them; what a shell would do more with is a mistake here. */
export function wordsOf(line: string): readonly string[] {
  if (/[`$;&|<>\\"]/.test(line.replace(/'[^']*'/g, ''))) throw new Error(`not plain: ${line}`);
  return [...line.matchAll(/(?:'[^']*'|[^\s'])+/g)].map(([word]) => word.replace(/'([^']*)'/g, '$1'));
}

/** Does what the command of the AWS CLI says. Throws what IAM refuses. */
export function follow(of: Account, line: string): void {
  const [program, service, operation = '', ...options] = wordsOf(line);
  if (program !== 'aws' || service !== 'iam') throw new Error(`not for IAM: ${line}`);
  const parameters: Record<string, string> = {};
  while (options.length > 0) {
    const [flag = '', joined] = (options.shift() ?? '').split(/=(.*)/s, 2);
    if (!flag.startsWith('--')) throw new Error(`no option: ${flag} in ${line}`);
    const value = joined ?? options.shift() ?? '';
    if (joined === undefined && value.startsWith('-')) throw new Error(`taken for an option: ${value}`);
    if (flag !== '--profile' && flag !== '--region') parameters[pascal(flag.slice(2))] = value;
  }
  const answer = callIam(of, pascal(operation), parameters);
  if ('code' in answer) throw new Error(`${line}: ${answer.code}: ${answer.message}`);
}
