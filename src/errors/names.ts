import { given, type Word } from '../core/command.ts';
import { parseArn } from '../identifiers/arn.ts';
import { placeholders, type Names } from '../messages/message-row.ts';
import type { ExplainedError } from './explained-error.ts';
import { serviceOfCall } from './dependent.ts';
import { shownRoleArn } from './shown-fields.ts';

/** Names for the commands of a row, as far as the error tells them and they may stand in a command. */
export function namesIn({ fields, named }: Pick<ExplainedError, 'fields' | 'named'>): Names {
  const { resource, caller, action, operation } = fields;
  const { name: placeholder } = placeholders;
  const roleArn = named.role ?? shownRoleArn(resource);
  const role = nameOf(roleArn, 'role') ?? (/^iam:/i.test(action ?? '') ? undefined : nameOf(caller, 'role'));
  const user = nameOf(named.user, 'user');
  return {
    ...(user === undefined ? {} : { user }),
    role: role ?? placeholders.role,
    roleArn: wordOf(roleArn) ?? placeholders.roleArn,
    // The table of services is read where a row names one.
    get service() {
      return wordOf(named.service ?? serviceOfCall(operation)?.principal) ?? placeholders.service;
    },
    name: nameOf(resource, 'user') ?? nameOf(resource, 'role') ?? nameOf(resource, 'group') ?? placeholder,
    policy: policyOf(resource) ?? placeholders.policy,
  };
}

function wordOf(text: string | undefined): Word | undefined {
  return text === undefined ? undefined : given(text);
}

function nameOf(text: string | undefined, kind: string): Word | undefined {
  const arn = text === undefined ? undefined : parseArn(text);
  if (arn === undefined || arn.service !== 'iam') return undefined;
  const [first, ...rest] = arn.resource.split('/');
  const name = rest.at(-1);
  return first === kind && name !== undefined && /^[\w+=,.@-]{1,64}$/.test(name) ? given(name) : undefined;
}

function policyOf(text: string | undefined): Word | undefined {
  return text !== undefined && /^arn:[\w-]+:iam::\d{12}:policy\/[\w+=,.@/-]+$/.test(text)
    ? given(text)
    : undefined;
}
