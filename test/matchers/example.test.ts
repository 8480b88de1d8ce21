import { expect, test } from 'vitest';
import '../../src/vitest.ts';

const analyst = {
  Version: '2012-10-17',
  Statement: [
    { Effect: 'Allow', Action: 's3:GetObject', Resource: 'arn:aws:s3:::acme/reports/*' },
    {
      Effect: 'Deny',
      Action: 's3:*',
      Resource: '*',
      Condition: { Bool: { 'aws:SecureTransport': 'false' } },
    },
  ],
};

test('analysts read reports and change nothing', () => {
  expect(analyst).toAllow('s3:GetObject', 'arn:aws:s3:::acme/reports/q1.csv');
  expect(analyst).toDeny(['s3:PutObject', 's3:DeleteObject'], 'arn:aws:s3:::acme/reports/q1.csv');
});

test('nobody reads them over plain http', () => {
  const context = { 'aws:SecureTransport': false };
  expect(analyst).toDeny('s3:GetObject', 'arn:aws:s3:::acme/reports/q1.csv', { context, by: 'identity' });
});
