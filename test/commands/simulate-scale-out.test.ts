import { chmodSync, mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import {
  describeWith,
  ownEnvironment,
  posix,
  program as programNamed,
  runProcess,
  runShell,
  type Need,
} from '../support/process.ts';
import { shippedProgram } from '../support/shipped.ts';

/** docs/scale-out.md, with the program as it is shipped. */
const root = join(import.meta.dirname, '..', '..');
const folder = realpathSync(mkdtempSync(join(tmpdir(), 'iamx-scale-')));
const work = join(folder, 'work');
let program = '';
/** There is another program of that name. */
const gnuParallel: Need = {
  name: 'GNU parallel',
  isThere:
    programNamed('parallel').isThere &&
    runProcess('parallel', ['--version']).stdout.startsWith('GNU parallel'),
};

const policy = JSON.stringify({
  Version: '2012-10-17',
  Statement: [
    { Sid: 'Read', Effect: 'Allow', Action: 's3:Get*', Resource: 'arn:aws:s3:::acme-data/*' },
    {
      Sid: 'OnlyOurNetwork',
      Effect: 'Deny',
      Action: '*',
      Resource: '*',
      Condition: { IpAddress: { 'aws:SourceIp': '203.0.113.128/25' } },
    },
  ],
});
const requests = Array.from({ length: 3000 }, (_, index) =>
  JSON.stringify({
    name: `line ${index}`,
    request: {
      principal: `arn:aws:iam::111122223333:user/user${index % 100}`,
      action: index % 3 === 0 ? 's3:PutObject' : 's3:GetObject',
      resource: `arn:aws:s3:::acme-data/reports/${index}.csv`,
      resourceAccount: '111122223333',
      ...(index % 5 === 0 ? {} : { context: { 'aws:SourceIp': `203.0.113.${index % 256}` } }),
    },
    policies: {
      identity: [{ file: 'app.json' }, ...(index % 4 === 0 ? [{ managed: 'AmazonS3ReadOnlyAccess' }] : [])],
    },
  }),
);

/** What one process answers: what every way to share the work must give. */
let whole = '';

beforeAll(async () => {
  program = await shippedProgram();
  mkdirSync(work);
  writeFileSync(join(work, 'app.json'), policy);
  writeFileSync(join(work, 'requests.jsonl'), `${requests.join('\n')}\n`);
  writeFileSync(join(work, 'iamx'), `#!/bin/sh\nexec "${process.execPath}" "${program}" "$@"\n`);
  writeFileSync(join(work, 'ask.sh'), script(await readFile(join(root, 'docs', 'scale-out.md'), 'utf8')));
  for (const name of ['iamx', 'ask.sh']) chmodSync(join(work, name), 0o755);
  whole = iamx(['--scenario', 'requests.jsonl']).stdout;
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** The script that the page shows. */
function script(page: string): string {
  const found = /^```sh\n(#!\/bin\/sh\n[^`]*)```/m.exec(page)?.[1];
  if (found === undefined) throw new Error('docs/scale-out.md shows no script');
  return found;
}

function iamx(words: readonly string[], input = '') {
  return runProcess(process.execPath, [program, 'simulate', '--jsonl', ...words], { cwd: work, input });
}

function shell(line: string) {
  const env = { ...ownEnvironment, PATH: `${work}:${ownEnvironment['PATH'] ?? ''}`, HOME: folder };
  return runShell(line, { cwd: work, env });
}

test('a process answers every line, in its order', () => {
  const names = whole
    .trimEnd()
    .split('\n')
    .map((line) => (JSON.parse(line) as { name: string }).name);
  expect(names).toEqual(requests.map((_, index) => `line ${index}`));
});

test('parts that processes of their own answer are, joined, the same bytes', () => {
  const parts = [requests.slice(0, 1), requests.slice(1, 1300), requests.slice(1300)];
  const answers = parts.map((part) => iamx(['--scenario', '-'], `${part.join('\n')}\n`));
  expect(answers.map(({ stderr }) => stderr)).toEqual(['', '', '']);
  expect(answers.map(({ stdout }) => stdout).join('') === whole).toBe(true);
});

describeWith([posix], 'on POSIX', () => {
  test('a reader that leaves is no error', () => {
    const { status, stdout, stderr } = shell('iamx simulate --jsonl --scenario requests.jsonl | head -n 1');
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
    expect(whole.startsWith(stdout)).toBe(true);
  });

  test('ask.sh: a denial is an answer, a line that cannot be read is a failure', () => {
    expect(shell('head -n 1 requests.jsonl | ./ask.sh').status).toBe(0);
    const { status, stdout } = shell('printf "{\\n" | ./ask.sh');
    expect(status).not.toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({ error: { code: 'json-syntax' } });
  });
});

describeWith([gnuParallel], 'GNU parallel', () => {
  test.each([
    'parallel --will-cite --pipe -k --block 300k ./ask.sh < requests.jsonl',
    'parallel --will-cite --pipepart -a requests.jsonl -k --block 300k ./ask.sh',
  ])('%s: the same bytes as one run', (line) => {
    const { status, stdout, stderr } = shell(line);
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
    expect(stdout === whole).toBe(true);
  });

  test('a line that cannot be read makes its part fail, and all others are answered', () => {
    const { status, stdout } = shell(
      '(head -n 1500 requests.jsonl; echo "{"; tail -n 1500 requests.jsonl) | parallel --will-cite --pipe -k --block 300k ./ask.sh',
    );
    expect(status).toBe(1);
    const good = stdout.split('\n').filter((line) => !line.startsWith('{"error"'));
    expect(good.join('\n') === whole).toBe(true);
  });
});
