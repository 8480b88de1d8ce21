import { command } from '../../core/command.ts';
import type { GivenKeys } from '../../aws/keys.ts';
import { parseInstant } from '../../core/instant.ts';
import type { LoginRecipe } from '../chain/recipe.ts';
import { objectField, readCacheFile, textField } from '../places/tool-caches.ts';
import { inTurn, oncePerRun, readAnew, type Fields, type InTurn } from './renewal.ts';
import { failed, keys, textIn, type Retrieval, type Retrieved } from './retrieval.ts';

/** Below this the SDKs renew the keys of an `aws login` session: botocore 1.43 `LoginProvider`. */
const renewLoginBefore = 5 * 60_000;

/** Keys of an `aws login` session: those of its cache while they last, else new ones. */
export async function retrieveLogin(recipe: LoginRecipe, retrieval: Retrieval): Promise<Retrieved> {
  const { world } = retrieval;
  const file = await readCacheFile(world, recipe.cacheFile);
  const fields: Fields = file.kind === 'read' ? file.fields : new Map<string, unknown>();
  const kept = keysIn(fields);
  const shownPath = world.show(recipe.cacheFile);
  if (kept === undefined) {
    return failed('login-token', `there is no login session in ${shownPath}`, [
      'Sign in: ',
      command`aws login`,
    ]);
  }
  if (isGood(kept, retrieval)) return keys(kept);
  const renewed = await renewals(world.host, recipe.cacheFile, () => renew(recipe, retrieval));
  if (renewed.kind === 'done') return keys(renewed.result);
  return failed(
    'login-token-expired',
    `the login session is not renewed, since the new one could not be kept: ${shownPath}: ${renewed.because}`,
    ['Let yourself write there, or sign in again: ', command`aws login`],
    { failure: { expiredAt: kept.expiresAt } },
  );
}

type Kept = GivenKeys & { readonly expiresAt: number };

function keysIn(fields: Fields): Kept | undefined {
  const token = objectField(fields, 'accessToken') ?? new Map<string, unknown>();
  const accessKeyId = textField(token, 'accessKeyId');
  const secretAccessKey = textField(token, 'secretAccessKey');
  const sessionToken = textField(token, 'sessionToken');
  const accountId = textField(token, 'accountId');
  if (accessKeyId === undefined || secretAccessKey === undefined || sessionToken === undefined) {
    return undefined;
  }
  const expiresAt = parseInstant(textField(token, 'expiresAt') ?? '') ?? 0;
  const account = accountId === undefined ? {} : { accountId };
  return { accessKeyId, secretAccessKey, sessionToken, expiresAt, ...account };
}

function isGood({ expiresAt }: Kept, { world }: Retrieval): boolean {
  return expiresAt - world.host.now() > renewLoginBefore;
}

const renewals = oncePerRun<InTurn<GivenKeys>>();

/** The SDK finds, reads and writes the session's file by itself; here it is only seen to it that it can. */
function renew(recipe: LoginRecipe, retrieval: Retrieval): Promise<InTurn<GivenKeys>> {
  const { world, network, place, announce } = retrieval;
  return inTurn(recipe.cacheFile, retrieval, async (fields) => {
    const now = fields === undefined ? undefined : keysIn(fields);
    if (now !== undefined && isGood(now, retrieval)) return now;
    const { refreshLogin } = await import('../../aws/login-credentials.ts');
    const signInRegion = fields === undefined ? undefined : textField(fields, 'signInRegion');
    const given = await refreshLogin(
      textIn(recipe.loginSession),
      await place('SIGNIN', signInRegion),
      network,
    );
    const after = keysIn((await readAnew(world, recipe.cacheFile)) ?? new Map());
    if (after?.accessKeyId !== given.accessKeyId) {
      await announce({
        code: 'sent/token-not-kept',
        severity: 'warning',
        message: `the new login session could not be kept in ${world.show(recipe.cacheFile)}`,
        hint: ['The old one is spent. Sign in again: ', command`aws login`],
      });
    }
    return given;
  });
}
