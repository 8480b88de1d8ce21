import { quoted } from '../../formats/problem.ts';
import type { StatementParts, Value } from '../../policy/policy.ts';
import { allow } from '../example.ts';
import { coverOf, firstCovering } from '../grants.ts';
import { attachedTypes, type Found, type Rule } from '../rule.ts';
import { isNegated, testsOf, type Test } from '../subject.ts';

/** The two rights that hand on the rights of a role, and what ties each of them down. */
const rights = [
  {
    start: 'pass-role',
    code: 'PASS_ROLE_WITH',
    action: 'iam:PassRole',
    harm: 'A holder can hand any role to a service and act with it.',
    message: 'a holder can hand any role to a service and act with it',
    repair: 'Name the roles, and add a condition on `iam:PassedToService`.',
    key: 'iam:passedtoservice',
    other: 'iam:associatedresourcearn',
  },
  {
    start: 'create-slr',
    code: 'CREATE_SLR_WITH',
    action: 'iam:CreateServiceLinkedRole',
    harm: 'A holder can create any service-linked role.',
    message: 'a holder can create any service-linked role',
    repair: 'Name the roles, or add a condition on `iam:AWSServiceName`.',
    key: 'iam:awsservicename',
    other: undefined,
  },
] as const;

type Right = (typeof rights)[number];

/** How the action is granted, and on what: six ways for each right. */
const ways = [
  { end: 'not-resource', code: 'NOT_RESOURCE', grant: 'literal', isNotResource: true },
  {
    end: 'action-pattern-not-resource',
    code: 'STAR_IN_ACTION_AND_NOT_RESOURCE',
    grant: 'pattern',
    isNotResource: true,
  },
  {
    end: 'not-action-not-resource',
    code: 'NOT_ACTION_AND_NOT_RESOURCE',
    grant: 'negated',
    isNotResource: true,
  },
  { end: 'star-resource', code: 'STAR_IN_RESOURCE', grant: 'literal', isNotResource: false },
  {
    end: 'action-pattern-star-resource',
    code: 'STAR_IN_ACTION_AND_RESOURCE',
    grant: 'pattern',
    isNotResource: false,
  },
  {
    end: 'not-action-star-resource',
    code: 'STAR_IN_RESOURCE_AND_NOT_ACTION',
    grant: 'negated',
    isNotResource: false,
  },
] as const;

type Way = (typeof ways)[number];

const wordsOfGrant = {
  literal: 'by name',
  pattern: 'by a pattern of actions',
  negated: 'by NotAction',
} as const;

/** PassRole and CreateServiceLinkedRole on every role, in each of the ways in which they are granted. */
export const passRoleRules: readonly Rule[] = rights.flatMap((right) =>
  ways.map((way) => ruleOf(right, way)),
);

function ruleOf(right: Right, way: Way): Rule {
  const element = {
    literal: { Action: right.action },
    pattern: { Action: 'iam:*' },
    negated: { Action: undefined, NotAction: 's3:*' },
  }[way.grant];
  const resource = way.isNotResource
    ? { Resource: undefined, NotResource: 'arn:aws:iam::111122223333:role/admin' }
    : { Resource: '*' };
  return {
    id: `${right.start}-${way.end}`,
    awsCode: `${right.code}_${way.code}`,
    severity: 'warning',
    category: 'security',
    types: attachedTypes,
    title: `\`${right.action}\` is granted ${wordsOfGrant[way.grant]} on ${way.isNotResource ? 'all resources but some (NotResource)' : 'every role'}. ${right.harm}`,
    repair: right.repair,
    bad: () => ({
      policy: allow({ ...element, ...resource }),
      at: JSON.stringify(way.grant === 'negated' ? 's3:*' : element.Action),
    }),
    good: () => ({
      policy: allow({
        Action: right.action,
        Resource: 'arn:aws:iam::111122223333:role/app',
        Condition: {
          StringEquals: {
            [right.start === 'pass-role' ? 'iam:PassedToService' : 'iam:AWSServiceName']:
              'lambda.amazonaws.com',
          },
        },
      }),
    }),
    look: { at: 'statement', find: (statement) => findGrant(statement, right, way) },
  };
}

function* findGrant(statement: StatementParts, right: Right, way: Way): Iterable<Found> {
  const { effect, resource } = statement;
  if (effect !== 'Allow' || resource === undefined || resource.negated !== way.isNotResource) return;
  const at = grantOf(statement, right.action, way.grant);
  if (at === undefined || isMitigated(statement, right)) return;
  if (!way.isNotResource && !resource.values.some(({ text }) => isOpen(text))) return;
  yield { at, message: `${quoted(at.text)}: ${right.message}` };
}

/** The value that grants the action in this way. */
function grantOf(statement: StatementParts, name: string, grant: Way['grant']): Value | undefined {
  const { action } = statement;
  if (action === undefined || action.negated !== (grant === 'negated')) return undefined;
  return grant === 'negated' ? coverOf(statement, name) : firstCovering(statement, name, grant);
}

/** `*`, or an ARN of IAM for every role; a prefix of a name is not open. */
function isOpen(text: string): boolean {
  if (/^\*+$/.test(text)) return true;
  const [prefix, , service = '', , , ...rest] = text.split(':');
  const last = rest.join(':');
  return prefix === 'arn' && (service === 'iam' || service === '*') && /^(?:role\/)?\*+$/.test(last);
}

function isMitigated(statement: StatementParts, { key, other }: Right): boolean {
  return testsOf(statement).some((test) => {
    const name = test.key.text.toLowerCase();
    return name === other || (name === key && tiesDown(test));
  });
}

/** A positive operator without IfExists, and no value that begins with a wildcard. */
function tiesDown(test: Test): boolean {
  const { parsed, values } = test;
  if (parsed === undefined || parsed.ifExists || parsed.base === 'Null' || isNegated(test)) return false;
  return values.every(({ text }) => !/^[*?]/.test(text));
}
