import { largest } from '../../core/lists.ts';
import type { Node, ObjectNode } from '../../formats/tree.ts';
import { memberOf } from '../../formats/tree-value.ts';
import type { PolicyType } from '../../policy/policy.ts';
import { typeOfArn, typeOfService } from '../resource-type.ts';

/** What a policy is, as far as its own text tells. */
export interface Detected {
  readonly type: PolicyType;
  /** As CloudFormation names it; undefined where the policy is of no resource, or does not tell which. */
  readonly resourceType: string | undefined;
}

/**
 * The type by what the statements hold: a trust policy has a Principal and assumes roles, a policy of a resource has a
 * Principal, everything else is an identity's. Control policies look like the others: their type has to be said.
 */
export function detectType(node: Node): Detected {
  const statements = statementsOf(node);
  const hasPrincipal = (statement: ObjectNode) =>
    memberOf(statement, 'Principal') !== undefined || memberOf(statement, 'NotPrincipal') !== undefined;
  if (!statements.some(hasPrincipal)) return { type: 'identity', resourceType: undefined };
  if (statements.every((statement) => hasPrincipal(statement) && isAssuming(statement)))
    return { type: 'trust', resourceType: 'AWS::IAM::AssumeRolePolicyDocument' };
  return { type: 'resource', resourceType: resourceTypeOf(node) };
}

/** The type of resource that most ARNs of a policy name, whatever their order, else the one that its actions are of. */
export function resourceTypeOf(node: Node): string | undefined {
  const statements = statementsOf(node);
  const arns = statements.flatMap((one) => [...textsOf(one, 'Resource'), ...textsOf(one, 'NotResource')]);
  const byArn = mostOf(arns.flatMap((arn) => typeOfArn(arn) ?? []));
  if (byArn !== undefined) return byArn;
  const services = statements
    .flatMap((one) => [...textsOf(one, 'Action'), ...textsOf(one, 'NotAction')])
    .map((action) => action.split(':', 1)[0]?.toLowerCase() ?? '');
  const [first = ''] = services;
  return services.every((service) => service === first) ? typeOfService(first) : undefined;
}

/** The text that stands there most often; undefined where several do. */
function mostOf(texts: readonly string[]): string | undefined {
  const counts = new Map<string, number>();
  for (const text of texts) counts.set(text, (counts.get(text) ?? 0) + 1);
  const most = largest(counts.values());
  const [first, ...more] = [...counts].filter(([, count]) => count === most);
  return more.length === 0 ? first?.[0] : undefined;
}

function statementsOf(node: Node): readonly ObjectNode[] {
  const value = node.kind === 'object' ? memberOf(node, 'Statement')?.value : undefined;
  const items = value?.kind === 'array' ? value.items : value === undefined ? [] : [value];
  return items.filter((item) => item.kind === 'object');
}

function textsOf(statement: ObjectNode, name: string): readonly string[] {
  const value = memberOf(statement, name)?.value;
  const items = value?.kind === 'array' ? value.items : value === undefined ? [] : [value];
  return items.flatMap((item) => (item.kind === 'string' ? [item.value] : []));
}

function isAssuming(statement: ObjectNode): boolean {
  const actions = textsOf(statement, 'Action');
  return (
    actions.length > 0 &&
    actions.every((action) =>
      /^sts:(?:AssumeRole\w*|TagSession|SetSourceIdentity|SetContext|\*)$/i.test(action),
    )
  );
}
