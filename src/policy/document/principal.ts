import { nearest } from '../../core/nearest.ts';
import { quoted } from '../../formats/problem.ts';
import type { Member, ObjectNode } from '../../formats/tree.ts';
import { isAccountId, parseArn } from '../../identifiers/arn.ts';
import { hideSecrets } from '../../output/secret.ts';
import type { PrincipalElement, PrincipalKind, PrincipalValue, Value } from '../policy.ts';
import {
  rangeOfMember,
  readTexts,
  report,
  reportDuplicates,
  reportType,
  warnEmpty,
  type Reading,
} from './reading.ts';

type MapKind = Exclude<PrincipalKind, '*'>;

const kinds: readonly MapKind[] = ['AWS', 'Service', 'Federated', 'CanonicalUser'];

function isKind(text: string): text is MapKind {
  return (kinds as readonly string[]).includes(text);
}

/** `Principal` or `NotPrincipal` (R113, R221 to R231). */
export function readPrincipal(reading: Reading, member: Member): PrincipalElement | undefined {
  const { key, value } = member;
  const negated = key.value === 'NotPrincipal';
  const range = rangeOfMember(member);
  if (value.kind === 'string') {
    if (value.value === '*') {
      return { negated, values: [{ kind: '*', text: '*', start: value.start, end: value.end }], ...range };
    }
    report(reading, 'error', value, {
      code: 'principal-format',
      message: `${key.value} is ${quoted(value.value)}, a text; only \`"*"\` can be one`,
      hint: `Write { "AWS": ${JSON.stringify(hideSecrets(value.value))} }, or Service, Federated or CanonicalUser in place of AWS.`,
    });
    return undefined;
  }
  if (value.kind !== 'object') {
    reportType(reading, value, key.value, '"*" or an object');
    return;
  }
  return { negated, values: readKinds(reading, value, key.value), ...range };
}

function readKinds(reading: Reading, object: ObjectNode, element: string): readonly PrincipalValue[] {
  reportDuplicates(reading, object, 'duplicate-key');
  if (object.members.length === 0) {
    report(reading, 'error', object, {
      code: 'principal-empty',
      message: `${element} names nobody`,
      hint: 'Write { "AWS": "111122223333" }, or "*".',
    });
  }
  return object.members.flatMap(({ key, value }) => {
    const kind = key.value;
    if (!isKind(kind)) {
      const near = nearest(kind, kinds);
      report(reading, 'error', key, {
        code: 'principal-kind',
        message: `${quoted(kind)} is not a kind of principal`,
        hint: near === undefined ? `Kinds are ${kinds.join(', ')}.` : `Did you mean \`${near}\`?`,
      });
      return [];
    }
    warnEmpty(reading, value, kind);
    const values = readTexts(reading, value, kind) ?? [];
    for (const each of values) checks[kind](reading, each);
    return values.map((each): PrincipalValue => ({ kind, ...each }));
  });
}

const checks: Readonly<Record<MapKind, (reading: Reading, value: Value) => void>> = {
  AWS: checkAws,
  Service: (reading, value) => {
    if (value.text === '*') {
      checkAnyone(reading, value, 'Service');
      return;
    }
    if (/^[a-z0-9-]+(\.[a-z0-9-]+)+$/.test(value.text)) return undefined;
    report(reading, 'warning', value, {
      code: 'service-principal',
      message: `${quoted(value.text)} does not look like a service principal`,
      hint: 'Service principals look like `lambda.amazonaws.com`.',
    });
  },
  Federated: (reading, value) => {
    if (value.text === '*') checkAnyone(reading, value, 'Federated');
  },
  CanonicalUser: (reading, value) => {
    if (/^[0-9a-f]{64}$/i.test(value.text)) return;
    report(reading, 'warning', value, {
      code: 'canonical-user',
      message: `${quoted(value.text)} is not a canonical user id`,
      hint: 'It has 64 hexadecimal digits: aws s3api list-buckets --query Owner.ID',
    });
  },
};

/** R227: a trust policy cannot trust every service or provider. */
function checkAnyone(reading: Reading, value: Value, kind: MapKind): void {
  report(reading, reading.type === 'trust' ? 'error' : 'warning', value, {
    code: 'principal-wildcard',
    message:
      reading.type === 'trust'
        ? `{ "${kind}": "*" } is not valid in a role trust policy`
        : `{ "${kind}": "*" } is not known to match any ${kind === 'Service' ? 'service' : 'provider'}`,
    hint: kind === 'Service' ? 'Name the service: `lambda.amazonaws.com`.' : 'Name the provider’s ARN.',
  });
}

const uniqueId = /^A[A-Z0-9]{15,127}$/;

function checkAws(reading: Reading, value: Value): void {
  const { text } = value;
  if (text === '*' || isAccountId(text) || uniqueId.test(text)) return;
  const arn = parseArn(text);
  const fail = (code: string, message: string, hint: string) =>
    report(reading, 'error', value, { code, message, hint });
  if (arn === undefined) {
    fail(
      'principal-value',
      `${quoted(text)} is not an AWS principal`,
      /^[a-z0-9.-]+\.amazonaws\.com(\.cn)?$/.test(text)
        ? `It is a service: write { "Service": "${text}" }.`
        : 'Write an account’s 12 digits, or the ARN of a user, a role or a session.',
    );
    return;
  }
  if (/[*?]/.test(text)) {
    report(reading, 'warning', value, {
      code: 'principal-wildcard',
      message: `${quoted(text)} holds a wildcard: AWS refuses it, and it matches nobody`,
      hint: 'Use "Principal": "*" with a condition ArnLike on aws:PrincipalArn.',
    });
    return;
  }
  const [resourceType = ''] = arn.resource.split('/');
  if (arn.service === 'iam' && (resourceType === 'group' || resourceType === 'instance-profile')) {
    const word = resourceType === 'group' ? 'a group' : 'an instance profile';
    fail(
      'principal-type',
      `${quoted(text)} is ${word}, which cannot be a principal`,
      resourceType === 'group'
        ? 'Name its users, or attach the permissions to the group.'
        : 'Name the role in it.',
    );
    return;
  }
  if (
    arn.service === 'iam' &&
    ['mfa', 'policy', 'server-certificate', 'assumed-role', 'federated-user'].includes(resourceType)
  ) {
    fail(
      'principal-type',
      `${quoted(text)} cannot be a principal`,
      resourceType === 'assumed-role' || resourceType === 'federated-user'
        ? `Sessions belong to sts: write ${text.replace(':iam:', ':sts:')}`
        : 'Name a user, a role or an account.',
    );
  }
}
