import { jsonValue } from '../core/json-value.ts';
import { readDenial } from './denial.ts';
import type { FoundError } from './found-error.ts';
import { cleanText } from './clean-text.ts';
import { readError } from './read-error.ts';

/**
 * Errors in JSON: CloudTrail's events, `{"Records": […]}`, the output of `lookup-events`, EventBridge's envelope, what the
 * AWS CLI and the SDKs print, and a HAR of a browser, of which no header, cookie or query is looked at:
 * https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-event-reference-record-contents.html
 */
export function readRecords(value: unknown): readonly FoundError[] {
  const found: FoundError[] = [];
  visit(value, found, 0);
  return found;
}

type Fields = Readonly<Record<string, unknown>>;

const deepest = 12;
/** Where records and bodies stand; what is elsewhere is no error. */
const inside = [
  'Records',
  'Events',
  'detail',
  'log',
  'entries',
  'response',
  'content',
  'Error',
  'error',
  'errors',
  'cause',
];

function visit(value: unknown, found: FoundError[], depth: number): void {
  if (depth > deepest) return;
  if (Array.isArray(value)) {
    for (const item of value) visit(item, found, depth + 1);
    return;
  }
  if (!isFields(value)) return;
  const event = textOf(value, 'CloudTrailEvent');
  if (event !== undefined) {
    visit(parsed(event), found, depth + 1);
    return;
  }
  const before = found.length;
  const one = textOf(value, 'errorCode') === undefined ? errorOf(value) : eventOf(value);
  if (one !== undefined) found.push(one);
  const body = textOf(value, 'text');
  if (body !== undefined && depth > 0) readBody(body, found, depth);
  // An error that holds its cause is one error.
  if (found.length > before && one !== undefined) return;
  for (const name of inside) if (name in value) visit(value[name], found, depth + 1);
}

/** Of a HAR: JSON, XML or plain. */
function readBody(body: string, found: FoundError[], depth: number): void {
  const value = parsed(body);
  if (value !== undefined) visit(value, found, depth + 1);
  else if (/<Code>|not authorized to perform/.test(body)) found.push(readError(cleanText(body)));
}

function eventOf(event: Fields): FoundError {
  const code = textOf(event, 'errorCode') ?? '';
  const message = cleanText(textOf(event, 'errorMessage') ?? '');
  const identity = isFields(event['userIdentity']) ? event['userIdentity'] : {};
  const caller = textOf(identity, 'arn');
  const operation = textOf(event, 'eventName');
  const service = textOf(event, 'eventSource')?.split('.', 1)[0];
  const region = textOf(event, 'awsRegion');
  const requestId = textOf(event, 'requestID');
  const told = readError(message);
  const isRefusal = /denied|unauthorized/i.test(code);
  return {
    ...told,
    code,
    ...(operation === undefined ? {} : { operation }),
    ...(region === undefined ? {} : { region }),
    ...(requestId === undefined ? {} : { requestId }),
    message,
    text: `${code}: ${message}`,
    denial: {
      ...(caller === undefined || !isRefusal ? {} : { caller }),
      ...(operation === undefined || service === undefined || !isRefusal
        ? {}
        : { action: `${service}:${operation}` }),
      ...readDenial(told.text),
    },
  };
}

function errorOf(value: Fields): FoundError | undefined {
  const message =
    textOf(value, 'Message') ??
    textOf(value, 'message') ??
    textOf(value, 'errorMessage') ??
    textOf(value, 'Cause');
  const type = textOf(value, '__type')?.split('#').at(-1);
  const name = textOf(value, 'name');
  const code =
    textOf(value, 'Code') ??
    type ??
    textOf(value, 'code') ??
    textOf(value, 'errorType') ??
    (name === 'Error' ? undefined : name);
  if (message === undefined && (type === undefined || code === undefined)) return undefined;
  const metadata = isFields(value['$metadata']) ? value['$metadata'] : {};
  const requestId = textOf(value, 'RequestId') ?? textOf(metadata, 'requestId');
  const status = metadata['httpStatusCode'];
  const told = readError(cleanText(message ?? ''));
  const isCode = code !== undefined && /^[A-Za-z][\w.]{2,127}$/.test(code);
  return {
    ...told,
    ...(isCode ? { code } : {}),
    ...(requestId === undefined ? {} : { requestId }),
    ...(typeof status === 'number' ? { httpStatus: status } : {}),
    text: isCode ? `${code}: ${told.text}` : told.text,
  };
}

function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function textOf(value: Fields, name: string): string | undefined {
  const text = value[name];
  return typeof text === 'string' && text !== '' ? text : undefined;
}

function parsed(text: string): unknown {
  if (!/^\s{0,100}[{[]/.test(text)) return undefined;
  return jsonValue(text);
}
