import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { detailsReader } from '../../src/aws/authorization-details.ts';
import { openNetwork } from '../../src/aws/network.ts';
import { explainErrorCommand } from '../../src/commands/explain-error.ts';
import type { ExplainErrorDocument } from '../../src/documents/explain-error.ts';
import { fetchDetails } from '../../src/errors/fetch-details.ts';
import { memoryHost } from '../../src/host/memory.ts';
import { startLoopback, type Loopback } from '../support/loopback/server.ts';
import type { StsScenario, ToolboxScenario } from '../support/loopback/scenario.ts';
import { run } from '../support/run.ts';

const id = '1a2b3c4d5e';
const role = 'arn:aws:iam::111122223333:role/Dev';
const caller = 'arn:aws:sts::111122223333:assumed-role/Dev/mika';
const user = 'arn:aws:iam::111122223333:user/bob';
const denyAll = 'arn:aws:iam::111122223333:policy/NoUsers';
const secret = 'not/the/secret/of/anyone/0123456789abcde';
const text = (reason: string) =>
  `An error occurred (AccessDenied) when calling the CreateUser operation: User: ${caller} is not authorized to perform: iam:CreateUser on resource: ${user} ${reason}. Go to https://eu-west-1.console.aws.amazon.com/iam/home?region=eu-west-1#/authorization-details/${id} for complete details, or call the GetRequestAuthorizationDetails API with the following authorization id: ${id}`;
const explicit = text(`with an explicit deny in an identity-based policy: ${denyAll}`);
const implicit = text('because no identity-based policy allows the iam:CreateUser action');

const requestContext = {
  'aws:ViaAWSService': 'false',
  'aws:TokenIssueTime': '2026-01-01T00:00:00Z',
  'aws:PrincipalOrgPaths': '[o-exampleorgid/r-examp/]',
  'aws:PrincipalOrgID': 'o-exampleorgid',
  'aws:UserId': 'AROARTX3GSDSY7KQ2ZJ4M:mika',
  'aws:PrincipalAccount': '111122223333',
  'aws:PrincipalARN': role,
  'aws:SourceIp': '192.0.2.1/32',
  'aws:RequestedRegion': 'us-east-1',
  'aws:SecureTransport': 'true',
  'aws:CurrentTime': '2026-01-01T00:00:00Z',
  'aws:EpochTime': '2026-01-01T00:00:00Z',
  'svc:session-token': secret,
};

const denied = {
  action: 'iam:CreateUser',
  resource: user,
  context: {},
  evaluatedEffect: 'EXPLICIT_DENY',
  matchedPolicies: [{ uri: denyAll, matchedStatements: [{ sid: 'NoNewUsers', evaluatedEffect: 'DENY' }] }],
};
const allowed = { action: 'iam:TagUser', resource: user, evaluatedEffect: 'ALLOW', matchedPolicies: [] };
const policies = [
  { type: 'IDENTITY_BASED_POLICY', inline: false, uri: denyAll, attachedTo: [{ arn: role }] },
  {
    type: 'IDENTITY_BASED_POLICY',
    inline: true,
    uri: 'inline:b6cf943c21a1966b',
    attachedTo: [{ arn: role }],
  },
];
const documents = {
  [denyAll]: {
    Version: '2012-10-17',
    Statement: [
      {
        Sid: 'NoNewUsers',
        Effect: 'Deny',
        Action: 'iam:CreateUser',
        Resource: '*',
        Condition: { IpAddress: { 'aws:SourceIp': '192.0.2.0/24' } },
      },
    ],
  },
  'inline:b6cf943c21a1966b': JSON.stringify({
    Version: '2012-10-17',
    Statement: { Effect: 'Allow', Action: 'iam:*', Resource: '*' },
  }),
};
const found: ToolboxScenario = {
  region: 'eu-west-1',
  pages: {
    [id]: [
      { requestContext, evaluations: [allowed], policies: [policies[0]] },
      { evaluations: [denied], policies },
    ],
  },
  policies: documents,
};

const keys = {
  accessKeyId: 'AKIAJMIKAMIKAMIKA2F3',
  secretAccessKey: 'abcdefghijklmnopqrstuvwxyzabcdefghijklmn',
};
const sts: StsScenario = {
  identities: {
    [keys.accessKeyId]: {
      arn: caller,
      userId: 'AIDAEXAMPLE',
      account: '111122223333',
      secret: keys.secretAccessKey,
    },
  },
};

let aws: Loopback;
beforeAll(async () => {
  aws = await startLoopback();
});
afterAll(() => aws.close());

/** The whole way, with the credentials of the environment. */
async function live(stdin: string, toolbox: ToolboxScenario, ...words: readonly string[]) {
  aws.play({ sts, toolbox });
  return run(['explain-error', '--live', '--allow-http', ...words, '-'], {
    stdin,
    env: {
      AWS_ACCESS_KEY_ID: keys.accessKeyId,
      AWS_SECRET_ACCESS_KEY: keys.secretAccessKey,
      AWS_REGION: 'us-east-1',
      AWS_ENDPOINT_URL: aws.url,
    },
  });
}

const documentOf = (out: string) => JSON.parse(out) as ExplainErrorDocument;

describe('what AWS keeps of a refusal', () => {
  test('is read page by page, signed for the region of the message, with every policy', async () => {
    const { out, status } = await live(explicit, found, '--json');
    const document = documentOf(out);
    expect(status).toBe(0);
    expect(document.evidence).toBe('authorization-details');
    expect(document.fields).toMatchObject({
      caller,
      action: 'iam:CreateUser',
      layer: 'identity',
      explicit: true,
      policyArn: denyAll,
    });
    const asked = aws.requests().map(({ path, rawQuery }) => `${path}?${rawQuery}`);
    expect(asked).toEqual([
      `/authorization-details/${id}?`,
      `/authorization-details/${id}?nextToken=page%201`,
      `/authorization-details/${id}/policy?policyUri=${encodeURIComponent(denyAll)}`,
      `/authorization-details/${id}/policy?policyUri=inline%3Ab6cf943c21a1966b`,
    ]);
    expect(document.steps.at(-1)).toMatchObject({ id: 'simulate', outcome: 'explicitDeny' });
    expect(document.diagnostics).toEqual([]);
  });

  test('the page says what AWS decided, which statement, and that the same is decided here', async () => {
    const { out } = await live(explicit, found);
    expect(out).toContain('statement NoNewUsers of identity-based policy');
    expect(out).toContain('Decided here, with these policies');
    expect(out).toContain('AWS’s own authorization details');
  });

  test('is saved as a scenario that is decided the same, without what looks like a token', async () => {
    const { host, out, err } = await live(explicit, found, '--save', 'denied.json');
    const saved = [...host.written.values()].join('');
    expect(JSON.parse(saved)).toMatchObject({
      request: {
        principal: caller,
        principalId: 'AROARTX3GSDSY7KQ2ZJ4M:mika',
        action: 'iam:CreateUser',
        resource: user,
        now: '2026-01-01T00:00:00Z',
        unknown: ['svc:session-token'],
        context: { 'aws:SourceIp': '192.0.2.1', 'aws:PrincipalOrgPaths': 'o-exampleorgid/r-examp/' },
      },
      expect: 'explicitDeny',
    });
    for (const each of [saved, out, err]) expect(each).not.toContain(secret.slice(0, 12));
    const again = await run(['simulate', '--scenario', 'denied.json'], { files: { 'denied.json': saved } });
    expect(again.out).toContain('NoNewUsers');
  });

  test('a decision here that is another one is said, and AWS is right', async () => {
    const other = {
      ...found,
      pages: {
        [id]: [
          {
            requestContext,
            policies,
            evaluations: [{ ...denied, evaluatedEffect: 'IMPLICIT_DENY', matchedPolicies: [] }],
          },
        ],
      },
    };
    const { diagnostics } = documentOf((await live(implicit, other, '--json')).out);
    expect(diagnostics).toMatchObject([
      {
        code: 'explain-error/differs',
        message:
          'AWS decided implicitDeny, the simulation with the same policies says explicitDeny: AWS is right',
      },
    ]);
  });

  test('a policy that cannot be read: nothing is decided here', async () => {
    const less = { ...found, policies: { [denyAll]: documents[denyAll] } };
    const document = documentOf((await live(explicit, less, '--json')).out);
    expect(document.diagnostics).toMatchObject([{ code: 'explain-error/policies-missing' }]);
    expect(document.steps.map(({ id: step }) => step)).not.toContain('simulate');
  });

  test.each([
    ['AccessDeniedException', 403, 'iam:GetRequestAuthorizationDetails failed'],
    ['ValidationException', 400, 'iam:GetRequestAuthorizationDetails failed'],
  ])('%s: the text is explained all the same, with status 3', async (code, status, words) => {
    const trouble = { kind: 'error', status, code, message: 'You may not' } as const;
    const answer = await live(explicit, { ...found, trouble: { details: trouble } }, '--json');
    const document = documentOf(answer.out);
    expect(answer.status).toBe(3);
    expect(document).toMatchObject({ verdict: 'known', evidence: 'text', fields: { layer: 'identity' } });
    expect(document.diagnostics[0]?.message).toContain(words);
    expect(document.diagnostics[0]?.message).toContain(code);
  });

  test('without --live nothing is asked, and how to ask is said', async () => {
    aws.play({ sts, toolbox: found });
    const { out } = await run(['explain-error', '-'], { stdin: explicit });
    expect(aws.requests()).toEqual([]);
    expect(out).toContain('iamx explain-error --live');
  });
});

describe('details that are not there', () => {
  /** The same reader, with a clock that only the waits move. */
  async function ask(toolbox: ToolboxScenario, region = 'eu-west-1') {
    aws.play({ sts, toolbox });
    let now = 0;
    let waits = 0;
    let isSaid = 0;
    const wait = (milliseconds: number): Promise<void> => {
      now += milliseconds;
      waits += 1;
      return Promise.resolve();
    };
    const network = openNetwork({ proxyFor: () => undefined }, 20_000);
    const place = { region, endpoint: aws.url, fips: false, dualStack: false };
    const command = explainErrorCommand(() =>
      Object.assign(() => Promise.reject(new Error('nothing is encoded')), {
        details: (asked: string) =>
          fetchDetails(asked, detailsReader(keys, place, network, wait), { now: () => now, wait }, () => {
            isSaid += 1;
            return Promise.resolve();
          }),
      }),
    );
    const options = { sdk: 'cli', offline: false, json: true, verbose: false, live: true };
    const host = memoryHost({ stdin: explicit });
    const answer = await command.run(host, ['-'], options, () => Promise.resolve());
    network.close();
    if (answer.kind !== 'document') throw new Error('one answer');
    return {
      document: answer.document() as ExplainErrorDocument,
      status: answer.exitStatus,
      now,
      waits,
      isSaid,
    };
  }
  const missing = { kind: 'error', status: 404, code: 'ResourceNotFoundException', message: 'no' } as const;

  test('not yet: asked again until they are there, which is said once', async () => {
    const { document, status, waits, isSaid } = await ask({
      ...found,
      trouble: { details: { ...missing, times: 3 } },
    });
    expect([document.evidence, status, waits, isSaid]).toEqual(['authorization-details', 0, 3, 1]);
  });

  test.each([
    ['gone', { ...found, pages: {} }, 'eu-west-1'],
    ['of another region', found, 'eu-central-1'],
  ])('%s: asked for a minute, then said with its reasons', async (_, toolbox, region) => {
    const { document, status, now } = await ask(toolbox, region);
    expect(now).toBeLessThanOrEqual(60_000);
    expect(now).toBeGreaterThan(50_000);
    expect([document.evidence, status]).toEqual(['text', 3]);
    expect(document.diagnostics[0]).toMatchObject({
      code: 'explain-error/live-failed',
      message: 'AWS has no details of this authorization id in eu-west-1, asked for 60 s',
    });
    expect(document.diagnostics[0]?.hint).toMatch(/too early.*another region.*a day old.*organization/);
  });

  test('a service that fails is asked three times', async () => {
    const failing = { kind: 'error', status: 500, code: 'InternalServerException', message: 'no' } as const;
    const { status } = await ask({ ...found, trouble: { details: failing } });
    expect(status).toBe(3);
    expect(aws.requests().length).toBe(3);
    expect((await ask({ ...found, trouble: { details: { ...failing, times: 2 } } })).status).toBe(0);
  });
});
