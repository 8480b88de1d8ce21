import { argumentsOf } from '../../src/core/command.ts';
import { describe, expect, test } from 'vitest';
import { demonstrations, sampleFiles } from '../../src/commands/demo/sample.ts';
import type { MemoryWorld } from '../../src/host/memory.ts';
import { run } from '../support/run.ts';

const home = '/home/user/work';
const names = ['decode', 'denied', 'allowed', 'depends'];
/** Those with a world of their own. */
const chains = ['chain', 'chain', 'whoami', 'error', 'error'];

/** A world that refuses everything: a demonstration needs nothing of it. */
const empty: MemoryWorld = {
  files: Object.fromEntries(Object.keys(sampleFiles).map((name) => [name, { error: 'denied' as const }])),
};

interface Shown {
  readonly schema: string;
  readonly verdict: string;
  readonly demonstrations: readonly {
    readonly name: string;
    readonly command: string;
    readonly exitStatus: number;
    readonly answer: {
      readonly schema: string;
      readonly verdict: string;
      readonly items?: readonly object[];
      readonly results?: readonly object[];
    };
  }[];
}

describe('iamx demo', () => {
  test('shows four questions, each with its command line and its answer', async () => {
    const { status, out, err } = await run(['demo'], empty);
    expect({ status, err }).toEqual({ status: 0, err: '' });
    await expect(out).toMatchFileSnapshot('golden/demo.txt');
    expect(out.match(/^\$ iamx (decode|simulate) /gm)).toHaveLength(4);
    expect(out.trimEnd().split('\n').at(-1)).toBe('play: iamx demo --export acme');
  });

  test('touches nothing: no file read or written, no network, no process', async () => {
    const { host } = await run(['demo'], empty);
    expect({
      read: host.read,
      written: [...host.written],
      requests: host.requests,
      started: host.started,
    }).toEqual({ read: [], written: [], requests: [], started: [] });
  });

  test('decodes, denies with a reason, allows the changed request, and depends', async () => {
    const { out } = await run(['demo', '--json'], empty);
    const document = JSON.parse(out) as Shown;
    expect(document).toMatchObject({ schema: 'iamx.demo/1', verdict: 'shown' });
    expect(document.demonstrations.map(({ name, exitStatus }) => [name, exitStatus])).toEqual([
      ['decode', 0],
      ['denied', 1],
      ['allowed', 0],
      ['depends', 1],
      ['chain', 0],
      ['chain', 0],
      ['whoami', 0],
      ['error', 0],
      ['error', 0],
    ]);
    const [decoded, denied, allowed, depends, shadowed, repaired, caller] = document.demonstrations.map(
      ({ answer }) => answer,
    );
    expect(decoded).toMatchObject({ schema: 'iamx.decode/1', items: [{ accountId: '111122223333' }] });
    expect(denied).toMatchObject({
      schema: 'iamx.simulate/1',
      verdict: 'denied',
      results: [
        { decidedBy: { statement: { name: 'OnlyThroughOurEndpoint', span: { file: 'bucket.json' } } } },
      ],
    });
    expect(allowed).toMatchObject({
      verdict: 'allowed',
      results: [{ decidedBy: { statement: { name: 'ReadReports' } } }],
    });
    expect(depends).toMatchObject({
      verdict: 'conditional',
      results: [{ dependsOn: [{ decision: 'allowed', when: [{ text: 'aws:ResourceTag/team = red' }] }, {}] }],
    });
    expect(shadowed).toMatchObject({
      schema: 'iamx.explain-chain/1',
      selected: { provider: 'env', accountId: '444455556666' },
      diagnostics: [{ code: 'env-shadows-profile' }, {}],
    });
    expect(repaired).toMatchObject({
      selected: { provider: 'sso', accountId: '111122223333' },
      diagnostics: [],
    });
    expect(caller).toMatchObject({
      schema: 'iamx.whoami/1',
      account: '111122223333',
      principal: { permissionSet: 'AdministratorAccess', sessionName: 'mika@example.com' },
      credentials: { provider: 'sso', accessKeyId: '****************F3QK', profile: 'prod' },
      diagnostics: [{ code: 'limits/role-session' }, { code: 'limits/role-chaining' }],
    });
  });

  test.each(names)('%s alone', async (name) => {
    const { status, out } = await run(['demo', name], empty);
    expect(status).toBe(0);
    expect(out.match(/^\$ iamx /gm)).toHaveLength(1);
    const whole = (await run(['demo'], empty)).out;
    expect(whole).toContain(out.slice(0, out.lastIndexOf('\n\nplay: ')));
  });

  test('chain: the shadowed profile, and the fix that its last line names', async () => {
    const { status, out } = await run(['demo', 'chain'], empty);
    expect(status).toBe(0);
    expect(out).toContain('fix: unset AWS_ACCESS_KEY_ID AWS_SECRET_ACCESS_KEY\n');
    expect(out).toContain('$ unset AWS_ACCESS_KEY_ID AWS_SECRET_ACCESS_KEY\n$ iamx explain-chain\n');
    expect((await run(['demo'], empty)).out).toContain(out.slice(0, out.lastIndexOf('\n\nplay: ')));
  });

  test('--verbose shows the steps', async () => {
    const { out } = await run(['demo', 'denied', '--verbose'], empty);
    expect(out).toContain('every comparison');
  });

  test('--list names each with its command line', async () => {
    const { status, out } = await run(['demo', '--list'], empty);
    expect(status).toBe(0);
    await expect(out).toMatchFileSnapshot('golden/demo-list.txt');
    const { out: json } = await run(['demo', '--list', '--json'], empty);
    expect((JSON.parse(json) as Shown).demonstrations.map(({ name }) => name)).toEqual([...names, ...chains]);
    for (const { title } of demonstrations) expect(out).toContain(title);
  });

  test.each([
    { words: ['deneid'], message: '`deneid`', hint: 'Did you mean `denied`?' },
    { words: ['something-else'], message: '`something-else`', hint: 'decode, denied, allowed, depends' },
    { words: ['denied', '--list'], message: 'three questions', hint: 'iamx demo denied' },
    { words: ['denied', '--export', 'x'], message: 'three questions', hint: 'iamx demo denied' },
    { words: ['--list', '--export', 'x'], message: 'three questions', hint: 'iamx demo denied' },
    { words: ['--export', ''], message: 'names no folder', hint: 'iamx demo --export acme' },
    { words: ['denied', 'allowed'], message: '`demo` takes one word', hint: 'iamx demo --help' },
  ])('$words: $message', async ({ words, message, hint }) => {
    const { status, out, err, host } = await run(['demo', ...words]);
    expect({ status, out }).toEqual({ status: 2, out: '' });
    expect(err.replace(/\s+/g, ' ')).toContain(message);
    expect(err.replace(/\s+/g, ' ')).toContain(hint);
    expect([...host.written]).toEqual([]);
  });
});

describe('iamx demo --export', () => {
  test.each(['acme', 'acme/', '/tmp/acme', "my company's"])(
    '%s: the files are written, and the commands work there',
    async (folder) => {
      const { status, out, host } = await run(['demo', '--export', folder]);
      expect(status).toBe(0);
      const at = (folder.startsWith('/') ? folder : `${home}/${folder}`).replace(/\/$/, '');
      expect([...host.written.keys()].sort()).toEqual(
        Object.keys(sampleFiles)
          .map((name) => `${at}/${name}`)
          .sort(),
      );
      expect(out).toContain(/'/.test(folder) ? "$ cd 'my company'\\''s'\n" : `$ cd ${folder}\n`);

      const shown = (await run(['demo'], empty)).out;
      for (const { command } of demonstrations) {
        const ran = await run(argumentsOf(command), { cwd: at, files: Object.fromEntries(host.written) });
        expect(ran.err).toBe('');
        expect(shown).toContain(ran.out);
      }
    },
  );

  test('the command that it shows is one of the demonstrations', async () => {
    const { out } = await run(['demo', '--export', 'acme']);
    const shown = out.slice(out.indexOf('$ iamx ')).replaceAll('\\\n', ' ').replace(/\s+/g, ' ').trim();
    expect(demonstrations.map(({ command }) => `$ iamx ${argumentsOf(command).join(' ')}`)).toContain(shown);
  });

  test('writes nothing where one of the files is there already', async () => {
    const { status, err, host } = await run(['demo', '--export', 'acme'], {
      files: { 'acme/scp.json': 'mine' },
    });
    expect(status).toBe(2);
    expect(err).toContain('`acme/scp.json` is there already');
    expect(err).toContain('iamx demo --export');
    expect([...host.written]).toEqual([]);
  });

  test.each([
    { what: 'a file in place of the folder', files: { acme: 'x' } },
    { what: 'a folder that may not be written', files: { acme: { error: 'denied' as const } } },
  ])('$what is an error, not a bug', async ({ files }) => {
    const { status, out, err } = await run(['demo', '--export', 'acme'], { files });
    expect({ status, out }).toEqual({ status: 2, out: '' });
    expect(err).toContain('acme');
    expect(err).not.toContain('bug');
  });

  test('--json names the files', async () => {
    const { out } = await run(['demo', '--export', 'acme', '--json']);
    expect(JSON.parse(out)).toMatchObject({
      schema: 'iamx.demo/1',
      verdict: 'written',
      files: Object.keys(sampleFiles).map((name) => `acme/${name}`),
    });
  });
});
