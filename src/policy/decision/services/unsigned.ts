import { findAction } from '../../../data/actions.ts';
import { refusal, type Regime } from '../gates.ts';
import { serviceOf, type Request } from '../../request.ts';
import { because } from '../rules.ts';

/**
 * Actions that may come without a signature (R641), by service. AWS has no list of them: every other action needs a
 * signature, whatever a policy says.
 */
const unsignedActions: Readonly<Record<string, ReadonlySet<string>>> = {
  sqs: names(
    'ChangeMessageVisibility DeleteMessage GetQueueAttributes GetQueueUrl ReceiveMessage SendMessage',
  ),
  'execute-api': names('Invoke'),
  // https://docs.aws.amazon.com/opensearch-service/latest/developerguide/ac.html: the configuration API is signed.
  es: names('ESHttpGet ESHttpHead ESHttpPost ESHttpPut ESHttpDelete ESHttpPatch'),
  cloudsearch: names('search suggest document'),
  mediastore: names('GetObject DescribeObject'),
  mediapackagev2: names('GetObject GetHeadObject'),
  // https://docs.aws.amazon.com/vpc-lattice/latest/ug/auth-policies.html
  'vpc-lattice-svcs': names('Invoke Connect'),
  // https://docs.aws.amazon.com/efs/latest/ug/iam-access-control-nfs-efs.html
  elasticfilesystem: names('ClientMount ClientWrite ClientRootAccess'),
};

function names(list: string): ReadonlySet<string> {
  return new Set(list.toLowerCase().split(' '));
}

const needsSignature = refusal(
  'anonymous',
  because('the action is not known to take requests without credentials', 'R641'),
  'sign the request',
);

/** https://docs.aws.amazon.com/lambda/latest/dg/urls-auth.html */
const urlNeedsSignature = refusal(
  'function-url',
  because(
    'without credentials a function is called by its URL alone, with lambda:FunctionUrlAuthType NONE',
    'R641',
  ),
  'give the context key lambda:FunctionUrlAuthType=NONE where the URL has that, or sign the request',
);

/** Why an anonymous request is refused before any policy is read; undefined where policies decide it. */
export function unsignedRefusal(request: Request): Regime | undefined {
  const { principal, actionKey, arn } = request;
  if (principal.kind !== 'anonymous') return undefined;
  const service = serviceOf(request);
  const name = actionKey.slice(service.length + 1);
  if (service === 's3') {
    // Multi-region access points take no unsigned requests [U]: their ARN has an account and no region.
    const isMultiRegion = arn?.region === '' && arn.account !== '';
    const types = findAction(actionKey)?.resourceTypes ?? [];
    const isPublic = types.some((type) => /^(bucket|object|accesspoint|accesspointobject)$/.test(type.name));
    return isPublic && !isMultiRegion ? undefined : needsSignature;
  }
  if (service === 'lambda') return isOpenUrl(request) ? undefined : lambdaRefusal(actionKey);
  return unsignedActions[service]?.has(name) === true ? undefined : needsSignature;
}

function lambdaRefusal(actionKey: string): Regime {
  return actionKey === 'lambda:invokefunctionurl' || actionKey === 'lambda:invokefunction'
    ? urlNeedsSignature
    : needsSignature;
}

function isOpenUrl({ actionKey, context }: Request): boolean {
  if (context.get('lambda:functionurlauthtype')?.value !== 'NONE') return false;
  if (actionKey === 'lambda:invokefunctionurl') return true;
  return (
    actionKey === 'lambda:invokefunction' &&
    String(context.get('lambda:invokedviafunctionurl')?.value).toLowerCase() === 'true'
  );
}
