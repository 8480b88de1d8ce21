import { append } from '../core/lists.ts';
import { decodeCommand } from './encoded-message.ts';
import { command } from '../core/command.ts';
import type { Block, Field } from '../core/page.ts';
import type { ContextEntry, DecodedMessage, MatchedStatement } from '../documents/decode.ts';
import { field } from './describe-field.ts';
import { accountOfId } from '../identifiers/id-account.ts';
import type { ErrorMessageItem } from '../documents/decode.ts';

/** What a person reads about an authorization message, encoded or decoded. */

export function describeEncoded(item: ErrorMessageItem): readonly Field[] {
  const rows: Field[] = [];
  const add = (label: string, value: string | undefined): void => {
    if (value !== undefined) rows.push(field(label, value));
  };
  add('who', item.caller);
  add('action', item.action);
  add('resource', item.resource);
  if (item.layer !== undefined)
    add('denied by', `${item.explicit === true ? 'explicit deny' : 'no allow'} · ${item.layer}`);
  else if (item.explicit === true) add('denied by', 'explicit deny');
  add('policy', item.policyArn);
  rows.push(
    field('who can', 'credentials of the account of the request, with sts:DecodeAuthorizationMessage'),
  );
  return rows;
}

export function nextFor(): readonly Block[] {
  return [
    { kind: 'text', text: 'Save the message on one line in message.txt, then one of:' },
    { kind: 'command', commands: [decodeCommand, command`iamx decode --live - < message.txt`] },
  ];
}

export function describeVerdict({ allowed, explicitDeny, statements }: DecodedMessage): string {
  if (allowed === true) return 'no: AWS says that the request was allowed';
  if (explicitDeny !== true) return 'no statement allows it';
  const named = statements.find(({ effect, sid }) => effect.toUpperCase() === 'DENY' && sid !== '');
  return named === undefined
    ? 'explicit deny by a statement without Sid'
    : `explicit deny by statement "${named.sid}"`;
}

export function describeMessage(
  message: DecodedMessage,
  { layer, policyArn }: ErrorMessageItem,
): readonly Field[] {
  const { principal, action, resource, statements, explicitDeny } = message;
  const rows: Field[] = [];
  const who = principal?.arn ?? principal?.name ?? principal?.id;
  if (who !== undefined) rows.push(field('who', who));
  if (principal?.id !== undefined) rows.push(field('user id', principal.id, accountNote(principal.id)));
  if (action !== undefined) {
    rows.push(field('action', action));
    if (action === 'iam:PassRole')
      rows.push(field('', 'asked for by another call, which hands the role to a service'));
  }
  if (resource !== undefined) rows.push(field('resource', resource));
  append(rows, statements.flatMap(describeStatement));
  if (statements.length === 0 && explicitDeny !== true) {
    rows.push(field('statement', 'none: an identity policy, or the resource policy, should have allowed it'));
  }
  if (layer !== undefined) rows.push(field('layer', layer, 'from the text around the message'));
  if (policyArn !== undefined) rows.push(field('policy', policyArn, 'from the text around the message'));
  else rows.push(field('policy', 'not disclosed: the message names neither policy nor layer, only the Sid'));
  return rows;
}

function accountNote(id: string): string {
  const found = /^A[A-Z0-9]{3}[A-Z2-7]{12,}/.test(id) ? accountOfId(id) : undefined;
  return found?.kind === 'account' ? `account ${found.account}, decoded from the ID` : '';
}

function describeStatement({
  sid,
  effect,
  actions,
  resources,
  conditions,
}: MatchedStatement): readonly Field[] {
  const what = `${actions.join(', ')} on ${resources.join(', ')}`;
  return [
    {
      name: 'statement',
      value: `${effect.toUpperCase() === 'DENY' ? 'Deny' : 'Allow'} ${sid === '' ? '(no Sid)' : `"${sid}"`}`,
      more: [what],
    },
    ...conditions.map((condition) =>
      field('', `tests ${condition.key} against ${condition.values.join(', ')} (operator not disclosed)`),
    ),
  ];
}

const mostConditions = 12;

export function describeConditions({ conditions }: DecodedMessage): readonly Block[] {
  if (conditions.length === 0) return [];
  const shown = conditions.slice(0, mostConditions);
  const left = conditions.length - shown.length;
  return [
    { kind: 'table', header: ['KEY', 'VALUE'], rows: shown.map((entry) => [entry.key, valuesOf(entry)]) },
    ...(left > 0 ? [{ kind: 'text', text: `  and ${left} more: --json` } as const] : []),
  ];
}

function valuesOf({ values, isPseudo }: ContextEntry): string {
  const text = values.filter((value) => value !== '').join(', ');
  if (text === '') return '(empty)';
  return isPseudo ? `${text}  (not a condition key)` : text;
}
