/** How tools print what a service answered: what stands around the error's name, its operation and its message. */
export interface Wrapper {
  readonly name: string;
  readonly wrap: (code: string, operation: string, message: string) => string;
  /** The SDK for Java does so where it has no class for an error. */
  readonly leavesCodeOut?: true;
}

const id = '8b1d2c3e-0000-4000-8000-0a1b2c3d4e5f';
const cli = (code: string, operation: string, message: string) =>
  `An error occurred (${code}) when calling the ${operation} operation: ${message}`;
const go = (code: string, operation: string, message: string) =>
  `operation error STS: ${operation}, https response error StatusCode: 403, RequestID: ${id}, ${code}: ${message}`;

export const wrappers: readonly Wrapper[] = [
  { name: 'AWS CLI, legacy', wrap: (...told) => `\n${cli(...told)}\n` },
  {
    name: 'AWS CLI, enhanced',
    wrap: (...told) => `\naws: [ERROR]: ${cli(...told)}\n\nAdditional error details:\nType: Sender\n`,
  },
  {
    name: 'AWS CLI, json',
    wrap: (Code, _, Message) => `${JSON.stringify({ Message, Code, Type: 'Sender' }, undefined, 4)}\n`,
  },
  {
    name: 'AWS CLI, json among other lines',
    wrap: (Code, _, Message) => `+ aws x\n${JSON.stringify({ Code, Message }, undefined, 4)}\ndone\n`,
  },
  {
    name: 'AWS CLI, yaml',
    wrap: (code, _, message) => `Code: ${code}\nMessage: '${message.replaceAll("'", "''")}'\nType: Sender\n`,
  },
  {
    name: 'AWS CLI, yaml, folded',
    wrap: (code, _, message) =>
      `Code: ${code}\nMessage: ${message.replace(/(.{60,78}) /g, '$1\n  ')}\nType: Sender\n`,
  },
  { name: 'AWS CLI, text', wrap: (code, _, message) => `${code}\t${message}\tSender\n` },
  {
    name: 'AWS CLI, table',
    wrap: (code, _, message) =>
      `-------------\n|   error    |\n+----------+------+\n|  Code    |  ${code}  |\n|  Message |  ${message}  |\n|  Type    |  Sender |\n+----------+------+\n`,
  },
  {
    name: 'AWS CLI, table with a head',
    wrap: (code, _, message) =>
      `-------------\n|   error    |\n+----------+------+\n|  Code    |  Message  |\n+----------+------+\n|  ${code}  |  ${message}  |\n+----------+------+\n`,
  },
  { name: 'boto3', wrap: (...told) => `botocore.exceptions.ClientError: ${cli(...told)}\n` },
  { name: 'Go, without a type', wrap: (code, ...told) => `${go(`api error ${code}`, ...told)}\n` },
  { name: 'Go, with a type', wrap: (...told) => `${go(...told)}\n` },
  {
    name: 'Go, version 1',
    wrap: (code, _, message) => `${code}: ${message}\n\tstatus code: 403, request id: ${id}\n`,
  },
  {
    name: 'Java, without a class',
    wrap: (_, __, message) =>
      `software.amazon.awssdk.services.sts.model.StsException: ${message} (Service: Sts, Status Code: 403, Request ID: ${id})\n\tat a.b(C.java:1)\n`,
    leavesCodeOut: true,
  },
  {
    name: 'Java, with a class',
    wrap: (code, _, message) =>
      `software.amazon.awssdk.services.sts.model.${code}: ${message} (Service: Sts, Status Code: 403, Request ID: ${id}) (SDK Attempt Count: 1)\n`,
  },
  {
    name: 'Java, version 1',
    wrap: (code, _, message) =>
      `com.amazonaws.services.X: ${message} (Service: AWSSecurityTokenService; Status Code: 403; Error Code: ${code}; Request ID: ${id}; Proxy: null)\n`,
  },
  {
    name: 'JavaScript',
    wrap: (code, _, message) =>
      `${code}: ${message}\n    at throwDefaultError (/srv/x.js:1:1) {\n  '$fault': 'client',\n  '$metadata': {\n    httpStatusCode: 403,\n    requestId: '${id}',\n    extendedRequestId: undefined,\n  },\n  Code: '${code}'\n}\n`,
  },
  {
    name: 'Rust',
    wrap: (code, _, message) =>
      `Error: ServiceError(ServiceError { source: Unhandled(Unhandled { source: ErrorMetadata { code: Some("${code}"), message: Some("${message.replaceAll('"', '\\"')}"), extras: Some({"aws_request_id": "${id}"}) } }) })\n`,
  },
  {
    name: 'Ruby',
    wrap: (code, _, message) => `x.rb:17:in \`call': ${message} (Aws::IAM::Errors::${code})\n`,
  },
  {
    name: 'PHP',
    wrap: (code, operation, message) =>
      `Uncaught Aws\\Iam\\Exception\\IamException: Error executing "${operation}" on "https://iam.amazonaws.com"; AWS HTTP error: Client error: \`POST https://iam.amazonaws.com\` resulted in a \`403 Forbidden\` response:\n<ErrorResponse>\n  <Error>\n    <Type>Sender</Type>\n    <Code>${code}</Code>\n    <Messa (truncated...)\n ${code} (client): ${message} - <ErrorResponse>\n`,
  },
  {
    name: 'XML',
    wrap: (code, _, message) =>
      `<ErrorResponse><Error><Type>Sender</Type><Code>${code}</Code><Message>${escaped(message)}</Message></Error><RequestId>${id}</RequestId></ErrorResponse>\n`,
  },
  {
    name: 'JSON of a service',
    wrap: (code, _, message) =>
      `${JSON.stringify({ __type: `com.amazon.coral.service#${code}`, message })}\n`,
  },
  {
    name: 'Terraform',
    wrap: (code, operation, message) =>
      `╷\n│ Error: doing it: ${go(`api error ${code}`, operation, message).replace(/(.{30,60}) /g, '$1\n│ ')}\n│ \n│   with aws_x.y,\n│   on main.tf line 1, in resource "aws_x" "y":\n╵\n`,
  },
  {
    name: 'Terraform, json',
    wrap: (code, ...told) => {
      const summary = `doing it: ${go(`api error ${code}`, ...told)}`;
      return `${JSON.stringify({ '@level': 'error', '@message': `Error: ${summary}`, diagnostic: { severity: 'error', summary, detail: '' } })}\n`;
    },
  },
  {
    name: 'CloudTrail',
    wrap: (errorCode, eventName, errorMessage) =>
      JSON.stringify({ Records: [{ errorCode, errorMessage, eventName, eventSource: 'sts.amazonaws.com' }] }),
  },
  {
    name: 'CloudFormation',
    wrap: (code, _, message) =>
      `CREATE_FAILED | AWS::IAM::Role | R | Resource handler returned message: "${message} (Service: Iam, Status Code: 403, Request ID: ${id})" (RequestToken: ${id}, HandlerErrorCode: ${code})\n`,
  },
  {
    name: 'aws --debug',
    wrap: (...told) =>
      `2026-01-31 17:12:00,223 - MainThread - botocore.parsers - DEBUG - Response body:\nb'<ErrorResponse>\\n  <Error>\\n    <Type>Sender</Type>\\n    <Code>${told[0]}</Code>\\n    <Message>${escaped(told[2])}</Message>\\n  </Error>\\n</ErrorResponse>\\n'\n2026-01-31 17:12:00,323 - MainThread - awscli.clidriver - DEBUG - Exception caught in main()\nTraceback (most recent call last):\n  File "awscli/clidriver.py", line 500, in main\nbotocore.exceptions.ClientError: ${cli(...told)}\n\naws: [ERROR]: ${cli(...told)}\n`,
  },
];

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll("'", '&#39;').replaceAll('"', '&quot;');
}

/** What logs put in front of a line, or around it. */
export const logs: readonly (readonly [name: string, wrap: (line: string) => string])[] = [
  [
    'GitHub Actions',
    (line) =>
      `2026-01-31T17:12:00.1234567Z ##[error]${line}\n2026-01-31T17:12:00.1234567Z ##[error]Process completed with exit code 254.\n`,
  ],
  ['a command of GitHub Actions', (line) => `::error::${line}\n`],
  ['colours', (line) => `\u001b[36;1maws x\u001b[0m\n\u001b[31m${line}\u001b[0m\nError: exit code 254.\n`],
  ['docker compose', (line) => `api-1  | ${line}\napi-1  | done\n`],
  [
    'kubectl logs --prefix',
    (line) => `[pod/app-7d9c6b5f4-abcde/app] ${line}\n[pod/app-7d9c6b5f4-abcde/app] x\n`,
  ],
  ['containerd', (line) => `2026-01-31T17:12:00.123456789Z stderr F ${line}\n`],
  ['GitLab', (line) => `section_start:1:x\r\u001b[0K\u001b[0;m2026-01-31T17:12:00.123456Z 01O ${line}\n`],
  ['Jenkins', (line) => `[2026-01-31T17:12:00.123Z] ${line}\n`],
  ['syslog', (line) => `Jan 31 17:12:00 host app[123]: ${line}\n`],
  [
    'a log of JSON',
    (line) => `${JSON.stringify({ level: 'error', msg: line })}\n${JSON.stringify({ msg: 'ok' })}\n`,
  ],
  [
    'docker',
    (line) => `${JSON.stringify({ log: `${line}\n`, stream: 'stderr', time: '2026-01-31T17:12:00Z' })}\n`,
  ],
  ['slog', (line) => `time=2026-01-31T17:12:00Z level=ERROR msg="x" err=${JSON.stringify(line)}\n`],
  ['zap', (line) => `2026-01-31T17:12:00.123Z\tERROR\tx\tfailed\t${JSON.stringify({ error: line })}\n`],
  ['Windows', (line) => `${line}\r\n\r\nmore\r\n`],
  ['a quotation', (line) => `> ${line}\n> thanks`],
  ['a fence', (line) => `\`\`\`\n${line}\n\`\`\`\n`],
  ['a terminal of 100 columns', (line) => `${(line.match(/.{1,100}/g) ?? []).join('\n')}\n`],
  ['a terminal that breaks at words', (line) => line.replace(/(.{1,78})(?: |$)/g, '$1\n')],
];
