import type { Condition } from './condition.ts';
import { exactTexts, isConstant, ordered } from './element.ts';
import type { KeyFacts } from '../keys.ts';
import type { Constraint, KeyState } from './key-state.ts';
import { simpleLowerCase } from '../../core/simple-case.ts';

const requestTag = 'aws:requesttag/';

/** Whether keys that hang together can be as the atoms want each of them (R809). False is sure. */
export function correlationsAgree(states: readonly KeyState[]): boolean {
  const byKey = new Map(states.map((state) => [state.key, state]));
  return (
    networkAgrees(states) &&
    timeAgrees(byKey) &&
    accountAgrees(byKey) &&
    multiFactorAgrees(byKey) &&
    tagsAgree(states, byKey)
  );
}

const correlated = new Set([
  'aws:currenttime',
  'aws:epochtime',
  'aws:principalarn',
  'aws:principalaccount',
  'aws:multifactorauthpresent',
  'aws:multifactorauthage',
  'aws:tagkeys',
]);

/** Whether keys like these hang together with others; a tag of the request does where `aws:TagKeys` is tested too. */
export function isCorrelated(
  key: string,
  facts: KeyFacts | undefined,
  beside: { readonly has: (key: string) => boolean },
): boolean {
  if (correlated.has(key)) return true;
  if (key.startsWith(requestTag)) return beside.has('aws:tagkeys');
  return facts?.presence === 'endpoint' || facts?.presence === 'no-endpoint';
}

function mustBePresent(state: KeyState | undefined): state is KeyState {
  return state?.mayBeAbsent === false;
}

function mustBeAbsent(state: KeyState | undefined): boolean {
  return state?.mayBePresent === false;
}

/** `aws:SourceIp` is never there together with `aws:SourceVpce` and what else comes with an endpoint. */
function networkAgrees(states: readonly KeyState[]): boolean {
  const present = states.filter(mustBePresent).map(({ facts }) => facts?.presence);
  return !(present.includes('no-endpoint') && present.includes('endpoint'));
}

/** `aws:CurrentTime` and `aws:EpochTime` are the same instant. */
function timeAgrees(byKey: ReadonlyMap<string, KeyState>): boolean {
  const states = [byKey.get('aws:currenttime'), byKey.get('aws:epochtime')];
  if (!states.every(mustBePresent)) return true;
  const constraints = states.flatMap(({ key, constraints: { every, some } }) =>
    [...every, ...some].filter(({ condition }) => {
      const type = condition.test?.type;
      return isConstant(condition) && (type === 'date' || (type === 'numeric' && key === 'aws:epochtime'));
    }),
  );
  return ordered(constraints, true);
}

/** The account of `aws:PrincipalArn` is `aws:PrincipalAccount`. */
function accountAgrees(byKey: ReadonlyMap<string, KeyState>): boolean {
  const arn = byKey.get('aws:principalarn');
  const account = byKey.get('aws:principalaccount');
  if (!mustBePresent(arn) || !account) return true;
  const { every, some } = account.constraints;
  if (mustBeAbsent(account)) return false;
  const wanted = [...every, ...some].filter(({ condition }) => isConstant(condition));
  return [...arn.constraints.every, ...arn.constraints.some].every((constraint) => {
    const accounts = accountsOf(constraint);
    if (accounts === undefined) return true;
    return accounts.some((id) =>
      wanted.every(
        ({ condition, listed }) =>
          condition.values.some((value) => value.constant?.matches(id) === true) === listed,
      ),
    );
  });
}

/** The accounts that a value of the constraint can have; undefined where one of them may be any. */
function accountsOf({ condition, listed }: Constraint): readonly string[] | undefined {
  if (!listed || !isConstant(condition)) return undefined;
  const accounts = condition.values.map(({ value }) => {
    const parts = value.text.split(':');
    const before = parts.slice(0, 5);
    // A wildcard of StringLike could run over the colons.
    const isFixed = condition.test?.type === 'arn' || !before.some((part) => /[*?]/.test(part));
    const id = before[4];
    return parts.length >= 6 && isFixed && id !== undefined && /^\d{12}$/.test(id) ? id : undefined;
  });
  const known = accounts.filter((id) => id !== undefined);
  return known.length === accounts.length ? known : undefined;
}

/** With `aws:MultiFactorAuthAge` in the request, `aws:MultiFactorAuthPresent` is there and true. */
function multiFactorAgrees(byKey: ReadonlyMap<string, KeyState>): boolean {
  const present = byKey.get('aws:multifactorauthpresent');
  if (!present || !mustBePresent(byKey.get('aws:multifactorauthage'))) return true;
  return present.atoms.every(
    ({ condition, holds }) => !isConstant(condition) || condition.evaluate(() => 'true') === holds,
  );
}

/** `aws:TagKeys` lists the tags that `aws:RequestTag/…` has the values of. */
function tagsAgree(states: readonly KeyState[], byKey: ReadonlyMap<string, KeyState>): boolean {
  const tagKeys = byKey.get('aws:tagkeys');
  if (!tagKeys) return true;
  const tags = states.filter(({ key }) => key.startsWith(requestTag));
  return tags.every((tag) => {
    const name = tag.key.slice(requestTag.length);
    if (mustBePresent(tag)) return mayListTag(tagKeys, name);
    return !mustBeAbsent(tag) || !mustListTag(tagKeys, name);
  });
}

/** Whether `aws:TagKeys` can hold the name, in whatever case: keys are looked up without it (R302). */
function mayListTag(tagKeys: KeyState, name: string): boolean {
  const isNull = tagKeys.atoms.some(
    ({ condition, holds }) => !condition.test && condition.evaluate(() => name) !== holds,
  );
  if (isNull || mustBeAbsent(tagKeys)) return false;
  return tagKeys.constraints.every.every(({ condition, listed }) => {
    if (!listed) return !refusesInAnyCase(condition, name);
    const texts = isConstant(condition) ? exactTexts(condition) : undefined;
    return texts?.some((text) => simpleLowerCase(text) === name) ?? true;
  });
}

function refusesInAnyCase(condition: Condition, name: string): boolean {
  return (
    condition.operator.base.endsWith('IgnoreCase') &&
    condition.values.some((value) => value.constant?.matches(name) === true)
  );
}

/** Whether some value of `aws:TagKeys` must be exactly the name. */
function mustListTag(tagKeys: KeyState, name: string): boolean {
  return tagKeys.constraints.some.some(({ condition, listed }) => {
    const texts = listed && isConstant(condition) ? exactTexts(condition) : undefined;
    return texts?.length === 1 && texts.every((text) => simpleLowerCase(text) === name);
  });
}
