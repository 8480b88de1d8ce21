import { inOneLine } from './clean-text.ts';
import { readDenial } from './denial.ts';
import type { FoundError } from './found-error.ts';
import { execMarked, marked, mayMatch, type Marked } from './marked.ts';

/**
 * An error in the wording of a tool: of the AWS CLI and boto3 in all formats of `cli_error_format`, of the SDKs for Go,
 * Java and JavaScript, of Terraform, and XML. Wrappers quote the cause last, so that the last of each part counts:
 * https://docs.aws.amazon.com/cli/latest/userguide/cli-usage-error-format.html
 */

interface Part {
  readonly code?: string;
  readonly operation?: string;
  readonly message?: string;
}

const cli = marked(
  ['An error occurred ('],
  /An error occurred \((?<code>[\w.-]{1,128})\)(?: when calling the (?<operation>\w{1,128}) operation(?: \(reached max retries: \d{1,4}\))?)?: (?<message>[^\n]{1,8000})/g,
);
/** An error that the SDK for Go has a type for comes without `api error`. */
const apiError = marked(
  ['api error ', 'RequestID: '],
  /(?:api error |RequestID: [\w-]{0,64}, (?:HostID: [^\s,]{0,200}, )?(?=(?!HostID: )[A-Z]\w{2,127}: ))(?<code>[\w.]{1,128}): (?<message>[^\n]{0,8000})/g,
);
const java = marked(
  [' (Service: '],
  / \(Service: [^;,\n]{1,64}[;,] Status Code: \d{3}[;,] (?:Error Code: (?<code>\w{1,128})[;,] )?/g,
);
/** The class of an exception is the name of the error, where it is not the one for all of a service. */
const javaClass = marked(
  [' (Service: '],
  /\bmodel\.(?<code>[A-Z]\w{2,127}): (?<message>[^\n]{1,8000}?) \(Service: (?<service>[A-Za-z0-9 ]{1,64})[;,]/g,
);
const rust = marked(
  ['code: Some('],
  /\bcode: Some\("(?<code>[\w.]{1,128})"\), message: Some\("(?<message>[^\n]{0,8000}?)"\)(?=[,\s}])/g,
);
const ruby = marked(['(Aws::'], /\(Aws::\w{1,64}::Errors::(?<code>\w{1,128})\)/g);
const php = marked(
  [' (client): ', ' (server): '],
  /(?<=^|\s)(?<code>[A-Z][\w.]{2,127}) \((?:client|server)\): (?<message>[^\n]{1,8000}?)(?= - [<{]|$)/g,
);
/** Of `text` a line, of `table` cells of a row. */
const inColumns = marked(
  ['\t', ' | '],
  /(?:^|\n)(?:[ \t]{0,8}\|[ \t]{1,40})?(?<code>[A-Z]{1,4}[a-z]{1,40}[A-Z]\w{1,126}|Throttling)(?:\t|[ ]{1,40}\|[ ]{1,40})(?<message>[^\n\t|]{1,8000})/g,
);
/** Of CloudFormation's events. */
const handler = marked(['HandlerErrorCode: '], /HandlerErrorCode: (?<code>\w{1,128})/g);
const xml = marked(
  ['<Code>'],
  /<Code>(?<code>[\w.]{1,128})<\/Code>\s{0,40}<Message>(?<message>[^<]{0,8000})/g,
);
/** Members in JSON or YAML, or the cells of a table. */
const member = marked(
  ['Code', '__type'],
  /(?:^|[\n{,|])[\s"'|]{0,40}(?:Code|errorCode|__type)["']?[ \t]{0,40}[:=|\t][\s"']{0,4}(?:[\w.]{1,64}#)?(?<code>(?!Message\b)[A-Z][\w.]{2,127})/g,
);
const messageMember = marked(
  ['essage'],
  /(?:^|[\n{,|])[\s"'|]{0,40}(?:[Mm]essage|errorMessage)["']?[ \t]{0,40}[:=|\t][ \t"']{0,4}(?<message>[^\n]{1,8000})/g,
);
/**
 * `CredentialsProviderError: …`, `DeleteConflict: …`: two words at least, so that it is no label of a log. Of
 * `CreateUser: AccessDenied: …` the last.
 */
const named = marked(
  [': '],
  /(?<![\w.])(?:(?:[A-Z][a-z]{1,40}){2,12}: ){0,3}(?<code>(?!Request(?:Token|Id|ID):|(?:Status|Error|Exit)Code:)(?:[A-Z]{1,4}[a-z]{1,40}){2,12}|Throttling|AWS[A-Z]\w{2,60}): (?<message>[^\n]{1,8000})/g,
);
const goOperation = marked(['operation error '], /operation error [\w ]{1,64}: (?<operation>\w{1,128}),/g);

const wrappers = [cli, apiError, javaClass, xml, rust, php];

const httpStatus = marked(
  ['status'],
  /(?:status ?code|http status|"?statusCode"?)["']?[:=]? {0,2}(?<status>[1-5]\d\d)(?!\d)/gi,
);
const requestId = marked(
  ['request'],
  /(?:request[ _-]?id|x-amzn-requestid)["'>]?[:=]?\s{0,2}["']?(?<id>(?=[A-Za-z-]{0,32}\d)[A-Za-z0-9-]{8,64})(?![\w-])/gi,
);
const profile = marked(
  ['--profile', 'AWS_PROFILE='],
  /(?:--profile[ =]|AWS_PROFILE=)["']?(?<name>[\w.@+-]{1,64})/g,
);
const region = marked(
  ['--region', 'REGION=', '//'],
  /(?:--region[ =]|AWS_(?:DEFAULT_)?REGION=|\/\/[a-z-]{1,32}\.)["']?(?<name>[a-z]{2,5}(?:-[a-z]{2,12}){1,3}-\d)(?!\w)/g,
);
const encoded = 'encoded authorization failure message';
/** What an SDK puts behind the message. */
const wrapperEnd = marked(
  [' (service: ', ' (aws::', ' (request id', 'status code: ', encoded],
  / \(Service: | \(Aws::| \(Request ID|,? status code: \d| Encoded authorization failure message/i,
);

/** Takes one error apart; `text` was cleaned. */
export function readError(text: string): FoundError {
  const line = inOneLine(text);
  const { code, operation, message } = partOf(text, line);
  const status = last(httpStatus, line)?.['status'];
  const id = last(requestId, line)?.['id'];
  const profileName = last(profile, line)?.['name'];
  const regionName = last(region, line)?.['name'];
  const called = operation ?? last(goOperation, line)?.['operation'];
  const plain = withoutMarkup(line.replace(phpWrapper, ' '));
  return {
    ...(code === undefined ? {} : { code }),
    ...(called === undefined ? {} : { operation: called }),
    ...(status === undefined ? {} : { httpStatus: Number(status) }),
    ...(id === undefined ? {} : { requestId: id }),
    ...(profileName === undefined ? {} : { profile: profileName }),
    ...(regionName === undefined ? {} : { region: regionName }),
    message: withoutWrapper(message === undefined ? plain : withoutMarkup(message)),
    text: plain,
    denial: readDenial(plain),
    hasEncodedMessage: line.toLowerCase().includes(encoded),
  };
}

/** What names the error expressly counts before a name in front of a colon, which a message may hold, too. */
function partOf(text: string, line: string): Part {
  for (const wrapper of wrappers) {
    const found = last(wrapper, line);
    if (found !== undefined && !isClassOfService(found)) return found;
  }
  const told =
    last(java, line)?.['code'] ??
    last(ruby, line)?.['code'] ??
    last(handler, line)?.['code'] ??
    last(member, text)?.['code'];
  const labelled = told === undefined ? (last(inColumns, text) ?? innermost(line)) : undefined;
  if (labelled !== undefined) return labelled;
  if (told === undefined) return {};
  const message = last(messageMember, text)?.['message'];
  return message === undefined ? { code: told } : { code: told, message };
}

/** Of names in a row, as a wrapper's in front of what AWS answered, the last that is worded as an error's. */
function innermost(line: string): Part | undefined {
  let found = last(named, line);
  for (let inner = found; inner !== undefined;) {
    inner = last(named, inner['message'] ?? '');
    if (inner !== undefined && nameOfError.test(inner['code'] ?? '')) found = inner;
  }
  return found;
}

const nameOfError = /(?:Exception|Error|Fault|Denied|Expired|Token|Signature)$/;

/** `IamException` is any error of IAM. */
function isClassOfService({ code, service }: Readonly<Record<string, string | undefined>>): boolean {
  if (service === undefined || code === undefined) return false;
  return code.toLowerCase() === `${service.replaceAll(' ', '').toLowerCase()}exception`;
}

function last(of: Marked, text: string): Readonly<Record<string, string | undefined>> | undefined {
  if (!mayMatch(of, text)) return undefined;
  let found: Readonly<Record<string, string | undefined>> | undefined;
  for (const { groups } of text.matchAll(of.pattern)) found = groups;
  return found;
}

/** The status of HTTP is no part of what the service says. */
const phpWrapper = /AWS HTTP error: .{0,600}? response:/;

/** Of XML what stands between the tags, of YAML what stands in the quotes. */
function withoutMarkup(text: string): string {
  // In YAML the whole message stands in quotes.
  if (text.endsWith("'") && text.includes(": 'User: ")) return text.slice(0, -1);
  if (text.includes("''")) return withoutMarkup(text.replace(/(?<=\w)''(?=\w)/g, "'").replaceAll("''", ' '));
  const bare = text.includes('<') ? text.replace(/<\/?[A-Za-z]{1,40}(?: xmlns="[^"]{0,100}")?>/g, ' ') : text;
  return bare.includes('&')
    ? bare.replace(
        /&(quot|apos|amp|lt|gt|#\d{2,3}|#x[0-9a-f]{2});/gi,
        (whole, name: string) => signOf(name) ?? whole,
      )
    : bare;
}

const signs: Readonly<Record<string, string>> = { quot: '"', apos: "'", amp: '&', lt: '<', gt: '>' };

function signOf(name: string): string | undefined {
  if (!name.startsWith('#')) return signs[name.toLowerCase()];
  const code = /^#x/i.test(name) ? Number.parseInt(name.slice(2), 16) : Number(name.slice(1));
  return code >= 32 && code < 127 ? String.fromCharCode(code) : undefined;
}

function withoutWrapper(text: string): string {
  return text.slice(0, execMarked(wrapperEnd, text)?.index).trim();
}
