import { FileError } from '../../core/host.ts';
import { IamxError } from '../../core/error.ts';
import { parseInstant } from '../../core/instant.ts';
import type { LoginRecipe, SsoRecipe } from '../chain/recipe.ts';
import { failed, keys, textIn, type Retrieval, type Retrieved } from './retrieval.ts';
import { objectField, readCacheFile, textField } from '../places/tool-caches.ts';

type Fields = ReadonlyMap<string, unknown>;

const signInAgain = 'Sign in again: aws sso login';

/** Keys of a permission set, for the portal's token in the flavour's cache. */
export async function retrieveSso(recipe: SsoRecipe, retrieval: Retrieval): Promise<Retrieved> {
  const { world, network, place } = retrieval;
  const file = await readCacheFile(world, recipe.tokenFile);
  const shownPath = world.show(recipe.tokenFile);
  if (file.kind !== 'read') {
    const how =
      file.kind === 'missing' ? 'there is no token of the access portal' : 'the token cannot be read';
    return failed('sso-token', `${how}: ${shownPath}`, 'Sign in: aws sso login');
  }
  const token = await usableToken(recipe, file.fields, retrieval);
  if (token === undefined) {
    const failure = { expiredAt: endOf(file.fields) };
    return failed('sso-token-expired', `the SSO token has expired: ${shownPath}`, signInAgain, { failure });
  }
  const { getSsoCredentials } = await import('../../aws/sso-credentials.ts');
  const given = await getSsoCredentials(
    { accountId: textIn(recipe.accountId), roleName: textIn(recipe.roleName), ...token },
    await place('SSO', regionOf(recipe)),
    network,
  );
  return keys({ ...given, accountId: textIn(recipe.accountId) });
}

function regionOf({ ssoRegion }: SsoRecipe): string | undefined {
  return ssoRegion.value === undefined ? undefined : textIn(ssoRegion);
}

/** A token without a readable time has expired. */
function endOf(fields: Fields): number {
  return parseInstant(textField(fields, 'expiresAt') ?? '') ?? 0;
}

interface Token {
  readonly accessToken: string;
  readonly expiresAt: string;
}

/** The token of the file, or the one that took its place; undefined where it has expired and stays so. */
async function usableToken(
  recipe: SsoRecipe,
  fields: Fields,
  retrieval: Retrieval,
): Promise<Token | undefined> {
  const { world, rules } = retrieval;
  const accessToken = textField(fields, 'accessToken') ?? '';
  const end = endOf(fields);
  const left = end - world.host.now();
  const old = { accessToken, expiresAt: new Date(end).toISOString() };
  if (left > Math.max(0, rules.renewSsoBefore)) return old;
  const renewed = recipe.session === undefined ? undefined : await renew(recipe, fields, left > 0, retrieval);
  return renewed ?? (left > 0 ? old : undefined);
}

async function renew(
  recipe: SsoRecipe,
  fields: Fields,
  isStillGood: boolean,
  { world, network, place }: Retrieval,
): Promise<Token | undefined> {
  const clientId = textField(fields, 'clientId');
  const clientSecret = textField(fields, 'clientSecret');
  const refreshToken = textField(fields, 'refreshToken');
  if (clientId === undefined || clientSecret === undefined || refreshToken === undefined) return undefined;
  const { refreshSsoToken } = await import('../../aws/refresh-sso-token.ts');
  try {
    const next = await refreshSsoToken(
      { clientId, clientSecret, refreshToken },
      await place('SSO_OIDC', regionOf(recipe)),
      network,
    );
    const end = new Date(world.host.now() + next.expiresInSeconds * 1000);
    const token = { accessToken: next.accessToken, expiresAt: end.toISOString().replace(/\.\d+Z$/, 'Z') };
    await save(
      recipe.tokenFile,
      { ...Object.fromEntries(fields), ...token, refreshToken: next.refreshToken ?? refreshToken },
      world,
    );
    return token;
  } catch (error) {
    // As the SDKs do: a token that is still good is used for the rest of its time.
    if (isStillGood && error instanceof IamxError) return undefined;
    throw error;
  }
}

/** The old refresh token may be void now: without the new one in the file everybody would have to sign in again. */
async function save(path: string, content: object, { host }: Retrieval['world']): Promise<void> {
  try {
    await host.writeFile(path, `${JSON.stringify(content, null, 2)}\n`);
  } catch (error) {
    if (!(error instanceof FileError)) throw error;
  }
}

/** Below this the SDKs renew the keys of an `aws login` session: botocore 1.43 `LoginProvider`. */
const renewLoginBefore = 5 * 60_000;

/** Keys of an `aws login` session: those of its cache while they last, else new ones. */
export async function retrieveLogin(recipe: LoginRecipe, retrieval: Retrieval): Promise<Retrieved> {
  const { world, network, place } = retrieval;
  const file = await readCacheFile(world, recipe.cacheFile);
  const fields: Fields = file.kind === 'read' ? file.fields : new Map<string, unknown>();
  const token = objectField(fields, 'accessToken') ?? new Map<string, unknown>();
  const end = endOf(token);
  const accessKeyId = textField(token, 'accessKeyId');
  const secretAccessKey = textField(token, 'secretAccessKey');
  const sessionToken = textField(token, 'sessionToken');
  const accountId = textField(token, 'accountId');
  if (accessKeyId === undefined || secretAccessKey === undefined || sessionToken === undefined) {
    return failed(
      'login-token',
      `there is no login session in ${world.show(recipe.cacheFile)}`,
      'Sign in: aws login',
    );
  }
  if (end - world.host.now() > renewLoginBefore) {
    const account = accountId === undefined ? {} : { accountId };
    return keys({ accessKeyId, secretAccessKey, sessionToken, expiresAt: end, ...account });
  }
  const { refreshLogin } = await import('../../aws/login-credentials.ts');
  const signInRegion = textField(fields, 'signInRegion');
  return keys(await refreshLogin(textIn(recipe.loginSession), await place('SIGNIN', signInRegion), network));
}
