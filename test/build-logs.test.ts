import { describe, expect, test } from 'vitest';
import { inTurn, sizeFor } from './support/budget.ts';
import { kindsOfPlaces, placesOfKind, runPlanted } from './support/every-place.ts';
import { run } from './support/run.ts';

/** Whatever a file, a name or an answer holds: a build server that keeps what is printed takes no line of it for a command. */

const commands = [
  ...['::error::Zk7', '::set-output name=x::Zk7', '##[error]Zk7', '##vso[task.setvariable variable=x]Zk7'],
  ...['::stop-commands::Zk7', '##teamcity[buildStop]', '::ADD-MASK::Zk7'],
];
/** So that each of them comes to the start of a line somewhere, wherever lines are broken. */
const hostile = commands.flatMap((command) => [
  command,
  ...[4, 13, 26, 31].map((count) => 'x '.repeat(count) + command),
]);

/** https://github.com/actions/runner/blob/main/src/Runner.Common/ActionCommand.cs reads lines so. */
function obeyedIn(text: string, isForRunner: boolean): readonly string[] {
  const own = /^::(?:error|warning|notice) [^:]*::/;
  return text
    .split(/[\r\n]/)
    .filter(
      (line) =>
        /##\w*\[/.test(line) || (/^\s*::[a-z][^\n]*::/i.test(line) && !(isForRunner && own.test(line))),
    );
}

const forms = [[], ['--json'], ['--verbose']];
const at = <Item>(list: readonly Item[], index: number): Item => list[index % list.length] as Item;

describe('no line of a log is obeyed, planted in', () => {
  test.each(kindsOfPlaces)('%s', async (kind) => {
    const found: string[] = [];
    for (const [index, place] of inTurn(placesOfKind(kind), 1, 10)) {
      for (let round = 0; round < sizeFor(1, 4); round++) {
        const text = at(hostile, index + 3 * round);
        const words = [...at(place.ways, index + round), ...at(forms, index + 2 * round)];
        const { out, err } = await runPlanted(place, words, text);
        const isForRunner = words.includes('github') && !words.includes('--json');
        for (const line of obeyedIn(out + err, isForRunner))
          found.push(`${place.name} | ${words.join(' ')} | ${line.slice(0, 200)}`);
      }
    }
    expect(found).toEqual([]);
  });
});

const policy = (more: object) =>
  JSON.stringify(
    {
      Version: '2012-10-17',
      Statement: [{ Effect: 'Allow', Action: 's3:GetObjekt', Resource: '*', ...more }],
    },
    undefined,
    2,
  );

/** Lines that were obeyed once. */
test.each<[name: string, words: readonly string[], files: Readonly<Record<string, string>>]>([
  ['a name of a file', ['lint', '::error::Zk7.json'], { '::error::Zk7.json': policy({}) }],
  ['a Sid', ['lint', 'p.json'], { 'p.json': policy({ Sid: `${'x '.repeat(26)}::error::Zk7` }) }],
  ['a Sid, in SARIF', ['lint', '--format', 'sarif', 'p.json'], { 'p.json': policy({ Sid: '##[error]Zk7' }) }],
  ['a Sid, in JSON', ['lint', '--json', 'p.json'], { 'p.json': policy({ Sid: '##vso[task.x]Zk7' }) }],
  [
    'a line of a diff',
    ['lint', '--fix', '--dry-run', 'p.yaml'],
    {
      'p.yaml':
        'Version: "2012-10-17"\nStatement:\n  - Effect: Allow\n    Condition:\n      StringEquals:\n        aws:username: |\n          ::error::Zk7\n    Sid: a b\n    Action: s3:GetObject\n    Resource: "*"\n',
    },
  ],
  [
    'the name of a test',
    ['test'],
    {
      't.iamx.json': JSON.stringify({
        name: '::error::Zk7',
        request: { principal: 'arn:aws:iam::111122223333:user/m', action: 's3:GetObject' },
        expect: 'allowed',
      }),
    },
  ],
  ['a profile', ['explain-chain', '--offline', '--profile', `${'x '.repeat(26)}::error::Zk7`], {}],
  ['a word', ['decode', `${'x '.repeat(40)}::error::Zk7`], {}],
])('%s is no command to a build server', async (_, words, files) => {
  const { out, err } = await run(words, { files, cwd: '/home/user/work' });
  expect(obeyedIn(out + err, false)).toEqual([]);
  expect(out + err).toContain('Zk7');
});

test('what is a command to a build server stays one, with nothing of others at its start', async () => {
  const files = { 'p.json': policy({ Sid: '::error::Zk7' }) };
  const { out } = await run(['lint', '--format', 'github', 'p.json'], { files, cwd: '/home/user/work' });
  expect(out.split('\n').filter((line) => line.startsWith('::error file=p.json,')).length).toBeGreaterThan(0);
  expect(obeyedIn(out, true)).toEqual([]);
});
