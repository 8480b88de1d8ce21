import type { Action, ActionResourceType } from '../../data/service-table.ts';
import { serviceConditionKeys } from '../../data/condition-keys.ts';
import { keySet, type KeySet } from '../key-set.ts';
import { foldKey } from '../keys.ts';
import { typesOf } from './shape.ts';

/** Which condition keys a request for an action on a resource carries, as the data lists them. */
export interface CarriedKeys {
  /** Keys of other resource types of the action alone: for this resource they are not there, whoever gave them (R423). */
  readonly lacking: KeySet | undefined;
  /** What the data lists for the action, and for the types of the resource. */
  readonly listed: KeySet;
  /** The types that have a key which is lacking. */
  readonly typesWith: (key: string) => readonly string[];
  /** The names of the types that the resource fits. */
  readonly types: readonly string[];
}

const known = new WeakMap<Action, Map<string, CarriedKeys>>();

const rowed = new WeakMap<Action, boolean>();

/** Whether the action lists keys for some of its resource types alone. */
export function hasKeysOfTypes(action: Action): boolean {
  let answer = rowed.get(action);
  if (answer === undefined) {
    answer =
      action.resourceTypes.length > 1 && action.resourceTypes.some(({ rowKeys }) => rowKeys.length > 0);
    rowed.set(action, answer);
  }
  return answer;
}

/** Worked out once for an action and the types that the resource fits. */
export function carriedKeys(action: Action, arn: string | undefined): CarriedKeys {
  const own = arn === undefined ? [] : typesOf(action, arn);
  const id = own.map(({ name }) => name).join();
  const byTypes = known.get(action) ?? new Map<string, CarriedKeys>();
  known.set(action, byTypes);
  let carried = byTypes.get(id);
  if (carried === undefined) byTypes.set(id, (carried = findKeys(action, own)));
  return carried;
}

function findKeys(action: Action, own: readonly ActionResourceType[]): CarriedKeys {
  const names = (types: readonly ActionResourceType[]) =>
    types.flatMap(({ rowKeys }) => rowKeys.map(({ name }) => name));
  const here = new Set([...action.conditionKeys.map(({ name }) => name), ...names(own)]);
  // A resource of no type of the action is none of its resources: nothing can be said of its keys.
  const elsewhere =
    own.length === 0 ? [] : names([...action.resourceTypes]).filter((name) => !here.has(name));
  return {
    lacking: elsewhere.length === 0 ? undefined : keySet(elsewhere),
    listed: keySet([...here, ...own.flatMap(({ conditionKeys }) => conditionKeys.map(({ name }) => name))]),
    typesWith: (key) =>
      action.resourceTypes
        .filter(({ rowKeys }) => keySet(rowKeys.map(({ name }) => name)).has(key))
        .map(({ name }) => name),
    types: own.map(({ name }) => name),
  };
}

/** Names of tags in a request, and where the service has them at all. */
const requestTags = ['aws:RequestTag/${TagKey}', 'aws:TagKeys'];
const resourceTag = /^(aws|[a-z0-9-]+):resourcetag\/\$\{/i;

export type Shorthand = 'requestTags' | 'resourceTags';

const carries = new WeakMap<Action, Partial<Record<Shorthand, boolean>>>();

/** Whether the data lists the tags for the action, its rows, or, of a resource, its types (R424). */
export function carriesTags(action: Action, tags: Shorthand): boolean {
  const found = carries.get(action) ?? {};
  carries.set(action, found);
  return (found[tags] ??=
    tags === 'requestTags'
      ? [...action.conditionKeys, ...action.resourceTypes.flatMap(({ rowKeys }) => rowKeys)].some(
          ({ name }) => requestTags.includes(name),
        )
      : [...action.conditionKeys, ...action.resourceTypes.flatMap((type) => type.conditionKeys)].some(
          ({ name }) => resourceTag.test(name),
        ));
}

/** Whether the service lists the tags anywhere. */
export function serviceHasTags(action: Action, tags: Shorthand): boolean {
  const service = action.name.slice(0, action.name.indexOf(':'));
  return serviceConditionKeys(service).some(({ name }) =>
    tags === 'requestTags' ? requestTags.includes(name) : resourceTag.test(name),
  );
}

/** R433: actions whose requests carry no aws:ResourceAccount, as AWS listed them in 2023 [U for today]. */
const withoutResourceAccount: ReadonlySet<string> = new Set(
  [
    'ec2:AcceptTransitGatewayPeeringAttachment ec2:AcceptVpcEndpointConnections ec2:AcceptVpcPeeringConnection ec2:CopyFpgaImage',
    'ec2:CopyImage ec2:CopySnapshot ec2:CreateTransitGatewayPeeringAttachment ec2:CreateVolume ec2:CreateVpcEndpoint',
    'ec2:CreateVpcPeeringConnection ec2:DeleteTransitGatewayPeeringAttachment ec2:DeleteVpcPeeringConnection',
    'ec2:RejectTransitGatewayPeeringAttachment ec2:RejectVpcEndpointConnections ec2:RejectVpcPeeringConnection',
    'route53:AssociateVPCWithHostedZone route53:CreateVPCAssociationAuthorization route53:DeleteVPCAssociationAuthorization',
    'route53:DisassociateVPCFromHostedZone route53:ListHostedZonesByVPC workspaces:DescribeWorkspaceImages',
  ]
    .join(' ')
    .split(' ')
    .map(foldKey),
);

const ofAccount = keySet(['aws:ResourceAccount']);
const ofRequest = keySet([
  ...requestTags,
  'rds:req-tag/${k}',
  'dms:req-tag/${k}',
  'elasticmapreduce:RequestTag/${k}',
]);
const resourceFamilies = ['aws:ResourceTag/${k}', 'iam:ResourceTag/${k}'];

/** Keys that the request may carry or not: both readings count (R424, R433, R671). */
export function doubtfulKeys(
  actionKey: string,
  action: Action | undefined,
  given: ReadonlySet<Shorthand>,
): readonly KeySet[] {
  const found: KeySet[] = [];
  if (withoutResourceAccount.has(actionKey) || /^(ebs|events):/.test(actionKey)) found.push(ofAccount);
  if (actionKey === 'iam:passrole') found.push(keySet(resourceFamilies));
  if (action === undefined) return found;
  for (const tags of given) {
    if (carriesTags(action, tags) || !serviceHasTags(action, tags)) continue;
    const service = action.name.slice(0, action.name.indexOf(':'));
    found.push(
      tags === 'requestTags' ? ofRequest : keySet([...resourceFamilies, `${service}:ResourceTag/\${k}`]),
    );
  }
  return found;
}
