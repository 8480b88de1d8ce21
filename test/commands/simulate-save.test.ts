import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { toYaml, type Plain } from '../../src/formats/yaml-write.ts';
import { source } from '../../src/core/source.ts';
import { toValue } from '../../src/formats/tree-value.ts';
import { parseYaml } from '../../src/formats/yaml.ts';
import { documentOf, instance, reading, report, session, simulate } from './support/simulate.ts';
import { secret, token } from '../support/keys.ts';
import { anyCharacter } from '../support/text.ts';

const home = '/home/user/work';

/** Asks with `--save`, then asks what was saved. */
async function saveAndAsk(
  words: readonly string[],
  target: string,
  files: Readonly<Record<string, string>> = {},
) {
  const saved = await simulate([...words, '--save', target, '--json'], { files });
  const path = target.startsWith('/') ? target : `${home}/${target}`;
  const text = saved.host.written.get(path);
  if (text === undefined) throw new Error(`nothing saved: ${saved.err}`);
  const again = await simulate(['--scenario', target, '--json'], {
    files: { ...files, [target]: text },
    now: 0,
  });
  return { saved, text, again };
}

describe('--save', () => {
  test('writes the question, policies by reference, and expects the decision', async () => {
    const words = [...reading, '--policy', 'app.json', '--resource-policy', 'bucket.json'];
    const { text } = await saveAndAsk(words, 'bucket.iamx.yaml');
    expect(text).toBe(`name: s3:GetObject explicitDeny
request:
  principal: ${session}
  action: s3:GetObject
  resource: ${report}
  resourceAccount: "111122223333"
policies:
  identity:
    - file: app.json
  resource:
    file: bucket.json
expect: explicitDeny
`);
  });

  const dated = JSON.stringify({
    Version: '2012-10-17',
    Statement: {
      Effect: 'Allow',
      Action: '*',
      Resource: '*',
      Condition: { DateGreaterThan: { 'aws:CurrentTime': '2026-01-01T00:00:00Z' } },
    },
  });
  const open = [...reading, '--policy', 'app.json', '--resource-policy', 'bucket.json'];
  test.each([
    { what: 'allowed', words: [...reading, '--policy', 'app.json'] },
    { what: 'explicitDeny', words: open },
    { what: 'conditional', words: [...open, '--unknown', 'aws:SourceVpce'] },
    { what: 'unknown all', words: [...open, '--unknown-all'] },
    {
      what: 'context',
      words: [...open, '--context', 'aws:SourceVpce=vpce-0a1b2c3d', '--context', 'k:a=1,2'],
    },
    {
      what: 'mixed',
      words: [...open, '--action', 's3:PutObject,s3:GetObjectTagging', '--unknown', 'aws:SourceVpce'],
    },
    { what: 'a wildcard', words: [...reading, '--action', 's3:GetObjectT*', '--policy', 'app.json'] },
    {
      what: 'tags and a wildcard-free list of resources',
      words: [
        ...['--principal', session, '--principal-tag', 'team=red', '--resource-tag', 'team=red'],
        ...['--request-tag', 'on=yes', '--action', 'ec2:StartInstances', '--resource', instance],
        ...['--resource', `${instance}9`, '--policy', 'app.json'],
      ],
    },
    {
      what: 'levels',
      words: [...reading, '--policy', 'app.json', '--scp', 'all.json,no-delete.json', '--scp', 'all.json'],
    },
    { what: 'managed', words: [...reading, '--managed', 'AmazonS3ReadOnlyAccess', '--boundary', 'all.json'] },
    { what: 'no policy, no resource', words: ['--principal', session, '--action', 's3:ListAllMyBuckets'] },
    { what: 'a policy that asks for the time', words: [...reading, '--policy', 'dated.json'] },
    { what: '--now', words: [...reading, '--policy', 'dated.json', '--now', '2020-01-01T00:00:00Z'] },
    {
      what: 'session tags and a source identity',
      words: [
        ...['--principal', 'arn:aws:iam::111122223333:user/mika', '--action', 'sts:AssumeRole'],
        ...['--resource', 'arn:aws:iam::111122223333:role/App', '--resource-policy', 'trust.json'],
        ...['--session-tag', 'project=x y', '--source-identity', 'mika', '--policy', 'all.json'],
      ],
    },
  ])('the saved file gives the same answer: $what', async ({ words }) => {
    for (const target of ['q.iamx.yaml', 'q.json', 'tests/deep/q.yaml', '/elsewhere/q.yml']) {
      const { saved, text, again } = await saveAndAsk(words, target, { 'dated.json': dated });
      const told = documentOf(saved).results.map(
        ({ principal, action, resource, decision, decidedBy, dependsOn }) => ({
          ...{ principal, action, resource, decision, dependsOn },
          layer: decidedBy.layer,
          sid: decidedBy.statement?.name,
        }),
      );
      const asked = documentOf(again).results.map(
        ({ principal, action, resource, decision, decidedBy, dependsOn }) => ({
          ...{ principal, action, resource, decision, dependsOn },
          layer: decidedBy.layer,
          sid: decidedBy.statement?.name,
        }),
      );
      expect(asked).toEqual(told);
      for (const { decision } of told) expect(text).toContain(decision);
    }
  });

  test('answers of several kinds become several scenarios, each with its own decision', async () => {
    const { text } = await saveAndAsk(
      [...reading, '--action', 's3:PutObject', '--policy', 'app.json'],
      'q.json',
    );
    expect(JSON.parse(text)).toMatchObject([
      { request: { action: 's3:GetObject', resource: report }, expect: 'allowed' },
      { request: { action: 's3:PutObject', resource: report }, expect: 'implicitDeny' },
    ]);
  });

  test.each(['q.yaml', 'q.json'])('what no answer shows stands in no file: %s', async (target) => {
    const hidden = '\u{202e}\u{200b}\u{9b}';
    const words = [
      ...[...reading, '--policy', 'app.json', '--principal-tag', `team=${secret}`],
      ...['--context', `k:${token}=a`, '--context', `k:b=red${hidden}`],
    ];
    const { text, again } = await saveAndAsk(words, target);
    expect(text).toContain('[hidden]');
    for (const piece of [secret.slice(0, 12), token.slice(30, 42)].concat(Array.from(hidden)))
      expect(text).not.toContain(piece);
    expect(again.status).not.toBe(2);
    // Escaped in the file, and the same value when it is read.
    const { root, problems } = await parseYaml(source(target, text));
    expect(problems).toEqual([]);
    expect(root && toValue(root)).toMatchObject({ request: { context: { 'k:b': `red${hidden}` } } });
  });

  test('tells the command that asks again, and it works', async () => {
    const { out } = await simulate([...reading, '--policy', 'app.json', '--save', 'my test.yaml']);
    expect(out.split('\n').at(-2)).toBe("saved as a test: iamx test 'my test.yaml'");
  });

  test('never replaces a file unasked', async () => {
    const words = [...reading, '--policy', 'app.json', '--save', 'q.yaml'];
    const world = { files: { 'q.yaml': 'mine' } };
    const refused = await simulate(words, world);
    expect(refused.status).toBe(2);
    expect(refused.err).toContain('`q.yaml` exists already');
    expect(refused.err).toContain('--force');
    expect([...refused.host.written]).toEqual([]);
    const forced = await simulate([...words, '--force'], world);
    expect(forced.status).toBe(0);
    expect(forced.host.written.get(`${home}/q.yaml`)).toContain('expect: allowed');
  });

  test.each([
    { what: 'a folder', files: { 'q.yaml/x': '' }, says: 'exists already' },
    {
      what: 'a place that may not be written',
      files: { 'q.yaml': { error: 'denied' as const } },
      says: 'q.yaml',
    },
  ])('$what is an error', async ({ files, says }) => {
    const { status, err } = await simulate(
      [...reading, '--policy', 'app.json', '--save', 'q.yaml', '--force'],
      { files },
    );
    expect(status).toBe(2);
    expect(err).toContain(says);
  });

  test('nothing is saved where the question cannot be answered', async () => {
    const { status, host } = await simulate([...reading, '--policy', 'nope.json', '--save', 'q.yaml']);
    expect(status).toBe(2);
    expect([...host.written]).toEqual([]);
  });
});

describe('the YAML of a saved scenario', () => {
  const scalar = fc.oneof(
    fc.string({ unit: anyCharacter }),
    fc.constantFrom(
      'yes',
      'NO',
      'null',
      '~',
      '1.5',
      '0777',
      '1_000',
      '- a',
      'a: b',
      'a #b',
      '',
      ' ',
      'é',
      '*',
      'a:',
      '=',
      '<<',
    ),
    fc.boolean(),
  );
  const key = fc.oneof(
    fc.string(),
    fc.constantFrom('a b', 'aws:SourceIp', '<<', '__proto__', 'no', '-', '? x'),
  );
  const { value } = fc.letrec<{ value: Plain }>((tie) => ({
    value: fc.oneof(
      { maxDepth: 3 },
      scalar,
      fc.array(tie('value'), { maxLength: 3 }),
      fc.dictionary(key, tie('value'), { maxKeys: 3, noNullPrototype: true }),
    ),
  }));

  test('is read as what was written', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.dictionary(key, value, { minKeys: 1, maxKeys: 3, noNullPrototype: true }),
        async (written) => {
          const { root, problems } = await parseYaml(source('q.yaml', toYaml(written)));
          expect(problems).toEqual([]);
          expect(root === undefined ? undefined : toValue(root)).toEqual(written);
        },
      ),
    );
  });
});
