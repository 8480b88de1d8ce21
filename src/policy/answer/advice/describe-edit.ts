import { listed } from '../../../core/listed.ts';
import { statementName } from '../describe.ts';
import { place } from '../place.ts';
import { namesOf } from '../../decision/layers.ts';
import type { Request } from '../../request.ts';
import type { Change, Edit } from './edit.ts';

/** The edit as it is pasted, behind "allowed if you": what to write, and where. */
export function describeEdit(edit: Edit, request: Request): string {
  if (edit.kind === 'statement') {
    const { wanted } = namesOf(edit.layer, request);
    return `give ${wanted} this statement: ${json(edit.document)}`;
  }
  const { of, changes } = edit;
  const where = `in ${of.effect} ${statementName(of)} (${place(of.policy.source, of.statement)})`;
  return `${listed(changes.map((change) => describeChange(change, edit)))} ${where}`;
}

function describeChange(change: Change, { of }: Extract<Edit, { kind: 'changes' }>): string {
  const { statement } = of;
  switch (change.kind) {
    case 'action':
      return `add ${json(change.put)} to ${statement.action.negated ? 'NotAction' : 'Action'}`;
    case 'resource':
      return `add ${json(change.put)} to ${statement.resource?.negated === true ? 'NotResource' : 'Resource'}`;
    case 'principal': {
      const { kind, text } = change.put;
      return `add ${json(kind === '*' ? '*' : { [kind]: text })} to Principal`;
    }
    case 'condition':
      return `write ${member(change.operator, change.condition.key.text, change.values)}`;
    case 'exception': {
      const added = member(change.operator, change.key, change.values);
      return change.everyone === true
        ? `write "Principal": "*" for NotPrincipal and add the condition ${added}`
        : `add the condition ${added}`;
    }
  }
}

/** `"StringLike": { "aws:SourceArn": "arn:…" }` */
function member(operator: string, key: string, values: readonly string[]): string {
  const [only = ''] = values;
  return `${json(operator)}: ${json({ [key]: values.length === 1 ? only : values })}`;
}

/** On one line, with blanks as people write it. */
function json(value: unknown): string {
  return JSON.stringify(value, undefined, 1).replace(/\n\s*/g, ' ').replace(/\[ /g, '[').replace(/ \]/g, ']');
}
