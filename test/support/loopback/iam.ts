import type { Received, Reply } from './exchange.ts';
import { queryError, queryResult } from './query-protocol.ts';
import type { Identity } from './scenario.ts';
import { readSignature } from './signature.ts';
import type { FakeState } from './state.ts';
import { authenticate } from './sts.ts';

/** The three actions of IAM that tell more about a caller. */
export function answerIam(request: Received, form: URLSearchParams, state: FakeState): Reply {
  const { iam = {} } = state.scenario;
  const action = form.get('Action');
  if (action !== 'ListAccountAliases' && action !== 'GetRole' && action !== 'GetUser') {
    return queryError('iam', 400, 'InvalidAction', 'Could not find operation for this version');
  }
  const trouble = state.trouble(`iam.${action}`, iam.trouble?.[action]);
  if (trouble !== undefined) return trouble;
  const signed = readSignature(request);
  if (signed === undefined) {
    return queryError('iam', 403, 'MissingAuthenticationToken', 'Request is missing Authentication Token');
  }
  const caller = authenticate(request, signed, state);
  if ('kind' in caller) return caller;
  const deny = () =>
    queryError('iam', 403, 'AccessDenied', `User: ${caller.arn} is not authorized to perform: iam:${action}`);
  switch (action) {
    case 'ListAccountAliases':
      return iam.aliases === undefined
        ? deny()
        : queryResult('iam', action, { IsTruncated: 'false', AccountAliases: iam.aliases });
    case 'GetRole':
      return iam.roles === undefined
        ? deny()
        : entity('Role', form.get('RoleName') ?? '', iam.roles, caller, 'AROA');
    case 'GetUser':
      return iam.users === undefined
        ? deny()
        : entity('User', form.get('UserName') ?? nameOf(caller.arn), iam.users, caller, 'AIDA');
  }
}

function entity(
  kind: 'Role' | 'User',
  name: string,
  paths: Readonly<Record<string, string>>,
  caller: Identity,
  prefix: string,
): Reply {
  const path = Object.hasOwn(paths, name) ? paths[name] : undefined;
  if (path === undefined) {
    const message = `The ${kind.toLowerCase()} with name ${name} cannot be found.`;
    return queryError('iam', 404, 'NoSuchEntity', message);
  }
  const id = caller.userId.startsWith(prefix)
    ? (caller.userId.split(':')[0] ?? '')
    : `${prefix}EXAMPLEEXAMPLE234`;
  return queryResult('iam', `Get${kind}`, {
    [kind]: {
      Path: path,
      [`${kind}Name`]: name,
      [`${kind}Id`]: id,
      Arn: `arn:aws:iam::${caller.account}:${kind.toLowerCase()}${path}${name}`,
      CreateDate: '2026-01-01T00:00:00Z',
      ...(kind === 'Role'
        ? { AssumeRolePolicyDocument: encodeURIComponent('{"Version":"2012-10-17","Statement":[]}') }
        : {}),
    },
  });
}

function nameOf(arn: string): string {
  return arn.split('/').at(-1) ?? '';
}
