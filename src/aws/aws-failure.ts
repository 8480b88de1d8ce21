import { IamxError } from '../core/error.ts';
import { hideSecrets } from '../identifiers/secret.ts';

const networkCodes: ReadonlySet<string> = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EPIPE',
  'ETIMEDOUT',
  'CERT_HAS_EXPIRED',
  'DEPTH_ZERO_SELF_SIGNED_CERT',
  'SELF_SIGNED_CERT_IN_CHAIN',
  'UNABLE_TO_GET_ISSUER_CERT_LOCALLY',
]);

/** What to do about an error of AWS, by the SDK's name for it. */
const hints: Readonly<Record<string, string>> = {
  CredentialsProviderError: 'See which credentials are used, and why: iamx explain-chain',
  TokenProviderError: 'Sign in again: aws sso login',
  ExpiredToken: 'The credentials have expired: sign in again. See: iamx explain-chain',
  ExpiredTokenException: 'The credentials have expired: sign in again. See: iamx explain-chain',
  InvalidClientTokenId: 'AWS does not know the access key: see iamx explain-chain',
  SignatureDoesNotMatch: 'The secret does not belong to the key: see iamx explain-chain',
  AccessDenied: 'The caller needs the permission on `*`. Ask as somebody else: --profile NAME',
  AccessDeniedException: 'The caller needs the permission on `*`. Ask as somebody else: --profile NAME',
  InvalidAuthorizationMessageException:
    'Only credentials of the account of the request can decode it, and only for some time; check that it is whole.',
  Throttling: 'Ask again in a moment.',
  ThrottlingException: 'Ask again in a moment.',
};

/** Any error of the SDK as one that says what to do. */
export function describeAwsFailure(operation: string, cause: unknown): IamxError {
  if (cause instanceof IamxError) return cause;
  const { name, message, code } = readError(cause);
  if (networkCodes.has(code) || name === 'TimeoutError' || name === 'AbortError') {
    return new IamxError('network-failed', `${operation} got no answer: ${message}`, {
      hint: 'Check the network, the proxy and AWS_ENDPOINT_URL.',
      cause,
    });
  }
  if (/region is missing/i.test(message)) {
    return new IamxError('aws-failed', `${operation} needs a region`, {
      hint: 'Give one: --region us-east-1',
      cause,
    });
  }
  return new IamxError('aws-failed', `${operation} failed: ${message}`, {
    hint: Object.hasOwn(hints, name)
      ? (hints[name] ?? '')
      : 'See which credentials are used: iamx explain-chain',
    cause,
  });
}

interface Failure {
  readonly name: string;
  readonly message: string;
  readonly code: string;
}

function readError(cause: unknown): Failure {
  if (!(cause instanceof Error)) return { name: '', message: 'unknown error', code: '' };
  const code = 'code' in cause && typeof cause.code === 'string' ? cause.code : '';
  // A connection to several addresses fails with one error for each; its own message is empty.
  const first: unknown = cause instanceof AggregateError ? cause.errors[0] : undefined;
  const inner = first instanceof Error && cause.message === '' ? first.message : cause.message;
  const text = hideSecrets(inner)
    .replace(/\s+/g, ' ')
    .replace(/ ?Deserialization error:.*$/, '')
    .replace(/\.$/, '');
  return { name: cause.name, message: text === '' ? cause.name : text, code };
}
