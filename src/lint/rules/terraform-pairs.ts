import { listed } from '../../core/listed.ts';
import { quoted } from '../../formats/problem.ts';
import { allTypes, type FoundInTerraform } from '../rule.ts';
import {
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

/** Some resources that name one thing: of many the first ones and how many there are. */
export interface Met {
  readonly first: readonly Naming[];
  readonly count: number;
}

/** As many stand in a sentence. */
const mostNames = 5;
/** So many are told apart where they name one thing in two ways; of more each way counts. */
const mostTold = 1000;

/** What a reference compares by; undefined where it is the same as nothing (`isSame`). */
function keyOf({ kind, text }: Reference): string | undefined {
  return kind === 'unknown' ? undefined : `${kind} ${text}`;
}

/** Namings by what they name, one of each resource: looked up, since a module may have many of both sides. */
export class Namings {
  readonly #byKey = new Map<string, Map<string, Naming>>();

  constructor(list: readonly Naming[] = []) {
    for (const naming of list) this.add(naming);
  }

  add(naming: Naming): void {
    const key = keyOf(naming.at);
    if (key === undefined) return;
    const found = this.#byKey.get(key) ?? new Map<string, Naming>();
    this.#byKey.set(key, found);
    if (!found.has(naming.resource.address)) found.set(naming.resource.address, naming);
  }

  /** The other resources that name the same. */
  sameAs({ at, resource }: Naming): Met {
    const found = this.#naming(at);
    const first: Naming[] = [];
    for (const [address, naming] of found ?? []) {
      if (first.length === mostNames) break;
      if (address !== resource.address) first.push(naming);
    }
    return { first, count: (found?.size ?? 0) - (found?.has(resource.address) === true ? 1 : 0) };
  }

  /** The resources that mean this one by any of its names, or by another one. */
  meaning({ names, at }: Resource, otherName?: string): Met {
    const other = otherName === undefined ? [] : [{ at, kind: 'text' as const, text: otherName }];
    const found = [...names, ...other].flatMap((name) => this.#naming(name) ?? []);
    const all = found.reduce((sum, { size }) => sum + size, 0);
    const first = new Map<string, Naming>();
    for (const naming of found.flatMap((each) => firstOf(each.values(), mostTold)))
      if (!first.has(naming.resource.address)) first.set(naming.resource.address, naming);
    return {
      first: [...first.values()].slice(0, mostNames),
      count: all > mostTold ? all : first.size,
    };
  }

  #naming(at: Reference): ReadonlyMap<string, Naming> | undefined {
    const key = keyOf(at);
    return key === undefined ? undefined : this.#byKey.get(key);
  }
}

function firstOf<Item>(items: Iterable<Item>, most: number): readonly Item[] {
  const first: Item[] = [];
  for (const item of items) {
    if (first.length === most) break;
    first.push(item);
  }
  return first;
}

/** Resources by what refers to them: of many by one reference the first ones. */
export function byReference(
  resources: readonly Resource[],
  referencesOf: (resource: Resource) => readonly Reference[],
  most = mostNames,
): (value: Reference) => readonly Resource[] {
  const found = new Map<string, Resource[]>();
  for (const resource of resources)
    for (const key of new Set(referencesOf(resource).map(keyOf))) {
      if (key === undefined) continue;
      const same = found.get(key) ?? [];
      found.set(key, same);
      if (same.length < most) same.push(resource);
    }
  return (value) => found.get(keyOf(value) ?? '') ?? [];
}

export function placeOf({ source }: Resource, { at }: { readonly at: Place['at'] }): Place {
  return { source, at };
}

/** Found at a value of a resource, with those that it meets. */
export function conflict({ resource, at }: Naming, others: Met, message: string): FoundInTerraform {
  return {
    ...placeOf(resource, { at: at.at }),
    address: resource.address,
    message,
    related: placesOf(others),
  };
}

/** All of a list; a resource that stands in it twice counts once. */
export function metOf(list: readonly Naming[]): Met {
  const one = new Map(list.map((naming) => [naming.resource.address, naming]));
  return { first: [...one.values()].slice(0, mostNames), count: one.size };
}

export const nobody: Met = { first: [], count: 0 };

/** Where those stand that are named in the sentence. */
export function placesOf({ first }: Met): readonly Place[] {
  return first.map(({ resource, at }) => placeOf(resource, { at: at.at }));
}

/** As they are named in a sentence. */
export function names({ first, count }: Met): string {
  const texts = first.map(({ resource }) => quoted(resource.address));
  return count > first.length
    ? `${texts.join(', ')} and ${count - first.length} more`
    : listed(texts, mostNames);
}

/** Of resources of one kind that name the same, each but the first with the ones before it. */
export function* repeated(
  list: readonly Naming[],
  say: (first: string) => string,
): Iterable<FoundInTerraform> {
  const before = new Namings();
  for (const naming of list) {
    const met = before.sameAs(naming);
    if (met.count > 0) yield conflict(naming, met, say(names(met)));
    before.add(naming);
  }
}

/** Whether an argument holds something, or is only written. */
export function isFilled(argument: Argument | undefined): boolean {
  return argument !== undefined && (argument.items === undefined || argument.items.length > 0);
}
