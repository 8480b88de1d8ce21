import {
  command,
  hintOf,
  linesOfHint,
  openAt,
  piecesOfHint,
  unsetVariables,
  type Hint,
} from '../core/command.ts';
import { isNetworkFailure, type NetworkFailure } from '../aws/network.ts';
import { IamxError, type ErrorDetails } from '../core/error.ts';
import type { Caller } from './caller.ts';
import { findEndpoint, serviceIds } from '../credentials/chain/endpoint-url.ts';
import { findGotchas } from '../credentials/gotchas.ts';

/** Throws what `work` throws, with the hint of this machine. */
export async function explained<T>(caller: Caller, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof IamxError)) throw error;
    throw await explainFailure(caller, error);
  }
}

/** The same failure with a hint that knows what is set on this machine: it says more than AWS or the network does. */
async function explainFailure(caller: Caller, error: IamxError): Promise<IamxError> {
  if (error.code === 'network-failed') {
    const hint = isNetworkFailure(error.cause) ? networkHint(caller, error.cause) : undefined;
    return hint === undefined
      ? error
      : new IamxError(error.code, error.message, { hint, ...factsOf(error), cause: error });
  }
  // What is odd about keys explains why STS does not know them, not why it denies a role.
  if (error.code !== 'aws-failed' || error.failure?.operation !== 'sts:GetCallerIdentity') return error;
  const { context, resolution } = caller;
  const findings = await findGotchas(context.world, resolution);
  const odd = findings.find(
    ({ diagnostic: { code, severity } }) => severity !== 'info' && aboutKeys.has(code),
  );
  if (odd === undefined) return error;
  const { diagnostic, fix } = odd;
  const hint = linesOfHint(diagnostic.message, fix);
  return new IamxError(error.code, error.message, {
    ...(hint === undefined ? {} : { hint }),
    ...(diagnostic.span === undefined ? {} : { span: diagnostic.span }),
    ...factsOf(error),
    cause: error,
  });
}

function factsOf({ failure }: IamxError): Pick<ErrorDetails, 'failure'> {
  return failure === undefined ? {} : { failure };
}

/** The gotchas after which a request is signed wrongly, or with a key that is not meant. */
export const aboutKeys: ReadonlySet<string> = new Set([
  ...['keys-swapped', 'key-flawed', 'keys-of-two-accounts', 'keys-expired'],
  ...['token-with-long-term-key', 'temporary-key-without-token', 'token-in-other-file', 'left-over-token'],
  ...['keys-from-two-files', 'security-token-first', 'env-shadows-profile'],
  ...['inline-comment-kept', 'quotes-kept', 'indented-key-folded'],
]);

const proxyVariables = ['HTTPS_PROXY', 'https_proxy', 'HTTP_PROXY', 'http_proxy'];

function networkHint({ context }: Caller, { phase, peer, isLate }: NetworkFailure): Hint | undefined {
  const { flavour, world } = context;
  const { network } = flavour.retrieval;
  const more = isLate ? ' Or give it more time: --timeout 60' : '';
  if (phase === 'tls') return ['For an authority of your own: ', ...piecesOfHint(network.trust), more];
  const given = serviceIds
    .map((service) => findEndpoint(context, service).endpoint)
    .find(({ value }) => value?.passes((url) => peerOf(url) === peer) === true);
  if (given !== undefined) {
    const { name, span } = given.evidence;
    return hintOf(
      `${name} gives this address. Does anything answer there? Else: `,
      span === undefined ? unsetVariables([name]) : openAt(span.file, span.line),
      more,
    );
  }
  const variable = proxyVariables.find((name) => (world.host.env[name] ?? '') !== '');
  if (network.proxies === 'ignored' && variable !== undefined && phase !== 'proxy') {
    return [
      `${flavour.title} does not use ${variable}; the AWS CLI does: `,
      command`iamx whoami --sdk cli`,
      more,
    ];
  }
  return undefined;
}

function peerOf(endpoint: string): string {
  if (!URL.canParse(endpoint)) return '';
  const { hostname, port, protocol } = new URL(endpoint);
  return `${hostname}:${port || (protocol === 'https:' ? '443' : '80')}`;
}
