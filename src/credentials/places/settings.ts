import type { Evidence, EvidenceKind, Span } from '../../core/evaluation.ts';
import { parseInstant } from '../../core/instant.ts';
import { isSameRaw, Raw, reveal } from '../../core/raw.ts';
import { isSecretName } from '../../output/secret-names.ts';
import { isKeyIdName, printSetting, type Printer } from '../../printers/fields.ts';
import { printAccount, printKeyId, printMap } from '../../printers/names.ts';
import { describeLength } from '../../printers/shape.ts';

/** What is odd about a value that a signature depends on. */
export type Flaw =
  | 'map'
  | 'line-break'
  | 'blank'
  | 'quote'
  | 'comma'
  | 'percent-end'
  | 'comment'
  | 'invisible'
  | 'looks-like-key-id'
  | 'looks-like-secret';

/**
 * A value and where it came from. The value is raw: no step, message or page can hold it. `evidence.value` is what may
 * be shown of it.
 */
export interface Setting {
  readonly value: Raw | undefined;
  readonly evidence: Evidence;
  readonly flaws: readonly Flaw[];
  /** The reader made a map of the lines below it, which stands where a text belongs: `value` is these lines. */
  readonly isMap?: true;
}

const keyIdShape = /^[A-Z0-9]{16,128}$/;

/** The setting for a text from anywhere; `print` where its name does not tell what kind of text it is. */
export function settingOf(
  kind: EvidenceKind,
  name: string,
  text: Raw | string | undefined,
  span?: Span,
  print: Printer = (raw) => printSetting(name, raw),
): Setting {
  const place = span === undefined ? {} : { span };
  if (text === undefined) return { value: undefined, evidence: { kind, name, ...place }, flaws: [] };
  const value = typeof text === 'string' ? new Raw(text) : text;
  if (isKeyIdName(name)) {
    const shown = value.isEmpty ? 'empty' : printKeyId(value);
    return {
      value,
      evidence: { kind, name, value: shown, ...place },
      flaws: flawsOf(reveal(value), 'key-id'),
    };
  }
  const flaws = isSecretName(name) || name === 'SECRET_ACCESS_KEY' ? flawsOf(reveal(value), 'secret') : [];
  return { value, evidence: { kind, name, value: print(value), ...place }, flaws };
}

/** The setting for lines of which a reader made a map. */
export function mapSetting(name: string, lines: string, span: Span): Setting {
  const { value, evidence } = settingOf('file', name, lines, span, printMap);
  return { value, evidence, flaws: ['map'], isMap: true };
}

/** What may be shown of the setting's value; empty where it has none. */
export function shownOf(setting: Setting | undefined): string {
  return setting?.evidence.value ?? '';
}

/** The value is shown as it is. */
function isShownWhole({ value, evidence }: Setting): boolean {
  return value !== undefined && evidence.value !== undefined && value.is(evidence.value);
}

/** The value behind its name in a sentence: ` = eu-west-1`, ` (37 characters, not shown)`. */
export function behindName(setting: Setting): string {
  const { value } = setting;
  if (value === undefined) return '';
  return isShownWhole(setting) ? ` = ${shownOf(setting)}` : ` (${describeLength(value)})`;
}

/** The value in a sentence: in backticks, or what is said in its place. */
export function quotedValue(setting: Setting): string {
  return isShownWhole(setting) ? `\`${shownOf(setting)}\`` : shownOf(setting);
}

/** Whether two settings hold the same value. */
export function isSameValue(left: Setting | undefined, right: Setting | undefined): boolean {
  return isSameRaw(left?.value, right?.value);
}

/** The id as printed: of what the tool sends, so that its last four are the tool's own; undefined where it is none. */
export function maskedKeyOf({ value }: Setting): string | undefined {
  return value?.fits(keyIdShape) === true ? printKeyId(value) : undefined;
}

/** The id itself, for what is decoded from it. */
export function keyIdOf({ value }: Setting): string | undefined {
  const id = value === undefined ? '' : trimOdd(reveal(value));
  return keyIdShape.test(id) ? id : undefined;
}

/** The setting's account, where it is one. */
export function accountOf(setting: Setting | undefined): { readonly accountId?: string } {
  const account = setting?.value?.map((text) => text.trim());
  return account?.fits(/^\d{12}$/) === true ? { accountId: printAccount(account) } : {};
}

/** It has a value, and not the empty one. */
export function isSet(setting: Setting): boolean {
  return setting.value?.isEmpty === false;
}

/** The number that its value is, as JavaScript reads it. */
export function numberIn(setting: Setting | undefined): number | undefined {
  return setting?.value === undefined ? undefined : Number(reveal(setting.value));
}

/** Milliseconds since the epoch, where its value is a time. */
export function instantIn({ value }: Setting): number | undefined {
  return value === undefined ? undefined : parseInstant(reveal(value));
}

/** Its value is this word. */
export function isWord(setting: Setting | undefined, word: string): boolean {
  return setting?.value?.is(word) === true;
}

function trimOdd(raw: string): string {
  return raw
    .replace(/^[\s"'“”„‘’«»\u00a0\u200b-\u200d\ufeff]+/, '')
    .replace(
      /(?:(?<!\s)\s+[#;].*|(?<![\s"'“”‘’«»,%\u00a0\u200b-\u200d\ufeff])[\s"'“”‘’«»,%\u00a0\u200b-\u200d\ufeff]+)$/s,
      '',
    );
}

function flawsOf(raw: string, what: 'key-id' | 'secret'): readonly Flaw[] {
  if (raw === '') return [];
  const flaws: Flaw[] = [];
  if (/[\r\n]/.test(raw)) flaws.push('line-break');
  if (/^["'“”„‘’«»].*["'“”‘’«»],?$/s.test(raw.trim())) flaws.push('quote');
  else if (/\S,$/.test(raw.trim())) flaws.push('comma');
  if (/\s[#;]/.test(raw)) flaws.push('comment');
  else if (/^[ \t\u00a0]|[ \t\u00a0]$|[^\s][ \t\u00a0]+[^\s]/.test(raw)) flaws.push('blank');
  if (raw.endsWith('%')) flaws.push('percent-end');
  if (/[\u200b-\u200f\u2060\ufeff]/.test(raw)) flaws.push('invisible');
  const plain = trimOdd(raw);
  if (what === 'secret' && /^A(KIA|SIA)[A-Z2-7]{12,}$/.test(plain)) flaws.push('looks-like-key-id');
  if (what === 'key-id' && !keyIdShape.test(plain) && /^[A-Za-z0-9/+]{40}$/.test(plain)) {
    flaws.push('looks-like-secret');
  }
  return flaws;
}
