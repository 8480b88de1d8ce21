import { Raw } from '../core/raw.ts';
import { parseArn } from '../identifiers/arn.ts';
import type { ShownFields } from '../documents/explain-error.ts';
import type { FoundError } from '../messages/found-error.ts';
import { layerOfWords } from '../messages/layer-wordings.ts';
import { hidden, hideSecrets } from '../output/secret.ts';
import { printArn } from '../printers/addresses.ts';
import { hasInvisible, printName } from '../printers/names.ts';
import { printRegion, regions } from '../printers/region.ts';
import { hasSecretShape, isPieceOfSecret } from '../printers/shape.ts';

export type { ShownFields };

export function shownFields(error: FoundError): ShownFields {
  const { denial, httpStatus } = error;
  const whole = (piece: string | undefined) =>
    piece !== undefined && isPieceOfSecret(piece, error.text) ? undefined : piece;
  const fields = {
    code: matching(whole(error.code), /^[A-Za-z][\w.]{1,63}$|^\d{3}$/),
    operation: matching(whole(error.operation), /^[A-Z]\w{1,63}$/),
    message: shownMessage(error.message),
    caller: shownCaller(denial.caller),
    action: matching(whole(denial.action), /^[\w-]{1,40}:[\w*]{1,80}$/),
    resource: shownResource(denial.resource),
    layer: denial.layer === undefined ? undefined : layerOfWords(denial.layer),
    explicit: denial.explicit,
    policyArn: shownArn(denial.policyArn),
    authorizationId: matching(whole(denial.authorizationId), /^[\w-]{1,64}$/),
    authorizationRegion: regions.find((name) => name === denial.authorizationRegion),
    requestId: shownRequest(whole(error.requestId)),
    httpStatus,
    profile: shownName(whole(error.profile)),
    region: shownRegion(whole(error.region)),
  };
  return Object.fromEntries(
    Object.entries(fields).filter(([, value]) => value !== undefined && value !== ''),
  );
}

/** What AWS tells of a refusal beside its message. */
export function shownDenial(denial: FoundError['denial']): ShownFields {
  return shownFields({ denial, message: '', text: '', hasEncodedMessage: false });
}

function matching(text: string | undefined, form: RegExp): string | undefined {
  return text !== undefined && form.test(text) && !hasSecretShape(text) ? text : undefined;
}

function shownArn(text: string | undefined): string | undefined {
  if (text === undefined) return undefined;
  const shown = printArn(new Raw(text));
  return shown === text ? text : undefined;
}

/** The ARN of a role, whole and in plain characters. */
export function shownRoleArn(text: string | undefined): string | undefined {
  const arn = shownArn(text);
  return arn !== undefined && /^arn:[\w-]+:iam::\d{12}:role\/[\w+=,.@/-]{1,576}$/.test(arn) ? arn : undefined;
}

/** The ARN of a user, whole and in plain characters. */
export function shownUserArn(text: string | undefined): string | undefined {
  const arn = shownArn(text);
  return arn !== undefined && /^arn:[\w-]+:iam::\d{12}:user\/[\w+=,.@/-]{1,576}$/.test(arn) ? arn : undefined;
}

function shownCaller(text: string | undefined): string | undefined {
  if (text === undefined) return undefined;
  if (text === 'anonymous' || /^[a-z][a-z0-9-]{1,40}\.amazonaws\.com$/.test(text)) return text;
  return shownArn(text);
}

/** An ARN may hold an object's key, which may hold anything that has not got the shape of a secret. */
function shownResource(text: string | undefined): string | undefined {
  if (text === undefined || text === '*') return text;
  const arn = parseArn(text);
  if (arn === undefined) return matching(text, /^[\w+=,.@/ -]{1,200}$/);
  const parts = arn.text.split(/[/:\s]/);
  const isPlain = text.length <= 1500 && !/["'`\\]/.test(text) && !hasInvisible(text);
  return isPlain && !parts.some(hasSecretShape) && hideSecrets(text) === text ? text : undefined;
}

/** A UUID, or as S3 writes them. */
function shownRequest(text: string | undefined): string | undefined {
  if (text === undefined) return undefined;
  return /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$|^[0-9A-Z]{16}$/i.test(text) ? text : undefined;
}

function shownName(text: string | undefined): string | undefined {
  return text !== undefined && printName(new Raw(text)) === text ? text : undefined;
}

function shownRegion(text: string | undefined): string | undefined {
  return text !== undefined && printRegion(new Raw(text)) === text ? text : undefined;
}

const mostWords = 80;
const plainWord = /^["'`([{]{0,3}[A-Za-z][A-Za-z'’-]{0,29}["'`)\]}.,:;!?]{0,4}$/;
/** As people write words, and AWS its names: `Denied`, `SSO`, `GetObject`, `DBCluster`; a piece of a key seldom reads so. */
const natural = /^(?:[A-Z]{0,4}[a-z]*(?:[A-Z][a-z]+)*(?:(?:ARN|ID|IP|URI|URL|VPC)s?)?|[A-Z]{1,16})$/;
const otherWord = /^["'(]{0,2}(?:\d{1,12}|\d{8}T\d{6}Z|[\w-]{2,24}:[A-Za-z*]{2,40}|[-–(]+)["'%).,:;]{0,4}$/;

/**
 * What the service said, word by word: what is no plain word, number, action or ARN is left out, and so is what stands behind
 * a secret, which may be torn by blanks.
 */
export function shownMessage(text: string): string {
  const words = hideSecrets(text).split(/\s+/);
  let isBehind = false;
  const shown = words.slice(0, mostWords).map((word) => {
    isBehind ||= word.includes(hidden);
    return isShown(word) && (!isBehind || word.includes('arn:')) ? word : '…';
  });
  const all = words.length > mostWords ? [...shown, '…'] : shown;
  return all.join(' ').replace(/…(?: …)+/g, '…');
}

/** Each part of a word in camel case has a vowel, or is short and all capitals. */
function isNatural(word: string): boolean {
  return word.split(/[^A-Za-z]+/).every((part) => natural.test(part) && hasVowels(part));
}

function hasVowels(part: string): boolean {
  return (part.match(/[A-Z]?[a-z]{3,}/g) ?? []).every((one) => /[aeiouy]/i.test(one));
}

function isShown(word: string): boolean {
  if (plainWord.test(word)) return isNatural(word) && !hasSecretShape(word);
  if (otherWord.test(word)) return !hasSecretShape(word);
  const bare = word.replace(/^["'(]{1,2}/, '').replace(/["').,:;]{1,3}$/, '');
  return bare.startsWith('arn:') && shownResource(bare) !== undefined;
}
