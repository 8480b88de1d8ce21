import { describe, expect, test } from 'vitest';
import { managedPolicy, managedPolicyNames, nearestManagedPolicy } from '../../src/data/managed-policies.ts';

describe('managedPolicy', () => {
  test.each([
    { given: 'AdministratorAccess', path: '/', version: 'v1' },
    { given: 'AmazonS3FullAccess', path: '/', version: 'v2' },
    { given: 'arn:aws:iam::aws:policy/AmazonS3FullAccess', path: '/', version: 'v2' },
    { given: 'ReadOnlyAccess', path: '/', version: 'v188' },
    { given: 'SecurityAudit', path: '/', version: 'v92' },
    { given: 'ViewOnlyAccess', path: '/job-function/', version: 'v45' },
    { given: 'job-function/Billing', path: '/job-function/', version: 'v30' },
    { given: 'arn:aws:iam::aws:policy/job-function/Billing', path: '/job-function/', version: 'v30' },
    { given: 'service-role/AWSLambdaBasicExecutionRole', path: '/service-role/', version: 'v1' },
    { given: 'AWSCompromisedKeyQuarantineV2', path: '/', version: 'v5' },
  ])('`$given` is found, $version', ({ given, path, version }) => {
    expect(managedPolicy(given)).toMatchObject({ path, version });
  });

  test('its text is the document, one action a line', () => {
    expect(managedPolicy('AmazonS3ReadOnlyAccess')).toEqual({
      name: 'AmazonS3ReadOnlyAccess',
      arn: 'arn:aws:iam::aws:policy/AmazonS3ReadOnlyAccess',
      path: '/',
      version: 'v3',
      created: '2015-02-06',
      updated: '2023-08-10',
      text: [
        '{',
        '    "Version": "2012-10-17",',
        '    "Statement": [',
        '        {',
        '            "Effect": "Allow",',
        '            "Action": [',
        '                "s3:Get*",',
        '                "s3:List*",',
        '                "s3:Describe*",',
        '                "s3-object-lambda:Get*",',
        '                "s3-object-lambda:List*"',
        '            ],',
        '            "Resource": "*"',
        '        }',
        '    ]',
        '}',
      ].join('\n'),
    });
  });

  test.each([
    { given: 'administratoraccess', because: 'wrong case' },
    { given: 'arn:aws:iam::aws:policy/Billing', because: 'an ARN without its path' },
    { given: 'service-role/Billing', because: 'wrong path' },
    { given: '/job-function/Billing', because: 'a slash too many' },
    { given: 'arn:aws-cn:iam::aws:policy/AmazonS3FullAccess', because: 'other partitions have other texts' },
    { given: 'arn:aws:iam::111122223333:policy/AmazonS3FullAccess', because: 'an account of its own' },
    { given: 'AmazonS3FullAccess ', because: 'a blank' },
    { given: '', because: 'empty' },
    { given: 'constructor', because: 'of no object' },
  ])('`$given` is not found: $because', ({ given }) => {
    expect(managedPolicy(given)).toBeUndefined();
  });

  test('looked up in any order they are the same', () => {
    const names = managedPolicyNames();
    const sample = [names[1500], names[3], names[800], names[1501], names[4], names[3]].map((name) => name ?? '');
    for (const name of sample) expect(managedPolicy(name)?.name).toBe(name);
    expect(managedPolicy(sample[1] ?? '')).toEqual(managedPolicy(sample[5] ?? ''));
  });
});

describe('nearestManagedPolicy', () => {
  test.each([
    { given: 'administratoraccess', nearest: 'AdministratorAccess' },
    { given: 'arn:aws:iam::aws:policy/Billing', nearest: 'Billing' },
    { given: 'arn:aws-us-gov:iam::aws:policy/AmazonS3FullAccess', nearest: 'AmazonS3FullAccess' },
    { given: 'service-role/ViewOnlyAccess', nearest: 'ViewOnlyAccess' },
    { given: 'S3FullAccess', nearest: 'AmazonS3FullAccess' },
    { given: 's3readonlyaccess', nearest: 'AmazonS3ReadOnlyAccess' },
    { given: 'AmazonS3ReadOnly', nearest: 'AmazonS3ReadOnlyAccess' },
    { given: 'LambdaBasicExecutionRole', nearest: 'AWSLambdaBasicExecutionRole' },
    { given: 'ReadonlyAcces', nearest: 'ReadOnlyAccess' },
    { given: 'AmazonS3FulAccess', nearest: 'AmazonS3FullAccess' },
    { given: 'PowerUser', nearest: 'PowerUserAccess' },
    { given: 'AdminstratorAccess', nearest: 'AdministratorAccess' },
    { given: 'SecurityAudits', nearest: 'SecurityAudit' },
    { given: 'AcmeTeamPolicy', nearest: undefined },
    { given: 'xy', nearest: undefined },
    { given: '', nearest: undefined },
  ])('`$given`: did you mean $nearest', ({ given, nearest }) => {
    expect(nearestManagedPolicy(given)).toBe(nearest);
  });
});
