import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { run } from '../../support/run.ts';

/** Questions that people asked in public: the first screen names the cause and what to do. */
const folder = join(import.meta.dirname, 'found');
const found = readdirSync(folder).map((name) => [name, readFileSync(join(folder, name), 'utf8')] as const);

/** What the first screen must say of each: the cause, and an edit or a value that mends it. */
const says: Readonly<Record<string, readonly string[]>> = {
  'attack-28.yaml': [
    'identity policies, for arn:aws:ec2:us-east-1::image/*',
    'allowed if you add "arn:aws:ec2:us-east-1::image/*",',
    'to Resource in Allow statement 1',
  ],
  'attack-46.yaml': ['still denied until the trust policy and an identity policy allow sts:TagSession'],
  'attack-47.yaml': ['DENIED', 'resource control policies', 'sns'],
  'public-04.yaml': [
    's3:prefix was not in the request',
    'allowed if s3:delimiter like / and s3:prefix like team*',
  ],
  'public-05.yaml': [
    'a request through a VPC endpoint has none',
    'add the condition "StringNotEquals": { "aws:SourceVpce": "vpce-0aa11bb22" } in Deny "OnlyOffice"',
  ],
  'public-07.yaml': ['StringNotEqualsIfExists holds for a missing key, so this Deny applies'],
  'public-08.yaml': [
    'a service is of no organization',
    'add the condition "BoolIfExists": { "aws:PrincipalIsAWSService": "false" } in Deny "OnlyOrg"',
  ],
  'public-09.yaml': [
    'it lists the caller’s role, not its session and account',
    '"ArnNotEquals": { "aws:PrincipalArn": "arn:aws:iam::111122223333:role/Scan" }',
  ],
  'public-10.yaml': ['the root user of 111122223333 may do it'],
  'public-14.yaml': ['an alias does not stand for its key', 'to Resource in Allow statement 1'],
  'public-16.yaml': ['add "arn:aws:logs:eu-west-1:111122223333:log-group:/aws/lambda/fn:*" to Resource'],
  'public-17.yaml': [
    'although dynamodb:LeadingKeys was not in the request; ForAllValues matches a missing key',
  ],
  'public-18.yaml': ['StringEquals takes * literally', 'write "StringLike"'],
  'public-19.yaml': ['they differ in upper and lower case alone', '"repo:PlumWorks/site:*"'],
  'public-23.yaml': ['the token of this provider gives no such key', 'give the trust policy this statement'],
  'public-25.yaml': ['aws:PrincipalArn holds the ARN of the role, never of its session', 'write "ArnLike"'],
  'public-26.yaml': ['StringEquals takes * literally', 'write "ArnLike"'],
  'public-27.yaml': [
    'ec2:InstanceType is not in the request: AWS gives it for another kind of resource',
    '"Action": "ec2:RunInstances", "Resource": "arn:aws:ec2:eu-west-1::image/ami-0a1b" }',
  ],
  'public-29.yaml': [
    'aws:RequestTag/CreatedBy is not in the request: AWS gives it for another kind of resource',
    '"Resource": "arn:aws:ec2:us-west-2:111122223333:vpc/vpc-0a1b" }',
  ],
  'public-32.yaml': ['although aws:TagKeys was not in the request; ForAllValues matches a missing key'],
  'public-34.yaml': ['allowed if aws:PrincipalTag/Team = red'],
  'public-36.yaml': [
    'aws:RequestedRegion is us-east-1, not eu-west-1 or eu-central-1',
    'supportplans:GetSupportPlan is not excluded by NotAction',
    'add "supportplans:*" to NotAction',
  ],
  'public-39.yaml': [
    'aws:PrincipalOrgID was not in the request',
    'allowed if aws:PrincipalOrgID = o-abcd1234ef',
  ],
  'public-41.yaml': [
    'aws:SourceOrgID is o-zzzz9999zz, not o-abcd1234ef',
    'allowed if aws:SourceOrgID = o-abcd1234ef',
  ],
  'public-53.yaml': [
    'ec2:CreateTags is not ec2:RunInstances',
    'allowed if you give an identity policy this statement: { "Effect": "Allow", "Action": "ec2:CreateTags"',
  ],
  'public-56.yaml': ['aws:PrincipalArn is not known, but ArnLike holds whatever path the role has'],
  'public-43.yaml': [
    'aws:ResourceOrgID is o-zzzz9999zz, not o-abcd1234ef',
    'allowed if aws:ResourceOrgID = o-abcd1234ef',
  ],
};

/** Things that no such request can have: they are not advised. */
const never: Readonly<Record<string, readonly string[]>> = {
  'public-05.yaml': ['if aws:SourceIp'],
  'public-08.yaml': ['if aws:PrincipalOrgID'],
  'public-18.yaml': ['if token.actions.githubusercontent.com:sub = repo:plum/*'],
  'public-25.yaml': ['if aws:PrincipalArn'],
  'public-34.yaml': ['if aws:ResourceTag/Team'],
  'public-41.yaml': ['SourceAccount is absent'],
};

describe('R720 R721 R722 R723 R724 R725 R726 R727 R728 R729 R730 R735 the first screen', () => {
  test.each(found)('%s', async (name, text) => {
    const ask = (...words: readonly string[]) =>
      run(['simulate', '--scenario', name, ...words], { files: { [name]: text } });
    const { out } = await ask();
    expect(out).not.toContain('expected ');
    await expect(out).toMatchFileSnapshot(`golden/${name.replace('.yaml', '.txt')}`);
    const words = out.replace(/[\s│]+/g, ' ');
    for (const part of says[name] ?? []) expect(words).toContain(part);
    for (const part of never[name] ?? []) expect(words).not.toContain(part);
    expect(says).toHaveProperty([name]);
    expect(out.trimEnd().split('\n').length).toBeLessThanOrEqual(25);
  });
});
