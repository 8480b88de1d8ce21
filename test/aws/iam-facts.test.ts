import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { iamFacts, type IamFacts } from '../../src/aws/iam-facts.ts';
import { openNetwork, type Network } from '../../src/aws/network.ts';
import { listenHttp, type Listening } from '../support/network.ts';

const keys = { accessKeyId: 'AKIAJMIKAMIKAMIKA2F3', secretAccessKey: 'NotASecretKey' };

let reply: { readonly status: number; readonly body: string } | 'reset';
let asked: string[] = [];
let server: Listening;
let network: Network;
let facts: IamFacts;

beforeEach(async () => {
  asked = [];
  network = openNetwork({ proxyFor: () => undefined }, 10_000);
  server = await listenHttp((request, response) => {
    const pieces: Buffer[] = [];
    request.on('data', (piece: Buffer) => pieces.push(piece));
    request.on('end', () => {
      asked.push(`${String(request.headers['amz-sdk-request'])} ${Buffer.concat(pieces).toString()}`);
      if (reply === 'reset') request.socket.destroy();
      else response.writeHead(reply.status, { 'content-type': 'text/xml' }).end(reply.body);
    });
  });
  const place = {
    region: 'us-east-1',
    endpoint: `http://127.0.0.1:${server.port}`,
    fips: false,
    dualStack: false,
  };
  facts = iamFacts(keys, place, network);
});
afterEach(async () => {
  network.close();
  await server.close();
});

const good = (action: string, result: string) => ({
  status: 200,
  body: `<${action}Response xmlns="https://iam.amazonaws.com/doc/2010-05-08/"><${action}Result>${result}</${action}Result></${action}Response>`,
});
const refusal = (code: string, status = 403) => ({
  status,
  body: `<ErrorResponse><Error><Type>Sender</Type><Code>${code}</Code><Message>no</Message></Error></ErrorResponse>`,
});
const page = { status: 200, body: '<!doctype html><html><body>Sign in<br></body></html>' };

describe('the alias', () => {
  const listed = (members: string) =>
    good('ListAccountAliases', `<IsTruncated>false</IsTruncated><AccountAliases>${members}</AccountAliases>`);

  test.each([
    ['one', listed('<member>acme-prod</member>'), { alias: 'acme-prod', isRefused: false }],
    ['none', good('ListAccountAliases', '<AccountAliases/>'), { isRefused: false }],
    ['a denial', refusal('AccessDenied'), { isRefused: false }],
    ['another denial', refusal('AccessDeniedException', 400), { isRefused: false }],
    ['no MFA', refusal('InvalidClientTokenId'), { isRefused: true }],
    ['throttling', refusal('Throttling', 400), {}],
    ['a server that fails', refusal('InternalFailure', 500), {}],
    ['a web page', page, {}],
    ['a web page that is XML', { status: 200, body: '<html><body>Sign in</body></html>' }, {}],
    ['an answer that was cut', { status: 200, body: listed('<member>acme</member>').body.slice(0, -9) }, {}],
    ['another answer', good('GetUser', '<AccountAliases/>'), {}],
    ['a refusal in a web page', { ...page, status: 403 }, {}],
    ['a refusal that was cut', { status: 403, body: refusal('InvalidClientTokenId').body.slice(0, -9) }, {}],
    ['nobody', 'reset' as const, {}],
  ])('%s', async (_, answer, expected) => {
    reply = answer;
    expect(await facts.accountAlias()).toEqual(expected);
    expect(asked).toEqual(['attempt=1; max=1 Action=ListAccountAliases&Version=2010-05-08']);
  });
});

describe('the role', () => {
  const fields =
    '<Path>/team/</Path><RoleName>App</RoleName><Arn>arn:aws:iam::111122223333:role/team/App</Arn>';
  const app = { arn: 'arn:aws:iam::111122223333:role/team/App', path: '/team/' };

  test.each([
    ['its ARN and path', good('GetRole', `<Role>${fields}</Role>`), app],
    [
      'beside tags that have both names',
      good('GetRole', `<Role>${fields}<Tags><member><Arn>x</Arn><Path>y</Path></member></Tags></Role>`),
      app,
    ],
    ['no path', good('GetRole', `<Role>${fields.slice(fields.indexOf('<RoleName>'))}</Role>`), undefined],
    ['another answer', good('GetUser', `<Role>${fields}</Role>`), undefined],
    ['a denial', refusal('AccessDenied'), undefined],
    ['no such role', refusal('NoSuchEntity', 404), undefined],
    ['a web page', page, undefined],
    ['nobody', 'reset' as const, undefined],
  ])('%s', async (_, answer, expected) => {
    reply = answer;
    expect(await facts.role('App')).toEqual(expected);
    expect(asked).toEqual(['attempt=1; max=1 Action=GetRole&Version=2010-05-08&RoleName=App']);
  });
});
