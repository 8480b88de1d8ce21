import { describe, expect, test } from 'vitest';
import type { ExplainErrorDocument } from '../../src/documents/explain-error.ts';
import { samples } from '../messages/samples.ts';
import { run } from '../support/run.ts';

const user = 'arn:aws:iam::111122223333:user/mika';
const refused = (operation: string, action: string, resource: string) =>
  `An error occurred (AccessDenied) when calling the ${operation} operation: User: ${user} is not authorized to perform: ${action} on resource: ${resource} because no identity-based policy allows the ${action} action`;

async function explain(text: string): Promise<ExplainErrorDocument> {
  const { out, err } = await run(['explain-error', '--json', '-'], { stdin: text });
  expect(err).toBe('');
  return JSON.parse(out) as ExplainErrorDocument;
}

function sampleOf(id: string): string {
  const found = samples.find(([each]) => each === id);
  if (found === undefined) throw new Error(`no sample of ${id}`);
  return found[1];
}

describe('an error about a role leads to the check of both its sides', () => {
  test.each([
    ...['E60', 'E61', 'E62', 'E63', 'E66', 'E69', 'E70', 'E71', 'E72', 'E73', 'E79', 'E80', 'E81'].map(
      (id) => [id, 'iamx check assume-role '] as const,
    ),
    ...['E50', 'E90', 'E91', 'E92', 'E93', 'E94'].map((id) => [id, 'iamx check pass-role '] as const),
    ...['E102', 'E103', 'E104', 'E105', 'E106', 'E107', 'E108', 'E109', 'E117'].map(
      (id) => [id, 'iamx lint '] as const,
    ),
    ['E100', 'iamx check delete-'],
    ['E101', 'iamx check delete-user '],
  ] as const)('%s: %s', async (id, start) => {
    const [first] = (await explain(sampleOf(id))).matches;
    const commands = first?.remedies.flatMap(({ command }) => command ?? []) ?? [];
    expect(commands.filter((command) => command.startsWith(start))).not.toEqual([]);
    if (!start.startsWith('iamx check delete')) expect(first?.next).toMatch(new RegExp(`^${start}`));
  });

  test('with the whole ARN of the role, its path too', async () => {
    const { matches } = await explain(
      refused('AssumeRole', 'sts:AssumeRole', 'arn:aws:iam::444455556666:role/team/Ops'),
    );
    expect(matches[0]?.next).toBe('iamx check assume-role arn:aws:iam::444455556666:role/team/Ops');
  });

  test.each([
    ['CreateFunction', 'lambda.amazonaws.com'],
    ['RegisterTaskDefinition', 'ecs-tasks.amazonaws.com'],
    ['RunInstances', 'ec2.amazonaws.com'],
    ['CreateStateMachine', 'states.amazonaws.com'],
    ['DoSomething', 'SERVICE'],
  ])('with the service to which %s passes it: %s', async (operation, service) => {
    const role = 'arn:aws:iam::111122223333:role/team/App';
    const { matches } = await explain(refused(operation, 'iam:PassRole', role));
    expect(matches[0]?.next).toBe(`iamx check pass-role ${role} --service ${service}`);
  });

  test('with the role that the service names', async () => {
    const role = 'arn:aws:iam::111122223333:role/app/Task';
    const { matches } = await explain(
      `An error occurred (ClientException) when calling the RunTask operation: ECS was unable to assume the role '${role}' that was provided for this task.`,
    );
    expect(matches[0]?.next).toBe(`iamx check pass-role ${role} --service ecs-tasks.amazonaws.com`);
  });
});

describe('of what a call needs besides its own action the call is named', () => {
  const key = 'arn:aws:kms:us-east-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab';
  const role = 'arn:aws:iam::111122223333:role/App';
  test.each([
    ['CreateFunction', 'iam:PassRole', role, 'lambda:CreateFunction'],
    ['RunInstances', 'ec2:CreateTags', 'arn:aws:ec2:us-east-1:111122223333:instance/*', 'ec2:RunInstances'],
    ['PutObject', 'kms:GenerateDataKey', key, 's3:PutObject'],
    ['CopyObject', 's3:GetObject', 'arn:aws:s3:::acme/x', 's3:CopyObject'],
    ['CreateCacheCluster', 'iam:CreateServiceLinkedRole', role, 'elasticache:CreateCacheCluster'],
  ])('%s: %s', async (operation, action, resource, call) => {
    const { fields } = await explain(refused(operation, action, resource));
    expect(fields).toMatchObject({ dependentOf: call });
  });

  test.each([
    ['GetObject', 's3:GetObject', 'arn:aws:s3:::acme/x'],
    ['HeadObject', 's3:GetObject', 'arn:aws:s3:::acme/x'],
    ['ListObjectsV2', 's3:ListBucket', 'arn:aws:s3:::acme'],
    ['ListBuckets', 's3:ListAllMyBuckets', '*'],
    ['GetRestApis', 'apigateway:GET', 'arn:aws:apigateway:us-east-1::/restapis'],
    ['Invoke', 'lambda:InvokeFunction', 'arn:aws:lambda:us-east-1:111122223333:function:f'],
  ])('%s is refused by its own action %s', async (operation, action, resource) => {
    const { fields } = await explain(refused(operation, action, resource));
    expect(fields).not.toHaveProperty('dependentOf');
  });

  test('stands on the page', async () => {
    const { out } = await run(['explain-error', '-'], {
      stdin: refused('PutObject', 'kms:GenerateDataKey', key),
    });
    expect(out).toMatch(/call +s3:PutObject +needs kms:GenerateDataKey besides/);
  });
});

describe('the smallest policy is read by lint', () => {
  test('what is dangerous about it stands beside it', async () => {
    const text = refused('PutUserPolicy', 'iam:PutUserPolicy', user);
    const { policy } = await explain(text);
    expect(policy?.lint).not.toEqual([]);
    const { out } = await run(['explain-error', '--verbose', '-'], { stdin: text });
    const policyAt = out.indexOf('The smallest policy');
    expect(policyAt).toBeGreaterThan(0);
    expect(out.slice(policyAt)).toMatch(/(?:iam:PutUserPolicy|escalat|administrator)/i);
  });

  test('where there is nothing, the list is empty', async () => {
    expect((await explain(refused('GetObject', 's3:GetObject', 'arn:aws:s3:::acme/x'))).policy?.lint).toEqual(
      [],
    );
  });
});

test('of a call that is about several resources the policy holds them all, and says which AWS did not name', async () => {
  const instances = 'arn:aws:ec2:eu-west-1:111122223333:instance/*';
  const text = refused('RunInstances', 'ec2:RunInstances', instances);
  const { policy } = await explain(text);
  const [statement] = (policy?.document as { Statement: readonly { Resource: readonly string[] }[] })
    .Statement;
  expect(statement?.Resource).toEqual([
    instances,
    'arn:aws:ec2:eu-west-1::image/*',
    'arn:aws:ec2:eu-west-1:*:network-interface/*',
    'arn:aws:ec2:eu-west-1:*:security-group/*',
    'arn:aws:ec2:eu-west-1:*:subnet/*',
  ]);
  const { out } = await run(['explain-error', '-'], { stdin: text });
  expect(out.replace(/\s+/g, ' ')).toContain(
    'AWS names one resource at a time. As far as the data knows the call is about `image`, `network-interface`, `security-group` and `subnet` too',
  );
});

describe('a refusal without a reason is asked by the action of its call', () => {
  test.each([
    ['HeadObject', 's3:GetObject'],
    ['ListObjectsV2', 's3:ListBucket'],
    ['ListBuckets', 's3:ListAllMyBuckets'],
    ['RunInstances', 'ec2:RunInstances'],
    ['ListTagsForResource', 'SERVICE:ListTagsForResource'],
    ['NoSuchCall', 'SERVICE:NoSuchCall'],
  ])('%s: %s', async (operation, action) => {
    const stdin = `An error occurred (AccessDenied) when calling the ${operation} operation: Access Denied`;
    const { out, status } = await run(['explain-error', '-'], { stdin });
    expect(status).toBe(0);
    expect(out).toContain(`iamx simulate --principal CALLER --action ${action} --resource ARN`);
  });
});
