import type { DecisionWord } from '../decision/decide.ts';
import { isLayer, type DecidingLayer } from '../decision/gates.ts';
import { namesOf } from '../decision/layers.ts';
import { callerAccount, type Request } from '../request.ts';

/**
 * The AccessDenied text that AWS would send; undefined where the request is not denied. Across accounts AWS gives
 * no reason (R711). Services may deviate (R712).
 */
export function accessDeniedMessage(
  request: Request,
  decision: DecisionWord,
  layer: DecidingLayer,
): string | undefined {
  if (decision === 'allowed' || decision === 'conditional') return undefined;
  // What AWS refuses by a rule of its own it does not answer with AccessDenied (R713).
  if (layer === 'special') return undefined;
  const { principal, action, resource } = request;
  const caller = principal.kind === 'anonymous' ? 'anonymous' : principal.text;
  const on = resource === '*' ? '' : ` on resource: ${quoteArn(action, resource)}`;
  const text = `User: ${caller} is not authorized to perform: ${action}${on}`;
  const account = callerAccount(request);
  const foreign =
    account !== undefined && request.resourceAccount !== undefined && account !== request.resourceAccount;
  // Without any policy AWS names the identity's.
  const named = layer === 'default' ? 'identity' : layer;
  if (foreign || !isLayer(named)) return text;
  const { implicit, explicit } = namesOf(named, request).message;
  return decision === 'explicitDeny'
    ? `${text} with an explicit deny in ${explicit}`
    : `${text} because no ${implicit} allows the ${action} action`;
}

/** S3 puts the ARN in quotes. */
function quoteArn(action: string, resource: string): string {
  return /^s3:/i.test(action) ? `"${resource}"` : resource;
}
