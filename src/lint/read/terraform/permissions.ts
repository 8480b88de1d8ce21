import { largest, smallest } from '../../../core/lists.ts';
import type { Range } from '../../../core/source.ts';
import type { Member } from '../../../formats/tree.ts';
import type { Argument, Configuration, Resource } from '../../terraform.ts';
import { unknownText } from '../../unknown-text.ts';
import { permissionKinds, policyOfPermission } from '../permission.ts';
import type { PolicyInFile } from '../place.ts';
import { settle } from '../unknown.ts';

/** The policies of resources that grant one action, as `aws_lambda_permission`. */
export function permissionsIn({ resources }: Configuration): readonly PolicyInFile[] {
  return resources.flatMap((resource) => {
    const kind = permissionKinds[resource.type];
    if (kind === undefined) return [];
    const policy = policyOfPermission(kind, rangeOf(resource, Object.keys(kind.tests)), (name) =>
      memberOf(resource.argument(name)),
    );
    if (policy === undefined) return [];
    const { source, address } = resource;
    return [
      {
        source,
        name: address,
        ...settle(policy),
        type: 'resource' as const,
        ...(kind.resourceType === undefined ? {} : { resourceType: kind.resourceType }),
        // `tf-lambda-permission-no-source` says it in the words of Terraform.
        toldElsewhere: ['service-principal-unrestricted'],
      },
    ];
  });
}

/** The resource with all its arguments. */
function rangeOf({ at, argument }: Resource, names: readonly string[]): Range {
  const ranges = [
    at,
    ...['function_name', 'action', 'principal', ...names].flatMap((name) => argument(name)?.at ?? []),
  ];
  return {
    start: smallest(ranges.map(({ start }) => start)),
    end: largest(ranges.map(({ end }) => end)),
  };
}

function memberOf(argument: Argument | undefined): Member | undefined {
  if (argument === undefined) return undefined;
  const { start, end } = argument.at;
  const [only, ...more] = argument.items ?? [];
  const value = only?.kind === 'text' && more.length === 0 ? only.text : unknownText;
  return {
    key: { kind: 'string', value: '', start, end: start },
    value: { kind: 'string', value, start, end },
  };
}
