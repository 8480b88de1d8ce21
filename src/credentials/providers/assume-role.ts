import { command, given, hinted, unsetVariables, type Hint } from '../../core/command.ts';
import type { Evidence, Step } from '../../core/evaluation.ts';
import { describeValidity } from '../../core/durations.ts';
import {
  fail,
  failOrPass,
  skip,
  type Attempt,
  type Context,
  type Link,
  type Problem,
  type Provider,
} from '../chain/provider.ts';
import { mapProblem, signedWith } from '../chain/map-problem.ts';
import type { AssumeRoleRecipe, Recipe } from '../chain/recipe.ts';
import { isSet, isWord, numberIn, shownOf, type Setting } from '../places/settings.ts';
import { meantProfile } from '../places/meant-profile.ts';
import { meantSource } from '../places/near-rule.ts';
import { Raw } from '../../core/raw.ts';
import { printName } from '../../printers/names.ts';
import { sourceContext, tryLinks } from '../chain/source.ts';
import { stsClientProblem, type StsClientRules } from '../chain/sts-client-problem.ts';
import { cacheKey, readCachedRole } from '../places/tool-caches.ts';

/** Profiles with `role_arn`. What is in the SDKs is named with each flavour's table. */
export interface AssumeRoleRules {
  /** What counts as there: the key, even without a value, or a value. */
  readonly present: 'key' | 'value';
  /** Why the profile is none whose role this provider assumes; undefined where it is one. */
  readonly declines: (profile: RoleProfile) => string | undefined;
  /** What a wrong configuration does to the chain, that of a source included. */
  readonly problem: 'fail' | 'pass';
  /** Problems that pass although others stop the chain, by their codes. */
  readonly passing?: readonly string[];
  /** What is looked at in the profile itself for the keys of the call; undefined where it names its source. */
  readonly ownLinks?: (profile: RoleProfile) => readonly Link[] | undefined;
  /** Whether `source` may not follow on `path`: the names of the profiles so far, this one last. */
  readonly isCycle: (path: readonly string[], source: RoleProfile, name: string) => boolean;
  /** What is looked at in a source profile, itself included where it may assume a role. */
  readonly sourceLinks: (source: RoleProfile) => readonly Link[];
  /** What each value of `credential_source` that is known stands for. */
  readonly credentialSources: ReadonlyMap<string, Link>;
  /** How `credential_source` is compared. */
  readonly credentialSourceCase: 'exact' | 'any';
  /** A source profile with `credential_source` and no `role_arn`: its credentials are used as they are. */
  readonly sourceWithoutRole: 'used' | 'declined';
  /** `mfa_serial`: the tool asks on the terminal, the program lacks a callback, or the key is not read. */
  readonly mfa: 'prompt' | 'fail' | 'ignored';
  /** What is sent as the duration of the session. */
  readonly duration: (setting: Setting) => Setting | undefined;
  /** Region of the call: the role profile's own first, or that of the run. */
  readonly region: 'profile' | 'run';
  readonly stsClient?: StsClientRules;
  /** Where sessions are kept on disk. */
  readonly cache: 'cli' | 'none';
}

/** What the rules may know about a profile. */
export interface RoleProfile {
  readonly has: (key: string) => boolean;
  readonly isSource: boolean;
  /** It stands on the way to itself. */
  readonly isAgain: boolean;
}

/** No file of a person has so many; it only keeps the way from being endless. */
const mostHops = 200;

export const assumeRole: Provider<AssumeRoleRules> = {
  id: 'assume-role',
  title: 'Assume a role (role_arn)',
  async attempt(context, rules) {
    const { profile } = context;
    const own = roleProfile(context, rules);
    if (!profile.exists) return skip(`profile ${profile.label} does not exist`);
    if (own.isSource && rules.sourceWithoutRole === 'used' && isBareSource(own)) {
      return fromCredentialSource(context, rules);
    }
    const why = rules.declines(own);
    if (why !== undefined) return skip(`${profile.label} ${why}`, profile.headers);
    return assume(context, rules);
  },
};

function isBareSource({ has }: RoleProfile): boolean {
  return !has('role_arn') && has('credential_source');
}

function roleProfile({ profile, visited }: Context, { present }: AssumeRoleRules): RoleProfile {
  return {
    has: (key) => {
      const setting = profile.get(key);
      return present === 'key' ? setting.value !== undefined : isSet(setting);
    },
    isSource: visited.length > 0,
    isAgain: visited.includes(profile.name),
  };
}

async function assume(context: Context, rules: AssumeRoleRules): Promise<Attempt> {
  const { profile } = context;
  const { has } = roleProfile(context, rules);
  const keys = ['role_arn', 'source_profile', 'credential_source', ...requestKeys].filter(has);
  const settings = keys.map(profile.get);
  const evidence = settings.map((setting) => setting.evidence);
  const wrong = mapProblem(settings) ?? wrongSource(context, rules);
  const needsCode = has('mfa_serial') && rules.mfa === 'fail';
  // A source that is not there passes where it is found out: behind the question for the code.
  const isLate = wrong?.code === 'source-profile-not-found' && rules.problem === 'pass';
  if (needsCode && (wrong === undefined || isLate)) {
    return fail({
      code: 'mfa-required',
      because: `${profile.label} needs an MFA code, and the SDK has no way to ask for one unless the program gives a callback`,
      evidence,
      hint: 'The AWS CLI asks on the terminal; a program has to give its SDK a callback for the code',
    });
  }
  if (wrong !== undefined) {
    const passes = rules.passing?.includes(wrong.code) === true;
    return failOrPass(passes ? 'pass' : rules.problem, { evidence, ...wrong });
  }
  const source = await resolveSource(context, rules);
  const cached = await fromCache(context, rules, source, evidence);
  if (cached !== undefined) return cached;
  const { attempt, steps } = source;
  if (attempt?.outcome !== 'win') return withoutSource(context, rules, source, evidence);
  const recipe = recipeOf(context, rules, attempt.given.recipe);
  if (hasEmptyKeyId(attempt.given.recipe)) {
    return fail({
      code: 'empty-keys',
      because: `${profile.label} assumes its role with a key id that is empty`,
      evidence: [...evidence, ...attempt.evidence],
      steps,
      recipe,
    });
  }
  const broken =
    mapProblem(signedWith(attempt.given.recipe)) ??
    (await (rules.stsClient && stsClientProblem(context, rules.stsClient)));
  if (broken !== undefined) return fail({ ...broken, steps, recipe });
  const role = profile.get('role_arn');
  return {
    outcome: 'win',
    because: `${profile.label} assumes the role ${role.evidence.value ?? ''}`,
    evidence,
    steps,
    ...(attempt.diagnostics === undefined ? {} : { diagnostics: attempt.diagnostics }),
    given: { ...roleOf(role), deferred: true, recipe },
    ifNotObtained: attempt.ifNotObtained === 'pass' ? 'pass' : 'fail',
  };
}

/** A key id without a value is taken by some flavours, and by STS from none. */
function hasEmptyKeyId(recipe: Recipe): boolean {
  return recipe.kind === 'static' && !isSet(recipe.accessKeyId);
}

const requestKeys = ['role_session_name', 'external_id', 'mfa_serial', 'duration_seconds'] as const;

/** What is wrong with the source that the profile names, before anything is looked up in it. */
function wrongSource(context: Context, rules: AssumeRoleRules): Problem | undefined {
  const { profile, visited, files } = context;
  const own = roleProfile(context, rules);
  const { has } = own;
  if (rules.ownLinks?.(own) !== undefined) return undefined;
  const { label } = profile;
  if (has('source_profile') && has('credential_source')) {
    return {
      code: 'two-role-sources',
      because: `${label} has both source_profile and credential_source`,
      hint: 'Remove one of the two',
    };
  }
  if (has('credential_source')) {
    const setting = profile.get('credential_source');
    if (findSource(setting, rules) !== undefined) return undefined;
    const names = [...rules.credentialSources.keys()];
    return {
      code: 'unknown-credential-source',
      because: `${label} has credential_source = ${setting.evidence.value ?? ''}, which is none of ${names.join(', ')}`,
      evidence: [setting.evidence],
      ...instead(context, setting, 'credential_source', meantSource(setting.value, names)),
    };
  }
  if (!has('source_profile')) {
    return {
      code: 'no-role-source',
      because: `${label} has role_arn but neither source_profile nor credential_source`,
      hint: `Add source_profile = NAME to ${label}`,
    };
  }
  const setting = profile.get('source_profile');
  const source = files.profile(setting.value ?? '');
  const { name } = source;
  if (!source.exists) {
    return {
      code: 'source-profile-not-found',
      because: `${label} has source_profile = ${setting.evidence.value ?? ''}, and there is no such profile`,
      evidence: [setting.evidence],
      ...instead(context, setting, 'source_profile', meantProfile(name, files)),
    };
  }
  const path = [...visited, profile.name];
  const next = roleProfile(sourceContext(context, name), rules);
  if (!rules.isCycle(path, next, name)) return path.length < mostHops ? undefined : tooLong(context, setting);
  return {
    code: 'source-profile-cycle',
    because:
      name === profile.name
        ? `${label} names itself as its source and has no keys`
        : `the source profiles go in a circle: ${[...path, name].map((one) => files.profile(one).shownName).join(' -> ')}`,
    evidence: [setting.evidence],
  };
}

/** Our own limit, and not the tool's. */
function tooLong({ profile, visited, files }: Context, { evidence }: Setting): Problem {
  const [first = profile.name] = visited;
  return {
    code: 'source-profiles-not-followed',
    because: `${files.profile(first).label} has more than ${mostHops} source profiles, which are not followed here: tools may`,
    evidence: [evidence],
  };
}

/** The word that was meant, and the command that writes it: it writes into the config file alone. */
function instead(
  { profile }: Context,
  { evidence }: Setting,
  key: 'source_profile' | 'credential_source',
  meant: string | undefined,
): { readonly hint?: Hint } {
  if (meant === undefined) return {};
  const says = `Did you mean \`${printName(new Raw(meant))}\`?`;
  const isInConfig = evidence.span !== undefined && evidence.span.file === profile.config?.source.file;
  const write = command`aws configure set ${given(key)} ${given(printName(new Raw(meant)))} --profile ${given(profile.shownName)}`;
  return { hint: isInConfig && write !== undefined ? [`${says} `, write] : says };
}

function findSource({ value }: Setting, rules: AssumeRoleRules): Link | undefined {
  const isIt = (name: string) =>
    value?.is(name) === true || (rules.credentialSourceCase === 'any' && value?.isInAnyCase(name) === true);
  return [...rules.credentialSources].find(([name]) => isIt(name))?.[1];
}

interface Source {
  readonly attempt: Attempt | undefined;
  readonly steps: readonly Step[];
}

async function resolveSource(context: Context, rules: AssumeRoleRules): Promise<Source> {
  const { profile } = context;
  const role = roleProfile(context, rules);
  const own = rules.ownLinks?.(role);
  if (own !== undefined) {
    const { attempt, steps } = await tryLinks(own, context);
    return { attempt, steps: [sourceStep(`credentials of ${profile.label}`, attempt, steps)] };
  }
  if (role.has('credential_source')) {
    const setting = profile.get('credential_source');
    const found = findSource(setting, rules);
    const attempt = await found?.attempt(context);
    return { attempt, steps: [sourceStep(`credential_source ${setting.evidence.value ?? ''}`, attempt, [])] };
  }
  const named = profile.get('source_profile');
  const inside = sourceContext(context, named.value ?? '');
  const { attempt, steps } = await tryLinks(rules.sourceLinks(roleProfile(inside, rules)), inside);
  return { attempt, steps: [sourceStep(`source_profile ${shownOf(named)}`, attempt, steps)] };
}

function sourceStep(title: string, attempt: Attempt | undefined, steps: readonly Step[]): Step {
  const inner = steps.length > 0 ? { steps } : {};
  return {
    id: 'source',
    title,
    outcome: attempt?.outcome ?? 'pass',
    because: attempt?.because ?? 'no credentials there',
    evidence: attempt?.evidence ?? [],
    ...inner,
  };
}

function withoutSource(
  context: Context,
  rules: AssumeRoleRules,
  { attempt, steps }: Source,
  evidence: readonly Evidence[],
): Attempt {
  if (attempt?.outcome === 'fail') {
    const { recipe, ...rest } = attempt;
    return { ...rest, steps, ...(recipe === undefined ? {} : { recipe: recipeOf(context, rules, recipe) }) };
  }
  const from = steps[0]?.title ?? 'its source';
  const isSelf = isWord(context.profile.get('source_profile'), context.profile.name);
  const code = isSelf ? 'self-without-credentials' : 'source-without-credentials';
  const passes = rules.passing?.includes(code) === true;
  return failOrPass(passes ? 'pass' : rules.problem, {
    code,
    because: `${context.profile.label} needs credentials of ${from}, which has none: ${attempt?.because ?? 'nothing usable in it'}`,
    evidence,
    steps,
    ...hintForSwitch(attempt?.evidence ?? []),
  });
}

/** The profile asks the instance, and a variable forbids it. */
function hintForSwitch(evidence: readonly Evidence[]): { readonly hint?: Hint } {
  const off = evidence.find(({ kind, name }) => kind === 'env' && name === 'AWS_EC2_METADATA_DISABLED');
  return off === undefined ? {} : hinted(unsetVariables([off.name]));
}

async function fromCredentialSource(context: Context, rules: AssumeRoleRules): Promise<Attempt> {
  const found = findSource(context.profile.get('credential_source'), rules);
  const evidence = [context.profile.get('credential_source').evidence];
  if (found === undefined) {
    const wrong = wrongSource(context, rules);
    if (wrong !== undefined) return failOrPass(rules.problem, { evidence, ...wrong });
    return skip('credential_source names nothing known', evidence);
  }
  const source = await resolveSource(context, rules);
  return source.attempt?.outcome === 'win' ? source.attempt : withoutSource(context, rules, source, evidence);
}

/** A session that the CLI keeps is used whatever became of its source: only a wrong configuration shows before. */
async function fromCache(
  context: Context,
  rules: AssumeRoleRules,
  { attempt, steps }: Source,
  evidence: readonly Evidence[],
): Promise<Attempt | undefined> {
  const { world, profile } = context;
  const path = roleCacheFile(context, rules);
  const source =
    attempt?.outcome === 'win'
      ? attempt.given.recipe
      : attempt?.outcome === 'fail'
        ? attempt.recipe
        : undefined;
  if (path === undefined || source === undefined) return undefined;
  const cached = await readCachedRole(world, path);
  if (cached.kind !== 'valid') return undefined;
  const role = profile.get('role_arn');
  return {
    outcome: 'win',
    because: `the CLI keeps a session of the role ${role.evidence.value ?? ''}, whatever its source is now`,
    evidence: [...evidence, cacheEvidence(context, path, cached.expiresAt)],
    steps,
    given: { ...roleOf(role), ...cached.told, deferred: false, recipe: recipeOf(context, rules, source) },
  };
}

function cacheEvidence({ world }: Context, path: string, expiresAt: number): Evidence {
  return { kind: 'cache', name: world.show(path), value: describeValidity(expiresAt, world.host.now()) };
}

function roleCacheFile(context: Context, rules: AssumeRoleRules): string | undefined {
  if (rules.cache === 'none') return undefined;
  const { profile, world, flavour } = context;
  const duration = rules.duration(profile.get('duration_seconds'));
  const key = cacheKey(
    {
      RoleArn: profile.get('role_arn').value,
      ExternalId: profile.get('external_id').value,
      SerialNumber: profile.get('mfa_serial').value,
      DurationSeconds: numberIn(duration),
      RoleSessionName: profile.get('role_session_name').value,
    },
    'python',
  );
  return world.join(flavour.files.home(world), '.aws', 'cli', 'cache', `${key}.json`);
}

function recipeOf(context: Context, rules: AssumeRoleRules, source: Recipe): AssumeRoleRecipe {
  const { profile } = context;
  const cacheFile = roleCacheFile(context, rules);
  const sessionName = profile.get('role_session_name');
  const externalId = profile.get('external_id');
  const mfaSerial = profile.get('mfa_serial');
  const durationSeconds = rules.duration(profile.get('duration_seconds'));
  // The client that the first role made is used for those below it, too (@aws-sdk/credential-provider-ini 3.973.30).
  const [first] = context.visited;
  const region = (first === undefined ? profile : context.files.profile(first)).get('region');
  return {
    kind: 'assume-role',
    source,
    roleArn: profile.get('role_arn'),
    ...(isSet(sessionName) ? { sessionName } : {}),
    ...(isSet(externalId) ? { externalId } : {}),
    ...(isSet(mfaSerial) && rules.mfa !== 'ignored' ? { mfaSerial } : {}),
    ...(durationSeconds === undefined ? {} : { durationSeconds }),
    ...(rules.region === 'profile' && isSet(region) ? { region } : {}),
    ...(cacheFile === undefined ? {} : { cacheFile }),
  };
}

/** The role and its account, as far as its ARN tells. */
export function roleOf(role: Setting): { readonly roleArn?: string; readonly accountId?: string } {
  const shown = shownOf(role);
  const account = /^arn:[\w-]+:iam::(\d{12}):role\/./.exec(shown)?.[1];
  return {
    ...(shown.startsWith('arn:') ? { roleArn: shown } : {}),
    ...(account === undefined ? {} : { accountId: account }),
  };
}
