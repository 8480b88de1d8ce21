import { listed } from '../core/listed.ts';
import type { Diagnostic } from '../core/evaluation.ts';
import { checkCaller } from '../identifiers/caller-identity.ts';
import { readAccount } from './read-account.ts';
import { readArn } from './read-arn.ts';
import { readId } from './read-id.ts';
import { describeEncodedMessage, findEncodedMessage } from './encoded-message.ts';
import { parseDecodedMessage } from './decoded-message.ts';
import type { Decoded } from './item.ts';
import { findKnownShape } from './known-shapes.ts';
import { splitPasted, type PastedValue } from './pasted-values.ts';
import { repair } from './repair.ts';
import { hideSecrets, isSecretName, looksLikeSecret, looksLikeToken } from '../output/secret.ts';
import { hasSecretShape } from '../printers/shape.ts';
import type { SessionContext } from '../identifiers/session-source.ts';
import { readUserId } from './user-id.ts';

/** Decodes what a person typed or pasted, one text per argument; never throws. */
export function decodeTexts(texts: readonly string[], context: SessionContext = {}): readonly Decoded[] {
  return texts.flatMap((text) => decodeText(text, valueDecoder(context)));
}

/** As `decodeTexts`, for the lines of one text that come one after the other. */
export function lineDecoder(context: SessionContext = {}): (line: string) => readonly Decoded[] {
  const decodeNext = valueDecoder(context);
  return (line) => decodeText(line, decodeNext);
}

type DecodeNext = (value: PastedValue) => readonly Decoded[];

/** A secret may be wrapped: what stands below one and may be the rest of it is not shown either. */
function valueDecoder(context: SessionContext): DecodeNext {
  let belowSecret = false;
  return (value) => {
    const read = decodeValue(value, context);
    const decoded = belowSecret && mayGoOn(value, read) ? [secret('')] : read;
    belowSecret = decoded.some(({ item }) => item.input === null);
    return decoded;
  };
}

function mayGoOn({ text, name }: PastedValue, decoded: readonly Decoded[]): boolean {
  return (
    name === undefined &&
    decoded.every(({ item }) => item.kind === 'unknown' && item.resourceType === undefined) &&
    /^\s*["']?[A-Za-z0-9+/=_-]+["']?[,;]?\s*$/.test(text)
  );
}

function decodeText(text: string, decodeNext: DecodeNext): readonly Decoded[] {
  const { values, passedOver, identity } = splitPasted(text);
  if (values.length === 0) {
    return hasSecretShape(text) ? [secret('')] : [unknown(hideSecrets(text), 'it holds no identifier', [])];
  }
  const decoded = values.flatMap(decodeNext);
  const [first, ...rest] = decoded;
  const odd = identity === undefined ? [] : checkCaller(identity);
  if (passedOver.length + odd.length === 0 || first === undefined) return decoded;
  if (passedOver.length === 0) return [withDiagnostics(first, odd), ...rest];
  const names = passedOver.map((name) => `\`${hideSecrets(name)}\``);
  const diagnostic: Diagnostic = {
    code: 'decode/passed-over',
    severity: 'info',
    message: `${listed(names, 4)} ${names.length === 1 ? 'holds' : 'hold'} no identifier`,
  };
  return [{ ...first, diagnostics: [...odd, ...first.diagnostics, diagnostic] }, ...rest];
}

/** One value; several where it is a sentence that holds them. */
function decodeValue({ text, name }: PastedValue, context: SessionContext): readonly Decoded[] {
  const message = readMessage(text);
  if (message !== undefined) return [message];
  const repaired = repair(text);
  if (repaired.isSecret || (name !== undefined && isSecretName(name)))
    return [secret(repaired.name ?? name ?? '')];
  const inner = repaired.text === text ? undefined : readMessage(repaired.text);
  if (inner !== undefined) return [withDiagnostics(inner, repaired.diagnostics)];
  if (looksLikeSecret(repaired.text)) return [secret('')];
  if (looksLikeToken(repaired.text)) return [token()];

  // What is left may hold a secret in its midst: from here on nobody sees it.
  const input = hideSecrets(text);
  const safe = hideSecrets(repaired.text);
  const isHidden = input !== text || safe !== repaired.text;
  const decoded = readPlain(input, safe, context);
  if (decoded.length === 0) return isHidden ? [secret('')] : [readShape(input, safe, repaired.diagnostics)];
  const all = decoded.map((one, index) => (index === 0 ? withDiagnostics(one, repaired.diagnostics) : one));
  return isHidden && all.every(({ item }) => item.input !== null) ? [...all, secret('')] : all;
}

function withDiagnostics(decoded: Decoded, diagnostics: readonly Diagnostic[]): Decoded {
  return diagnostics.length === 0
    ? decoded
    : { ...decoded, diagnostics: [...diagnostics, ...decoded.diagnostics] };
}

/** An encoded message, or one that AWS has decoded already. */
function readMessage(text: string): Decoded | undefined {
  const decoded = /^\s*\{/.test(text) ? parseDecodedMessage(text) : undefined;
  if (decoded !== undefined) {
    return {
      item: { kind: 'error-message', input: '{…}', form: 'decoded', certain: true, decoded },
      notes: [],
      diagnostics: [],
    };
  }
  if (text.length < 60) return undefined;
  const found = findEncodedMessage(text);
  return found === undefined ? undefined : describeEncodedMessage(found);
}

/** An ARN, an account id, an ID or a user id; else those in a sentence. */
function readPlain(input: string, text: string, context: SessionContext): readonly Decoded[] {
  const blank = /\s/.test(text);
  if (text.startsWith('arn:') && (!blank || /^arn:aws[\w-]*:iam::cloudfront:/.test(text))) {
    return [readArn(input, text, context)];
  }
  const one = readAccount(input, text) ?? readUserId(input, text, context) ?? readId(input, text);
  if (one !== undefined) return [one];
  if (/^arn:/i.test(text) && !blank) return [readArnInCapitals(input, text, context)];
  const several = /[\s,;|"'`<>()[\]{}=]/.test(text) ? readSentence(text, context) : [];
  if (several.length > 0) return several;
  return text.startsWith('arn:') ? [readArn(input, text, context)] : [];
}

function readArnInCapitals(input: string, text: string, context: SessionContext): Decoded {
  const lower = `arn:${text.slice(4)}`;
  const diagnostic: Diagnostic = {
    code: 'decode/arn-shape',
    severity: 'warning',
    message: 'an ARN begins with `arn:` in small letters',
    hint: `Write \`${lower}\`.`,
  };
  return withDiagnostics(readArn(input, lower, context), [diagnostic]);
}

/** The identifiers and secrets among the words of a longer text. */
function readSentence(text: string, context: SessionContext): readonly Decoded[] {
  const words = [...new Set(text.split(/[\s,;|"'`<>()[\]{}]+/))]
    .filter((word) => word.length >= 12)
    .slice(0, 1000);
  const found = words.flatMap((word) => readWord(word.replace(/(?<![.:!?])[.:!?]+$/, ''), context) ?? []);
  const [first, ...rest] = found;
  if (first === undefined || found.every(({ item }) => item.kind === 'unknown')) return [];
  const diagnostic: Diagnostic = {
    code: 'decode/extracted',
    severity: 'info',
    message: `took ${found.length === 1 ? 'one identifier' : `${found.length} identifiers`} out of a longer text`,
    hint: 'Which policy decides a call that AWS refused: `iamx simulate`, with its caller, action and resource.',
  };
  return [withDiagnostics(first, [diagnostic]), ...rest];
}

function readWord(word: string, context: SessionContext): Decoded | undefined {
  const { text, isSecret } = repair(word);
  if (isSecret || looksLikeSecret(text)) return secret('');
  if (text.startsWith('arn:')) {
    const arn = readArn(text, text, context);
    return arn.item.kind === 'arn' ? arn : undefined;
  }
  // A short number in a sentence is a status or a time, not an account.
  const decoded =
    (/^\d{12}$/.test(text) ? readAccount(text, text) : undefined) ??
    readUserId(text, text, context) ??
    (/^[A-Z0-9]{16,}$/.test(text) ? readId(text, text) : undefined);
  return decoded?.item.kind === 'unknown' ? undefined : decoded;
}

/** A known shape beside IDs and ARNs (docs/identifiers.md, other texts), or what nothing is known about. */
function readShape(input: string, text: string, diagnostics: readonly Diagnostic[]): Decoded {
  const shape = findKnownShape(text);
  if (shape === undefined && hasSecretShape(text)) return secret('');
  if (shape === undefined)
    return unknown(input, 'no known form of an ID, an access key, an ARN or an account', diagnostics);
  return {
    item: {
      kind: 'unknown',
      input,
      because: 'not an IAM identifier',
      resourceType: shape.resourceType,
    },
    notes: [shape.says],
    diagnostics,
  };
}

function unknown(input: string, because: string, diagnostics: readonly Diagnostic[]): Decoded {
  return { item: { kind: 'unknown', input, because }, notes: [], diagnostics };
}

function secret(name: string): Decoded {
  return {
    item: { kind: 'unknown', input: null, because: 'looks like a secret' },
    notes: ['looks like a secret access key; it was not decoded, stored or shown'],
    diagnostics: [secretDiagnostic(name)],
  };
}

function secretDiagnostic(name: string): Diagnostic {
  const isToken = /token/i.test(name);
  const what = isToken
    ? 'a session token'
    : /password|passwd/i.test(name)
      ? 'a password'
      : 'a secret access key';
  return {
    code: isToken ? 'decode/token' : 'decode/secret',
    severity: 'warning',
    message: `that looks like ${what}: it was not decoded, stored or shown`,
    hint: 'Rotate it if anyone else can see this screen; your shell history has it. Use: iamx decode -',
  };
}

function token(): Decoded {
  return {
    item: { kind: 'unknown', input: null, because: 'looks like a session token' },
    notes: ['looks like a session token; it was not decoded, stored or shown'],
    diagnostics: [secretDiagnostic('token')],
  };
}
