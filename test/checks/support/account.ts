/** An account of IAM as plain data, for tests of what has to be removed before something can be deleted. */

export interface Attached {
  readonly inline: Map<string, string>;
  /** ARNs. */
  readonly attached: Set<string>;
}

export interface User extends Attached {
  readonly path: string;
  password: boolean;
  /** By id; whether it is active. */
  readonly keys: Map<string, boolean>;
  readonly mfa: Set<string>;
  readonly certificates: Set<string>;
  readonly ssh: Set<string>;
  /** By id; the service. */
  readonly services: Map<string, string>;
  readonly groups: Set<string>;
  boundary?: string | undefined;
  readonly tags: Readonly<Record<string, string>>;
}

export interface Role extends Attached {
  readonly path: string;
  readonly trust: string;
  readonly maxSeconds: number;
  boundary?: string | undefined;
  readonly tags: Readonly<Record<string, string>>;
}

export interface Policy {
  readonly versions: Map<string, string>;
  standard: string;
}

export interface Account {
  readonly id: string;
  readonly users: Map<string, User>;
  readonly groups: Map<string, Attached>;
  readonly roles: Map<string, Role>;
  /** By ARN. */
  readonly policies: Map<string, Policy>;
  /** The roles in each. */
  readonly profiles: Map<string, Set<string>>;
  readonly virtualMfa: Set<string>;
  /** By ARN; the client ids. */
  readonly oidc: Map<string, readonly string[]>;
  /** By ARN; the time at which the metadata ends. */
  readonly saml: Map<string, string>;
}

export const anyPolicy =
  '{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"s3:GetObject","Resource":"*"}]}';
const ec2Trust =
  '{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{"Service":"ec2.amazonaws.com"},"Action":"sts:AssumeRole"}]}';

export const accountId = '111122223333';
export const arnOf = (rest: string) => `arn:aws:iam::${accountId}:${rest}`;

const nothing = (): Attached => ({ inline: new Map(), attached: new Set() });

export function user(more: Partial<User> = {}): User {
  return {
    ...nothing(),
    path: '/',
    password: false,
    keys: new Map(),
    mfa: new Set(),
    certificates: new Set(),
    ssh: new Set(),
    services: new Map(),
    groups: new Set(),
    tags: {},
    ...more,
  };
}

export function role(more: Partial<Role> = {}): Role {
  return { ...nothing(), path: '/', trust: ec2Trust, maxSeconds: 3600, tags: {}, ...more };
}

export const group = (more: Partial<Attached> = {}): Attached => ({ ...nothing(), ...more });

export function account(more: Partial<Account> = {}): Account {
  return {
    id: accountId,
    users: new Map(),
    groups: new Map(),
    roles: new Map(),
    policies: new Map(),
    profiles: new Map(),
    virtualMfa: new Set(),
    oidc: new Map(),
    saml: new Map(),
    ...more,
  };
}

/** A user, a group, a role, a policy and an instance profile, each with all that can be in its way. */
export function crowded(): Account {
  const shared = arnOf('policy/team/shared');
  return account({
    users: new Map([
      [
        'mika',
        user({
          path: '/team/',
          password: true,
          keys: new Map([
            ['AKIAJMIKAMIKAMIKA222', true],
            ['AKIAJMIKAMIKAMIKA333', false],
          ]),
          mfa: new Set([arnOf('mfa/mika'), 'GAHT12345678', arnOf('u2f/user/mika/key-QRSTUVW')]),
          certificates: new Set(['TA7SMP42TDN5Z26OBPJE7EXAMPLE']),
          ssh: new Set(['APKAEIBAERJR2EXAMPLE', 'APKAEIBAERJR3EXAMPLE']),
          services: new Map([
            ['ACCAEXAMPLE123EXAMPLE', 'codecommit.amazonaws.com'],
            ['ACCAEXAMPLE456EXAMPLE', 'bedrock.amazonaws.com'],
          ]),
          groups: new Set(['devs', '-odd', '=odd']),
          inline: new Map([
            ['own', anyPolicy],
            ['a,b=c+d@e', anyPolicy],
          ]),
          attached: new Set([shared, 'arn:aws:iam::aws:policy/ReadOnlyAccess']),
          boundary: shared,
        }),
      ],
      ['rene', user({ groups: new Set(['devs']) })],
    ]),
    groups: new Map([
      ['devs', group({ inline: new Map([['own', anyPolicy]]), attached: new Set([shared]) })],
      ['-odd', group()],
      ['=odd', group()],
    ]),
    roles: new Map([
      [
        'App',
        role({
          path: '/apps/',
          inline: new Map([['own', anyPolicy]]),
          attached: new Set([shared, 'arn:aws:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole']),
          boundary: shared,
        }),
      ],
    ]),
    policies: new Map([
      [
        shared,
        {
          versions: new Map([
            ['v10', anyPolicy],
            ['v9', anyPolicy],
            ['v2', anyPolicy],
          ]),
          standard: 'v9',
        },
      ],
    ]),
    profiles: new Map([
      ['App', new Set(['App'])],
      ['web', new Set(['App'])],
      ['lone', new Set()],
    ]),
    virtualMfa: new Set([arnOf('mfa/mika')]),
  });
}
