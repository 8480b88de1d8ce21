import type { Range } from '../../core/source.ts';
import { nearest } from '../../core/nearest.ts';
import { quoted } from '../../formats/problem.ts';
import { memberOf } from '../../formats/tree-value.ts';
import type { Member, ObjectNode } from '../../formats/tree.ts';
import { hideSecrets } from '../../output/secret.ts';
import type { Effect, PatternElement, Statement, StatementParts, Value } from '../policy.ts';
import { readConditions } from './condition.ts';
import { readActions, readResources } from './patterns.ts';
import { readPrincipal } from './principal.ts';
import { report, reportKeys, reportType, type Reading } from './reading.ts';
import { typeRules } from './type-rules.ts';

const elements = [
  'Sid',
  'Effect',
  'Principal',
  'NotPrincipal',
  'Action',
  'NotAction',
  'Resource',
  'NotResource',
  'Condition',
];

/** Reads one statement, element by element; what is wrong is reported. */
export function readStatement(reading: Reading, object: ObjectNode, index: number): StatementParts {
  reportKeys(reading, object, elements, 'statement');
  const sid = readSid(reading, memberOf(object, 'Sid'));
  const effect = readEffect(reading, object);
  const principal = pickPrincipal(reading, object, effect?.effect);
  const action = pickAction(reading, object);
  const resource = pickResource(reading, object, action);
  const condition = memberOf(object, 'Condition');
  const parts: StatementParts = {
    index,
    node: object,
    sid,
    effect: effect?.effect,
    effectRange: effect?.range ?? { start: object.start, end: object.start + 1 },
    principal,
    action,
    resource,
    conditions: condition === undefined ? [] : readConditions(reading, condition),
    start: object.start,
    end: object.end,
  };
  const whole = wholeStatement(parts);
  if (whole !== undefined) checkRcp(reading, object, whole);
  return parts;
}

/** The statement, where nothing that a decision needs is missing. */
export function wholeStatement(parts: StatementParts): Statement | undefined {
  const { index, sid, effect, effectRange, principal, action, resource, conditions, start, end } = parts;
  if (effect === undefined || action === undefined) return undefined;
  return { index, sid, effect, effectRange, principal, action, resource, conditions, start, end };
}

function readSid(reading: Reading, member: Member | undefined): Value | undefined {
  if (member === undefined) return undefined;
  const { value } = member;
  if (value.kind !== 'string') {
    reportType(reading, value, 'Sid', 'a text');
    return;
  }
  if (typeRules[reading.type].strictTexts && !/^[A-Za-z0-9]*$/.test(value.value)) {
    report(reading, 'error', value, {
      code: 'sid-characters',
      message: `Sid ${quoted(value.value)} holds more than letters and digits`,
      // Without its signs a secret would no more look like one.
      hint:
        hideSecrets(value.value) === value.value
          ? `Write \`${value.value.replace(/[^A-Za-z0-9]/g, '')}\`.`
          : 'Write letters and digits alone.',
    });
  }
  return { text: value.value, start: value.start, end: value.end };
}

function readEffect(reading: Reading, object: ObjectNode): { effect: Effect; range: Range } | undefined {
  const member = memberOf(object, 'Effect');
  if (member === undefined) {
    reportMissing(reading, object, 'Effect', 'Add "Effect": "Allow" or "Effect": "Deny".');
    return undefined;
  }
  const { value } = member;
  if (value.kind !== 'string') {
    reportType(reading, value, 'Effect', '"Allow" or "Deny"');
    return;
  }
  if (value.value === 'Allow' || value.value === 'Deny') return { effect: value.value, range: value };
  const near = nearest(value.value, ['Allow', 'Deny']);
  report(reading, 'error', value, {
    code: 'invalid-effect',
    message: `Effect is ${quoted(value.value)}, neither Allow nor Deny`,
    hint: near === undefined ? 'Write "Allow" or "Deny".' : `Write "${near}": the case counts.`,
  });
  return undefined;
}

function reportMissing(reading: Reading, object: ObjectNode, element: string, hint: string): void {
  report(
    reading,
    'error',
    { start: object.start, end: object.start + 1 },
    {
      code: `missing-${element.toLowerCase()}`,
      message: `the statement has no ${element}`,
      hint,
    },
  );
}

/** The one of a pair that stands there; both is an error (R105). */
function pick(reading: Reading, object: ObjectNode, name: string): Member | undefined {
  const plain = memberOf(object, name);
  const negated = memberOf(object, `Not${name}`);
  if (plain !== undefined && negated !== undefined) {
    report(reading, 'error', negated.key, {
      code: 'conflicting-elements',
      message: `the statement has both ${name} and Not${name}`,
      hint: 'Keep one of them.',
    });
  }
  return plain ?? negated;
}

function pickPrincipal(
  reading: Reading,
  object: ObjectNode,
  effect: Effect | undefined,
): Statement['principal'] {
  const rules = typeRules[reading.type];
  const member = pick(reading, object, 'Principal');
  if (member === undefined) {
    if (rules.principal === 'required') {
      reportMissing(
        reading,
        object,
        'Principal',
        `Say whom it is about: "Principal": { "AWS": "111122223333" }; ${rules.title} needs it.`,
      );
    }
    return undefined;
  }
  const name = member.key.value;
  const negated = name === 'NotPrincipal';
  if (rules.principal === 'forbidden' || (negated && rules.notPrincipal === 'forbidden')) {
    report(reading, 'error', member.key, {
      code: 'principal-not-supported',
      message: `${rules.title} takes no ${name}`,
      hint:
        rules.principal === 'forbidden'
          ? 'Delete it; or, if this is a resource policy, give it as one.'
          : 'Write Principal, and a condition for the exceptions.',
    });
    return undefined;
  }
  if (negated && effect === 'Allow') {
    report(reading, 'error', member.key, {
      code: 'not-principal-allow',
      message: 'NotPrincipal with Allow is not supported',
      hint: 'Write Principal "*" with a condition ArnNotLike on aws:PrincipalArn.',
      docs: 'https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_notprincipal.html',
    });
  }
  return readPrincipal(reading, member);
}

function pickAction(reading: Reading, object: ObjectNode): PatternElement | undefined {
  const member = pick(reading, object, 'Action');
  if (member === undefined) {
    reportMissing(reading, object, 'Action', 'Add "Action": "service:Name" or "Action": "*".');
    return undefined;
  }
  if (member.key.value === 'NotAction' && !typeRules[reading.type].notAction) {
    report(reading, 'error', member.key, {
      code: 'not-action-not-supported',
      message: `${typeRules[reading.type].title} takes no NotAction`,
      hint: 'List the actions under Action.',
    });
  }
  return readActions(reading, member);
}

/**
 * Whether only repositories have such actions: their policies take no Resource
 * (https://docs.aws.amazon.com/AmazonECR/latest/userguide/repository-policy-examples.html).
 */
function isOfRepository(action: PatternElement | undefined): boolean {
  const texts = action?.values.map(({ text }) => text) ?? [];
  return texts.length > 0 && texts.every((text) => /^ecr(?:-public)?:/i.test(text));
}

function pickResource(
  reading: Reading,
  object: ObjectNode,
  action: PatternElement | undefined,
): PatternElement | undefined {
  const rules = typeRules[reading.type];
  const member = pick(reading, object, 'Resource');
  if (member === undefined) {
    if (rules.resource === 'required')
      reportMissing(reading, object, 'Resource', 'Add "Resource": "*" or an ARN.');
    if (rules.resource === 'expected' && !isOfRepository(action)) {
      report(
        reading,
        'warning',
        { start: object.start, end: object.start + 1 },
        {
          code: 'missing-resource',
          message:
            'the statement has no Resource: it was taken to mean the resource that the policy is attached to',
          hint: 'Most services want a Resource element.',
        },
      );
    }
    return undefined;
  }
  if (rules.resource === 'forbidden') {
    report(reading, 'error', member.key, {
      code: 'resource-not-supported',
      message: `${rules.title} takes no ${member.key.value}: the resource is the role`,
      hint: 'Delete it.',
    });
    return undefined;
  }
  return readResources(reading, member);
}

/** Customers' RCPs only deny, and everyone; the statement of AWS's own RCPFullAWSAccess may stand there too. */
function checkRcp(
  reading: Reading,
  object: ObjectNode,
  { effect, action, resource, principal, conditions }: Statement,
): void {
  if (reading.type !== 'rcp') return;
  const everyone = principal?.values.every(({ kind, text }) => kind === '*' && text === '*') === true;
  if (principal !== undefined && !everyone) {
    report(reading, 'error', principal, {
      code: 'rcp-principal',
      message: 'the Principal of a resource control policy must be "*"',
      hint: 'Write "Principal": "*" and name the exceptions in a condition.',
    });
  }
  const everything = action.values.find(({ text }) => text === '*');
  if (effect === 'Deny') {
    if (everything === undefined) return;
    report(reading, 'error', everything, {
      code: 'rcp-action',
      message: 'a resource control policy cannot have `*` as action',
      hint: 'Name a service: `s3:*`.',
    });
    return;
  }
  const only = (element: PatternElement | undefined) =>
    element !== undefined && !element.negated && element.values.every(({ text }) => text === '*');
  if (everyone && only(action) && only(resource) && conditions.length === 0) return;
  const member = memberOf(object, 'Effect');
  report(reading, 'error', member?.value ?? object, {
    code: 'rcp-effect',
    message: 'a resource control policy can only deny',
    hint: 'RCPFullAWSAccess allows everything at every level already; write a Deny.',
  });
}
