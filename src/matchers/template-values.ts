import { isPlain } from '../library/values.ts';

/** A synthesized template of CloudFormation. */
export interface Template {
  readonly Resources: Readonly<Record<string, unknown>>;
  readonly Parameters?: unknown;
  readonly Conditions?: unknown;
  readonly Mappings?: unknown;
  readonly Transform?: unknown;
}

/** In place of what only a deployment knows: fits nothing that a test names. */
export const unknownText = 'iamx-unknown-until-deployed';

/** A value of which the deployment takes one of several, or leaves it out. */
export function either(values: readonly unknown[]): unknown {
  return { [unknownText]: values };
}

/** Holds something that only a deployment knows. */
export function isOpen(value: unknown): boolean {
  return value !== undefined && JSON.stringify(value).includes(unknownText);
}

/** Something that a list holds: surely, or where a deployment takes it. */
export interface Item {
  readonly value: unknown;
  readonly isSure: boolean;
}

/** What a list holds in any of its readings; one value stands for a list of it. */
export function itemsIn(value: unknown, isSure = true): readonly Item[] {
  if (value === undefined) return [];
  if (Array.isArray(value)) return value.flatMap((one: unknown) => itemsIn(one, isSure));
  const choices = isPlain(value) ? value[unknownText] : undefined;
  if (choices === undefined) return [{ value, isSure }];
  return listOf(choices).flatMap((one) => itemsIn(one, false));
}

export function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : value === undefined ? [] : [value];
}

export function typeOf(template: Template, id: string): unknown {
  return member(template.Resources[id], 'Type');
}

export function propertiesOf(template: Template, id: string): Readonly<Record<string, unknown>> {
  const properties = member(template.Resources[id], 'Properties');
  return isPlain(properties) ? properties : {};
}

/** A member of a value that may be no object. */
export function member(value: unknown, name: string): unknown {
  return isPlain(value) && Object.hasOwn(value, name) ? value[name] : undefined;
}
