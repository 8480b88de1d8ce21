import { append } from '../../../core/lists.ts';
import { resourceTypesOfArnService } from '../../../data/resource-types.ts';
import type { CompiledStatement } from '../../decision/compile.ts';
import { simulate, type Simulated } from '../../decision/simulate.ts';
import { roleArn, serviceOf, type Request } from '../../request.ts';
import { literalWildcards } from '../../condition/literal-wildcards.ts';
import type { Explanation, StatementTrace } from '../explain.ts';
import { withEdit, type Change, type Edit } from './edit.ts';

/** Edits of the deciding Deny after which the request is allowed (R724, R735): each was tried. */
export function spareFromDeny(
  { statement, decidedFor, set, case: asked }: Simulated,
  { layers }: Explanation,
): readonly Edit[] {
  const trace = layers
    .flatMap(({ levels }) => levels.flatMap((level) => level.statements))
    .find(({ compiled }) => compiled === statement);
  if (trace === undefined) return [];
  const edits = changesOf(trace, decidedFor).map((change): Edit => ({
    kind: 'changes',
    of: trace.compiled,
    changes: [change],
  }));
  const allows = (edit: Edit) => simulate(asked, withEdit(set, edit, decidedFor)).decision === 'allowed';
  return edits.filter(allows).slice(0, 1);
}

/** What leaves the request out of the Deny and is most likely what its author wants. */
function changesOf(trace: StatementTrace, request: Request): readonly Change[] {
  return [
    ...notPrincipal(trace, request),
    ...notAction(trace.compiled, request),
    ...conditionChanges(trace, request),
  ];
}

/** R234: AWS recommends a condition on aws:PrincipalArn in its place. */
function notPrincipal({ compiled }: StatementTrace, request: Request): readonly Change[] {
  const { principal } = compiled.statement;
  if (principal?.negated !== true) return [];
  const listed = principal.values.filter(({ kind }) => kind === 'AWS').map(({ text }) => text);
  const own = roleArn(request)?.arn ?? request.principal.text;
  // The accounts are there for the sake of NotPrincipal alone.
  const names = listed.filter((text) => /^arn:[^:]*:iam::\d{12}:(role|user)\//.test(text));
  if (!names.includes(own)) return [];
  return [
    { kind: 'exception', operator: 'ArnNotEquals', key: 'aws:PrincipalArn', values: names, everyone: true },
  ];
}

/** A service that is not on the list of those that a Deny leaves alone. */
function notAction({ statement }: CompiledStatement, request: Request): readonly Change[] {
  if (!statement.action.negated || hasRegions(serviceOf(request))) return [];
  return [{ kind: 'action', put: `${serviceOf(request)}:*` }];
}

/** A service whose resources are in regions: to leave it out of a lock of regions would open it everywhere. */
function hasRegions(service: string): boolean {
  return resourceTypesOfArnService(service).some(({ arnFormat }) => arnFormat.includes('${Region}'));
}

function conditionChanges({ conditions }: StatementTrace, request: Request): readonly Change[] {
  const changes: Change[] = [];
  for (const { condition, reason } of conditions) {
    const { element } = condition;
    if (reason.kind === 'no-match') {
      const [literal] = literalWildcards(condition, reason.actuals);
      const values = element.values.map(({ text }) => text);
      if (literal !== undefined) {
        changes.push({ kind: 'condition', condition: element, operator: literal.means, values });
      }
      const role = roleArn(request)?.arn;
      if (condition.key === 'aws:principalarn' && role !== undefined && values.some(isSessionArn)) {
        changes.push({
          kind: 'condition',
          condition: element,
          operator: element.operator.text,
          values: [role],
        });
      }
    }
    if (reason.kind === 'absent') append(changes, exceptions(condition.key, request));
  }
  return changes;
}

function isSessionArn(text: string): boolean {
  return text.includes(':assumed-role/');
}

/** Keys of an endpoint that tell one from another. */
const endpointKeys = ['aws:SourceVpce', 'aws:SourceVpc'] as const;

/** The exception for requests that cannot have the key. */
function exceptions(key: string, request: Request): readonly Change[] {
  if (request.principal.kind === 'service' && /^aws:principal(org|tag|arn|account)/.test(key)) {
    return [
      { kind: 'exception', operator: 'BoolIfExists', key: 'aws:PrincipalIsAWSService', values: ['false'] },
    ];
  }
  if (key !== 'aws:sourceip') return [];
  return endpointKeys.flatMap((name): readonly Change[] => {
    const value = request.context.get(name.toLowerCase())?.value;
    return typeof value === 'string'
      ? [{ kind: 'exception', operator: 'StringNotEquals', key: name, values: [value] }]
      : [];
  });
}
