import type { Host } from '../../core/host.ts';
import type { Source } from '../../core/source.ts';
import { toValue } from '../../formats/tree-value.ts';
import type { Plain } from '../../formats/yaml-write.ts';
import type { WitnessRequest } from '../../documents/policies.ts';
import type { Expectation } from '../../policy/scenario/expectations.ts';
import { besideFile } from '../../policy/scenario/paths.ts';
import { savePolicies, type PolicyRef, type PolicyRefs } from '../../policy/scenario/policies.ts';

/**
 * A request as a scenario of its own, with the policies that it was decided under: those of files by their paths, from
 * where the program runs.
 */
export function witnessScenario(
  host: Host,
  source: Source,
  request: WitnessRequest,
  policies: PolicyRefs,
  { decision = 'implicitDeny' }: Pick<Expectation, 'decision'>,
): Plain & object {
  const saveRef = (ref: PolicyRef): Plain => {
    switch (ref.kind) {
      case 'managed':
        return { managed: ref.name };
      case 'file':
        return { file: besideFile(host, source.file, ref.path) };
      case 'inline':
        return toValue(ref.node) as Plain;
    }
  };
  const { action, principal } = request;
  return {
    name: `${action} as ${principal}`,
    request: { ...request } as Plain & object,
    policies: savePolicies(policies, saveRef),
    expect: decision,
  };
}
