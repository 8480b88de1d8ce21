import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { account, arnOf, role } from './support/account.ts';
import { readAnswer, trust, now } from './support/files.ts';
import { startFakeAws, type FakeAws, type Trouble } from './support/server.ts';

let aws: FakeAws;
beforeAll(async () => {
  aws = await startFakeAws();
});
afterAll(() => aws.close());

const host = 'token.actions.githubusercontent.com';
const app = arnOf('role/App');
const oidc = arnOf(`oidc-provider/${host}`);
const text = (value: object) => JSON.stringify(value);
const seconds = now / 1000;
const base64url = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');
const jwt = (more: object) =>
  `${base64url({ alg: 'RS256' })}.${base64url({
    iss: `https://${host}`,
    sub: 'repo:acme/app:ref:refs/heads/main',
    aud: 'sts.amazonaws.com',
    exp: seconds + 300,
    iat: seconds,
    ...more,
  })}.c2lnbmF0dXJl`;
const open = text({
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Principal: { Federated: oidc }, Action: 'sts:AssumeRoleWithWebIdentity' }],
});

async function ask(
  providers: readonly (readonly [string, readonly string[]])[],
  more: object = {},
  trouble: Readonly<Record<string, Trouble>> = {},
) {
  const roles = new Map([['App', role({ trust: open })]]);
  aws.play({ account: account({ roles, oidc: new Map(providers) }), trouble });
  const words = ['assume-role', app, '--only-these', '--web-identity-token', 'token.jwt', '--json'];
  const { out, err, status } = await aws.check(words, { files: { 'token.jwt': jwt(more) } });
  expect(err).toBe('');
  return readAnswer(out, status);
}

describe('the OIDC provider of a token is looked up', () => {
  test('it is there and lists the audience', async () => {
    const { document, outcomes, status } = await ask([[oidc, ['sts.amazonaws.com']]]);
    expect(outcomes).toMatchObject({ provider: 'yes', trust: 'yes' });
    expect([document.verdict, status]).toEqual(['yes', 0]);
    expect(aws.asked()).toContain('GetOpenIDConnectProvider');
  });

  test('it is not there: the command makes it', async () => {
    const { document, outcomes, status, commands } = await ask([]);
    expect([document.verdict, outcomes['provider'], status]).toEqual(['no', 'no', 1]);
    expect(commands).toContain(
      `aws iam create-open-id-connect-provider --url https://${host} --client-id-list sts.amazonaws.com`,
    );
  });

  test('it is there without the audience: the command adds it', async () => {
    const { document, outcomes, status, commands } = await ask([[oidc, ['other']]]);
    expect([document.verdict, outcomes['provider'], status]).toEqual(['no', 'no', 1]);
    expect(commands).toContain(
      `aws iam add-client-id-to-open-id-connect-provider --open-id-connect-provider-arn ${oidc} --client-id sts.amazonaws.com`,
    );
  });

  test.each([
    ['the party alone', ['party'], 'unknown'],
    ['the audience alone', ['sts.amazonaws.com'], 'unknown'],
    ['both', ['party', 'sts.amazonaws.com'], 'yes'],
    ['neither', ['other'], 'no'],
  ])('of a token with an authorized party it lists %s', async (_, clients, outcome) => {
    const { outcomes } = await ask([[oidc, clients]], { azp: 'party' });
    expect(outcomes['provider']).toBe(outcome);
  });

  test('whoever may not ask gets no yes, and the permission to ask for', async () => {
    const { document, outcomes, status } = await ask(
      [[oidc, ['sts.amazonaws.com']]],
      {},
      {
        GetOpenIDConnectProvider: {},
      },
    );
    expect([document.verdict, outcomes['provider'], status]).toEqual(['unknown', 'unknown', 1]);
    expect(JSON.stringify(document.diagnostics)).toContain('iam:GetOpenIDConnectProvider');
  });

  test('a failure of AWS ends with 3', async () => {
    const { document, status } = await ask(
      [[oidc, ['sts.amazonaws.com']]],
      {},
      {
        GetOpenIDConnectProvider: { code: 'ServiceFailure', status: 400 },
      },
    );
    expect([document.verdict, status]).toEqual(['unknown', 3]);
  });
});

const saml = arnOf('saml-provider/Okta');
const signIn = 'https://signin.aws.amazon.com/saml';
const at = (ms: number) => new Date(now + ms).toISOString();

interface Said {
  readonly role?: string;
  readonly sessionName?: string;
  readonly tags?: Readonly<Record<string, string>>;
  readonly issued?: number;
  readonly ends?: number;
  readonly recipient?: string;
}

function response({
  role: named = `${app},${saml}`,
  sessionName = 'mika@example.com',
  tags = {},
  issued = -60_000,
  ends = 240_000,
  recipient = signIn,
}: Said = {}): string {
  const attribute = (name: string, value: string) =>
    `<saml2:Attribute Name="https://aws.amazon.com/SAML/Attributes/${name}"><saml2:AttributeValue xsi:type="xs:string">${value}</saml2:AttributeValue></saml2:Attribute>`;
  return `<?xml version="1.0" encoding="UTF-8"?>
<saml2p:Response xmlns:saml2p="urn:oasis:names:tc:SAML:2.0:protocol" Destination="${signIn}">
  <saml2:Assertion xmlns:saml2="urn:oasis:names:tc:SAML:2.0:assertion" IssueInstant="${at(issued)}" Version="2.0">
    <saml2:Issuer>http://www.okta.com/exk1</saml2:Issuer>
    <ds:Signature xmlns:ds="http://www.w3.org/2000/09/xmldsig#"><ds:SignatureValue>c2VjcmV0LXNpZ25hdHVyZQ==</ds:SignatureValue></ds:Signature>
    <saml2:Subject>
      <saml2:NameID Format="urn:oasis:names:tc:SAML:2.0:nameid-format:persistent">hunter2-subject</saml2:NameID>
      <saml2:SubjectConfirmation Method="urn:oasis:names:tc:SAML:2.0:cm:bearer">
        <saml2:SubjectConfirmationData NotOnOrAfter="${at(ends)}" Recipient="${recipient}"/>
      </saml2:SubjectConfirmation>
    </saml2:Subject>
    <saml2:Conditions NotBefore="${at(issued)}" NotOnOrAfter="${at(ends)}"/>
    <saml2:AttributeStatement>
      ${attribute('Role', named)}
      ${sessionName === '' ? '' : attribute('RoleSessionName', sessionName)}
      ${Object.entries(tags)
        .map(([key, value]) => attribute(`PrincipalTag:${key}`, value))
        .join('')}
    </saml2:AttributeStatement>
  </saml2:Assertion>
</saml2p:Response>
`;
}

function samlTrust(Condition: object, Action: string | readonly string[] = 'sts:AssumeRoleWithSAML') {
  return text({
    Version: '2012-10-17',
    Statement: [{ Effect: 'Allow', Principal: { Federated: saml }, Action, Condition }],
  });
}
const bySignIn = samlTrust({ StringEquals: { 'SAML:aud': signIn } });

async function assert(file: string, policy: string, ...words: readonly string[]) {
  const roles = new Map([['App', role({ trust: policy })]]);
  const ended = words.includes('ended');
  const metadata = new Map([[saml, ended ? '2025-01-01T00:00:00Z' : '2027-01-01T00:00:00Z']]);
  aws.play({ account: account({ roles, saml: metadata }) });
  const asked = ['assume-role', app, '--only-these', '--saml-assertion', 'r.txt', '--json'];
  const { out, err, status } = await aws.check(asked, { files: { 'r.txt': file } });
  for (const hidden of ['hunter2-subject', 'c2VjcmV0LXNpZ25hdHVyZQ', file.slice(40, 80)])
    if (file.includes(hidden) && hidden !== '') expect(out + err).not.toContain(hidden);
  return { err, ...(out === '' ? undefined : readAnswer(out, status)), status };
}

const base64 = (xml: string) =>
  Buffer.from(xml)
    .toString('base64')
    .replace(/(.{76})/g, '$1\n');

describe('with a SAML response', () => {
  test.each([
    ['in Base64', base64],
    ['as XML', (xml: string) => xml],
  ])('%s: role, provider, trust and times fit', async (_, form) => {
    const { document, outcomes, status } = await assert(form(response()), bySignIn);
    expect(outcomes).toMatchObject({ provider: 'yes', assertion: 'yes', trust: 'yes' });
    expect([document?.verdict, status]).toEqual(['yes', 0]);
  });

  test.each<readonly [string, Said, string, string]>([
    ['another role', { role: `${arnOf('role/Other')},${saml}` }, bySignIn, 'does not name this role'],
    ['no session name', { sessionName: '' }, bySignIn, 'RoleSessionName'],
    ['a blank in the session name', { sessionName: 'mika west' }, bySignIn, 'RoleSessionName'],
    ['an end that is over', { ends: -1000 }, bySignIn, 'expired'],
    ['an age of ten minutes', { issued: -600_000 }, bySignIn, 'five minutes'],
  ])('%s is a no', async (_, said, policy, because) => {
    const { document, outcomes, status } = await assert(base64(response(said)), policy);
    expect([document?.verdict, outcomes?.['assertion'], status]).toEqual(['no', 'no', 1]);
    expect(JSON.stringify(document?.steps)).toContain(because);
  });

  test('a recipient that the trust policy does not want is a no of the trust policy', async () => {
    const said = response({ recipient: 'https://signin.amazonaws-us-gov.com/saml' });
    const { document, outcomes } = await assert(base64(said), bySignIn);
    expect([document?.verdict, outcomes?.['trust']]).toEqual(['no', 'no']);
  });

  test('tags need sts:TagSession in the trust policy', async () => {
    const tagged = base64(response({ tags: { team: 'web' } }));
    const without = await assert(tagged, bySignIn);
    expect([without.document?.verdict, without.outcomes?.['tag-session']]).toEqual(['no', 'no']);
    const both = samlTrust({}, ['sts:AssumeRoleWithSAML', 'sts:TagSession']);
    expect((await assert(tagged, both)).document?.verdict).toBe('yes');
  });

  test('a condition on what it does not tell is unknown', async () => {
    const policy = samlTrust({ StringEquals: { 'SAML:edupersonorgdn': 'acme' } });
    expect((await assert(base64(response()), policy)).document?.verdict).toBe('unknown');
  });

  test('metadata that ended is a no', async () => {
    const { outcomes } = await assert(base64(response()), bySignIn, 'ended');
    expect(outcomes?.['provider']).toBe('no');
  });

  test.each([
    ['junk', 'hunter2', 'no SAML response'],
    ['a part of one', base64(response()).slice(0, 400), 'no SAML response'],
    ['one with something in front of it', `junk ${response()}`, '--saml-assertion` holds no SAML response'],
    ['an encrypted one', response().replaceAll('saml2:Assertion', 'saml2:EncryptedAssertion'), 'encrypted'],
    [
      'one without an attribute Role',
      response().replace('Attributes/Role"', 'Attributes/None"'),
      'names no role',
    ],
    ['one with entities of its own', response().replace('mika@', '&own;@'), 'no SAML response'],
    ['a huge one', 'A'.repeat(100_001), '100001 characters'],
  ])('%s ends with 2', async (_, file, says) => {
    const { err, status } = await assert(file, bySignIn);
    expect(status).toBe(2);
    expect(err).toContain(says);
  });

  test('what the assertion says nobody says beside it', async () => {
    const words = ['assume-role', app, '--saml-assertion', 'r.txt', '--session-name', 'x'];
    const { err, status } = await aws.check(words, { files: { 'r.txt': response() } });
    expect(status).toBe(2);
    expect(err).toContain('--session-name');
  });
});

test('a trust policy of files needs no provider', async () => {
  const t = trust({ Federated: saml });
  const words = ['assume-role', app, '--saml-assertion', 'r.txt', '--trust-policy', 't.json', '--json'];
  const files = {
    'r.txt': response(),
    't.json': text(t).replace('sts:AssumeRole"', 'sts:AssumeRoleWithSAML"'),
  };
  const { out, status } = await aws.check(words, { files });
  const { outcomes } = readAnswer(out, status);
  expect(outcomes).toMatchObject({ assertion: 'yes', trust: 'yes' });
  expect(outcomes).not.toHaveProperty('provider');
});
