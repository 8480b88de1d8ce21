import { IamxError } from '../../core/error.ts';
import type { Host } from '../../core/host.ts';
import { jsonValue } from '../../core/json-value.ts';
import { readTextFile } from '../../formats/read-source.ts';
import { builtInProviders } from '../../identifiers/principal.ts';

/** STS takes no longer ones: https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRoleWithWebIdentity.html */
const longestToken = 20_000;

/** What a token of an identity provider says. Nobody checked its signature: AWS does. */
export interface Claims {
  /** Host and path of the issuer, as the provider's ARN has it. */
  readonly issuer: string;
  readonly isHttps: boolean;
  readonly audiences: readonly string[];
  readonly subject: string | undefined;
  /** Milliseconds since the epoch. */
  readonly expiresAt: number | undefined;
  readonly notBefore: number | undefined;
  readonly issuedAt: number | undefined;
  /** All that are texts or lists of texts, by name. */
  readonly texts: ReadonlyMap<string, string | readonly string[]>;
}

/** Reads the claims; the token goes nowhere. Throws `usage`, and what reading a file throws. */
export async function readClaims(host: Host, path: string): Promise<Claims> {
  const { source } = await readTextFile(host, path);
  const token = source.text.trim();
  host.secrets.addValue(token);
  const wrong = (message: string) =>
    new IamxError('usage', `the file of \`--web-identity-token\` ${message}`, {
      hint: 'It holds one JSON Web Token as the provider gave it: three parts, with dots between them.',
    });
  if (token.length > longestToken)
    throw wrong(`has ${token.length} characters, and STS takes ${longestToken}`);
  const parts = token.split('.');
  if (parts.length !== 3 || !parts.every((part) => /^[\w-]+={0,2}$/.test(part)))
    throw wrong('holds no whole token');
  const claims = parseClaims(parts[1] ?? '');
  if (claims === undefined)
    throw wrong('holds a token whose claims cannot be read: it is cut, or of another kind');
  const { iss } = claims;
  if (typeof iss !== 'string' || iss === '') throw wrong('holds a token that names no issuer');
  return claimsOf(iss, claims);
}

function parseClaims(part: string): Readonly<Record<string, unknown>> | undefined {
  try {
    const bytes = Uint8Array.from(atob(part.replaceAll('-', '+').replaceAll('_', '/')), (one) =>
      one.charCodeAt(0),
    );
    const value = jsonValue(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? { ...value } : undefined;
  } catch {
    return undefined;
  }
}

function claimsOf(iss: string, claims: Readonly<Record<string, unknown>>): Claims {
  const texts = new Map<string, string | readonly string[]>();
  for (const [name, value] of Object.entries(claims)) {
    if (typeof value === 'string') texts.set(name, value);
    else if (isTexts(value)) texts.set(name, value);
  }
  const time = (name: string) => {
    const value = claims[name];
    return typeof value === 'number' && Number.isFinite(value) ? value * 1000 : undefined;
  };
  const { aud, sub } = claims;
  return {
    issuer: iss.replace(/^https:\/\//, ''),
    isHttps: iss.startsWith('https://') || builtInProviders.has(iss),
    audiences: typeof aud === 'string' ? [aud] : isTexts(aud) ? aud : [],
    subject: typeof sub === 'string' ? sub : undefined,
    expiresAt: time('exp'),
    notBefore: time('nbf'),
    issuedAt: time('iat'),
    texts,
  };
}

function isTexts(value: unknown): value is readonly string[] {
  return Array.isArray(value) && value.every((one) => typeof one === 'string');
}

/** The provider that a role's trust policy names for the issuer. */
export function providerOf({ issuer }: Claims, partition: string, account: string): string {
  return builtInProviders.has(issuer) ? issuer : `arn:${partition}:iam::${account}:oidc-provider/${issuer}`;
}

/**
 * The condition keys that STS makes of the claims: where there is an authorized party it stands for the audience, which
 * then goes by `oaud`. https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_iam-condition-keys.html#condition-keys-wif
 */
export function keysOfClaims(
  { issuer, texts, audiences }: Claims,
  isKey: (key: string) => boolean,
): ReadonlyMap<string, string | readonly string[]> {
  const keys = new Map<string, string | readonly string[]>();
  const party = texts.get('azp');
  const [audience] = audiences;
  if (typeof party === 'string') {
    keys.set(`${issuer}:aud`, party);
    if (audience !== undefined) keys.set(`${issuer}:oaud`, audience);
  } else if (audience !== undefined && audiences.length === 1) keys.set(`${issuer}:aud`, audience);
  for (const [name, value] of texts) {
    if (name === 'aud' || name === 'azp' || name === 'iss') continue;
    const isOfAll = name === 'sub' || name === 'amr';
    if ((isOfAll || isKey(`${issuer}:${name}`)) && (typeof value === 'string') === (name !== 'amr'))
      keys.set(`${issuer}:${name}`, value);
  }
  return keys;
}
