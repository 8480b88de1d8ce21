import { IamxError } from '../../core/error.ts';
import type { Host } from '../../core/host.ts';
import { source } from '../../core/source.ts';
import type { PolicySet } from '../../policy/decision/compile.ts';
import {
  questionFields,
  type FieldName,
  type FieldValue,
  type QuestionValues,
} from '../../policy/question.ts';
import { fieldCodecs } from '../../policy/scenario/field-kinds.ts';
import { givenOptions, type Given } from '../../policy/scenario/given.ts';
import { newLibrary } from '../../policy/scenario/library.ts';
import { policiesOf, wholeNames } from '../../policy/scenario/options.ts';
import { printTyped } from '../../printers/names.ts';
import { parsePrincipal } from '../../identifiers/principal.ts';
import { optionKeyOf } from '../option-row.ts';
import { optionOf } from './options.ts';

type Options = Readonly<Record<string, unknown>>;

export function givenOf(options: Options): Given {
  return givenOptions((name) => options[optionKeyOf(name)]);
}

/** The policies of the options; the trust policy as the role's own. Throws what reading a policy throws. */
export async function givenPolicies(host: Host, given: Given): Promise<PolicySet> {
  const refs = policiesOf(given, await wholeNames(host, given));
  const trust = given.text('trust-policy');
  const resource = trust === undefined ? [] : [[{ kind: 'file', path: trust, range: undefined } as const]];
  const { set } = await newLibrary(host).compile({ ...refs, resource }, source('', ''), true);
  return set;
}

const passedOn = ['principalId', 'sessionIssuer', 'context', 'principalTags'] as const;

/** Fields of the question that options give as for `simulate`. Throws `usage`. */
export function givenValues(given: Given): QuestionValues {
  const values: { [Name in FieldName]?: FieldValue } = {};
  for (const name of passedOn) {
    const field = questionFields.find((each) => each.name === name);
    if (field === undefined) continue;
    const value = fieldCodecs[field.kind].given(listed(given, field.kind), [optionOf(name)]);
    if (value !== undefined) values[name] = value;
  }
  return values;
}

/** One text is a list of one where the field takes several. */
function listed(given: Given, kind: string): Given {
  return kind === 'text' ? { ...given, text: (name) => given.texts(name)[0] } : given;
}

/** The seconds of an option. Throws `usage`. */
export function secondsOf(given: Given, name: string): number | undefined {
  const text = given.text(name);
  if (text === undefined) return undefined;
  if (/^\d{1,9}$/.test(text)) return Number(text);
  throw new IamxError('usage', `\`--${name}\` takes whole seconds`, { hint: 'Write it as in 3600.' });
}

/** `KEY=VALUE` pairs of an option that may stand several times. Throws `usage`. */
export function tagsOf(given: Given, name: string): ReadonlyMap<string, string> {
  const value = fieldCodecs.tags.given(given, [name]);
  return value instanceof Map ? value : new Map<string, string>();
}

/** The ARN of a role; a name where the account is asked. Throws `usage`. */
export function readRole(words: readonly string[], check: string, isAsked: boolean): string {
  const [text, ...more] = words;
  if (text === undefined || text === '')
    throw new IamxError('usage', 'which role?', { hint: `Give its ARN behind \`${check}\`.` });
  if (more.length > 0)
    throw new IamxError('usage', `one role at a time, here are ${words.length}`, {
      hint: 'Ask for each by itself.',
    });
  const principal = parsePrincipal(text);
  if (principal.kind === 'role') return text;
  if (isAsked && /^[\w+=,.@-]{1,64}$/.test(text)) return text;
  if (principal.kind === 'session')
    throw new IamxError('usage', `${printTyped(text)} is a session`, {
      hint: `Its role is arn:${principal.partition}:iam::${principal.account}:role/${principal.roleName}, with its path if it has one.`,
    });
  throw new IamxError('usage', `${printTyped(text)} is no ARN of a role`, {
    hint: 'Its form is arn:aws:iam::111122223333:role/PATH/NAME.',
  });
}
