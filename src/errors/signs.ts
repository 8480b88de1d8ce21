import type { Diagnostic } from '../core/evaluation.ts';
import { findAction } from '../data/actions.ts';
import type { Cause, MessageRow, Sign } from '../messages/message-row.ts';
import type { OnThisMachine } from './on-this-machine.ts';
import type { ShownFields } from './shown-fields.ts';

/** What was found on this machine, by the codes of docs/gotchas.md, that speaks for a cause. */
export const findingsOf: Readonly<Record<Sign, readonly string[]>> = {
  'token-missing': ['temporary-key-without-token', 'token-in-other-file'],
  'token-stale': ['token-with-long-term-key', 'left-over-token', 'security-token-first'],
  expired: ['keys-expired', 'keys-past-their-end', 'sso-token-expired'],
  shadowed: ['env-shadows-profile', 'legacy-file-wins', 'env-role-overrides-profile', 'keys-and-sso'],
  clock: ['clock-skew'],
  region: ['region-missing', 'region-none', 'region-variable-ignored'],
  endpoint: ['endpoint-redirected'],
  altered: [
    'key-flawed',
    'quotes-kept',
    'inline-comment-kept',
    'indented-key-folded',
    'header-glued',
    'value-wrapped',
    'key-id-none',
    'secret-none',
    'session-token-none',
    'keys-swapped',
  ],
  'two-places': ['keys-from-two-files', 'keys-of-two-accounts', 'partial-env-keys', 'keys-swapped'],
  profile: ['profile-name-unknown', 'missing-profile-passed', 'profile-name-decorated'],
  header: [
    'profile-word-missing',
    'section-nearly-there',
    'profile-header-nearly-right',
    'header-not-accepted',
    'sso-session-unresolved',
  ],
  folded: ['indented-key-folded'],
  loop: ['source-profile-loop', 'self-source'],
  'no-source': ['role-without-source'],
  'token-elsewhere': ['sso-token-beside-config'],
  'token-file': ['container-token-line-break'],
  'metadata-off': [],
  'region-form': ['region-none'],
  'endpoint-form': ['endpoint-unusable'],
  'cache-closed': ['role-session-not-kept', 'role-cache-broken'],
  swallowed: ['error-swallowed', 'process-failure-hidden', 'missing-profile-passed'],
  partition: [],
  'session-for-iam': [],
};

export interface SupportedCause {
  readonly text: string;
  /** What speaks for it; absent where nothing does. */
  readonly because?: string;
  /** What was found on this machine says it. */
  readonly finding?: Diagnostic;
}

/** The row's causes, those first for which the error's fields or this machine speak. */
export function causesOf(
  row: MessageRow,
  fields: ShownFields,
  here: OnThisMachine | undefined,
): readonly SupportedCause[] {
  const told = row.causes.map((cause) => supported(cause, fields, here));
  return [
    ...told.filter((each) => each.because !== undefined),
    ...told.filter((each) => each.because === undefined),
  ];
}

function supported(
  cause: string | Cause,
  fields: ShownFields,
  here: OnThisMachine | undefined,
): SupportedCause {
  if (typeof cause === 'string') return { text: cause };
  const { text, sign } = cause;
  const found = here?.findings.find(({ code }) => findingsOf[sign].includes(code));
  const because = found?.message ?? fieldsSay(sign, fields, here);
  if (because === undefined) return { text };
  return found === undefined ? { text, because } : { text, because, finding: found };
}

function fieldsSay(
  sign: Sign,
  { operation, region }: ShownFields,
  here: OnThisMachine | undefined,
): string | undefined {
  if (sign === 'session-for-iam' && here?.isSession === true && operation !== undefined)
    return findAction(`iam:${operation}`) === undefined
      ? undefined
      : `${operation} is a call of IAM, and the credentials here are temporary`;
  if (sign === 'metadata-off' && here?.isMetadataOff === true) return 'AWS_EC2_METADATA_DISABLED is true';
  if (sign === 'partition' && region !== undefined && /^(?:cn|us-gov)-/.test(region))
    return `the call went to ${region}, which has accounts of its own`;
  return undefined;
}

/** Whether a row is about the region: what was found of it is of no use for others. */
export function isAboutRegion({ causes }: MessageRow): boolean {
  return causes.some((cause) => typeof cause !== 'string' && cause.sign === 'region');
}
