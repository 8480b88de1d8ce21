import { answer, type Reply } from './exchange.ts';

const requestId = '00000000-0000-4000-8000-000000000000';

export const namespaces = {
  sts: 'https://sts.amazonaws.com/doc/2011-06-15/',
  iam: 'https://iam.amazonaws.com/doc/2010-05-08/',
} as const;

export type XmlValue = string | readonly XmlValue[] | { readonly [name: string]: XmlValue };

/** The answer of an action as the query protocol writes it. */
export function queryResult(service: keyof typeof namespaces, action: string, result: XmlValue): Reply {
  const body =
    `<${action}Response xmlns="${namespaces[service]}">\n  <${action}Result>\n${element(result, '    ')}` +
    `  </${action}Result>\n  <ResponseMetadata>\n    <RequestId>${requestId}</RequestId>\n  </ResponseMetadata>\n` +
    `</${action}Response>\n`;
  return answer(200, body, xmlHeaders);
}

export function queryError(
  service: keyof typeof namespaces,
  status: number,
  code: string,
  message: string,
): Reply {
  const body =
    `<ErrorResponse xmlns="${namespaces[service]}">\n  <Error>\n    <Type>${status < 500 ? 'Sender' : 'Receiver'}</Type>\n` +
    `    <Code>${escape(code)}</Code>\n    <Message>${escape(message)}</Message>\n  </Error>\n` +
    `  <RequestId>${requestId}</RequestId>\n</ErrorResponse>\n`;
  return answer(status, body, xmlHeaders);
}

const xmlHeaders = { 'content-type': 'text/xml', 'x-amzn-requestid': requestId };

function element(value: XmlValue, indent: string): string {
  if (typeof value === 'string') return `${indent}${escape(value)}\n`;
  if (isList(value)) return value.map((one) => named('member', one, indent)).join('');
  return Object.entries(value)
    .map(([name, inner]) => named(name, inner, indent))
    .join('');
}

function named(name: string, value: XmlValue, indent: string): string {
  if (typeof value === 'string') return `${indent}<${name}>${escape(value)}</${name}>\n`;
  return `${indent}<${name}>\n${element(value, `${indent}  `)}${indent}</${name}>\n`;
}

function isList(value: XmlValue): value is readonly XmlValue[] {
  return Array.isArray(value);
}

function escape(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}
