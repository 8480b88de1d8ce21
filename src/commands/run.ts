import type { ChildAnswer } from '../core/answer.ts';
import { command } from '../core/command.ts';
import type { CommandModule } from './command.ts';
import { flavourIds } from '../credentials/chain/chain.ts';
import { allowHttpRow } from './signing-options.ts';

/** Of what the program writes to standard error the end is kept: what a log of an hour ends with says why. */
const keptBytes = 64 * 1024 * 1024;

/**
 * Until the program has ended, and where it succeeds, nothing is loaded but this: what is needed to explain an error
 * stands in the drawer, behind `import()`.
 */
export const run: CommandModule = {
  argument: { form: '[-- command...]', description: 'the program to run, with its own words' },
  options: [
    { flags: '--live', description: 'have AWS decode an encoded message: sts:DecodeAuthorizationMessage' },
    { flags: '--json <file>', description: 'where it fails, write the explanation as JSON' },
    {
      flags: '--sdk <flavour>',
      description: "the tool whose rules count, where the program's name does not tell",
      choices: flavourIds,
    },
    { flags: '--save <file>', description: 'where AWS refused, write the request as a scenario' },
    { ...allowHttpRow, description: `with --live: ${allowHttpRow.description}` },
  ],
  reads: ['--sdk', '--offline'],
  mostLines: 25,
  get helpText() {
    return [
      'Examples:',
      command`iamx run -- aws s3 cp report.csv s3://acme-data/reports/`,
      command`iamx run --json error.json -- terraform apply`,
      '',
      'Input, output, terminal, signals and exit status are the program’s own; it sees a pipe in place of standard error.',
      'Where it succeeds nothing is added. Status 127: not found; 126: cannot be run; 128 and more: ended by a signal.',
    ];
  },
  async run(host, words, options, announce): Promise<ChildAnswer> {
    const [file, ...args] = words;
    if (file === undefined || asksForMore(options)) {
      const { checkQuestion } = await import('./run/usage.ts');
      await checkQuestion(host, words, options);
    }
    const result = await host.runForeground({ file: file ?? '', args, keptBytes });
    if (result.kind === 'ended' && result.status === 0) return { kind: 'child', notices: [], exitStatus: 0 };
    const { tellWhy } = await import('./run/tell-why.ts');
    return tellWhy(result, words, { host, options, announce });
  },
};

/** What is looked at before the program runs. */
function asksForMore(options: Readonly<Record<string, unknown>>): boolean {
  return ['jsonFile', 'save', 'profile', 'region', 'live'].some((name) => options[name] !== undefined);
}
