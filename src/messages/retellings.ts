import { isOfConsole, type Denial } from './denial.ts';
import type { FoundError } from './found-error.ts';

/**
 * `aws --debug` prints an error three times: as the service's XML, at the end of a traceback, and at last as the message.
 * It is one error, and each time another part of it is told. The console has a heading above the box that says all.
 */

type Form = 'heading' | 'xml' | 'traceback' | 'message';

interface Told {
  readonly error: FoundError;
  readonly form: Form;
  readonly at: number;
}

/** As far as the same error is told again, in characters. */
const near = 64 * 1024;
const nearForm = 4096;
const order: readonly Form[] = ['heading', 'xml', 'traceback', 'message'];

export interface Retellings {
  /** `at`: how many characters were read. */
  add(error: FoundError, lines: string, at: number): void;
  end(): void;
}

/** Hands each error out once, a little later. */
export function retellings(onFound: (error: FoundError) => void): Retellings {
  let last: Told | undefined;
  return {
    add(error, lines, at) {
      const told: Told = { error, form: formOf(lines), at };
      if (last !== undefined && isAgain(last, told)) {
        last = { ...told, error: { ...last.error, ...error } };
        return;
      }
      if (last !== undefined) onFound(last.error);
      last = told;
    },
    end() {
      if (last !== undefined) onFound(last.error);
      last = undefined;
    },
  };
}

function formOf(lines: string): Form {
  if (lines.includes('<Code>')) return 'xml';
  if (isOfConsole(lines)) return 'heading';
  return /(?:Error|Exception)\w{0,20}: An error occurred \(/.test(lines) ? 'traceback' : 'message';
}

function isAgain(last: Told, { error, form, at }: Told): boolean {
  if (last.form === 'heading') return at - last.at < nearForm && isWhole(last.error.denial, error.denial);
  return (
    order.indexOf(form) > order.indexOf(last.form) &&
    at - last.at < near &&
    keyOf(error) === keyOf(last.error)
  );
}

/** Of the same action, and of nobody else. */
function isWhole(heading: Denial, { action, caller }: Denial): boolean {
  return action === heading.action && (heading.caller === undefined || heading.caller === caller);
}

function keyOf({ code, message, denial }: FoundError): string {
  return JSON.stringify([code, message, denial]);
}
