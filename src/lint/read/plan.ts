import type { Diagnostic } from '../../core/evaluation.ts';
import { append } from '../../core/lists.ts';
import type { Source } from '../../core/source.ts';
import { wholeText } from '../../formats/inner-text.ts';
import { diagnosticOf } from '../../formats/problem.ts';
import { memberOf } from '../../formats/tree-value.ts';
import type { Node, ObjectNode } from '../../formats/tree.ts';
import { everyPolicy } from '../../policy/document.ts';
import type { Configuration } from '../terraform.ts';
import type { PolicyPlace } from './place.ts';
import { configurationOfPlan, textOf, type PlannedResource } from './terraform/plan-configuration.ts';
import { nodesAt } from './nodes-at.ts';
import { permissionsIn } from './terraform/permissions.ts';
import { organizationTypes, planPlaces, type PlaceOfPolicy } from './template-places.ts';

export interface PlanRead {
  readonly policies: readonly PolicyPlace[];
  readonly problems: readonly Diagnostic[];
  /** Policies that are known after the apply alone. */
  readonly unknown: number;
  readonly configuration: Configuration;
}

type PoliciesRead = Omit<PlanRead, 'configuration'>;

/** The policies of a plan that `terraform show -json` printed; undefined where the document is none. */
export function policiesOfPlan(source: Source, root: Node): PlanRead | undefined {
  if (root.kind !== 'object' || memberOf(root, 'format_version') === undefined) return undefined;
  const values = memberOf(root, 'planned_values') ?? memberOf(root, 'values');
  const module = values?.value.kind === 'object' ? memberOf(values.value, 'root_module')?.value : undefined;
  if (module === undefined) return undefined;
  const planned = resourcesOf(module, '');
  const found = planned.map(({ node }) => policiesOfResource(source, node));
  const configuration = configurationOfPlan(source, root, planned);
  return {
    policies: [...found.flatMap(({ policies }) => policies), ...permissionsIn(configuration)],
    problems: found.flatMap(({ problems }) => problems),
    unknown: found.reduce((sum, one) => sum + one.unknown, 0),
    configuration,
  };
}

/** Of a module and of all that it calls. */
function resourcesOf(module: Node, address: string): readonly PlannedResource[] {
  const own = nodesAt(module, ['resources', '*']).map(({ node }) => node);
  const called = nodesAt(module, ['child_modules', '*']).flatMap(({ node }) =>
    resourcesOf(node, node.kind === 'object' ? (textOf(node, 'address') ?? '') : ''),
  );
  return [
    ...own.filter((node) => node.kind === 'object').map((node) => ({ node, module: address })),
    ...called,
  ];
}

function policiesOfResource(source: Source, resource: ObjectNode): PoliciesRead {
  const type = textOf(resource, 'type') ?? '';
  const values = memberOf(resource, 'values')?.value;
  const address = textOf(resource, 'address') ?? type;
  if (values?.kind !== 'object') return { policies: [], problems: [], unknown: 0 };
  const places = type === 'aws_organizations_policy' ? organizationPlace(values) : (planPlaces[type] ?? []);
  const policies: PolicyPlace[] = [];
  const problems: Diagnostic[] = [];
  let unknown = 0;
  for (const place of places) {
    const nodes = nodesAt(values, place.path);
    // What a role must have and the plan does not tell is known after the apply.
    if (nodes.length === 0 && place.path.length === 1) unknown++;
    for (const { node, path } of nodes) {
      const read = everyPolicy(wholeText(source.text), node);
      const { type: policyType, resourceType } = place;
      append(
        problems,
        read.problems.map((problem) => diagnosticOf(source, problem)),
      );
      append(
        policies,
        read.policies.map((policy) => ({
          node: policy,
          name: `${address}.${path.join('.')}`,
          type: policyType,
          ...(resourceType === undefined ? {} : { resourceType }),
        })),
      );
    }
  }
  return { policies, problems, unknown };
}

function organizationPlace(values: ObjectNode): readonly PlaceOfPolicy[] {
  const type = organizationTypes[textOf(values, 'type') ?? 'SERVICE_CONTROL_POLICY'];
  return type === undefined ? [] : [{ path: ['content'], type }];
}
