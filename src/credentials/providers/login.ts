import { command, given, hinted } from '../../core/command.ts';
import { sha256 } from '../../core/digest.ts';
import { Raw } from '../../core/raw.ts';
import { printAccount, printKeyId } from '../../printers/names.ts';
import { pathIn } from '../places/paths.ts';
import type { Evidence } from '../../core/evaluation.ts';
import { describeValidity } from '../../core/durations.ts';
import { parseInstant } from '../../core/instant.ts';
import {
  fail,
  failOrPass,
  lacks,
  type Attempt,
  type Context,
  type Problem,
  type Provider,
} from '../chain/provider.ts';
import { mapProblem } from '../chain/map-problem.ts';
import type { LoginRecipe, Renewal } from '../chain/recipe.ts';
import { inTheWay } from '../places/in-the-way.ts';
import { isSet } from '../places/settings.ts';
import {
  digestOf,
  inShort,
  objectField,
  readCacheFile,
  textField,
  type CacheFile,
} from '../places/tool-caches.ts';
import type { World } from '../places/world.ts';

/** Sessions of `aws login`: https://docs.aws.amazon.com/sdkref/latest/guide/feature-login-credentials.html */
export interface LoginRules {
  /** What counts as there: the key, even without a value, or a value. */
  readonly present: 'key' | 'value';
  /** How `AWS_LOGIN_CACHE_DIRECTORY` is read. */
  readonly expandFolder: (path: string, world: World, home: string) => string;
  /** A session in the cache that does not tell its account is of no use. */
  readonly needsAccountId: boolean;
  /** Credentials that end sooner are refreshed first. */
  readonly refreshBelowMs: number;
  /** How a refreshed session is kept; the JavaScript SDK stops where it cannot be, but for one that is still good. */
  readonly renewal: Renewal | 'in-place-while-good';
  /** What any failure does to the chain. */
  readonly problem: 'fail' | 'pass';
  /** What has to be installed beside the SDK. */
  readonly needs?: string;
}

const required = ['refreshToken', 'clientId', 'dpopKey'] as const;

export const login: Provider<LoginRules> = {
  id: 'login',
  title: 'Console session (aws login)',
  async attempt(context, rules) {
    const { profile, world } = context;
    const session = profile.get('login_session');
    const isThere = rules.present === 'key' ? session.value !== undefined : isSet(session);
    if (!isThere) return lacks(context, 'login_session');
    const map = mapProblem([session]);
    if (map !== undefined) return fail(map);
    const path = world.join(
      cacheFolder(context, rules),
      `${digestOf(
        session.value?.map((text) => text.trim()),
        sha256,
      )}.json`,
    );
    const recipe: LoginRecipe = { kind: 'login', loginSession: session, cacheFile: path };
    const cache = await readCacheFile(world, path);
    const attempt = await judge(context, rules, recipe, cache);
    if (rules.needs === undefined || attempt.outcome !== 'win') return attempt;
    const note = {
      code: 'login-dependency',
      severity: 'info',
      message: `login_session only works where ${rules.needs} is installed, which cannot be seen from here`,
    } as const;
    return { ...attempt, diagnostics: [note] };
  },
};

function cacheFolder({ world, env, flavour }: Context, rules: LoginRules): string {
  const folder = env('AWS_LOGIN_CACHE_DIRECTORY');
  const home = flavour.files.home(world);
  return folder.value === undefined
    ? world.join(home, '.aws', 'login', 'cache')
    : pathIn(folder, world, { expandPath: rules.expandFolder, home: () => home });
}

async function judge(
  { world, profile }: Context,
  rules: LoginRules,
  recipe: LoginRecipe,
  cache: CacheFile,
): Promise<Attempt> {
  const place = world.show(recipe.cacheFile);
  const shownPlace = inShort(place);
  const { evidence } = recipe.loginSession;
  const found = (value: string): readonly Evidence[] => [evidence, { kind: 'cache', name: place, value }];
  const again = command`aws login --profile ${given(profile.shownName)}`;
  const problem = async (code: string, said: string, value: string): Promise<Attempt> => {
    const way = await inTheWay(world, recipe.cacheFile);
    const whole: Problem = {
      code,
      because:
        way === undefined
          ? said
          : `${said}, and \`aws login\` cannot write one${way.because === '' ? ' there' : way.because}`,
      evidence: found(value),
      ...(way === undefined ? hinted(again) : { hint: `${way.advice}, and sign in then` }),
    };
    return rules.problem === 'fail' ? fail(whole) : failOrPass('pass', whole);
  };
  if (cache.kind === 'missing')
    return problem('login-token-missing', `no login session in ${shownPlace}`, 'missing');
  if (cache.kind === 'unreadable') {
    return problem('login-token-invalid', `the login session ${shownPlace} cannot be read`, 'unreadable');
  }
  const token = objectField(cache.fields, 'accessToken');
  const missing = [
    ...(token === undefined ? ['accessToken'] : []),
    ...required.filter((name) => textField(cache.fields, name) === undefined),
  ];
  const end = parseInstant(textField(token ?? new Map(), 'expiresAt') ?? '');
  const account = textField(token ?? new Map(), 'accountId');
  if (token !== undefined && rules.needsAccountId && account === undefined) missing.push('accountId');
  if (token !== undefined && end === undefined) missing.push('expiresAt');
  if (missing.length > 0 || end === undefined) {
    return problem('login-token-invalid', `${shownPlace} lacks ${missing.join(', ')}`, 'incomplete');
  }
  const now = world.host.now();
  const isFresh = end - now > rules.refreshBelowMs;
  const keyId = textField(token ?? new Map(), 'accessKeyId');
  return {
    outcome: 'win',
    because: `the login session of ${profile.label} ${isFresh ? 'is valid' : 'is refreshed first'}`,
    evidence: found(describeValidity(end, now)),
    given: {
      ...(account === undefined ? {} : { accountId: printAccount(new Raw(account)) }),
      ...(isFresh ? { expiresAt: end } : {}),
      ...(isFresh && keyId !== undefined ? { accessKeyId: printKeyId(new Raw(keyId)) } : {}),
      deferred: !isFresh,
      recipe: isFresh ? recipe : { ...recipe, renewal: renewalOf(rules, end > now) },
    },
    ifNotObtained: rules.problem,
  };
}

function renewalOf({ renewal }: LoginRules, isStillGood: boolean): Renewal {
  if (renewal !== 'in-place-while-good') return renewal;
  return { writes: 'in-place', ifNotKept: isStillGood ? 'goes-on' : 'stops' };
}
