import { IamxError, joinErrors, problemsOf } from '../core/error.ts';
import type { Diagnostic } from '../core/evaluation.ts';
import { compileGroup, type PolicySet } from '../policy/decision/compile.ts';
import { byLayer, layersAsNamed } from '../policy/decision/layers.ts';
import { simulate, type Simulated } from '../policy/decision/simulate.ts';
import { hasTrustPolicy } from '../policy/decision/trust.ts';
import type { LoadedPolicy } from '../policy/document.ts';
import type { PolicyType } from '../policy/policy.ts';
import type { Case } from '../policy/question.ts';
import { loadGiven, type GivenPolicies, type GivenPolicy } from './policies.ts';

export interface CompiledGiven {
  /** Decides under the policies as they are for the case: a role's trust policy has a grammar of its own. */
  readonly decideFor: (of: Case) => Simulated;
  readonly hasEndpointPolicy: boolean;
  readonly diagnostics: readonly Diagnostic[];
}

/**
 * Reads and compiles policies that were sorted by layer. Whether the resource is a role only the request tells: what
 * can be read neither way is refused here. Throws with the problems of all.
 */
export function compileGiven(given: GivenPolicies): CompiledGiven {
  const load = rememberingLoad();
  const ordinary = readAs(given, load, false);
  const trust = readAs(given, load, true);
  const { warnings } = usableOf(ordinary, trust);
  return {
    hasEndpointPolicy: given.endpoint.length > 0,
    diagnostics: warnings,
    decideFor: (of) => simulate(of, (hasTrustPolicy(of.request) ? trust : ordinary).set()),
  };
}

/** What was given, read one of the two ways. */
interface ReadPolicies {
  readonly errors: readonly IamxError[];
  readonly warnings: readonly Diagnostic[];
  /** Compiled when first asked for. Throws where there are errors. */
  readonly set: () => PolicySet;
}

type Load = (given: GivenPolicy, type: PolicyType) => LoadedPolicy | IamxError;

function readAs(given: GivenPolicies, load: Load, asTrust: boolean): ReadPolicies {
  const loaded = layersAsNamed.flatMap(({ id, policyType }) =>
    given[id].flat().map((each) => load(each, policyType(asTrust))),
  );
  const errors = loaded.filter((each) => each instanceof IamxError);
  let compiled: PolicySet | undefined;
  const compile = () => {
    throwAll(errors);
    return byLayer(({ id, policyType }) => {
      const levels = given[id].map((level) =>
        compileGroup(
          level.flatMap((each) => {
            const read = load(each, policyType(asTrust));
            return read instanceof IamxError ? [] : [read.policy];
          }),
        ),
      );
      return levels.length === 0 ? undefined : levels;
    });
  };
  return {
    errors,
    warnings: loaded.flatMap((each) => (each instanceof IamxError ? [] : each.warnings)),
    set: () => (compiled ??= compile()),
  };
}

/** The way in which they can be read; the one with fewer problems is the one that was meant. */
function usableOf(ordinary: ReadPolicies, trust: ReadPolicies): ReadPolicies {
  const problems = ({ errors }: ReadPolicies) => errors.flatMap(problemsOf).length;
  const usable = problems(trust) < problems(ordinary) ? trust : ordinary;
  throwAll(usable.errors);
  return usable;
}

function throwAll([first, ...others]: readonly IamxError[]): void {
  if (first !== undefined) throw joinErrors(first, others);
}

/** Reads each policy once as each type. */
function rememberingLoad(): Load {
  const known = new Map<GivenPolicy, Map<PolicyType, LoadedPolicy | IamxError>>();
  return (given, type) => {
    const byType = known.get(given) ?? new Map<PolicyType, LoadedPolicy | IamxError>();
    known.set(given, byType);
    let read = byType.get(type);
    if (read === undefined) {
      read = attempt(() => loadGiven(given, type));
      byType.set(type, read);
    }
    return read;
  };
}

function attempt(load: () => LoadedPolicy): LoadedPolicy | IamxError {
  try {
    return load();
  } catch (error) {
    if (error instanceof IamxError) return error;
    throw error;
  }
}
