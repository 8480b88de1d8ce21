import { command, type Command } from './core/command.ts';
import type { CommandModule } from './commands/command.ts';

export interface CommandEntry {
  readonly name: string;
  /** The question that the command answers, for `iamx --help`. */
  readonly summary: string;
  /** A command line that shows it, for the same place. */
  readonly example: Command;
  /**
   * The words behind its options are another program's, whatever they look like. These of its own options take a value: it
   * is told where the options end before anything of it is loaded.
   */
  readonly passesOn?: readonly string[];
  /** A chunk of its own: a command waits only for what it uses. */
  readonly load: () => Promise<CommandModule>;
}

/** Every command, in the order of `iamx --help`. */
export const commands: readonly CommandEntry[] = [
  {
    name: 'whoami',
    summary: 'Who does AWS say I am, and through which credentials?',
    get example() {
      return command`iamx whoami`;
    },
    load: async () => (await import('./commands/whoami.ts')).whoami,
  },
  {
    name: 'explain-chain',
    summary: 'Which credentials would a tool use here, why those, and why not the others?',
    get example() {
      return command`iamx explain-chain`;
    },
    load: async () => (await import('./commands/explain-chain.ts')).explainChain,
  },
  {
    name: 'decode',
    summary: 'What is this ID, access key, ARN or encoded message?',
    get example() {
      return command`iamx decode AROAXMPLROLEIDEXAMPLE:mika AKIAIOSFODNN7EXAMPLE`;
    },
    load: async () => (await import('./commands/decode.ts')).decode,
  },
  {
    name: 'run',
    summary: 'Run any command; where AWS refused, explain it',
    get example() {
      return command`iamx run -- aws s3 cp report.csv s3://acme-data/reports/`;
    },
    passesOn: ['--json', '--save'],
    load: async () => (await import('./commands/run.ts')).run,
  },
  {
    name: 'explain-error',
    summary: 'What does this AWS error mean, and what fixes it?',
    get example() {
      return command`iamx explain-error - < build.log`;
    },
    load: async () => (await import('./commands/explain-error.ts')).explainError,
  },
  {
    name: 'simulate',
    summary: 'Would this request be allowed, which statement decides, and what would change it?',
    get example() {
      return command`iamx simulate --principal arn:aws:iam::111122223333:user/mika --action s3:GetObject --policy policy.json`;
    },
    load: async () => (await import('./commands/simulate.ts')).simulate,
  },
  {
    name: 'lint',
    summary: 'What is wrong or dangerous in these policies?',
    get example() {
      return command`iamx lint policy.json`;
    },
    load: async () => (await import('./commands/lint.ts')).lint,
  },
  {
    name: 'test',
    summary: 'Are these requests decided as they should be, and what does nobody test?',
    get example() {
      return command`iamx test policies`;
    },
    load: async () => (await import('./commands/test.ts')).test,
  },
  {
    name: 'diff',
    summary: 'What does this policy change newly allow or deny?',
    get example() {
      return command`iamx diff old.json new.json`;
    },
    load: async () => (await import('./commands/diff.ts')).diff,
  },
  {
    name: 'check',
    summary: 'Will this operation work, and what is missing?',
    get example() {
      return command`iamx check delete-user mika`;
    },
    load: async () => (await import('./commands/check.ts')).check,
  },
  {
    name: 'demo',
    summary: 'All of the above on a bundled sample, with no AWS account',
    get example() {
      return command`iamx demo`;
    },
    load: async () => (await import('./commands/demo.ts')).demo,
  },
];
