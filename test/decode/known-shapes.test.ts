import { expect, test } from 'vitest';
import { decodeTexts } from '../../src/decode/decode.ts';
import { serviceTable } from '../../src/data/service-table.ts';
import { knownShapes } from '../../src/decode/known-shapes.ts';
import { resourceIds } from '../../src/decode/resource-ids.ts';
import { run } from '../support/run.ts';

test.each([...knownShapes])('$example is a $resourceType, and unknown', ({ example, resourceType }) => {
  expect(decodeTexts([example])).toMatchObject([{ item: { kind: 'unknown', resourceType, input: example } }]);
});

test.each([
  ['accounts.google.com', 'identity-provider'],
  ['cognito-identity.amazonaws.com', 'identity-provider'],
  ['eu-central-1', 'region'],
  ['aws-us-gov', 'partition'],
])('%s is a %s', (text, resourceType) => {
  expect(decodeTexts([text])).toMatchObject([{ item: { kind: 'unknown', resourceType } }]);
});

test.each([...resourceIds])(
  '$example is a $title, in a page too',
  async ({ example, title, resourceType }) => {
    const { out } = await run(['decode', example]);
    expect(out.split('\n')[0]).toMatch(new RegExp(`^${title} +${example}$`));
    expect(out).not.toContain('unknown');
    const long = `${example.replace(/[^-]+$/, '')}0a1b2c3d4e5f60718`;
    expect(decodeTexts([`it came from ${long}.`])).toMatchObject([{ item: { input: long, resourceType } }]);
  },
);

test('the ARN of a resource id is one that AWS lists', () => {
  const formats = ['ec2', 'elasticfilesystem'].flatMap(
    (service) => serviceTable(service)?.resourceTypes.map(({ arnFormat }) => arnFormat) ?? [],
  );
  const known = new Set(
    formats.map((format) => format.replace(/\/[^/]*$/, '').replace(/^arn:\$\{Partition\}/, 'arn:aws')),
  );
  for (const { example, inPolicies } of resourceIds) {
    const text = inPolicies?.(example) ?? '';
    if (!text.startsWith('arn:')) continue;
    const format = text
      .replace(/\/[^/]*$/, '')
      .replace('REGION', '${Region}')
      .replace('ACCOUNT', '${Account}');
    expect(known).toContain(format);
  }
});
