import { knownKeys } from '../../printers/vocabulary.ts';
import { nearName } from './near-rule.ts';
import type { Section } from './section.ts';

/** What other tools call the three values, and what people take for the name of a setting. */
const foreign: Readonly<Record<string, string>> = {
  access_key: 'aws_access_key_id',
  aws_access_key: 'aws_access_key_id',
  access_key_id: 'aws_access_key_id',
  awsaccesskeyid: 'aws_access_key_id',
  aws_key: 'aws_access_key_id',
  key_id: 'aws_access_key_id',
  aws_key_id: 'aws_access_key_id',
  secret_key: 'aws_secret_access_key',
  aws_secret_key: 'aws_secret_access_key',
  secret_access_key: 'aws_secret_access_key',
  awssecretkey: 'aws_secret_access_key',
  awssecretaccesskey: 'aws_secret_access_key',
  aws_secret: 'aws_secret_access_key',
  aws_secret_access_key_id: 'aws_secret_access_key',
  aws_secret_key_id: 'aws_secret_access_key',
  accesskeyid: 'aws_access_key_id',
  accesskey: 'aws_access_key_id',
  secretaccesskey: 'aws_secret_access_key',
  secretkey: 'aws_secret_access_key',
  sessiontoken: 'aws_session_token',
  session_token: 'aws_session_token',
  awssessiontoken: 'aws_session_token',
  token: 'aws_session_token',
  aws_token: 'aws_session_token',
  aws_region: 'region',
  aws_default_region: 'region',
  default_region: 'region',
  aws_role_arn: 'role_arn',
  assume_role_arn: 'role_arn',
  aws_profile: 'source_profile',
  src_profile: 'source_profile',
  sso_url: 'sso_start_url',
  start_url: 'sso_start_url',
  sso_account: 'sso_account_id',
  account_id: 'sso_account_id',
  sso_role: 'sso_role_name',
  session_name: 'role_session_name',
  process: 'credential_process',
};

/** Settings that decide which credentials are used, and how. */
const telling = knownKeys.filter(
  (key) =>
    /^(?:aws_(?!account)|sso_(?!auto|registration|role_session)|role_|source_|credential_|web_identity)/.test(
      key,
    ) || ['region', 'external_id', 'mfa_serial', 'duration_seconds', 'login_session'].includes(key),
);

/** The key that was meant; undefined for one that tools know, or that is like none. */
export function meantKey(key: string, isSsoProfile: boolean): string | undefined {
  const folded = key
    .toLowerCase()
    .replace(/^(?:\$env:|set\s+)/, '')
    .replace(/["'“”‘’]/g, '')
    .trim()
    .replace(/[-\s]+/g, '_');
  const meant = foreign[folded];
  if (meant !== undefined) {
    if (folded === 'account_id' && !isSsoProfile) return undefined;
    return meant === key ? undefined : meant;
  }
  // A key in capitals is told as such; what some tool reads is no slip.
  if (knownKeys.includes(key.toLowerCase()) || key.toLowerCase() === 'aws_security_token') return undefined;
  return nearName(folded, telling) ?? (telling.includes(folded) ? folded : undefined);
}

/** Whether the section holds the setting under a name that is nearly right. */
export function hasSlipOf(section: Section | undefined, key: string): boolean {
  if (section === undefined || section.entries.has(key)) return false;
  return [...section.entries.keys()].some((one) => meantKey(one, key.startsWith('sso_')) === key);
}
