import { findAction } from '../../../data/actions.ts';
import { literalWildcards } from '../../condition/literal-wildcards.ts';
import type { ConditionOutcome } from '../../condition/explain.ts';
import type { CompiledStatement, PolicySet } from '../../decision/compile.ts';
import { isLayer } from '../../decision/gates.ts';
import type { LayerId } from '../../decision/layers.ts';
import { simulate, type Simulated } from '../../decision/simulate.ts';
import { isTrustRequest } from '../../decision/trust.ts';
import { closedGates } from '../../decision/what-if.ts';
import { callerAccount, roleArn, serviceOf, type Request } from '../../request.ts';
import { explain, resourceFor, type StatementTrace } from '../explain.ts';
import { withEdit, type Change, type Edit } from './edit.ts';
import { actionHint, inCaseOf, resourceHint } from './hints.ts';
import { nearestMisses } from './nearest.ts';

/** More edits than these are no advice. */
const mostEdits = 4;

/** Edits that together make a denied request allowed, each layer in the order in which it refuses. */
export interface Opening {
  readonly edits: readonly { readonly edit: Edit; readonly request: Request; readonly layer: LayerId }[];
  /** What is decided once they are made: allowed, or what still stands in the way. */
  readonly then: Simulated;
}

/**
 * Opens one closed layer after the other; undefined where there is nothing to paste for the first. `passBy`: a statement
 * that lacks only what the caller could send is not waited for.
 */
export function openGates(simulated: Simulated, passBy = false): Opening | undefined {
  const edits: Opening['edits'][number][] = [];
  let then = simulated;
  while (then.decision === 'implicitDeny' && edits.length < mostEdits) {
    const { decidedFor: request, set } = then;
    const [layer] = closedGates(request, set);
    if (layer === undefined || !isLayer(layer)) break;
    const edit = proposals(layer, request, set, passBy).find(
      (one) => !closedGates(request, withEdit(set, one, request)).includes(layer),
    );
    if (edit === undefined) break;
    edits.push({ edit, request, layer });
    then = simulate(simulated.case, withEdit(set, edit, request));
  }
  return edits.length === 0 ? undefined : { edits, then };
}

/** Edits that may open the layer, the smallest first. */
function proposals(layer: LayerId, request: Request, set: PolicySet, passBy: boolean): readonly Edit[] {
  const explanation = explain(request, set);
  const own = layer === 'identity' ? ['identity', 'resource'] : [layer];
  const near = nearestMisses(explanation, [layer], layer).filter((one) => own.includes(one.layer.id));
  const edits = near.flatMap(({ trace }): readonly Edit[] => {
    const changes = changesFor(trace, request);
    return changes === undefined ? [] : [{ kind: 'changes', of: trace.compiled, changes }];
  });
  // A statement that lacks only what the caller could send is not to be passed by.
  if (!passBy && edits.length === 0 && near.some(({ trace }) => lacksConditionsAlone(trace, request)))
    return edits;
  const renewed = near.flatMap(({ trace }) => renewedProvider(trace, request));
  return [...edits, ...renewed, ...newStatements(layer, request, set, renewed.length > 0)];
}

/** A key that such a resource cannot have nobody sends: another statement is needed (R423). */
function lacksConditionsAlone(
  { action, principal, resource, conditions }: StatementTrace,
  { lacking }: Request,
): boolean {
  if (!action || principal?.reached === false || resource === false) return false;
  return !conditions.some(({ condition, result }) => result === false && lacking?.has(condition.key));
}

/** What makes the statement match; undefined where that is not to be written into the policy. */
function changesFor(trace: StatementTrace, request: Request): readonly Change[] | undefined {
  const changes: (Change | undefined)[] = [];
  const { compiled, action, principal, resource, conditions } = trace;
  if (!action) changes.push(actionChange(trace, request));
  if (principal?.reached === false) changes.push(principalChange(trace, request));
  if (resource === false)
    changes.push(resourceChange(compiled.statement.resource?.negated === true, trace, request));
  for (const outcome of conditions)
    if (outcome.result === false) changes.push(conditionChange(outcome, request));
  const known = changes.filter((change) => change !== undefined);
  return known.length === changes.length && known.length > 0 ? known : undefined;
}

/** Only where an action that is none stands for the one that was meant: else the statement is about something else. */
function actionChange({ compiled }: StatementTrace, request: Request): Change | undefined {
  const { negated, values } = compiled.statement.action;
  const meant = values.some(({ text }) => actionHint(text)?.pattern?.toLowerCase() === request.actionKey);
  return !negated && meant ? { kind: 'action', put: request.action } : undefined;
}

function principalChange({ compiled }: StatementTrace, request: Request): Change | undefined {
  if (compiled.statement.principal?.negated !== false || isBroad(compiled)) return undefined;
  const put = principalOf(request);
  return put && { kind: 'principal', put };
}

function resourceChange(
  negated: boolean,
  { compiled }: StatementTrace,
  request: Request,
): Change | undefined {
  if (negated) return undefined;
  const asked = resourceFor(compiled, request);
  const hint = (compiled.statement.resource?.values ?? [])
    .map(({ text }) => resourceHint(text, request))
    .find((one) => one?.pattern !== undefined);
  if (hint === undefined && isBroad(compiled)) return undefined;
  return { kind: 'resource', put: asked === '*' ? '*' : (hint?.pattern ?? asked) };
}

/** What a statement with wildcards gives would be more than what was asked for. */
function isBroad({ statement }: CompiledStatement): boolean {
  return statement.action.negated || statement.action.values.some(({ text }) => /[*?]/.test(text));
}

/** A slip of the pen is mended; what the caller did not send is not the policy's fault. */
function conditionChange({ condition, reason }: ConditionOutcome, request: Request): Change | undefined {
  const { element, operator, test } = condition;
  if (reason.kind !== 'no-match' || test === undefined || test.negated) return undefined;
  const values = element.values.map(({ text }) => text);
  const [literal] = literalWildcards(condition, reason.actuals);
  if (literal !== undefined)
    return { kind: 'condition', condition: element, operator: literal.means, values };
  const [actual, ...others] = reason.actuals;
  if (actual === undefined || others.length > 0 || operator.quantifier !== undefined) return undefined;
  if (condition.key === 'aws:principalarn') {
    const role = roleArn(request)?.arn;
    const isSession = values.some((text) => text.includes(':assumed-role/'));
    return isSession && role !== undefined
      ? { kind: 'condition', condition: element, operator: element.operator.text, values: [role] }
      : undefined;
  }
  const operatorText = element.operator.text;
  const cased = values.findIndex((text) => text.toLowerCase() === actual.toLowerCase());
  if (test.type !== 'string') return undefined;
  if (cased < 0 && !differsInCase(values, actual)) {
    if (guards.test(condition.key) || condition.values.some(({ template }) => !template.constant))
      return undefined;
    return { kind: 'condition', condition: element, operator: operatorText, values: [...values, actual] };
  }
  const mended = values.map((text, index) => (index === cased ? actual : inCaseOf(text, actual)));
  return { kind: 'condition', condition: element, operator: operatorText, values: mended };
}

/** Keys that say who may, from where and on what: a policy is not to be widened in them. Others belong to the task. */
const guards = /^aws:|tag\/|^sts:externalid$/;

function differsInCase(values: readonly string[], actual: string): boolean {
  return values.some((text) => inCaseOf(text, actual) !== text);
}

/** A statement for a provider that took the place of another: its claims are keys of its own. */
function renewedProvider({ compiled }: StatementTrace, request: Request): readonly Edit[] {
  const { principal: caller } = request;
  const listed = compiled.statement.principal?.values.find(({ kind }) => kind === 'Federated');
  const before = /:oidc-provider\/(.+)$/.exec(listed?.text ?? '')?.[1];
  if (caller.kind !== 'provider' || caller.protocol !== 'oidc' || before === undefined) return [];
  const Condition: Record<string, Record<string, string | readonly string[]>> = {};
  for (const { operator, key, values } of compiled.statement.conditions) {
    const renamed = key.text.startsWith(`${before}:`)
      ? caller.name + key.text.slice(before.length)
      : key.text;
    const texts = values.map(({ text }) => text);
    Condition[operator.text] = {
      ...Condition[operator.text],
      [renamed]: texts.length === 1 ? (texts[0] ?? '') : texts,
    };
  }
  const Principal = { Federated: caller.text };
  return [
    {
      kind: 'statement',
      layer: 'resource',
      document: { Effect: 'Allow', Principal, Action: request.action, Condition },
    },
  ];
}

/** Whole statements that allow the request in the layer. */
function newStatements(
  layer: LayerId,
  request: Request,
  set: PolicySet,
  isRenewed: boolean,
): readonly Edit[] {
  // To let everyone in whom a provider knows is no advice.
  if (isRenewed || request.principal.kind === 'provider') return [];
  const statement = (more: object): Edit => ({
    kind: 'statement',
    layer,
    document: { Effect: 'Allow', ...more },
  });
  // An action that is none is mended in the question.
  if (findAction(request.action) === undefined) return [];
  // The task policy of a session of sts:AssumeRoot is one of AWS's own (R655).
  if (layer === 'session' && request.principal.kind === 'root') return [];
  if (layer === 'identity' || layer === 'boundary' || layer === 'session') {
    return [statement({ Action: request.action, Resource: request.grantedOn, ...tiedTo(request) })];
  }
  if (layer === 'endpoint') {
    return [statement({ Principal: '*', Action: request.action, Resource: request.grantedOn })];
  }
  if (layer === 'scp') return atClosedLevels(request, set);
  if (layer !== 'resource') return [];
  const principal = principalOf(request);
  if (principal === undefined) return [];
  const Principal = principal.kind === '*' ? '*' : { [principal.kind]: principal.text };
  if (isTrustRequest(request)) return [statement({ Principal, Action: request.action })];
  const direct = statement({
    Principal,
    Action: request.action,
    // ECR refuses a repository policy with a Resource: "Invalid repository policy provided" (aws/aws-cdk#24314).
    ...(/^ecr(?:-public)?$/.test(serviceOf(request)) ? {} : { Resource: request.resource }),
    ...tiedTo(request),
  });
  const account = callerAccount(request);
  if (serviceOf(request) !== 'kms' || account === undefined) return [direct];
  // What AWS writes into every new key policy: IAM policies of the account count then.
  const partition = 'partition' in request.principal ? request.principal.partition : 'aws';
  const root = { AWS: `arn:${partition}:iam::${account}:root` };
  const own = account === request.resourceAccount;
  return [statement({ Principal: root, Action: own ? 'kms:*' : request.action, Resource: '*' })];
}

/** Each level of an organization must allow (R605). */
function atClosedLevels(request: Request, set: PolicySet): readonly Edit[] {
  const all = set.scp ?? [];
  const levels = all.flatMap((level, at) =>
    closedGates(request, { ...set, scp: [level] }).includes('scp') ? [at] : [],
  );
  // Where a level allows nothing at all, FullAWSAccess was forgotten (R732).
  const allowsSomething = ({ policies }: (typeof all)[number]) =>
    policies.some(({ statements }) => statements.some(({ effect }) => effect === 'Allow'));
  if (!levels.every((at) => all[at] !== undefined && allowsSomething(all[at]))) return [];
  const document = { Effect: 'Allow', Action: request.action, Resource: '*' };
  const edit: Edit = { kind: 'statement', layer: 'scp', document };
  return [all.length > 1 ? { ...edit, levels } : edit];
}

/**
 * Keys that tie a permission to the call that asks it: without them it would be given for any other use too. A role is
 * passed to one service, a function called by its URL, tags set by the call that makes the resource.
 */
const ties: readonly { readonly actions: RegExp; readonly key: string; readonly operator: string }[] = [
  { actions: /^iam:passrole$/, key: 'iam:PassedToService', operator: 'StringEquals' },
  // https://docs.aws.amazon.com/lambda/latest/dg/urls-auth.html
  { actions: /^lambda:invokefunctionurl$/, key: 'lambda:FunctionUrlAuthType', operator: 'StringEquals' },
  { actions: /^lambda:invokefunction$/, key: 'lambda:InvokedViaFunctionUrl', operator: 'Bool' },
  // https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/supported-iam-actions-tagging.html
  { actions: /^ec2:createtags$/, key: 'ec2:CreateAction', operator: 'StringEquals' },
  {
    actions: /^elasticloadbalancing:addtags$/,
    key: 'elasticloadbalancing:CreateAction',
    operator: 'StringEquals',
  },
  { actions: /^ecs:tagresource$/, key: 'ecs:CreateAction', operator: 'StringEquals' },
];

function tiedTo({ actionKey, context }: Request): object {
  const tie = ties.find(({ actions }) => actions.test(actionKey));
  const value = tie && context.get(tie.key.toLowerCase())?.value;
  return tie !== undefined && typeof value === 'string'
    ? { Condition: { [tie.operator]: { [tie.key]: value } } }
    : {};
}

/** The caller as a policy names it: a session by its role. */
function principalOf(request: Request): Extract<Change, { kind: 'principal' }>['put'] | undefined {
  const { principal } = request;
  switch (principal.kind) {
    case 'anonymous':
      return { kind: '*', text: '*' };
    case 'service':
      return { kind: 'Service', text: principal.text };
    case 'provider':
      return { kind: 'Federated', text: principal.text };
    case 'session':
    case 'role':
      return { kind: 'AWS', text: roleArn(request)?.arn ?? principal.text };
    case 'user':
    case 'federated-user':
    case 'root':
      return { kind: 'AWS', text: principal.text };
  }
}
