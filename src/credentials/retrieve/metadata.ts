import { command } from '../../core/command.ts';
import type { HttpRequest, HttpResult } from '../../core/host.ts';
import { describeFailure, parseFields } from '../places/endpoint-answer.ts';
import { parseInstant } from '../../core/instant.ts';
import type { ContainerRecipe, ImdsRecipe } from '../chain/recipe.ts';
import { failed, keys, type Retrieval, type Retrieved } from './retrieval.ts';
import { Raw, reveal } from '../../core/raw.ts';
import { printUrl } from '../../printers/addresses.ts';
import { textField } from '../places/tool-caches.ts';

/**
 * Credentials of the instance's role. The chain has asked the same questions, and the world keeps their answers: the
 * keys are the very ones that were explained.
 */
export async function retrieveFromImds(
  { endpoint, v1Fallback, roleName, proxy }: ImdsRecipe,
  { world, network }: Retrieval,
): Promise<Retrieved> {
  const timeoutMs = Math.ceil(Math.min(1000, network.left()));
  const ask = (request: Omit<HttpRequest, 'timeoutMs'>) =>
    world.ask({ ...request, ...throughProxy(proxy), timeoutMs });
  const token = await ask({
    method: 'PUT',
    url: `${endpoint}/latest/api/token`,
    headers: { 'x-aws-ec2-metadata-token-ttl-seconds': '21600' },
  });
  const hasToken = token?.kind === 'answered' && token.status === 200;
  if (!hasToken && !v1Fallback) return unusable(endpoint, token);
  const headers = hasToken ? { 'x-aws-ec2-metadata-token': token.body } : {};
  const path = '/latest/meta-data/iam/security-credentials/';
  const get = (name: string) => ask({ method: 'GET', url: endpoint + path + name, headers });
  const roles = roleName === undefined ? await get('') : undefined;
  const listed =
    roles?.kind === 'answered' && roles.status === 200 ? roles.body.trim().split('\n')[0] : undefined;
  const role = roleName === undefined ? listed : reveal(roleName);
  return role === undefined || role === '' ? unusable(endpoint, roles) : read(endpoint, await get(role));
}

/** Credentials of a container; `token` is the value of the variable that holds one. */
export async function retrieveFromContainer(
  { url, tokenFile, proxy }: ContainerRecipe,
  token: string | undefined,
  { world, network }: Retrieval,
): Promise<Retrieved> {
  const file = tokenFile === undefined ? undefined : await world.read(tokenFile.value ?? '');
  const authorization = file?.kind === 'text' ? file.text : token;
  const answer = await world.ask({
    method: 'GET',
    url,
    headers: {
      Accept: 'application/json',
      ...(authorization === undefined || authorization === '' ? {} : { Authorization: authorization }),
    },
    ...throughProxy(proxy),
    timeoutMs: Math.ceil(Math.min(2000, network.left())),
  });
  return read(url, answer);
}

function throughProxy(proxy: Raw | undefined): Pick<HttpRequest, 'proxy'> {
  return proxy === undefined ? {} : { proxy: reveal(proxy) };
}

function read(endpoint: string, answer: HttpResult | undefined): Retrieved {
  if (answer?.kind !== 'answered' || answer.status !== 200) return unusable(endpoint, answer);
  const fields = parseFields(answer.body) ?? new Map<string, unknown>();
  const accessKeyId = textField(fields, 'AccessKeyId');
  const secretAccessKey = textField(fields, 'SecretAccessKey');
  if (accessKeyId === undefined || secretAccessKey === undefined) return unusable(endpoint, answer);
  const sessionToken = textField(fields, 'Token');
  const accountId = textField(fields, 'AccountId');
  const expiresAt = parseInstant(textField(fields, 'Expiration') ?? '');
  return keys({
    accessKeyId,
    secretAccessKey,
    ...(sessionToken === undefined ? {} : { sessionToken }),
    ...(accountId === undefined ? {} : { accountId }),
    ...(expiresAt === undefined ? {} : { expiresAt }),
  });
}

function unusable(endpoint: string, answer: HttpResult | undefined): Retrieved {
  const how =
    answer === undefined
      ? 'was not asked'
      : answer.kind === 'answered' && answer.status === 200
        ? 'answered with something else than credentials'
        : describeFailure(answer);
  return failed('endpoint-unusable', `${printUrl(new Raw(endpoint))} ${how}`, [
    'See what was asked: ',
    command`iamx explain-chain --verbose`,
  ]);
}
