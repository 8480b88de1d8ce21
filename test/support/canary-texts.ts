import { vocabulary } from '../../src/printers/vocabulary.ts';
import { isSecretName } from '../../src/output/secret-names.ts';
import { askingOptions } from '../../src/policy/scenario/options.ts';
import { policyOptions } from '../../src/policy/scenario/policy-options.ts';
import { requestForms } from '../../src/errors/request-text.ts';
import { questionFields } from '../../src/policy/question.ts';
import { longFlagOf } from '../../src/commands/option-row.ts';
import type { MemoryWorld } from '../../src/host/memory.ts';
import { samples } from '../messages/samples.ts';

/** What somebody pastes, pipes in or writes into a policy, and where in it a secret may stand. */
export interface TextPlace {
  readonly name: string;
  /**
   * Told by its place, whatever it looks like; else it is evidence, as a policy's values are, and is hidden where it has
   * the shape of a secret.
   */
  readonly isSecret: boolean;
  /** Command lines that read it. */
  readonly ways: readonly (readonly string[])[];
  readonly world: (text: string) => MemoryWorld;
}

export type Text = (text: string) => string;
type Texts = Readonly<Record<string, Text>>;

const role = 'arn:aws:sts::111122223333:assumed-role/App/mika';
export const refusal = `An error occurred (AccessDenied) when calling the GetObject operation: User: ${role} is not authorized to perform: s3:GetObject on resource: "arn:aws:s3:::acme/report.csv" because no identity-based policy allows the s3:GetObject action`;

/** Half a character has no place in a URL. */
const forUrl = (text: string) => encodeURIComponent(text.replace(/\p{Cs}/gu, '\ufffd'));

/** A text of one line that says what stands in it. */
const secretLines: Texts = {
  ...Object.fromEntries(
    [...vocabulary()]
      .filter((name) => isSecretName(name) && /^(?:aws|--)?[a-z_]+$/i.test(name))
      .flatMap((name): readonly (readonly [string, Text])[] => [
        [`${name} =`, (text) => `${name} = ${text}`],
        [`${name}=`, (text) => `export ${name.toUpperCase()}=${text}`],
        [`${name}:`, (text) => `  ${name}: ${text}`],
        [`"${name}":`, (text) => `{"${name}": ${JSON.stringify(text)}}`],
      ]),
  ),
  'an option of a command': (text) => `+ mysql --password ${text} -h db`,
  'an option of a command, glued': (text) => `+ mysql --password=${text} -h db`,
  'a short name =': (text) => `db_pass = ${text}`,
  'a short name:': (text) => `{"auth": ${JSON.stringify(text)}}`,
  'a connection string': (text) => `AccountName=acme;AccountKey=${text};EndpointSuffix=example.com`,
  'an option of one letter': (text) => `+ mysql -u root -p${text}`,
  'a flag that nobody knows': (text) => `+ mytool --frobnicate ${text} run`,
  'a flag that nobody knows, with a sign': (text) => `$ mytool --frobnicate=${text}`,
  'a flag of one letter': (text) => `mytool -k ${JSON.stringify(text)} run`,
  'a flag in a list': (text) => JSON.stringify(['mytool', '-v', '--frobnicate', text, '--wait']),
  'a flag at the end of a line': (text) => `mytool --frobnicate \\\n  ${JSON.stringify(text)}`,
  'a value that AWS refuses': (text) =>
    `1 validation error detected: Value '${text.replaceAll("'", '')}' at 'password' failed to satisfy constraint`,
  'words that a tool does not know': (text) => `Unknown options: --frobnicate, ${text}`,
  'a variable before a command': (text) => `PGPASSWORD=${text} psql`,
  'who calls': (text) => `+ curl -u mika:${text}`,
  'a header of a signature': (text) =>
    `Authorization: AWS4-HMAC-SHA256 Credential=AKIAY24FZKAOABCDEFGH/20260101/us-east-1/s3/aws4_request, SignedHeaders=host, Signature=${text}`,
  'a bearer': (text) => `authorization: Bearer ${text}`,
  'a header of a token': (text) => `X-Amz-Security-Token: ${text}`,
  'a cookie': (text) => `Cookie: aws-userInfo=${text}; path=/`,
  'headers as Python prints them': (text) =>
    `2026-11-28 10:00:00 - MainThread - botocore.endpoint - DEBUG - Sending http request: <AWSPreparedRequest method=POST, url=https://sts.amazonaws.com/, headers={'Content-Type': b'x', 'X-Amz-Security-Token': b'${text}', 'Authorization': b'AWS4-HMAC-SHA256 Signature=${text}'}>`,
  'the signature of a URL': (text) =>
    `GET https://acme.s3.amazonaws.com/x?X-Amz-Credential=AKIAY24FZKAOABCDEFGH%2F20260101&X-Amz-Signature=${forUrl(text)}`,
  'the query of any URL': (text) => `GET https://files.example.com/c?sv=2026&zz=${forUrl(text)}`,
  'user info of a URL': (text) => `cloning https://mika:${forUrl(text)}@git.example.com/x`,
  'the query of a URL': (text) =>
    `Could not connect to the endpoint URL: "https://sts.eu-west-1.amazonaws.com/?X-Amz-Security-Token=${forUrl(text)}"`,
  'keys as the SDK for JavaScript prints them': (text) =>
    `{ accessKeyId: 'AKIAY24FZKAOABCDEFGH', secretAccessKey: '${text}', sessionToken: '${text}' }`,
  'keys as the SDK for Go prints them': (text) =>
    `{AccessKeyID:AKIAY24FZKAOABCDEFGH SecretAccessKey:${text} SessionToken:${text} Source:EnvConfigCredentials}`,
  'keys in XML': (text) => `<SecretAccessKey>${text}</SecretAccessKey><SessionToken>${text}</SessionToken>`,
};

const around: Readonly<Record<string, (line: string) => string>> = {
  above: (line) => `${line}\n${refusal}\n`,
  below: (line) => `${refusal}\n${line}\n`,
  behind: (line) => `${refusal} ${line}`,
  alone: (line) => line,
};

/** Where AWS and its tools put names of the user's: words of the samples, one at a time. */
const wordPlaces: Texts = Object.fromEntries(
  samples.flatMap(([id, sample], index) =>
    [...sample.matchAll(/[^\s"'()[\]{},]{3,}/g)].map(({ 0: word, index: at }): [string, Text] => [
      `${index} ${id}, in place of ${word} at ${at}`,
      (text) => sample.slice(0, at) + text + sample.slice(at + word.length),
    ]),
  ),
);

const cloudTrail = (text: string, put: (event: Record<string, unknown>) => unknown) => {
  const event = {
    eventVersion: '1.11',
    userIdentity: {
      type: 'AssumedRole',
      principalId: 'AROAY24FZKAOBPJTH2BSF:mika',
      arn: role,
      accountId: '111122223333',
      accessKeyId: 'ASIAY24FZKAOABCDEFGH',
      userName: 'mika',
    },
    eventTime: '2026-11-28T10:00:00Z',
    eventSource: 's3.amazonaws.com',
    eventName: 'GetObject',
    awsRegion: 'eu-west-1',
    sourceIPAddress: '192.0.2.1',
    userAgent: 'x',
    errorCode: 'AccessDenied',
    errorMessage: refusal.slice(refusal.indexOf('User:')),
    requestID: '11111111-2222-3333-4444-555555555555',
    requestParameters: { bucketName: 'acme', secretToken: text },
    responseElements: { credentials: { secretAccessKey: text, sessionToken: text } },
    additionalEventData: { note: 'x' },
  };
  return JSON.stringify({ Records: [put(structuredClone(event))] });
};

const eventFields = [
  ...['eventVersion', 'eventTime', 'eventSource', 'eventName', 'awsRegion', 'sourceIPAddress', 'userAgent'],
  ...['errorCode', 'errorMessage', 'requestID'],
];
const eventPlaces: Texts = {
  'CloudTrail, what was passed and given': (text) => cloudTrail(text, (event) => event),
  ...Object.fromEntries(
    eventFields.map((field): [string, Text] => [
      `CloudTrail, ${field}`,
      (text) => cloudTrail('x', (event) => ({ ...event, [field]: text })),
    ]),
  ),
  ...Object.fromEntries(
    ['type', 'principalId', 'arn', 'accountId', 'accessKeyId', 'userName'].map((field): [string, Text] => [
      `CloudTrail, ${field} of who called`,
      (text) =>
        cloudTrail('x', (event) => ({
          ...event,
          userIdentity: { ...(event['userIdentity'] as object), [field]: text },
        })),
    ]),
  ),
};

const har = (request: object, response: object) =>
  JSON.stringify({
    log: {
      version: '1.2',
      entries: [
        {
          request: {
            method: 'POST',
            url: 'https://sts.amazonaws.com/',
            headers: [],
            cookies: [],
            ...request,
          },
          response: {
            status: 403,
            content: {
              mimeType: 'application/json',
              text: JSON.stringify({
                __type: 'AccessDeniedException',
                message: refusal.slice(refusal.indexOf('User:')),
              }),
            },
            headers: [],
            ...response,
          },
        },
      ],
    },
  });

const harPlaces: Texts = {
  'HAR, a header': (text) => har({ headers: [{ name: 'Authorization', value: text }] }, {}),
  'HAR, a cookie': (text) => har({ cookies: [{ name: 'aws-creds', value: text }] }, {}),
  'HAR, the query': (text) =>
    har(
      {
        queryString: [{ name: 'X-Amz-Signature', value: text }],
        url: `https://x/?a=${forUrl(text)}`,
      },
      {},
    ),
  'HAR, what was posted': (text) => har({ postData: { text: `SecretAccessKey=${text}` } }, {}),
  'HAR, a cookie that was set': (text) =>
    har({}, { headers: [{ name: 'Set-Cookie', value: text }], cookies: [{ name: 'a', value: text }] }),
};

function entriesOf(
  texts: Texts,
  isSecret: boolean,
): readonly { readonly name: string; readonly isSecret: boolean; readonly text: Text }[] {
  return Object.entries(texts).map(([name, text]) => ({ name, isSecret, text }));
}

export const pasted = [
  ...Object.entries(around).flatMap(([where, put]) =>
    entriesOf(
      Object.fromEntries(
        Object.entries(secretLines).map(([name, line]) => [
          `${name} ${where}`,
          (text: string) => put(line(text)),
        ]),
      ),
      true,
    ),
  ),
  ...entriesOf(wordPlaces, false),
  ...entriesOf(eventPlaces, false).map((place) => ({ ...place, isSecret: place.name.endsWith('given') })),
  ...entriesOf(harPlaces, true),
];

/** The commands that a text is pasted into. */
const pastedInto: readonly (readonly string[])[] = [
  ['explain-error'],
  ['explain-error', '-'],
  ...requestForms.map((form) => ['explain-error', '--request', form, '-']),
  ['explain-error', '--save', 'x.json', '-'],
  ['explain-error', '--suggest', 'x.yaml', '-'],
  ['decode', '-'],
  ['decode', '--save', 'x.yaml', '-'],
  ['decode', '--jsonl', '-'],
];

const pastedPlaces = pasted.map(({ name, isSecret, text }): TextPlace => ({
  name: `pasted: ${name}`,
  isSecret,
  ways: pastedInto,
  world: (secret) => ({ stdin: text(secret) }),
}));

const policy = (statement: object, more: object = {}) =>
  JSON.stringify(
    {
      Version: '2012-10-17',
      ...more,
      Statement: [{ Effect: 'Allow', Action: 's3:GetObject', Resource: '*', ...statement }],
    },
    undefined,
    2,
  );
const yaml = `Version: '2012-10-17'\nStatement:\n  - Effect: Allow\n    Action: s3:GetObject\n    Resource: '*'\n`;

const policies: Readonly<Record<string, readonly [isSecret: boolean, file: string, text: Text]>> = {
  'the Sid': [false, 'p.json', (text) => policy({ Sid: text })],
  'the Id': [false, 'p.json', (text) => policy({}, { Id: text })],
  'an element': [false, 'p.json', (text) => policy({ [text]: 'x' })],
  'the Effect': [false, 'p.json', (text) => policy({ Effect: text })],
  'the Action': [false, 'p.json', (text) => policy({ Action: text })],
  'an Action of a service': [false, 'p.json', (text) => policy({ Action: `s3:${text}` })],
  'the Resource': [false, 'p.json', (text) => policy({ Resource: text })],
  'the Resource of a bucket': [false, 'p.json', (text) => policy({ Resource: `arn:aws:s3:::acme/${text}` })],
  'the Principal': [false, 'p.json', (text) => policy({ Principal: { AWS: text } })],
  'the Version': [false, 'p.json', (text) => policy({}, { Version: text })],
  'an operator': [false, 'p.json', (text) => policy({ Condition: { [text]: { 'aws:username': 'x' } } })],
  'a condition key': [false, 'p.json', (text) => policy({ Condition: { StringEquals: { [text]: 'x' } } })],
  'a condition value': [
    false,
    'p.json',
    (text) => policy({ Condition: { StringEquals: { 'aws:username': text } } }),
  ],
  'a condition value under a name of a secret': [
    true,
    'p.json',
    (text) => policy({ Condition: { StringEquals: { 'aws:RequestTag/Password': text } } }),
  ],
  'a comment of JSON': [true, 'p.json', (text) => policy({}).replace('{\n', `{ // ${text}\n`)],
  'behind the end': [false, 'p.json', (text) => `${policy({})}\n${text}`],
  'in front of it': [false, 'p.json', (text) => `${text}\n${policy({})}`],
  'all of it': [false, 'p.json', (text) => text],
  'a text that does not end': [false, 'p.json', (text) => policy({ Sid: `${text}x` }).split(`x"`)[0] ?? ''],
  'a comment of YAML': [
    true,
    'p.yaml',
    (text) => yaml.replace('  - Effect', `  # ${text}\n  - Effect`).replace('Allow\n', `Allow # ${text}\n`),
  ],
  'an anchor of YAML': [false, 'p.yaml', (text) => yaml.replace('Allow', `&${text} Allow`)],
  'a tag of YAML': [false, 'p.yaml', (text) => yaml.replace('Allow', `!${text} Allow`)],
  'a line of YAML': [false, 'p.yaml', (text) => `${yaml}${text}\n`],
  'a setting below a policy': [true, 'p.yaml', (text) => `${yaml}aws_secret_access_key: ${text}\n`],
};

const asking = [
  '--principal',
  'arn:aws:iam::111122223333:user/mika',
  '--action',
  's3:GetObject',
  '--resource',
  'arn:aws:s3:::acme/x',
];

const policyPlaces = Object.entries(policies).map(([name, [isSecret, file, text]]): TextPlace => ({
  name: `a policy, ${name}`,
  isSecret,
  ways: [
    ['lint', file],
    ['lint', '--strict', file],
    ...policyOptions
      .filter(({ flags }) => flags.includes('<file>'))
      .map((row) => ['simulate', ...asking, longFlagOf(row), file]),
    ['explain-error', refusal, '--policy', file],
  ],
  world: (secret) => ({ files: { [`/home/user/${file}`]: text(secret) }, cwd: '/home/user' }),
}));

/** What is typed: the text goes in the place of `…`. */
export const typed = '…';

const optionPlaces = [...new Set([...askingOptions, ...policyOptions])]
  .filter(({ flags }) => flags.includes('<'))
  .map((row): TextPlace => {
    const flag = longFlagOf(row);
    const others = asking.filter((word, at) => word !== flag && asking[at - 1] !== flag);
    return {
      name: `simulate ${flag}`,
      isSecret: false,
      ways: ['', 'aws:username=', 'x=', 'aws:PrincipalTag/password='].map((before) => [
        'simulate',
        ...others,
        flag,
        before + typed,
      ]),
      world: () => ({ files: { '/home/user/p.json': policy({}) }, cwd: '/home/user' }),
    };
  });

const wordsTyped = [
  ['decode', typed],
  ['decode', `arn:aws:iam::111122223333:role/${typed}`],
  ['decode', '--save', typed, 'x'],
  ['explain-error', typed],
  ['explain-error', '--save', typed, refusal],
  ['explain-error', '--suggest', `${typed}.json`, refusal],
  ['explain-error', '--request', typed, refusal],
  ['explain-error', '--policy', typed, refusal],
  ['explain-error', '--profile', typed, 'Unable to locate credentials'],
  ['explain-error', '--sdk', typed, refusal],
  ['simulate', '--scenario', typed],
  ['simulate', '--jsonl', '--scenario', typed],
  ['simulate', '--save', typed, ...asking],
  ['simulate', typed],
  ['lint', typed],
  ['lint', '--explain', typed],
  ['lint', '--ignore', typed, 'p.json'],
  ['lint', '--type', typed, 'p.json'],
  ['lint', '--account', typed, 'p.json'],
  ['lint', '--resource-type', typed, 'p.json'],
  ['demo', typed],
  ['demo', '--export', typed],
  ['help', typed],
  [typed],
  [`--${typed}`],
  ['decode', `--${typed}`],
  ['simulate', `--${typed}`, 'x'],
  ['explain-error', `--${typed}=x`],
].map((words): TextPlace => ({
  name: `typed: ${words.join(' ')}`,
  isSecret: false,
  ways: [words],
  world: () => ({ files: { '/home/user/p.json': policy({}) }, cwd: '/home/user' }),
}));

const scenario = (request: object, more: object = {}) =>
  JSON.stringify({
    name: 'x',
    request: {
      principal: 'arn:aws:iam::111122223333:user/mika',
      action: 's3:GetObject',
      resource: 'arn:aws:s3:::acme/x',
      ...request,
    },
    policies: { identity: [JSON.parse(policy({})) as unknown] },
    expect: 'allowed',
    ...more,
  });

const fields: Texts = Object.fromEntries(
  questionFields.flatMap(({ name }): readonly (readonly [string, Text])[] => [
    [name, (text) => scenario({ [name]: text })],
    [`${name} as a list`, (text) => scenario({ [name]: [text] })],
    [`${name} as a map`, (text) => scenario({ [name]: { [text]: text } })],
    [
      `${name} as a map of keys`,
      (text) => scenario({ [name]: { 'aws:username': text, 'aws:PrincipalTag/x': [text] } }),
    ],
  ]),
);

export const scenarios: Texts = {
  ...fields,
  'a field': (text) => scenario({ [text]: 'x' }),
  'a field beside the request': (text) => scenario({}, { [text]: 'x' }),
  'the name': (text) => scenario({}, { name: text }),
  'what is expected': (text) => scenario({}, { expect: text }),
  policies: (text) => scenario({}, { policies: text }),
  'a file of policies': (text) => scenario({}, { policies: { identity: [{ file: text }] } }),
  'a managed policy': (text) => scenario({}, { policies: { identity: [{ managed: text }] } }),
  'a layer': (text) => scenario({}, { policies: { [text]: [] } }),
  'a line of its own': (text) => `${text}\n${scenario({})}`,
};

const scenarioPlaces = Object.entries(scenarios).map(([name, text]): TextPlace => ({
  name: `a scenario, ${name}`,
  isSecret: false,
  ways: [
    ['simulate', '--scenario', 's.json'],
    ['simulate', '--jsonl', '--scenario', 's.json'],
    ['simulate', '--jsonl', '--steps', '--scenario', '-'],
  ],
  world: (secret) => ({
    files: { '/home/user/s.json': text(secret) },
    cwd: '/home/user',
    stdin: text(secret),
  }),
}));

export const textPlaces: readonly TextPlace[] = [
  ...pastedPlaces,
  ...policyPlaces,
  ...optionPlaces,
  ...wordsTyped,
  ...scenarioPlaces,
];
