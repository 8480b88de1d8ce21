import { posixShell, writeCommand } from '../../src/core/write-command.ts';
import { allGroups } from '../../src/messages/catalogue.ts';
import { placeholders, wordsOf, type MessageRow } from '../../src/messages/message-row.ts';
import { heading, line, sentence } from './markdown.ts';

/** Every error that `iamx explain-error` knows, by what it means. */
export function errorsPage(): string {
  return [
    ...heading('Errors of AWS and its tools'),
    '`iamx explain-error` knows these. A wording counts before the name of an error, the longest wording first; of a call',
    'that a policy refused the layer, the policy and whose it is are read from the message.',
    '',
    ...allGroups().flatMap(([title, rows]) => [`## ${title}`, '', ...tableOf(rows), '']),
  ].join('\n');
}

function tableOf(rows: readonly MessageRow[]): readonly string[] {
  const columns = ['Id', 'Error', 'Means', 'Causes', 'What helps'];
  return [line(columns), line(columns.map(() => '---')), ...rows.map(rowOf)];
}

function rowOf({ id, codes = [], meaning, causes, remedies }: MessageRow): string {
  const helps = remedies.map(({ why, command }) => {
    const made = command?.(placeholders);
    return made === undefined ? why : `${why}: \`${writeCommand(made, posixShell)}\``;
  });
  return line([
    id,
    codes.map((code) => `\`${code}\``).join(', '),
    sentence(meaning.replace(/\{\w+\}/g, '…').replace(/\.$/, '')),
    causes.map(wordsOf).join('; '),
    helps.join('; '),
  ]);
}
