import { layerWordings, type LayerWording } from '../../messages/layer-wordings.ts';
import { direct, viaAccount, viaEveryone, viaParent } from '../match/principal.ts';
import type { Effect, PolicyType } from '../policy.ts';
import { isServiceLinkedRole, serviceOf, type Request } from '../request.ts';
import { because, type Because } from './rules.ts';
import { hasTrustPolicy, isTrustRequest } from './trust.ts';

/** How a layer is called. */
export interface LayerNames {
  /** As AWS's console and guides call it. */
  readonly title: string;
  /** In the narrow column of a page. */
  readonly short: string;
  /** In "allowed once … allows it". */
  readonly wanted: string;
  /**
   * In AWS's AccessDenied texts: "because no IMPLICIT allows the action", "with an explicit deny in EXPLICIT" (R710;
   * https://docs.aws.amazon.com/IAM/latest/UserGuide/troubleshoot_access-denied.html).
   */
  readonly message: LayerWording;
}

export interface LayerOption {
  readonly flags: `--${string}`;
  readonly description: string;
}

/**
 * One kind of policy in the decision, once: the reader of scenarios, options and `--save`, the steps and words of the
 * answer, AWS's messages and `docs/scenarios.md` are all made from its row.
 */
export interface LayerRow {
  /** Its field of a scenario's `policies`, too. */
  readonly id: string;
  readonly names: LayerNames;
  /** What people call it where it belongs to this request's resource. */
  readonly namesFor?: (request: Request) => Partial<LayerNames>;
  /**
   * What its Allow is for. A `guard` limits every request that it applies to, a `limit` those that the rules of the
   * request say, and neither grants (R604); a `grant` does.
   */
  readonly role: 'grant' | 'limit' | 'guard';
  /** One policy, a list of them, or a list for each level of the organization, root first (R605). */
  readonly shape: 'one' | 'list' | 'levels';
  /** Set where of a list there can be one alone: why a second is a mistake. */
  readonly only?: string;
  /** The grammar of its policies; `asTrust` where the resource is a role. */
  readonly policyType: (asTrust: boolean) => PolicyType;
  /** 1 is named first where several deny (R710). */
  readonly named: number;
  /** Why the layer has no say in this request; undefined where it applies. */
  readonly exemption: (request: Request) => Because | undefined;
  /** A policy that is attached everywhere and allows everything: only a Deny counts then (R122). */
  readonly implied?: string;
  /** It grants nothing to a request that names no resource (R216). */
  readonly needsResource?: true;
  /** The bits of a principal match that count, where these are not all. */
  readonly strengths?: (effect: Effect, request: Request) => number;
  readonly option: LayerOption;
  /** Gives AWS managed policies by name. */
  readonly managedOption?: LayerOption;
}

const identityKinds = new Set(['user', 'session', 'role', 'federated-user']);

function withoutIdentity({ principal }: Request): Because | undefined {
  if (identityKinds.has(principal.kind)) return undefined;
  return principal.kind === 'root'
    ? because('the root user has no identity policies and no boundary', 'R640')
    : because('the caller is no identity of an account');
}

/** In the order in which a scenario is written (docs/scenarios.md). */
const rows = [
  {
    id: 'identity',
    names: {
      title: 'identity policies',
      short: 'identity',
      wanted: 'an identity policy',
      message: layerWordings.identity,
    },
    role: 'grant',
    shape: 'list',
    policyType: () => 'identity',
    named: 5,
    exemption: withoutIdentity,
    option: { flags: '--policy <file>', description: 'an identity policy; repeat for several' },
    managedOption: {
      flags: '--managed <name>',
      description: 'an AWS managed policy as identity policy',
    },
  },
  {
    id: 'boundary',
    names: {
      title: 'permissions boundary',
      short: 'boundary',
      wanted: 'the permissions boundary',
      message: layerWordings.boundary,
    },
    role: 'limit',
    shape: 'list',
    only: 'a user or role has one permissions boundary',
    policyType: () => 'boundary',
    named: 6,
    exemption: withoutIdentity,
    option: { flags: '--boundary <file>', description: 'the permissions boundary' },
  },
  {
    id: 'session',
    names: {
      title: 'session policies',
      short: 'session',
      wanted: 'a session policy',
      message: layerWordings.session,
    },
    role: 'limit',
    shape: 'list',
    policyType: () => 'session',
    named: 7,
    // The root user's is the task policy of a session of sts:AssumeRoot (R655).
    exemption: (request) => (request.principal.kind === 'root' ? undefined : withoutIdentity(request)),
    option: { flags: '--session-policy <file>', description: 'a session policy' },
  },
  {
    id: 'resource',
    names: {
      title: 'resource policy',
      short: 'resource',
      wanted: 'the resource policy',
      message: layerWordings.resource,
    },
    namesFor: resourcePolicyNames,
    role: 'grant',
    shape: 'one',
    policyType: (asTrust) => (asTrust ? 'trust' : 'resource'),
    named: 4,
    // What else iam is about has no policy of its own: one that is given all the same can deny and not grant (R691).
    exemption: (request) =>
      serviceOf(request) === 'iam' && hasTrustPolicy(request)
        ? because('a trust policy is about who may assume the role, and grants no iam actions', 'R672')
        : undefined,
    needsResource: true,
    option: {
      flags: '--resource-policy <file>',
      description: 'bucket policy, key policy, role trust policy …',
    },
  },
  {
    id: 'endpoint',
    names: {
      title: 'VPC endpoint policy',
      short: 'endpoint',
      wanted: 'the VPC endpoint policy',
      message: layerWordings.endpoint,
    },
    role: 'guard',
    shape: 'list',
    only: 'a VPC endpoint has one policy',
    policyType: () => 'endpoint',
    named: 3,
    exemption: ({ viaEndpoint }) =>
      viaEndpoint ? undefined : because('the request does not pass through a VPC endpoint', 'R609'),
    // In a gateway endpoint's policy an account is let in as its root user only (R236). That is said of grants: a
    // Deny counts for the whole account.
    strengths: (effect, { actionKey }) =>
      effect === 'Allow' && /^(s3|dynamodb):/.test(actionKey)
        ? direct | viaEveryone | viaParent
        : anyStrengths,
    option: {
      flags: '--endpoint-policy <file>',
      description: 'a VPC endpoint policy; implies --via-endpoint',
    },
  },
  {
    id: 'scp',
    names: {
      title: 'service control policies',
      short: 'scp',
      wanted: 'an SCP at each level',
      message: layerWordings.scp,
    },
    role: 'guard',
    shape: 'levels',
    policyType: () => 'scp',
    named: 1,
    exemption: (request) => {
      const { principal, managementAccount } = request;
      if (!('account' in principal) || principal.kind === 'provider') {
        return because('SCPs limit principals of member accounts only', 'R606');
      }
      if (principal.account === managementAccount) {
        return because('SCPs do not limit the management account', 'R606');
      }
      return isServiceLinkedRole(request)
        ? because('SCPs do not limit service-linked roles', 'R606')
        : undefined;
    },
    option: {
      flags: '--scp <file,file>',
      description: 'SCPs of one level, also FullAWSAccess; repeat for the next, root first',
    },
  },
  {
    id: 'rcp',
    names: {
      title: 'resource control policies',
      short: 'rcp',
      wanted: 'an RCP',
      message: layerWordings.rcp,
    },
    role: 'guard',
    shape: 'levels',
    policyType: () => 'rcp',
    named: 2,
    exemption: (request) => {
      const { resourceAccount, managementAccount, actionKey } = request;
      if (managementAccount !== undefined && resourceAccount === managementAccount) {
        return because('RCPs do not limit resources of the management account', 'R607');
      }
      if (isServiceLinkedRole(request)) return because('RCPs do not limit service-linked roles', 'R607');
      if (actionKey === 'kms:retiregrant') return because('RCPs do not limit kms:RetireGrant', 'R607');
      // An RCP can only be saved with services that AWS supports: one that names another shows that the list is old.
      return undefined;
    },
    implied: 'RCPFullAWSAccess',
    option: { flags: '--rcp <file,file>', description: 'RCPs of one level, likewise' },
  },
] as const satisfies readonly LayerRow[];

type Row = (typeof rows)[number];

export type LayerId = Row['id'];
export type Layer = LayerRow & { readonly id: LayerId };
/** The layers whose policies stand in levels, in one list, or alone. */
export type LayerOfShape<Shape extends LayerRow['shape']> = Extract<Row, { readonly shape: Shape }>['id'];

/** In the order in which a scenario is written. */
export const layers: readonly Layer[] = rows;

/** In the order in which an explicit deny is named, and steps are told. */
export const layersAsNamed: readonly Layer[] = [...layers].sort((left, right) => left.named - right.named);

/** One value for each layer. */
export function byLayer<Value>(valueOf: (layer: Layer) => Value): Readonly<Record<LayerId, Value>> {
  // Every id is a row's, and every row is asked.
  return Object.fromEntries(layers.map((layer) => [layer.id, valueOf(layer)])) as Record<LayerId, Value>;
}

export const layerOf: Readonly<Record<LayerId, Layer>> = byLayer((layer) => layer);

const anyStrengths = direct | viaEveryone | viaParent | viaAccount;

/** The bits of a principal match that count in a layer. */
export function countedStrengths(id: LayerId, effect: Effect, request: Request): number {
  return layerOf[id].strengths?.(effect, request) ?? anyStrengths;
}

/** How the layer is called for this request: the resource policy of a role is its trust policy, of a bucket … */
export function namesOf(id: LayerId, request: Request): LayerNames {
  const { names, namesFor } = layerOf[id];
  return namesFor === undefined ? names : { ...names, ...namesFor(request) };
}

/** Resource policies that people call by another name. */
const namedPolicies: ReadonlyMap<string, string> = new Map([
  ['s3', 'bucket'],
  ['kms', 'key'],
  ['sqs', 'queue'],
  ['sns', 'topic'],
]);

function resourcePolicyNames(request: Request): Partial<LayerNames> {
  const isTrust = isTrustRequest(request);
  const short = isTrust ? 'trust' : namedPolicies.get(request.arn?.service ?? '');
  if (short === undefined) return {};
  const names = { title: `${short} policy`, short, wanted: `the ${short} policy` };
  return isTrust ? { ...names, message: layerWordings.trust } : names;
}
