import { findEndpoint } from './endpoint-url.ts';
import type { Context, Problem } from './provider.ts';
import { resolveRegion } from './region.ts';
import { offlineView } from './world.ts';

/** What an unusable region does to a call of STS. */
export interface StsRegionRules {
  /** A region that is set to nothing: the address of STS has a hole, or the next place is looked at. */
  readonly empty: 'fail' | 'used';
  /** No region although an address of STS is configured: there is nothing to sign with. */
  readonly missingWithEndpoint: 'fail' | 'used';
}

/** The problem that the region of the run is for a call of STS; undefined where it is none. */
export async function stsRegionProblem(
  context: Context,
  rules: StsRegionRules,
): Promise<Problem | undefined> {
  const { world, files, choice } = context;
  const run = { ...context, world: offlineView(world), profile: files.profile(choice.name) };
  const { region } = await resolveRegion(run);
  if (region.value === '' && rules.empty === 'fail') {
    const { name, kind } = region.evidence;
    return {
      code: 'empty-region',
      because: `the region is empty, so STS has no address: ${name} is set to nothing`,
      evidence: [region.evidence],
      hint: kind === 'env' ? `unset ${name}` : `Give ${name} a value, or remove the line`,
    };
  }
  if (region.value !== undefined || rules.missingWithEndpoint === 'used') return undefined;
  const { endpoint } = findEndpoint(run, 'STS');
  if (endpoint.value === undefined) return undefined;
  if (context.flavour.region.some(({ id }) => id === 'imds')) {
    // The instance may know it: it is asked as the tool asks it, and where that may not be, nothing is known.
    const asked = await resolveRegion({ ...run, world });
    if (world.mode === 'offline' || asked.region.value !== undefined) return undefined;
  }
  return {
    code: 'no-region',
    because: `${endpoint.evidence.name} redirects STS, and without a region nothing can be signed for it`,
    evidence: [endpoint.evidence],
    hint: 'export AWS_DEFAULT_REGION=us-east-1',
  };
}
