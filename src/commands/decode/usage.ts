import { command } from '../../core/command.ts';
import { IamxError } from '../../core/error.ts';
import type { Host } from '../../core/host.ts';
import type { GlobalOptions } from '../command.ts';

export function nothingToDecode(): IamxError {
  return new IamxError('usage', 'nothing to decode', {
    hint: [
      'Give an ID, access key, ARN or error message: ',
      command`iamx decode VALUE`,
      ', or `-` for standard input',
    ],
  });
}

/** Nobody types a list into a terminal: without a value the question is missing. */
export function checkInput(host: Host, values: readonly string[]): void {
  if (values.length === 0 && host.stdin.isTerminal) throw nothingToDecode();
}

/** Throws `usage` for options that ask for something else than an answer for each line. */
export function checkStream(options: GlobalOptions & Readonly<Record<string, unknown>>): void {
  if (options.json) throw conflict('`--json` prints one document, `--jsonl` one answer a line');
  if (options['live'] === true) {
    throw conflict('`--live` asks AWS about each value, `--jsonl` answers any number of lines without it');
  }
  if (options['save'] !== undefined) {
    throw conflict('`--save` saves one denied request, `--jsonl` answers many lines');
  }
}

function conflict(message: string): IamxError {
  return new IamxError('usage', message, { hint: 'Leave one of them out.' });
}
