import type { Evidence } from '../../core/evaluation.ts';
import type { FileErrorCode } from '../../core/host.ts';
import { describeValidity } from '../../core/durations.ts';
import { fail, failOrPass, skip, type Attempt, type Context, type Provider } from '../chain/provider.ts';
import { mapProblem } from '../chain/map-problem.ts';
import type { WebIdentityRecipe } from '../chain/recipe.ts';
import { isSet, isWord, shownOf, type Setting } from '../places/settings.ts';
import { stsClientProblem, type StsClientRules } from '../chain/sts-client-problem.ts';
import { cacheKey, readCachedRole } from '../places/tool-caches.ts';
import { tokenExpiry } from './token-expiry.ts';
import { roleOf } from './assume-role.ts';

/** Roles for the token of an identity provider: https://docs.aws.amazon.com/sdkref/latest/guide/feature-assume-role-credentials.html */
export interface WebIdentityRules {
  /** Where the values are looked for: the environment, the profile, or each in the environment and then the profile. */
  readonly from: 'env' | 'profile' | 'env-then-profile';
  /** A variable without a value: hides the profile's, or counts as not set. */
  readonly emptyVariable: 'hides' | 'unset';
  /** A token file or a role without a value: there all the same, or not; not if not given. */
  readonly emptyValue?: 'counts';
  /** A token file without a role. */
  readonly missingRole: 'fail' | 'pass' | 'skip';
  /** The token file cannot be read. */
  readonly missingFile: 'fail' | 'pass';
  /** A session name that the profile lacks is taken from the environment. */
  readonly sessionNameVariable: 'always' | 'with-env' | 'never';
  /** Region of the call: the profile's own first, or that of the run. */
  readonly region: 'profile' | 'run';
  readonly stsClient?: StsClientRules;
  /** Where sessions are kept on disk. */
  readonly cache: 'cli' | 'none';
  /** What an error of STS does to the chain. */
  readonly refused: 'fail' | 'pass';
}

const variables = {
  web_identity_token_file: 'AWS_WEB_IDENTITY_TOKEN_FILE',
  role_arn: 'AWS_ROLE_ARN',
  role_session_name: 'AWS_ROLE_SESSION_NAME',
} as const;
type Key = keyof typeof variables;

export const webIdentity: Provider<WebIdentityRules> = {
  id: 'web-identity',
  title: 'Web identity token (OIDC, EKS service account)',
  async attempt(context, rules) {
    const isThere = (setting: Setting) =>
      rules.emptyValue === 'counts' ? setting.value !== undefined : isSet(setting);
    const tokenFile = find(context, rules, 'web_identity_token_file');
    if (!isThere(tokenFile)) {
      const names = {
        env: 'AWS_WEB_IDENTITY_TOKEN_FILE',
        profile: `web_identity_token_file of ${context.profile.label}`,
        'env-then-profile': 'web_identity_token_file',
      };
      return skip(`${names[rules.from]} is ${isWord(tokenFile, '') ? 'empty' : 'not set'}`, [
        tokenFile.evidence,
      ]);
    }
    const role = find(context, rules, 'role_arn');
    const evidence = [tokenFile.evidence, role.evidence];
    if (!isThere(role)) {
      return failOrPass(rules.missingRole, {
        code: 'web-identity-without-role',
        because: `${tokenFile.evidence.name} is set, but no role: ${rules.from === 'profile' ? 'role_arn' : 'AWS_ROLE_ARN'} is not`,
        evidence,
        hint: 'Set AWS_ROLE_ARN, or role_arn in the profile, to the role that trusts this identity provider',
      });
    }
    return withToken(context, rules, tokenFile, role, evidence);
  },
};

/** A source profile never takes anything from the environment, a profile given as an option neither. */
function readsEnv({ choice, visited }: Context, rules: WebIdentityRules): boolean {
  if (rules.from === 'env') return true;
  return rules.from === 'env-then-profile' && !choice.isExplicit && visited.length === 0;
}

function find(context: Context, rules: WebIdentityRules, key: Key): Setting {
  const variable = context.env(variables[key]);
  const isThere =
    variable.value !== undefined && (!variable.value.isEmpty || rules.emptyVariable === 'hides');
  if (rules.from === 'env' || (readsEnv(context, rules) && isThere)) return variable;
  return context.profile.get(key);
}

async function withToken(
  context: Context,
  rules: WebIdentityRules,
  tokenFile: Setting,
  role: Setting,
  evidence: readonly Evidence[],
): Promise<Attempt> {
  const { world } = context;
  const sessionName = findSessionName(context, rules);
  const cacheFile = cacheFileOf(context, rules, role, sessionName);
  const ownRegion = context.profile.get('region');
  const recipe: WebIdentityRecipe = {
    kind: 'web-identity',
    roleArn: role,
    tokenFile,
    ...(sessionName === undefined ? {} : { sessionName }),
    ...(rules.region === 'profile' && isSet(ownRegion) ? { region: ownRegion } : {}),
    ...(cacheFile === undefined ? {} : { cacheFile }),
  };
  const seen = sessionName === undefined ? evidence : [...evidence, sessionName.evidence];
  const map = mapProblem([role, tokenFile, sessionName]);
  if (map !== undefined) return fail(map);
  const cached = cacheFile === undefined ? undefined : await readCachedRole(world, cacheFile);
  if (cacheFile !== undefined && cached?.kind === 'valid') {
    const value = describeValidity(cached.expiresAt, world.host.now());
    return {
      outcome: 'win',
      because: `the CLI keeps a session of the role ${role.evidence.value ?? ''}`,
      evidence: [...seen, { kind: 'cache', name: world.show(cacheFile), value }],
      given: { ...roleOf(role), ...cached.told, deferred: false, recipe },
    };
  }
  const token = await readToken(context, rules, recipe, seen);
  if ('outcome' in token) return token;
  const all = [...seen, token];
  const broken = await (rules.stsClient && stsClientProblem(context, rules.stsClient));
  if (broken !== undefined) return fail({ ...broken, recipe });
  return {
    outcome: 'win',
    because: `a token in ${shownOf(tokenFile)} assumes the role ${role.evidence.value ?? ''}`,
    evidence: all,
    given: { ...roleOf(role), deferred: true, recipe },
    ifNotObtained: rules.refused,
  };
}

/** The token's file with its age, or what the chain does without it. */
async function readToken(
  { world }: Context,
  rules: WebIdentityRules,
  recipe: WebIdentityRecipe,
  evidence: readonly Evidence[],
): Promise<Evidence | Attempt> {
  const path = recipe.tokenFile.value ?? '';
  const name = world.show(path);
  const file = await world.read(path);
  if (file.kind === 'failed') {
    return failOrPass(rules.missingFile, {
      code: 'web-identity-token-file',
      ...notRead(recipe.tokenFile, name, fileTroubles[file.code] ?? 'cannot be read'),
      evidence,
      recipe,
    });
  }
  if (file.text.trim() === '') {
    return failOrPass(rules.refused, {
      code: 'web-identity-token-empty',
      because: `the token file ${name} is empty`,
      evidence: [...evidence, { kind: 'file', name, value: 'empty' }],
      recipe,
    });
  }
  world.host.secrets.addValue(file.text);
  const end = tokenExpiry(file.text);
  const state = end === undefined ? 'not shown' : describeValidity(end, world.host.now());
  return { kind: 'file', name, value: `token, ${state}` };
}

function notRead(
  { value, evidence }: Setting,
  shown: string,
  trouble: string,
): { readonly because: string; readonly hint: string } {
  if (value?.fits(jsonWebToken) === true) {
    return {
      because: `${evidence.name} holds a token itself, and no path to one`,
      hint: 'Write the token into a file, and name that file',
    };
  }
  return {
    because: `the token file ${shown} ${trouble}, and ${evidence.name} names it`,
    hint: 'Check the path, and that this process may read the mounted token',
  };
}

/** Header, claims and signature: https://www.rfc-editor.org/rfc/rfc7519#section-3.1 */
const jsonWebToken = /^["']?eyJ[\w-]+\.[\w-]+\.[\w-]*/;

const fileTroubles: Readonly<Partial<Record<FileErrorCode, string>>> = {
  missing: 'does not exist',
  directory: 'is a folder',
};

function findSessionName(context: Context, rules: WebIdentityRules): Setting | undefined {
  const fromProfile = rules.from === 'env' ? undefined : context.profile.get('role_session_name');
  const variable = context.env(variables.role_session_name);
  const found =
    rules.sessionNameVariable === 'with-env'
      ? find(context, rules, 'role_session_name')
      : rules.sessionNameVariable === 'always'
        ? fromProfile !== undefined && isSet(fromProfile)
          ? fromProfile
          : variable
        : fromProfile;
  return found !== undefined && isSet(found) ? found : undefined;
}

/** The sources inside a chain of roles are kept in memory only: `awscli/customizations/assumerole.py`. */
function cacheFileOf(
  { world, flavour, visited }: Context,
  rules: WebIdentityRules,
  role: Setting,
  sessionName: Setting | undefined,
): string | undefined {
  if (rules.cache === 'none' || visited.length > 0) return undefined;
  const key = cacheKey({ RoleArn: role.value, RoleSessionName: sessionName?.value }, 'python');
  return world.join(flavour.files.home(world), '.aws', 'cli', 'cache', `${key}.json`);
}
