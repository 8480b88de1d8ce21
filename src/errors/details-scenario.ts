import type { Plain } from '../formats/yaml-write.ts';
import type { AuthorizationDetails, Evaluated, EvaluatedPolicy } from './authorization-details.ts';

/** The refused request with every policy, as `simulate` takes it (docs/scenarios.md). */
export interface DetailsScenario {
  readonly scenario: Plain & object;
  /** Policies that AWS evaluated and that are not in it: without them nothing is decided. */
  readonly missing: readonly EvaluatedPolicy[];
  /** SCPs and RCPs are told without the level that they are attached to. */
  readonly isWithoutLevels: boolean;
}

/** What follows from the principal, or stands elsewhere in a scenario. */
const derived: ReadonlySet<string> = new Set([
  'aws:principalarn',
  'aws:principalaccount',
  'aws:principaltype',
  'aws:userid',
  'aws:username',
  'aws:currenttime',
  'aws:epochtime',
  'aws:resourceaccount',
  'aws:region',
  'aws:service',
  'aws:resource',
  'aws:account',
  'aws:type',
  'aws:arn',
]);

/** AWS's own names of keys, as the policies write them. */
const spelled: Readonly<Record<string, string>> = { 'aws:viaawsmcpservice': 'aws:ViaAWSMCPService' };

export function detailsScenario(
  caller: string | undefined,
  evaluated: Evaluated,
  { policies }: AuthorizationDetails,
): DetailsScenario | undefined {
  const { action, resource, effect, context, left } = evaluated;
  const told = new Map(Object.entries(context).map(([key, values]) => [key.toLowerCase(), values]));
  const first = (key: string) => told.get(key)?.[0];
  const principal = caller ?? first('aws:principalarn');
  if (principal === undefined || action === undefined) return undefined;
  const [id, now, account] = [first('aws:userid'), first('aws:currenttime'), first('aws:resourceaccount')];
  const kept = Object.entries(context).filter(([key]) => !derived.has(key.toLowerCase()));
  const unknown = left.filter((key) => !derived.has(key.toLowerCase()));
  const { placed, missing } = place(policies);
  return {
    scenario: {
      name: `denied: ${action}`,
      request: {
        principal,
        ...(id !== undefined && /^A[A-Z0-9]{15,127}(?::[\w+=,.@-]{1,64})?$/.test(id)
          ? { principalId: id }
          : {}),
        action,
        resource: resource ?? '*',
        ...(account !== undefined && /^\d{12}$/.test(account) ? { resourceAccount: account } : {}),
        context: Object.fromEntries(
          kept.map(([key, values]) => [
            spelled[key.toLowerCase()] ?? key,
            values.length === 1 ? (values[0] ?? '') : [...values],
          ]),
        ),
        ...(placed.endpoint === undefined ? {} : { viaEndpoint: true }),
        ...(unknown.length === 0 ? {} : { unknown }),
        ...(now === undefined ? {} : { now }),
      },
      policies: placed as Plain & object,
      ...(effect === undefined ? {} : { expect: effect }),
    },
    missing,
    isWithoutLevels: placed.scp !== undefined || placed.rcp !== undefined,
  };
}

interface Placed {
  readonly identity?: readonly unknown[];
  readonly boundary?: readonly unknown[];
  readonly session?: readonly unknown[];
  readonly resource?: unknown;
  readonly endpoint?: readonly unknown[];
  readonly scp?: readonly (readonly unknown[])[];
  readonly rcp?: readonly (readonly unknown[])[];
}

/** Of layers that have one policy a second one has no place. */
function place(policies: readonly EvaluatedPolicy[]): {
  readonly placed: Placed;
  readonly missing: readonly EvaluatedPolicy[];
} {
  const of = (layer: EvaluatedPolicy['layer']) =>
    policies.filter((each) => each.layer === layer && each.document !== undefined);
  const documents = (layer: EvaluatedPolicy['layer']) => of(layer).map(({ document }) => document);
  const [identity, session] = [documents('identity'), documents('session')];
  const [boundary, resource, endpoint] = [
    documents('boundary'),
    documents('resource'),
    documents('endpoint'),
  ];
  const [scp, rcp] = [documents('scp'), documents('rcp')];
  const second = (['boundary', 'resource', 'endpoint'] as const).flatMap((layer) => of(layer).slice(1));
  return {
    placed: {
      ...(identity.length === 0 ? {} : { identity }),
      ...(boundary.length === 0 ? {} : { boundary: boundary.slice(0, 1) }),
      ...(session.length === 0 ? {} : { session }),
      ...(resource.length === 0 ? {} : { resource: resource[0] }),
      ...(endpoint.length === 0 ? {} : { endpoint: endpoint.slice(0, 1) }),
      ...(scp.length === 0 ? {} : { scp: [scp] }),
      ...(rcp.length === 0 ? {} : { rcp: [rcp] }),
    },
    missing: [
      ...policies.filter(({ document, layer }) => document === undefined || layer === undefined),
      ...second,
    ],
  };
}
