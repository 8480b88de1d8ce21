import type { Diagnostic } from '../../core/evaluation.ts';
import { memberOf } from '../../formats/tree-value.ts';
import type { Member, Node, ObjectNode } from '../../formats/tree.ts';
import type { PolicyType } from '../policy.ts';
import { typeRules } from './type-rules.ts';

/** A policy that is whole, but of another type than it was given as: one mistake, however many statements it has. */
export interface OtherType {
  /** What follows the policy's name. */
  readonly message: string;
  readonly hint: string;
  readonly place: Node;
}

/** What errors of such a policy are about, and nothing else. */
const aboutType = new Set([
  'policy/principal-not-supported',
  'policy/missing-principal',
  'policy/missing-resource',
  'policy/resource-not-supported',
]);

/** Undefined where another mistake was found too, or where the statements do not agree. */
export function otherType(
  type: PolicyType,
  policy: ObjectNode,
  name: string,
  problems: readonly Diagnostic[],
): OtherType | undefined {
  const errors = problems.filter(({ severity }) => severity === 'error');
  if (errors.length === 0 || !errors.every(({ code }) => aboutType.has(code))) return undefined;
  const statements = statementsOf(policy);
  const principals = statements.map((one) => memberOf(one, 'Principal'));
  const [first] = principals;
  if (first !== undefined && typeRules[type].principal === 'forbidden' && !principals.includes(undefined)) {
    return resourcePolicy(statements, first, name);
  }
  const isWithout =
    statements.length > 0 &&
    statements.every((one) => !memberOf(one, 'Principal') && !memberOf(one, 'NotPrincipal'));
  if (!isWithout || (type !== 'resource' && type !== 'trust')) return undefined;
  return {
    message: 'is an identity policy, or lacks whom it is about: it has no Principal',
    hint: `As an identity policy: \`--policy ${name}\`, or \`identity\` in a scenario. A resource policy says whom it is about: "Principal": { "AWS": "111122223333" }.`,
    place: statements[0] ?? policy,
  };
}

function resourcePolicy(statements: readonly ObjectNode[], first: Member, name: string): OtherType {
  const isTrust = statements.every((one) => isAssuming(memberOf(one, 'Action')?.value));
  const [what, asked] = isTrust
    ? ['a role trust policy', ', with an action like `sts:AssumeRole`']
    : ['a resource policy', ''];
  return {
    message: `is ${what}: it has a Principal`,
    hint: `Give it as one: \`--resource-policy ${name}\`, or \`resource\` in a scenario${asked}.`,
    place: first.key,
  };
}

/** Every action is one of `sts:AssumeRole` and its like, which a trust policy has. */
function isAssuming(action: Node | undefined): boolean {
  if (action?.kind === 'array') return action.items.length > 0 && action.items.every(isAssuming);
  return action?.kind === 'string' && /^sts:(?:AssumeRole|TagSession|SetSourceIdentity)/i.test(action.value);
}

function statementsOf(policy: ObjectNode): readonly ObjectNode[] {
  const found = memberOf(policy, 'Statement')?.value;
  const list = found?.kind === 'array' ? found.items : found === undefined ? [] : [found];
  return list.every((one) => one.kind === 'object') ? list : [];
}
