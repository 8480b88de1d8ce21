import { actionHasKey } from '../../data/condition-keys.ts';
import { listed } from '../../core/listed.ts';
import { quoted } from '../../formats/problem.ts';
import type { StatementParts } from '../../policy/policy.ts';
import { allow, deny } from '../example.ts';
import { hasPatterns, literalActions } from '../literal-actions.ts';
import { attachedTypes, resourceTypes, type Found, type Rule } from '../rule.ts';
import { isNegated, type Test } from '../subject.ts';

/** The four forms of one trap: services that do not know tags of the resource. */
export function tagRules(): readonly Rule[] {
  const tag = { Condition: { StringEquals: { 'aws:ResourceTag/team': 'red' } } };
  const denying = [...attachedTypes, 'scp'] as const;
  const allowing = [...attachedTypes, ...resourceTypes] as const;
  const row = (
    effect: 'Allow' | 'Deny',
    isNegatedAction: boolean,
    words: Pick<Rule, 'id' | 'awsCode' | 'title' | 'repair'>,
  ): Rule => {
    const make = effect === 'Allow' ? allow : deny;
    return {
      ...words,
      severity: effect === 'Deny' ? 'warning' : 'info',
      category: effect === 'Deny' ? 'security' : 'condition',
      types: effect === 'Deny' ? denying : allowing,
      bad: () => ({
        policy: isNegatedAction
          ? make({ Action: undefined, NotAction: 'iam:*', Resource: '*', ...tag })
          : make({ Action: ['ec2:StopInstances', 'iam:ListUsers'], Resource: '*', ...tag }),
        at: '"aws:ResourceTag/team"',
      }),
      good: () => ({ policy: make({ Action: 'ec2:StopInstances', Resource: '*', ...tag }) }),
      insteadOf: ['key-not-for-action'],
      look: { at: 'test', find: (test, statement) => findTagTrap(test, statement, effect, isNegatedAction) },
    };
  };
  return [
    row('Deny', false, {
      id: 'deny-tag-unsupported',
      awsCode: 'DENY_WITH_UNSUPPORTED_TAG_CONDITION_KEY_FOR_SERVICE',
      title:
        'A Deny depends on a tag of the resource, and some of its actions never have that key: they are not denied.',
      repair: 'Deny these actions by ARN in a statement of their own; IfExists is no repair.',
    }),
    row('Deny', true, {
      id: 'deny-notaction-tag',
      awsCode: 'DENY_NOTACTION_WITH_UNSUPPORTED_TAG_CONDITION_KEY_FOR_SERVICE',
      title:
        'A Deny with NotAction depends on a tag of the resource: actions without tag support are not denied.',
      repair: 'List the actions.',
    }),
    row('Allow', false, {
      id: 'allow-tag-unsupported',
      awsCode: 'ALLOW_WITH_UNSUPPORTED_TAG_CONDITION_KEY_FOR_SERVICE',
      title:
        'An Allow depends on a tag of the resource, and some of its actions never have that key: they are not allowed.',
      repair: 'Move these actions to a statement without the tag.',
    }),
    row('Allow', true, {
      id: 'allow-notaction-tag',
      awsCode: 'ALLOW_NOTACTION_WITH_UNSUPPORTED_TAG_CONDITION_KEY_FOR_SERVICE',
      title:
        'An Allow with NotAction depends on a tag of the resource: only actions with tag support are allowed.',
      repair: 'List the actions.',
    }),
  ];
}

function* findTagTrap(
  test: Test,
  statement: StatementParts,
  effect: 'Allow' | 'Deny',
  isNegatedAction: boolean,
): Iterable<Found> {
  const { key, parsed } = test;
  if (statement.effect !== effect || statement.action?.negated !== isNegatedAction) return;
  if (!/^aws:resourcetag\/.+/i.test(key.text) || parsed === undefined || isNegated(test)) return;
  if (parsed.base === 'Null' || (parsed.ifExists && effect === 'Allow')) return;
  const what = effect === 'Deny' ? 'denied' : 'allowed';
  if (isNegatedAction) {
    yield { at: key, message: `actions of services that do not know ${quoted(key.text)} are not ${what}` };
    return;
  }
  const literal = literalActions(statement);
  const without = literal.filter((name) => !actionHasKey(name, key.text));
  // An Allow of which nothing is left has a graver finding.
  if (effect === 'Allow' && without.length === literal.length && !hasPatterns(statement)) return;
  if (without.length > 0)
    yield {
      at: key,
      message: `${listed(without.map(quoted), 5)} never ${without.length === 1 ? 'has' : 'have'} ${quoted(key.text)}: not ${what}`,
    };
}
