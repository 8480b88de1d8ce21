import type { Diagnostic } from '../../core/evaluation.ts';
import type { Reason } from '../deciding/reason.ts';

/** What the caller can pass, by the key that tests it: how on the command line of the AWS CLI, and in a profile. */
const passable: Readonly<Record<string, { readonly what: string; readonly how: string }>> = {
  'sts:externalid': {
    what: 'an external id',
    how: "Pass the one that the role's owner gave you: `--external-id` of `aws sts assume-role`, external_id in a profile.",
  },
  'aws:multifactorauthpresent': {
    what: 'a code of an MFA device',
    how: 'Pass one: `--serial-number` and `--token-code` of `aws sts assume-role`, mfa_serial in a profile; here `--mfa`.',
  },
  'aws:multifactorauthage': {
    what: 'a code of an MFA device that was given lately',
    how: 'Pass one: `--serial-number` and `--token-code` of `aws sts assume-role`, mfa_serial in a profile; here `--mfa`.',
  },
  'sts:rolesessionname': {
    what: 'a certain name of the session',
    how: 'Pass it: `--role-session-name` of `aws sts assume-role`, role_session_name in a profile; here `--session-name`.',
  },
  'sts:sourceidentity': {
    what: 'a source identity',
    how: 'Pass it: `--source-identity` of `aws sts assume-role`; no profile has a setting for it.',
  },
};

/** How to pass what the trust policy wants of the caller. */
export function missedKeys(missed: Reason['missed']): readonly Diagnostic[] {
  return missed.flatMap(({ key }): readonly Diagnostic[] => {
    const row = passable[key.toLowerCase()];
    if (row === undefined) return [];
    return [
      {
        code: 'check/pass-it',
        severity: 'warning',
        message: `the trust policy wants ${row.what} to be passed`,
        hint: row.how,
      },
    ];
  });
}
