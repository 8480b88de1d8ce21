import type { DecisionWord } from '../decision/decide.ts';
import { isLayer, type DecidingLayer } from '../decision/gates.ts';
import { namesOf } from '../decision/layers.ts';
import { refusalText } from '../../messages/layer-wordings.ts';
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
  const account = callerAccount(request);
  const foreign =
    account !== undefined && request.resourceAccount !== undefined && account !== request.resourceAccount;
  // Without any policy AWS names the identity's.
  const named = layer === 'default' ? 'identity' : layer;
  return refusalText({
    caller,
    action,
    ...(resource === '*' ? {} : { resource }),
    ...(foreign || !isLayer(named) ? {} : { layer: namesOf(named, request).message }),
    isExplicit: decision === 'explicitDeny',
  });
}
