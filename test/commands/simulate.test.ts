import { describe, expect, test } from 'vitest';
import {
  documentOf,
  files,
  instance,
  reading,
  report,
  resultOf,
  session,
  simulate,
} from './support/simulate.ts';

const asking = ['--principal', session, '--action', 's3:GetObject', '--resource', report];
const asMika = ['--principal', 'arn:aws:iam::111122223333:user/mika'];
const allow = (action: string, more: object = {}) =>
  JSON.stringify({
    Version: '2012-10-17',
    Statement: [{ Effect: 'Allow', Action: action, Resource: '*', ...more }],
  });

describe('exit status', () => {
  test.each([
    { what: 'allowed', words: [...reading, '--policy', 'app.json'], status: 0 },
    { what: 'denied by nothing allowing it', words: [...reading, '--policy', 'no-delete.json'], status: 1 },
    {
      what: 'denied by a Deny',
      words: [...reading, '--policy', 'app.json', '--resource-policy', 'bucket.json'],
      status: 1,
    },
    {
      what: 'conditional (R811)',
      words: [
        ...reading,
        '--policy',
        'app.json',
        '--resource-policy',
        'bucket.json',
        '--unknown',
        'aws:SourceVpce',
      ],
      status: 1,
    },
    { what: 'mixed', words: [...reading, '--action', 's3:PutObject', '--policy', 'app.json'], status: 1 },
    { what: 'no question', words: [], status: 2 },
    { what: 'a policy that is not there', words: [...reading, '--policy', 'nope.json'], status: 2 },
    {
      what: 'a resource that is no ARN',
      words: [...asMika, '--action', 's3:GetObject', '--resource', 'acme'],
      status: 2,
    },
  ])('$what: $status', async ({ words, status }) => {
    const { status: got, err } = await simulate(words);
    expect({ status: got, err: got === 2 ? err !== '' : err }).toEqual({
      status,
      err: status === 2 ? true : '',
    });
  });
});

/** Each option alone turns the answer: without it the decision is another one. */
describe('every option counts', () => {
  const tagged = ['--principal', session, '--action', 'ec2:StartInstances', '--resource', instance];
  const tagging = ['--principal', session, '--action', 'ec2:CreateTags', '--resource', instance];
  const assume = [
    ...asMika,
    ...['--action', 'sts:AssumeRole', '--resource', 'arn:aws:iam::111122223333:role/App'],
    ...['--resource-policy', 'trust.json', '--policy', 'all.json'],
  ];
  const condition = (operator: string, key: string, value: string) =>
    allow('*', { Condition: { [operator]: { [key]: value } } });
  test.each([
    { option: ['--policy', 'app.json'], base: reading, without: 'implicitDeny', with: 'allowed' },
    {
      option: ['--managed', 'AmazonS3ReadOnlyAccess'],
      base: reading,
      without: 'implicitDeny',
      with: 'allowed',
    },
    {
      option: ['--managed', 'arn:aws:iam::aws:policy/AmazonS3ReadOnlyAccess'],
      base: reading,
      without: 'implicitDeny',
      with: 'allowed',
    },
    {
      option: ['--resource-policy', 'bucket.json'],
      base: [...reading, '--policy', 'app.json'],
      without: 'allowed',
      with: 'explicitDeny',
    },
    {
      option: ['--boundary', 'no-delete.json'],
      base: [...reading, '--policy', 'app.json'],
      without: 'allowed',
      with: 'implicitDeny',
    },
    {
      option: ['--session-policy', 'no-delete.json'],
      base: [...reading, '--policy', 'app.json'],
      without: 'allowed',
      with: 'implicitDeny',
    },
    {
      option: ['--endpoint-policy', 'endpoint.json'],
      base: [...reading, '--policy', 'app.json'],
      without: 'allowed',
      with: 'implicitDeny',
    },
    {
      option: ['--scp', 'no-delete.json'],
      base: [...reading, '--policy', 'app.json', '--scp', 'all.json'],
      without: 'allowed',
      with: 'implicitDeny',
    },
    {
      option: ['--scp', 'all.json,no-delete.json'],
      base: [...reading, '--policy', 'app.json', '--scp', 'no-delete.json'],
      without: 'implicitDeny',
      with: 'implicitDeny',
    },
    {
      option: ['--rcp', 'rcp.json'],
      base: [...reading, '--policy', 'app.json'],
      without: 'allowed',
      with: 'explicitDeny',
    },
    {
      option: ['--context', 'aws:SourceVpce=vpce-0a1b2c3d'],
      base: [...reading, '--policy', 'app.json', '--resource-policy', 'bucket.json'],
      without: 'explicitDeny',
      with: 'allowed',
    },
    {
      option: ['--principal-tag', 'team=red'],
      base: [...tagged, '--policy', 'app.json', '--resource-tag', 'team=red'],
      without: 'implicitDeny',
      with: 'allowed',
    },
    {
      option: ['--resource-tag', 'team=red'],
      base: [...tagged, '--policy', 'app.json', '--principal-tag', 'team=red'],
      without: 'implicitDeny',
      with: 'allowed',
    },
    {
      option: ['--request-tag', 'team=red'],
      base: [...tagging, '--policy', 'tag-keys.json'],
      without: 'implicitDeny',
      with: 'allowed',
    },
    {
      option: ['--resource-account', '999988887777'],
      base: [
        '--principal',
        session,
        '--action',
        's3:GetObject',
        '--resource',
        report,
        '--policy',
        'app.json',
      ],
      without: 'allowed',
      with: 'implicitDeny',
    },
    {
      option: ['--management-account', '111122223333'],
      base: [...reading, '--policy', 'app.json', '--scp', 'no-delete.json'],
      without: 'implicitDeny',
      with: 'allowed',
    },
    {
      option: ['--principal-id', 'AIDAJQABLZS4A3QDU576Q'],
      base: [...asMika, '--action', 's3:ListAllMyBuckets', '--resource', '*', '--policy', 'user-id.json'],
      without: 'implicitDeny',
      with: 'allowed',
    },
    {
      option: ['--session-issuer', 'arn:aws:iam::111122223333:role/team/App'],
      base: [...reading, '--policy', 'path.json'],
      without: 'implicitDeny',
      with: 'allowed',
    },
    {
      option: ['--via-endpoint'],
      base: [...reading, '--policy', 'has-ip.json', '--unknown', 'aws:SourceIp'],
      without: 'allowed',
      with: 'conditional',
    },
    {
      option: ['--unknown', 'aws:SourceVpce'],
      base: [...reading, '--policy', 'app.json', '--resource-policy', 'bucket.json'],
      without: 'explicitDeny',
      with: 'conditional',
    },
    {
      option: ['--unknown', 'aws:SecureTransport,aws:sourcevpce'],
      base: [...reading, '--policy', 'app.json', '--resource-policy', 'bucket.json'],
      without: 'explicitDeny',
      with: 'conditional',
    },
    {
      option: ['--unknown-all'],
      base: [...reading, '--policy', 'app.json', '--resource-policy', 'bucket.json'],
      without: 'explicitDeny',
      with: 'conditional',
    },
    {
      option: ['--now', '2030-01-01T00:00:00Z'],
      base: [...reading, '--policy', 'until.json'],
      without: 'allowed',
      with: 'implicitDeny',
    },
    {
      option: ['--session-tag', 'project=x'],
      base: [...assume, '--boundary', 'no-tags.json'],
      without: 'allowed',
      with: 'explicitDeny',
    },
    {
      option: ['--source-identity', 'mika'],
      base: assume,
      without: 'allowed',
      with: 'implicitDeny',
    },
  ])('$option', async ({ option, base, without, with: wanted }) => {
    const world = {
      files: {
        'rcp.json':
          '{"Version":"2012-10-17","Statement":[{"Effect":"Deny","Principal":"*","Action":"s3:*","Resource":"*"}]}',
        'endpoint.json':
          '{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":"*","Action":"sqs:*","Resource":"*"}]}',
        'tag-keys.json': condition('ForAnyValue:StringEquals', 'aws:TagKeys', 'team'),
        'user-id.json': condition('StringEquals', 'aws:userid', 'AIDAJQABLZS4A3QDU576Q'),
        'path.json': condition('ArnEquals', 'aws:PrincipalArn', 'arn:aws:iam::111122223333:role/team/App'),
        'has-ip.json': condition('Null', 'aws:SourceIp', 'false'),
        'until.json': condition('DateLessThan', 'aws:CurrentTime', '2026-06-01T00:00:00Z'),
        'no-tags.json': JSON.stringify({
          Version: '2012-10-17',
          Statement: [
            { Effect: 'Allow', Action: '*', Resource: '*' },
            { Effect: 'Deny', Action: 'sts:TagSession', Resource: '*' },
          ],
        }),
      },
    };
    const before = resultOf(await simulate([...base, '--json'], world));
    const after = resultOf(await simulate([...base, ...option, '--json'], world));
    expect([before.decision, after.decision]).toEqual([without, wanted]);
  });

  test('levels of SCPs: all policies of a level together, each level by itself', async () => {
    const base = [...reading, '--policy', 'app.json', '--json'];
    const decided = async (levels: readonly string[]) =>
      resultOf(await simulate([...base, ...levels.flatMap((level) => ['--scp', level])])).decision;
    expect(await decided(['all.json,no-delete.json'])).toBe('allowed');
    expect(await decided(['all.json', 'no-delete.json'])).toBe('implicitDeny');
    expect(await decided(['all.json', 'all.json,no-delete.json'])).toBe('allowed');
  });

  test.each([
    { context: ['--context', 'k:a=1,2'], values: ['1', '2'] },
    { context: ['--context', 'k:a=1,2', '--context', 'k:a=3'], values: ['1,2', '3'] },
    { context: ['--context', 'k:a=x=y'], values: ['x=y'] },
    { context: ['--context', 'AWS:TagKeys=a,b'], values: ['a', 'b'] },
    {
      context: ['--context', 'aws:useragent=Mozilla/5.0 (X11, Linux)'],
      values: ['Mozilla/5.0 (X11, Linux)'],
    },
    { context: ['--context', 'aws:PrincipalTag/teams=red,blue'], values: ['red,blue'] },
  ])('$context gives the values $values', async ({ context, values }) => {
    const [key = ''] = context[1]?.split('=') ?? [];
    const policy = allow('*', {
      Condition: { 'ForAllValues:StringEquals': { [key]: values }, Null: { [key]: 'false' } },
    });
    const less = allow('*', { Condition: { 'ForAllValues:StringEquals': { [key]: values.slice(1) } } });
    const ask = async (text: string) =>
      resultOf(
        await simulate([...reading, ...context, '--policy', 'k.json', '--json'], {
          files: { 'k.json': text },
        }),
      ).decision;
    expect(await ask(policy)).toBe('allowed');
    expect(await ask(less)).toBe('implicitDeny');
  });
});

describe('several actions and resources', () => {
  test('each action on each resource, in the order of the actions; all must be allowed', async () => {
    const other = 'arn:aws:s3:::acme-data/private/x';
    const ran = await simulate([
      ...[...reading, '--resource', other, '--action', 's3:PutObject', '--policy', 'app.json', '--json'],
    ]);
    const { verdict, results } = documentOf(ran);
    expect({ status: ran.status, verdict }).toEqual({ status: 1, verdict: 'mixed' });
    expect(results.map(({ action, resource, decision }) => [action, resource, decision])).toEqual([
      ['s3:GetObject', report, 'allowed'],
      ['s3:GetObject', other, 'implicitDeny'],
      ['s3:PutObject', report, 'implicitDeny'],
      ['s3:PutObject', other, 'implicitDeny'],
    ]);
  });

  test.each([
    { actions: 's3:GetObject,s3:GetObjectTagging', policy: 'all.json', verdict: 'allowed', status: 0 },
    { actions: 's3:PutObject,s3:DeleteObject', policy: 'no-delete.json', verdict: 'denied', status: 1 },
    { actions: 's3:GetObject,s3:PutObject', policy: 'app.json', verdict: 'mixed', status: 1 },
  ])('$actions under $policy: $verdict', async ({ actions, policy, verdict, status }) => {
    const words = [
      '--principal',
      session,
      '--action',
      actions,
      '--resource',
      report,
      '--policy',
      policy,
      '--json',
    ];
    const ran = await simulate(words);
    expect({ verdict: documentOf(ran).verdict, status: ran.status }).toEqual({ verdict, status });
  });

  test('a wildcard stands for the actions that exist, in their own spelling', async () => {
    const words = [
      '--principal',
      session,
      '--action',
      'S3:getobjectt*',
      '--resource',
      report,
      '--policy',
      'all.json',
    ];
    const { results } = documentOf(await simulate([...words, '--json']));
    expect(results.map(({ action }) => action)).toEqual(['s3:GetObjectTagging', 's3:GetObjectTorrent']);
  });

  test('a wildcard that stands for none is refused', async () => {
    const { status, err } = await simulate([
      '--principal',
      session,
      '--action',
      's3:Foo*',
      '--resource',
      report,
    ]);
    expect(status).toBe(2);
    expect(err).toContain('s3:Foo*');
  });
});

test.each(['s3:GetObjekt', 's4:GetObject'])(
  'the action %s cannot be asked, but as written (R916)',
  async (action) => {
    const base = ['--principal', session, '--resource', report, '--policy', 'all.json', '--action', action];
    const refused = await simulate(base);
    expect({ status: refused.status, out: refused.out }).toEqual({ status: 2, out: '' });
    expect(refused.err.replace(/\s+/g, ' ')).toContain('Did you mean `s3:GetObject`?');
    expect(refused.err).toContain('--as-written');
    const asked = await simulate([...base, '--as-written']);
    expect(asked.out).toMatch(/^! /);
    expect(asked.out).toContain('ALLOWED');
  },
);

describe('typos change no decision (R420)', () => {
  test.each([
    { words: ['--action', 's3:GetObject', '--context', 'aws:SorceVpce=vpce-1'], says: 'aws:SourceVpce' },
    { words: ['--action', 's3:GetObject', '--unknown', 'aws:SorceVpce'], says: 'aws:SourceVpce' },
  ])('$words', async ({ words, says }) => {
    const base = ['--principal', session, '--resource', report, '--resource-account', '111122223333'];
    const human = await simulate([...base, ...words, '--policy', 'all.json']);
    expect(human.out).toMatch(/^! /);
    const [doubts = '', answer = ''] = human.out.split('\n\n');
    expect(doubts).toContain(`Did you mean \`${says}\`?`);
    expect(answer).toMatch(/^ALLOWED/);
    expect(human.err).toBe('');
    const ran = await simulate([...base, ...words, '--policy', 'all.json', '--json']);
    expect(ran.err).toBe('');
    expect(resultOf(ran)).toMatchObject({ decision: 'allowed', action: words[1] });
    const [found] = documentOf(ran).diagnostics.filter(({ severity }) => severity === 'warning');
    expect(found?.hint).toContain(`Did you mean \`${says}\`?`);
  });

  test('a policy that names the misspelt key is matched by it', async () => {
    const policy = allow('*', { Condition: { StringEquals: { 'aws:SorceVpce': 'vpce-1' } } });
    const words = [...reading, '--context', 'aws:SorceVpce=vpce-1', '--policy', 'k.json', '--json'];
    expect(resultOf(await simulate(words, { files: { 'k.json': policy } })).decision).toBe('allowed');
  });
});

describe('usage', () => {
  const here = ['--policy', 'app.json'];
  test.each([
    { words: [], message: 'there is no question', hint: 'iamx simulate --principal' },
    { words: ['--action', 's3:GetObject'], message: 'no principal', hint: '--principal arn:' },
    { words: ['--principal', session], message: 'no action', hint: '--action s3:GetObject' },
    { words: ['app.json'], message: 'without an option', hint: '--policy app.json' },
    { words: [report], message: 'without an option', hint: '--resource ARN' },
    { words: ['principal'], message: 'without an option', hint: '--principal' },
    { words: [...reading, '--polcy', 'x'], message: '--polcy', hint: 'Did you mean `--policy`?' },
    {
      words: [...reading, '--now', 'yesterday'],
      message: '`--now` is not a date',
      hint: '2026-01-31T00:00:00Z',
    },
    {
      words: [...reading, '--context', 'aws:SourceIp'],
      message: 'KEY=VALUE',
      hint: '--context aws:SourceIp=',
    },
    { words: [...reading, '--principal-tag', '=x'], message: 'KEY=VALUE', hint: '--principal-tag team=red' },
    {
      words: [...reading, '--resource-tag', 'a=1', '--resource-tag', 'a=2'],
      message: 'gives `a` twice',
      hint: 'keep one',
    },
    {
      words: [...reading, '--principal', session],
      message: '`--principal` is given twice',
      hint: 'Keep one',
    },
    { words: [...reading, ...here, '--force'], message: '`--force` is for `--save`', hint: 'Leave it out' },
    { words: [...reading, ...here, '--steps'], message: '`--steps` is for `--jsonl`', hint: '--verbose' },
    { words: [...reading, '--jsonl', '--json'], message: '`--json`', hint: 'Leave one of them out' },
    {
      words: [...reading, '--jsonl', '--save', 'x.yaml'],
      message: '`--save`',
      hint: 'Leave one of them out',
    },
    {
      words: [...reading, '--policy', '-', '--boundary', '-'],
      message: '`-` is given more than once',
      hint: 'files',
    },
    {
      words: [...reading, ...here, '--save', 'x.txt'],
      message: '.yaml or .json',
      hint: '--save x.txt.iamx.yaml',
    },
    {
      words: [...reading, ...here, '--save', '-'],
      message: '.yaml or .json',
      hint: '--save question.iamx.yaml',
    },
    {
      words: [...reading, '--policy', '-', '--save', 'x.yaml'],
      message: '`-` is none',
      hint: 'into a file first',
    },
    {
      words: [...reading, '--managed', 'amazons3readonlyaccess'],
      message: 'amazons3readonlyaccess',
      hint: 'Did you mean `AmazonS3ReadOnlyAccess`?',
    },
    {
      words: [...asking, '--resource-account', '1111-2222-3333'],
      message: 'not an account id',
      hint: '111122223333',
    },
    { words: [...reading, '--action', 'GetObject'], message: 'names no service', hint: 's3:GetObject' },
    {
      words: [...reading, '--session-tag', 'a=b'],
      message: 'belongs to `sts:AssumeRole`',
      hint: '--request-tag',
    },
  ])('$words: $message', async ({ words, message, hint }) => {
    const { status, out, err, host } = await simulate([...words], { stdin: '{}' });
    expect({ status, out }).toEqual({ status: 2, out: '' });
    const said = err.replace(/\s+/g, ' ');
    expect(said).toContain(message);
    expect(said).toContain(hint);
    expect([...host.written]).toEqual([]);
  });

  test.each([
    ['--principal', session, '`principal` under `request`'],
    ['--action', 's3:GetObject', '`action` under `request`'],
    ['--context', 'a:b=c', '`context` under `request`'],
    ['--resource-tag', 'a=b', '`resourceTags` under `request`'],
    ['--unknown-all', undefined, '`unknown` under `request`'],
    ['--policy', 'app.json', '`identity` under `policies`'],
    ['--managed', 'ReadOnlyAccess', '`identity` under `policies`'],
    ['--resource-policy', 'bucket.json', '`resource` under `policies`'],
    ['--scp', 'all.json', '`scp` under `policies`'],
    ['--save', 'x.yaml', 'Leave one of them out'],
  ])('%s does not go with --scenario, and the error says where to write it', async (flag, value, place) => {
    const words = ['--scenario', 'q.yaml', flag, ...(value === undefined ? [] : [value])];
    const { status, err } = await simulate(words);
    expect(status).toBe(2);
    expect(err.replace(/\s+/g, ' ')).toContain(place);
  });

  test('--help names every option, and shows examples', async () => {
    const { status, out } = await simulate(['--help']);
    expect(status).toBe(0);
    for (const flag of ['--policy', '--scp', '--rcp', '--unknown', '--save', '--jsonl', '--steps']) {
      expect(out).toContain(flag);
    }
    expect(out.match(/iamx simulate --/g)?.length).toBeGreaterThanOrEqual(3);
  });
});

test('a policy comes from standard input too', async () => {
  const words = [...reading, '--policy', '-', '--json'];
  expect(resultOf(await simulate(words, { stdin: files['app.json'] ?? '' }))).toMatchObject({
    decision: 'allowed',
    decidedBy: { layer: 'identity', statement: { name: 'ReadReports' } },
  });
});

test.each(['-', 'all.json'])(
  'a missing policy beside %s is told, however the others are read',
  async (other) => {
    const words = [...reading, '--policy', other, '--boundary', 'bucket'];
    const { status, err } = await simulate(words, { stdin: files['all.json'] ?? '' });
    expect({ status, err }).toEqual({
      status: 2,
      err: 'error: no such file: `bucket`\nhint:  Did you mean `bucket.json`?\n',
    });
  },
);

describe('a policy file is read in every form that AWS gives (R114)', () => {
  const policy = files['all.json'] ?? '';
  test.each([
    { form: 'the document', text: policy },
    { form: 'with a BOM and CRLF', text: `\ufeff${policy.replaceAll(',', ',\r\n')}` },
    { form: 'get-role-policy', text: `{"RoleName":"App","PolicyName":"x","PolicyDocument":${policy}}` },
    { form: 'get-policy-version', text: `{"PolicyVersion":{"Document":${policy},"VersionId":"v1"}}` },
    { form: 'get-bucket-policy', text: JSON.stringify({ Policy: policy }) },
    { form: 'URL-encoded', text: encodeURIComponent(policy) },
  ])('$form', async ({ text }) => {
    const ran = await simulate([...reading, '--policy', 'p.json', '--json'], { files: { 'p.json': text } });
    expect(resultOf(ran)).toMatchObject({ decision: 'allowed', decidedBy: { statement: { name: 'All' } } });
  });
});

describe('hostile input gets an answer or a clear error', () => {
  test.each([
    { what: 'brackets', text: '['.repeat(200_000), status: 2 },
    { what: 'braces', text: '{"a":'.repeat(100_000), status: 2 },
    { what: 'stars', text: allow('*', { Resource: `arn:aws:s3:::${'*a'.repeat(5000)}` }), status: 1 },
    { what: 'nothing', text: '', status: 2 },
    { what: 'zero bytes', text: '\u0000'.repeat(1000), status: 2 },
    { what: '__proto__', text: '{"__proto__":{"Statement":[]}}', status: 2 },
  ])('$what', async ({ text, status }) => {
    for (const words of [
      ['--policy', 'odd', ...reading],
      ['--policy', 'odd', ...reading, '--json'],
    ]) {
      const ran = await simulate(words, { files: { odd: text } });
      expect(ran.status).toBe(status);
      expect(ran.out + ran.err).not.toContain('bug');
      expect((ran.out + ran.err).length).toBeLessThan(100_000);
    }
    const scenario = await simulate(['--scenario', 'odd'], { files: { odd: text } });
    expect(scenario.status).toBe(2);
    expect(scenario.err).not.toContain('bug');
    const line = await simulate(['--jsonl', '--scenario', '-'], { stdin: text });
    expect(line.status).toBe(text === '' ? 0 : 2);
    expect(line.err).toBe('');
  });
});
