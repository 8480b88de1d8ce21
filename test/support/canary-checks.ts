import { checkOptions } from '../../src/commands/check/options.ts';
import { longFlagOf } from '../../src/commands/option-row.ts';
import { typed, type Text, type TextPlace } from './canary-texts.ts';

/** The places of `check`: what is typed, trust policies, and what an identity provider signed. */

const at = '/home/user';

/** Told by its place, or hidden by its shape; the file, its text. */
type FileText = readonly [isSecret: boolean, file: string, text: Text];

const role = 'arn:aws:iam::111122223333:role/apps/App';
const caller = ['--principal', 'arn:aws:iam::111122223333:user/mika'];
const checks: Readonly<Record<string, readonly string[]>> = {
  'assume-role': ['check', 'assume-role', role, ...caller, '--trust-policy', 't.json', '--only-these'],
  'pass-role': [
    ...['check', 'pass-role', role, ...caller, '--trust-policy', 't.json', '--only-these'],
    ...['--service', 'lambda.amazonaws.com'],
  ],
};
const trust = (statement: object) =>
  JSON.stringify({
    Version: '2012-10-17',
    Statement: [
      {
        Effect: 'Allow',
        Principal: { AWS: 'arn:aws:iam::111122223333:root' },
        Action: 'sts:AssumeRole',
        ...statement,
      },
    ],
  });
const anyPolicy = JSON.stringify({
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Action: '*', Resource: '*' }],
});
const world = { [`${at}/t.json`]: trust({}), [`${at}/p.json`]: anyPolicy };

const checkOptionPlaces = Object.entries(checks).flatMap(([check, words]) =>
  checkOptions
    .filter(({ flags }) => flags.includes('<'))
    .map((row): TextPlace => {
      const flag = longFlagOf(row);
      const others = words.filter((word, index) => word !== flag && words[index - 1] !== flag);
      return {
        name: `check ${check}, typed: ${flag}`,
        isSecret: false,
        ways: ['', 'aws:username=', 'x='].map((before) => [...others, flag, before + typed]),
        world: () => ({ files: world, cwd: at }),
      };
    }),
);

const checkWords = ['delete-user', 'delete-role', 'delete-policy', 'pass-role', 'assume-role', ''].map(
  (check): TextPlace => ({
    name: `check, typed: ${check}`,
    isSecret: false,
    ways: ['', 'arn:aws:iam::111122223333:role/'].map((before) => [
      'check',
      check,
      before + typed,
      '--offline',
    ]),
    world: () => ({ cwd: at }),
  }),
);

const trusts: Readonly<Record<string, FileText>> = {
  'the external id': [
    false,
    't.json',
    (text) => trust({ Condition: { StringEquals: { 'sts:ExternalId': text } } }),
  ],
  'the principal': [false, 't.json', (text) => trust({ Principal: { AWS: text } })],
  'the provider': [
    false,
    't.json',
    (text) => trust({ Principal: { Federated: text }, Action: 'sts:AssumeRoleWithWebIdentity' }),
  ],
  'a tag that is a password': [
    true,
    't.json',
    (text) => trust({ Condition: { StringEquals: { 'aws:RequestTag/Password': text } } }),
  ],
  'all of it': [false, 't.json', (text) => text],
};

const trustPlaces = Object.entries(trusts).map(([name, [isSecret, file, text]]): TextPlace => ({
  name: `check, the trust policy: ${name}`,
  isSecret,
  ways: Object.values(checks),
  world: (secret) => ({ files: { ...world, [`${at}/${file}`]: text(secret) }, cwd: at }),
}));

const base64 = (text: string) => Buffer.from(text).toString('base64url');
const jwt = (claims: object, more: { readonly head?: string; readonly signature?: string } = {}) =>
  [base64(more.head ?? '{"alg":"RS256"}'), base64(JSON.stringify(claims)), more.signature ?? 'c2ln'].join(
    '.',
  );
const github = {
  iss: 'https://token.actions.githubusercontent.com',
  aud: 'sts.amazonaws.com',
  sub: 'repo:acme/app:ref:refs/heads/main',
  exp: 4_000_000_000,
};

/** What a claim says is what a trust policy is held against. */
const tokens: Readonly<Record<string, readonly [isSecret: boolean, text: Text]>> = {
  'all of it': [true, (text) => text],
  'its signature': [true, (text) => jwt(github, { signature: text })],
  'its head': [true, (text) => jwt(github, { head: text })],
  ...Object.fromEntries(
    ['iss', 'aud', 'sub', 'azp', 'jti', 'email', 'repository', 'environment'].map((name) => [
      `the claim ${name}`,
      [false, (text: string) => jwt({ ...github, [name]: text })] as const,
    ]),
  ),
  'the issuer of https': [false, (text) => jwt({ ...github, iss: `https://example.com/${text}` })],
  'behind it': [true, (text) => `${jwt(github)}\n${text}`],
};

const tokenPlaces = Object.entries(tokens).map(([name, [isSecret, text]]): TextPlace => ({
  name: `check, the token: ${name}`,
  isSecret,
  ways: [[...(checks['assume-role'] ?? []), '--web-identity-token', 'token']].map((words) =>
    words.filter((word, index) => word !== '--principal' && words[index - 1] !== '--principal'),
  ),
  world: (secret) => ({
    files: {
      [`${at}/t.json`]: trust({
        Principal: {
          Federated: 'arn:aws:iam::111122223333:oidc-provider/token.actions.githubusercontent.com',
        },
        Action: 'sts:AssumeRoleWithWebIdentity',
        Condition: { StringEquals: { 'token.actions.githubusercontent.com:sub': 'x' } },
      }),
      [`${at}/token`]: text(secret),
    },
    cwd: at,
  }),
}));

const ofAws = 'https://aws.amazon.com/SAML/Attributes/';
const samlProvider = 'arn:aws:iam::111122223333:saml-provider/Okta';
const escapeXml = (text: string) =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;');

/** Where in a response the text stands. */
type InResponse = Readonly<
  Partial<
    Record<
      | (
          | 'inside'
          | 'signature'
          | 'digest'
          | 'certificate'
          | 'id'
          | 'issuer'
          | 'subject'
          | 'recipient'
          | 'time'
        )
      | ('role' | 'session' | 'duration' | 'source' | 'transitive' | 'tag' | 'tagName' | 'statement'),
      string
    >
  >
>;

/** https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_providers_create_saml_assertions.html */
function response(of: InResponse): string {
  const attribute = (name: string, value: string) =>
    `<saml:Attribute Name="${escapeXml(name)}"><saml:AttributeValue>${escapeXml(value)}</saml:AttributeValue></saml:Attribute>`;
  const { time = '2099-01-01T00:00:00Z', id = '_1', inside = '', statement = '' } = of;
  const signature = `<ds:Signature xmlns:ds="http://www.w3.org/2000/09/xmldsig#"><ds:SignedInfo><ds:Reference URI="#${escapeXml(id)}"><ds:DigestValue>${escapeXml(of.digest ?? 'x')}</ds:DigestValue></ds:Reference></ds:SignedInfo><ds:SignatureValue>${escapeXml(of.signature ?? 'x')}</ds:SignatureValue><ds:KeyInfo><ds:X509Data><ds:X509Certificate>${escapeXml(of.certificate ?? 'x')}</ds:X509Certificate></ds:X509Data></ds:KeyInfo></ds:Signature>`;
  const attributes = [
    attribute(`${ofAws}Role`, of.role ?? `${role},${samlProvider}`),
    attribute(`${ofAws}RoleSessionName`, of.session ?? 'mika'),
    attribute(`${ofAws}SessionDuration`, of.duration ?? '3600'),
    attribute(`${ofAws}SourceIdentity`, of.source ?? 'mika'),
    attribute(`${ofAws}TransitiveTagKeys`, of.transitive ?? 'team'),
    attribute(`${ofAws}PrincipalTag:${of.tagName ?? 'team'}`, of.tag ?? 'red'),
  ];
  return `<?xml version="1.0"?>
<samlp:Response xmlns:samlp="urn:oasis:names:tc:SAML:2.0:protocol" ID="${escapeXml(id)}" InResponseTo="${escapeXml(id)}">${inside}
<saml:Assertion xmlns:saml="urn:oasis:names:tc:SAML:2.0:assertion" ID="${escapeXml(id)}" IssueInstant="2026-11-28T00:00:00Z" Version="2.0">
<saml:Issuer>${escapeXml(of.issuer ?? 'http://www.okta.com/x')}</saml:Issuer>${signature}
<saml:Subject><saml:NameID Format="urn:oasis:names:tc:SAML:2.0:nameid-format:persistent">${escapeXml(of.subject ?? 'mika')}</saml:NameID>
<saml:SubjectConfirmation Method="urn:oasis:names:tc:SAML:2.0:cm:bearer"><saml:SubjectConfirmationData NotOnOrAfter="${escapeXml(time)}" Recipient="${escapeXml(of.recipient ?? 'https://signin.aws.amazon.com/saml')}"/></saml:SubjectConfirmation></saml:Subject>
<saml:AttributeStatement>${attributes.join('\n')}${statement}</saml:AttributeStatement>
</saml:Assertion></samlp:Response>`;
}

const base64Of = (text: string) => Buffer.from(text).toString('base64');
const otherAttribute = (text: string) =>
  `<saml:Attribute Name="password"><saml:AttributeValue>${escapeXml(text)}</saml:AttributeValue></saml:Attribute>`;

/** What is said of a caller may be said again; what proves it, and what nobody asked for, may not. */
const assertions: Readonly<Record<string, readonly [isSecret: boolean, text: Text]>> = {
  'all of it': [true, (text) => text],
  'all of it, in lines': [true, (text) => base64Of(`${text}${text}`).replace(/.{20}/g, '$&\n')],
  'a text that is no XML': [true, (text) => base64Of(`<a>${text}`)],
  'in front of it': [true, (text) => `${text}\n${response({})}`],
  'behind it': [true, (text) => `${response({})}\n${text}`],
  'behind its Base64': [true, (text) => `${base64Of(response({}))}\n${text}`],
  'a comment': [true, (text) => response({ inside: `<!-- ${text.replaceAll('-', 'x')} -->` })],
  'an instruction': [true, (text) => response({ inside: `<?x ${text.replaceAll('?', 'x')}?>` })],
  'an element': [true, (text) => response({ inside: `<samlp:Status>${escapeXml(text)}</samlp:Status>` })],
  'an assertion that is encrypted': [
    true,
    (text) =>
      response({
        inside: `<saml:EncryptedAssertion><xenc:CipherValue>${escapeXml(text)}</xenc:CipherValue></saml:EncryptedAssertion>`,
      }),
  ],
  'another attribute': [true, (text) => response({ statement: otherAttribute(text) })],
  'a text between attributes': [true, (text) => response({ statement: escapeXml(text) })],
  'a tag that is a password': [true, (text) => response({ tagName: 'password', tag: text })],
  ...Object.fromEntries(
    (['signature', 'digest', 'certificate', 'id', 'time', 'duration'] as const).map((name) => [
      `its ${name}`,
      [true, (text: string) => response({ [name]: text })] as const,
    ]),
  ),
  ...Object.fromEntries(
    (['issuer', 'subject', 'recipient', 'session', 'source', 'transitive', 'tag', 'tagName'] as const).map(
      (name) => [`its ${name}`, [false, (text: string) => response({ [name]: text })] as const],
    ),
  ),
  'its role': [false, (text) => response({ role: text })],
  'the name of its role': [
    false,
    (text) => response({ role: `arn:aws:iam::111122223333:role/${text},${samlProvider}` }),
  ],
  'the name of its provider': [
    false,
    (text) => response({ role: `${role},arn:aws:iam::111122223333:saml-provider/${text}` }),
  ],
};

const assertionPlaces = Object.entries(assertions).flatMap(([name, [isSecret, text]]) =>
  (['XML', 'Base64'] as const).map((form): TextPlace => ({
    name: `check, the SAML response in ${form}: ${name}`,
    isSecret,
    ways: [
      ['check', 'assume-role', role, '--trust-policy', 't.json', '--only-these', '--saml-assertion', 'saml'],
      [
        'check',
        'assume-role',
        role,
        '--trust-policy',
        't.json',
        '--saml-assertion',
        'saml',
        '--policy',
        'p.json',
      ],
    ],
    world: (secret) => {
      const whole = text(secret);
      return {
        files: {
          ...world,
          [`${at}/t.json`]: trust({
            Principal: { Federated: samlProvider },
            Action: ['sts:AssumeRoleWithSAML', 'sts:TagSession'],
            Condition: {
              StringEquals: { 'SAML:aud': 'https://signin.aws.amazon.com/saml', 'SAML:sub': 'x' },
            },
          }),
          [`${at}/saml`]: form === 'Base64' && whole.includes('<') ? base64Of(whole) : whole,
        },
        cwd: at,
      };
    },
  })),
);

export const checkPlaces: readonly TextPlace[] = [
  ...checkOptionPlaces,
  ...checkWords,
  ...trustPlaces,
  ...tokenPlaces,
  ...assertionPlaces,
];
