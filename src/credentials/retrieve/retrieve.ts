import type { GivenKeys } from '../../aws/keys.ts';
import type { Secrets } from '../../core/secrets.ts';
import { asDiagnostic, IamxError, unreachable } from '../../core/error.ts';
import type { AssumeRoleRecipe, Recipe, StaticRecipe, WebIdentityRecipe } from '../chain/recipe.ts';
import { failed, keys, textIn, type Retrieval, type Retrieved } from './retrieval.ts';
import { retrieveFromContainer, retrieveFromImds } from './metadata.ts';
import { retrieveFromProcess } from './process.ts';
import { retrieveLogin } from './login.ts';
import { retrieveSso } from './sso.ts';
import { isSet, shownOf, type Setting } from '../places/settings.ts';
import { readStoredRole } from './stored-role.ts';

/**
 * Carries out a recipe, as the flavour that chose it would: calls AWS, runs the process, asks the endpoint. Local
 * problems are answers; what AWS or the network did is told with the `IamxError` behind it.
 */
export async function retrieve(recipe: Recipe, retrieval: Retrieval): Promise<Retrieved> {
  try {
    const retrieved = await carryOut(recipe, retrieval);
    if (retrieved.kind === 'keys') noteKeys(retrieval.world.host.secrets, retrieved.keys);
    return retrieved;
  } catch (error) {
    if (!(error instanceof IamxError)) throw error;
    const { failure } = error;
    const facts = failure === undefined ? {} : { failure };
    return { kind: 'failed', error: asDiagnostic(error), thrown: error, ...facts };
  }
}

function noteKeys(secrets: Secrets, { secretAccessKey, sessionToken }: GivenKeys): void {
  secrets.addValue(secretAccessKey);
  secrets.addValue(sessionToken);
}

async function carryOut(recipe: Recipe, retrieval: Retrieval): Promise<Retrieved> {
  switch (recipe.kind) {
    case 'static':
      return readStatic(recipe);
    case 'assume-role':
      return retrieveRole(recipe, retrieval);
    case 'web-identity':
      return retrieveWebIdentity(recipe, retrieval);
    case 'sso':
      return retrieveSso(recipe, retrieval);
    case 'login':
      return retrieveLogin(recipe, retrieval);
    case 'process':
      return retrieveFromProcess(recipe, retrieval);
    case 'container': {
      const token = recipe.token === undefined ? undefined : textIn(recipe.token);
      return retrieveFromContainer(recipe, token, retrieval);
    }
    case 'imds':
      return retrieveFromImds(recipe, retrieval);
    default:
      return unreachable(recipe);
  }
}

/** Exactly what the flavour's reader read: a blank or a quote too many is sent too, and AWS refuses it. */
function readStatic({ accessKeyId, secretAccessKey, sessionToken, expiresAt }: StaticRecipe): Retrieved {
  const unsendable = [accessKeyId, ...(sessionToken === undefined ? [] : [sessionToken])].find((setting) =>
    /[^\t -~\u0080-\u00ff]/.test(textIn(setting)),
  );
  if (unsendable !== undefined) {
    return failed(
      'unsendable-key',
      `${placeOf(unsendable)} holds a line break or another character that no request may`,
      'Write the value again, alone on its line: the last characters are hidden ones.',
      { span: unsendable.evidence.span },
    );
  }
  const token = textIn(sessionToken);
  return keys({
    accessKeyId: textIn(accessKeyId),
    secretAccessKey: textIn(secretAccessKey),
    ...(token === '' ? {} : { sessionToken: token }),
    ...(expiresAt === undefined ? {} : { expiresAt }),
  });
}

function placeOf({ evidence }: Setting): string {
  return evidence.kind === 'env' ? `the variable ${evidence.name}` : evidence.name;
}

async function retrieveRole(recipe: AssumeRoleRecipe, retrieval: Retrieval): Promise<Retrieved> {
  const { world, rules, network, place, askMfa } = retrieval;
  const stored = await readStoredRole(world, recipe.cacheFile);
  if (stored !== undefined) return keys(stored);
  const source = await carryOut(recipe.source, retrieval);
  if (source.kind === 'failed') return source;
  const { externalId, mfaSerial, durationSeconds } = recipe;
  const serial = valueOf(mfaSerial);
  const mfa = serial === undefined ? undefined : { serial, code: await network.hold(() => askMfa(serial)) };
  const external = valueOf(externalId);
  const { assumeRole } = await import('../../aws/assume-role.ts');
  const role = await assumeRole(
    {
      roleArn: textIn(recipe.roleArn),
      sessionName: valueOf(recipe.sessionName) ?? rules.sessionName(world.host.now()),
      ...durationOf(durationSeconds),
      ...(external === undefined ? {} : { externalId: external }),
      ...(mfa === undefined ? {} : { mfa }),
    },
    source.keys,
    await place('STS', valueOf(recipe.region)),
    network,
  );
  return keys(role, source.keys);
}

async function retrieveWebIdentity(recipe: WebIdentityRecipe, retrieval: Retrieval): Promise<Retrieved> {
  const { world, rules, network, place } = retrieval;
  const stored = await readStoredRole(world, recipe.cacheFile);
  if (stored !== undefined) return keys(stored);
  const file = await world.read(textIn(recipe.tokenFile));
  if (file.kind === 'failed') {
    return failed(
      'web-identity-token-file',
      `the token file ${shownOf(recipe.tokenFile)} ${file.code === 'missing' ? 'does not exist' : 'cannot be read'}`,
      'Check the path, and that this process may read the mounted token.',
      { span: recipe.tokenFile.evidence.span },
    );
  }
  const { assumeRoleWithWebIdentity } = await import('../../aws/assume-role.ts');
  const role = await assumeRoleWithWebIdentity(
    {
      roleArn: textIn(recipe.roleArn),
      sessionName: valueOf(recipe.sessionName) ?? rules.webSessionName(world.host.now()),
      ...durationOf(recipe.durationSeconds),
    },
    file.text,
    await place('STS', valueOf(recipe.region)),
    network,
  );
  return keys(role);
}

function valueOf(setting: Setting | undefined): string | undefined {
  return setting !== undefined && isSet(setting) ? textIn(setting) : undefined;
}

function durationOf(setting: Setting | undefined): { readonly durationSeconds?: number } {
  const seconds = Number(valueOf(setting));
  return Number.isInteger(seconds) ? { durationSeconds: seconds } : {};
}
