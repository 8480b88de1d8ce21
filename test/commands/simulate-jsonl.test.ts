import { describe, expect, test } from 'vitest';
import { memoryHost } from '../../src/host/memory.ts';
import { main } from '../../src/main.ts';
import {
  documentOf,
  files,
  linesOf,
  reading,
  report,
  session,
  simulate,
  type Result,
} from './support/simulate.ts';

const scenario = (name: string, more: object = {}, policies: object = { identity: [{ file: 'app.json' }] }) =>
  JSON.stringify({
    name,
    request: {
      principal: session,
      action: 's3:GetObject',
      resource: report,
      resourceAccount: '111122223333',
      ...more,
    },
    policies,
  });

const stream = ['--jsonl', '--scenario', '-'];
const briefly = ({ name = '-', decision, error }: Result) =>
  `${name}: ${error === undefined ? decision : `error ${error.code}`}`;

function without(result: Result, field: keyof Result): Partial<Result> {
  return Object.fromEntries(Object.entries(result).filter(([name]) => name !== field));
}

describe('--jsonl', () => {
  const lines = [
    scenario('one'),
    scenario('two', { action: 's3:PutObject' }),
    '',
    '   ',
    scenario('three', { action: ['s3:GetObject', 's3:PutObject'] }),
    scenario(
      'four',
      { unknown: true },
      { identity: [{ file: 'app.json' }], resource: { file: 'bucket.json' } },
    ),
  ].join('\n');
  const expected = [
    'one: allowed',
    'two: implicitDeny',
    'three: allowed',
    'three: implicitDeny',
    'four: conditional',
  ];

  test.each([
    { from: 'standard input', words: stream, world: { stdin: lines } },
    { from: 'standard input byte by byte', words: stream, world: { stdin: lines, pieceBytes: 1 } },
    {
      from: 'CRLF and a BOM',
      words: stream,
      world: { stdin: `\ufeff${lines.replaceAll('\n', '\r\n')}\r\n` },
    },
    { from: 'a file', words: ['--jsonl', '--scenario', 'in.jsonl'], world: { files: { 'in.jsonl': lines } } },
    {
      from: 'a file of any name',
      words: ['--jsonl', '--scenario', 'part-00001'],
      world: { files: { 'part-00001': lines } },
    },
    {
      from: 'YAML',
      words: ['--jsonl', '--scenario', 'in.yaml'],
      world: { files: { 'in.yaml': lines.replace(/^\s*$/gm, '').replace(/^(?=\{)/gm, '- ') } },
    },
  ])('one result a line, in the order of the questions, from $from', async ({ words, world }) => {
    const ran = await simulate(words, world);
    expect({ status: ran.status, err: ran.err }).toEqual({ status: 1, err: '' });
    expect(linesOf(ran).map(briefly)).toEqual(expected);
  });

  test('a line carries everything but steps, as the document has it', async () => {
    for (const line of [
      ...lines.split('\n').filter((text) => text.trim() !== ''),
      scenario('companions', {
        action: 'sts:AssumeRole',
        resource: 'arn:aws:iam::111122223333:role/App',
        sessionTags: { a: 'b' },
      }),
      scenario('a "name" with \u2028 and é'),
    ]) {
      const streamed = linesOf(await simulate(stream, { stdin: line }));
      const whole = await simulate(['--scenario', 'q.jsonl', '--json'], { files: { 'q.jsonl': line } });
      const results = documentOf(whole).results.map((result) => {
        expect(result.steps).toBeDefined();
        const { companions, ...rest } = without(result, 'steps');
        return companions === undefined
          ? rest
          : { ...rest, companions: companions.map((companion) => without(companion, 'steps')) };
      });
      expect(streamed.map((result) => without(result, 'diagnostics'))).toEqual(results);
    }
  });

  test('--steps adds the steps', async () => {
    const streamed = linesOf(await simulate([...stream, '--steps'], { stdin: scenario('one') }));
    const whole = await simulate(['--scenario', 'q.json', '--json'], {
      files: { 'q.json': scenario('one') },
    });
    expect(streamed[0]?.steps).toEqual(documentOf(whole).results[0]?.steps);
    expect(streamed[0]?.steps?.length).toBeGreaterThan(5);
  });

  test('what was assumed about one question stands on its line', async () => {
    const stdin = scenario('one', { resourceAccount: undefined });
    const [result] = linesOf(await simulate(stream, { stdin }));
    expect(result?.assumptions.map(({ what }) => what)).toEqual(['resource-account']);
    const [strict] = linesOf(await simulate([...stream, '--strict'], { stdin }));
    expect(strict).toMatchObject({ decision: 'conditional', assumptions: [] });
  });

  test('a misspelt action is told on its line, and decided where it is asked as written', async () => {
    const [result] = linesOf(
      await simulate(stream, {
        stdin: scenario(
          'one',
          { action: 's3:GetObjekt', asWritten: true },
          { identity: [{ file: 'all.json' }] },
        ),
      }),
    );
    expect(result?.decision).toBe('allowed');
    expect(result?.diagnostics?.[0]?.hint).toContain('`s3:GetObject`');
  });

  test.each([
    { status: 0, stdin: [scenario('a'), scenario('b')] },
    { status: 1, stdin: [scenario('a'), scenario('b', { action: 's3:PutObject' })] },
    { status: 2, stdin: [scenario('a'), '{', scenario('b', { action: 's3:PutObject' })] },
    { status: 0, stdin: [] },
  ])('status $status', async ({ status, stdin }) => {
    expect((await simulate(stream, { stdin: stdin.join('\n') })).status).toBe(status);
  });

  test('options without --scenario ask one question', async () => {
    const ran = await simulate([...reading, '--action', 's3:PutObject', '--policy', 'app.json', '--jsonl']);
    expect(ran.status).toBe(1);
    expect(linesOf(ran).map(({ action, decision }) => [action, decision])).toEqual([
      ['s3:GetObject', 'allowed'],
      ['s3:PutObject', 'implicitDeny'],
    ]);
  });
});

describe('lines that cannot be read', () => {
  const bad = [
    { line: '{"request":', code: 'json-syntax', column: 12 },
    { line: 'request: yaml', code: 'json-syntax', column: 1 },
    { line: scenario('typo', { actoin: 'x' }), code: 'invalid-scenario', column: undefined },
    { line: scenario('no service', { action: 'GetObject' }), code: 'invalid-request', column: undefined },
    {
      line: scenario('file', {}, { identity: [{ file: 'nope.json' }] }),
      code: 'file-missing',
      column: undefined,
    },
    {
      line: scenario('managed', {}, { identity: [{ managed: 'Nope' }] }),
      code: 'unknown-managed-policy',
      column: undefined,
    },
    {
      line: scenario(
        'policy',
        {},
        { identity: [{ Version: '2012-10-17', Statement: [{ Effect: 'allow' }] }] },
      ),
      code: 'invalid-policy',
      column: undefined,
    },
    { line: '{"request":{},"request":{}}', code: 'invalid-scenario', column: 15 },
    { line: 'null', code: 'invalid-scenario', column: 1 },
  ];

  test.each(bad)(
    '$code is answered in place, and the stream goes on: $line',
    async ({ line, code, column }) => {
      const ran = await simulate(stream, { stdin: [scenario('before'), line, scenario('after')].join('\n') });
      expect({ status: ran.status, err: ran.err }).toEqual({ status: 2, err: '' });
      const [before, result, after, ...more] = linesOf(ran);
      expect([before?.name, after?.name, more]).toEqual(['before', 'after', []]);
      expect(result?.error).toMatchObject({
        code,
        span: { file: '-', line: 2, ...(column === undefined ? {} : { column }) },
      });
      expect(Object.keys(result ?? {})).not.toContain('decision');
      const name = /^\{"name":"([^"]*)"/.exec(line)?.[1];
      expect(result?.name).toBe(name);
    },
  );

  test('also among the scenarios of a document', async () => {
    const text = `[${scenario('before')},\n${scenario('bad', { action: 'GetObject' })},\n${scenario('after')}]`;
    const ran = await simulate(['--jsonl', '--scenario', 'q.json'], { files: { 'q.json': text } });
    expect({ status: ran.status, names: linesOf(ran).map(briefly) }).toEqual({
      status: 2,
      names: ['before: allowed', 'bad: error invalid-request', 'after: allowed'],
    });
    expect(linesOf(ran)[1]?.error?.span).toMatchObject({ file: 'q.json', line: 2 });
  });

  test('a file that is not there, among others', async () => {
    const ran = await simulate(['--jsonl', '--scenario', 'nope.jsonl', '--scenario', 'q.jsonl'], {
      files: { 'q.jsonl': scenario('there') },
    });
    expect(ran.status).toBe(2);
    expect(linesOf(ran).map(briefly)).toEqual(['there: allowed']);
    expect(ran.err).toContain('nope.jsonl');
    expect(ran.err).toContain('no such file');
  });

  test('a file that is not there, alone', async () => {
    const { status, out, err } = await simulate(['--jsonl', '--scenario', 'nope.jsonl']);
    expect({ status, out }).toEqual({ status: 2, out: '' });
    expect(err).toContain('nope.jsonl');
  });

  test('a mistake on the command line is no result', async () => {
    const { status, out, err } = await simulate(['--jsonl', '--principal', session]);
    expect({ status, out }).toEqual({ status: 2, out: '' });
    expect(err).toContain('no action');
  });

  test('nothing piped in is told, and not waited for', async () => {
    const { status, err } = await simulate(stream, { isTerminal: true });
    expect(status).toBe(2);
    expect(err.replace(/\s+/g, ' ')).toContain('< requests.jsonl');
  });
});

test('policies named by file or by name are read once, however many lines name them', async () => {
  const line = scenario('x', {}, { identity: [{ file: 'app.json' }], scp: [[{ file: 'all.json' }]] });
  const { host } = await simulate(stream, { stdin: `${line}\n`.repeat(500) });
  for (const name of ['app.json', 'all.json']) {
    // As policies of their own kind; a role's trust policy would be read apart.
    expect(host.read.filter((path) => path.endsWith(name)).length).toBeLessThanOrEqual(1);
  }
});

describe('in pieces', () => {
  const line = `${scenario('x')}\n`;

  /** Counts how far the input had been read whenever output was written. */
  async function watch(count: number, accept: (written: number) => boolean) {
    const piece = new TextEncoder().encode(line.repeat(100));
    let read = 0;
    let written = 0;
    const behind: number[] = [];
    const host = {
      ...memoryHost({ files }),
      async *streamInput() {
        for (; read < count; read += 100) yield await Promise.resolve(piece);
      },
    };
    const streams = {
      writeOut: (text: string) => {
        written += text.split('\n').length - 1;
        behind.push(read - written);
        return Promise.resolve(accept(written));
      },
      writeErr: () => Promise.resolve(true),
    };
    const status = await main(['simulate', ...stream], host, streams);
    return { status, read, written, behind };
  }

  test('answers come as questions come: nothing is gathered', async () => {
    const { status, written, behind } = await watch(20_000, () => true);
    expect({ status, written }).toEqual({ status: 0, written: 20_000 });
    expect(Math.max(...behind)).toBeLessThanOrEqual(200);
  });

  test('a reader that leaves ends the reading too, quietly', async () => {
    const { status, read } = await watch(1_000_000, (written) => written < 1000);
    expect(status).toBe(0);
    expect(read).toBeLessThan(2000);
  });
});

describe('diagnostics of a line', () => {
  const everyKind = [
    scenario('unknown action', { action: 's3:GetObjekt', asWritten: true }),
    scenario(
      'several values',
      { context: { 'aws:SourceVpce': ['a', 'b'] } },
      {
        identity: [{ file: 'all.json' }],
        resource: { file: 'bucket.json' },
      },
    ),
    scenario(
      'a year that is none',
      {},
      {
        identity: [
          {
            Version: '2012-10-17',
            Statement: {
              Effect: 'Allow',
              Action: 's3:*',
              Resource: '*',
              Condition: { DateGreaterThan: { 'aws:CurrentTime': '2024' } },
            },
          },
        ],
      },
    ),
    scenario('SCPs alone', {}, { identity: [{ file: 'all.json' }], scp: [[{ file: 'no-delete.json' }]] }),
    scenario(
      'an old version',
      {},
      {
        identity: [
          { Statement: { Effect: 'Allow', Action: 's3:*', Resource: 'arn:aws:s3:::${aws:username}/*' } },
        ],
      },
    ),
    JSON.stringify({ ...JSON.parse(scenario('unexpected')), expect: 'explicitDeny' }),
  ];

  test.each(everyKind.map((line, index) => [index, line] as const))(
    'of line %i are those of the same scenario alone',
    async (index, line) => {
      const file = `line-${index}.json`;
      const alone = documentOf(await simulate(['--scenario', file, '--json'], { files: { [file]: line } }));
      const lines = linesOf(
        await simulate(['--scenario', 'lines.jsonl', '--jsonl'], { files: { 'lines.jsonl': `\n${line}\n` } }),
      );
      const inStream = alone.diagnostics.map((each) =>
        each.span?.file === file
          ? { ...each, span: { ...each.span, file: 'lines.jsonl', line: 2, endLine: 2 } }
          : each,
      );
      expect(alone.diagnostics).not.toEqual([]);
      expect(lines[0]?.diagnostics).toEqual(inStream);
    },
  );

  test('what was expected and is not so makes the status 1', async () => {
    const allowed = JSON.parse(scenario('a')) as object;
    const run = (expected: string) =>
      simulate(stream, { stdin: JSON.stringify({ ...allowed, expect: expected }) });
    expect((await run('allowed')).status).toBe(0);
    const { status, out } = await run('implicitDeny');
    expect(status).toBe(1);
    expect(out).toContain('expected implicit deny, got allowed');
  });

  test('of a question on the command line are all there too', async () => {
    const words = ['--principal', session, '--action', 's3:GetObject', '--policy', 'all.json', '--jsonl'];
    const [line] = linesOf(await simulate(words));
    expect(line?.diagnostics?.map(({ code }) => code)).toContain('request/no-resource');
  });
});
