import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { isAccountId, parseArn, splitPath } from '../../src/identifiers/arn.ts';
import { findPartition, partitionOfRegion, partitions } from '../../src/identifiers/partition.ts';

describe('parseArn', () => {
  test('splits on the first five colons only', () => {
    expect(parseArn('arn:aws:lambda:eu-west-1:111122223333:function:resize:live')).toEqual({
      partition: 'aws',
      service: 'lambda',
      region: 'eu-west-1',
      account: '111122223333',
      resource: 'function:resize:live',
      text: 'arn:aws:lambda:eu-west-1:111122223333:function:resize:live',
    });
  });

  test.each([
    '',
    'arn',
    'arn:',
    'arn:aws:iam',
    'arn:aws:iam:111122223333:root',
    'ARN:aws:iam::111122223333:root',
    ' arn:aws:iam::1:root',
  ])('%j has not got the six parts', (text) => {
    expect(parseArn(text)).toBeUndefined();
  });

  test('empty parts are parts', () => {
    expect(parseArn('arn:::::')).toEqual({
      partition: '',
      service: '',
      region: '',
      account: '',
      resource: '',
      text: 'arn:::::',
    });
  });

  test('its parts joined are its text, and the first five hold no colon', () => {
    const part = fc.string().map((text) => text.replaceAll(':', ''));
    fc.assert(
      fc.property(part, part, part, part, fc.string(), (partition, service, region, account, resource) => {
        const text = ['arn', partition, service, region, account, resource].join(':');
        expect(parseArn(text)).toEqual({ partition, service, region, account, resource, text });
      }),
    );
  });
});

test.each([
  ['NAME', '/', 'NAME'],
  ['a/b/NAME', '/a/b/', 'NAME'],
  ['/NAME', '//', 'NAME'],
  ['a/', '/a/', ''],
])('splitPath: %j has path %j and name %j', (text, path, name) => {
  expect(splitPath(text)).toEqual({ path, name });
});

test.each([
  ['111122223333', true],
  ['11112222333', false],
  ['1111222233334', false],
  ['11112222333x', false],
  ['١١١١٢٢٢٢٣٣٣٣', false],
])('isAccountId(%j) is %j', (text, expected) => {
  expect(isAccountId(text)).toBe(expected);
});

describe('partitions', () => {
  test.each([
    ['us-east-1', 'aws'],
    ['eu-central-2', 'aws'],
    ['ap-southeast-7', 'aws'],
    ['il-central-1', 'aws'],
    ['mx-central-1', 'aws'],
    ['cn-northwest-1', 'aws-cn'],
    ['us-gov-east-1', 'aws-us-gov'],
    ['us-iso-east-1', 'aws-iso'],
    ['us-isob-east-1', 'aws-iso-b'],
    ['eu-isoe-west-1', 'aws-iso-e'],
    ['us-isof-south-1', 'aws-iso-f'],
    ['eusc-de-east-1', 'aws-eusc'],
    ['nowhere', undefined],
    ['us-east', undefined],
  ])('the region %s belongs to %s', (region, partition) => {
    expect(partitionOfRegion(region)?.id).toBe(partition);
  });

  test('every partition is found by its id', () => {
    expect(partitions.map(({ id }) => findPartition(id)?.id)).toEqual([
      'aws',
      'aws-cn',
      'aws-us-gov',
      'aws-iso',
      'aws-iso-b',
      'aws-iso-e',
      'aws-iso-f',
      'aws-eusc',
    ]);
    expect(findPartition('azure')).toBeUndefined();
  });
});
