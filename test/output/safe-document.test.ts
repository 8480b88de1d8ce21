import { expect, test } from 'vitest';
import { safeDocument } from '../../src/output/safe-document.ts';

test('the values of a condition on a tag with a secret’s name are the secret', () => {
  const atom = (key: string) => ({ key, operator: 'StringEquals', values: ['%2Fhorse-battery'] });
  expect(safeDocument(atom('aws:RequestTag/Password'))).toMatchObject({ values: ['[hidden]'] });
  expect(safeDocument(atom('aws:RequestTag/team'))).toMatchObject({ values: ['%2Fhorse-battery'] });
  expect(safeDocument(atom('secretsmanager:SecretId'))).toMatchObject({ values: ['%2Fhorse-battery'] });
});

test('a field that is called as such a condition key holds the secret, however deep', () => {
  const context = {
    'aws:RequestTag/Password': 'horse-battery',
    'kms:EncryptionContext:token': ['horse', { x: 'battery' }],
    'aws:RequestTag/team': 'blue',
    'secretsmanager:SecretId': 'prod/db',
  };
  expect(safeDocument({ witness: { context } })).toEqual({
    witness: {
      context: {
        ...context,
        'aws:RequestTag/Password': '[hidden]',
        'kms:EncryptionContext:token': ['[hidden]', { x: '[hidden]' }],
      },
    },
  });
});
