import { command, piecesOfHint, type Hint } from '../../core/command.ts';
import { describeValidity } from '../../core/durations.ts';
import { IamxError } from '../../core/error.ts';
import { FileError, type Reserved } from '../../core/host.ts';
import { parseInstant } from '../../core/instant.ts';
import { readCacheFile, textField } from '../places/tool-caches.ts';
import type { SsoRecipe } from '../chain/recipe.ts';
import { describeTrouble, inTurn, oncePerRun, type Fields } from './renewal.ts';
import { failed, keys, textIn, type Retrieval, type Retrieved } from './retrieval.ts';

/** Keys of a permission set, for the portal's token in the flavour's cache. */
export async function retrieveSso(recipe: SsoRecipe, retrieval: Retrieval): Promise<Retrieved> {
  const { world, network, place } = retrieval;
  const file = await readCacheFile(world, recipe.tokenFile);
  const out = `not logged in to ${recipe.to}`;
  const login = loginOf(recipe);
  if (file.kind !== 'read') {
    const how = file.kind === 'missing' ? '' : ': the file of its token cannot be read';
    return failed('sso-token-missing', `${out}${how}`, login);
  }
  const token = await usableToken(recipe, file.fields, retrieval);
  if (token.kind === 'expired') {
    const expiredAt = endOf(file.fields);
    const why =
      token.because === undefined
        ? ''
        : `, and is not renewed since the new one could not be kept: ${token.because}`;
    const state = describeValidity(expiredAt, world.host.now());
    return failed('sso-token-expired', `${out}: the SSO token ${state}${why}`, login, {
      failure: { expiredAt },
    });
  }
  const { getSsoCredentials } = await import('../../aws/sso-credentials.ts');
  const { accessToken, expiresAt } = token;
  const at = await place('SSO', regionOf(recipe));
  const [accountId, roleName] = [textIn(recipe.accountId), textIn(recipe.roleName)];
  const given = await sayingWhere(recipe, () =>
    getSsoCredentials({ accountId, roleName, accessToken, expiresAt }, at, network),
  );
  return keys({ ...given, accountId });
}

const renewal = 'sso-oidc:CreateToken';

function loginOf({ login }: SsoRecipe): Hint {
  return login ?? ['Sign in: ', command`aws sso login`];
}

/** What AWS says of a token that it does not take, with the command that gets one for this very login. */
async function sayingWhere<T>(recipe: SsoRecipe, ask: () => Promise<T>): Promise<T> {
  try {
    return await ask();
  } catch (error) {
    if (!(error instanceof IamxError) || error.code !== 'aws-failed') throw error;
    const { code, message, failure = {} } = error;
    if (failure.awsCode !== 'UnauthorizedException' && failure.operation !== renewal) throw error;
    throw new IamxError(code, message, { hint: loginOf(recipe), failure, cause: error });
  }
}

function regionOf({ ssoRegion }: SsoRecipe): string | undefined {
  return ssoRegion.value === undefined ? undefined : textIn(ssoRegion);
}

/** A token without a readable time has expired. */
function endOf(fields: Fields): number {
  return parseInstant(textField(fields, 'expiresAt') ?? '') ?? 0;
}

type Token =
  | { readonly kind: 'good'; readonly accessToken: string; readonly expiresAt: string }
  /** `because`: why it was not renewed, where it could have been. */
  | { readonly kind: 'expired'; readonly because?: string };

function tokenIn(fields: Fields): Token & { readonly kind: 'good' } {
  const accessToken = textField(fields, 'accessToken') ?? '';
  return { kind: 'good', accessToken, expiresAt: new Date(endOf(fields)).toISOString() };
}

const renewals = oncePerRun<Token>();

/** The token of the file, or the one that took its place. */
async function usableToken(recipe: SsoRecipe, fields: Fields, retrieval: Retrieval): Promise<Token> {
  const { world, rules } = retrieval;
  const { host } = world;
  const left = endOf(fields) - host.now();
  if (left > Math.max(0, rules.renewSsoBefore)) return tokenIn(fields);
  const renewed: Token =
    recipe.session === undefined || registrationIn(fields) === undefined
      ? { kind: 'expired' }
      : await renewals(host, recipe.tokenFile, () => renew(recipe, left > 0, retrieval));
  return renewed.kind === 'expired' && left > 0 ? tokenIn(fields) : renewed;
}

async function renew(recipe: SsoRecipe, isStillGood: boolean, retrieval: Retrieval): Promise<Token> {
  try {
    const renewed = await inTurn(recipe.tokenFile, retrieval, (fields, reserved) =>
      renewWith(recipe, fields ?? new Map(), reserved, retrieval),
    );
    return renewed.kind === 'done' ? renewed.result : { kind: 'expired', because: renewed.because };
  } catch (error) {
    // As the SDKs do: a token that is still good is used for the rest of its time.
    if (isStillGood && error instanceof IamxError) return { kind: 'expired' };
    throw error;
  }
}

interface Registration {
  readonly clientId: string;
  readonly clientSecret: string;
  readonly refreshToken: string;
}

function registrationIn(fields: Fields): Registration | undefined {
  const clientId = textField(fields, 'clientId');
  const clientSecret = textField(fields, 'clientSecret');
  const refreshToken = textField(fields, 'refreshToken');
  if (clientId === undefined || clientSecret === undefined || refreshToken === undefined) return undefined;
  return { clientId, clientSecret, refreshToken };
}

/** What was asked for with a refresh token, which is spent then, whichever file it stands in. */
const spent = oncePerRun<Fields>();

/** With what stands in the file now: another run may have renewed it meanwhile. */
async function renewWith(
  recipe: SsoRecipe,
  fields: Fields,
  reserved: Reserved,
  retrieval: Retrieval,
): Promise<Token> {
  const { world, rules } = retrieval;
  if (endOf(fields) - world.host.now() > Math.max(0, rules.renewSsoBefore)) return tokenIn(fields);
  const registration = registrationIn(fields);
  if (registration === undefined) return { kind: 'expired' };
  const next = await spent(world.host, registration.refreshToken, () => ask(recipe, registration, retrieval));
  await keep(recipe, new Map([...fields, ...next]), reserved, retrieval);
  return tokenIn(next);
}

/** The fields of the file that are new. */
async function ask(
  recipe: SsoRecipe,
  registration: Registration,
  { world, network, place }: Retrieval,
): Promise<Fields> {
  const { host } = world;
  const { refreshSsoToken } = await import('../../aws/refresh-sso-token.ts');
  const at = await place('SSO_OIDC', regionOf(recipe));
  const { accessToken, refreshToken, expiresInSeconds } = await sayingWhere(recipe, () =>
    refreshSsoToken(registration, at, network),
  );
  host.secrets.addValue(accessToken);
  host.secrets.addValue(refreshToken);
  const end = new Date(host.now() + expiresInSeconds * 1000).toISOString();
  return new Map([
    ['accessToken', accessToken],
    ['expiresAt', end.replace(/\.\d+Z$/, 'Z')],
    ['refreshToken', refreshToken ?? registration.refreshToken],
  ]);
}

/** The old refresh token may be void now: whoever loses the new one has to sign in again, and is told. */
async function keep(
  recipe: SsoRecipe,
  fields: Fields,
  reserved: Reserved,
  { world, announce }: Retrieval,
): Promise<void> {
  try {
    await reserved.commit(`${JSON.stringify(Object.fromEntries(fields), null, 2)}\n`);
  } catch (error) {
    if (!(error instanceof FileError)) throw error;
    await announce({
      code: 'sent/token-not-kept',
      severity: 'warning',
      message: `the new SSO token could not be kept in ${world.show(recipe.tokenFile)}: ${describeTrouble(error)}`,
      hint: ['The old one is spent. Sign in again: ', ...piecesOfHint(loginOf(recipe))],
    });
  }
}
