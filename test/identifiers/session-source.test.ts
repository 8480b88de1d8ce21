import { describe, expect, test } from 'vitest';
import { decodeTexts } from '../../src/decode/decode.ts';
import { describeTime } from '../../src/core/describe-time.ts';
import { findSessionSource, sessionSources } from '../../src/identifiers/session-source.ts';

describe('names of role sessions', () => {
  test('has one row per kind', () => {
    expect(new Set(sessionSources.map(({ kind }) => kind)).size).toBe(sessionSources.length);
    expect(sessionSources.length).toBeGreaterThan(40);
  });

  test.each([...sessionSources])('$kind: $example', (row) => {
    const found = findSessionSource(row.example, row.exampleRole ?? 'App');
    expect(found).toMatchObject({ kind: row.kind, setByAws: row.setByAws === true, evidence: row.evidence });
    expect(found?.startedAt).toBe(row.time === undefined ? undefined : Date.UTC(2025, 10, 24, 16));
  });

  test.each([
    ['i-0abcd123', 'ec2-instance'],
    ['ConfigResourceCompositionSession', 'config'],
    ['configLambdaExecution', 'config'],
    ['AmazonSageMaker', 'sagemaker'],
    ['terraform-run-abc123', 'hcp-terraform'],
    ['gitlab-deploy', 'gitlab'],
    ['AwsPhpSdkSession', 'aws-sdk-php'],
    ['eks-prod-a-very-long-pod-name-that-is-cut-0f1e2d3c-4b5a', 'eks-pod-identity'],
    ['session', 'copied-example'],
    ['cli', 'copied-example'],
  ])('%s is of %s', (session, kind) => {
    expect(findSessionSource(session, 'App')?.kind).toBe(kind);
  });

  test.each(['iic-poc', 'mika', 'i-xyz', 'botocore-session-1', 'aws-sdk-js-12', ''])(
    '%j has no known pattern',
    (session) => {
      expect(findSessionSource(session, 'App')).toBeUndefined();
    },
  );

  test('rows that look at the role match with no other', () => {
    expect(findSessionSource('1764000000000', 'App')).toBeUndefined();
    expect(findSessionSource('resize-images', 'App')).toBeUndefined();
    expect(findSessionSource('mika', 'AWSReservedSSO_Admin_8d1c0f5a6b7e9d23')?.kind).toBe('identity-center');
  });

  test('the environment and a snapshot tell more', () => {
    expect(findSessionSource('resize', 'App', { functionName: 'resize' })?.kind).toBe('lambda-function');
    expect(findSessionSource('resize', 'App', { functionName: 'other' })).toBeUndefined();
    expect(findSessionSource('mika', 'App', { userNames: new Set(['mika']) })).toMatchObject({
      kind: 'switch-role',
      setByAws: true,
    });
  });

  test.each(['9999999999999999999', '0000000000000000001'])('%s is no time', (session) => {
    const found = findSessionSource(session, 'App');
    expect(found?.kind).toBe('aws-vault');
    expect(found).not.toHaveProperty('startedAt');
  });

  test('a session ARN carries its source and the time it began', () => {
    const [decoded] = decodeTexts(['arn:aws:sts::111122223333:assumed-role/App/botocore-session-1764000000']);
    expect(decoded?.item).toMatchObject({
      sessionSource: { kind: 'botocore', startedAt: '2025-11-24T16:00:00.000Z', confidence: 'inferred' },
    });
  });
});

test.each([
  [0, '0 s ago'],
  [45_000, '45 s ago'],
  [14 * 60_000, '14 min ago'],
  [5 * 3_600_000, '5 h ago'],
  [3 * 86_400_000, '3 d ago'],
  [-52 * 60_000, 'in 52 min'],
])('%i ms before now is %s', (before, text) => {
  const now = Date.UTC(2026, 0, 31, 12);
  expect(describeTime(now - before, now)).toMatch(
    new RegExp(`^${text} \\((\\d{4}-\\d\\d-\\d\\d )?\\d\\d:\\d\\d\\)$`),
  );
});
