import { given, hinted, setVariable, unsetVariables } from '../../core/command.ts';
import { findEndpoint } from './endpoint-url.ts';
import { mapProblem } from './map-problem.ts';
import type { Context, Problem } from './provider.ts';
import { resolveRegion } from './region.ts';
import { isWord } from '../places/settings.ts';
import { offlineView } from '../places/world.ts';

/** What keeps a flavour from calling STS at all. */
export interface StsClientRules {
  /** A region that is set to nothing: the address of STS has a hole, or the next place is looked at. */
  readonly empty: 'fail' | 'used';
  /** No region although an address of STS is configured: there is nothing to sign with. */
  readonly missingWithEndpoint: 'fail' | 'used';
  /** No region at all: STS has no address, or one that is the same everywhere; used if not given. */
  readonly missing?: 'fail';
  /** Every client looks at the `sso_session` of the run's profile, whatever it is for. */
  readonly brokenSession: 'fail' | 'ignored';
}

/** Why STS cannot be called with the settings of the run; undefined where it can. */
export async function stsClientProblem(
  context: Context,
  rules: StsClientRules,
): Promise<Problem | undefined> {
  const { world, files, choice } = context;
  const run = { ...context, world: offlineView(world), profile: files.profile(choice.name) };
  const session = rules.brokenSession === 'fail' ? brokenSession(run) : undefined;
  if (session !== undefined) return session;
  const { region } = await resolveRegion(run);
  const map = mapProblem([region]);
  if (map !== undefined) return map;
  if (isWord(region, '') && rules.empty === 'fail') {
    const { name, kind } = region.evidence;
    return {
      code: 'empty-region',
      because: `the region is empty, so STS has no address: ${name} is set to nothing`,
      evidence: [region.evidence],
      ...(kind === 'env'
        ? hinted(unsetVariables([name]))
        : { hint: `Give ${name} a value, or remove the line` }),
    };
  }
  if (region.value !== undefined) return undefined;
  const { endpoint } = findEndpoint(run, 'STS');
  const isRedirected = endpoint.value !== undefined;
  if (rules.missing !== 'fail' && (!isRedirected || rules.missingWithEndpoint === 'used')) return undefined;
  if (context.flavour.region.some(({ id }) => id === 'imds')) {
    // The instance may know it: it is asked as the tool asks it, and where that may not be, nothing is known.
    const asked = await resolveRegion({ ...run, world });
    if (world.mode === 'offline' || asked.region.value !== undefined) return undefined;
  }
  if (!isRedirected) {
    const [place] = context.flavour.region.filter(({ id }) => id === 'env');
    return {
      code: 'no-region',
      because: 'no region is set anywhere, and without one there is no address of STS',
      evidence: [],
      ...hinted(setVariable(place?.title ?? 'AWS_REGION', given('us-east-1'))),
    };
  }
  return {
    code: 'no-region',
    because: `${endpoint.evidence.name} redirects STS, and without a region nothing can be signed for it`,
    evidence: [endpoint.evidence],
    ...hinted(setVariable('AWS_DEFAULT_REGION', given('us-east-1'))),
  };
}

/** botocore 1.43 `Session.create_client` asks `SSOTokenProvider` for a token to authenticate with. */
export function brokenSession({ profile, files }: Context): Problem | undefined {
  const reference = profile.get('sso_session');
  if (reference.value === undefined) return undefined;
  const map = mapProblem([reference]);
  if (map !== undefined) return map;
  const section = files.session(reference.value);
  const missing = ['sso_start_url', 'sso_region'].filter((key) => section?.entries.has(key) !== true);
  if (missing.length === 0) return undefined;
  const what =
    section === undefined
      ? `there is no [sso-session ${reference.evidence.value ?? ''}]`
      : `[sso-session ${reference.evidence.value ?? ''}] lacks ${missing.join(', ')}`;
  return {
    code: 'sso-session-not-found',
    because: `${profile.label} has sso_session = ${reference.evidence.value ?? ''}, and ${what}: every call looks there`,
    evidence: [reference.evidence],
    hint: `Add the section or its keys, or remove sso_session from ${profile.label}`,
  };
}
