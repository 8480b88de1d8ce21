import { describe, expect, test } from 'vitest';
import { run } from '../../support/run.ts';

/** What would change a decision: each line is typed or pasted as it stands. */

const A = '111122223333';
const app = `arn:aws:sts::${A}:assumed-role/App/ci`;
const key = `arn:aws:kms:eu-west-1:${A}:key/1234abcd-12ab-34cd-56ef-1234567890ab`;

const policy = (...Statement: readonly object[]) => JSON.stringify({ Version: '2012-10-17', Statement });
const allow = (Action: string | readonly string[], Resource: string, more: object = {}) => ({
  Effect: 'Allow',
  Action,
  Resource,
  ...more,
});

interface Asking {
  readonly principal?: string;
  readonly action: string;
  readonly resource: string;
  readonly identity?: string;
  readonly resourcePolicy?: string;
  readonly boundary?: string;
  readonly scps?: readonly string[];
  readonly region?: string;
  readonly context?: readonly string[];
}

/** The answer in words, as one line. */
async function screen(asking: Asking): Promise<string> {
  const { principal = app, action, resource, context = [] } = asking;
  const files: Record<string, string> = {};
  const give = (flag: string, name: string, text: string | undefined) => {
    if (text === undefined) return [];
    files[name] = text;
    return [flag, name];
  };
  const words = [
    ...['simulate', '--principal', principal, '--action', action, '--resource', resource],
    ...['--resource-account', A],
    ...give('--policy', 'p.json', asking.identity),
    ...give('--resource-policy', 'r.json', asking.resourcePolicy),
    ...give('--boundary', 'b.json', asking.boundary),
    ...(asking.scps ?? []).flatMap((text, level) => give('--scp', `scp${level}.json`, text)),
    ...(asking.region === undefined ? [] : ['--region', asking.region]),
    ...context.flatMap((pair) => ['--context', pair]),
  ];
  const { out } = await run(words, { files });
  return out.replace(/ \\\n/g, ' ').replace(/[\s│]+/g, ' ');
}

describe('R731 a policy that was not given', () => {
  test.each<readonly [string, Asking, readonly string[]]>([
    [
      'a key policy',
      { action: 'kms:Decrypt', resource: key, identity: policy(allow('kms:Decrypt', '*')) },
      [
        'give the key policy if there is one: --resource-policy key.json',
        `$ aws kms get-key-policy --policy-name default --key-id ${key} --query Policy --output text > key.json`,
        `{ "Effect": "Allow", "Principal": { "AWS": "arn:aws:iam::${A}:root" }, "Action": "kms:*", "Resource": "*" }`,
      ],
    ],
    [
      'a trust policy',
      {
        action: 'sts:AssumeRole',
        resource: `arn:aws:iam::${A}:role/team/Deploy`,
        identity: policy(allow('sts:*', '*')),
      },
      [
        '--resource-policy trust.json',
        '$ aws iam get-role --role-name Deploy --query Role.AssumeRolePolicyDocument > trust.json',
      ],
    ],
    [
      'the bucket policy of another account',
      {
        principal: 'arn:aws:iam::444455556666:user/dora',
        action: 's3:GetObject',
        resource: 'arn:aws:s3:::acme/x',
        identity: policy(allow('s3:*', '*')),
      },
      ['--resource-policy bucket.json', '$ aws s3api get-bucket-policy --bucket acme'],
    ],
  ])('%s is named by its option and the command that fetches it', async (_, asking, parts) => {
    const text = await screen(asking);
    for (const part of parts) expect(text).toContain(part);
  });
});

describe('R730 R735 a slip is mended by an edit', () => {
  test.each<readonly [string, Asking, string]>([
    [
      'the bucket in place of its objects',
      {
        action: 's3:GetObject',
        resource: 'arn:aws:s3:::acme/x',
        identity: policy(allow('s3:GetObject', 'arn:aws:s3:::acme')),
      },
      'add "arn:aws:s3:::acme/*" to Resource in Allow statement 1 (p.json:1)',
    ],
    [
      'objects in place of the bucket',
      {
        action: 's3:ListBucket',
        resource: 'arn:aws:s3:::acme',
        identity: policy(allow('s3:*', 'arn:aws:s3:::acme/*')),
      },
      'add "arn:aws:s3:::acme" to Resource',
    ],
    [
      'a secret without its six characters',
      {
        action: 'secretsmanager:GetSecretValue',
        resource: `arn:aws:secretsmanager:eu-west-1:${A}:secret:db/main-a1B2c3`,
        identity: policy(allow('secretsmanager:*', `arn:aws:secretsmanager:eu-west-1:${A}:secret:db/main`)),
      },
      `add "arn:aws:secretsmanager:eu-west-1:${A}:secret:db/main-??????" to Resource`,
    ],
    [
      'an API’s name in place of the action',
      {
        action: 's3:GetObject',
        resource: 'arn:aws:s3:::acme/x',
        identity: policy(allow('s3:HeadObject', '*')),
      },
      'add "s3:GetObject" to Action in Allow statement 1',
    ],
    [
      'two elements that miss',
      {
        action: 'lambda:InvokeFunction',
        resource: `arn:aws:lambda:eu-west-1:${A}:function:f:live`,
        identity: policy(allow('lambda:Invoke', `arn:aws:lambda:eu-west-1:${A}:function:f`)),
      },
      `add "lambda:InvokeFunction" to Action and add "arn:aws:lambda:eu-west-1:${A}:function:f:*" to Resource`,
    ],
    [
      'two layers',
      {
        action: 's3:GetObject',
        resource: 'arn:aws:s3:::acme/x',
        identity: policy(allow('s3:GetObject', 'arn:aws:s3:::acme/x2')),
        boundary: policy(allow('ec2:*', '*')),
      },
      'allowed if you do all of this: → add "arn:aws:s3:::acme/x" to Resource in Allow statement 1 (p.json:1) → give the permissions boundary this statement: { "Effect": "Allow", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::acme/x" }',
    ],
    [
      'a wildcard under StringNotEquals of a Deny',
      {
        action: 's3:GetObject',
        resource: 'arn:aws:s3:::acme/x',
        identity: policy(allow('*', '*'), {
          Effect: 'Deny',
          Action: '*',
          Resource: '*',
          Condition: { StringNotEquals: { 'aws:PrincipalArn': `arn:aws:iam::${A}:role/A*` } },
        }),
      },
      `write "ArnNotLike": { "aws:PrincipalArn": "arn:aws:iam::${A}:role/A*" } in Deny statement 2`,
    ],
  ])('%s', async (_, asking, edit) => {
    expect(await screen(asking)).toContain(edit);
  });
});

describe('R725 advice is tried', () => {
  test('a value that the caller gave wrongly is named', async () => {
    const Condition = { IpAddress: { 'aws:SourceIp': '10.0.0.0/8' } };
    const identity = policy(allow('s3:*', '*', { Condition }));
    const asking = { action: 's3:GetObject', resource: 'arn:aws:s3:::acme/x', identity };
    expect(await screen({ ...asking, context: ['aws:SourceIp=203.0.113.7'] })).toContain(
      'allowed if aws:SourceIp in 10.0.0.0/8',
    );
  });

  test('what the policy forbids elsewhere is no advice', async () => {
    const lock = {
      Effect: 'Deny',
      Action: 's3:*',
      Resource: '*',
      Condition: { IpAddress: { 'aws:SourceIp': '10.0.0.0/8' } },
    };
    const identity = policy(
      allow('s3:*', '*', { Condition: { IpAddress: { 'aws:SourceIp': '10.0.0.0/8' } } }),
      lock,
    );
    const text = await screen({
      action: 's3:GetObject',
      resource: 'arn:aws:s3:::acme/x',
      identity,
      context: ['aws:SourceIp=203.0.113.7'],
    });
    expect(text).not.toContain('allowed if aws:SourceIp in');
  });

  test('a condition that the caller could meet is not written out of the policy', async () => {
    const Condition = { Bool: { 'aws:MultiFactorAuthPresent': 'true' } };
    const identity = policy(allow('ec2:StopInstances', '*', { Condition }));
    const text = await screen({
      principal: `arn:aws:iam::${A}:user/mika`,
      action: 'ec2:StopInstances',
      resource: `arn:aws:ec2:eu-west-1:${A}:instance/i-0a1b`,
      identity,
    });
    expect(text).toContain('allowed if aws:MultiFactorAuthPresent = true');
    expect(text).not.toContain('this statement');
  });

  test('of several actions the nearest statement is of the same service', async () => {
    const identity = policy(allow('kms:Decrypt', '*'), allow(['s3:PutObject'], 'arn:aws:s3:::acme/*'));
    const text = await screen({ action: 's3:GetObject', resource: 'arn:aws:s3:::acme/x', identity });
    expect(text).toContain('nearest: Allow statement 2');
  });
});

describe('R724 what is not widened', () => {
  test.each<readonly [string, string, readonly string[], string]>([
    [
      'a tag of the resource',
      'ec2:ResourceTag/team',
      ['ec2:ResourceTag/team=blue'],
      'allowed if ec2:ResourceTag/team = red',
    ],
    ['the external id', 'sts:ExternalId', ['sts:ExternalId=x'], 'allowed if sts:ExternalId = red'],
  ])('%s is advised to be sent, not to be written', async (_, name, context, way) => {
    const identity = policy(
      allow('ec2:StopInstances', '*', { Condition: { StringEquals: { [name]: 'red' } } }),
    );
    const resource = `arn:aws:ec2:eu-west-1:${A}:instance/i-0a1b`;
    const text = await screen({ action: 'ec2:StopInstances', resource, identity, context });
    expect(text).toContain(way);
    expect(text).not.toContain('allowed if you');
  });

  test('a statement with wildcards is not opened to another caller or resource', async () => {
    const admins = {
      Effect: 'Allow',
      Principal: { AWS: `arn:aws:iam::${A}:role/KeyAdmin` },
      Action: 'kms:*',
      Resource: '*',
    };
    const identity = policy(allow('kms:Decrypt', '*'));
    const text = await screen({
      action: 'kms:Decrypt',
      resource: key,
      identity,
      resourcePolicy: policy(admins),
    });
    expect(text).not.toContain('to Principal in Allow');
    expect(text).toContain(`"Principal": { "AWS": "arn:aws:iam::${A}:root" }`);
  });

  test('a role is passed to the service that was asked for alone', async () => {
    const text = await screen({
      action: 'iam:PassRole',
      resource: `arn:aws:iam::${A}:role/exec`,
      identity: policy(allow('s3:*', '*')),
      context: ['iam:PassedToService=lambda.amazonaws.com'],
    });
    expect(text).toContain(
      '"Condition": { "StringEquals": { "iam:PassedToService": "lambda.amazonaws.com" } }',
    );
  });

  test('a lock of regions is not opened for a service with regions', async () => {
    const lock = {
      Effect: 'Deny',
      NotAction: 'iam:*',
      Resource: '*',
      Condition: { StringNotEquals: { 'aws:RequestedRegion': 'eu-west-1' } },
    };
    const text = await screen({
      action: 'ec2:StopInstances',
      resource: `arn:aws:ec2:us-east-1:${A}:instance/i-0a1b`,
      identity: policy(allow('*', '*'), lock),
    });
    expect(text).toContain('allowed for such a resource in eu-west-1');
    expect(text).not.toContain('NotAction in Deny');
  });
});

describe('R728 allowed, and why', () => {
  test('policies that had no say are named', async () => {
    const { out } = await run(
      [
        ...[
          'simulate',
          '--principal',
          'anonymous',
          '--action',
          's3:GetObject',
          '--resource',
          'arn:aws:s3:::acme/x',
        ],
        ...['--resource-account', A, '--resource-policy', 'r.json', '--scp', 'deny.json'],
      ],
      {
        files: {
          'r.json': policy({ ...allow('s3:GetObject', 'arn:aws:s3:::acme/*'), Principal: '*' }),
          'deny.json': policy({ Effect: 'Deny', Action: '*', Resource: '*' }),
        },
      },
    );
    expect(out).toMatch(/^ALLOWED/m);
    expect(out.replace(/\s+/g, ' ')).toContain(
      'service control policies: SCPs limit principals of member accounts only',
    );
  });

  test('a Deny that misses by a slip is named', async () => {
    const identity = policy(allow('s3:*', '*'), {
      Effect: 'Deny',
      Action: 's3:GetObject',
      Resource: 'arn:aws:s3:::acme',
    });
    const text = await screen({ action: 's3:GetObject', resource: 'arn:aws:s3:::acme/x', identity });
    expect(text).toContain('Deny statement 2 (p.json:1): arn:aws:s3:::acme is the bucket');
  });
});

describe('R124 R720 the reading that decided is said', () => {
  test('R428 a Deny to a role of the caller’s name below a path', async () => {
    const text = await screen({
      action: 's3:GetObject',
      resource: 'arn:aws:s3:::acme/x',
      identity: policy(allow('*', '*'), {
        Effect: 'Deny',
        Action: '*',
        Resource: '*',
        Condition: { ArnEquals: { 'aws:PrincipalArn': `arn:aws:iam::${A}:role/team/App` } },
      }),
    });
    expect(text).toContain('DENIED');
    expect(text).toContain(
      'the session may be one of this role: it tells the role’s name, not its path; the stricter reading was taken, so this holds',
    );
    expect(text).not.toContain('ArnEquals wants');
  });

  test('R671 an Allow by tags of the role that is passed', async () => {
    const text = await screen({
      action: 'iam:PassRole',
      resource: `arn:aws:iam::${A}:role/Worker`,
      context: ['iam:ResourceTag/team=red'],
      identity: policy(
        allow('iam:PassRole', '*', { Condition: { StringEquals: { 'iam:ResourceTag/team': 'red' } } }),
      ),
    });
    expect(text).toContain(
      'the request may carry iam:ResourceTag/team or not; the stricter reading was taken',
    );
  });
});

describe('R735 a layer that only limits is opened by a statement, too', () => {
  const statement = '{ "Effect": "Allow", "Action": "s3:GetObject", "Resource": "*" }';
  const asking: Asking = {
    action: 's3:GetObject',
    resource: 'arn:aws:s3:::acme/x',
    identity: policy(allow('*', '*')),
  };

  test('an SCP at the level that does not allow', async () => {
    const scps = [policy(allow('*', '*')), policy(allow('ec2:*', '*')), policy(allow('s3:*', '*'))];
    const text = await screen({ ...asking, scps });
    expect(text).toContain(`allowed if you give an SCP at level 2 this statement: ${statement}`);
  });

  test('an SCP at each of them', async () => {
    const scps = [policy(allow('ec2:*', '*')), policy(allow('s3:*', '*')), policy(allow('ec2:*', '*'))];
    const text = await screen({ ...asking, scps });
    expect(text).toContain(`allowed if you give an SCP at level 1 and 3 this statement: ${statement}`);
  });

  test('of one level no number is told', async () => {
    const text = await screen({ ...asking, scps: [policy(allow('ec2:*', '*'))] });
    expect(text).toContain(`allowed if you give an SCP at each level this statement: ${statement}`);
  });

  test('R732 not where FullAWSAccess was forgotten', async () => {
    const deny = { Effect: 'Deny', Action: 'ec2:*', Resource: '*' };
    const text = await screen({ ...asking, scps: [policy(deny)] });
    expect(text).toContain('FullAWSAccess');
    expect(text).not.toContain('this statement');
  });
});

test('R724 where nothing that is sent could help, a statement would', async () => {
  const text = await screen({
    action: 's3:GetObject',
    resource: 'arn:aws:s3:::acme/x',
    identity: policy(
      allow('s3:*', '*', { Condition: { DateLessThan: { 'aws:CurrentTime': '2020-01-01T00:00:00Z' } } }),
    ),
  });
  expect(text).toContain('not before 2020-01-01T00:00:00Z');
  expect(text).toContain('allowed if you give an identity policy this statement: {');
  expect(text).not.toContain('allowed once');
});

test('R724 everyone is not let in past a condition that an unsigned request cannot meet', async () => {
  const text = await screen({
    principal: 'anonymous',
    action: 's3:GetObject',
    resource: 'arn:aws:s3:::acme/x',
    resourcePolicy: policy({
      ...allow('s3:GetObject', 'arn:aws:s3:::acme/*'),
      Principal: '*',
      Condition: { StringEquals: { 'aws:PrincipalOrgID': 'o-abc' } },
    }),
  });
  expect(text).toContain('DENIED');
  expect(text).not.toContain('this statement');
});

test('R720 a region that the question gave is another one for the asking', async () => {
  const lock = {
    Effect: 'Deny',
    NotAction: 'iam:*',
    Resource: '*',
    Condition: { StringNotEquals: { 'aws:RequestedRegion': ['eu-central-1', 'eu-west-1'] } },
  };
  const text = await screen({
    action: 'ec2:DescribeInstances',
    resource: '*',
    region: 'us-east-1',
    identity: policy(allow('*', '*')),
    scps: [policy(allow('*', '*'), lock)],
  });
  expect(text).toContain('allowed in eu-central-1 or eu-west-1: `--region` tells it');
});

test('R729 a variable is solved under a quantifier, too', async () => {
  const text = await screen({
    action: 'dynamodb:GetItem',
    resource: `arn:aws:dynamodb:eu-west-1:${A}:table/t`,
    context: ['dynamodb:LeadingKeys=mika'],
    identity: policy(
      allow('dynamodb:*', '*', {
        Condition: {
          'ForAllValues:StringEquals': { 'dynamodb:LeadingKeys': ['${aws:PrincipalTag/user}'] },
        },
      }),
    ),
  });
  expect(text).toContain('allowed if aws:PrincipalTag/user = mika');
  expect(text).not.toContain('= ${');
});

test('the claims of an identity provider are shown as the policy has them', async () => {
  const name = 'token.actions.githubusercontent.com';
  const provider = `arn:aws:iam::${A}:oidc-provider/${name}`;
  const text = await screen({
    principal: provider,
    action: 'sts:AssumeRoleWithWebIdentity',
    resource: `arn:aws:iam::${A}:role/Deploy`,
    context: [`${name}:sub=repo:acme/site:pull_request`, `${name}:aud=sts.amazonaws.com`],
    resourcePolicy: JSON.stringify(
      {
        Version: '2012-10-17',
        Statement: [
          {
            Effect: 'Allow',
            Principal: { Federated: provider },
            Action: 'sts:AssumeRoleWithWebIdentity',
            Condition: {
              StringEquals: { [`${name}:aud`]: 'sts.amazonaws.com', [`${name}:sub`]: 'repo:acme/site:x' },
            },
          },
        ],
      },
      undefined,
      1,
    ),
  });
  expect(text).toContain(`"${name}:sub": "repo:acme/site:x"`);
  expect(text).not.toContain('[hidden]');
});

/** The answer to a scenario in words, as one line. */
async function answerTo(request: object, policies: object): Promise<string> {
  const files = { 's.json': JSON.stringify({ request, policies }) };
  const { out, err } = await run(['simulate', '--scenario', 's.json'], { files });
  return (out + err).replace(/ \\\n/g, ' ').replace(/[\s│]+/g, ' ');
}

const document = (...Statement: readonly object[]) => ({ Version: '2012-10-17', Statement });
const all = { Effect: 'Allow', Action: '*', Resource: '*' };
const denied = (Action: string, Condition: object, Resource = '*') => ({
  Effect: 'Deny',
  Action,
  Resource,
  Condition,
});
const user = `arn:aws:iam::${A}:user/mika`;
const root = `arn:aws:iam::${A}:root`;
const lambda = `arn:aws:lambda:eu-west-1:${A}:function:f`;
const queue = `arn:aws:sqs:eu-west-1:${A}:orders`;
const of = (principal: string, action: string, resource: string, more: object = {}) => ({
  principal,
  action,
  resource,
  ...more,
});

describe('of every kind of found case others than the found ones', () => {
  const tagged = { requestTags: { team: 'red' } };
  test.each<readonly [string, object, object, readonly string[]]>([
    [
      'R735 a function is opened to calls by its URL alone',
      of(user, 'lambda:InvokeFunctionUrl', lambda, { context: { 'lambda:FunctionUrlAuthType': 'AWS_IAM' } }),
      { identity: [document(allow('lambda:InvokeFunctionUrl', '*'))] },
      ['"Condition": { "Bool": { "lambda:InvokedViaFunctionUrl": "true" } }'],
    ],
    [
      'R735 tags are allowed to be set by the call that makes the resource',
      of(user, 'ec2:CreateVpc', `arn:aws:ec2:eu-west-1:${A}:vpc/vpc-1`, tagged),
      { identity: [document(allow('ec2:CreateVpc', '*'))] },
      ['"Action": "ec2:CreateTags"', '"Condition": { "StringEquals": { "ec2:CreateAction": "CreateVpc" } }'],
    ],
    [
      'R722 names of resources that differ in case alone',
      of(user, 'dynamodb:GetItem', `arn:aws:dynamodb:eu-west-1:${A}:table/Orders`),
      { identity: [document(allow('dynamodb:GetItem', `arn:aws:dynamodb:eu-west-1:${A}:table/orders*`))] },
      ['the names differ in upper and lower case alone', `table/Orders*" to Resource in Allow statement 1`],
    ],
    [
      'R655 a session of sts:AssumeRoot wants its task policy',
      of(root, 's3:DeleteBucketPolicy', 'arn:aws:s3:::acme', {
        resourceAccount: A,
        context: { 'aws:AssumedRoot': 'true' },
      }),
      {},
      ['"session": [{ "managed": "S3UnlockBucketPolicy" }] in a scenario is its task policy'],
    ],
    [
      'R654 the root user is nobody who assumes the root of another account',
      of(root, 'sts:AssumeRoot', 'arn:aws:iam::444455556666:root', { managementAccount: A }),
      {},
      ['no policy helps: ask as a user or a role of the management account'],
    ],
    [
      'R654 the management account is no member',
      of(user, 'sts:AssumeRoot', root, { managementAccount: A }),
      { identity: [document(all)] },
      ['no policy helps: ask for the root user of a member account'],
    ],
    [
      'R652 a session asks for no session token',
      of(app, 'sts:GetSessionToken', '*'),
      { identity: [document(all)] },
      ['no policy helps: ask as a user with access keys'],
    ],
    [
      'R725 without the Deny AWS still refuses it',
      of(user, 'iam:TagPolicy', 'arn:aws:iam::aws:policy/ReadOnlyAccess'),
      { identity: [document(all, { ...all, Effect: 'Deny' })] },
      ['without it: still denied, whatever the policies say'],
    ],
    [
      'R429 R808 a role of Identity Center: both ways',
      of(`arn:aws:sts::${A}:assumed-role/AWSReservedSSO_Dev_0123456789abcdef/mika`, 'sqs:SendMessage', queue),
      {
        identity: [
          document(
            all,
            denied('*', {
              ArnEquals: {
                'aws:PrincipalArn': `arn:aws:iam::${A}:role/aws-reserved/sso.amazonaws.com/eu-west-1/AWSReservedSSO_Dev_0123456789abcdef`,
              },
            }),
          ),
        ],
      },
      ['IT DEPENDS', 'allowed if aws:PrincipalArn is not like', 'denied by a Deny if aws:PrincipalArn like'],
    ],
    [
      'R728 an RCP of another service has no say',
      of(user, 'lambda:InvokeFunction', lambda),
      {
        identity: [document(all)],
        rcp: [[document({ Effect: 'Deny', Principal: '*', Action: 's3:*', Resource: '*' })]],
      },
      ['ALLOWED', 'no say resource control policies: no Deny is about lambda:InvokeFunction'],
    ],
    [
      'R904 the resource that is meant is made of the one that was given',
      of(user, 's3:ListBucket', 'arn:aws:s3:::acme/reports/x.csv', { resourceAccount: A }),
      { identity: [document(all)] },
      ['Ask about `arn:aws:s3:::acme`.'],
    ],
    [
      'R904 a role for an instance profile',
      of(user, 'iam:PassRole', `arn:aws:iam::${A}:instance-profile/App`),
      { identity: [document(all)] },
      [`Ask about \`arn:aws:iam::${A}:role/App\`.`],
    ],
    [
      'R735 a repository policy takes no Resource',
      of(user, 'ecr:BatchGetImage', 'arn:aws:ecr:eu-west-1:444455556666:repository/r'),
      { identity: [document(all)] },
      [`{ "Effect": "Allow", "Principal": { "AWS": "${user}" }, "Action": "ecr:BatchGetImage" }`],
    ],
    [
      'R904 the table of a stream',
      of(user, 'dynamodb:Query', `arn:aws:dynamodb:eu-west-1:${A}:table/T/stream/x`),
      { identity: [document(all)] },
      [`Ask about \`arn:aws:dynamodb:eu-west-1:${A}:table/T\`.`],
    ],
    [
      'R904 the access point of an object',
      of(user, 's3:ListBucket', `arn:aws:s3:eu-west-1:${A}:accesspoint/a/object/k`),
      { identity: [document(all)] },
      [`Ask about \`arn:aws:s3:eu-west-1:${A}:accesspoint/a\`.`],
    ],
    [
      'R505 a variable without a value is named as it is written',
      of(user, 's3:GetObject', 'arn:aws:s3:::acme/red/k', { resourceAccount: A }),
      { identity: [document(allow('s3:*', 'arn:aws:s3:::acme/${aws:PrincipalTag/Team}/*'))] },
      ['${aws:PrincipalTag/Team} has no value, so its pattern matches nothing'],
    ],
    [
      'R228 an id that nobody told',
      of(user, 'sqs:SendMessage', queue),
      {
        resource: document({
          Effect: 'Allow',
          Principal: { AWS: 'AIDAJ2UCCR6DPCEXAMPLE' },
          Action: '*',
          Resource: '*',
        }),
      },
      ['taking the caller’s id for another one', 'allowed if the caller’s id is AIDAJ2UCCR6DPCEXAMPLE'],
    ],
  ])('%s', async (_, request, policies, texts) => {
    const text = await answerTo(request, policies);
    for (const part of texts) expect(text).toContain(part);
  });

  test('what counts for nothing lets nothing pass', async () => {
    const policies = {
      identity: [document(all)],
      resource: document({ ...all, Principal: '*' }),
      rcp: [[document({ Effect: 'Deny', Principal: '*', Action: 's3:*', Resource: '*' })]],
    };
    const job = of(user, 'glue:GetJob', `arn:aws:glue:eu-west-1:${A}:job/j`);
    expect(await answerTo(job, policies)).not.toMatch(/lets? it pass/);
  });

  test('R720 the values that the caller gives or leaves out are advised before those of others', async () => {
    const request = of(user, 'sqs:SendMessage', queue);
    const condition = {
      ArnNotLike: { 'aws:PrincipalArn': 'arn:aws:iam::*:user/admin' },
      BoolIfExists: { 'aws:ViaAWSService': 'false' },
      NotIpAddressIfExists: { 'aws:SourceIp': '10.0.0.0/8' },
      StringNotEqualsIfExists: { 'aws:PrincipalOrgID': 'o-1' },
    };
    const text = await answerTo(request, {
      identity: [document(all)],
      scp: [[document(all, denied('*', condition))]],
    });
    const places = ['aws:SourceIp in', 'aws:PrincipalOrgID =', 'aws:ViaAWSService is'].map((part) =>
      text.indexOf(`allowed if ${part}`),
    );
    expect(places).not.toContain(-1);
    expect(Math.max(...places.slice(0, 2))).toBeLessThan(places[2] ?? 0);
  });

  test.each([
    ['kms:Decrypt', true],
    ['kms:PutKeyPolicy', false],
    ['kms:CreateAlias', false],
  ])('R664 grants of KMS are spoken of where a grant can be for the action: %s', async (action, isSaid) => {
    const resource = action === 'kms:CreateAlias' ? `arn:aws:kms:eu-west-1:${A}:alias/aws/s3` : key;
    const text = await answerTo(of(user, action, resource), { identity: [document(all)] });
    expect(text).toContain('DENIED');
    expect(text.includes('KMS grants are not looked at')).toBe(isSaid);
  });
});
