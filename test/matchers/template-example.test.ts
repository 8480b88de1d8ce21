import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import '../../src/vitest.ts';

// `cdk synth` wrote it. `Template.fromStack(stack)` of aws-cdk-lib/assertions may stand here as well.
const file = new URL('Reports.template.json', import.meta.url);
const template: unknown = JSON.parse(readFileSync(file, 'utf8'));

test('who reads reports reads them, and changes nothing', () => {
  expect(template).toAllow('s3:GetObject', '${Reports.Arn}/q1.csv', { role: 'Reader' });
  expect(template).toDeny(['s3:PutObject', 's3:DeleteObject'], '${Reports.Arn}/q1.csv', { role: 'Reader' });
});
