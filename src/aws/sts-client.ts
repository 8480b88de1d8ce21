import type * as sts from '@aws-sdk/client-sts';
import { describeAwsFailure } from './aws-failure.ts';

/** Which credentials and region a call uses; the SDK's own settings where absent. */
export interface CallSettings {
  readonly profile?: string;
  readonly region?: string;
}

/** For one call, its credentials and its attempts together. */
const timeoutMs = 20_000;

type Sts = typeof sts;

/**
 * Runs one call of STS with the SDK's own credentials; AWS_ENDPOINT_URL is the SDK's to honour.
 * Throws `aws-failed`, `network-failed`.
 */
export async function callSts<Output>(
  operation: string,
  { profile, region }: CallSettings,
  send: (client: sts.STSClient, module: Sts, signal: AbortSignal) => Promise<Output>,
): Promise<Output> {
  // The SDK warns of old Node versions on standard error, which belongs to the answer.
  process.env['AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED'] ??= 'true';
  const [module, { fromNodeProviderChain }] = await Promise.all([
    import('@aws-sdk/client-sts'),
    import('@aws-sdk/credential-providers'),
  ]);
  const chosen = profile === undefined ? {} : { profile };
  const client = new module.STSClient({
    ...chosen,
    ...(region === undefined ? {} : { region }),
    credentials: fromNodeProviderChain(chosen),
    maxAttempts: 3,
  });
  const controller = new AbortController();
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => {
      controller.abort();
      reject(Object.assign(new Error(`no answer within ${timeoutMs / 1000} s`), { name: 'TimeoutError' }));
    }, timeoutMs);
  });
  try {
    return await Promise.race([send(client, module, controller.signal), late]);
  } catch (error) {
    throw describeAwsFailure(operation, error);
  } finally {
    clearTimeout(timer);
    client.destroy();
  }
}
