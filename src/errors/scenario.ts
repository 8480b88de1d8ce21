import type { Plain } from '../formats/yaml-write.ts';
import type { ShownFields } from './shown-fields.ts';

/** The refused request as a scenario without policies (docs/scenarios.md); undefined where the text does not tell it. */
export function scenarioOf({
  caller,
  action,
  resource,
  explicit,
}: ShownFields): (Plain & object) | undefined {
  if (caller === undefined || action === undefined) return undefined;
  const isArn = resource !== undefined && /^(?:arn:|\*$)/.test(resource);
  return {
    name: `denied: ${action}`,
    request: { principal: caller, action, resource: isArn ? resource : '*' },
    policies: {},
    expect: explicit === true ? 'explicitDeny' : 'implicitDeny',
  };
}
