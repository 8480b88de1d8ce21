import { posixShell } from '../../src/core/write-command.ts';
import { describe, expect, test } from 'vitest';
import type { GlobalOptions } from '../../src/commands/command.ts';
import { decode, decodeCommand } from '../../src/commands/decode.ts';
import type { Answer } from '../../src/core/answer.ts';
import { IamxError } from '../../src/core/error.ts';
import { nothingIsSent } from '../support/run.ts';
import { memoryHost, type MemoryWorld } from '../../src/host/memory.ts';
import type { LiveLookups } from '../../src/decode/live.ts';
import { unicodeGlyphs, unpainted } from '../../src/output/look.ts';
import type { Evaluation } from '../../src/core/evaluation.ts';
import { safePage } from '../../src/output/safe-page.ts';
import { renderPage } from '../../src/output/text.ts';
import { run as runMain } from '../support/run.ts';

const options: GlobalOptions = { sdk: 'cli', offline: false, json: false, verbose: false };
const role = 'AROAY24FZKAOBPJTH2BSF';
const message = 'aB3_x-'.repeat(40);
const decodedMessage = JSON.stringify({
  allowed: false,
  explicitDeny: true,
  matchedStatements: {
    items: [
      {
        statementId: 'OnlySmall',
        effect: 'DENY',
        actions: { items: [{ value: 'ec2:RunInstances' }] },
        resources: { items: [{ value: '*' }] },
        conditions: { items: [{ key: 'ec2:InstanceType', values: { items: [{ value: 't3a.micro' }] } }] },
      },
    ],
  },
  context: {
    principal: { id: `${role}:ci`, arn: 'arn:aws:sts::607481581596:assumed-role/App/ci' },
    action: 'ec2:RunInstances',
    resource: 'arn:aws:ec2:us-east-1:607481581596:instance/*',
    conditions: {
      items: [
        { key: 'ec2:InstanceType', values: { items: [{ value: 'm5.large' }] } },
        { key: 'aws:Region', values: { items: [{ value: 'us-east-1' }] } },
        { key: 'ec2:Owner', values: { items: [] } },
      ],
    },
  },
});

async function run(
  values: readonly string[],
  world: MemoryWorld = {},
  more: Readonly<Record<string, unknown>> = {},
  command = decode,
): Promise<Answer> {
  const result = await command.run(memoryHost(world), values, { ...options, ...more }, nothingIsSent);
  if (result.kind !== 'document') throw new Error('not a document');
  return result;
}

function text(answer: Answer, width = 100): string {
  return renderPage(safePage(answer.page(), posixShell), {
    width,
    glyphs: unicodeGlyphs,
    paint: unpainted,
    shell: posixShell,
  });
}

const lookups: LiveLookups = {
  accountOfKey: (id) => Promise.resolve(id === 'AKIAIABI3O4WYM46AIX4' ? '894527626897' : '609629065308'),
  decodeMessage: () => Promise.resolve(decodedMessage),
};
const live = decodeCommand(() => Promise.resolve(lookups));

describe('what a person reads', () => {
  test.each([
    ['ids', [`${role}:iic-poc`, 'ASIAY34FZKBOKMUTVV7A', 'AKIAI44QH8DHBEXAMPLE'], ''],
    ['secret', ['wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY'], ''],
    [
      'arns',
      [
        'arn:aws:iam::111122223333:role/team/App',
        'arn:aws:sts::111122223333:assumed-role/App/botocore-session-1769860000',
        'arn:aws:sts::111122223333:assumed-role/AWSReservedSSO_Admin_8d1c0f5a6b7e9d23/mika@example.com',
        'arn:aws:iam::*:role/service-role/*',
        'arn:aws:iam:111122223333:user/mika',
      ],
      '',
    ],
    [
      'near-misses',
      [
        'akiasp2tphjsqh3fjxyz',
        'AKIASP2TPHJ0QH3FJXYZ',
        'AKIASP2TPHJ',
        '****************MPLE',
        '11122223333',
        '1.2E+11',
      ],
      '',
    ],
    ['unknown', ['o-a1b2c3d4e5', '1234abcd-12ab-34cd-56ef-1234567890ab', 'nonsense'], ''],
    [
      'encoded-message',
      ['-'],
      `User: arn:aws:sts::111122223333:assumed-role/App/ci is not authorized to perform: ec2:RunInstances on resource: arn:aws:ec2:us-east-1:111122223333:instance/* with an explicit deny in a service control policy. Encoded authorization failure message: ${message}`,
    ],
    ['decoded-message', ['-'], decodedMessage],
  ])('%s', async (name, values, stdin) => {
    const shown = text(await run(values, { stdin }));
    expect(Math.max(...shown.split('\n').map((line) => line.length))).toBeLessThanOrEqual(110);
    await expect(shown).toMatchFileSnapshot(`golden/decode-${name}.txt`);
  });

  test('a secret gives its warning and nothing else', async () => {
    const shown = text(await run(['wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY']), 200);
    expect(shown.split('\n').filter((line) => line !== '')).toHaveLength(2);
    expect(shown).toContain('iamx decode -');
  });

  test('one value takes at most 25 lines', async () => {
    for (const [values, stdin] of [
      [[role], ''],
      [['-'], decodedMessage],
    ] as const) {
      expect(text(await run(values, { stdin })).split('\n').length).toBeLessThanOrEqual(25);
    }
  });

  test('--verbose adds the steps', async () => {
    expect(text(await run([role], {}, { verbose: true }))).toContain('means role');
  });
});

describe('the document of docs/output.md', () => {
  test('an access key', async () => {
    expect((await run(['ASIAY34FZKBOKMUTVV7A'])).document()).toMatchObject({
      schema: 'iamx.decode/1',
      verdict: 'recognised',
      summary: '1 of 1 value recognised',
      items: [
        {
          input: 'ASIAY34FZKBOKMUTVV7A',
          kind: 'access-key',
          prefix: 'ASIA',
          resourceType: 'temporary-access-key',
          temporary: true,
          accountId: '609629065308',
          confidence: 'inferred',
        },
      ],
      steps: [
        {
          id: 'value-1',
          outcome: 'access-key',
          evidence: [{ kind: 'derived', name: 'accountId', value: '609629065308' }],
        },
      ],
      diagnostics: [],
    });
  });

  test('a session', async () => {
    const { items } = (
      await run(['arn:aws:sts::111122223333:assumed-role/App/aws-sdk-js-1764000000000'])
    ).document() as Evaluation & { items: unknown };
    expect(items).toMatchObject([
      {
        kind: 'arn',
        partition: 'aws',
        service: 'sts',
        region: '',
        account: '111122223333',
        resourceType: 'assumed-role',
        roleName: 'App',
        sessionName: 'aws-sdk-js-1764000000000',
        roleArnPattern: 'arn:aws:iam::111122223333:role/App',
        sessionSource: { kind: 'aws-sdk-js', startedAt: '2025-11-24T16:00:00.000Z' },
      },
    ]);
  });

  test('a secret has no input and a note', async () => {
    expect((await run(['wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY'])).document()).toMatchObject({
      verdict: 'unknown',
      items: [
        {
          input: null,
          kind: 'unknown',
          note: expect.stringContaining('looks like a secret access key') as unknown,
        },
      ],
    });
  });

  test('a decoded message carries its scenario', async () => {
    expect((await run(['-'], { stdin: decodedMessage })).document()).toMatchObject({
      items: [{ kind: 'error-message', form: 'decoded', scenario: { expect: 'explicitDeny' } }],
    });
  });

  test('old IDs and placeholders have a null account and the reason', async () => {
    expect((await run(['AKIAIABI3O4WYM46AIX4', 'AKIAIOSFODNN7EXAMPLE'])).document()).toMatchObject({
      items: [
        { accountId: null, because: expect.stringContaining('sts:GetAccessKeyInfo') as unknown },
        { accountId: null, because: 'documentation placeholder' },
      ],
    });
  });
});

describe('exit status', () => {
  test.each([
    [0, 'recognised', [role]],
    [0, 'recognised', ['AKIAIOSFODNN7EXAMPLE', '111122223333', 'arn:aws:s3:::b']],
    [1, 'unknown', ['nonsense']],
    [1, 'mixed', [role, 'nonsense']],
    [1, 'unknown', ['wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY']],
    [1, 'mixed', [role, 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY']],
  ])('is %i for %s: %j', async (status, verdict, values) => {
    const answer = await run(values);
    expect(answer.exitStatus).toBe(status);
    expect(answer.document()).toMatchObject({ verdict });
  });

  test.each([
    ['no argument at a terminal', [], { isTerminal: true }],
    ['empty input', [], { stdin: '' }],
    ['blank input', ['-'], { stdin: ' \n\n' }],
    ['blank argument', [' '], {}],
  ])('is 2 for %s', async (_, values, world) => {
    await expect(run(values, world)).rejects.toMatchObject({ code: 'usage', exitStatus: 2 });
  });
});

describe('input', () => {
  test('no argument is standard input, cut anywhere', async () => {
    const answer = await run([], { stdin: `${role}\nASIAY34FZKBOKMUTVV7A\n`, pieceBytes: 3 });
    expect(answer.document()).toMatchObject({
      items: [{ input: role }, { input: 'ASIAY34FZKBOKMUTVV7A' }],
      diagnostics: [],
    });
  });

  test('`-` stands among arguments, and is read once', async () => {
    const answer = await run(['111122223333', '-', '-'], { stdin: role });
    expect(answer.document()).toMatchObject({ items: [{ kind: 'account-id' }, { kind: 'unique-id' }] });
    expect((answer.document() as Evaluation & { items: unknown[] }).items).toHaveLength(2);
  });

  test('a log of megabytes is refused', async () => {
    await expect(run(['-'], { stdin: 'x'.repeat(5 * 1024 * 1024) })).rejects.toMatchObject({ code: 'usage' });
  });
});

describe('--live', () => {
  test('confirms the account of a key', async () => {
    const answer = await run(['ASIAY34FZKBOKMUTVV7A'], {}, { live: true }, live);
    expect(answer.document()).toMatchObject({
      items: [
        {
          accountId: '609629065308',
          confidence: 'documented',
          live: { accountId: '609629065308', agrees: true },
        },
      ],
    });
    expect(text(answer)).toContain('says AWS, and so does the ID');
  });

  test('finds the account of an old key', async () => {
    const { items } = (
      await run(['AKIAIABI3O4WYM46AIX4'], {}, { live: true }, live)
    ).document() as Evaluation & {
      items: object[];
    };
    expect(items).toMatchObject([{ accountId: '894527626897', live: { agrees: null } }]);
    expect(items[0]).not.toHaveProperty('because');
  });

  test('says where AWS and the ID differ', async () => {
    const answer = await run(['AKIASP2TPHJSQH3FJXYZ'], {}, { live: true }, live);
    expect(answer.document()).toMatchObject({
      diagnostics: [{ code: 'decode/account-mismatch' }],
      items: [{ live: { agrees: false } }],
    });
  });

  test('does not ask about placeholders, roles and ARNs', async () => {
    const never = decodeCommand(() =>
      Promise.resolve({
        accountOfKey: () => Promise.reject(new Error('asked')),
        decodeMessage: () => Promise.reject(new Error('asked')),
      }),
    );
    const values = ['AKIAIOSFODNN7EXAMPLE', role, 'arn:aws:s3:::b'];
    expect((await run(values, {}, { live: true }, never)).exitStatus).toBe(0);
  });

  test('decodes a message and saves the request as a scenario', async () => {
    const host = memoryHost({ stdin: `Encoded authorization failure message: ${message}` });
    const answer = await live.run(
      host,
      ['-'],
      { ...options, live: true, save: 'denied.iamx.json' },
      nothingIsSent,
    );
    if (answer.kind !== 'document') throw new Error('not a document');
    expect(answer.document()).toMatchObject({
      items: [{ form: 'decoded', decoded: { explicitDeny: true } }],
    });
    expect(text(answer)).toContain('iamx simulate --scenario denied.iamx.json');
    const [saved] = [...host.written.values()];
    expect(JSON.parse(saved ?? '')).toMatchObject({
      request: { action: 'ec2:RunInstances' },
      expect: 'explicitDeny',
    });
  });

  test('writes YAML where the name says so, and says where the policies go', async () => {
    const host = memoryHost({ stdin: decodedMessage });
    const answer = await decode.run(host, ['-'], { ...options, save: 'denied.iamx.yaml' }, nothingIsSent);
    if (answer.kind !== 'document') throw new Error('not a document');
    expect(text(answer)).toContain('Write the policies under `policies:` in denied.iamx.yaml.');
    const [saved = ''] = [...host.written.values()];
    expect(saved).toContain('\npolicies: {}\nexpect: explicitDeny\n');
    const world = { files: { 'denied.iamx.yaml': saved } };
    const asked = await runMain(['simulate', '--scenario', 'denied.iamx.yaml'], world);
    expect(asked.err).toBe('');
  });

  test('what the text around a message says stays beside what AWS decoded', async () => {
    const around =
      'with an explicit deny in a service control policy: arn:aws:organizations::111122223333:policy/o-a1b2c3d4e5/service_control_policy/p-2kgnabcd';
    const stdin = `Not authorized ${around} Encoded authorization failure message: ${message}`;
    const shown = text(await run(['-'], { stdin }, { live: true }, live));
    expect(shown).toContain('explicit deny by statement "OnlySmall"');
    expect(shown).toMatch(/layer +service control policy/);
    expect(shown).toContain('service_control_policy/p-2kgnabcd');
  });

  test('a failure of AWS leaves the other answers, and gives status 3', async () => {
    const failing = decodeCommand(() =>
      Promise.resolve({
        ...lookups,
        decodeMessage: () =>
          Promise.reject(
            new IamxError('aws-failed', 'sts:DecodeAuthorizationMessage failed', { hint: 'Ask again.' }),
          ),
      }),
    );
    const answer = await run(['ASIAY34FZKBOKMUTVV7A', message], {}, { live: true }, failing);
    expect(answer.exitStatus).toBe(3);
    expect(answer.document()).toMatchObject({
      items: [{ live: { agrees: true } }, { kind: 'error-message', form: 'encoded' }],
      diagnostics: [{ code: 'decode/live-failed', hint: 'Ask again.' }],
    });
  });

  test('a bug is no failure of AWS', async () => {
    const broken = decodeCommand(() =>
      Promise.resolve({ ...lookups, accountOfKey: () => Promise.reject(new TypeError('bug')) }),
    );
    await expect(run(['ASIAY34FZKBOKMUTVV7A'], {}, { live: true }, broken)).rejects.toThrow(TypeError);
  });

  test('is refused with --offline', async () => {
    await expect(run([role], {}, { live: true, offline: true }, live)).rejects.toMatchObject({
      code: 'usage',
    });
  });

  test('--save needs a decoded message', async () => {
    await expect(run([role], {}, { save: 'x.json' })).rejects.toMatchObject({ code: 'usage' });
  });
});

test('the command line has its arguments and options', () => {
  expect(decode.options.map(({ flags }) => flags)).toEqual([
    '--live',
    '--jsonl',
    '--save <file>',
    '--timeout <seconds>',
    '--allow-http',
  ]);
  expect(decode.argument?.form).toBe('[value...]');
});
