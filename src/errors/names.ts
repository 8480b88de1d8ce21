import { given, type Word } from '../core/command.ts';
import { parseArn } from '../identifiers/arn.ts';
import { placeholders, type Names } from '../messages/message-row.ts';
import type { ShownFields } from './shown-fields.ts';

/** Names for the commands of a row, as far as the error tells them and they may stand in a command. */
export function namesIn({ resource, caller, action }: ShownFields): Names {
  const { name: placeholder } = placeholders;
  const named =
    nameOf(resource, 'role') ?? (/^iam:/i.test(action ?? '') ? undefined : nameOf(caller, 'role'));
  return {
    role: named ?? placeholders.role,
    name: nameOf(resource, 'user') ?? nameOf(resource, 'role') ?? nameOf(resource, 'group') ?? placeholder,
    policy: policyOf(resource) ?? placeholders.policy,
  };
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
