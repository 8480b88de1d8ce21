import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { actionNames, actionsMatching, conditionKeysFor, findAction, isWildcardOnly } from '../../src/data/actions.ts';
import { actionOfOperation, likelyPrefixes, prefixesOfName } from '../../src/data/api-names.ts';
import { findService, services } from '../../src/data/services.ts';
import { expectLinear } from '../support/growth.ts';
import { runs } from '../support/budget.ts';

const all = [...actionNames()].flatMap(([prefix, names]) => names.map((name) => `${prefix}:${name}`));

describe('findAction', () => {
  test.each([
    { name: 's3:GetObject', found: 's3:GetObject' },
    { name: 'S3:getobject', found: 's3:GetObject' },
    { name: 'execute-api:Invoke', found: 'execute-api:Invoke' },
    { name: 'neptune-db:CONNECT', found: 'neptune-db:connect' },
    { name: 's3:GetObjects', found: undefined },
    { name: 's3:GetObject ', found: undefined },
    { name: ' s3:GetObject', found: undefined },
    { name: 's3:Get*', found: undefined },
    { name: 's3', found: undefined },
    { name: 'GetObject', found: undefined },
    { name: ':GetObject', found: undefined },
    { name: 's3:', found: undefined },
    { name: 's3:constructor', found: undefined },
    { name: '__proto__:x', found: undefined },
    { name: '\u212ams:Decrypt', found: undefined },
    { name: 'kms:Re\u212aey', found: undefined },
  ])('R201 R207 `$name` is $found', ({ name, found }) => {
    expect(findAction(name)?.name).toBe(found);
  });

  test.each([
    { name: 's3:GetObject', level: 'Read' },
    { name: 's3:ListBucket', level: 'List' },
    { name: 's3:PutObject', level: 'Write' },
    { name: 's3:PutObjectTagging', level: 'Tagging' },
    { name: 's3:PutBucketPolicy', level: 'Permissions management' },
  ])('$name is of level $level', ({ name, level }) => {
    expect(findAction(name)?.level).toBe(level);
  });
});

describe('isWildcardOnly', () => {
  test.each([
    { name: 's3:ListAllMyBuckets', only: true },
    { name: 'ec2:DescribeInstances', only: true },
    { name: 'sts:GetCallerIdentity', only: true },
    { name: 's3:GetObject', only: false },
    { name: 'iam:PassRole', only: false },
    { name: 's3:NoSuchAction', only: false },
  ])('R216 $name: $only', ({ name, only }) => {
    expect(isWildcardOnly(name)).toBe(only);
  });
});

describe('conditionKeysFor', () => {
  test.each([
    { action: 's3:GetObject', key: 's3:ExistingObjectTag/${TagKey}', because: 'the action lists it' },
    { action: 's3:ListBucket', key: 's3:prefix', because: 'the action lists it' },
    { action: 'ec2:TerminateInstances', key: 'aws:ResourceTag/${TagKey}', because: 'its resource type lists it' },
    { action: 'ec2:TerminateInstances', key: 'ec2:InstanceType', because: 'its resource type lists it' },
    { action: 'iam:PassRole', key: 'iam:PassedToService', because: 'the action lists it' },
    { action: 'sts:AssumeRoleWithWebIdentity', key: 'token.actions.githubusercontent.com:actor', because: 'listed' },
  ])('$action takes $key: $because', ({ action, key }) => {
    expect(conditionKeysFor(action).map(({ name }) => name)).toContain(key);
  });

  test('names no key twice and nothing for an unknown action', () => {
    const names = conditionKeysFor('ec2:RunInstances').map(({ name }) => name);
    expect(new Set(names).size).toBe(names.length);
    expect(names).not.toContain('s3:prefix');
    expect(conditionKeysFor('s3:NoSuchAction')).toEqual([]);
  });
});

describe('actionsMatching', () => {
  const naive = (pattern: string) => {
    const source = pattern
      .replace(/[.+^${}()|[\]\\]/g, '\\$&')
      .replace(/\*/g, '.*')
      .replace(/\?/g, '.');
    const [prefix = '', name = ''] = source.split(':');
    const regex = new RegExp(pattern === '*' ? '' : `^${prefix.replaceAll('.*', '[^:]*')}:${name}$`, 'i');
    return all.filter((action) => regex.test(action));
  };

  test.each([
    { pattern: '*', least: 22_091 },
    { pattern: '*:*', least: 22_091 },
    { pattern: 's3:*', least: 100 },
    { pattern: 's3:Get*', least: 30 },
    { pattern: 'S3:gEt*', least: 30 },
    { pattern: 's3:Get*Tagging', least: 3 },
    { pattern: 's3:*Object*Acl', least: 2 },
    { pattern: '*:Get?bject', least: 2 },
    { pattern: '*:Describe*', least: 1000 },
    { pattern: 's3*:List*', least: 20 },
    { pattern: 'ec2:?escribeVpc?', least: 1 },
    { pattern: 'iam:PassRole', least: 1 },
    { pattern: 'IAM:passrole', least: 1 },
    { pattern: 'e??:Create*', least: 100 },
  ])('R202 R206 `$pattern` expands as a regular expression would', ({ pattern, least }) => {
    const found = actionsMatching(pattern);
    expect(found.length).toBeGreaterThanOrEqual(least);
    expect(found).toEqual(naive(pattern));
  });

  test.each(['', 's3', 's3*', 'Get*', 's3:', 's3:NoSuch*', 'nosuch:*', ':*', 's3:Get:*', 's3:Get* ', '?'])(
    'R207 `%s` matches no action',
    (pattern) => {
      expect(actionsMatching(pattern)).toEqual([]);
    },
  );

  test('any pattern made of an action expands as a regular expression would', () => {
    const pattern = fc
      .tuple(fc.constantFrom(...all), fc.array(fc.tuple(fc.nat(60), fc.constantFrom('*', '?')), { maxLength: 4 }))
      .map(([action, edits]) => {
        const colon = action.indexOf(':');
        const characters = Array.from(action);
        for (const [place, wildcard] of edits) {
          const at = colon + 1 + (place % (action.length - colon - 1));
          characters[at] = wildcard;
        }
        return characters.join('');
      });
    fc.assert(
      fc.property(pattern, (text) => {
        expect(actionsMatching(text)).toEqual(naive(text));
      }),
      { numRuns: runs(15) },
    );
  });

  test('a pattern made to be slow is not', async () => {
    await expectLinear(40, (size) => {
      expect(actionsMatching(`*:${'*e'.repeat(size)}x`)).toEqual([]);
    });
  });
});

describe('names from elsewhere', () => {
  test.each([...actionOfOperation])('%s stands for %s, which exists while the operation is no action', (operation, action) => {
    expect(findAction(action)?.name).toBe(action);
    expect(findAction(operation)).toBeUndefined();
  });

  test.each([...prefixesOfName])('`%s` is no service, %s are', (name, prefixes) => {
    expect(findService(name)).toBeUndefined();
    for (const prefix of prefixes) expect(findService(prefix)?.prefix).toBe(prefix);
  });

  test('the likely services exist', () => {
    const known = services().map(({ prefix }) => prefix);
    expect(likelyPrefixes.filter((prefix) => !known.includes(prefix))).toEqual([]);
  });
});
