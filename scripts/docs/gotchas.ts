import { gotchas } from '../../src/credentials/gotchas.ts';
import { gotchaRows } from '../../test/credentials/gotchas/rows.ts';
import { explain, type Diagnostic, type Row } from '../../test/credentials/gotchas/situation.ts';
import { code as inCode, heading, line, sentence } from './markdown.ts';

type Gotcha = (typeof gotchas)[number];

/** What surprises people about credentials: each with what iamx says where the tests meet it. */
export async function gotchasPage(): Promise<string> {
  const numbered = gotchas.filter(({ id }) => id !== undefined);
  const others = gotchas.filter(({ id }) => id === undefined);
  const inOrder = numbered.toSorted((left, right) => (left.id ?? 0) - (right.id ?? 0));
  return [
    ...heading('What surprises people about credentials'),
    '`iamx explain-chain` and `whoami` look for each of these and name the place and the repair. The sentences and',
    'repairs are those of one situation that the tests hold (`test/credentials/gotchas/`); files, lines and names are',
    "of that situation. The severity is the highest first where it depends on the tool or on the answer. The tools'",
    'rules behind them are in [chain.md](chain.md).',
    '',
    ...(await tableOf(inOrder)),
    '',
    '## Without a number',
    '',
    ...(await tableOf(others)),
    '',
  ].join('\n');
}

async function tableOf(rows: readonly Gotcha[]): Promise<readonly string[]> {
  const columns = ['No.', 'What is wrong', 'What iamx says, for example', 'Severity', 'Repair'];
  return [line(columns), line(columns.map(() => '---')), ...(await Promise.all(rows.map(rowOf)))];
}

async function rowOf({ id, code, says }: Gotcha): Promise<string> {
  const found = (
    await Promise.all(gotchaRows.filter((row) => row.code === code).map((row) => find(row)))
  ).flat();
  const [example] = found;
  const seen = ['error', 'warning', 'info'].filter((severity) =>
    found.some((one) => one.severity === severity),
  );
  return line([
    id === undefined ? '' : String(id),
    `${sentence(says)} (${inCode(code)})`,
    example === undefined ? 'told after a call alone: `--live`, `whoami`' : sentence(example.message),
    seen.join(', '),
    (example?.hint ?? '')
      .split('\n')
      .filter((one) => one !== '')
      .map(repair)
      .join('<br>'),
  ]);
}

async function find(row: Row): Promise<readonly Diagnostic[]> {
  const { document } = await explain(row);
  return document.diagnostics.filter(
    ({ code, message }) => code === row.code && row.says.every((part) => message.includes(part)),
  );
}

const commands = /^(?:unset|export|sed|aws|rm|mv|eval|sudo|chmod|env|iamx|\$\{EDITOR|\/)/;

/** A line to paste or to write stands in code, words of advice do not. */
function repair(one: string): string {
  return commands.test(one) || /^\[.*\]$|^\w+ = /.test(one) ? inCode(one) : sentence(one);
}
