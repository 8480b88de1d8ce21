import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { ExplainErrorDocument } from '../../src/documents/explain-error.ts';
import { compile } from '../../src/library/compile.ts';
import { layerWordings, refusalText, type WordedLayer } from '../../src/messages/layer-wordings.ts';
import { wrappers } from '../messages/wrappers.ts';
import { runs } from '../support/budget.ts';
import { run } from '../support/run.ts';

const layers = Object.keys(layerWordings) as WordedLayer[];
const callers = [
  'arn:aws:iam::111122223333:user/mika',
  'arn:aws:sts::111122223333:assumed-role/App/i-0123456789abcdef0',
  'arn:aws:sts::111122223333:assumed-role/AWSReservedSSO_Dev_0123456789abcdef/mika@example.com',
];
const calls = [
  ['GetObject', 's3:GetObject', 'arn:aws:s3:::acme-data/reports/a.csv'],
  ['CreateUser', 'iam:CreateUser', 'arn:aws:iam::111122223333:user/bob'],
  ['CreateFunction', 'iam:PassRole', 'arn:aws:iam::111122223333:role/team/App'],
  [
    'GetSecretValue',
    'secretsmanager:GetSecretValue',
    'arn:aws:secretsmanager:eu-west-1:111122223333:secret:db-AbCdEf',
  ],
  ['SendMessage', 'sqs:SendMessage', 'arn:aws:sqs:eu-west-1:111122223333:orders'],
  ['GetItem', 'dynamodb:GetItem', 'arn:aws:dynamodb:eu-west-1:111122223333:table/orders'],
  ['AssumeRole', 'sts:AssumeRole', 'arn:aws:iam::444455556666:role/Ops'],
  [
    'PutObject',
    'kms:GenerateDataKey',
    'arn:aws:kms:eu-west-1:111122223333:key/0a1b2c3d-0000-4000-8000-0a1b2c3d4e5f',
  ],
] as const;

const asked = fc.record({
  wrapper: fc.constantFrom(...wrappers),
  call: fc.constantFrom(...calls),
  caller: fc.constantFrom(...callers),
  layer: fc.constantFrom(...layers),
  isExplicit: fc.boolean(),
});

async function explain(text: string): Promise<ExplainErrorDocument> {
  const { out, err } = await run(['explain-error', '--json', '-'], { stdin: text });
  expect(err, text).toBe('');
  return JSON.parse(out) as ExplainErrorDocument;
}

describe('in every wrapper, of every layer', () => {
  test('a policy is printed where an Allow helps alone, and simulate allows the call with it', async () => {
    let offered = 0;
    await fc.assert(
      fc.asyncProperty(asked, async ({ wrapper, call, caller, layer, isExplicit }) => {
        const [operation, action, resource] = call;
        const said = refusalText({ caller, action, resource, layer: layerWordings[layer], isExplicit });
        const text = wrapper.wrap('AccessDenied', operation, said);
        const { policy, fields } = await explain(text);
        expect(fields, text).toMatchObject({ caller, action, layer, explicit: isExplicit });
        if (layer !== 'identity' || isExplicit) expect(policy, text).toBeUndefined();
        if (policy === undefined) return;
        offered += 1;
        const decided = compile({ identity: [policy.document as object] });
        expect(decided.decide({ principal: caller, action, resource }).decision, text).toBe('allowed');
      }),
      { numRuns: runs(150) },
    );
    expect(offered).toBeGreaterThan(0);
  });

  test('an explicit deny, and a layer that is no identity policy, print none, on the page neither', async () => {
    const refusing = asked.filter(({ layer, isExplicit }) => layer !== 'identity' || isExplicit);
    await fc.assert(
      fc.asyncProperty(refusing, async ({ wrapper, call, caller, layer, isExplicit }) => {
        const [operation, action, resource] = call;
        const said = refusalText({ caller, action, resource, layer: layerWordings[layer], isExplicit });
        const text = wrapper.wrap('AccessDenied', operation, said);
        const { out } = await run(['explain-error', '--verbose', '-'], { stdin: text });
        expect(out, text).toContain('refused');
        expect(out, text).not.toContain('"Effect"');
        const written = await run(['explain-error', '--suggest', 'p.json', '-'], { stdin: text });
        expect([written.status, written.host.written.size]).toEqual([2, 0]);
      }),
      { numRuns: runs(60) },
    );
  });
});
