import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { fitsFormat, resourceTypesOf, resourceTypesOfArnService } from '../../src/data/resource-types.ts';
import { services } from '../../src/data/services.ts';
import { serviceTable } from '../../src/data/service-table.ts';
import { runs } from '../support/budget.ts';

describe('resourceTypesOf', () => {
  test.each([
    { arn: 'arn:aws:s3:::b/x', action: 's3:GetObject', types: ['object'] },
    { arn: 'arn:aws:s3:::b/*', action: 's3:GetObject', types: ['object'] },
    { arn: 'arn:aws:s3:::b*', action: 's3:GetObject', types: ['object'] },
    { arn: 'arn:aws:s3:::b', action: 's3:GetObject', types: [] },
    { arn: 'arn:aws:s3:::b', action: 's3:ListBucket', types: ['bucket'] },
    { arn: 'arn:aws:s3:::b*', action: 's3:ListBucket', types: ['bucket'] },
    { arn: 'arn:aws:s3:::b/*', action: 's3:ListBucket', types: [] },
    { arn: 'arn:aws:s3:::${aws:username}', action: 's3:ListBucket', types: ['accesspoint', 'bucket'] },
    { arn: 'arn:aws:s3:::app-${aws:PrincipalTag/team}/x', action: 's3:GetObject', types: ['object'] },
    { arn: 'arn:aws:s3:us-east-1::b', action: 's3:ListBucket', types: [] },
    { arn: 'arn:aws:s3:us-east-1:111122223333:accesspoint/p', action: 's3:ListBucket', types: ['accesspoint'] },
    { arn: '*', action: 's3:ListBucket', types: ['accesspoint', 'bucket'] },
    { arn: 'arn:aws:s3:*', action: 's3:ListBucket', types: ['accesspoint', 'bucket'] },
    { arn: 'arn:aws-cn:s3:::b', action: 's3:ListBucket', types: ['bucket'] },
    { arn: 'arn:*:s3:::b', action: 's3:ListBucket', types: ['accesspoint', 'bucket'] },
    { arn: 'arn:aws:sqs:us-east-1:111122223333:q', action: 'sqs:SendMessage', types: ['queue'] },
    { arn: 'arn:aws:sqs:*:q', action: 'sqs:SendMessage', types: ['queue'] },
    { arn: 'arn:aws:s*s:us-east-1:111122223333:q', action: 'sqs:SendMessage', types: ['queue'] },
    { arn: 'arn:aws:sns:us-east-1:111122223333:q', action: 'sqs:SendMessage', types: [] },
    { arn: 'arn:aws:sqs', action: 'sqs:SendMessage', types: [] },
    { arn: 'my-queue', action: 'sqs:SendMessage', types: [] },
    { arn: '', action: 'sqs:SendMessage', types: [] },
    { arn: 'arn:aws:iam::111122223333:role/team/App', action: 'iam:PassRole', types: ['role'] },
    { arn: 'arn:aws:iam::111122223333:rol/App', action: 'iam:PassRole', types: [] },
    { arn: 'arn:aws:iam::111122223333:ROLE/App', action: 'iam:PassRole', types: [] },
    { arn: 'arn:aws:iam::111122223333:?ole/App', action: 'iam:PassRole', types: ['role'] },
    { arn: 'arn:aws:iam:us-east-1:111122223333:role/App', action: 'iam:PassRole', types: [] },
    {
      arn: 'arn:aws:dynamodb:us-east-1:111122223333:table/t/index/i',
      action: 'dynamodb:Query',
      types: ['index', 'table'],
    },
    { arn: 'arn:aws:s3:::b', action: 's3:ListAllMyBuckets', types: [] },
    { arn: 'arn:aws:s3:::b', action: 's3:NoSuchAction', types: [] },
  ])('R213 `$arn` for $action is $types', ({ arn, action, types }) => {
    expect(resourceTypesOf(arn, action).map(({ name }) => name)).toEqual(types);
  });

  test('says whether the type is required', () => {
    expect(resourceTypesOf('arn:aws:iam::111122223333:role/App', 'iam:PassRole')[0]?.required).toBe(true);
  });
});

describe('fitsFormat', () => {
  const formats = services().flatMap(({ prefix }) => serviceTable(prefix)?.resourceTypes ?? []);

  test('every format fits itself with its variables filled in, as text and as a pattern', () => {
    expect(formats).toHaveLength(2334);
    const misfits = formats.filter(({ arnFormat }) => {
      const filled = arnFormat.replace('${Partition}', 'aws').replace(/\$\{[^}]*\}/g, 'x1');
      const pattern = arnFormat.replace('${Partition}', 'aws').replace(/\$\{[^}]*\}/g, '*');
      return !fitsFormat(filled, arnFormat) || !fitsFormat(pattern, arnFormat);
    });
    expect(misfits).toEqual([]);
  });

  test('an ARN without wildcards fits as a regular expression of the format would have it', () => {
    const part = fc.constantFrom('', 'a', 'aws', 's3', 'role', 'x/y', 'role/x', 'bucket/b');
    const format = fc.constantFrom(
      'arn:${Partition}:iam::${Account}:role/${RoleNameWithPath}',
      'arn:${Partition}:s3:::${Object}',
      'arn:${Partition}:a:${Region}:*:bucket/${Name}',
    );
    fc.assert(
      fc.property(part, part, part, part, part, format, (partition, service, region, account, resource, arnFormat) => {
        const arn = `arn:${partition}:${service}:${region}:${account}:${resource}`;
        const parts = arnFormat.split(':').map((text) => text.replace(/\$\{[^}]*\}|\*/g, '.*'));
        const regex = new RegExp(`^${parts.slice(0, 5).join(':').replaceAll('.*', '[^:]*')}:${parts[5] ?? ''}$`);
        expect(fitsFormat(arn, arnFormat)).toBe(regex.test(arn));
      }),
      { numRuns: runs(200) },
    );
  });

  test('a pattern fits where one of its texts does', () => {
    const arn = fc.constantFrom(
      'arn:aws:iam::111122223333:role/team/App',
      'arn:aws:iam::111122223333:user/alice',
      'arn:aws:iam::aws:policy/Admin',
    );
    const format = fc.constantFrom(
      'arn:${Partition}:iam::${Account}:role/${RoleNameWithPath}',
      'arn:${Partition}:iam::${Account}:user/${UserNameWithPath}',
      'arn:${Partition}:iam::${Account}:policy/${PolicyNameWithPath}',
    );
    fc.assert(
      fc.property(arn, format, fc.nat(40), fc.nat(40), (text, arnFormat, start, length) => {
        const pattern = `${text.slice(0, start)}*${text.slice(start + length)}`;
        if (fitsFormat(text, arnFormat)) expect(fitsFormat(pattern, arnFormat) || start < 30).toBe(true);
        expect(fitsFormat('*', arnFormat)).toBe(true);
      }),
    );
  });
});

describe('resourceTypesOfArnService', () => {
  test.each([
    { service: 'iam', type: 'role' },
    { service: 's3', type: 'object' },
    { service: 'opensearch', type: 'application' },
    { service: 'wisdom', type: 'ai-agent' },
    { service: 'catalog', type: 'Portfolio' },
  ])('ARNs of $service may be a $type', ({ service, type }) => {
    const types = resourceTypesOfArnService(service);
    expect(types.map(({ name }) => name)).toContain(type);
    expect(types.every(({ arnFormat }) => arnFormat.startsWith(`arn:\${Partition}:${service}:`))).toBe(true);
  });

  test('no service has ARNs of an unknown name', () => {
    expect(resourceTypesOfArnService('nosuch')).toEqual([]);
  });
});
