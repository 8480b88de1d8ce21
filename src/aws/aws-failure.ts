import { command, type Hint } from '../core/command.ts';
import { IamxError } from '../core/error.ts';
import { hideSecrets } from '../output/secret.ts';
import { isNetworkFailure, type NetworkFailure, type Phase } from './network.ts';

const chain = command`iamx explain-chain`;
const why: Hint = ['See which credentials are used, and why: ', chain];
const signIn: Hint = ['The credentials have expired: sign in again. See: ', chain];
const ask = 'The caller needs the permission on `*`. Ask as somebody else: --profile NAME';

/** What to do about an error of AWS, by its name: https://docs.aws.amazon.com/STS/latest/APIReference/CommonErrors.html. */
const hints: Readonly<Record<string, Hint>> = {
  CredentialsProviderError: why,
  TokenProviderError: ['Sign in again: ', command`aws sso login`],
  UnauthorizedException: [
    'AWS does not accept the SSO token any more. Sign in again: ',
    command`aws sso login`,
  ],
  ForbiddenException:
    'Nobody assigned the permission set in this account to you: compare sso_account_id and sso_role_name with the access portal.',
  ResourceNotFoundException: 'Compare sso_account_id and sso_role_name with the access portal.',
  ExpiredToken: signIn,
  ExpiredTokenException: signIn,
  RequestExpired: 'Compare the clock of this machine with the real time.',
  InvalidClientTokenId: [
    'AWS does not know the access key: it was deleted or deactivated, or its session token is missing or of another key. See: ',
    chain,
  ],
  SignatureDoesNotMatch: [
    'The secret does not belong to the key, or has a blank, a quote or a line break too many. See: ',
    chain,
  ],
  IncompleteSignature: ['The access key has a character that no key has. See: ', chain],
  AccessDenied: ask,
  AccessDeniedException: ask,
  InvalidIdentityToken: ['The token file is of another provider, or its token was cut. See: ', chain],
  IDPCommunicationError: 'AWS cannot reach the identity provider: ask again in a moment.',
  RegionDisabledException: 'STS is switched off in this region of the account: --region us-east-1',
  InvalidAuthorizationMessageException:
    'Only credentials of the account of the request can decode it, and only for some time; check that it is whole.',
  Throttling: 'Ask again in a moment.',
  ThrottlingException: 'Ask again in a moment.',
};

/** Where two operations fail with one name, and not for the same reason: by `operation/name`. */
const operationHints: Readonly<Record<string, string>> = {
  'sts:AssumeRole/AccessDenied':
    'Two sides must allow it: a policy of the caller, and the trust policy of the role (external id and MFA included).',
  'sts:AssumeRole/ValidationError': 'Check role_arn, duration_seconds and role_session_name of the profile.',
  'sts:AssumeRoleWithWebIdentity/AccessDenied':
    "The trust policy of the role does not accept this token: compare its issuer, audience and subject with the policy's conditions.",
};

/**
 * Sentences of the SDK that are read, since it keeps nothing else of what happened: @smithy/config-resolver and the
 * credential providers of @aws-sdk. Every other decision is made by names, codes and fields.
 */
const sdkSentences = {
  noRegion: /region is missing/i,
  /** An answer that holds no keys, or is no JSON: what the parser says quotes ten characters of it. */
  foreign: /^(Invalid response from STS|SSO returns an invalid|SyntaxError: )/,
  /** What a service said, as a provider passes it on: `NAME: words`. */
  wrapped: /^(?<name>[^\s:]+): (?<words>.+)$/,
  /** What the deserializer adds. */
  deserialization: / ?Deserialization error:.*$/,
};

const phaseWords = {
  dns: 'DNS',
  connect: 'connecting',
  tls: 'TLS',
  proxy: 'the proxy',
  http: 'HTTP',
} as const satisfies Record<Phase, string>;

const phaseHints = {
  dns: 'Check the network and the region; where only a proxy leads out: HTTPS_PROXY.',
  connect: 'Check the network, HTTPS_PROXY and AWS_ENDPOINT_URL.',
  tls: 'Where a proxy or a private endpoint has an authority of its own: export AWS_CA_BUNDLE=/path/to/ca.pem',
  proxy: 'Check HTTPS_PROXY, HTTP_PROXY and NO_PROXY.',
  http: 'Check what answers there: AWS_ENDPOINT_URL, a proxy.',
} as const satisfies Record<Phase, string>;

/** Any error of the SDK as one that says what to do. None of the `secrets` of the call is in it, however it failed. */
export function describeAwsFailure(
  operation: string,
  cause: unknown,
  secrets: readonly (string | undefined)[] = [],
): IamxError {
  if (cause instanceof IamxError) return cause;
  const failure = networkFailureIn(cause);
  if (failure !== undefined) return describeNetworkFailure(operation, failure);
  const { name, message, foreign } = readError(cause, secrets);
  if (foreign !== undefined) return describeForeignAnswer(operation, foreign, cause);
  if (name === 'TimeoutError' || name === 'AbortError') {
    return new IamxError('network-failed', `${operation} got no answer: ${message}`, {
      hint: phaseHints.connect,
      failure: { operation },
      cause,
    });
  }
  if (sdkSentences.noRegion.test(message)) {
    return new IamxError('aws-failed', `${operation} needs a region`, {
      hint: 'Give one: --region us-east-1',
      failure: { operation },
      cause,
    });
  }
  const awsCode = name === '' || name === 'Error' ? undefined : name;
  // Where there are no words the name stands in their place.
  const known = awsCode === undefined || message === name ? '' : ` (${awsCode})`;
  return new IamxError('aws-failed', `${operation} failed: ${message}${known}`, {
    hint: operationHints[`${operation}/${name}`] ?? (Object.hasOwn(hints, name) ? (hints[name] ?? why) : why),
    failure: { operation, ...(awsCode === undefined ? {} : { awsCode }), ...statusOf(cause) },
    cause,
  });
}

/** An answer that is none of the service's, however well it went. */
export function describeForeignAnswer(
  operation: string,
  answered: Foreign | undefined,
  cause?: unknown,
): IamxError {
  const { status = 0, contentType = '' } = answered ?? {};
  const what = isRedirect(status)
    ? 'a redirect, which is not followed'
    : /html/i.test(contentType)
      ? 'a web page'
      : /^text\/plain/i.test(contentType)
        ? 'plain text'
        : 'something that AWS never answers';
  return new IamxError(
    'network-failed',
    `${operation} failed at HTTP: it answered with ${what} (status ${status})`,
    {
      hint: 'A proxy, a login page of the network or another server answered: see AWS_ENDPOINT_URL.',
      failure: { operation, ...(status === 0 ? {} : { httpStatus: status }) },
      cause,
    },
  );
}

function isRedirect(status: number): boolean {
  return status >= 300 && status < 400;
}

function describeNetworkFailure(operation: string, failure: NetworkFailure): IamxError {
  const { phase, peer, message, isLate } = failure;
  const late = isLate ? ' Or give it more time: --timeout 60' : '';
  return new IamxError('network-failed', `${operation} failed at ${phaseWords[phase]}: ${peer}: ${message}`, {
    hint: phaseHints[phase] + late,
    failure: { operation },
    cause: failure,
  });
}

function networkFailureIn(cause: unknown, depth = 0): NetworkFailure | undefined {
  if (isNetworkFailure(cause)) return cause;
  if (!(cause instanceof Error) || cause.cause === undefined || depth > 5) return undefined;
  return networkFailureIn(cause.cause, depth + 1);
}

interface Failure {
  readonly name: string;
  readonly message: string;
  /** What answered in place of AWS. */
  readonly foreign?: Foreign;
}

/** The status of the answer that the SDK made the error of. */
function statusOf(cause: unknown): { readonly httpStatus?: number } {
  const metadata: unknown =
    typeof cause === 'object' && cause !== null && '$metadata' in cause ? cause.$metadata : undefined;
  if (typeof metadata !== 'object' || metadata === null || !('httpStatusCode' in metadata)) return {};
  return typeof metadata.httpStatusCode === 'number' ? { httpStatus: metadata.httpStatusCode } : {};
}

interface Foreign {
  readonly status: number;
  readonly contentType: string | undefined;
}

function readError(cause: unknown, secrets: readonly (string | undefined)[]): Failure {
  if (!(cause instanceof Error)) return { name: '', message: 'unknown error' };
  const foreign = foreignAnswer(cause);
  const text = withoutSecrets(cause.message, secrets)
    .replace(/\s+/g, ' ')
    .replace(sdkSentences.deserialization, '')
    .replace(/\.$/, '');
  // A provider keeps only the text of what a service said.
  const { name: inner, words: rest } = sdkSentences.wrapped.exec(text)?.groups ?? {};
  const isWrapped = cause.name === 'CredentialsProviderError' && inner !== undefined && rest !== undefined;
  // A service gives the name too, and whoever answers may have been told a secret.
  const name = safeName(isWrapped ? inner : cause.name);
  return {
    name,
    message: isWrapped
      ? rest
      : text === ''
        ? name
        : statusOf(cause).httpStatus === undefined
          ? ownWords(text)
          : text,
    ...(foreign === undefined ? {} : { foreign }),
  };
}

/** As AWS names errors; whoever answers in its place may name one after anything. */
function safeName(name: string): string {
  return /^[A-Za-z][A-Za-z.:]{0,63}$/.test(name) ? name : 'an error without a name';
}

/** Of what the SDK says without having heard AWS: where it quotes, it quotes settings. */
function ownWords(text: string): string {
  const [words = ''] = text.split(/[:=]?\s?["'`<{]|=/, 1);
  return words === '' ? 'the request could not be made' : words;
}

/** AWS answers these calls with XML or JSON; the SDK keeps the answer that it could not read beside the error. */
function foreignAnswer(cause: Error): Foreign | undefined {
  // What the providers say of an answer that holds no keys.
  if (sdkSentences.foreign.test(cause.message) || cause instanceof SyntaxError) {
    return { status: 200, contentType: undefined };
  }
  const response: unknown = '$response' in cause ? cause.$response : undefined;
  if (typeof response !== 'object' || response === null || !('headers' in response)) return undefined;
  const { headers } = response;
  const type: unknown =
    typeof headers === 'object' && headers !== null && 'content-type' in headers
      ? headers['content-type']
      : '';
  const status =
    'statusCode' in response && typeof response.statusCode === 'number' ? response.statusCode : 0;
  // AWS redirects none of these calls, and of what went well an error says that it could not be read.
  const isOdd = status >= 200 && status < 400;
  if (typeof type !== 'string' || (!isOdd && !/^text\/(html|plain)/i.test(type))) return undefined;
  return { status, contentType: type };
}

function withoutSecrets(text: string, secrets: readonly (string | undefined)[]): string {
  const cut = secrets.reduce<string>(
    (rest, secret) =>
      secret === undefined || secret.length < 4 ? rest : rest.replaceAll(secret, '[hidden]'),
    text,
  );
  return hideSecrets(cut);
}
