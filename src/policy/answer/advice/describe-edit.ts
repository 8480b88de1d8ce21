import { listed } from '../../../core/listed.ts';
import { statementName } from '../describe.ts';
import { place } from '../place.ts';
import { namesOf } from '../../decision/layers.ts';
import type { CompiledStatement } from '../../decision/compile.ts';
import type { Statement } from '../../policy.ts';
import type { Request } from '../../request.ts';
import type { Change, Edit } from './edit.ts';

/** The edit as it is pasted, behind "allowed if you": what to write, and where. */
export function describeEdit(edit: Edit, request: Request): string {
  if (edit.kind === 'statement') {
    const { wanted } = namesOf(edit.layer, request);
    const levels = edit.levels?.map((level) => String(level + 1));
    const whom = levels === undefined ? wanted : `an SCP at level ${listed(levels, levels.length, 'and')}`;
    return `give ${whom} this statement: ${json(edit.document)}`;
  }
  const { of, changes } = edit;
  const told = alike(changes).map((group) => describeChanges(group, of.statement));
  return `${listed(told)} ${statementOf(of)}`;
}

/** `in Allow "Read" (policy.json:4)` */
export function statementOf(of: CompiledStatement): string {
  return `in ${of.effect} ${statementName(of)} (${place(of.policy.source, of.statement)})`;
}

/** Changes of one kind; of most kinds there is one. */
type Alike = readonly [Change, ...Change[]];

/** More values for one element are told together. */
function alike(changes: readonly Change[]): readonly Alike[] {
  const groups: [Change, ...Change[]][] = [];
  for (const change of changes) {
    const group = isValue(change) ? groups.find(([first]) => first.kind === change.kind) : undefined;
    if (group === undefined) groups.push([change]);
    else group.push(change);
  }
  return groups;
}

function isValue(change: Change): change is Extract<Change, { kind: 'action' | 'resource' }> {
  return change.kind === 'action' || change.kind === 'resource';
}

function describeChanges([change, ...others]: Alike, { action, resource }: Statement): string {
  switch (change.kind) {
    case 'action':
    case 'resource': {
      const values = [change, ...others].filter(isValue).map(({ put }) => json(put));
      const isNegated = (change.kind === 'action' ? action : resource)?.negated === true;
      const element = change.kind === 'action' ? 'Action' : 'Resource';
      return `add ${listed(values, values.length, 'and')} to ${isNegated ? 'Not' : ''}${element}`;
    }
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
