import type { FlavourId } from '../chain/chain.ts';
import { command, given } from '../../core/command.ts';
import { ssoKeys } from '../chain/checks/linked-profiles.ts';
import { flavourTitle } from '../flavours.ts';
import { isSet, shownOf } from '../places/settings.ts';
import { stepOf } from './facts.ts';
import type { Found, Gotcha, Situation } from './gotcha.ts';
import { edit } from '../repairs.ts';

/** What depends on a tool's release, or on what is installed beside it: docs/gotchas.md, 68, 69 and 84. */
export const releaseGotchas: readonly Gotcha[] = [
  {
    id: 68,
    code: 'login-needs-more',
    says: 'login_session needs more than a login: botocore[crt] for boto3 and AWS CLI v1, a release of late 2025 for the Go SDK.',
    find: findLoginNeeds,
  },
  {
    id: 69,
    code: 'sso-outranks-role',
    says: 'A key of SSO stands beside role_arn: the Java SDK then takes the profile for one of SSO and does not assume the role.',
    find: findSsoBesideRole,
  },
  {
    id: 84,
    code: 'sso-session-too-new',
    says: 'Tools with an SDK from before `[sso-session …]` ask for sso_region and sso_start_url in the profile itself.',
    find: findTooNew,
  },
];

/** RUN: botocore stops with MissingDependencyException before it looks into the cache. */
const needs: Partial<Record<FlavourId, string>> = {
  'cli-v1':
    'stops before it looks for a login unless botocore[crt] is installed: pip install "botocore[crt]"',
  boto3: 'stops before it looks for a login unless botocore[crt] is installed: pip install "botocore[crt]"',
  go: 'knows login_session in releases since late 2025 alone; for older ones, and for Terraform, the profile is empty',
};

function findLoginNeeds({ context, resolution }: Situation): readonly Found[] {
  const { profile } = context;
  const session = profile.get('login_session');
  const need = needs[resolution.flavour];
  const step = stepOf(resolution, 'login');
  if (need === undefined || !isSet(session) || step === undefined || step.outcome === 'skip') return [];
  return [
    {
      severity: 'info',
      message: `${flavourTitle(resolution.flavour)} ${need}`,
      span: session.evidence.span,
      fix: step.outcome === 'fail' ? command`aws login --profile ${given(profile.shownName)}` : undefined,
    },
  ];
}

function findSsoBesideRole({ context, resolution }: Situation): readonly Found[] {
  if (resolution.flavour !== 'java') return [];
  const { profile, world } = context;
  const sso = ssoKeys.map(profile.get).find(({ value }) => value !== undefined);
  if (sso === undefined || !isSet(profile.get('role_arn'))) return [];
  const { span, name } = sso.evidence;
  return [
    {
      message: `${name} stands beside role_arn in \`${profile.shownName}\`: ${flavourTitle('java')} takes that for a profile of SSO, and does not assume the role`,
      span,
      advice: 'Move the keys of SSO to a profile of their own, and name it: source_profile = NAME',
      ...(span === undefined ? {} : { fix: edit(world, span) }),
    },
  ];
}

const olderTools: Partial<Record<FlavourId, string>> = {
  go: 'Terraform up to 1.5 and its S3 backend, and what is built with the Go SDK v1, do not know [sso-session]: they say that sso_region and sso_start_url are missing',
  rust: 'releases of the Rust SDK of 2022 do not know [sso-session]: they say that sso_region and sso_start_url are missing',
};

function findTooNew({ context, resolution }: Situation): readonly Found[] {
  const { profile, files, world } = context;
  const older = olderTools[resolution.flavour];
  const session = profile.get('sso_session');
  const isThere = session.value !== undefined && files.session(session.value) !== undefined;
  if (older === undefined || !isSet(session) || !isThere || isSet(profile.get('sso_start_url'))) return [];
  const { span } = session.evidence;
  const advice =
    resolution.flavour === 'go'
      ? `For those, write both keys into the profile too, as they are in [sso-session ${shownOf(session)}]: equal values are taken`
      : 'Use a newer release: today it refuses the two keys in the profile';
  return [
    {
      severity: 'info',
      message: older,
      span,
      advice,
      ...(span === undefined || resolution.flavour !== 'go' ? {} : { fix: edit(world, span) }),
    },
  ];
}
