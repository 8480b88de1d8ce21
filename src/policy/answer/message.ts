import type { DecisionWord } from '../decision/decide.ts';
import type { DecidingLayer } from '../decision/gates.ts';
import { callerAccount, type Request } from '../request.ts';
import { isTrustRequest } from '../decision/services/sts.ts';

interface Wording {
  /** In "because no … allows the X action". */
  readonly implicit: string;
  /** In "with an explicit deny in …". */
  readonly explicit: string;
}

/**
 * How AWS names the layer that denied (policy-evaluation.md, section 6.2;
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/troubleshoot_access-denied.html).
 */
const wordings: Readonly<Record<Exclude<DecidingLayer, 'root' | 'special' | 'default'> | 'trust', Wording>> =
  {
    scp: { implicit: 'service control policy', explicit: 'a service control policy' },
    rcp: { implicit: 'resource control policy', explicit: 'a resource control policy' },
    endpoint: { implicit: 'VPC endpoint policy', explicit: 'a VPC endpoint policy' },
    resource: { implicit: 'resource-based policy', explicit: 'a resource-based policy' },
    trust: { implicit: 'role trust policy', explicit: 'the role trust policy' },
    identity: { implicit: 'identity-based policy', explicit: 'an identity-based policy' },
    boundary: { implicit: 'permissions boundary', explicit: 'a permissions boundary' },
    session: { implicit: 'session policy', explicit: 'a session policy' },
  };

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
  const { principal, action, resource } = request;
  const caller = principal.kind === 'anonymous' ? 'anonymous' : principal.text;
  const on = resource === '*' ? '' : ` on resource: ${quoteArn(action, resource)}`;
  const text = `User: ${caller} is not authorized to perform: ${action}${on}`;
  const account = callerAccount(request);
  const foreign =
    account !== undefined && request.resourceAccount !== undefined && account !== request.resourceAccount;
  if (foreign || layer === 'root' || layer === 'special') return text;
  const named = layer === 'default' ? 'identity' : layer;
  const wording = wordings[named === 'resource' && isTrustRequest(request) ? 'trust' : named];
  return decision === 'explicitDeny'
    ? `${text} with an explicit deny in ${wording.explicit}`
    : `${text} because no ${wording.implicit} allows the ${action} action`;
}

/** S3 puts the ARN in quotes. */
function quoteArn(action: string, resource: string): string {
  return /^s3:/i.test(action) ? `"${resource}"` : resource;
}
