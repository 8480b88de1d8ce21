import { layerOf, type LayerId } from '../../policy/decision/layers.ts';
import type { PolicySet, StatementGroup } from '../../policy/decision/compile.ts';
import { step, type CheckStep } from '../check.ts';
import { judge, type Judged, type Request } from './judge.ts';
import { reasonOf } from './reason.ts';
import { setOf } from './sets.ts';

/** A layer that nothing was read of: whether there is something is not known, or that there is nothing. */
export interface MissingLayer {
  readonly layer: LayerId;
  readonly outcome: 'skip' | 'unknown';
  readonly because: string;
}

const limiting = ['boundary', 'session', 'scp', 'rcp', 'endpoint'] as const satisfies readonly LayerId[];

/** Each layer that limits, asked about by itself: all other sides allow. */
export function limitSteps(
  request: Request,
  set: PolicySet,
  open: Partial<Record<LayerId, readonly StatementGroup[] | undefined>>,
  missing: readonly MissingLayer[],
): readonly CheckStep[] {
  return limiting.flatMap((layer): readonly CheckStep[] => {
    const { title } = layerOf[layer].names;
    if (set[layer] !== undefined)
      return [judgedStep(layer, title, judge(request, setOf({ ...open, [layer]: set[layer] })))];
    const known = missing.find((one) => one.layer === layer);
    return known === undefined ? [] : [step(layer, title, known.outcome, known.because)];
  });
}

export function judgedStep(id: string, title: string, judged: Judged): CheckStep {
  const { because, evidence } = reasonOf(judged);
  return step(id, title, judged.outcome, because, evidence);
}
