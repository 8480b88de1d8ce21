import type { Plain } from '../../formats/yaml-write.ts';
import { findWidenings, type WalkOptions, type Witness } from '../../policy/compare.ts';
import { layerOf, type LayerId } from '../../policy/decision/layers.ts';
import type { Policy } from '../../policy/policy.ts';
import type { Mutant } from './mutants.ts';

/** A request that the two policies decide otherwise, and how the one that stands in the file decides it. */
interface Apart {
  readonly witness: Witness;
  readonly decision: Witness['newer'];
}

/** A request that tells a policy from its change; `equal` where none does. */
export function toldApart(
  { policy, mutated }: Mutant,
  now: number,
  work: NonNullable<WalkOptions['work']>,
): Apart | 'equal' | undefined {
  let isOpen = false;
  for (const [newer, older] of [
    [mutated, policy],
    [policy, mutated],
  ] as const) {
    const { found, unproven } = findWidenings(newer, older, {
      now,
      isFirstEnough: true,
      work,
    });
    const [first] = found;
    if (first !== undefined) {
      const { witness } = first;
      return { witness, decision: newer === policy ? witness.newer : witness.older };
    }
    isOpen ||= unproven.length > 0;
  }
  return isOpen ? undefined : 'equal';
}

/** The test that notices it. A policy that stands in a scenario has no file of its own to be named. */
export function scenarioFor(
  { witness: { request, policies }, decision }: Apart,
  layer: LayerId,
  { source, type }: Policy,
): (Plain & object) | undefined {
  if (!/\.json$/i.test(source.file) || /\.iamx\./i.test(source.file) || type === 'trust') return undefined;
  const ref = { file: source.file };
  const { shape } = layerOf[layer];
  const own = { one: ref, list: [ref], levels: [[ref]] }[shape];
  return {
    name: `${request.action} on ${request.resource}`,
    request: { ...request },
    policies: { ...(policies as Readonly<Record<string, Plain>> | undefined), [layer]: own },
    expect: decision,
  };
}
