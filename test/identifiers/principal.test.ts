import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parsePrincipal } from '../../src/identifiers/principal.ts';

const aws = { partition: 'aws', account: '111122223333' };

describe('who can call', () => {
  test.each([
    ['arn:aws:iam::111122223333:root', { kind: 'root', ...aws }],
    ['111122223333', { kind: 'root', ...aws }],
    ['arn:aws:iam::111122223333:user/mika', { kind: 'user', ...aws, path: '/', name: 'mika' }],
    [
      'arn:aws:iam::111122223333:user/a/b/mika@example.com',
      { kind: 'user', ...aws, path: '/a/b/', name: 'mika@example.com' },
    ],
    [
      'arn:aws-cn:iam::111122223333:user/mika',
      { kind: 'user', partition: 'aws-cn', account: '111122223333', path: '/', name: 'mika' },
    ],
    ['arn:aws:iam::111122223333:role/App', { kind: 'role', ...aws, path: '/', roleName: 'App' }],
    [
      'arn:aws:iam::111122223333:role/team/red/App',
      { kind: 'role', ...aws, path: '/team/red/', roleName: 'App' },
    ],
    [
      'arn:aws:iam::111122223333:role/aws-service-role/ecs.amazonaws.com/AWSServiceRoleForECS',
      {
        kind: 'role',
        ...aws,
        path: '/aws-service-role/ecs.amazonaws.com/',
        roleName: 'AWSServiceRoleForECS',
      },
    ],
    [
      'arn:aws:sts::111122223333:assumed-role/App/ci',
      { kind: 'session', ...aws, roleName: 'App', sessionName: 'ci' },
    ],
    [
      'arn:aws:sts::111122223333:assumed-role/App/mika@example.com',
      { kind: 'session', ...aws, roleName: 'App', sessionName: 'mika@example.com' },
    ],
    [
      'arn:aws:sts::111122223333:assumed-role/aws:ec2-instance/i-0123456789abcdef0',
      { kind: 'session', ...aws, roleName: 'aws:ec2-instance', sessionName: 'i-0123456789abcdef0' },
    ],
    ['arn:aws:sts::111122223333:federated-user/bob', { kind: 'federated-user', ...aws, name: 'bob' }],
    [
      'arn:aws:iam::111122223333:saml-provider/Okta',
      { kind: 'provider', protocol: 'saml', ...aws, name: 'Okta' },
    ],
    [
      'arn:aws:iam::111122223333:oidc-provider/oidc.eks.eu-west-1.amazonaws.com/id/EXAMPLED539D4633E53DE1B71EXAMPLE',
      {
        kind: 'provider',
        protocol: 'oidc',
        ...aws,
        name: 'oidc.eks.eu-west-1.amazonaws.com/id/EXAMPLED539D4633E53DE1B71EXAMPLE',
      },
    ],
    ['accounts.google.com', { kind: 'provider', protocol: 'built-in', name: 'accounts.google.com' }],
    ['graph.facebook.com', { kind: 'provider', protocol: 'built-in', name: 'graph.facebook.com' }],
    ['www.amazon.com', { kind: 'provider', protocol: 'built-in', name: 'www.amazon.com' }],
    [
      'cognito-identity.amazonaws.com',
      { kind: 'provider', protocol: 'built-in', name: 'cognito-identity.amazonaws.com' },
    ],
    ['ec2.amazonaws.com', { kind: 'service', name: 'ec2.amazonaws.com' }],
    ['logs.us-east-1.amazonaws.com', { kind: 'service', name: 'logs.us-east-1.amazonaws.com' }],
    ['alexa-appkit.amazon.com', { kind: 'service', name: 'alexa-appkit.amazon.com' }],
    ['ec2.amazonaws.com.cn', { kind: 'service', name: 'ec2.amazonaws.com.cn' }],
    ['anonymous', { kind: 'anonymous' }],
    ['*', { kind: 'anonymous' }],
  ])('%s', (text, expected) => {
    expect(parsePrincipal(text)).toEqual({ ...expected, text });
  });
});

describe('who cannot, and the nearest right form', () => {
  test.each([
    ['', 'the principal is empty', 'ec2.amazonaws.com'],
    [' anonymous', 'white space', '`anonymous`'],
    ['arn:aws:iam::111122223333:group/devs', 'a group cannot call AWS', ':user/NAME'],
    [
      'arn:aws:iam::111122223333:instance-profile/web',
      'an instance profile cannot call AWS',
      ':assumed-role/ROLE/',
    ],
    ['arn:aws:iam::111122223333:mfa/mika', 'an MFA device cannot call AWS', ':user/NAME'],
    ['arn:aws:iam::111122223333:policy/p', 'a policy cannot call AWS', 'anonymous'],
    ['arn:aws:iam:::user/mika', 'names no account', '`arn:aws:iam::ACCOUNT:user/mika`'],
    ['arn:aws:iam::1111-2222-3333:user/mika', 'not an account id', '`arn:aws:iam::111122223333:user/mika`'],
    [
      'arn:aws:iam:us-east-1:111122223333:user/mika',
      'an iam ARN has no region',
      '`arn:aws:iam::111122223333:user/mika`',
    ],
    ['arn:aws:iam:111122223333:user/mika', '5 of the six fields', '`arn:aws:iam::111122223333:user/mika`'],
    ['arn:aws:iam', '3 of the six fields', 'arn:PARTITION:SERVICE:REGION:ACCOUNT:RESOURCE'],
    ['ARN:aws:iam::111122223333:root', 'small letters', '`arn:aws:iam::111122223333:root`'],
    ['arn:iam::iam::111122223333:root', 'has no AWS partition', 'arn:aws:'],
    [
      'arn:aws:iam::111122223333:assumed-role/App/ci',
      'belong to sts',
      '`arn:aws:sts::111122223333:assumed-role/App/ci`',
    ],
    [
      'arn:aws:iam::111122223333:federated-user/bob',
      'belong to sts',
      '`arn:aws:sts::111122223333:federated-user/bob`',
    ],
    ['arn:aws:sts::111122223333:role/App', 'belongs to iam', '`arn:aws:iam::111122223333:role/App`'],
    ['arn:aws:sts::111122223333:user/mika', 'belongs to iam', '`arn:aws:iam::111122223333:user/mika`'],
    ['arn:aws:sts::111122223333:root', 'belongs to iam', '`arn:aws:iam::111122223333:root`'],
    [
      'arn:aws:sts::111122223333:assumed-role/App',
      'names no session',
      '`arn:aws:iam::111122223333:role/App`',
    ],
    [
      'arn:aws:sts::111122223333:assumed-role/team/App/ci',
      "never holds the role's path",
      '`arn:aws:sts::111122223333:assumed-role/App/ci`',
    ],
    ['arn:aws:iam::111122223333:user/', 'names no user', 'user/NAME'],
    ['arn:aws:iam::111122223333:role//App', 'empty part in its path', 'one slash'],
    ['arn:aws:iam::111122223333:user/*', 'is a pattern', 'one user or session'],
    ['arn:aws:iam::111122223333:user/${aws:username}', 'is a pattern', 'one user or session'],
    ['arn:aws:iam::111122223333:user/two words', 'character that names cannot have', '_+=,.@-'],
    [
      'arn:aws:iam::cloudfront:user/CloudFront Origin Access Identity E2EXAMPLE',
      'origin access identity',
      'cloudfront.amazonaws.com',
    ],
    [
      'arn:aws:lambda:eu-west-1:111122223333:function:f',
      'calls AWS as its role',
      '`arn:aws:sts::111122223333:assumed-role/ROLE/SESSION`',
    ],
    ['arn:aws:s3:::acme-data', 'is a resource of s3', 'anonymous'],
    [
      'arn:aws:sso:::permissionSet/ssoins-1/ps-1',
      'a permission set cannot call AWS',
      'AWSReservedSSO_NAME_HASH',
    ],
    ['1111-2222-3333', 'not an account id', '`111122223333`'],
    ['11122223333', 'has 11 digits', 'leading zeros'],
    ['user/mika', 'names no account', '`arn:aws:iam::ACCOUNT:user/mika`'],
    ['assumed-role/App/ci', 'names no account', '`arn:aws:sts::ACCOUNT:assumed-role/App/ci`'],
    ['AROAY24FZKAOBPJTH2BSF', 'is an id', '`principalId`'],
    ['AROAY24FZKAOBPJTH2BSF:ci', 'is an id', '`principalId`'],
    ['f'.repeat(64), 'canonical user id', 'arn:aws:iam::ACCOUNT:root'],
    ['EC2.amazonaws.com', 'not a service principal', 'small letters'],
    [
      'https://token.actions.githubusercontent.com',
      'not a service principal',
      ':oidc-provider/token.actions.githubusercontent.com`',
    ],
    ['lambda', 'is not a principal', '`lambda.amazonaws.com`'],
    ['Mika Example', 'is not a principal', 'anonymous'],
  ])('%j', (text, message, hint) => {
    const read = parsePrincipal(text);
    // Whoever shows it need not say again that it is about a principal.
    const isNamed = read.kind === 'invalid' && read.message.includes('principal');
    expect(read).toEqual({
      kind: 'invalid',
      message: expect.stringContaining(message) as unknown,
      hint: expect.stringContaining(hint) as unknown,
      ...(isNamed ? { isNamed } : {}),
    });
  });

  test('no text makes it throw, and every hint is a sentence', () => {
    const text = fc.oneof(
      fc.string(),
      fc.string().map((rest) => `arn:aws:iam::111122223333:${rest}`),
    );
    fc.assert(
      fc.property(text, (given) => {
        const principal = parsePrincipal(given);
        if (principal.kind === 'invalid') expect(principal.hint.endsWith('.')).toBe(true);
        else expect(principal.text).toBe(given);
      }),
    );
  });
});
