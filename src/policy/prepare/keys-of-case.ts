import type { Diagnostic } from '../../core/evaluation.ts';
import { listed } from '../../core/listed.ts';
import { remember } from '../../core/remember.ts';
import { actionHasKey, isCarried } from '../../data/condition-keys.ts';
import { quoted } from '../../formats/problem.ts';
import type { Action } from '../../data/service-table.ts';
import type { KeySet } from '../key-set.ts';
import type { Request } from '../request.ts';
import {
  carriedKeys,
  carriesTags,
  doubtfulKeys,
  hasKeysOfTypes,
  serviceHasTags,
  type Shorthand,
} from './carried-keys.ts';
import type { AskedContext } from './context-keys.ts';
import { diagnostic, type Fields } from './findings.ts';
import type { Pair } from './pairs.ts';

type Keys = Pick<Request, 'lacking' | 'listed' | 'doubtful'>;

const nothingDoubtful: readonly KeySet[] = [];
const noNotices: readonly Diagnostic[] = [];

/** What the data says of the condition keys that a request for this action on this resource carries. */
export function keysOf(
  { action: { key, known }, resource }: Pair,
  { shorthands, hasTags }: AskedContext,
): Keys {
  const doubtful = mayDoubt(key, shorthands.size) ? doubtfulKeys(key, known, shorthands) : nothingDoubtful;
  if (known === undefined || !(hasTags || hasKeysOfTypes(known))) {
    return { lacking: undefined, listed: undefined, doubtful };
  }
  const { lacking, listed: here } = carriedKeys(
    known,
    resource.arn === undefined ? undefined : resource.text,
  );
  return { lacking, listed: here, doubtful };
}

/** Most requests give no tags, and are of no action that is known for its keys. */
function mayDoubt(actionKey: string, shorthands: number): boolean {
  return shorthands > 0 || /^(ec2|ebs|events|route53|workspaces|iam):/.test(actionKey);
}

/** Given keys that count otherwise than they were given (R423, R424). */
export function noticesOfKeys(
  { action, resource }: Pair,
  { context, lacking, doubtful }: Request,
  { shorthands }: AskedContext,
  fields: Fields,
): readonly Diagnostic[] {
  if (context.size === 0 || action.known === undefined) return noNotices;
  const notices: Diagnostic[] = [];
  const warn = (code: string, message: string, hint: string) =>
    notices.push(diagnostic(fields, 'context', 'warning', { code, message, hint }));
  for (const [key, { name }] of context) {
    if (lacking?.has(key) === true) {
      const { types, typesWith } = carriedKeys(action.known, resource.text);
      const here = listed(types.map(quoted), 3, 'or');
      const elsewhere = listed(typesWith(key).map(quoted), 3, 'and');
      warn(
        'key-not-there',
        `${quoted(name)} is not there for ${here}: with \`${action.name}\` AWS gives it for ${elsewhere}`,
        'It counts as absent for this resource.',
      );
    } else if (shorthands.size > 0 && doubtful.some((keys) => keys.has(key))) {
      warn(
        'tags-not-carried',
        `as far as the data knows \`${action.name}\` carries no ${quoted(name)}`,
        'The stricter reading was taken: an Allow must match with it and without it, a Deny in one of the two.',
      );
    } else if (isTagNotCarried(action.known, key)) {
      warn(
        'tags-not-carried',
        `as far as the data knows \`${action.name}\` carries no ${quoted(name)}`,
        'It was taken as given.',
      );
    } else if (isOfOtherActions(action, key)) {
      warn(
        'key-not-for-action',
        `as far as the data knows no request for \`${action.name}\` carries ${quoted(name)}, which is a key of other actions`,
        'It was taken as given.',
      );
    }
  }
  return notices;
}

/**
 * A key of the action's own service that the data gives to other actions alone (docs/decisions/0133): a policy that asks
 * for it never matches a real request, whatever the question says.
 */
function isOfOtherActions({ key: action }: Pair['action'], key: string): boolean {
  return key.startsWith(action.slice(0, action.indexOf(':') + 1)) && lacksKey(`${action} ${key}`);
}

const lacksKey: (actionAndKey: string) => boolean = remember(4096, (actionAndKey) => {
  const [action = '', key = ''] = actionAndKey.split(' ', 2);
  return !actionHasKey(action, key) && isCarried(key);
});

/** A key of tags as it stands in a context, of an action that has none while its service has them (R424). */
function isTagNotCarried(action: Action, key: string): boolean {
  const tags = shorthandOf(key);
  return tags !== undefined && !carriesTags(action, tags) && serviceHasTags(action, tags);
}

function shorthandOf(key: string): Shorthand | undefined {
  if (key === 'aws:tagkeys' || key.startsWith('aws:requesttag/')) return 'requestTags';
  return key.startsWith('aws:resourcetag/') ? 'resourceTags' : undefined;
}
