import { readDenial, stripTerminal } from '../messages/denial.ts';
import { posixShell, writeCommand } from '../core/write-command.ts';
import { command } from '../core/command.ts';
import type { Decoded } from './item.ts';
import { hideSecrets, looksLikeToken } from '../output/secret.ts';

/**
 * Encoded authorization failure messages. Only AWS can decode one; offline the plain text around it still says who was
 * denied what: https://docs.aws.amazon.com/STS/latest/APIReference/API_DecodeAuthorizationMessage.html
 */

const label = /encoded authorization failure message:?/i;
const shortest = 60;
/** A token that stands alone must be longer to be taken for one. */
const shortestAlone = 150;

export interface EncodedMessage {
  /** As AWS wants it: no white space in it. */
  readonly message: string;
  /** White space or soft hyphens were inside. */
  readonly wasBroken: boolean;
  /** False for a token that stood alone. */
  readonly isCertain: boolean;
  /** The text around it. */
  readonly around: string;
}

/** The encoded message in a text: after its label, or the whole text. */
export function findEncodedMessage(text: string): EncodedMessage | undefined {
  if (text.length < shortest) return undefined;
  const plain = stripTerminal(text);
  const start = label.exec(plain);
  if (start === null) return findBareToken(plain);
  const rest = plain.slice(start.index + start[0].length);
  const { message, wasBroken, end } = joinToken(rest);
  if (message.length < shortest) return undefined;
  return {
    message,
    wasBroken,
    isCertain: true,
    around: `${plain.slice(0, start.index)}${rest.slice(end)}`,
  };
}

function findBareToken(text: string): EncodedMessage | undefined {
  if (text.length < shortestAlone) return undefined;
  const message = text.replace(/[\s\u00ad]+/g, '').replace(/['".,]$/, '');
  if (message.length < shortestAlone || !/^[A-Za-z0-9_-]+$/.test(message)) return undefined;
  if (!/[a-z]/.test(message) || !/[A-Z]/.test(message) || isSessionToken(message)) return undefined;
  // Words with blanks between them are a sentence, not a wrapped token.
  const pieces = text.trim().split(/[\s\u00ad]+/);
  if (pieces.length > 1 && pieces.slice(0, -1).some((piece) => piece.length < 40)) return undefined;
  return { message, wasBroken: pieces.length > 1, isCertain: false, around: '' };
}

function isSessionToken(text: string): boolean {
  return looksLikeToken(text.slice(0, 99));
}

interface Joined {
  readonly message: string;
  readonly wasBroken: boolean;
  readonly end: number;
}

/** Lines that a terminal or a ticket broke are put together; the first other word ends the message. */
function joinToken(text: string): Joined {
  const piece = /([\s\u00ad]*)["'`]?([\w-]+)(["'`.,]?)/gy;
  let message = '';
  let wasBroken = false;
  let end = 0;
  for (let match = piece.exec(text); match !== null; match = piece.exec(text)) {
    const [, gap = '', token = '', closing = ''] = match;
    const after = text.charAt(piece.lastIndex);
    if (message !== '') {
      if (!continuesMessage(gap, token, after)) break;
      wasBroken = true;
    }
    message += token;
    end = piece.lastIndex;
    if (closing !== '' || (after !== '' && !/[\s\u00ad]/.test(after))) break;
  }
  return { message, wasBroken, end };
}

/** The short rest of a broken message ends its line; `status code:` and other words of SDK errors do not. */
function continuesMessage(gap: string, token: string, after: string): boolean {
  if (gap.includes('\u00ad') || token.length >= 40) return true;
  if (!/[\n\r]/.test(gap)) return false;
  return token.length >= 20 || (/^[\n\r]?$/.test(after) && !/^[A-Z]?[a-z]+$/.test(token));
}

/** What to run, with the message in a file: it is too long to paste twice. */
export const decodeCommand = command`aws sts decode-authorization-message --encoded-message file://message.txt --query DecodedMessage --output text`;

export function describeEncodedMessage(found: EncodedMessage): Decoded {
  const { message, wasBroken, isCertain } = found;
  const around = hideSecrets(found.around.replace(/\s+/g, ' ').trim());
  return {
    item: {
      // The beginning tells two messages apart; the whole is what the user has anyway.
      input: `${message.slice(0, 8)}…`,
      kind: 'error-message',
      form: 'encoded',
      certain: isCertain,
      length: message.length,
      ...readDenial(around),
      command: writeCommand(decodeCommand, posixShell),
    },
    notes: isCertain ? [] : ['may be an encoded authorization message: only AWS can tell'],
    diagnostics: wasBroken
      ? [
          {
            code: 'decode/joined',
            severity: 'info',
            message: 'took white space out of the encoded message',
            hint: 'AWS refuses a message with line breaks in it: save it on one line.',
          },
        ]
      : [],
    encodedMessage: message,
  };
}
