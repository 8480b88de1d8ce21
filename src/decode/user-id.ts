import { isAccountId } from '../identifiers/arn.ts';
import type { UserIdItem } from '../documents/decode.ts';
import type { Decoded } from './item.ts';
import { toFact } from './read-arn.ts';
import { readId } from './read-id.ts';
import { findSessionSource, type SessionContext } from '../identifiers/session-source.ts';

/** The `UserId` of GetCallerIdentity where it has several parts: https://docs.aws.amazon.com/STS/latest/APIReference/API_GetCallerIdentity.html. */
export function readUserId(input: string, text: string, context: SessionContext = {}): Decoded | undefined {
  const colon = text.indexOf(':');
  if (colon < 0) return undefined;
  const first = text.slice(0, colon);
  const rest = text.slice(colon + 1);
  return isAccountId(first) ? readAccountPart(input, first, rest) : readIdPart(input, first, rest, context);
}

function readAccountPart(input: string, accountId: string, rest: string): Decoded | undefined {
  const base = { input, kind: 'user-id', accountId, confidence: 'documented' } as const;
  if (rest === '') return undefined;
  // Three parts: `111122223333:aws:ec2-instance:i-0abcd1234ef567890`.
  const instance = /^(aws:ec2-instance):(.+)$/.exec(rest);
  if (instance?.[2] !== undefined) {
    const source = findSessionSource(instance[2], 'aws:ec2-instance');
    const item: UserIdItem = {
      ...base,
      principalType: 'assumed-role',
      sessionName: instance[2],
      ...(source === undefined ? {} : { sessionSource: toFact(source) }),
    };
    return {
      item,
      notes: ["the EC2 instance's own identity: there is no role of the account behind it"],
      diagnostics: [],
    };
  }
  if (!/^[\w+=,.@*?-]+$/.test(rest)) return undefined;
  const notes = ['a federated user: GetFederationToken gives it a name'];
  return { item: { ...base, principalType: 'federated-user', name: rest }, notes, diagnostics: [] };
}

function readIdPart(input: string, id: string, rest: string, context: SessionContext): Decoded | undefined {
  const decoded = readId(id, id);
  if (decoded?.item.kind !== 'unique-id') return undefined;
  const { prefix, resourceType, accountId, because, confidence } = decoded.item;
  if (resourceType !== 'role' && resourceType !== 'user') return undefined;
  const source = rest === '' ? undefined : findSessionSource(rest, '', context);
  const item: UserIdItem = {
    input,
    kind: 'user-id',
    principalType: resourceType === 'role' ? 'assumed-role' : 'user',
    uniqueId: decoded.item.id,
    prefix,
    resourceType,
    accountId,
    ...(because === undefined ? {} : { because }),
    confidence,
    ...(rest === '' ? {} : { sessionName: rest }),
    ...(source === undefined ? {} : { sessionSource: toFact(source) }),
  };
  const notes =
    resourceType === 'user' ? ['a user ID has no session: only roles have a name after the colon'] : [];
  return { item, notes, diagnostics: decoded.diagnostics };
}
