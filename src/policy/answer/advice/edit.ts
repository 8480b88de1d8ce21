import { unreachable } from '../../../core/error.ts';
import { source as sourceOf } from '../../../core/source.ts';
import { compileGroup, type CompiledStatement, type PolicySet } from '../../decision/compile.ts';
import { layerOf, type LayerId } from '../../decision/layers.ts';
import { isTrustRequest } from '../../decision/trust.ts';
import { policyFromText } from '../../document.ts';
import type { ConditionElement, Policy, PrincipalKind, Statement, Value } from '../../policy.ts';
import type { Request } from '../../request.ts';

/** One change inside of a statement. */
export type Change =
  /** One more value of Action, Resource or their opposites. */
  | { readonly kind: 'action' | 'resource'; readonly put: string }
  | { readonly kind: 'principal'; readonly put: { readonly kind: PrincipalKind; readonly text: string } }
  /** A condition with another operator or other values. */
  | {
      readonly kind: 'condition';
      readonly condition: ConditionElement;
      readonly operator: string;
      readonly values: readonly string[];
    }
  /** One more condition: an exception of a Deny. */
  | {
      readonly kind: 'exception';
      readonly operator: string;
      readonly key: string;
      readonly values: readonly string[];
      /** `NotPrincipal` gives way to everyone. */
      readonly everyone?: true;
    };

/** A change of the policies, small enough to be pasted: each is tried before it is told (R725, R735). */
export type Edit =
  | { readonly kind: 'changes'; readonly of: CompiledStatement; readonly changes: readonly Change[] }
  /** A whole statement, as a policy of its own; `document` is its JSON. */
  | {
      readonly kind: 'statement';
      readonly layer: LayerId;
      readonly document: object;
      /** 0-based: where it is wanted, if not at the last level alone. */
      readonly levels?: readonly number[];
    };

const nowhere = { start: 0, end: 0 };
const valueOf = (text: string): Value => ({ text, ...nowhere });

/** The policies with the edit made. */
export function withEdit(set: PolicySet, edit: Edit, request: Request): PolicySet {
  if (edit.kind === 'statement') return withStatement(set, edit, request);
  const { policy, statement } = edit.of;
  const edited: Policy = {
    ...policy,
    statements: policy.statements.map((one) => (one === statement ? edit.changes.reduce(changed, one) : one)),
  };
  const entries = Object.entries(set).map(([layer, levels]) => [
    layer,
    levels?.map((group) =>
      group.policies.includes(policy)
        ? compileGroup(group.policies.map((one) => (one === policy ? edited : one)))
        : group,
    ),
  ]);
  return Object.fromEntries(entries) as PolicySet;
}

function changed(statement: Statement, change: Change): Statement {
  switch (change.kind) {
    case 'action': {
      const { action } = statement;
      return { ...statement, action: { ...action, values: [...action.values, valueOf(change.put)] } };
    }
    case 'resource': {
      const { resource } = statement;
      const values = [...(resource?.values ?? []), valueOf(change.put)];
      return { ...statement, resource: { negated: false, ...nowhere, ...resource, values } };
    }
    case 'principal': {
      const { principal } = statement;
      const values = [...(principal?.values ?? []), { ...valueOf(change.put.text), kind: change.put.kind }];
      return { ...statement, principal: { negated: false, ...nowhere, ...principal, values } };
    }
    case 'condition': {
      const other = {
        ...change.condition,
        operator: valueOf(change.operator),
        values: change.values.map(valueOf),
      };
      const conditions = statement.conditions.map((one) => (one === change.condition ? other : one));
      return { ...statement, conditions };
    }
    case 'exception': {
      const added = {
        ...nowhere,
        operator: valueOf(change.operator),
        key: valueOf(change.key),
        values: change.values.map(valueOf),
      };
      const everyone = { negated: false, ...nowhere, values: [{ ...valueOf('*'), kind: '*' as const }] };
      return {
        ...statement,
        principal: change.everyone === true ? everyone : statement.principal,
        conditions: [...statement.conditions, added],
      };
    }
    default:
      return unreachable(change);
  }
}

function withStatement(
  set: PolicySet,
  { layer, document, levels: wanted }: Extract<Edit, { kind: 'statement' }>,
  request: Request,
): PolicySet {
  const type = layerOf[layer].policyType(isTrustRequest(request));
  const text = JSON.stringify({ Version: '2012-10-17', Statement: [document] });
  const { policy } = policyFromText(sourceOf('', text), type, '');
  const before = set[layer] ?? [compileGroup([])];
  const places = wanted ?? [before.length - 1];
  const levels = before.map((group, at) =>
    places.includes(at) ? compileGroup([...group.policies, policy]) : group,
  );
  return { ...set, [layer]: levels };
}
