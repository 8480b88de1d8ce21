import { listed } from '../../core/listed.ts';
import { quoted } from '../../formats/problem.ts';
import { allTypes, type FoundInTerraform } from '../rule.ts';
import {
  isSame,
  type Argument,
  type Configuration,
  type Place,
  type Reference,
  type Resource,
} from '../terraform.ts';

/** What all rules of Terraform have in common. */
export const terraformRow = { category: 'terraform', types: allTypes } as const;

export const registry = 'https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/';

/** The resources of these types that are there for sure: what a count decides is not told. */
export function resourcesOf({ resources }: Configuration, ...types: readonly string[]): readonly Resource[] {
  return resources.filter(({ type, isCertain }) => isCertain && types.includes(type));
}

/** What a resource names by one of its arguments. */
export interface Naming {
  readonly resource: Resource;
  readonly at: Reference;
}

/** Every value of the argument, of every resource. */
export function namings(resources: readonly Resource[], argument: string): readonly Naming[] {
  return resources.flatMap((resource) =>
    (resource.argument(argument)?.items ?? []).map((at) => ({ resource, at })),
  );
}

/** Whether a value means the resource. */
export function means(value: Reference, { names }: Resource): boolean {
  return names.some((name) => isSame(value, name) === true);
}

export function placeOf({ source }: Resource, { at }: { readonly at: Place['at'] }): Place {
  return { source, at };
}

/** The others of a list that name the same. */
export function sameAs({ at, resource }: Naming, others: readonly Naming[]): readonly Naming[] {
  return others.filter((other) => other.resource !== resource && isSame(at, other.at) === true);
}

/** Found at a value of a resource, with those that it meets. */
export function conflict(
  { resource, at }: Naming,
  others: readonly Naming[],
  message: string,
): FoundInTerraform {
  return {
    ...placeOf(resource, { at: at.at }),
    address: resource.address,
    message,
    related: others.map((other) => placeOf(other.resource, { at: other.at.at })),
  };
}

const mostNames = 5;

/** As they are named in a sentence. */
export function names(list: readonly Naming[]): string {
  return listed([...new Set(list.map(({ resource }) => quoted(resource.address)))], mostNames);
}

/** Of resources of one kind that name the same, each but the first with the ones before it. */
export function* repeated(
  list: readonly Naming[],
  say: (first: string) => string,
): Iterable<FoundInTerraform> {
  for (const [index, naming] of list.entries()) {
    const before = sameAs(naming, list.slice(0, index));
    if (before.length > 0) yield conflict(naming, before, say(names(before)));
  }
}

/** Whether an argument holds something, or is only written. */
export function isFilled(argument: Argument | undefined): boolean {
  return argument !== undefined && (argument.items === undefined || argument.items.length > 0);
}
