import { createHash } from 'node:crypto';
import type { MemoryWorld } from '../../src/host/memory.ts';
import { members } from './canary-places.ts';
import type { Scenario, StsAction, Trouble } from './loopback/scenario.ts';

/** What the services answer that give credentials: the portal, tokens that are renewed, `aws login`, roles. */
export interface SignInPlace {
  readonly name: string;
  /** A name is wanted there: half a secret is one. */
  readonly isName: boolean;
  /** Words of whoever answers: they are hidden by their shape, and as what was read here. */
  readonly isEvidence: boolean;
  readonly world: MemoryWorld;
  readonly scenario: (text: string) => Scenario;
}

const home = '/home/user';
const role = 'arn:aws:iam::111122223333:role/App';
const startUrl = 'https://example.awsapps.com/start';
const later = '2099-01-01T00:00:00Z';
const past = '2020-01-01T00:00:00Z';
const digestOf = (algorithm: string, text: string) => createHash(algorithm).update(text).digest('hex');
const config = (text: string) => ({ [`${home}/.aws/config`]: `[default]\nregion = us-east-1\n${text}` });

const session = config(
  `sso_session = s\nsso_account_id = 111122223333\nsso_role_name = Admin\n[sso-session s]\nsso_region = us-east-1\nsso_start_url = ${startUrl}\n`,
);
const ssoToken = (expiresAt: string) => ({
  [`${home}/.aws/sso/cache/${digestOf('sha1', 's')}.json`]: JSON.stringify({
    ...{ startUrl, region: 'us-east-1', accessToken: 'x', refreshToken: 'x', expiresAt },
    ...{ clientId: 'x', clientSecret: 'x', registrationExpiresAt: later },
  }),
});
const signedIn = 'arn:aws:iam::111122223333:user/me';
const login = {
  ...config(`login_session = ${signedIn}\n`),
  [`${home}/.aws/login/cache/${digestOf('sha256', signedIn)}.json`]: JSON.stringify({
    accessToken: {
      ...{ accessKeyId: 'ASIAY24FZKAOABCDEFGH', secretAccessKey: 'x', sessionToken: 'x' },
      ...{ accountId: '111122223333', expiresAt: past },
    },
    ...{ tokenType: 'aws_sigv4', clientId: 'arn:aws:signin:::devtools/same-device', refreshToken: 'x' },
    dpopKey: 'x',
  }),
};

const keys = { accessKeyId: 'ASIAY24FZKAOABCDEFGH', secretAccessKey: 'x', sessionToken: 'x' };
const stsKeys = {
  Credentials: {
    ...{ AccessKeyId: 'ASIAY24FZKAOABCDEFGH', SecretAccessKey: 'x', SessionToken: 'x' },
    Expiration: later,
  },
  AssumedRoleUser: {
    AssumedRoleId: 'AROAY24FZKAOABCDEFGH:me',
    Arn: 'arn:aws:sts::111122223333:assumed-role/App/me',
  },
  PackedPolicySize: '6',
  SourceIdentity: 'me',
};

/** https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRole.html */
function xmlOf(name: string, value: unknown): string {
  if (typeof value === 'string') return `<${name}>${value.replace(/[<&]/g, '')}</${name}>`;
  const inner = Object.entries(value as object).map(([key, one]) => xmlOf(key, one));
  return `<${name}>${inner.join('')}</${name}>`;
}

/** A service: what is set up, what it gives, how that is written, and where it is played. */
interface Service {
  readonly files: Readonly<Record<string, string>>;
  readonly env?: Readonly<Record<string, string>>;
  readonly gives: object;
  readonly written: (content: object) => string;
  readonly play: (trouble: Trouble) => Scenario;
}

const sts = (action: StsAction) => ({
  gives: stsKeys,
  written: (content: object) =>
    `<${action}Response xmlns="https://sts.amazonaws.com/doc/2011-06-15/">${xmlOf(`${action}Result`, content)}</${action}Response>`,
  play: (trouble: Trouble): Scenario => ({ sts: { trouble: { [action]: trouble } } }),
});

const services: Readonly<Record<string, Service>> = {
  'the portal': {
    files: { ...session, ...ssoToken(later) },
    gives: { roleCredentials: { ...keys, expiration: 4070908800000 } },
    written: JSON.stringify,
    play: (trouble) => ({ sso: { trouble } }),
  },
  'a token of SSO': {
    files: { ...session, ...ssoToken(past) },
    gives: { accessToken: 'x', refreshToken: 'x', tokenType: 'Bearer', expiresIn: 28_800 },
    written: JSON.stringify,
    play: (trouble) => ({ oidc: { trouble } }),
  },
  'a login': {
    files: login,
    gives: { accessToken: keys, tokenType: 'aws_sigv4', expiresIn: 900, refreshToken: 'x' },
    written: JSON.stringify,
    play: (trouble) => ({ signin: { trouble } }),
  },
  AssumeRole: {
    files: {
      ...config(`role_arn = ${role}\nsource_profile = base\n`),
      [`${home}/.aws/credentials`]:
        '[base]\naws_access_key_id = AKIAY24FZKAOABCDEFGH\naws_secret_access_key = abcdefghij\n',
    },
    ...sts('AssumeRole'),
  },
  AssumeRoleWithWebIdentity: {
    files: { '/t': 'x.y.z' },
    env: { AWS_WEB_IDENTITY_TOKEN_FILE: '/t', AWS_ROLE_ARN: role, AWS_REGION: 'us-east-1' },
    ...sts('AssumeRoleWithWebIdentity'),
  },
};

/** Fields that a name stands in. */
const naming = /accountId|Arn$|RoleId$|SourceIdentity/i;

const errors: Readonly<Record<string, (text: string) => object>> = {
  'the error': (text) => ({ error: text, __type: 'x' }),
  'the description of an error': (text) => ({ error: 'invalid_grant', error_description: text }),
  'the type of an error': (text) => ({ __type: text, message: 'x' }),
  'the message of an error': (text) => ({ __type: 'UnauthorizedException', message: text, Message: text }),
};

export const signInPlaces: readonly SignInPlace[] = Object.entries(services).flatMap(
  ([what, { files, env = {}, gives, written, play }]) => {
    const place = (
      name: string,
      trouble: (text: string) => Trouble,
      { isName = false, isEvidence = false } = {},
    ): SignInPlace => ({
      name: `${name} of ${what}`,
      isName,
      isEvidence,
      world: { files, env: { HOME: home, AWS_MAX_ATTEMPTS: '1', AWS_EC2_METADATA_DISABLED: 'true', ...env } },
      scenario: (text) => play(trouble(text)),
    });
    const said = (body: string, status = 200): Trouble => ({ kind: 'raw', status, body });
    return [
      place('all', (text) => said(text)),
      place('a page in place', (text) => said(`<html><title>${text}</title>${text}</html>`, 502)),
      place('a piece', (text) => said(`{"accessToken": "${text}`)),
      ...members(gives).map(([member, put]) =>
        place(member, (text) => said(written(put(text))), { isName: naming.test(member) }),
      ),
      ...Object.entries(errors).map(([name, body]) =>
        place(name, (text) => said(JSON.stringify(body(text)), 400), { isEvidence: true }),
      ),
      place(
        'a header',
        (text) => ({
          ...{ kind: 'raw', status: 302, body: '' },
          headers: Object.fromEntries(
            ['location', 'x-amzn-errortype', 'x-amzn-requestid'].map((name) => [name, forHeader(text)]),
          ),
        }),
        { isEvidence: true },
      ),
    ];
  },
);

/** What Node sends in a header. */
function forHeader(text: string): string {
  return text.replace(/[^\t -~]/g, '');
}
