import type { Raw } from '../../../core/raw.ts';
import { command, given, hinted, word } from '../../../core/command.ts';
import type { Check } from '../flavour.ts';
import { meantProfile } from '../../places/meant-profile.ts';
import type { ProfileView, SharedFiles } from '../../places/profiles.ts';
import type { Problem } from '../provider.ts';
import { isSet, shownOf, type Setting } from '../../places/settings.ts';
import { listedNames, refusedValue, toDiagnostic, type ValueRule } from './value-rules.ts';

/**
 * A profile with what it reaches through `source_profile`, as a program loads it before it looks for credentials
 * (aws-sdk-go-v2 `config/shared_config.go`, `setFromIniSections`).
 */
export interface LoadedProfile {
  readonly view: ProfileView;
  /** Met for the second time: its role counts only once, its credentials still do. */
  readonly isAgain: boolean;
  /** Gives the credentials in place of all styles of the profile itself. */
  readonly source?: LoadedProfile;
}

export type Loaded =
  | { readonly kind: 'loaded'; readonly profile: LoadedProfile }
  | { readonly kind: 'missing'; readonly name: string }
  | { readonly kind: 'failed'; readonly problem: Problem };

/** Of these, a profile may have one. Static and SSO keys are not in the list: they may stand beside any. */
const styles = [
  'source_profile',
  'credential_source',
  'credential_process',
  'web_identity_token_file',
] as const;

const needRole = ['source_profile', 'credential_source', 'web_identity_token_file'] as const;

/** Any of these makes a profile one of SSO. */
export const ssoKeys = [
  'sso_session',
  'sso_account_id',
  'sso_region',
  'sso_role_name',
  'sso_start_url',
] as const;

/** Loads the profile of that name, or says what is wrong in it or in what it reaches; nothing else is looked at. */
export function loadProfile(files: SharedFiles, name: string, values: readonly ValueRule[] = []): Loaded {
  return load(files, name, values, new Set());
}

function load(
  files: SharedFiles,
  named: string | Raw,
  values: readonly ValueRule[],
  seen: Set<string>,
): Loaded {
  const view = files.profile(named);
  const { name } = view;
  if (!view.exists) return { kind: 'missing', name };
  const isAgain = seen.has(name);
  const own = halfPair(view) ?? refusedValue(values, view.get) ?? (isAgain ? undefined : missingRole(view));
  if (own !== undefined) return failed(own);
  // Below the top, own keys end the way: what else the profile holds is not even checked.
  if (seen.size > 0 && hasKeys(view)) return { kind: 'loaded', profile: { view, isAgain } };
  seen.add(name);
  if (seen.size > mostProfiles) return failed(tooLong(view));
  const collision = collidingStyles(view, isAgain);
  if (collision !== undefined) return failed(collision);
  const source = isAgain ? undefined : view.get('source_profile');
  if (source === undefined || !isSet(source)) {
    const session = missingSession(files, view);
    return session === undefined ? { kind: 'loaded', profile: { view, isAgain } } : failed(session);
  }
  const loaded = load(files, source.value ?? '', values, seen);
  if (loaded.kind === 'failed') return loaded;
  if (loaded.kind === 'missing') return failed(missingSource(files, view, source));
  if (!hasCredentials(loaded.profile)) return failed(emptySource(view, source));
  const session = missingSession(files, view);
  if (session !== undefined) return failed(session);
  return { kind: 'loaded', profile: { view, isAgain, source: loaded.profile } };
}

/** No file of a person has so many; it only keeps the way from being endless. */
const mostProfiles = 1000;

function tooLong(view: ProfileView): Problem {
  return {
    code: 'source-profiles-not-followed',
    because: `${view.label} is reached through more than ${mostProfiles} source profiles, which are not followed here: tools may`,
    evidence: [view.get('source_profile').evidence],
  };
}

function failed(problem: Problem): Loaded {
  return { kind: 'failed', problem };
}

/**
 * Exactly one half of a key pair. The credentials section's verdict stands in place of the config section's: a half
 * pair in the config file is forgiven where the other file has the profile too.
 */
function halfPair({ label, config, credentials, getFrom }: ProfileView): Problem | undefined {
  const section = credentials ?? config;
  if (section === undefined) return undefined;
  const { entries, source, role } = section;
  const has = (key: string) => entries.has(key);
  if (has('aws_access_key_id') === has('aws_secret_access_key')) return undefined;
  const [there, missing] = has('aws_access_key_id')
    ? ['aws_access_key_id', 'aws_secret_access_key']
    : ['aws_secret_access_key', 'aws_access_key_id'];
  return {
    code: 'partial-credentials',
    because: `${label} has ${there} but no ${missing}`,
    evidence: [getFrom(role, there).evidence],
    hint: `Add ${missing} to the same section of ${source.file}, or remove ${there}`,
  };
}

export function hasKeys(view: ProfileView): boolean {
  return isSet(view.get('aws_access_key_id')) && isSet(view.get('aws_secret_access_key'));
}

export function hasSso(view: ProfileView): boolean {
  return ssoKeys.some((key) => isSet(view.get(key)));
}

function missingRole(view: ProfileView): Problem | undefined {
  if (isSet(view.get('role_arn'))) return undefined;
  const key = needRole.find((one) => isSet(view.get(one)));
  if (key === undefined) return undefined;
  const { evidence } = view.get(key);
  return {
    code: 'role-arn-missing',
    because: `${view.label} has ${key} but no role_arn`,
    evidence: [evidence],
    hint: `Add role_arn to the profile, or remove ${key}`,
  };
}

function collidingStyles(view: ProfileView, isAgain: boolean): Problem | undefined {
  const set = styles
    .filter((key) => !(isAgain && key === 'source_profile'))
    .map((key) => ({ key, setting: view.get(key) }))
    .filter(({ setting }) => isSet(setting));
  if (set.length < 2) return undefined;
  const keys = set.map(({ key }) => key);
  return {
    code: 'conflicting-credential-styles',
    because: `${view.label} has ${keys.join(' and ')}: a profile may have only one of them`,
    evidence: set.map(({ setting }) => setting.evidence),
    hint: `Keep one of ${keys.join(', ')}`,
  };
}

function missingSource(files: SharedFiles, view: ProfileView, { value, evidence }: Setting): Problem {
  const meant = value === undefined ? undefined : meantProfile(files.profile(value).name, files);
  const says = meant === undefined ? undefined : `Did you mean \`${files.profile(meant).shownName}\`? `;
  const isInConfig = evidence.span !== undefined && evidence.span.file === view.config?.source.file;
  return {
    code: 'source-profile-not-found',
    because: `${view.label} has source_profile = ${evidence.value ?? ''}, and there is no such profile`,
    evidence: [evidence],
    ...hinted(says, meant === undefined || !isInConfig ? undefined : nameSource(view, meant)),
  };
}

function nameSource(view: ProfileView, source: string) {
  const name = given(view.shownName);
  const option = view.name === 'default' ? [] : name && [word`--profile`, name];
  return option && command`aws configure set source_profile ${given(source)} ${option}`;
}

function emptySource(view: ProfileView, { evidence }: Setting): Problem {
  return {
    code: 'source-without-credentials',
    because: `${view.label} has source_profile = ${evidence.value ?? ''}, and that profile has no credentials`,
    evidence: [evidence],
    hint: `Add keys or another source of credentials to that profile; role_arn alone is none`,
  };
}

/** `role_arn` alone does not count. */
function hasCredentials({ view, isAgain, source }: LoadedProfile): boolean {
  const is = (key: string) => isSet(view.get(key));
  return (
    source !== undefined ||
    styles.some((key) => !(isAgain && key === 'source_profile') && is(key)) ||
    hasSso(view) ||
    hasKeys(view)
  );
}

function missingSession(files: SharedFiles, view: ProfileView): Problem | undefined {
  const setting = view.get('sso_session');
  const name = setting.value?.map((text) => text.trim());
  if (!isSet(setting) || name === undefined || files.session(name) !== undefined) return undefined;
  return {
    code: 'sso-session-not-found',
    because: `${view.label} has sso_session = ${setting.evidence.value ?? ''}, and there is no such section`,
    evidence: [setting.evidence],
    hint: `Add [sso-session ${shownOf(setting)}] to ${files.config.ini?.source.file ?? 'the config file'}`,
  };
}

/** The chosen profile and what it reaches are loaded first, whatever the credentials come from. */
export function linkedProfiles(values: readonly ValueRule[]): Check {
  return {
    says: `what is wrong in the profile or in one that it reaches: half a pair, a source that is missing or empty, a missing \`role_arn\` or \`[sso-session …]\`, two styles at once, a bad value of ${listedNames(values)}`,
    find: ({ files, choice }) => {
      const loaded = loadProfile(files, choice.name, values);
      return loaded.kind === 'failed' ? toDiagnostic(loaded.problem) : undefined;
    },
  };
}
