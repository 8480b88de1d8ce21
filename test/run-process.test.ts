import {
  existsSync,
  mkdtempSync,
  readFileSync,
  realpathSync,
  rmSync,
  statSync,
  writeFileSync,
  mkdirSync,
  chmodSync,
} from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { sizeFor } from './support/budget.ts';
import {
  describeWith,
  hasProgram,
  type Need,
  ownEnvironment,
  posix,
  program as programNeed,
  runProcess,
  runShell,
  startProcess,
  testWith,
} from './support/process.ts';
import { shippedProgram } from './support/shipped.ts';

/** `iamx run` around real programs: what they see, what is seen of them, and what they end with. */

const folder = realpathSync(mkdtempSync(join(tmpdir(), 'iamx-run-')));
const home = join(folder, 'home');
const env = { ...ownEnvironment, HOME: home, AWS_EC2_METADATA_DISABLED: 'true' };
let iamx = '';

beforeAll(async () => {
  iamx = await shippedProgram();
  mkdirSync(home);
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** `iamx run -- …` with the words of a program. */
const run = (words: readonly string[], { input = '', options = [] as readonly string[] } = {}) =>
  runProcess(process.execPath, [iamx, 'run', ...options, '--', ...words], { input, cwd: folder, env });
/** A program of JavaScript, which every machine has. */
const js = (code: string, ...words: readonly string[]) => run([process.execPath, '-e', code, ...words]);
const start = (words: readonly string[]) =>
  startProcess(process.execPath, [iamx, 'run', '--', ...words], { cwd: folder, env });

const denial = (action: string, resource: string, ending: string) =>
  `User: arn:aws:sts::111122223333:assumed-role/App/ci is not authorized to perform: ${action} on resource: "${resource}" ${ending}`;
const noAllow = (action: string) => `because no identity-based policy allows the ${action} action`;
const upload = `An error occurred (AccessDenied) when calling the PutObject operation: ${denial('s3:PutObject', 'arn:aws:s3:::acme-data/q1.csv', noAllow('s3:PutObject'))}`;

describe('the status is the program’s', () => {
  test.each([0, 1, 2, 3, 100, 126, 127, 128, 130, 254, 255])('%i', (status) => {
    expect(js(`process.exit(${status})`)).toMatchObject({ status, stdout: '', stderr: '' });
  });

  testWith([posix], '128 and the number of the signal that ended it', () => {
    for (const [signal, status] of [
      ['KILL', 137],
      ['TERM', 143],
      ['INT', 130],
      ['HUP', 129],
      ['SEGV', 139],
    ] as const)
      expect(run(['sh', '-c', `kill -${signal} $$`])).toMatchObject({ status, stdout: '', stderr: '' });
  });

  testWith([posix], 'of one that runs iamx itself', () => {
    expect(run([process.execPath, iamx, 'run', '--', 'sh', '-c', 'exit 9']).status).toBe(9);
  });
});

describe('a program that cannot be started', () => {
  test('is not found: 127', () => {
    const { status, stderr, stdout } = run(['no-such-program', 'hunter2']);
    expect({ status, stdout }).toEqual({ status: 127, stdout: '' });
    expect(stderr).toContain('`no-such-program` is not found');
    expect(stderr).not.toContain('hunter2');
  });

  test('has no name: 127', () => expect(run(['']).status).toBe(127));

  test('is an assignment: what to put in front of it is said, its value is not', () => {
    const { status, stderr } = run(['AWS_PROFILE=hunter2', 'aws']);
    expect(status).toBe(127);
    expect(stderr).toContain('put `env` in front of it');
    expect(stderr).not.toContain('hunter2');
  });

  testWith([posix], 'is a folder, may not be run, or names a program that is not there: 126', () => {
    writeFileSync(join(folder, 'plain'), 'echo no\n');
    writeFileSync(join(folder, 'orphan'), '#!/no/such/python\n');
    chmodSync(join(folder, 'orphan'), 0o755);
    expect(run([folder])).toMatchObject({ status: 126, stdout: '' });
    expect(run([folder]).stderr).toContain('is a folder');
    expect(run(['./plain'])).toMatchObject({ status: 126, stdout: '' });
    expect(run(['./plain']).stderr).toContain('permission denied');
    expect(run(['./orphan'])).toMatchObject({ status: 126, stdout: '' });
    expect(run(['./orphan']).stderr).toContain('first line');
  });

  testWith([posix], 'a script without a first line for it is run by the shell, as a shell does', () => {
    writeFileSync(join(folder, 'bare'), 'echo "ran $1"; exit 5\n');
    chmodSync(join(folder, 'bare'), 0o755);
    expect(run(['./bare', 'it'])).toMatchObject({ status: 5, stdout: 'ran it\n', stderr: '' });
  });
});

describe('the program sees what it would see', () => {
  test('its words, its folder and its environment', () => {
    const words = ['', 'a b', '--json', '--', '-h', '$HOME', '"', 'é'];
    const seen = js(
      'process.stdout.write(JSON.stringify([process.argv.slice(1), process.cwd(), process.env]))',
      '--',
      ...words,
    );
    const bare = runProcess(
      process.execPath,
      [
        '-e',
        'process.stdout.write(JSON.stringify([process.argv.slice(1), process.cwd(), process.env]))',
        '--',
        ...words,
      ],
      { cwd: folder, env },
    );
    expect(seen.stdout).toBe(bare.stdout);
  });

  test('a variable that iamx does not obey itself', () => {
    const code = 'process.stdout.write(String(process.env.NODE_TLS_REJECT_UNAUTHORIZED))';
    const seen = runProcess(process.execPath, [iamx, 'run', '--', process.execPath, '-e', code], {
      env: { ...env, NODE_TLS_REJECT_UNAUTHORIZED: '0' },
    });
    expect(seen.stdout).toBe('0');
  });

  test('standard input, all of it', () => {
    const input = 'x'.repeat(300_000);
    const { stdout, status } = run([process.execPath, '-e', 'process.stdin.pipe(process.stdout)'], { input });
    expect({ status, isSame: stdout === input }).toEqual({ status: 0, isSame: true });
  });

  testWith([posix], 'files that a shell opened for it', () => {
    writeFileSync(join(folder, 'three'), 'third\n');
    const line = `"$NODE" "$IAMX" run -- sh -c 'cat <&3; echo four >&4' 3<three 4>fourth; cat fourth`;
    const { stdout, status } = runShell(line, {
      cwd: folder,
      env: { ...env, NODE: process.execPath, IAMX: iamx },
    });
    expect({ stdout, status }).toEqual({ stdout: 'third\nfour\n', status: 0 });
  });

  testWith([posix, programNeed('bash')], 'a process substitution', () => {
    const { stdout } = runProcess(
      'bash',
      ['-c', `"$0" "$1" run -- cat <(echo substituted)`, process.execPath, iamx],
      { cwd: folder, env },
    );
    expect(stdout).toBe('substituted\n');
  });

  testWith([posix], 'standard error that it may open by its name', () => {
    const { status, stderr } = run(['sh', '-c', 'echo named > /dev/stderr']);
    expect({ status, stderr }).toEqual({ status: 0, stderr: 'named\n' });
  });

  testWith([posix], 'no file of iamx, before, while and after it runs', () => {
    const own = join(folder, 'tmp');
    mkdirSync(own, { recursive: true });
    const line = ['sh', '-c', 'ls "$TMPDIR"; exit 3'];
    const { status, stdout } = runProcess(process.execPath, [iamx, 'run', '--', ...line], {
      cwd: folder,
      env: { ...env, TMPDIR: own },
    });
    expect({ status, stdout }).toEqual({ status: 3, stdout: '' });
  });

  testWith([posix], 'a pipe of another kind where the folder for temporary files is none', () => {
    const { status, stderr } = runProcess(
      process.execPath,
      [iamx, 'run', '--', 'sh', '-c', 'echo said >&2; exit 3'],
      { cwd: folder, env: { ...env, TMPDIR: join(folder, 'nowhere') } },
    );
    expect({ status, stderr }).toEqual({ status: 3, stderr: 'said\n' });
  });
});

describe('standard error', () => {
  test('is passed on byte for byte', () => {
    const bytes = Buffer.from(Array.from({ length: 1024 }, (_, index) => index % 256)).toString('base64');
    const code = `process.stderr.write(Buffer.from('${bytes}', 'base64'))`;
    const line = [
      process.execPath,
      '-e',
      `
      const { stderr } = require('node:child_process').spawnSync(process.execPath, [process.argv[1], 'run', '--', process.execPath, '-e', process.argv[2]]);
      process.stdout.write(stderr.toString('base64'));`,
      iamx,
      code,
    ] as const;
    expect(runProcess(line[0], line.slice(1), { env }).stdout).toBe(bytes);
  });

  test('is seen before the program goes on: it waits for an answer to what it wrote', async () => {
    const child = start([
      process.execPath,
      '-e',
      `
      let round = 0;
      const ask = () => process.stderr.write('?' + round);
      process.stdin.on('data', () => { if (++round < 20) ask(); else process.exit(7); });
      ask();`,
    ]);
    let asked = 0;
    child.stderr.on('data', (piece: Buffer) => {
      asked += piece.toString().split('?').length - 1;
      child.stdin.write('!');
    });
    const status = await new Promise((resolve) => child.on('close', resolve));
    expect({ status, asked }).toEqual({ status: 7, asked: 20 });
  });

  test('of many megabytes passes whole, and the error at its end is explained', () => {
    const megabytes = sizeFor(20, 100);
    const code = `
      const line = 'x'.repeat(1023) + '\\n';
      for (let left = ${megabytes}; left > 0; left--) require('node:fs').writeSync(2, line.repeat(1024));
      require('node:fs').writeSync(2, process.argv[1] + '\\n');
      process.exit(254);`;
    const { status, stderr } = js(code, upload);
    expect(status).toBe(254);
    const at = stderr.indexOf(upload);
    expect(at).toBe(megabytes * 1024 * 1024);
    expect(stderr.slice(at + upload.length)).toContain('No identity policy of role App allows s3:PutObject');
  });

  testWith([posix], 'that nobody reads ends the program as it would without iamx', () => {
    const line = `"$NODE" "$IAMX" run -- sh -c 'while :; do echo more >&2; done; exit 3' 2>&1 >/dev/null | head -1`;
    const { stdout, status } = runShell(line, {
      cwd: folder,
      env: { ...env, NODE: process.execPath, IAMX: iamx },
    });
    expect({ stdout, status }).toEqual({ stdout: 'more\n', status: 0 });
  });

  testWith([posix], 'and standard output that are closed do not hide the status', () => {
    const variables = { ...env, NODE: process.execPath, IAMX: iamx };
    for (const closed of ['2>&-', '>&-', '>&- 2>&-', '2>/dev/full', '>/dev/full'])
      expect(
        runShell(
          `"$NODE" "$IAMX" run -- sh -c 'echo "$0" >&2; exit 33' '${upload.replaceAll('"', '')}' ${closed}`,
          { cwd: folder, env: variables },
        ).status,
      ).toBe(33);
  });

  testWith([posix], 'that a program left behind holds open is not waited for', () => {
    const { status, stderr } = run(['sh', '-c', 'echo said >&2; sleep 600 >&- & echo $! > left; exit 4']);
    process.kill(Number(readFileSync(join(folder, 'left'), 'utf8')), 'SIGKILL');
    expect({ status, stderr }).toEqual({ status: 4, stderr: 'said\n' });
  });
});

describeWith([posix], 'signals', () => {
  /** Says which signals it gets; ends when told so. */
  const listener = `
    for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP', 'SIGQUIT', 'SIGUSR1', 'SIGUSR2', 'SIGWINCH', 'SIGCONT'])
      process.on(name, () => process.stdout.write(name + '\\n'));
    process.stdin.on('data', () => process.exit(6));
    process.stdout.write('ready ' + process.pid + '\\n');`;

  test('that are sent to iamx alone reach the program, and iamx ends after it', async () => {
    const child = start([process.execPath, '-e', listener]);
    let text = '';
    const waitFor = (word: string) =>
      new Promise<void>((resolve) => {
        const look = () => {
          if (!text.includes(word)) return;
          child.stdout.off('data', look);
          resolve();
        };
        child.stdout.on('data', look);
        look();
      });
    child.stdout.on('data', (piece: Buffer) => (text += piece.toString()));
    await waitFor('ready');
    for (const signal of [
      'SIGINT',
      'SIGTERM',
      'SIGHUP',
      'SIGQUIT',
      'SIGUSR1',
      'SIGUSR2',
      'SIGCONT',
    ] as const) {
      child.kill(signal);
      await waitFor(signal);
    }
    child.stdin.write('end');
    expect(await new Promise((resolve) => child.on('close', resolve))).toBe(6);
    expect(text.match(/SIG\w+/g)).toEqual([
      'SIGINT',
      'SIGTERM',
      'SIGHUP',
      'SIGQUIT',
      'SIGUSR1',
      'SIGUSR2',
      'SIGCONT',
    ]);
  });

  test('that end the program end iamx with 128 and their number', async () => {
    const child = start([
      process.execPath,
      '-e',
      'process.stdout.write("ready"); setInterval(() => undefined, 1000)',
    ]);
    await new Promise((resolve) => child.stdout.once('data', resolve));
    child.kill('SIGTERM');
    expect(await new Promise((resolve) => child.on('close', resolve))).toBe(143);
  });
});

describe('a question that is wrong is told before the program runs', () => {
  const mark = join(folder, 'ran');
  const touch = [process.execPath, '-e', `require('node:fs').writeFileSync(${JSON.stringify(mark)}, '')`];

  test.each([
    { options: ['--json', 'missing-folder-is-made/../home'], says: 'cannot write' },
    { options: ['--json', '-'], says: '`--json` takes the name of a file' },
    { options: ['--save', 'x.txt'], says: 'End its name in .json or .yaml' },
    { options: ['--save', 'there.json'], says: 'exists already' },
    { options: ['--json', 'x.json', '--save', 'x.json'], says: 'name the same file' },
    { options: ['--profile', 'dev'], says: 'is an option of the program' },
    { options: ['--region=eu-west-1'], says: 'is an option of the program' },
    { options: ['--live', '--offline'], says: 'forbids it' },
    { options: ['--sdk', 'perl'], says: '--sdk' },
    { options: ['--unknown'], says: 'unknown option' },
  ])('$options', ({ options, says }) => {
    writeFileSync(join(folder, 'there.json'), '{}');
    const { status, stdout, stderr } = run(touch, { options });
    expect({ status, stdout, ran: existsSync(mark) }).toEqual({ status: 2, stdout: '', ran: false });
    expect(stderr).toContain(says);
  });
});

describe('a failure is explained behind the program’s last line', () => {
  const fail = (text: string, options: readonly string[] = []) =>
    run([process.execPath, '-e', 'process.stderr.write(process.argv[1]); process.exit(254)', text], {
      options,
    });

  test('a refusal', () => {
    const { status, stdout, stderr } = fail(`${upload}\n`);
    expect({ status, stdout }).toEqual({ status: 254, stdout: '' });
    expect(
      stderr.startsWith(`${upload}\n\nrefused  No identity policy of role App allows s3:PutObject`),
    ).toBe(true);
  });

  test('nothing is added to an error that is not AWS’s', () => {
    expect(fail('make: *** [Makefile:2: all] Error 1\n').stderr).toBe(
      'make: *** [Makefile:2: all] Error 1\n',
    );
  });

  testWith([posix], 'a file that cannot be written any more takes nothing away from it', () => {
    mkdirSync(join(folder, 'gone'));
    const code = 'rmdir gone; : > gone; echo "$0" >&2; exit 9';
    const { status, stderr } = run(['sh', '-c', code, upload], { options: ['--json', 'gone/e.json'] });
    expect(status).toBe(9);
    expect(stderr).toContain('No identity policy of role App allows s3:PutObject');
    expect(stderr).toContain('cannot write');
  });

  testWith([posix], 'the document is the user’s alone, and names the program and its status', () => {
    const { status } = fail(upload, ['--json', 'error.json', '--save', 'denied.iamx.yaml']);
    expect(status).toBe(254);
    for (const name of ['error.json', 'denied.iamx.yaml'])
      expect(statSync(join(folder, name)).mode & 0o777).toBe(0o600);
    const document = JSON.parse(readFileSync(join(folder, 'error.json'), 'utf8')) as unknown;
    expect(document).toMatchObject({
      schema: 'iamx.explain-error/1',
      verdict: 'known',
      errors: 1,
      command: { program: 'node', status: 254 },
      fields: { action: 's3:PutObject' },
    });
    const saved = runProcess(process.execPath, [iamx, 'simulate', '--scenario', 'denied.iamx.yaml'], {
      cwd: folder,
      env,
    });
    expect(saved.stdout).toContain('s3:PutObject');
  });
});

/** Util-linux: other systems have another program of this name. */
const script: Need = {
  name: 'script of util-linux',
  isThere: hasProgram('script') && process.platform === 'linux',
};

describeWith([script], 'a terminal', () => {
  /** `iamx run` in a terminal of its own; what it shows comes out, what is typed goes in. */
  function terminal(code: string) {
    const file = join(folder, 'in-terminal.cjs');
    writeFileSync(file, code);
    const line = [process.execPath, iamx, 'run', '--', process.execPath, file]
      .map((word) => `'${word}'`)
      .join(' ');
    return inTerminal(`exec ${line}`);
  }

  /** The same in a shell that stops and goes on with it. */
  function jobs(code: string) {
    const file = join(folder, 'job.cjs');
    writeFileSync(file, code);
    const session = inTerminal('exec bash --norc --noprofile -i');
    session.type(`'${process.execPath}' '${iamx}' run -- '${process.execPath}' '${file}'\n`);
    return session;
  }

  function inTerminal(line: string) {
    const child = startProcess('script', ['-qec', line, '/dev/null'], { cwd: folder, env });
    let text = '';
    child.stdout.on('data', (piece: Buffer) => (text += piece.toString()));
    const waitFor = (word: string) =>
      new Promise<void>((resolve) => {
        const look = () => {
          if (!text.includes(word)) return;
          child.stdout.off('data', look);
          resolve();
        };
        child.stdout.on('data', look);
        look();
      });
    const ended = new Promise<number | null>((resolve) => child.on('close', resolve));
    return { type: (words: string) => child.stdin.write(words), waitFor, ended, shown: () => text };
  }

  test('stays one for standard input and output', async () => {
    const { ended, shown } = terminal(
      'console.log("terminal", process.stdin.isTTY, process.stdout.isTTY, process.stderr.isTTY); process.exit(3)',
    );
    expect(await ended).toBe(3);
    expect(shown()).toContain('terminal true true undefined');
  });

  test('is read by the program, key by key where it wants that', async () => {
    const { type, waitFor, ended, shown } = terminal(`
      process.stdin.setRawMode(true);
      process.stdin.on('data', (key) => { console.log('<' + key + '>'); if (String(key) === 'q') process.exit(5); });
      console.log('ready');`);
    await waitFor('ready');
    type('a');
    await waitFor('<a>');
    type('q');
    expect(await ended).toBe(5);
    expect(shown()).toContain('<q>');
  });

  test('sends Ctrl-C to the program once, and iamx waits for what it does then', async () => {
    const { type, waitFor, ended, shown } = terminal(`
      let count = 0;
      process.on('SIGINT', () => { count++; setTimeout(() => { console.log('counted', count); process.exit(7); }, 300); });
      process.stdin.resume();
      console.log('ready');`);
    await waitFor('ready');
    type('\u0003');
    expect(await ended).toBe(7);
    expect(shown()).toContain('counted 1');
  });

  testWith([programNeed('bash')], 'stops and goes on with the program, at Ctrl-Z and `fg`', async () => {
    const { type, waitFor, ended, shown } = jobs(`
      process.on('SIGCONT', () => console.log('again' + 1));
      process.stdin.once('data', (line) => { console.log('<' + String(line).trim() + '>'); process.exit(6); });
      console.log('ready' + 1);`);
    await waitFor('ready1');
    type('\u001a');
    await waitFor('Stopped');
    type('fg; echo ended $?\n');
    await waitFor('again1');
    type('word\n');
    await waitFor('ended 6');
    type('exit\n');
    await ended;
    expect(shown()).toContain('<word>');
  });

  testWith([programNeed('bash')], 'stays the program’s where it goes on at Ctrl-Z', async () => {
    const { type, waitFor, ended, shown } = jobs(`
      process.on('SIGTSTP', () => console.log('goes' + 'on'));
      process.stdin.once('data', (line) => { console.log('<' + String(line).trim() + '>'); process.exit(6); });
      console.log('ready' + 1);`);
    await waitFor('ready1');
    type('\u001a');
    await waitFor('goeson');
    type('word\n');
    await waitFor('<word>');
    type('echo ended $?; exit\n');
    await ended;
    expect(shown()).toContain('ended 6');
    expect(shown()).not.toContain('Stopped');
  });

  test('shows the explanation behind the program’s last line', async () => {
    const { ended, shown } = terminal(
      `process.stderr.write(${JSON.stringify(`${upload}\n`)}); process.exit(254)`,
    );
    expect(await ended).toBe(254);
    expect(shown()).toContain('No identity policy of role App allows');
  });
});

describeWith([programNeed('aws')], 'the AWS CLI itself, refused on the loopback', () => {
  const said = denial(
    'sts:AssumeRole',
    'arn:aws:iam::111122223333:role/Deploy',
    'with an explicit deny in an identity-based policy',
  );
  const body = `<ErrorResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><Error><Type>Sender</Type><Code>AccessDenied</Code><Message>${said.replaceAll('"', '&quot;')}</Message></Error><RequestId>6f1a7a3e-0000-4000-8000-000000000000</RequestId></ErrorResponse>`;

  test('what it says is passed on and explained, with the keys that it used', async () => {
    let asked = 0;
    const server = createServer((_, response) => {
      asked += 1;
      response.writeHead(403, { 'content-type': 'text/xml' }).end(body);
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as AddressInfo;
    const words = [
      'sts',
      'assume-role',
      '--role-arn',
      'arn:aws:iam::111122223333:role/Deploy',
      '--role-session-name',
      'upload',
    ];
    const child = startProcess(process.execPath, [iamx, 'run', '--json', 'aws.json', '--', 'aws', ...words], {
      cwd: folder,
      env: {
        ...env,
        AWS_ACCESS_KEY_ID: 'AKIAY24FZKAOBPJTH2BS',
        AWS_SECRET_ACCESS_KEY: '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',
        AWS_REGION: 'eu-west-1',
        AWS_DEFAULT_REGION: 'eu-west-1',
        AWS_ENDPOINT_URL: `http://127.0.0.1:${port}`,
      },
    });
    let err = '';
    child.stderr.on('data', (piece: Buffer) => (err += piece.toString()));
    const status = await new Promise<number | null>((resolve) => child.on('close', resolve));
    server.close();
    server.closeAllConnections();
    // Of version 2 and of version 1.
    expect([254, 255]).toContain(status);
    // The command is run once, and nobody else asks.
    expect(asked).toBe(1);
    expect(err).toContain('An error occurred (AccessDenied) when calling the AssumeRole operation');
    expect(err).toContain('forbids sts:AssumeRole');
    expect(err).toContain('H2BS');
    expect(err).not.toContain('wJalrXUtn');
    expect(JSON.parse(readFileSync(join(folder, 'aws.json'), 'utf8'))).toMatchObject({
      verdict: 'known',
      command: { program: 'aws', status },
    });
  });
});
