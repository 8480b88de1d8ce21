import { errorOfProblems } from '../../core/error.ts';
import type { Diagnostic } from '../../core/evaluation.ts';
import { spanOf } from '../../core/source.ts';
import { resourceTypesOf } from '../../data/resource-types.ts';
import { quoted } from '../../formats/problem.ts';
import { arnGlobsMeet } from '../../policy/match/arn-globs-meet.ts';
import {
  formsOf,
  kindOfKey,
  readAction,
  remarkOnKey,
  unreadableValue,
  type Asked,
} from '../../policy/prepare.ts';
import type { Invariant } from '../../policy/scenario/invariant.ts';

/**
 * Refuses what no request is like: of an action that is none, or of a caller whom nobody can be, everything is proved.
 * Throws `invalid-scenario`, with all of them.
 */
export function checkAsked(invariant: Invariant): void {
  const { source, range, places, principals, except, asWritten } = invariant;
  const found: Diagnostic[] = [];
  const tell: Tell = (field, at, problem) => {
    if (problem === undefined) return;
    const { message, hint } = problem;
    const span = spanOf(source, places.get(`${field}/${at}`) ?? places.get(field) ?? range);
    found.push({ code: 'scenario/wrong-value', severity: 'error', message, hint, span });
  };
  const callers = principals === 'any' ? [] : principals;
  for (const [at, pattern] of callers.entries()) tell('principal', at, problemOfCaller(pattern));
  for (const [at, pattern] of except.entries())
    tell('except', at, isEverybody(pattern) ? nobodyLeft : problemOfCaller(pattern));
  if (!asWritten) checkNames(invariant, tell);
  if (!asWritten) checkKeys(invariant, tell);
  if (found.length > 0) throw errorOfProblems('invalid-scenario', found);
}

interface Problem {
  readonly message: string;
  readonly hint: string;
}

type Tell = (field: string, at: number | string, problem: Problem | undefined) => void;

const nobodyLeft: Problem = {
  message: '`except` leaves nobody of whom it is to hold',
  hint: 'Name those for whom it need not hold, as in `arn:aws:iam::*:role/Admin`.',
};

function isEverybody(pattern: string): boolean {
  return /^(?:any|[*?]+)$/.test(pattern);
}

/** What `aws:PrincipalArn` may be: of a session it is the ARN of its role. */
const callerForms = [
  'arn:*:iam::*:root',
  'arn:*:iam::*:user/?*',
  'arn:*:iam::*:role/?*',
  'arn:*:sts::*:federated-user/?*',
];

function problemOfCaller(pattern: string): Problem | undefined {
  const isOne = callerForms.some((form) => arnGlobsMeet(pattern, form));
  const [, , , , account = '', who = ''] = pattern.split(':');
  if (isOne && (isEverybody(pattern) || mayBeAccount(account))) return undefined;
  const [kind, role = ''] = who.split('/');
  const message = `no caller has an ARN like ${quoted(pattern)}`;
  if (kind === 'assumed-role')
    return { message, hint: `A session asks as its role: \`arn:aws:iam::${account}:role/${role}\`.` };
  if (/^\d{12}$/.test(pattern))
    return { message, hint: `Write \`arn:aws:iam::${pattern}:*\` for everybody of the account.` };
  const hint =
    'Write an ARN, which may hold wildcards, as in `arn:aws:iam::111122223333:role/App`; or `any`.';
  return { message, hint };
}

function mayBeAccount(text: string): boolean {
  return /^\d{12}$/.test(text) || (/^[\d*?]+$/.test(text) && /[*?]/.test(text));
}

/** Keys that are none, and values that no request has in them. */
function checkKeys({ when }: Invariant, tell: Tell): void {
  for (const [key, value] of when)
    tell('when', key, remarkOnKey(key) ?? unreadableValue(key, kindOfKey(key), value));
}

/** Actions that are none, and resources that none of the actions is about. */
function checkNames({ actions, resources }: Invariant, tell: Tell): void {
  const named = actions.map((text) => (/^[*?]+(?::|$)/.test(text) ? 'any' : readAction(text)));
  for (const [at, read] of named.entries())
    if (read !== 'any') tell('action', at, read.kind === 'problem' ? read : (read.unknown ?? read.remark));
  const asked = named.map((read) => (read === 'any' || read.kind === 'problem' ? [] : read.asked));
  for (const [at, resource] of resources.entries()) {
    if (!/^(?:arn:|[*?])/.test(resource))
      tell('resource', at, {
        message: `${quoted(resource)} is not an ARN`,
        hint: 'Write one: it may hold wildcards.',
      });
    else if (!named.includes('any') && !isForSome(resource, asked.flat()))
      tell('resource', at, unfitting(resource, asked.flat()));
  }
  if (actions.length < 2) return;
  for (const [at, own] of asked.entries()) {
    if (own.length === 0 || resources.some((resource) => isForSome(resource, own))) continue;
    const hint = 'Write another item for it.';
    tell('action', at, { message: `${quoted(actions[at] ?? '')} is about none of the resources`, hint });
  }
}

/** What is not known, or not at all an action, is told as that. */
function isForSome(resource: string, asked: readonly Asked[]): boolean {
  if (resource === '*' || asked.length === 0) return true;
  return asked.some(
    ({ action }) => action.known === undefined || resourceTypesOf(resource, action.name).length > 0,
  );
}

function unfitting(resource: string, [first, ...others]: readonly Asked[]): Problem {
  const known = first?.fromPattern === false && others.length === 0 ? first.action.known : undefined;
  if (known === undefined) {
    const message = `none of the actions is about resources like ${quoted(resource)}`;
    return { message, hint: 'Name those that they are about, or leave `resource` out.' };
  }
  const message = `${quoted(known.name)} is not about resources like ${quoted(resource)}`;
  if (known.resourceTypes.length === 0)
    return { message, hint: 'It names no resource: leave `resource` out.' };
  return { message, hint: `Its resources have the form ${formsOf(known)}.` };
}
