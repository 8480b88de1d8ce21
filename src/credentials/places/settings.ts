import type { Evidence, EvidenceKind, Span } from '../../core/evaluation.ts';
import { maskAccessKeyId } from '../../output/secret.ts';
import { hideSecrets, isSecretName } from '../../output/secret.ts';

/** What is odd about a value that a signature depends on. */
export type Flaw =
  | 'line-break'
  | 'blank'
  | 'quote'
  | 'percent-end'
  | 'comment'
  | 'invisible'
  | 'looks-like-key-id'
  | 'looks-like-secret';

/**
 * A value and where it came from. A secret never gets this far: its `value` only tells that there is one, so
 * that no step, message or page can hold it.
 */
export interface Setting {
  readonly value: string | undefined;
  readonly evidence: Evidence;
  readonly flaws: readonly Flaw[];
}

const longestShown = 160;
const keyIdShape = /^[A-Z0-9]{16,128}$/;
const keyIdName = /access_?key_?id$|^aws_access_key$/i;

/** Raw values, apart from the settings themselves: nothing that prints, copies or serializes one can meet them. */
const raws = new WeakMap<Setting, string>();

/** The value itself, for the one call that needs it (`retrieve.ts`): never to be kept, shown or put in an error. */
export function revealSecret(setting: Setting): string | undefined {
  return raws.get(setting);
}

/** Whether two settings hold the same value, secrets included: only the answer leaves this file. */
export function isSameValue(left: Setting | undefined, right: Setting | undefined): boolean {
  const valueOf = (setting: Setting | undefined) => (setting === undefined ? undefined : raws.get(setting));
  return valueOf(left) === valueOf(right);
}

/** The setting for a raw value from anywhere; the only place that sees secrets. */
export function settingOf(kind: EvidenceKind, name: string, raw: string | undefined, span?: Span): Setting {
  const setting = describe(kind, name, raw, span);
  if (raw !== undefined) raws.set(setting, raw);
  return setting;
}

function describe(kind: EvidenceKind, name: string, raw: string | undefined, span?: Span): Setting {
  const place = span === undefined ? {} : { span };
  if (raw === undefined) return { value: undefined, evidence: { kind, name, ...place }, flaws: [] };
  if (keyIdName.test(name)) {
    const id = trimOdd(raw);
    const isId = keyIdShape.test(id);
    return {
      value: isId || raw.trim() === '' ? raw : 'not an access key id',
      evidence: { kind, name, value: maskKeyId(raw), ...place },
      flaws: flawsOf(raw, 'key-id'),
    };
  }
  if (isSecretName(name) || name === 'SECRET_ACCESS_KEY') {
    return {
      value: raw.trim() === '' ? raw : 'set',
      evidence: { kind, name, value: raw === '' ? 'empty' : 'set, not shown', ...place },
      flaws: flawsOf(raw, 'secret'),
    };
  }
  return { value: raw, evidence: { kind, name, value: shown(raw), ...place }, flaws: [] };
}

/** Masked as the AWS CLI does; nothing of it where it is no access key id, since it may be the secret. */
export function maskKeyId(raw: string): string {
  const id = trimOdd(raw);
  if (raw === '') return 'empty';
  return keyIdShape.test(id) ? maskAccessKeyId(id) : `${'*'.repeat(16)} (not an access key id)`;
}

/** The id without the blanks and quotes that some readers leave on it; undefined where it is none. */
export function keyIdOf(setting: Setting): string | undefined {
  const id = trimOdd(setting.value ?? '');
  return keyIdShape.test(id) ? id : undefined;
}

/** A value as it may be shown: no secret in it, not too long. */
export function shown(raw: string): string {
  if (raw === '') return 'empty';
  const safe = hideSecrets(raw);
  return safe.length > longestShown ? `${safe.slice(0, longestShown)}…` : safe;
}

/** The setting's account, where it is one. */
export function accountOf(setting: Setting | undefined): { readonly accountId?: string } {
  const id = setting?.value?.trim() ?? '';
  return /^\d{12}$/.test(id) ? { accountId: id } : {};
}

export function isSet(setting: Setting): boolean {
  return setting.value !== undefined && setting.value !== '';
}

function trimOdd(raw: string): string {
  return raw
    .replace(/^[\s"'\u00a0\u200b-\u200d\ufeff]+/, '')
    .replace(
      /(?:(?<!\s)\s+[#;].*|(?<![\s"'%\u00a0\u200b-\u200d\ufeff])[\s"'%\u00a0\u200b-\u200d\ufeff]+)$/s,
      '',
    );
}

function flawsOf(raw: string, what: 'key-id' | 'secret'): readonly Flaw[] {
  if (raw === '') return [];
  const flaws: Flaw[] = [];
  if (/[\r\n]/.test(raw)) flaws.push('line-break');
  if (/^["'].*["']$/s.test(raw.trim())) flaws.push('quote');
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
