import { command, openAt, type Word } from '../../core/command.ts';
import type { Remedy } from '../check.ts';

const file = 'trust.json';

/** Fetches the trust policy of a role, opens it, and puts it back: pasted together they wait for the edit. */
export function trustRemedies(roleName: Word, words: readonly Word[]): readonly Remedy[] {
  const open = openAt(file, 1);
  return [
    {
      why: 'shows the trust policy as it is, to edit it',
      command: command`aws iam get-role --role-name ${roleName} --query Role.AssumeRolePolicyDocument --output json ${words} > trust.json`,
    },
    ...(open === undefined ? [] : [{ why: 'edits it', command: open }]),
    {
      why: 'puts the edited trust policy in its place',
      command: command`aws iam update-assume-role-policy --role-name ${roleName} --policy-document file://trust.json ${words}`,
    },
  ];
}
