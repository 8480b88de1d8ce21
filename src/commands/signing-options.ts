import { command, given, hinted } from '../core/command.ts';
import { IamxError } from '../core/error.ts';
import type { OptionRow } from './option-row.ts';

/** Taken by each command that may sign something. */
export const allowHttpRow: OptionRow = {
  flags: '--allow-http',
  description: 'send what is signed over plain http too, where an endpoint says http',
};

/** The rows of a command that may sign something and send it; how long it waits where nobody says it. */
export function signingOptions(seconds: number, what: string): readonly OptionRow[] {
  return [{ flags: '--timeout <seconds>', description: what, standard: String(seconds) }, allowHttpRow];
}

const longestSeconds = 600;

/** Milliseconds. Throws `usage`. */
export function readTimeout(value: unknown, name: string): number {
  const seconds = typeof value === 'string' && /^\d+(\.\d+)?$/.test(value) ? Number(value) : Number.NaN;
  if (seconds > 0 && seconds <= longestSeconds) return Math.ceil(seconds * 1000);
  throw new IamxError('usage', `\`--timeout\` takes seconds, more than 0 and at most ${longestSeconds}`, {
    ...hinted(command`iamx ${given(name)} --timeout 30`),
  });
}

/** What a code on the command line costs. */
export const mfaCodeRow = (when: string): OptionRow => ({
  flags: '--mfa-code <code>',
  description: `${when}six digits of an MFA device; \`ps\` shows them to others: without it you are asked`,
});

/** Undefined where none is given. The code itself is not repeated: it may still be good. Throws `usage`. */
export function readMfaCode(value: unknown, name: string): string | undefined {
  if (typeof value !== 'string') return undefined;
  if (/^\d{6}$/.test(value)) return value;
  throw new IamxError('usage', '`--mfa-code` takes the six digits that the device shows', {
    ...hinted(command`iamx ${given(name)} --mfa-code 123456`),
  });
}
