import { passedServices, type PassedService } from '../checks/roles/services.ts';
import { actionNames, findAction } from '../data/actions.ts';
import { actionOfOperation, likelyPrefixes } from '../data/api-names.ts';
import type { ShownFields } from './shown-fields.ts';

/** Which service gets the role that a call passes; undefined where several services have a call of this name. */
export function serviceOfCall(operation: string | undefined): PassedService | undefined {
  const fitting = passedServices.filter(({ calls }) => calls.some((call) => nameOf(call) === operation));
  const prefixes = new Set(
    fitting.flatMap(({ calls }) => calls.filter((call) => nameOf(call) === operation)),
  );
  return prefixes.size === 1 ? fitting[0] : undefined;
}

/**
 * The call that was made, where AWS refused another action than its own: what a call needs besides. `lambda:CreateFunction`,
 * or the operation alone where several services have one of this name. Needs the data.
 */
export function dependentOf({ action, operation }: ShownFields): string | undefined {
  if (action === undefined || operation === undefined) return undefined;
  const [prefix = '', name = ''] = action.split(':');
  if (name.toLowerCase() === operation.toLowerCase()) return undefined;
  const own = `${prefix}:${operation}`;
  const meant = actionOfOperation.get(own);
  if (meant?.toLowerCase() === action.toLowerCase()) return undefined;
  if (meant !== undefined || findAction(own) !== undefined) return own;
  const passed = action.toLowerCase() === 'iam:passrole' ? serviceOfCall(operation) : undefined;
  const call = passed?.calls.find((each) => nameOf(each) === operation);
  if (call !== undefined) return call;
  // A call of another service: where its name is no action of any, the names of the two differ as they do in many services.
  const named = actionsNamed(operation);
  return named.length === 1 ? named[0] : named.length === 0 ? undefined : operation;
}

/**
 * The action that a call asks for, by the name of the call alone: of `HeadObject` `s3:GetObject`. Undefined where several
 * services have a call of this name. Needs the data.
 */
export function actionOfCall(operation: string): string | undefined {
  const calls = [...actionOfOperation].flatMap(([call, action]) =>
    nameOf(call) === operation ? [action] : [],
  );
  const named = calls.length > 0 ? calls : actionsNamed(operation);
  return named.length === 1 ? named[0] : undefined;
}

/** The actions of this name: where several services have one, those of services that most policies are about. */
function actionsNamed(operation: string): readonly string[] {
  const prefixes = [...actionNames()].flatMap(([each, names]) => (names.includes(operation) ? [each] : []));
  const likely = prefixes.filter((each) => likelyPrefixes.includes(each));
  return (likely.length === 1 ? likely : prefixes).map((prefix) => `${prefix}:${operation}`);
}

function nameOf(action: string): string | undefined {
  return action.split(':')[1];
}
