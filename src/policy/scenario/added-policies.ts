import { IamxError } from '../../core/error.ts';
import type { Host } from '../../core/host.ts';
import { spanOf } from '../../core/source.ts';
import { byLayer, layerOf } from '../decision/layers.ts';
import { pathFrom } from './paths.ts';
import { inOneLevel, type PolicyRef, type PolicyRefs } from './policies.ts';
import type { Scenario } from './scenario.ts';

/**
 * The policies of a scenario with those that the command line adds: to a list more of it, below the levels of an
 * organization more levels. Throws `invalid-scenario` where both give what there can be one of.
 */
export function addedTo(
  scenario: Pick<Scenario, 'policies' | 'source' | 'range'>,
  added: PolicyRefs,
  host: Pick<Host, 'platform' | 'cwd'>,
): PolicyRefs {
  const { source, policies } = scenario;
  const moved = (ref: PolicyRef): PolicyRef =>
    ref.kind === 'file' ? { ...ref, path: pathFrom(host, source.file, ref.path) } : ref;
  return byLayer(({ id, shape }) => {
    const more = added[id].map((level) => level.map(moved));
    const own = policies[id];
    if (more.length === 0) return own;
    if (shape === 'levels') return [...own, ...more];
    const together = [...own.flat(), ...more.flat()];
    if (together.length > 1 && (shape === 'one' || layerOf[id].only !== undefined)) {
      throw new IamxError(
        'invalid-scenario',
        `the scenario has a ${id} policy, and an option gives another`,
        {
          hint: 'Leave one of them out.',
          span: spanOf(source, scenario.range),
        },
      );
    }
    return inOneLevel(together);
  });
}
