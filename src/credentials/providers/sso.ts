import { command, given, hinted } from '../../core/command.ts';
import { sha1 } from '../../core/digest.ts';
import type { Evidence } from '../../core/evaluation.ts';
import { Raw } from '../../core/raw.ts';
import { printKey } from '../../printers/names.ts';
import { bareSession, nearSession } from '../places/meant-profile.ts';
import { isPortalThere } from '../places/portal-address.ts';
import { describeValidity } from '../../core/durations.ts';
import {
  fail,
  failOrPass,
  lacks,
  skip,
  type Attempt,
  type Context,
  type Problem,
  type Provider,
} from '../chain/provider.ts';
import { mapProblem } from '../chain/map-problem.ts';
import type { SsoRecipe } from '../chain/recipe.ts';
import { isSet, isSameValue, isWord, shownOf, type Setting } from '../places/settings.ts';
import { settingIn } from '../places/shared-file.ts';
import type { Section } from '../places/section.ts';
import { readSsoToken, type SsoTokenRules } from './sso-token.ts';
import { hasSlipOf } from '../places/meant-key.ts';
import { cacheKey, digestOf, readCachedRole } from '../places/tool-caches.ts';

/** Profiles of IAM Identity Center: https://docs.aws.amazon.com/sdkref/latest/guide/feature-sso-credentials.html */
export interface SsoRules {
  /** One of these keys makes it a profile for SSO. */
  readonly enteredBy: readonly string[];
  /** What counts as there: the key, even without a value, or a value. */
  readonly present: 'key' | 'value';
  /** A key that stands in the profile and in its `[sso-session]` with different values, or at all. */
  readonly inBoth: 'session-wins' | 'fail-if-different' | 'fail';
  /** The session gives its address only, account and role are the profile's; everything if not given. */
  readonly sessionHolds?: 'address';
  /** A wrong or incomplete configuration, by the keys that are missing. */
  readonly incomplete: 'fail' | 'pass' | ((missing: readonly string[]) => 'fail' | 'pass');
  /** With a session, account and role may be missing: the portal is asked without them. */
  readonly sessionAlone?: 'enough';
  /** The profile names an `[sso-session]` that is not there. */
  readonly missingSession: 'fail' | 'pass';
  readonly token: SsoTokenRules;
  /** A token that is missing or of no use. */
  readonly tokenProblem: 'fail' | 'pass';
  /** What an error of the portal does to the chain. */
  readonly refused: 'fail' | 'pass';
  /** Where role credentials are kept on disk. */
  readonly cache: 'cli' | 'none';
}

const sessionKeys = ['sso_start_url', 'sso_region'] as const;
const profileKeys = ['sso_account_id', 'sso_role_name'] as const;
type SsoKey = (typeof sessionKeys)[number] | (typeof profileKeys)[number];

export const sso: Provider<SsoRules> = {
  id: 'sso',
  title: 'IAM Identity Center (sso_*)',
  async attempt(context, rules) {
    const { profile, files } = context;
    const isThere = (setting: Setting) =>
      rules.present === 'key' ? setting.value !== undefined : isSet(setting);
    const entered = rules.enteredBy.filter((key) => isThere(profile.get(key)));
    if (entered.length === 0) {
      return lacks(context, rules.enteredBy.join(' or '));
    }
    const reference = profile.get('sso_session');
    const unnamed = mapProblem([reference]);
    if (unnamed !== undefined) return fail(unnamed);
    const usesSession = isThere(reference);
    const section = usesSession ? files.session(reference.value ?? '') : undefined;
    if (usesSession && section === undefined) {
      return failOrPass(rules.missingSession, missingSession(context, reference));
    }
    const conflict = section === undefined ? undefined : inconsistent(context, rules, section);
    if (conflict !== undefined) return failOrPass(whenIncomplete(rules, []), conflict);
    const values = new Map<SsoKey, Setting>();
    for (const key of profileKeys) {
      const shared = settingIn(rules.sessionHolds === 'address' ? undefined : section, key);
      values.set(key, shared.value === undefined ? profile.get(key) : shared);
    }
    for (const key of sessionKeys) values.set(key, usesSession ? settingIn(section, key) : profile.get(key));
    const isNeeded = (key: SsoKey) =>
      !usesSession || rules.sessionAlone !== 'enough' || sessionKeys.some((one) => one === key);
    const missing = [...values]
      .filter(([key, setting]) => isNeeded(key) && !isThere(setting))
      .map(([key]) => key);
    const evidence = [reference, ...values.values()]
      .filter(({ value }) => value !== undefined)
      .map((setting) => setting.evidence);
    if (missing.length > 0) {
      const sections = [profile.config, profile.credentials, section];
      const where = usesSession ? ` and [sso-session ${reference.evidence.value ?? ''}]` : '';
      return failOrPass(whenIncomplete(rules, missing), {
        code: 'sso-incomplete',
        because: `${profile.label}${where} ${usesSession ? 'lack' : 'lacks'} ${missing.join(', ')}`,
        evidence,
        // A slip in the name of the key is put right in its place.
        ...(missing.some((key) => sections.some((one) => hasSlipOf(one, key)))
          ? {}
          : isSet(profile.get('role_arn'))
            ? { hint: 'Take the keys of SSO out of this profile: they belong to the source of its role' }
            : hinted(command`aws configure sso --profile ${given(profile.shownName)}`)),
      });
    }
    // Behind a session's name its address is not asked for.
    const needed = [...values].filter(([key]) => !usesSession || key !== 'sso_start_url');
    const map = mapProblem(needed.map(([, setting]) => setting));
    if (map !== undefined) return fail(map);
    return withToken(context, rules, values, usesSession ? reference : undefined, evidence);
  },
};

function whenIncomplete({ incomplete }: SsoRules, missing: readonly string[]): 'fail' | 'pass' {
  return typeof incomplete === 'string' ? incomplete : incomplete(missing);
}

function missingSession({ profile, files }: Context, reference: Setting): Problem {
  const name = shownOf(reference);
  const names = [...files.config.sessions.keys()];
  const isMisplaced = [...files.credentials.profiles.keys()].some(
    (one) => reference.value?.map((session) => `sso-session ${session}`).is(one) === true,
  );
  const near = bareSession(reference.value, names) ?? nearSession(reference.value ?? '', names);
  return {
    code: 'sso-session-not-found',
    because: `${profile.label} has sso_session = ${name}, and there is no [sso-session ${name}] in the config file`,
    evidence: [reference.evidence],
    ...(isMisplaced
      ? { hint: `Move [sso-session ${name}] from the credentials file to the config file` }
      : near === undefined
        ? {}
        : { hint: `Did you mean \`${near}\`?` }),
  };
}

/** The first key that may not stand in both as it does: one of those that count, in botocore any of the session. */
function inconsistent({ profile }: Context, rules: SsoRules, section: Section): Problem | undefined {
  if (rules.inBoth === 'session-wins') return undefined;
  const isAddress = rules.inBoth === 'fail' || rules.sessionHolds === 'address';
  const keys = isAddress ? sessionKeys : [...section.entries.keys()];
  for (const key of keys) {
    const own = profile.get(key);
    const shared = settingIn(section, key);
    if (own.value === undefined || (rules.present === 'value' && isWord(own, ''))) continue;
    if (rules.inBoth === 'fail-if-different' && isSameValue(own, shared)) continue;
    const label = printKey(new Raw(key)) ?? `the key in line ${own.evidence.span?.line ?? 0}`;
    return {
      code: 'sso-inconsistent',
      because:
        rules.inBoth === 'fail'
          ? `${label} may only stand in the sso-session, not in the profile too`
          : `${label} differs between the profile and its sso-session`,
      evidence: [own.evidence, ...(shared.value === undefined ? [] : [shared.evidence])],
      hint: `Remove ${label} from the profile`,
    };
  }
  return undefined;
}

async function withToken(
  context: Context,
  rules: SsoRules,
  values: ReadonlyMap<SsoKey, Setting>,
  session: Setting | undefined,
  evidence: readonly Evidence[],
): Promise<Attempt> {
  const { world, flavour, profile } = context;
  const [startUrl, ssoRegion, accountId, roleName] = [
    values.get('sso_start_url'),
    values.get('sso_region'),
    values.get('sso_account_id'),
    values.get('sso_role_name'),
  ];
  if (
    startUrl === undefined ||
    ssoRegion === undefined ||
    accountId === undefined ||
    roleName === undefined
  ) {
    return skip('the profile lacks keys for SSO', evidence);
  }
  const folder = world.join(flavour.files.home(world), '.aws', 'sso', 'cache');
  const path = world.join(folder, `${digestOf(session?.value ?? startUrl.value, sha1)}.json`);
  // Where the address is none, signing in comes to nothing: `start-url-none` and `region-none` mend it.
  const login = !isPortalThere(startUrl.value, ssoRegion.value)
    ? undefined
    : session === undefined
      ? command`aws sso login --profile ${given(profile.shownName)}`
      : command`aws sso login --sso-session ${given(shownOf(session))}`;
  const to = describeLogin(session, startUrl);
  const recipe: SsoRecipe = {
    kind: 'sso',
    startUrl,
    ssoRegion,
    accountId,
    roleName,
    ...(session === undefined ? {} : { session }),
    tokenFile: path,
    to,
    ...(login === undefined ? {} : { login }),
  };
  const target = `${roleName.evidence.value ?? ''} in ${accountId.evidence.value ?? ''}`;
  const account = accountId.value?.fits(/^\d{12}$/) === true ? { accountId: shownOf(accountId) } : {};
  const cacheFile = cacheFileOf(context, rules, recipe);
  const cached = cacheFile === undefined ? undefined : await cachedRole(context, cacheFile);
  if (cached !== undefined) {
    return {
      outcome: 'win',
      because: `the CLI keeps credentials of ${target}`,
      evidence: [...evidence, cached.evidence],
      given: { ...account, ...cached.told, deferred: false, recipe },
    };
  }
  const token = await readSsoToken(world, { path, to, login, isLegacy: session === undefined }, rules.token);
  if (token.kind === 'problem') {
    const { evidence: found = [], ...problem } = token.problem;
    const all = { ...problem, evidence: [...evidence, ...found], recipe };
    return rules.tokenProblem === 'fail' ? fail(all) : failOrPass('pass', all);
  }
  return {
    outcome: 'win',
    because: `SSO gives ${target}: ${token.because}`,
    evidence: [...evidence, token.evidence],
    given: {
      ...account,
      deferred: true,
      recipe: {
        ...recipe,
        ...(token.renewal === undefined ? {} : { renewal: token.renewal }),
        ...(cacheFile === undefined ? {} : { cacheFile }),
      },
    },
    ifNotObtained: rules.refused,
  };
}

/** What the token is for, as a sentence names it. */
function describeLogin(session: Setting | undefined, startUrl: Setting | undefined): string {
  return session === undefined ? `SSO at ${shownOf(startUrl)}` : `SSO session \`${shownOf(session)}\``;
}

/** AWS CLI v2 keeps role credentials, but not those of a source profile : `awscli/customizations/sso`. */
function cacheFileOf(
  { world, flavour, visited }: Context,
  rules: SsoRules,
  recipe: SsoRecipe,
): string | undefined {
  if (rules.cache === 'none' || visited.length > 0) return undefined;
  const key = cacheKey(
    {
      accountId: recipe.accountId.value,
      roleName: recipe.roleName.value,
      ...(recipe.session === undefined
        ? { startUrl: recipe.startUrl.value }
        : { sessionName: recipe.session.value }),
    },
    'compact',
  );
  return world.join(flavour.files.home(world), '.aws', 'cli', 'cache', `${key}.json`);
}

async function cachedRole({ world }: Context, path: string) {
  const cached = await readCachedRole(world, path);
  if (cached.kind !== 'valid') return undefined;
  const value = describeValidity(cached.expiresAt, world.host.now());
  const evidence: Evidence = { kind: 'cache', name: world.show(path), value };
  return { told: cached.told, evidence };
}
