import type { LayerId } from '../decision/layers.ts';
import { compileStatement, type CompiledStatement } from '../decision/compile.ts';
import type { Policy, PolicyType } from '../policy.ts';

/** One of the two policies that are compared, with its statements compiled once. */
export interface Side {
  readonly policy: Policy;
  readonly allows: readonly CompiledStatement[];
  readonly denies: readonly CompiledStatement[];
}

export function sideOf(policy: Policy): Side {
  const statements = policy.statements.map((statement) => compileStatement(policy, statement));
  return {
    policy,
    allows: statements.filter(({ effect }) => effect === 'Allow'),
    denies: statements.filter(({ effect }) => effect === 'Deny'),
  };
}

/** A policy that allows nothing and denies nothing. */
export function emptySide(like: Policy): Side {
  return sideOf({ ...like, name: 'no policy', statements: [] });
}

const layers: Readonly<Record<PolicyType, LayerId>> = {
  identity: 'identity',
  boundary: 'boundary',
  session: 'session',
  resource: 'resource',
  trust: 'resource',
  scp: 'scp',
  rcp: 'rcp',
  endpoint: 'endpoint',
};

/** The layer in which policies of a type are decided. */
export function layerOfType(type: PolicyType): LayerId {
  return layers[type];
}
