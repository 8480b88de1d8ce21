import { command, typed, type Command } from '../../core/command.ts';
import { IamxError } from '../../core/error.ts';
import { Raw } from '../../core/raw.ts';
import { parseArn, splitPath, type Arn } from '../../identifiers/arn.ts';
import { findNameProblem } from '../../identifiers/name-limits.ts';
import { printTyped } from '../../printers/names.ts';
import { printArn } from '../../printers/addresses.ts';
import { hasSecretShape } from '../../printers/shape.ts';

export const deletable = ['user', 'role', 'group', 'policy', 'instance-profile'] as const;
export type Deletable = (typeof deletable)[number];

/** What is to be deleted, as it was named. */
export interface Target {
  readonly kind: Deletable;
  readonly name: string;
  /** Where it was named by its ARN. */
  readonly arn?: Arn;
}

export const titles: Readonly<Record<Deletable, string>> = {
  user: 'user',
  role: 'role',
  group: 'group',
  policy: 'policy',
  'instance-profile': 'instance profile',
};

/** Reads a name or an ARN. Throws `usage` for what names something else. */
export function readTarget(kind: Deletable, text: string): Target {
  const title = titles[kind];
  const arn = parseArn(text);
  if (arn !== undefined) return { kind, name: nameIn(arn, kind), arn };
  const wrong = (message: string, hint: string) => new IamxError('usage', message, { hint });
  if (text.includes('/')) {
    const { name } = splitPath(text);
    if (findNameProblem(kind, name) === undefined)
      throw wrong(
        `${printTyped(text)} has a path`,
        hasSecretShape(text)
          ? 'The path is no part of a name: give the name alone.'
          : `The path is no part of a name: give ${printTyped(name)} alone.`,
      );
  }
  const problem = findNameProblem(kind, text);
  if (problem !== undefined)
    throw wrong(`${printTyped(text)} ${problem}`, `Give the name of the ${title}, or its ARN.`);
  return { kind, name: text };
}

/** Throws `usage`. */
function nameIn(arn: Arn, kind: Deletable): string {
  const { service, resource, account, partition } = arn;
  const shown = printArn(new Raw(arn.text));
  const slash = resource.indexOf('/');
  const type = resource.slice(0, slash);
  const form = `Its form is arn:${/^aws(?:-[a-z]+)*$/.test(partition) ? partition : 'aws'}:iam::ACCOUNT:${kind}/NAME.`;
  const wrong = (message: string, hint: string | Command | undefined) =>
    new IamxError('usage', message, { hint: hint ?? form });
  if (service === 'sts' && type === 'assumed-role') {
    const [, role = ''] = resource.split('/');
    throw wrong(
      `${shown} is a session, which ends by itself`,
      command`iamx check delete-role ${typed(role)}`,
    );
  }
  const other = deletable.find((each) => each === type);
  if (service === 'iam' && other !== undefined && other !== kind)
    throw wrong(
      `${shown} is the ARN of ${other === 'instance-profile' ? 'an' : 'a'} ${titles[other]}`,
      command`iamx check ${typed(`delete-${other}`)} ${typed(arn.text)}`,
    );
  const { name } = splitPath(resource.slice(slash + 1));
  if (service !== 'iam' || type !== kind || findNameProblem(kind, name) !== undefined)
    throw wrong(`${shown} is no ARN of a ${titles[kind]}`, undefined);
  if (!/^\d{12}$/.test(account) && !(kind === 'policy' && account === 'aws'))
    throw wrong(`${shown} has no account id`, undefined);
  return name;
}
