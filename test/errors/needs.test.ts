import { describe, expect, test } from 'vitest';
import type { ExplainErrorDocument } from '../../src/documents/explain-error.ts';
import { run } from '../support/run.ts';

/**
 * What people bring to a refusal, from the text in front of them to what mends it. Passing and assuming roles, tokens
 * and deletions go on in the tests of the checks.
 */

const user = 'arn:aws:iam::111122223333:user/mika';
const session = 'arn:aws:sts::111122223333:assumed-role/App/ci';
const home = '/home/user';
const keys = (secret: string, more = '') =>
  `[default]\naws_access_key_id = AKIAJMIKAMIKAMIKA2F3\naws_secret_access_key = ${secret}\n${more}`;
const temporary = keys('none-of-your-business/0123456789abcdef012').replace('AKIA', 'ASIA');

interface Need {
  readonly pain: string;
  readonly text: string;
  readonly files?: Readonly<Record<string, string>>;
  readonly env?: Readonly<Record<string, string>>;
  /** In the page, in any order. */
  readonly shows: readonly string[];
  /** Among the commands that are told. */
  readonly leads?: string;
  readonly hasPolicy?: boolean;
}

const needs: readonly Need[] = [
  {
    pain: 'a session of GetSessionToken without MFA: all works but IAM, which says InvalidClientTokenId',
    text: 'An error occurred (InvalidClientTokenId) when calling the ListUsers operation: The security token included in the request is invalid',
    files: {
      [`${home}/.aws/credentials`]: `${temporary}aws_session_token = IQoJb3JpZ2luX2VjEexampletoken0123456789\n`,
    },
    shows: ['ListUsers is a call of IAM, and the credentials here are temporary', 'MFA'],
  },
  {
    pain: 'old keys in the environment win over a profile',
    text: 'An error occurred (InvalidClientTokenId) when calling the GetCallerIdentity operation: The security token included in the request is invalid.',
    files: {
      [`${home}/.aws/config`]:
        '[profile dev]\nsso_start_url = https://acme.awsapps.com/start\nsso_region = eu-west-1\nsso_account_id = 111122223333\nsso_role_name = Dev\n',
    },
    env: {
      AWS_PROFILE: 'dev',
      AWS_ACCESS_KEY_ID: 'AKIAJMIKAMIKAMIKA2F3',
      AWS_SECRET_ACCESS_KEY: 'none-of-your-business/0123456789abcdef012',
    },
    shows: ['environment'],
    leads: 'unset AWS_ACCESS_KEY_ID',
  },
  {
    pain: 'a secret with a quote too many: the signature does not match',
    text: 'An error occurred (SignatureDoesNotMatch) when calling the GetCallerIdentity operation: The request signature we calculated does not match the signature you provided. Check your AWS Secret Access Key and signing method.',
    files: { [`${home}/.aws/credentials`]: keys('"none-of-your-business/0123456789abcdef01"') },
    shows: ['~/.aws/credentials:3'],
  },
  {
    pain: 'a token of GitHub is refused',
    text: 'Error: Could not assume role with OIDC: Not authorized to perform sts:AssumeRoleWithWebIdentity',
    shows: ['trust policy of the role does not match the token'],
    leads: 'iamx check assume-role ROLE --web-identity-token FILE',
  },
  {
    pain: 'AssumeRole is refused, and nobody says by which side',
    text: `An error occurred (AccessDenied) when calling the AssumeRole operation: User: ${user} is not authorized to perform: sts:AssumeRole on resource: arn:aws:iam::444455556666:role/Ops`,
    shows: ['does not say', 'which policy decides', 'trust policy of the role does not name the caller'],
    leads: 'iamx check assume-role arn:aws:iam::444455556666:role/Ops',
    hasPolicy: false,
  },
  {
    pain: 'the hour of role chaining',
    text: 'An error occurred (ValidationError) when calling the AssumeRole operation: The requested DurationSeconds exceeds the 1 hour session limit for roles assumed by role chaining',
    shows: ['lasts one hour at most'],
    leads: 'iamx check assume-role ROLE --duration SECONDS',
  },
  {
    pain: 'a principal that was deleted stands in a policy',
    text: 'Error: updating S3 Bucket Policy: MalformedPolicy: Invalid principal in policy\n\tstatus code: 400, request id: 1A2B3C4D5E6F7G8H',
    shows: ['names a principal that AWS cannot find'],
    leads: 'iamx lint policy.json',
  },
  {
    pain: 'an empty list of Terraform becomes a statement without principals',
    text: 'com.amazon.balsa.error.InvalidPolicyException: The passed in policy has a statement with no principals!',
    shows: ['empty list of principals'],
    leads: 'iamx lint policy.json',
  },
  {
    pain: 'a user cannot be deleted, and nobody says why',
    text: 'An error occurred (DeleteConflict) when calling the DeleteUser operation: Cannot delete entity, must remove referenced objects first.',
    shows: ['Something still hangs on what is to be deleted'],
    leads: 'iamx check delete-user NAME',
  },
  {
    pain: 'allowed by every policy of the account, refused by the organization',
    text: `An error occurred (AccessDenied) when calling the CreateBucket operation: User: ${session} is not authorized to perform: s3:CreateBucket on resource: "arn:aws:s3:::acme" with an explicit deny in a service control policy: arn:aws:organizations::999988887777:policy/o-a1b2c3d4e5/service_control_policy/p-2kgnabcd`,
    shows: [
      'A service control policy of the organization forbids',
      'no edit there can fix this',
      '999988887777',
    ],
    hasPolicy: false,
  },
  {
    pain: 'a layer that other readers of refusals do not know',
    text: `User: ${session} is not authorized to perform: sns:Publish on resource: arn:aws:sns:us-east-1:444455556666:news with an explicit deny in a VPC endpoint policy transitively through a service control policy`,
    shows: ['The policy of the VPC endpoint forbids'],
    hasPolicy: false,
  },
  {
    pain: 'no policy allows it: which is the smallest that would',
    text: `An error occurred (AccessDenied) when calling the PutObject operation: User: ${session} is not authorized to perform: s3:PutObject on resource: "arn:aws:s3:::acme/q1.csv" because no identity-based policy allows the s3:PutObject action`,
    shows: [
      'No identity policy of role App allows',
      '"arn:aws:s3:::acme/q1.csv"',
      'whoever manages IAM in account 111122223333',
    ],
    leads: 'iamx simulate --principal',
    hasPolicy: true,
  },
  {
    pain: 'a role cannot be passed to a service',
    text: `An error occurred (AccessDeniedException) when calling the CreateFunction operation: User: ${user} is not authorized to perform: iam:PassRole on resource: arn:aws:iam::111122223333:role/team/App because no identity-based policy allows the iam:PassRole action`,
    shows: ['iam:PassRole', 'lambda:CreateFunction'],
    leads: 'iamx check pass-role arn:aws:iam::111122223333:role/team/App --service lambda.amazonaws.com',
    hasPolicy: true,
  },
  {
    pain: 'a pod has no role, and the Go SDK speaks of IMDS',
    text: 'operation error S3: ListBuckets, get identity: get credentials: failed to refresh cached credentials, no EC2 IMDS role found, operation error ec2imds: GetMetadata, request canceled, context deadline exceeded',
    shows: ['the real reason stands earlier in its chain', 'Go SDK v2'],
  },
  {
    pain: 'a tag at creation needs a second permission',
    text: `An error occurred (AccessDenied) when calling the RunInstances operation: User: ${user} is not authorized to perform: ec2:CreateTags on resource: arn:aws:ec2:us-east-1:111122223333:instance/* because no identity-based policy allows the ec2:CreateTags action`,
    shows: ['ec2:RunInstances', 'needs ec2:CreateTags besides'],
    hasPolicy: true,
  },
  {
    pain: 'signed in to Identity Center, and the role is not assigned',
    text: 'An error occurred (ForbiddenException) when calling the GetRoleCredentials operation: No access',
    shows: ['role', 'assign'],
  },
  {
    pain: 'an API behind API Gateway answers that nobody is authorized',
    text: '{"Message":"User: anonymous is not authorized to perform: execute-api:Invoke on resource: arn:aws:execute-api:eu-west-1:********3333:abc123/prod/GET/x"}',
    shows: ['execute-api:Invoke', 'the request is not signed'],
    leads: 'aws apigateway get-rest-api --rest-api-id API --query policy',
    hasPolicy: false,
  },
];

describe('from the text to what mends it', () => {
  test.each(needs)('$pain', async ({ text, files = {}, env = {}, shows, leads, hasPolicy }) => {
    const world = { stdin: text, homeFolder: home, files, env };
    const { out, err, status } = await run(['explain-error', '-'], world);
    expect([status, err]).toEqual([0, '']);
    const plain = out.replace(/\s+/g, ' ');
    for (const piece of shows) expect(plain).toContain(piece);
    const { out: json } = await run(['explain-error', '--json', '-'], world);
    const { matches, policy } = JSON.parse(json) as ExplainErrorDocument;
    const commands = matches.flatMap(({ remedies, next }) => [
      ...remedies.flatMap(({ command }) => command ?? []),
      ...(next === undefined ? [] : [next]),
    ]);
    if (leads !== undefined) expect(commands.filter((one) => one.startsWith(leads))).not.toEqual([]);
    if (hasPolicy !== undefined) expect(policy !== undefined).toBe(hasPolicy);
  });
});
