import { listed } from '../core/listed.ts';
import type { Diagnostic } from '../core/evaluation.ts';
import { checkCaller } from '../identifiers/caller-identity.ts';
import { readAccount } from './read-account.ts';
import { readArn } from './read-arn.ts';
import { readId } from './read-id.ts';
import { describeEncodedMessage, findEncodedMessage } from './encoded-message.ts';
import { parseDecodedMessage } from './decoded-message.ts';
import type { Decoded } from './item.ts';
import { isSecretField, splitPasted, type PastedValue } from './pasted-values.ts';
import { repair } from './repair.ts';
import { hidden, hideSecrets, holdsSecret, looksLikeSecret, looksLikeToken } from '../output/secret.ts';
import { isSecretSetting } from '../output/secret-names.ts';
import { hasSecretShape } from '../printers/shape.ts';
import type { SessionContext } from '../identifiers/session-source.ts';
import { findRefusedCalls, isRefusal } from '../messages/denial.ts';
import { isErrorText } from './refused.ts';
import { once } from './once.ts';
import { readShape, secret, token, unknown } from './read-rest.ts';
import { extracted, hasSeveralWords, readSentence } from './sentence.ts';
import { spacedOut, undressed } from './take-apart.ts';
import { readUserId } from './user-id.ts';

/** Decodes what a person typed or pasted, one text per argument; never throws. */
export function decodeTexts(texts: readonly string[], context: SessionContext = {}): readonly Decoded[] {
  return once(texts.flatMap((text) => decodeText(text, valueDecoder(context))));
}

/** As `decodeTexts`, for the lines of one text that come one after the other. */
export function lineDecoder(context: SessionContext = {}): (line: string) => readonly Decoded[] {
  const decodeNext = valueDecoder(context);
  return (line) => once(decodeText(line, decodeNext));
}

type DecodeNext = (value: PastedValue) => readonly Decoded[];

/**
 * A secret may be wrapped: what stands below one and may be the rest of it is not shown either, nor what follows a flag
 * or the name of a secret on the next line, or in a list of words.
 */
function valueDecoder(context: SessionContext): DecodeNext {
  let belowSecret = false;
  let above: string | undefined;
  return (value) => {
    const read = decodeValue(value, context);
    const isRest = belowSecret && mayGoOn(value, read);
    const decoded = isRest ? [secret('')] : (readBelow(above, value, read) ?? read);
    belowSecret = decoded.some(({ item }) => item.input === null);
    above = endsInFlag.test(value.text) ? value.text.slice(-farthest) : nameOfSecret(value.text);
    return decoded;
  };
}

/** So much of the line above is looked at, for its program. */
const farthest = 200;
const endsInFlag = /(?<!\S)["']?--?[A-Za-z][\w.-]{0,63}["']?\s{0,20}\\?\s*$/;

/** `name: DB_PASSWORD`, whose value stands on the next line; the name, as if it stood beside it. */
function nameOfSecret(text: string): string | undefined {
  const [, name = ''] =
    /(?:^|[\s"'{-])(?:name|key)["']?\s{0,20}[:=]\s{0,20}["']?([\w.-]{1,128})["']?,?\s{0,20}$/i.exec(text) ??
    [];
  return isSecretSetting(name) ? `${name}=` : undefined;
}

/** The answer where what stands above hides the line: a flag one word, or as many as a line that goes on has. */
function readBelow(
  above: string | undefined,
  { text }: PastedValue,
  decoded: readonly Decoded[],
): readonly Decoded[] | undefined {
  if (above === undefined || decoded.some(({ item }) => item.kind !== 'unknown')) return undefined;
  const below = text.trim();
  if (/\s/.test(below) && !/[\\=]\s*$/.test(above)) return undefined;
  const line = `${above.trimEnd().replace(/\\$/, '')} ${below}`;
  if (holdsSecret(line)) return [secret('')];
  return hideSecrets(line) === line
    ? undefined
    : [unknown(hidden, 'it may be what the flag above takes', [])];
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
    const none = hasSecretShape(text) ? secret('') : unknown(hideSecrets(text), 'it holds no identifier', []);
    return isErrorText(text) ? [{ ...none, isError: true }] : [none];
  }
  const refused = isRefusal(text) ? findRefusedCalls(hideSecrets(text)) : [];
  const [first, ...rest] =
    values.length === 1 ? values.flatMap(decodeNext) : withoutProse(values, values.map(decodeNext));
  if (first === undefined) return [];
  const odd = identity === undefined ? [] : checkCaller(identity);
  const names = passedOver.map((name) => `\`${hideSecrets(name)}\``);
  const diagnostics = [...odd, ...first.diagnostics, ...(names.length === 0 ? [] : [passedOverNames(names)])];
  const error = refused.length > 0 ? { refused } : isErrorText(text) ? { isError: true as const } : {};
  return [{ ...first, diagnostics, ...error }, ...rest];
}

function passedOverNames(names: readonly string[]): Diagnostic {
  return {
    code: 'decode/passed-over',
    severity: 'info',
    message: `${listed(names, 4)} ${names.length === 1 ? 'holds' : 'hold'} no identifier`,
  };
}

/** Of a text of several lines: sentences without an identifier are counted, and not answered one by one. */
function withoutProse(
  values: readonly PastedValue[],
  answers: readonly (readonly Decoded[])[],
): readonly Decoded[] {
  const isIdle = (index: number) => isProse(values[index]) && (answers[index] ?? []).every(isUnknown);
  const kept = answers.filter((_, index) => !isIdle(index)).flat();
  const idle = answers.length - answers.filter((_, index) => !isIdle(index)).length;
  if (idle === 0) return kept;
  const lines = idle === 1 ? 'one line holds' : `${idle} lines hold`;
  const [first, ...rest] = kept;
  if (first === undefined) {
    const [text = ''] = values.map((value) => value.text);
    return [
      unknown(
        hideSecrets(text),
        idle === 1 ? 'it holds no identifier' : `none of ${idle} lines holds an identifier`,
        [],
      ),
    ];
  }
  const counted: Diagnostic = {
    code: 'decode/passed-over',
    severity: 'info',
    message: `${lines} no identifier`,
  };
  const without = [first, ...rest].map((decoded) => ({
    ...decoded,
    // Said once, and not for every line.
    diagnostics: decoded.diagnostics.filter(({ code }) => code !== extracted),
  }));
  return without.map((decoded, index) =>
    index === 0 ? { ...decoded, diagnostics: [...decoded.diagnostics, counted] } : decoded,
  );
}

function isProse(value: PastedValue | undefined): boolean {
  return value !== undefined && value.name === undefined && /\S\s+\S/.test(value.text.trim());
}

function isUnknown({ item }: Decoded): boolean {
  return item.kind === 'unknown' && item.input !== null && item.resourceType === undefined;
}

/** One value; several where it is a sentence that holds them. */
function decodeValue({ text, name }: PastedValue, context: SessionContext): readonly Decoded[] {
  const message = readMessage(text);
  if (message !== undefined) return [message];
  const repaired = repair(text);
  if (repaired.isSecret || (name !== undefined && isSecretField(name)))
    return [secret(repaired.name ?? name ?? '')];
  const inner = repaired.text === text ? undefined : readMessage(repaired.text);
  if (inner !== undefined) return [withDiagnostics(inner, repaired.diagnostics)];
  if (looksLikeSecret(repaired.text)) return [secret('')];
  if (looksLikeToken(repaired.text)) return [token()];

  // What is left may hold a secret in its midst: from here on nobody sees it.
  const input = hideSecrets(text);
  const safe = hideSecrets(repaired.text);
  const one = readPlain(input, safe, context);
  const { found, isHidden } =
    one === undefined
      ? readApart(repaired.text, context)
      : { found: [one], isHidden: holdsSecret(text) || holdsSecret(repaired.text) };
  if (found.length === 0) {
    const isSecret =
      holdsSecret(text) || holdsSecret(repaired.text) || isSecretSetting(repaired.name ?? name ?? '');
    return isSecret ? [secret('')] : [readShape(input, safe, repaired.diagnostics)];
  }
  const all = found.map((one, index) => (index === 0 ? withDiagnostics(one, repaired.diagnostics) : one));
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
      item: { input: '{…}', kind: 'error-message', form: 'decoded', certain: true, decoded },
      notes: [],
      diagnostics: [],
    };
  }
  if (text.length < 60) return undefined;
  const found = findEncodedMessage(text);
  return found === undefined ? undefined : describeEncodedMessage(found);
}

/** An ARN, an account id, an ID or a user id. */
function readPlain(input: string, text: string, context: SessionContext): Decoded | undefined {
  const blank = /\s/.test(text);
  if (text.startsWith('arn:') && (!blank || /^arn:aws[\w-]*:iam::cloudfront:/.test(text))) {
    return readArn(input, text, context);
  }
  const one = readAccount(input, text) ?? readUserId(input, text, context) ?? readId(input, text);
  if (one !== undefined) return one;
  return /^arn:/i.test(text) && !blank ? readArnInCapitals(input, text, context) : undefined;
}

/**
 * Those in a sentence, or glued to what stands around them. But for ids of keys, which are no secrets, nothing is taken out of
 * what is hidden where they are glued.
 */
function readApart(
  text: string,
  context: SessionContext,
): { readonly found: readonly Decoded[]; readonly isHidden: boolean } {
  const plain = undressed(text);
  const apart = spacedOut(plain);
  const [shown, safe] = [hideSecrets(plain), hideSecrets(apart)];
  const found = (hasSeveralWords.test(safe) ? readSentence(safe, context) : []).filter(
    ({ item: { kind, input } }) =>
      kind === 'access-key' || kind === 'unique-id' || input === null || shown.includes(input),
  );
  const last = found.length === 0 && text.startsWith('arn:') ? [readArn(shown, safe, context)] : [];
  return { found: [...found, ...last], isHidden: holdsSecret(apart) };
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
