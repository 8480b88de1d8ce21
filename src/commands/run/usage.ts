import { command } from '../../core/command.ts';
import { IamxError } from '../../core/error.ts';
import { FileError, type Host } from '../../core/host.ts';
import type { Options } from './asking.ts';

/** What is wrong with the question is said before the program runs, and it does not run then. Throws `usage` and `file-unwritable`. */
export async function checkQuestion(host: Host, words: readonly string[], options: Options): Promise<void> {
  for (const name of ['profile', 'region'] as const) {
    // What is given here does not reach the program, which would go on with other credentials.
    if (options[name] !== undefined)
      throw new IamxError(
        'usage',
        `\`--${name}\` is an option of the program: \`run\` changes nothing for it`,
        {
          hint: `Put it behind the program’s name, or set AWS_${name.toUpperCase()}.`,
        },
      );
  }
  if (options['live'] === true && options.offline)
    throw new IamxError('usage', '`--live` asks AWS, `--offline` forbids it', {
      hint: 'Leave one of them out.',
    });
  if (words.length === 0)
    throw new IamxError('usage', 'there is no program to run', {
      hint: ['Write it behind `--`: ', command`iamx run -- aws s3 ls`],
    });
  await checkFile(host, '--json', options['jsonFile'], /^(?!-)/, 'Name a file, as in `--json error.json`.');
  await checkFile(host, '--save', options['save'], /\.(?:ya?ml|json)$/i, 'End its name in .json or .yaml.');
  if (options['save'] !== undefined && options['save'] === options['jsonFile'])
    throw new IamxError('usage', '`--json` and `--save` name the same file', { hint: 'Name two files.' });
}

async function checkFile(
  host: Host,
  option: '--json' | '--save',
  file: unknown,
  form: RegExp,
  hint: string,
): Promise<void> {
  if (typeof file !== 'string') return;
  if (file === '' || !form.test(file))
    throw new IamxError('usage', `\`${option}\` takes the name of a file`, { hint });
  try {
    const found = await host.inspect(file);
    if (found?.kind === 'directory') throw new FileError('directory', file);
    // A scenario is a test, which is not replaced by chance; an explanation is of the last run.
    if (found !== undefined && option === '--save')
      throw new IamxError('file-unwritable', `\`${file}\` exists already`, { hint: 'Name another file.' });
    if (found?.kind !== 'other' && !(await host.mayCreate(file))) throw new FileError('denied', file);
  } catch (error) {
    if (!(error instanceof FileError)) throw error;
    throw unwritable(file, error);
  }
}

export function unwritable(file: string, cause: FileError): IamxError {
  return new IamxError('file-unwritable', `cannot write \`${file}\`: ${cause.code}`, {
    hint: 'Name a file in a folder that you may write to.',
    cause,
  });
}
