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
const apiError = marked(['api error '], /api error (?<code>[\w.]{1,128}): (?<message>[^\n]{0,8000})/g);
const java = marked(
  [' (Service: '],
  / \(Service: [^;,\n]{1,64}[;,] Status Code: \d{3}[;,] (?:Error Code: (?<code>\w{1,128})[;,] )?/g,
);
const xml = marked(
  ['<Code>'],
  /<Code>(?<code>[\w.]{1,128})<\/Code>\s{0,40}<Message>(?<message>[^<]{0,8000})/g,
);
/** Members in JSON or YAML, or the cells of a table. */
const member = marked(
  ['Code', '__type'],
  /(?:^|[\n{,|])[\s"'|]{0,40}(?:Code|errorCode|__type)["']?[ \t]{0,40}[:=|\t][\s"']{0,4}(?:[\w.]{1,64}#)?(?<code>[A-Z][\w.]{2,127})/g,
);
const messageMember = marked(
  ['essage'],
  /(?:^|[\n{,|])[\s"'|]{0,40}(?:[Mm]essage|errorMessage)["']?[ \t]{0,40}[:=|\t][ \t"']{0,4}(?<message>[^\n]{1,8000})/g,
);
/** `CredentialsProviderError: …`, `DeleteConflict: …`: two words at least, so that it is no label of a log. */
const named = marked(
  [': '],
  /(?<![\w.])(?<code>(?:[A-Z][a-z]{1,40}){2,12}|Throttling|AWS[A-Z]\w{2,60}): (?<message>[^\n]{1,8000})/g,
);
const goOperation = marked(['operation error '], /operation error [\w ]{1,64}: (?<operation>\w{1,128}),/g);

const wrappers = [cli, apiError, xml, named];

const httpStatus = marked(
  ['status'],
  /(?:status ?code|http status|"?statusCode"?)["']?[:=]? {0,2}(?<status>[1-5]\d\d)(?!\d)/gi,
);
const requestId = marked(
  ['request'],
  /(?:request[ _-]?id|x-amzn-requestid)["'>]?[:=]?\s{0,2}["']?(?<id>[A-Za-z0-9-]{8,64})(?![\w-])/gi,
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
  [' (service: ', ' (request id', 'status code: ', encoded],
  / \(Service: | \(Request ID|,? status code: \d| Encoded authorization failure message/i,
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
  return {
    ...(code === undefined ? {} : { code }),
    ...(called === undefined ? {} : { operation: called }),
    ...(status === undefined ? {} : { httpStatus: Number(status) }),
    ...(id === undefined || !/\d/.test(id) ? {} : { requestId: id }),
    ...(profileName === undefined ? {} : { profile: profileName }),
    ...(regionName === undefined ? {} : { region: regionName }),
    message: withoutWrapper(message ?? line),
    text: line,
    denial: readDenial(withoutMarkup(line)),
    hasEncodedMessage: line.toLowerCase().includes(encoded),
  };
}

function partOf(text: string, line: string): Part {
  for (const wrapper of wrappers) {
    const found = last(wrapper, line);
    if (found !== undefined) return found;
  }
  const code = last(java, line)?.['code'] ?? last(member, text)?.['code'];
  if (code === undefined) return {};
  const message = last(messageMember, text)?.['message'];
  return message === undefined ? { code } : { code, message };
}

function last(of: Marked, text: string): Readonly<Record<string, string | undefined>> | undefined {
  if (!mayMatch(of, text)) return undefined;
  let found: Readonly<Record<string, string | undefined>> | undefined;
  for (const { groups } of text.matchAll(of.pattern)) found = groups;
  return found;
}

/** Of XML what stands between the tags, of YAML what stands in the quotes. */
function withoutMarkup(text: string): string {
  // In YAML the whole message stands in quotes.
  if (text.endsWith("'") && text.includes(": 'User: ")) return text.slice(0, -1);
  if (!text.includes('<')) return text;
  return text.replace(/<\/?[A-Za-z]{1,40}>/g, ' ').replace(/&(?:quot|#34|#x22);/g, '"');
}

function withoutWrapper(text: string): string {
  return text.slice(0, execMarked(wrapperEnd, text)?.index).trim();
}
