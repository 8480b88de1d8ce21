import { IamxError } from '../core/error.ts';
import type { Host } from '../core/host.ts';
import { Raw } from '../core/raw.ts';
import { printSetting } from '../printers/fields.ts';
import { safeLine } from '../output/safe-text.ts';

/**
 * Gives the code of the command line to the first role that wants one, since a code counts once, and asks on the
 * terminal for the others, one after the other. Throws `usage` where there is no terminal.
 */
export function mfaAsker(host: Host, code: string | undefined): (serial: string) => Promise<string> {
  host.secrets.addValue(code);
  let given = code;
  let queue: Promise<unknown> = Promise.resolve();
  return (serial) => {
    const asked = queue.then(async () => {
      if (given !== undefined) {
        const first = given;
        given = undefined;
        return first;
      }
      return ask(host, serial, code !== undefined);
    });
    queue = asked.catch(() => undefined);
    return asked;
  };
}

async function ask(host: Host, serial: string, isSecond: boolean): Promise<string> {
  const typed = await host.askHidden(
    safeLine(`MFA code of ${printSetting('mfa_serial', new Raw(serial))}: `),
  );
  host.secrets.addValue(typed);
  if (typed !== undefined && typed.trim() !== '') return typed.trim();
  const what = isSecond ? 'one more code' : 'a code';
  throw new IamxError(
    'usage',
    `the role needs ${what} of the MFA device \`${printSetting('mfa_serial', new Raw(serial))}\``,
    {
      hint: isSecond
        ? 'A code counts once: run it on a terminal, where each is asked for.'
        : 'Give it: --mfa-code 123456, or run it on a terminal.',
    },
  );
}
