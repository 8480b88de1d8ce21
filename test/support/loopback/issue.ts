import { createHash } from 'node:crypto';

/** Keys that the fake gave, with what they were made from: two with the same making have the same id. */
export interface Issued {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken: string;
  /** How they came about: `assume-role(arn, static(AKIA…))`. */
  readonly provenance: string;
}

const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';

/** Keys for something; none of it is a real secret, and each part is easy to find where it must not be. */
export function issue(provenance: string, accessKeyId?: string): Issued {
  const digest = createHash('sha256').update(provenance).digest();
  const id =
    accessKeyId ?? `ASIA${[...digest.subarray(0, 16)].map((byte) => alphabet[byte % 32] ?? 'A').join('')}`;
  const word = digest.toString('hex');
  return {
    accessKeyId: id,
    secretAccessKey: `NotASecretButSecret+${word.slice(0, 20)}`,
    sessionToken: `NotATokenButTaken/${word}${word}==`,
    provenance,
  };
}
