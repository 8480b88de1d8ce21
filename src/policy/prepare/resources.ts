import { nearest } from '../../core/nearest.ts';
import type { ValueProblem } from './findings.ts';
import { quoted } from '../../formats/problem.ts';
import { parseArn, type Arn } from '../../identifiers/arn.ts';
import { partitions } from '../../identifiers/partition.ts';

export type AskedResource =
  | { readonly kind: 'resource'; readonly text: string; readonly arn: Arn | undefined }
  | (ValueProblem & { readonly kind: 'problem' });

const form =
  'The form is `arn:PARTITION:SERVICE:REGION:ACCOUNT:RESOURCE`, or `*` where the action names none.';
const everything: AskedResource = { kind: 'resource', text: '*', arn: undefined };

/** Reads one `resource` of a question: an ARN, or `*` for a request that names no resource (R216). */
export function readResource(text: string): AskedResource {
  if (text === '*') return everything;
  const arn = parseArn(text);
  if (arn === undefined) return describeNoArn(text);
  const { partition, service, resource } = arn;
  if (resource !== '' && service !== '' && isPartition(partition) && text === text.trim()) {
    return { kind: 'resource', text, arn };
  }
  return describeBrokenArn(arn);
}

function isPartition(text: string): boolean {
  return text === 'aws' || /^aws(-[a-z]+)*$/.test(text);
}

function describeBrokenArn({ text, partition, service, resource }: Arn): AskedResource {
  if (text !== text.trim())
    return namedProblem(
      `the resource ${quoted(text)} has white space around it`,
      `Write \`${text.trim()}\`.`,
    );
  if (!isPartition(partition)) {
    const near =
      nearest(
        partition,
        partitions.map(({ id }) => id),
      ) ?? 'aws';
    return problem(
      `${quoted(text)} has no AWS partition`,
      `Write \`arn:${near}:${text.slice(5 + partition.length)}\`.`,
    );
  }
  if (service === '') return problem(`${quoted(text)} names no service`, form);
  return resource === ''
    ? namedProblem(`${quoted(text)} names no resource after its last colon`, form)
    : problem(`${quoted(text)} is not an ARN`, form);
}

/** Fewer than six parts, or no ARN at all: says what is missing. */
function describeNoArn(text: string): AskedResource {
  const trimmed = text.trim();
  if (trimmed === '') return namedProblem('the resource is empty', form);
  if (/^\*+$/.test(trimmed)) {
    return problem(`${quoted(text)} is a pattern`, 'Write `*` for a request that names no resource.');
  }
  if (trimmed !== text && parseArn(trimmed) !== undefined) {
    return namedProblem(`the resource ${quoted(text)} has white space around it`, `Write \`${trimmed}\`.`);
  }
  if (/^arn:/i.test(trimmed)) return describeShortArn(trimmed);
  const s3 = /^s3:\/\/+([^/]+)(\/.*)?$/.exec(trimmed);
  if (s3 !== null) {
    return problem(
      `${quoted(text)} is a URL, not an ARN`,
      `Write \`arn:aws:s3:::${s3[1] ?? ''}${s3[2] ?? ''}\`.`,
    );
  }
  if (/^[a-z0-9][a-z0-9.-]{2,62}(\/.*)?$/.test(trimmed)) {
    return namedProblem(
      `the resource ${quoted(text)} is not an ARN`,
      `For an S3 bucket write \`arn:aws:s3:::${trimmed}\`. ${form}`,
    );
  }
  return namedProblem(`the resource ${quoted(text)} is not an ARN`, form);
}

function describeShortArn(text: string): AskedResource {
  if (!text.startsWith('arn:')) {
    return problem('ARNs begin with `arn:` in small letters', `Write \`arn:${text.slice(4)}\`.`);
  }
  const parts = text.split(':');
  const message = `${quoted(text)} has ${parts.length} of the six parts of an ARN`;
  const [, partition = '', service = '', ...rest] = parts;
  const last = rest.at(-1) ?? '';
  if (service === 's3' && last !== '') {
    return problem(
      message,
      `Write \`arn:${partition}:s3:::${last}\`: S3 ARNs have no region and no account.`,
    );
  }
  const account = rest.find((part) => /^\d{12}$/.test(part));
  if (service === 'iam' && account !== undefined && last !== account) {
    return problem(message, `Write \`arn:${partition}:iam::${account}:${last}\`: the region is empty.`);
  }
  return problem(message, form);
}

function problem(message: string, hint: string): AskedResource {
  return { kind: 'problem', message, hint };
}

/** The same where the message says that it is about a resource. */
function namedProblem(message: string, hint: string): AskedResource {
  return { kind: 'problem', message, hint, isNamed: true };
}
