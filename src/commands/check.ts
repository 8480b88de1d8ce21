import type { Answer } from '../core/answer.ts';
import { command, hintOf } from '../core/command.ts';
import { IamxError } from '../core/error.ts';
import { nearest } from '../core/nearest.ts';
import { toDocument } from '../checks/answer/document.ts';
import { pageOf } from '../checks/answer/page.ts';
import { exitStatusOf, type Checked } from '../checks/check.ts';
import { checkDeletion } from '../checks/deletion/delete.ts';
import { deletable, readTarget, titles, type Deletable } from '../checks/deletion/target.ts';
import { printTyped } from '../printers/names.ts';
import { checkOptions, refuseOthers } from './check/options.ts';
import { withAccount, type Run } from './check/run.ts';
import type { CommandModule } from './command.ts';

/** One of the checks: the words behind it, and its answer. */
interface CheckEntry {
  readonly name: string;
  readonly run: (words: readonly string[], run: Run) => Promise<Checked>;
}

const deletions = deletable.map((kind): CheckEntry => ({
  name: `delete-${kind}`,
  run: async (words, { host, options, announce }) => {
    const target = readTarget(kind, onlyWord(words, kind));
    return withAccount(`delete-${kind}`, { host, options, announce }, (asker) =>
      checkDeletion(target, asker),
    );
  },
}));

const checks: readonly CheckEntry[] = [
  ...deletions,
  {
    name: 'pass-role',
    run: async (words, run) => (await import('./check/pass-role.ts')).passRole(words, run),
  },
  {
    name: 'assume-role',
    run: async (words, run) => (await import('./check/assume-role.ts')).assumeRole(words, run),
  },
];

export const check: CommandModule = {
  argument: {
    form: '[check...]',
    description: `${checks.map(({ name }) => name).join(', ')}; then a name or an ARN`,
  },
  reads: ['--profile', '--region', '--sdk', '--offline'],
  options: checkOptions,
  mostLines: 25,
  get helpText() {
    return [
      'Examples:',
      command`iamx check delete-user mika`,
      command`iamx check delete-role arn:aws:iam::111122223333:role/apps/App --profile admin`,
      command`iamx check pass-role arn:aws:iam::111122223333:role/apps/App --service lambda.amazonaws.com`,
      command`iamx check assume-role arn:aws:iam::111122223333:role/apps/App --external-id abc-123`,
      command`iamx check assume-role arn:aws:iam::111122223333:role/Deploy --trust-policy trust.json --web-identity-token FILE`,
      '',
      'Reads only: what has to be done is printed as commands, in order, and none is run.',
      'Status 0: yes; 1: no, or it cannot be told; 3: it cannot be told since AWS or the network failed.',
    ];
  },

  async run(host, words, options, announce): Promise<Answer> {
    const [name, ...rest] = words;
    const entry = checks.find((each) => each.name === name);
    if (entry === undefined) throw unknownCheck(name);
    refuseOthers(entry.name, options);
    const checked = await entry.run(rest, { host, options, announce });
    return {
      kind: 'document',
      document: () => toDocument(checked),
      page: () => pageOf(checked, options.verbose),
      exitStatus: exitStatusOf(checked),
    };
  },
};

function unknownCheck(name: string | undefined): IamxError {
  const names = checks.map((each) => each.name);
  const hint = `The checks are ${names.join(', ')}.`;
  if (name === undefined)
    return new IamxError('usage', 'nothing is to be checked: what do you want to do?', { hint });
  const near = nearest(name, names) ?? names.find((each) => each.includes(name.toLowerCase()));
  return new IamxError('usage', `${printTyped(name)} is no check`, {
    hint: near === undefined ? hint : `Did you mean \`${near}\`? ${hint}`,
  });
}

/** Throws `usage`. */
function onlyWord(words: readonly string[], kind: Deletable): string {
  const [first, ...more] = words;
  const hint = hintOf(command`iamx check delete-user mika`) ?? '';
  if (first === undefined || first === '')
    throw new IamxError('usage', `which ${titles[kind]}?`, {
      hint: `Give its name or its ARN behind \`delete-${kind}\`.`,
    });
  if (more.length > 0)
    throw new IamxError('usage', `one ${titles[kind]} at a time, here are ${words.length}`, { hint });
  return first;
}
