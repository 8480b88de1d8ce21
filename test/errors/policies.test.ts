import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { dataFiles } from '../../src/data/files.ts';
import { installData } from '../../src/data/source.ts';
import { actionNames, findAction, isWildcardOnly } from '../../src/data/actions.ts';
import { findErrors } from '../../src/messages/error-reader.ts';
import { explainError } from '../../src/errors/explained-error.ts';
import { suggest } from '../../src/errors/suggestion.ts';
import type { ExplainErrorDocument } from '../../src/documents/explain-error.ts';
import { memoryHost } from '../../src/host/memory.ts';
import { compile } from '../../src/library/compile.ts';
import { layerWordings, refusalText, type WordedLayer } from '../../src/messages/layer-wordings.ts';
import { runs } from '../support/budget.ts';
import { run } from '../support/run.ts';
import { samples } from '../messages/samples.ts';

installData(dataFiles);

const user = 'arn:aws:iam::111122223333:user/mika';
const calls: readonly (readonly [action: string, resource: string | undefined])[] = [
  ['s3:GetObject', 'arn:aws:s3:::acme-data/reports/a.csv'],
  ['s3:ListAllMyBuckets', undefined],
  ['iam:CreateUser', 'arn:aws:iam::111122223333:user/bob'],
  ['iam:PassRole', 'arn:aws:iam::111122223333:role/team/App'],
  ['ec2:RunInstances', 'arn:aws:ec2:eu-west-1:111122223333:instance/*'],
  ['ec2:DescribeInstances', undefined],
  ['sqs:SendMessage', 'arn:aws:sqs:eu-west-1:111122223333:orders'],
  ['sts:AssumeRole', 'arn:aws:iam::444455556666:role/Ops'],
  ['kms:Decrypt', 'arn:aws:kms:eu-west-1:111122223333:key/0a1b2c3d-0000-4000-8000-0a1b2c3d4e5f'],
  ['dynamodb:GetItem', 'arn:aws:dynamodb:eu-west-1:111122223333:table/orders'],
  ['lambda:InvokeFunction', 'arn:aws:lambda:eu-west-1:111122223333:function:f'],
  ['s3:*', '*'],
  ['*:*', '*'],
];
/** Of a call that is about several resources AWS names one. */
const besides: Readonly<Record<string, readonly string[]>> = {
  'ec2:RunInstances': [
    'arn:aws:ec2:eu-west-1::image/*',
    'arn:aws:ec2:eu-west-1:*:network-interface/*',
    'arn:aws:ec2:eu-west-1:*:security-group/*',
    'arn:aws:ec2:eu-west-1:*:subnet/*',
  ],
};
const layerIds = Object.keys(layerWordings) as WordedLayer[];

describe('calls × layers: a policy only where an Allow helps, and simulate allows the call with it', () => {
  test.each(layerIds.flatMap((layer) => [true, false].map((isExplicit) => ({ layer, isExplicit }))))(
    '$layer, explicit: $isExplicit',
    async ({ layer, isExplicit }) => {
      for (const [action, resource] of calls) {
        const text = refusalText({
          caller: user,
          action,
          ...(resource === undefined ? {} : { resource }),
          layer: layerWordings[layer],
          isExplicit,
        });
        const { out } = await run(['explain-error', '--json', '-'], { stdin: text });
        const { policy, fields } = JSON.parse(out) as ExplainErrorDocument;
        expect(fields, text).toMatchObject({ layer, explicit: isExplicit });
        if (layer !== 'identity' || isExplicit) expect(policy, text).toBeUndefined();
        if (layer === 'identity' && !isExplicit && action in besides) expect(policy, text).toBeDefined();
        if (policy === undefined) continue;
        checkNoWider(policy.document, action, resource);
        const decided = compile({ identity: [policy.document as object] }).decide({
          principal: user,
          action,
          ...(resource === undefined ? {} : { resource }),
        });
        expect(decided.decision, text).toBe('allowed');
      }
    },
  );
});

test('of every action of the service tables: what is offered allows the refused call, as simulate decides it', async () => {
  const names = [...actionNames()].flatMap(([prefix, own]) => own.map((name) => `${prefix}:${name}`));
  const asked = fc.tuple(fc.constantFrom(...names), fc.nat(), fc.constantFrom('x1', 'a/b', '*'));
  const kinds = new Set<string>();
  await fc.assert(
    fc.asyncProperty(asked, async ([action, which, name]) => {
      const formats = findAction(action)?.resourceTypes.map(({ arnFormat }) => arnFormat) ?? [];
      const resource = formats[which % Math.max(1, formats.length)]
        ?.replace('${Partition}', 'aws')
        .replace('${Region}', 'eu-west-1')
        .replace('${Account}', '111122223333')
        .replace(/\$\{[^${}]*\}/g, name);
      const told = { caller: user, action, ...(resource === undefined ? {} : { resource }) };
      const suggestion = await suggest({ ...told, layer: 'identity', explicit: false }, memoryHost({}));
      kinds.add(suggestion.kind);
      if (suggestion.kind === 'none') return;
      const { decision } = compile({ identity: [suggestion.document] }).decide({
        principal: user,
        action,
        ...(resource === undefined ? {} : { resource }),
      });
      expect(decision, JSON.stringify(suggestion.document)).toBe('allowed');
    }),
    { numRuns: runs(400) },
  );
  expect([...kinds].sort()).toEqual(['none', 'policy']);
});

function commandsOf({ matches }: ExplainErrorDocument): readonly string[] {
  return matches.flatMap(({ remedies, next }) => [
    ...remedies.flatMap(({ command }) => command ?? []),
    ...(next === undefined ? [] : [next]),
  ]);
}

/** The action as it was refused, and its resource: `*` where the action takes none. */
function checkNoWider(document: unknown, action: string, resource: string | undefined): void {
  const { Statement } = document as { Statement: readonly Record<string, unknown>[] };
  for (const statement of Statement) {
    expect(String(statement['Action']).toLowerCase()).toBe(action.toLowerCase());
    expect(String(statement['Action'])).not.toContain('*');
    if (isWildcardOnly(action)) expect(statement['Resource']).toBe('*');
    else {
      const [named, ...others] = [statement['Resource']].flat();
      expect(named).toBe(resource);
      expect(others).toEqual(besides[action] ?? []);
    }
  }
}

test('what simulate prints as AWS’s text is read back as the same layer and effect', async () => {
  const deny = { Version: '2012-10-17', Statement: [{ Effect: 'Deny', Action: '*', Resource: '*' }] };
  const allow = { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: '*', Resource: '*' }] };
  const none = { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: 'ec2:*', Resource: '*' }] };
  const around = [
    [{ identity: [deny] }, 'identity', true],
    [{ identity: [none] }, 'identity', false],
    [{ identity: [allow], boundary: [none] }, 'boundary', false],
    [{ identity: [allow], boundary: [deny] }, 'boundary', true],
    [{ identity: [allow], scp: [[deny]] }, 'scp', true],
    [
      { identity: [allow], endpoint: [{ ...deny, Statement: [{ ...deny.Statement[0], Principal: '*' }] }] },
      'endpoint',
      true,
    ],
  ] as const;
  for (const [policies, layer, explicit] of around) {
    const request = { principal: user, action: 's3:GetObject', resource: 'arn:aws:s3:::acme/x' };
    const { out } = await run(['simulate', '--json', '--scenario', 's.json'], {
      files: { 's.json': JSON.stringify({ request, policies }) },
    });
    const { results } = JSON.parse(out) as { readonly results: readonly { readonly message?: string }[] };
    const [error] = findErrors(results[0]?.message ?? '').map(explainError);
    expect(error?.fields).toMatchObject({ layer, explicit, action: 's3:GetObject', caller: user });
  }
});

describe('pasted by an attacker', () => {
  const hostile = fc.constantFrom(
    '$(id)',
    '`id`',
    ';rm -rf ~',
    '| sh',
    '&& curl evil',
    "'",
    '"',
    '\\',
    '\u202e',
    '\u200b',
    '\u001b[2J',
    '\u001b]0;x\u0007',
    '*',
    '?',
    '${aws:username}',
    '{"Effect":"Allow","Action":"*"}',
    '--profile',
    'file:///etc/passwd',
    'x'.repeat(300),
    '\n',
    ' ',
    'a',
  );
  const piece = fc.array(hostile, { minLength: 1, maxLength: 4 }).map((parts) => parts.join(''));

  test('no command holds a hostile word, and no policy is wider than what was refused', async () => {
    const tried = fc.tuple(piece, piece, piece, fc.constantFrom(...samples.map(([, text]) => text)));
    await fc.assert(
      fc.asyncProperty(tried, async ([who, what, on, other]) => {
        const text = `User: arn:aws:iam::111122223333:user/m${who} is not authorized to perform: s3:Get${what} on resource: "arn:aws:s3:::acme/${on}" because no identity-based policy allows the s3:Get${what} action\n${other}`;
        const { out, err } = await run(['explain-error', '--json', '-'], { stdin: text });
        expect(err).toBe('');
        const document = JSON.parse(out) as ExplainErrorDocument;
        const alone = await run(['explain-error', '--json', '-'], { stdin: other });
        const own = commandsOf(JSON.parse(alone.out) as ExplainErrorDocument);
        for (const line of commandsOf(document)) {
          if (!own.includes(line))
            expect(line).not.toMatch(/\$\(|`|rm -rf|curl|\| ?sh|\p{Cf}|\p{Cc}|file:\/\/\/etc/u);
        }
        const shown = JSON.stringify(document.policy ?? {});
        expect(shown).not.toMatch(/"Action":"[^"]*\*/);
      }),
      { numRuns: runs(60) },
    );
  });

  test('a suggestion keeps a key with stars for the refused key alone, or is none', async () => {
    await fc.assert(
      fc.asyncProperty(piece, async (on) => {
        const resource = `arn:aws:s3:::acme/${on}`;
        const suggestion = await suggest(
          { caller: user, action: 's3:GetObject', resource, layer: 'identity', explicit: false },
          memoryHost({}),
        );
        expect(['policy', 'none']).toContain(suggestion.kind);
        if (suggestion.kind === 'policy') checkNoWider(suggestion.document, 's3:GetObject', resource);
      }),
      { numRuns: runs(60) },
    );
  });
});

test.each(['レポート.csv', 'a\u200bb', 'a*b', 'a?b', 'a${b}'])(
  'an object whose key no policy can name has an answer without one: %s',
  async (key) => {
    const text = `User: ${user} is not authorized to perform: s3:GetObject on resource: "arn:aws:s3:::acme/${key}" because no identity-based policy allows the s3:GetObject action`;
    const { out, status, err } = await run(['explain-error', '--json', '-'], { stdin: text });
    expect([status, err]).toEqual([0, '']);
    expect((JSON.parse(out) as ExplainErrorDocument).policy).toBeUndefined();
  },
);
