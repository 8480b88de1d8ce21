import type { Member } from '../../formats/tree.ts';
import { quoted } from '../../formats/problem.ts';
import type { PatternElement, Value } from '../policy.ts';
import { parseTemplate } from '../variables.ts';
import { rangeOfMember, readTexts, report, warnEmpty, type Reading } from './reading.ts';

/** `Action` or `NotAction`. */
export function readActions(reading: Reading, member: Member): PatternElement | undefined {
  const values = readPatterns(reading, member);
  if (values === undefined) return undefined;
  for (const value of values) checkAction(reading, value);
  return { negated: member.key.value === 'NotAction', values, ...rangeOfMember(member) };
}

/** `Resource` or `NotResource`. */
export function readResources(reading: Reading, member: Member): PatternElement | undefined {
  const values = readPatterns(reading, member);
  if (values === undefined) return undefined;
  for (const value of values) checkResource(reading, value);
  return { negated: member.key.value === 'NotResource', values, ...rangeOfMember(member) };
}

function readPatterns(reading: Reading, { key, value }: Member): readonly Value[] | undefined {
  warnEmpty(reading, value, key.value);
  return readTexts(reading, value, key.value);
}

/** R202 to R204, R207. */
function checkAction(reading: Reading, value: Value): void {
  const { text } = value;
  const colon = text.indexOf(':');
  const fail = (code: string, message: string, hint: string) =>
    report(reading, 'error', value, { code, message, hint });
  if (text === '*') return;
  if (reading.version === '2012-10-17' && text.includes('${')) {
    fail(
      'variable-in-action',
      `${quoted(text)} holds a variable, which an action cannot`,
      'Write the action out, or use `*`.',
    );
    return;
  }
  if (colon < 0) {
    fail('action-format', `${quoted(text)} is not \`service:Action\``, actionHint(text));
    return;
  }
  const service = text.slice(0, colon);
  if (/[*?]/.test(service)) {
    fail(
      'wildcard-service',
      `${quoted(text)} has a wildcard in the service, which IAM refuses`,
      'Name the service, or write `*` alone for every action.',
    );
    return;
  }
  if (text.trim() !== text) {
    report(reading, 'warning', value, {
      code: 'action-blank',
      message: `${quoted(text)} has a blank at its end or beginning: it matches nothing`,
      hint: `Write \`${text.trim()}\`.`,
    });
    return;
  }
  if (!/^[A-Za-z0-9-]+$/.test(service) || colon === text.length - 1) {
    fail('action-format', `${quoted(text)} is not \`service:Action\``, actionHint(text));
  }
  if (reading.type === 'trust' && service.toLowerCase() !== 'sts') {
    fail(
      'trust-action',
      `a role trust policy takes only sts actions, not ${quoted(text)}`,
      'Write sts:AssumeRole; permissions of the role go into an identity policy.',
    );
  }
}

function actionHint(text: string): string {
  return /^[A-Za-z0-9]{1,64}$/.test(text)
    ? `Put the service in front, such as \`s3:${text}\`.`
    : 'Write it like `s3:GetObject`, or `*`.';
}

const accountPart = 5;

/** R214, R502, R504. */
function checkResource(reading: Reading, value: Value): void {
  const { text } = value;
  if (/^\*+$/.test(text)) return;
  if (reading.version === '2012-10-17' && text.includes('${')) {
    const { problem } = parseTemplate(text, reading.version);
    if (problem !== undefined) {
      report(reading, 'error', value, {
        code: 'variable-syntax',
        message: `in ${quoted(text)} ${problem.message}`,
        hint: problem.hint,
      });
      return;
    }
    const before = text.slice(0, text.indexOf('${')).split(':').length;
    if (before <= accountPart) {
      // AWS documents the last part alone, and writes the account in AmazonTimestreamInfluxDBServiceRolePolicy.
      const isAccount = before === accountPart;
      report(reading, isAccount ? 'warning' : 'error', value, {
        code: 'variable-place',
        message: `${quoted(text)} has a variable before its fifth colon, where ${isAccount ? 'AWS documents none: it was put in' : 'none can stand'}`,
        hint: 'Variables can stand in the last part of an ARN; use `*` in the others.',
      });
      if (!isAccount) return;
    }
  }
  if (!text.startsWith('arn:')) {
    report(reading, 'error', value, {
      code: 'resource-format',
      message: `${quoted(text)} is neither an ARN nor \`*\``,
      hint: resourceHint(text),
    });
    return;
  }
  const parts = text.split(':').length;
  if (parts < 6 && !/\*(:|$)/.test(text)) {
    report(reading, 'warning', value, {
      code: 'arn-parts',
      message: `${quoted(text)} has ${parts} of an ARN’s 6 parts: it matches nothing`,
      hint: 'Write arn:partition:service:region:account:resource; empty parts keep their colons.',
    });
  }
}

function resourceHint(text: string): string {
  return /^[a-z0-9][a-z0-9.-]{2,62}(\/.*)?$/.test(text)
    ? `If it is a bucket, write \`arn:aws:s3:::${text}\`.`
    : 'Write an ARN such as `arn:aws:s3:::bucket/*`, or `*`.';
}
