import { IamxError } from '../core/error.ts';
import type { Policies } from '../library/types.ts';
import { isPlain, itemsOf, jsonOf } from '../library/values.ts';
import { layers, type Layer } from '../policy/decision/layers.ts';
import { loadManaged } from '../policy/scenario/library.ts';
import { fittingBy, madeUpIn, rolesAndSessions, withSuffix } from './made-up-names.ts';
import type { Reading } from './template-readings.ts';
import { unknownText } from './template-values.ts';

/** Policies in a reading, where names count that only a deployment makes. */
export interface Named {
  readonly in: (policies: Policies, reading: Reading) => Policies;
  /** Whose names the policies hang on that were read. */
  readonly unknown: ReadonlySet<string>;
}

/**
 * A policy may name a resource or a role whose name only a deployment makes, by a pattern (`stack-*`) or in full. Whether it
 * does is not known before: what denies does in the one reading, and what allows in the other. What names it by the
 * template, or fits any name or none, stays as it is.
 */
export function namesIn(
  resources: readonly string[],
  principal: string | undefined,
  arePatterns = false,
): Named {
  const unknown = new Set<string>();
  const fitting = {
    resource: fittingBy(resources, arePatterns),
    role: fittingBy(principal === undefined ? [] : rolesAndSessions(principal), false),
  };
  /** The texts of an element, those that may fit made sure. */
  const settled = (value: unknown, by: keyof typeof fitting, fits: boolean): unknown => {
    if (isPlain(value)) return mapped(value, (_, one) => settled(one, by, fits));
    if (!Array.isArray(value)) return typeof value === 'string' ? textIn(value, by, fits) : value;
    return value.flatMap((one: unknown) => settled(one, by, fits));
  };
  const textIn = (given: string, by: keyof typeof fitting, fits: boolean): string | readonly string[] => {
    const text = withSuffix(given, resources);
    const asked = fitting[by](text);
    if (asked.length === 0) return text;
    for (const id of asked.flatMap(madeUpIn)) unknown.add(`the name of ${id}`);
    if (!fits) return nobody;
    return by === 'role' && principal !== undefined ? principal : asked;
  };
  const statementIn = (statement: unknown, reading: Reading): unknown => {
    if (!isPlain(statement)) return statement;
    const applies = statement['Effect'] === (reading === 'least' ? 'Deny' : 'Allow');
    return mapped(statement, (element, value) => {
      const fits = element.startsWith('Not') ? !applies : applies;
      if (/^(?:Not)?Resource$/.test(element)) return settled(value, 'resource', fits);
      if (/^(?:Not)?Principal$/.test(element)) return settled(value, 'role', fits);
      return element === 'Condition' ? conditionIn(value, applies) : value;
    });
  };
  const conditionIn = (condition: unknown, applies: boolean): unknown =>
    mapped(condition, (operator, tests) =>
      mapped(tests, (key, values) => {
        const fits = /not/i.test(operator) ? !applies : applies;
        return key.toLowerCase() === 'aws:principalarn' ? settled(values, 'role', fits) : values;
      }),
    );
  const documentIn = (document: unknown, reading: Reading): unknown =>
    mapped(document, (member, value) => {
      if (member !== 'Statement') return value;
      return Array.isArray(value)
        ? value.map((one: unknown) => statementIn(one, reading))
        : statementIn(value, reading);
    });
  /** A policy, or a list of them, or of lists; a list in that is told by the reader of policies. */
  const policyIn = (layer: Layer, value: unknown, reading: Reading, depth = 0): unknown => {
    const items = depth > 2 ? undefined : itemsOf(value, layer.id, 'usage');
    if (items !== undefined) return items.map((one) => policyIn(layer, one, reading, depth + 1));
    const given = givenIn(layer, value);
    if (given === undefined) return value;
    const read = documentIn(given.document, reading);
    return JSON.stringify(read) === JSON.stringify(given.document) ? given.as : read;
  };
  return {
    unknown,
    in: (policies, reading) =>
      mapped(policies, (name, value) => {
        const layer = layers.find(({ id }) => id === name);
        return layer === undefined || value === undefined ? value : policyIn(layer, value, reading);
      }) as Policies,
  };
}

/** Fits nothing that is asked for, and nobody who asks. */
const nobody = `arn:aws:iam::000000000000:role/${unknownText}`;

/** The texts of policies in which such a name is. */
export function namedIn(value: unknown): readonly string[] {
  if (typeof value === 'string') return madeUpIn(value).length > 0 ? [value] : [];
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(namedIn) : [];
}

function mapped(value: unknown, change: (name: string, member: unknown) => unknown): unknown {
  if (!isPlain(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([name, member]) => [name, change(name, member)]));
}

interface Given {
  readonly document: unknown;
  /** As it was given, with nothing in it that could change any more. */
  readonly as: unknown;
}

/** A policy; undefined where it cannot be read, which the reader of policies tells. */
function givenIn(layer: Layer, value: unknown): Given | undefined {
  try {
    if (typeof value === 'string') return { document: JSON.parse(value) as unknown, as: value };
    if (!isPlain(value)) return undefined;
    const copy = JSON.parse(jsonOf(value, layer.id, 'not-a-policy')) as Readonly<Record<string, unknown>>;
    const name = copy['managed'];
    const document = typeof name === 'string' ? managedIn(layer, name) : copy;
    return { document, as: copy };
  } catch (error) {
    if (error instanceof IamxError || error instanceof SyntaxError) return undefined;
    throw error;
  }
}

function managedIn({ policyType }: Layer, name: string): unknown {
  return JSON.parse(loadManaged(name, policyType(false)).policy.source.text) as unknown;
}
