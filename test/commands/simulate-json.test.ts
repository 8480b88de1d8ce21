import { describe, expect, test } from 'vitest';
import { documentOf, reading, report, resultOf, session, simulate } from './support/simulate.ts';

const ids = {
  layers: ['regime', 'scp', 'rcp', 'endpoint', 'resource', 'identity', 'boundary', 'session'],
};
const denied = [...reading, '--policy', 'app.json', '--resource-policy', 'bucket.json', '--json'];

describe('the document', () => {
  test('a denied request, field by field', async () => {
    const ran = await simulate(denied);
    const document = documentOf(ran);
    expect({ status: ran.status, err: ran.err }).toEqual({ status: 1, err: '' });
    expect(Object.keys(document).sort()).toEqual(
      ['schema', 'verdict', 'summary', 'steps', 'diagnostics', 'results'].sort(),
    );
    expect(document).toMatchObject({ schema: 'iamx.simulate/1', verdict: 'denied', diagnostics: [] });
    expect(document.summary).toContain('s3:GetObject');

    const result = resultOf(ran);
    expect(Object.keys(result).sort()).toEqual(
      [
        ...['principal', 'action', 'resource', 'decision', 'decidedBy', 'message', 'steps'],
        ...['assumptions', 'dependsOn', 'missingContext'],
      ].sort(),
    );
    expect(result).toMatchObject({
      principal: session,
      action: 's3:GetObject',
      resource: report,
      decision: 'explicitDeny',
      decidedBy: {
        layer: 'resource',
        statement: {
          kind: 'statement',
          name: 'OnlyFromVpc',
          value: 'bucket.json',
          span: { file: 'bucket.json', line: 4, column: 5, endLine: 13, endColumn: 6 },
        },
      },
      message: `User: ${session} is not authorized to perform: s3:GetObject on resource: "${report}" with an explicit deny in a resource-based policy`,
      dependsOn: [
        {
          decision: 'allowed',
          when: [
            {
              key: 'aws:SourceVpce',
              operator: 'StringNotEquals',
              values: ['vpce-0a1b2c3d'],
              holds: false,
              text: 'aws:SourceVpce = vpce-0a1b2c3d',
            },
          ],
        },
      ],
      missingContext: ['aws:SourceVpce'],
    });
  });

  test('its steps: layers, in them statements, in them elements and conditions, each with its place', async () => {
    const { steps = [] } = resultOf(await simulate(denied));
    expect(steps.map(({ id }) => id)).toEqual(ids.layers);
    expect(steps.map(({ outcome }) => outcome)).toEqual([
      ...['info', 'not-present', 'not-present', 'not-present', 'deny', 'allow', 'not-present', 'not-present'],
    ]);
    const identity = steps.find(({ id }) => id === 'identity');
    expect(identity?.steps?.map(({ id, title, outcome }) => [id, title, outcome])).toEqual([
      ['statement', 'Allow "ReadReports"', 'match'],
      ['statement', 'Allow "StartOwn"', 'no-match'],
    ]);
    const [deny] = steps.find(({ id }) => id === 'resource')?.steps ?? [];
    expect(deny?.evidence).toMatchObject([{ name: 'OnlyFromVpc', span: { file: 'bucket.json', line: 4 } }]);
    expect(deny?.steps?.map(({ id, outcome }) => [id, outcome])).toEqual([
      ['principal', 'match'],
      ['action', 'match'],
      ['resource', 'match'],
      ['condition', 'match'],
    ]);
    const condition = deny?.steps?.at(-1);
    expect(condition?.because).toBe(
      'aws:SourceVpce was not in the request; a negated operator matches a missing key',
    );
    expect(condition?.evidence).toMatchObject([{ span: { file: 'bucket.json', line: 11 } }]);
  });

  test('an allowed request has no message, and its statement is named', async () => {
    const ran = await simulate([...reading, '--policy', 'app.json', '--json']);
    expect(documentOf(ran)).toMatchObject({ verdict: 'allowed' });
    const result = resultOf(ran);
    expect(result).not.toHaveProperty('message');
    expect(result).not.toHaveProperty('companions');
    expect(result).toMatchObject({
      decision: 'allowed',
      decidedBy: { layer: 'identity', statement: { name: 'ReadReports' } },
      dependsOn: [],
      missingContext: [],
    });
  });

  test.each([
    { words: ['--policy', 'no-delete.json'], layer: 'identity', because: 'no identity-based policy allows' },
    { words: [], layer: 'default', because: 'no identity-based policy allows' },
    {
      words: ['--policy', 'all.json', '--scp', 'no-delete.json'],
      layer: 'scp',
      because: 'no service control policy',
    },
    {
      words: ['--policy', 'all.json', '--boundary', 'no-delete.json'],
      layer: 'boundary',
      because: 'no permissions boundary allows',
    },
    {
      words: ['--policy', 'all.json', '--session-policy', 'no-delete.json'],
      layer: 'session',
      because: 'no session policy allows',
    },
  ])('$words: decided by $layer', async ({ words, layer, because }) => {
    const result = resultOf(await simulate([...reading, ...words, '--json']));
    expect(result).toMatchObject({ decision: 'implicitDeny', decidedBy: { layer } });
    expect(result.decidedBy.statement).toBeUndefined();
    expect(result.message).toContain(because);
  });

  test('a conditional answer lists both ways, each with whole atoms', async () => {
    const ran = await simulate([...denied, '--unknown', 'aws:SourceVpce']);
    expect({ status: ran.status, verdict: documentOf(ran).verdict }).toEqual({
      status: 1,
      verdict: 'conditional',
    });
    const { decision, dependsOn, missingContext, message } = resultOf(ran);
    expect({ decision, missingContext, message }).toEqual({
      decision: 'conditional',
      missingContext: ['aws:SourceVpce'],
      message: undefined,
    });
    const atom = { key: 'aws:SourceVpce', operator: 'StringNotEquals', values: ['vpce-0a1b2c3d'] };
    expect(dependsOn).toEqual([
      { decision: 'allowed', when: [{ ...atom, holds: false, text: 'aws:SourceVpce = vpce-0a1b2c3d' }] },
      {
        decision: 'explicitDeny',
        when: [{ ...atom, holds: true, text: 'aws:SourceVpce is not vpce-0a1b2c3d (other or absent)' }],
      },
    ]);
  });

  test('companions: sts:TagSession and sts:SetSourceIdentity are decided too, and all must be allowed', async () => {
    const words = [
      ...['--principal', 'arn:aws:iam::111122223333:user/mika', '--action', 'sts:AssumeRole'],
      ...['--resource', 'arn:aws:iam::111122223333:role/App', '--resource-policy', 'trust.json'],
      ...['--policy', 'all.json', '--session-tag', 'project=x', '--source-identity', 'mika', '--json'],
    ];
    const result = resultOf(await simulate(words));
    expect(result).toMatchObject({ action: 'sts:AssumeRole', decision: 'implicitDeny' });
    expect(result.companions?.map(({ action, decision }) => [action, decision])).toEqual([
      ['sts:TagSession', 'allowed'],
      ['sts:SetSourceIdentity', 'implicitDeny'],
    ]);
    expect(result.companions?.[0]).toMatchObject({
      principal: 'arn:aws:iam::111122223333:user/mika',
      resource: 'arn:aws:iam::111122223333:role/App',
      decidedBy: { statement: { name: 'Statement[0]', value: 'trust.json' } },
    });
    expect(result.companions?.[0]?.steps?.map(({ id }) => id)).toEqual(ids.layers);
    expect(result.message).toContain('sts:SetSourceIdentity');
  });

  test('what was assumed is said', async () => {
    const words = ['--principal', session, '--action', 's3:GetObject', '--resource', report];
    const asked = [...words, '--policy', 'app.json', '--json'];
    const { assumptions, dependsOn } = resultOf(await simulate(asked));
    expect(assumptions).toEqual([
      {
        what: 'resource-account',
        key: 'aws:ResourceAccount',
        value: '111122223333',
        because: expect.stringContaining('no account') as string,
        tell: 'resourceAccount',
      },
    ]);
    expect(dependsOn).toMatchObject([{ decision: 'implicitDeny', when: [{ key: 'aws:ResourceAccount' }] }]);
    expect(resultOf(await simulate([...asked, '--resource-account', '111122223333'])).assumptions).toEqual(
      [],
    );
    // What would be assumed is unknown.
    const strict = await simulate([...asked, '--strict']);
    expect(strict.status).toBe(1);
    expect(resultOf(strict)).toMatchObject({ decision: 'conditional', assumptions: [] });
  });

  test('a question of a list is answered for each, with a step for each', async () => {
    const { results, steps, summary } = documentOf(
      await simulate([...reading, '--action', 's3:PutObject', '--policy', 'app.json', '--json']),
    );
    expect(steps.map(({ outcome }) => outcome)).toEqual(results.map(({ decision }) => decision));
    expect(summary).toContain('1 allowed, 1 implicitly denied');
  });

  test.each([
    { words: [...reading, '--policy', 'nope.json'], code: 'file-missing' },
    { words: [...reading, '--policy', 'broken.json'], code: 'json-syntax' },
    { words: [...reading, '--policy', 'wrong.json'], code: 'invalid-policy' },
    { words: [...reading, '--policy', 'main.tf'], code: 'not-a-policy' },
    { words: [...reading, '--managed', 'Nothing'], code: 'unknown-managed-policy' },
    { words: ['--principal', 'nobody', '--action', 's3:GetObject'], code: 'invalid-request' },
    { words: ['--scenario', 'wrong.yaml'], code: 'invalid-scenario' },
    { words: ['--scenario', 'broken.yaml'], code: 'yaml-syntax' },
    { words: [], code: 'usage' },
  ])('an error is one object on standard error: $code', async ({ words, code }) => {
    const { status, out, err } = await simulate([...words, '--json'], {
      files: {
        'broken.json': '{"Version": "2012-10-17",',
        'wrong.json': '{"Version":"2012-10-17","Statement":[{"Effect":"allow","Action":"*","Resource":"*"}]}',
        'main.tf': 'resource "aws_iam_policy" "x" {\n  policy = "{}"\n}\n',
        'wrong.yaml': 'requst: {}\n',
        'broken.yaml': 'request: [\n',
      },
    });
    expect({ status, out }).toEqual({ status: 2, out: '' });
    expect(JSON.parse(err)).toMatchObject({ schema: 'iamx.error/1', code });
  });
});
