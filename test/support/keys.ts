import { idPrefixForAccount } from '../../src/identifiers/id-account.ts';

/** A key id of the account, as AWS would issue it. */
export function keyId(account: string, prefix: 'AKIA' | 'ASIA' = 'AKIA'): string {
  const { body, ninth } = idPrefixForAccount(account);
  const last = Array.from(account.slice(-7))
    .map((digit) => 'ABCDEFGHIJ'.charAt(Number(digit)))
    .join('');
  return `${prefix}${body}${ninth.from}${last}`;
}

export const dev = '444455556666';
export const prod = '111122223333';
/** Of the form of a secret access key, and never to be seen in any output. */
export const secret = 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYzEXAMPLEKE';
export const token = `IQoJb3JpZ2luX2VjE${'aB3d'.repeat(30)}`;

/** The lines of a key pair in one of the shared files. */
export function pair(account: string, prefix: 'AKIA' | 'ASIA' = 'AKIA'): string {
  return `aws_access_key_id = ${keyId(account, prefix)}\naws_secret_access_key = ${secret}\n`;
}

/** The variables of a key pair. */
export function envPair(account: string, prefix: 'AKIA' | 'ASIA' = 'AKIA'): Record<string, string> {
  return { AWS_ACCESS_KEY_ID: keyId(account, prefix), AWS_SECRET_ACCESS_KEY: secret };
}
