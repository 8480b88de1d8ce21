import type { HttpResult } from '../../core/host.ts';
import { parseInstant } from '../../core/instant.ts';
import { jsonValue } from '../../core/json-value.ts';
import { Raw } from '../../core/raw.ts';
import { printErrorCode, printKeyId } from '../../printers/names.ts';

export interface Told {
  /** Masked. */
  readonly accessKeyId?: string;
  readonly accountId?: string;
  /** Milliseconds since the epoch. */
  readonly expiresAt?: number;
}

/** What a metadata endpoint's answer gives, without its secrets. */
export type CredentialsAnswer =
  | { readonly kind: 'credentials'; readonly told: Told }
  | { readonly kind: 'unusable'; readonly isJson: boolean; readonly because: string };

/** `required`: the fields without which the flavour does not take the answer. */
export function readCredentialsAnswer(body: string, required: readonly string[]): CredentialsAnswer {
  const fields = parseFields(body);
  if (fields === undefined) {
    const what = /^\s*</.test(body) ? 'HTML or XML' : body.trim() === '' ? 'nothing' : 'no JSON object';
    return {
      kind: 'unusable',
      isJson: isJson(body),
      because: `answered with ${what} instead of credentials`,
    };
  }
  const missing = required.filter((name) => typeof fields.get(name) !== 'string');
  if (missing.length > 0) {
    const code = fields.get('Code') ?? fields.get('code');
    const reason =
      typeof code === 'string' && code !== 'Success' ? ` (${printErrorCode(new Raw(code))})` : '';
    return { kind: 'unusable', isJson: true, because: `answered without ${missing.join(', ')}${reason}` };
  }
  const keyId = fields.get('AccessKeyId');
  const account = fields.get('AccountId');
  const expiration = fields.get('Expiration');
  const expiresAt = typeof expiration === 'string' ? parseInstant(expiration) : undefined;
  const told: Told = {
    ...(typeof keyId === 'string' && /^[A-Z0-9]{16,128}$/.test(keyId)
      ? { accessKeyId: printKeyId(new Raw(keyId)) }
      : {}),
    ...(typeof account === 'string' && /^\d{12}$/.test(account) ? { accountId: account } : {}),
    ...(expiresAt === undefined ? {} : { expiresAt }),
  };
  return { kind: 'credentials', told };
}

/** The members of a JSON object; undefined for any other text. */
export function parseFields(body: string): ReadonlyMap<string, unknown> | undefined {
  const value = jsonValue(body);
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return undefined;
  return new Map<string, unknown>(Object.entries(value));
}

function isJson(body: string): boolean {
  return jsonValue(body) !== undefined;
}

/** Why a request came to nothing, in words that follow the endpoint's name. */
export function describeFailure(result: HttpResult): string {
  if (result.kind === 'answered') return `answered with status ${result.status}`;
  switch (result.phase) {
    case 'timeout':
      return 'did not answer in time';
    case 'dns':
      return 'has a host name that does not resolve';
    case 'connect':
      return 'cannot be reached';
    case 'tls':
      return 'has a certificate that is not trusted';
    case 'http':
      return 'gave an answer that is no HTTP';
  }
}
