import type { Diagnostic } from '../../core/evaluation.ts';

/** What is wrong with a profile in a few words, so that its row stays one line; the whole of it is its own answer. */
export function shortReason({ code }: Pick<Diagnostic, 'code'>): string {
  return reasons[code] ?? code.replaceAll('-', ' ');
}

/** By the code of the error; a code that says it itself is not here. */
const reasons: Readonly<Record<string, string>> = {
  'aws-failed': 'AWS refused',
  'config-is-folder': 'a folder for a file',
  'config-unparsable': 'file not readable',
  'container-endpoint': 'container gave none',
  'container-through-proxy': 'container behind proxy',
  'empty-region': 'region empty',
  'endpoint-refused': 'endpoint is no URL',
  'expired-credentials': 'expired',
  'imds-disabled': 'no credentials',
  'imds-unreachable': 'no credentials',
  'invalid-value': 'a value that cannot be',
  'login-not-kept': 'login cannot be kept',
  'login-dependency': 'botocore[crt] missing',
  'login-token-expired': 'login is over',
  'login-token-missing': 'not logged in',
  'mfa-required': 'MFA code needed',
  'network-failed': 'not reached',
  'no-credentials': 'no credentials',
  'no-role-source': 'role without source',
  'partial-credentials': 'half a key pair',
  'process-not-found': 'program missing',
  'process-not-started': 'program not started',
  'profile-not-found': 'no such profile',
  'region-refused': 'region is none',
  'role-arn-missing': 'no role_arn',
  'role-cache-broken': 'role cache broken',
  'role-cache-unwritable': 'HOME not writable',
  'services-missing': 'no services section',
  'source-profile-cycle': 'sources in a circle',
  'source-profile-not-found': 'no source profile',
  'source-without-credentials': 'source without keys',
  'sso-incomplete': 'SSO keys missing',
  'sso-inconsistent': 'SSO keys differ',
  'sso-session-not-found': 'no sso-session',
  'sso-token-expired': 'not logged in',
  'sso-token-invalid': 'not logged in',
  'sso-token-missing': 'not logged in',
  'sso-token-not-refreshable': 'login is nearly over',
  'unknown-credential-source': 'credential_source is none',
  usage: 'not sent',
};
