import { lateExpression } from '../core/late-expression.ts';

/** Which names say that what stands under them is a secret. */

/** Most texts are one short ID: what cannot be in it is not looked for. */
export const mayNameOne =
  /secret|token|passw|private|passphrase|pwd|api[-_]?key|authorization|cookie|signature=/i;
/** Names that are a secret's only where they are the whole last word: `db_pass`, and not `iam:PassedToService`. */
const shortName =
  '(?:(?<!by|com)pass|(?<![A-Za-z])(?:(?:root|bind|admin|user|db)?pw|passcode|passwort|kennwort|pin|otp|jwt|bearer|auth|cookie|signature|sas|sig)|credentials?|session[-_]?id|(?:account|access|shared)[-_]?key|connection[-_]?string)';
export const wholeName = lateExpression(`${shortName}(?=\\\\{0,8}["']?\\s{0,20}[:=])`, 'gi');
/** Whether one of these has to be looked for. */
export const mayNameShort = lateExpression(
  `${shortName}\\\\{0,8}["']?\\s{0,20}[:=]|(?<!\\w)-|\\s/\\w+:|bearer|basic|identified|\\bvalue:?\\s|nknown option|nrecognized arg|pwd|passw|passphrase`,
  'i',
);

/** A variable, setting or JSON field whose value is a secret, whatever it looks like. */
export function isSecretName(name: string): boolean {
  const lower = name.toLowerCase();
  return (
    /secret|token|password|passwd|passphrase|pwd|api[-_]?key|authorization|private.?key/.test(lower) &&
    !/file|path|lastused|nexttoken|codetoken|tokenissuetime/.test(lower)
  );
}

/** The same for a setting, whose whole last word may say it: `db_pass`, `AccountKey`. */
export function isSecretSetting(name: string): boolean {
  return isSecretName(name) || `${name}:`.search(wholeName()) >= 0;
}

/** What in a condition key is named by the user: a tag, a pair of KMS's encryption context. */
const ownName = /(?:\/|^kms:EncryptionContext:)(?!\/)/i;

/** A condition key that is named so by the user: `aws:RequestTag/Password`. AWS's own keys name no secret of anybody's. */
export function isSecretTag(key: string): boolean {
  if (!isSecretName(key)) return false;
  const found = ownName.exec(key);
  return found !== null && isSecretName(key.slice(found.index + found[0].length));
}
