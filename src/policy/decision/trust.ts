import type { Request } from '../request.ts';

/** Actions whose resource is a role and that its trust policy decides (docs/rules.md, "Role trust policies"). */
const trustActions = new Set([
  'sts:assumerole',
  'sts:assumerolewithwebidentity',
  'sts:assumerolewithsaml',
  'sts:tagsession',
  'sts:setsourceidentity',
  'sts:setcontext',
]);

/** Does the role's trust policy decide this request, as its resource policy? */
export function isTrustRequest({ actionKey }: Pick<Request, 'actionKey'>): boolean {
  return trustActions.has(actionKey);
}

/**
 * Is the resource policy of this request a role's trust policy? Its grammar is another one. So it is where an `iam`
 * action is about a role: there the trust policy grants nothing (R672), but it is the policy that the role has.
 */
export function hasTrustPolicy(request: Pick<Request, 'actionKey' | 'arn'>): boolean {
  if (isTrustRequest(request)) return true;
  return request.actionKey.startsWith('iam:') && request.arn?.resource.startsWith('role/') === true;
}
