import { account, arnOf, role, user, type Account } from '../checks/support/account.ts';
import type { Play } from '../checks/support/server.ts';
import type { Scenario, StsAction, Trouble } from './loopback/scenario.ts';

/** What AWS, or whoever stands in its place, answers to the calls of the commands that sign, and where in it a text may stand. */

export interface AnswerPlace {
  readonly name: string;
  /** Told by its place; else it is evidence, and is hidden where it has the shape of a secret. */
  readonly isSecret: boolean;
  /** Command lines that ask for it. */
  readonly ways: readonly (readonly string[])[];
  readonly scenario: (text: string) => Scenario;
}

type Fields = Readonly<Record<string, unknown>>;
/** Told by its place, or hidden by its shape; and the answer around it. */
type Answers = Readonly<Record<string, readonly [isSecret: boolean, answer: (text: string) => unknown]>>;

export const keyId = 'AKIAJMIKAMIKAMIKA2F3';
const encoded = 'aB3_x-'.repeat(40);
const caller = 'arn:aws:iam::111122223333:user/mika';
const withMessage = `An error occurred (UnauthorizedOperation) when calling the RunInstances operation: You are not authorized to perform this operation. Encoded authorization failure message: ${encoded}`;

/** What a program says that failed; it is run, and its error explained. */
export const failures: Readonly<Record<string, string>> = { message: withMessage };

const decodingWays = [
  ['decode', '--live', encoded],
  ['decode', '--live', '--save', 's.yaml', encoded],
  ['explain-error', '--live', withMessage],
  ['explain-error', '--live', '--save', 's.json', withMessage],
  ['explain-error', '--live', '--suggest', 'p.json', withMessage],
  ['explain-error', '--live', '--request', 'markdown', withMessage],
  ['run', '--live', '--save', 's.yaml', '--', 'aws', 'ec2', 'run-instances'],
];

const items = (...of: readonly unknown[]) => ({ items: of });
const conditionOf = (key: string, value: string) => ({ key, values: items({ value }) });

/** https://docs.aws.amazon.com/STS/latest/APIReference/API_DecodeAuthorizationMessage.html */
function decodedMessage(more: Fields, context: Fields = {}, statement: Fields = {}): Fields {
  return {
    allowed: false,
    explicitDeny: true,
    matchedStatements: items({
      statementId: 'NoBig',
      effect: 'DENY',
      principals: items({ value: 'AIDAY24FZKAOBPJTH2BSF' }),
      actions: items({ value: 'ec2:RunInstances' }),
      resources: items({ value: '*' }),
      conditions: items(conditionOf('ec2:InstanceType', 'm5.large')),
      ...statement,
    }),
    failures: items(),
    context: {
      principal: { id: 'AIDAY24FZKAOBPJTH2BSF', name: 'mika', arn: caller },
      action: 'ec2:RunInstances',
      resource: 'arn:aws:ec2:eu-west-1:111122223333:instance/*',
      conditions: items(conditionOf('aws:Region', 'eu-west-1')),
      ...context,
    },
    ...more,
  };
}

const decodedMessages: Answers = {
  'all of it': [false, (text) => text],
  'another member': [false, (text) => decodedMessage({ note: text })],
  'a member of that name': [false, (text) => decodedMessage({ [text]: 'x' })],
  'what failed': [false, (text) => decodedMessage({ failures: items({ value: text }) })],
  'the statement’s id': [false, (text) => decodedMessage({}, {}, { statementId: text })],
  'the statement’s effect': [false, (text) => decodedMessage({}, {}, { effect: text })],
  'a principal': [false, (text) => decodedMessage({}, {}, { principals: items({ value: text }) })],
  'an action': [false, (text) => decodedMessage({}, {}, { actions: items({ value: text }) })],
  'a resource': [false, (text) => decodedMessage({}, {}, { resources: items({ value: text }) })],
  'a condition': [
    false,
    (text) => decodedMessage({}, {}, { conditions: items(conditionOf('ec2:InstanceType', text)) }),
  ],
  'a condition on a password': [
    true,
    (text) => decodedMessage({}, {}, { conditions: items(conditionOf('aws:RequestTag/Password', text)) }),
  ],
  ...Object.fromEntries(
    ['id', 'name', 'arn'].map((name) => [
      `the caller’s ${name}`,
      [false, (text: string) => decodedMessage({}, { principal: { arn: caller, [name]: text } })] as const,
    ]),
  ),
  ...Object.fromEntries(
    ['action', 'resource'].map((name) => [
      `the ${name}`,
      [false, (text: string) => decodedMessage({}, { [name]: text })] as const,
    ]),
  ),
  'a key of the request': [
    false,
    (text) => decodedMessage({}, { conditions: items(conditionOf('aws:username', text)) }),
  ],
  'the name of a key': [false, (text) => decodedMessage({}, { conditions: items(conditionOf(text, 'x')) })],
  ...Object.fromEntries(
    ['aws:RequestTag/Password', 'svc:session-token', 'aws:PrincipalTag/api_secret'].map((key) => [
      `the key ${key}`,
      [true, (text: string) => decodedMessage({}, { conditions: items(conditionOf(key, text)) })] as const,
    ]),
  ),
};

const decodingPlaces = Object.entries(decodedMessages).map(([name, [isSecret, answer]]): AnswerPlace => ({
  name: `a decoded message: ${name}`,
  isSecret,
  ways: decodingWays,
  scenario: (text) => {
    const decoded = answer(text);
    return { sts: { decoded: typeof decoded === 'string' ? decoded : JSON.stringify(decoded) } };
  },
}));

const id = '1a2b3c4d5e';
const roleArn = 'arn:aws:iam::111122223333:role/Dev';
const policyArn = 'arn:aws:iam::111122223333:policy/NoUsers';
const newUser = 'arn:aws:iam::111122223333:user/bob';
const withId = `An error occurred (AccessDenied) when calling the CreateUser operation: User: arn:aws:sts::111122223333:assumed-role/Dev/mika is not authorized to perform: iam:CreateUser on resource: ${newUser} with an explicit deny in an identity-based policy: ${policyArn}. Go to https://eu-west-1.console.aws.amazon.com/iam/home?region=eu-west-1#/authorization-details/${id} for complete details, or call the GetRequestAuthorizationDetails API with the following authorization id: ${id}`;

const detailsWays = [
  ['explain-error', '--live', withId],
  ['explain-error', '--live', '--save', 's.yaml', withId],
  ['explain-error', '--live', '--suggest', 'p.json', withId],
  ['explain-error', '--live', '--request', 'slack', withId],
];

interface Details {
  readonly page?: Fields;
  readonly context?: Fields;
  readonly evaluation?: Fields;
  readonly policy?: Fields;
  readonly statement?: Fields;
}

/** https://docs.aws.amazon.com/iam-toolbox/latest/APIReference/API_GetRequestAuthorizationDetails.html */
function details({ page, context, evaluation, policy, statement }: Details): Scenario['toolbox'] {
  const document = {
    Version: '2012-10-17',
    Statement: [{ Sid: 'NoNew', Effect: 'Deny', Action: 'iam:CreateUser', Resource: '*', ...statement }],
  };
  const matched = { uri: policyArn, matchedStatements: [{ sid: 'NoNew', evaluatedEffect: 'DENY' }] };
  const evaluations = [
    {
      action: 'iam:CreateUser',
      resource: newUser,
      context: {},
      evaluatedEffect: 'EXPLICIT_DENY',
      matchedPolicies: [matched],
      ...evaluation,
    },
  ];
  const requestContext = { 'aws:PrincipalARN': roleArn, 'aws:SourceIp': '192.0.2.1/32', ...context };
  const used = {
    type: 'IDENTITY_BASED_POLICY',
    inline: false,
    uri: policyArn,
    attachedTo: [{ arn: roleArn }],
    ...policy,
  };
  return {
    pages: { [id]: [{ requestContext, evaluations, policies: [used], ...page }] },
    policies: { [policyArn]: document },
  };
}

const detailsAnswers: Readonly<
  Record<string, readonly [isSecret: boolean, answer: (text: string) => Scenario['toolbox']]>
> = {
  'another member': [true, (text) => details({ page: { note: text, [text]: text } })],
  'a key': [false, (text) => details({ context: { 'aws:username': text } })],
  'the name of a key': [false, (text) => details({ context: { [text]: 'x' } })],
  ...Object.fromEntries(
    ['svc:session-token', 'aws:RequestTag/Password', 'aws:PrincipalTag/api-secret'].map((key) => [
      `the key ${key}`,
      [true, (text: string) => details({ context: { [key]: text } })] as const,
    ]),
  ),
  ...Object.fromEntries(
    ['action', 'resource', 'evaluatedEffect'].map((name) => [
      `the ${name} that was decided`,
      [false, (text: string) => details({ evaluation: { [name]: text } })] as const,
    ]),
  ),
  'a key of the decision': [
    false,
    (text) => details({ evaluation: { context: { 'iam:PermissionsBoundary': text } } }),
  ],
  'the policy that matched': [
    false,
    (text) => details({ evaluation: { matchedPolicies: [{ uri: text, matchedStatements: [] }] } }),
  ],
  'the statement that matched': [
    false,
    (text) =>
      details({
        evaluation: {
          matchedPolicies: [{ uri: policyArn, matchedStatements: [{ sid: text, evaluatedEffect: 'DENY' }] }],
        },
      }),
  ],
  'a policy’s type': [false, (text) => details({ policy: { type: text } })],
  'a policy’s address': [false, (text) => details({ policy: { uri: text } })],
  'whose policy it is': [false, (text) => details({ policy: { attachedTo: [{ arn: text }] } })],
  'a Sid': [false, (text) => details({ statement: { Sid: text } })],
  'an action': [false, (text) => details({ statement: { Action: ['iam:*', `iam:${text}`] } })],
  'a condition': [
    false,
    (text) => details({ statement: { Condition: { StringEquals: { 'aws:username': text } } } }),
  ],
  'a condition on a password': [
    true,
    (text) => details({ statement: { Condition: { StringEquals: { 'aws:PrincipalTag/password': text } } } }),
  ],
};

const detailsPlaces = Object.entries(detailsAnswers).map(([name, [isSecret, answer]]): AnswerPlace => ({
  name: `authorization details: ${name}`,
  isSecret,
  ways: detailsWays,
  scenario: (text) => ({ toolbox: answer(text) ?? {} }),
}));

/** What is no answer: errors, pages of a proxy, headers. */
const troubles: Readonly<Record<string, (text: string) => Trouble>> = {
  code: (text) => ({ kind: 'error', status: 403, code: text, message: 'x' }),
  message: (text) => ({ kind: 'error', status: 400, code: 'ValidationError', message: `not ${text}` }),
  'a message that denies': (text) => ({
    kind: 'error',
    status: 403,
    code: 'AccessDenied',
    message: `User: arn:aws:iam::111122223333:user/${text} is not authorized to perform: sts:${text} on resource: ${text}`,
  }),
  'a page': (text) => ({ kind: 'raw', status: 200, body: text }),
  'a page that is an error': (text) => ({ kind: 'raw', status: 502, body: `<html>${text}</html>` }),
  'a header': (text) => ({
    kind: 'raw',
    status: 403,
    body: 'x',
    headers: { 'x-amzn-requestid': text, 'x-amzn-errortype': text, server: text },
  }),
  'where it leads on': (text) => ({
    kind: 'raw',
    status: 302,
    body: '',
    headers: { location: `http://127.0.0.1:1/${encodeURIComponent(text)}` },
  }),
};

const stsWays: Partial<Readonly<Record<StsAction, readonly (readonly string[])[]>>> = {
  DecodeAuthorizationMessage: decodingWays,
  GetAccessKeyInfo: [['decode', '--live', 'AKIAY24FZKAOABCDEFGH', 'AKIAY34FZKBOKMUTVV7A']],
  GetCallerIdentity: [
    ['check', 'delete-user', 'mika'],
    ['check', 'assume-role', roleArn],
    ['check', 'pass-role', roleArn, '--service', 'lambda.amazonaws.com'],
    ['whoami'],
  ],
};

const troublePlaces = Object.entries(troubles).flatMap(([name, trouble]): readonly AnswerPlace[] => [
  ...Object.entries(stsWays).map(([action, ways]): AnswerPlace => ({
    name: `${name} of ${action}`,
    // What AWS says is told as it says it.
    isSecret: false,
    ways,
    scenario: (text) => ({ sts: { trouble: { [action]: trouble(text) } } }),
  })),
  ...(['details', 'policy'] as const).map((part): AnswerPlace => ({
    name: `${name} of authorization details, ${part}`,
    isSecret: false,
    ways: detailsWays,
    scenario: (text) => ({ toolbox: { ...details({}), trouble: { [part]: trouble(text) } } }),
  })),
]);

export const answerPlaces: readonly AnswerPlace[] = [...decodingPlaces, ...detailsPlaces, ...troublePlaces];

/** What IAM holds that `check` reads. */
export interface AccountPlace {
  readonly name: string;
  readonly isSecret: boolean;
  readonly play: (text: string) => Play;
}

const policy = (statement: Fields) =>
  JSON.stringify({
    Version: '2012-10-17',
    Statement: [{ Effect: 'Allow', Action: ['sts:*', 'iam:PassRole'], Resource: '*', ...statement }],
  });
const trust = (statement: Fields) =>
  JSON.stringify({
    Version: '2012-10-17',
    Statement: [
      {
        Effect: 'Allow',
        Principal: { AWS: 'arn:aws:iam::111122223333:root', Service: 'lambda.amazonaws.com' },
        Action: 'sts:AssumeRole',
        ...statement,
      },
    ],
  });

/** All that a user and a role have, each thing with a name of its own. */
function held(of: {
  readonly name?: string;
  readonly policy?: string;
  readonly trust?: string;
  readonly tags?: Readonly<Record<string, string>>;
}): Account {
  const { name = 'own', tags = {} } = of;
  // The last part of an ARN is a name: what a slash tears off is one.
  const boundary = arnOf(`policy/${name.replaceAll('/', '+')}`);
  const all = {
    inline: new Map([[name, of.policy ?? policy({})]]),
    attached: new Set([boundary]),
    path: `/${name}/`,
    boundary,
    tags,
  };
  return account({
    users: new Map([
      [
        'mika',
        user({
          ...all,
          password: true,
          keys: new Map([[name, true]]),
          mfa: new Set([arnOf(`mfa/${name}`)]),
          certificates: new Set([name]),
          ssh: new Set([name]),
          services: new Map([[name, name]]),
          groups: new Set([name]),
        }),
      ],
    ]),
    groups: new Map([[name, { inline: all.inline, attached: all.attached }]]),
    roles: new Map([['Dev', role({ ...all, trust: of.trust ?? trust({}) })]]),
    policies: new Map([[boundary, { versions: new Map([['v1', of.policy ?? policy({})]]), standard: 'v1' }]]),
    profiles: new Map([[name, new Set(['Dev'])]]),
  });
}

export const accountWays: readonly (readonly string[])[] = [
  ['delete-user', 'mika'],
  ['delete-role', 'Dev'],
  ['pass-role', roleArn, '--principal', caller, '--service', 'lambda.amazonaws.com'],
  ['assume-role', roleArn, '--principal', caller],
  ['assume-role', roleArn, '--principal', caller, '--session-tag', 'team=red', '--external-id', 'x'],
];

/** XML and URLs hold it as it is. */
const accounts: Readonly<Record<string, readonly [isSecret: boolean, account: (text: string) => Account]>> = {
  'all names': [false, (text) => held({ name: text })],
  'a policy, its Sid': [false, (text) => held({ policy: policy({ Sid: text }) })],
  'a policy, an action': [false, (text) => held({ policy: policy({ Action: ['sts:*', text] }) })],
  'a policy, a resource': [false, (text) => held({ policy: policy({ Resource: text }) })],
  'a policy, an element': [false, (text) => held({ policy: policy({ [text]: 'x' }) })],
  'a policy that is none': [false, (text) => held({ policy: text })],
  'a policy, a tag that is a password': [
    true,
    (text) =>
      held({ policy: policy({ Condition: { StringEquals: { 'aws:PrincipalTag/password': text } } }) }),
  ],
  'a trust policy, its external id': [
    false,
    (text) => held({ trust: trust({ Condition: { StringEquals: { 'sts:ExternalId': text } } }) }),
  ],
  'a trust policy, a principal': [false, (text) => held({ trust: trust({ Principal: { AWS: text } }) })],
  'a trust policy that is none': [false, (text) => held({ trust: text })],
  'a trust policy, a tag that is a password': [
    true,
    (text) => held({ trust: trust({ Condition: { StringEquals: { 'aws:RequestTag/Password': text } } }) }),
  ],
  'a tag': [false, (text) => held({ tags: { team: text } })],
  'the name of a tag': [false, (text) => held({ tags: { [text]: 'x' } })],
  'a tag that is a password': [true, (text) => held({ tags: { password: text } })],
};

export const accountPlaces: readonly AccountPlace[] = [
  ...Object.entries(accounts).map(([name, [isSecret, make]]): AccountPlace => ({
    name: `an account: ${name}`,
    isSecret,
    play: (text) => ({ account: make(text) }),
  })),
  ...['ListAttachedUserPolicies', 'GetUser', 'GetRole', 'ListAccessKeys'].flatMap(
    (action): readonly AccountPlace[] => [
      {
        name: `a code of ${action}`,
        isSecret: false,
        play: (text) => ({ account: held({}), trouble: { [action]: { code: text } } }),
      },
      {
        name: `a page of ${action}`,
        isSecret: false,
        play: (text) => ({ account: held({}), trouble: { [action]: { status: 200, body: text } } }),
      },
      {
        name: `an error of ${action} that is none`,
        isSecret: false,
        play: (text) => ({ account: held({}), trouble: { [action]: { status: 403, body: `<a>${text}` } } }),
      },
    ],
  ),
  {
    name: 'who calls',
    isSecret: false,
    play: (text) => ({ account: held({}), caller: `arn:aws:iam::111122223333:user/${text}` }),
  },
];
