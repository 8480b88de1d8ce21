import { findGotchas, type Finding } from '../credentials/gotchas.ts';
import type { Caller } from './caller.ts';

/**
 * Whether anything but plain credentials of one place is set up: what else could be noted is no warning once AWS knows
 * the caller, and looking for it takes as long as the call itself. That the instance would be asked at the end is true
 * of nearly every machine.
 */
export function mayBeOdd({ resolution, context }: Caller): boolean {
  const { steps, diagnostics } = resolution;
  return (
    context.choice.isNamed ||
    diagnostics.length > 0 ||
    steps.some(
      ({ id, outcome, otherwise }) =>
        outcome === 'fail' || (id !== 'imds' && /^(win|fail)$/.test(otherwise?.outcome ?? '')),
    )
  );
}

/** What is odd about the settings that the caller comes from. */
export function findOddities({ resolution, context }: Caller): Promise<readonly Finding[]> {
  return findGotchas(context.world, resolution);
}
