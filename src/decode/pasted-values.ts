import { jsonValue } from '../core/json-value.ts';
import type { CallerIdentity } from '../identifiers/caller-identity.ts';
import { parseDecodedMessage } from './decoded-message.ts';
import { findEncodedMessage } from './encoded-message.ts';
import { isShapeInTexts } from './known-shapes.ts';
import { hideSecrets } from '../output/secret.ts';
import { isSecretName } from '../output/secret-names.ts';

/** What a person pasted, taken apart into the values to decode. */
export interface PastedValue {
  readonly text: string;
  /** The field or variable it stood in. */
  readonly name?: string;
}

export interface Pasted {
  readonly values: readonly PastedValue[];
  /** Names of fields whose values hold no identifier. */
  readonly passedOver: readonly string[];
  /** The answer of GetCallerIdentity, where the JSON is one. */
  readonly identity?: CallerIdentity;
}

/** Fields of AWS's answers and settings files that hold identifiers. */
const identifierName =
  /^(aws_?)?(user_?id|role_?id|group_?id|policy_?id|access_?key_?id|access_?key|arn|account(_?id)?|owner_?id|assumed_?role_?id|.*_?arn|.*account_?id|mfa_?serial|serial_?number|principal_?id|ssh_?public_?key_?id|.*_id)$/i;

const line = /\r\n|[\n\r\u2028\u2029]/;

/** One argument, or all of standard input. JSON and blocks of assignments count as several values. */
export function splitPasted(text: string): Pasted {
  const trimmed = text.trim();
  if (trimmed === '') return { values: [], passedOver: [] };
  if (trimmed.startsWith('{') && parseDecodedMessage(trimmed) !== undefined)
    return { values: [{ text: trimmed }], passedOver: [] };
  const json = /^[[{]/.test(trimmed) ? jsonValue(trimmed) : undefined;
  if (json !== undefined) return splitJson(json);
  if (findEncodedMessage(text) !== undefined) return splitAroundMessage(text);
  return splitLines(text);
}

/** Lines that are an identifier each keep their own answer; all others are the message and the text around it. */
function splitAroundMessage(text: string): Pasted {
  const rows = text.split(line);
  const isAlone = (row: string): boolean =>
    /^\s*(arn:[^\s]+|A[A-Z0-9]{3}[A-Z2-7]{12,28}(:\S+)?)\s*$/.test(row);
  const message = rows.filter((row) => !isAlone(row)).join('\n');
  return { values: [...rows.filter(isAlone), message].map((row) => ({ text: row })), passedOver: [] };
}

function splitJson(json: unknown): Pasted {
  const values: PastedValue[] = [];
  const passedOver: string[] = [];
  const walk = (value: unknown, name: string | undefined): void => {
    const inner = typeof value === 'string' && /^\s*[[{]/.test(value) ? jsonValue(value) : undefined;
    if (inner !== undefined) {
      // `CloudTrailEvent` of `lookup-events` is JSON in a text.
      walk(inner, name);
    } else if (Array.isArray(value)) {
      for (const item of value) walk(item, name);
    } else if (typeof value === 'object' && value !== null) {
      const named = name !== undefined && isSecretField(name) ? name : nameIn(value);
      for (const [key, inner] of Object.entries(value))
        walk(inner, named !== undefined && !/^(?:name|key)$/i.test(key) ? named : key);
    } else if (typeof value === 'string' || typeof value === 'number') {
      if (
        name === undefined ||
        identifierName.test(name) ||
        isSecretField(name) ||
        isIdentifierLike(String(value)) ||
        holdsIdentifier(String(value))
      ) {
        values.push({ text: String(value), ...(name === undefined ? {} : { name }) });
      } else passedOver.push(name);
    }
  };
  walk(json, undefined);
  const identity = findIdentity(json);
  return { values, passedOver: [...new Set(passedOver)], ...(identity === undefined ? {} : { identity }) };
}

/** A setting, or a header and what else of a request nobody may show. */
export function isSecretField(name: string): boolean {
  return isSecretName(name) || /cookies?$|(?:^|-)signature$/i.test(name);
}

/** `{"name": "Cookie", "value": "…"}`, as a recorded request and a container's variables have it: whose value it is. */
function nameIn(value: object): string | undefined {
  const name = Object.entries(value).find(([key]) => /^(?:name|key)$/i.test(key))?.[1] as unknown;
  return typeof name === 'string' && 'value' in lowered(value) && isSecretField(name) ? name : undefined;
}

function lowered(value: object): object {
  return Object.fromEntries(Object.keys(value).map((key) => [key.toLowerCase(), true]));
}

function findIdentity(json: unknown): CallerIdentity | undefined {
  if (typeof json !== 'object' || json === null) return undefined;
  if (!('Account' in json && 'Arn' in json && 'UserId' in json)) return undefined;
  const { Account: account, Arn: arn, UserId: userId } = json;
  if (typeof account !== 'string' || typeof arn !== 'string' || typeof userId !== 'string') return undefined;
  return { account: hideSecrets(account), arn: hideSecrets(arn), userId: hideSecrets(userId) };
}

function isIdentifierLike(text: string): boolean {
  return /^(arn:|A[A-Z0-9]{3}[A-Z2-7]{12,}(:|$))/.test(text) || /^[A-Za-z0-9/+]{40,}=*$/.test(text);
}

/** A sentence, as `errorMessage` of CloudTrail is, or the id of a resource. */
function holdsIdentifier(text: string): boolean {
  return (
    /(?<![\w:/])arn:aws[\w-]*:\w|(?<!\w)A(?:KIA|SIA|ROA|IDA)[A-Z2-7]{12}/.test(text) ||
    // The URL of a queue, the host of a registry.
    (text.includes('.amazonaws.com') && /(?<![\w.-])\d{12}(?!\d)/.test(text)) ||
    isShapeInTexts(text)
  );
}

function splitLines(text: string): Pasted {
  const lines = text.split(line).filter((row) => row.trim() !== '');
  if (lines.length <= 1) return { values: [{ text }], passedOver: [] };
  const values: PastedValue[] = [];
  const passedOver: string[] = [];
  for (const row of lines) {
    // Section headers and comments of the shared files, the braces of half a JSON document.
    if (/^\s*(\[[^\]]*\]|[#;].*|[{}[\]],?|"[^"]*":\s*[{[])\s*$/.test(row)) continue;
    const name = nameOf(row);
    if (name !== undefined && !identifierName.test(name) && !isSecretName(name) && isSetting(row))
      passedOver.push(name);
    else values.push({ text: withoutComma(row) });
  }
  return { values, passedOver };
}

/** One of a list of values: no name ends with a comma, though it might. */
function withoutComma(row: string): string {
  return /^\s*[^\s,;"'`]+[,;]\s*$/.test(row) ? row.replace(/[,;]\s*$/, '') : row;
}

/** What a row assigns to; `AROA…:ci` is a user id, and its first half is no name. */
function nameOf(row: string): string | undefined {
  const name = /^\s*(?:export\s+|set\s+|\$env:)?["']?([A-Za-z_][\w.-]*)["']?\s*[=:](?!\S*:)/.exec(row)?.[1];
  // The last line of a wrapped secret ends with the equals signs of base64.
  if (name === undefined || /^A[A-Z0-9]{15,}$/.test(name) || isPadded(row.trim())) return undefined;
  return /^(?:AROA|AIDA)[A-Z0-9]{12,}$/i.test(name) ? undefined : name;
}

function isPadded(text: string): boolean {
  return text.length % 4 === 0 && /^[A-Za-z0-9+/]+={1,2}$/.test(text);
}

/** `region = eu-west-1`, `export AWS_PROFILE=dev`: settings beside the ones that matter. */
function isSetting(row: string): boolean {
  const value = row.replace(/^[^=:]*[=:]\s*/, '').replace(/^["']|(?<!["',;])["',;]+$/g, '');
  return !isIdentifierLike(value) && !/^\d{12}$/.test(value) && value.length < 40;
}
