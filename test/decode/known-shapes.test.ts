import { expect, test } from 'vitest';
import { decodeTexts } from '../../src/decode/decode.ts';
import { knownShapes } from '../../src/decode/known-shapes.ts';

test.each([...knownShapes])(
  'rows 18 to 20: $example is a $resourceType, and unknown',
  ({ example, resourceType }) => {
    expect(decodeTexts([example])).toMatchObject([
      { item: { kind: 'unknown', resourceType, input: example } },
    ]);
  },
);

test.each([
  ['accounts.google.com', 'identity-provider'],
  ['cognito-identity.amazonaws.com', 'identity-provider'],
  ['eu-central-1', 'region'],
  ['aws-us-gov', 'partition'],
])('%s is a %s', (text, resourceType) => {
  expect(decodeTexts([text])).toMatchObject([{ item: { kind: 'unknown', resourceType } }]);
});
