import { type Command } from '../../core/command.ts';
import type { Evidence } from '../../core/evaluation.ts';
import { describeDuration, describeValidity } from '../../core/durations.ts';
import { parseInstant } from '../../core/instant.ts';
import type { Problem } from '../chain/provider.ts';
import type { Renewal } from '../chain/recipe.ts';
import { readCacheFile, textField } from '../places/tool-caches.ts';
import type { World } from '../places/world.ts';

/** What a flavour does with the token that `aws sso login` left. */
export interface SsoTokenRules {
  /** A token that ends sooner is refreshed first. */
  readonly refreshBelowMs: number;
  /** The fields without which it is not refreshed. */
  readonly refreshFields: readonly string[];
  /** A token that ends soon and cannot be refreshed. */
  readonly notRefreshable: 'used' | 'fail';
  /** An expired token of the old form, which cannot be refreshed. */
  readonly expiredLegacy: 'fail' | 'sent';
  /** How a refreshed token is kept. */
  readonly renewal: Renewal;
  /** How `expiresAt` may be written. */
  readonly times: 'any' | 'rfc3339';
}

export type TokenState =
  | {
      readonly kind: 'usable';
      readonly because: string;
      readonly evidence: Evidence;
      readonly renewal?: Renewal;
    }
  | { readonly kind: 'problem'; readonly problem: Problem };

export interface TokenFile {
  readonly path: string;
  /** What one is logged in to, for a sentence: `SSO session \`corp\``. */
  readonly to: string;
  /** What to type for a new token. */
  readonly login: Command | undefined;
  readonly isLegacy: boolean;
}

export async function readSsoToken(world: World, file: TokenFile, rules: SsoTokenRules): Promise<TokenState> {
  const place = world.show(file.path);
  const out = `not logged in to ${file.to}`;
  const cache = await readCacheFile(world, file.path);
  const found = (value: string): Evidence => ({ kind: 'cache', name: place, value });
  const login = file.login === undefined ? {} : { hint: file.login };
  const problem = (code: string, because: string, value: string): TokenState => ({
    kind: 'problem',
    problem: { code, because, evidence: [found(value)], ...login },
  });
  const expired = (because: string, value: string, expiredAt: number): TokenState => ({
    kind: 'problem',
    problem: {
      code: 'sso-token-expired',
      because,
      evidence: [found(value)],
      ...login,
      failure: { expiredAt },
    },
  });
  if (cache.kind === 'missing') {
    return problem('sso-token-missing', out, 'missing');
  }
  if (cache.kind === 'unreadable') {
    return problem('sso-token-invalid', `${out}: the file of its token cannot be read`, 'unreadable');
  }
  const { fields } = cache;
  const expires = textField(fields, 'expiresAt');
  if (textField(fields, 'accessToken') === undefined || expires === undefined) {
    return problem(
      'sso-token-invalid',
      `${out}: the file of its token has no accessToken or no expiresAt`,
      'incomplete',
    );
  }
  const end = rules.times === 'rfc3339' && /UTC$/.test(expires) ? undefined : parseInstant(expires);
  if (end === undefined) {
    return problem('sso-token-invalid', `${out}: the time expiresAt of its token cannot be read`, 'no time');
  }
  const now = world.host.now();
  const left = end - now;
  const state = describeValidity(end, now);
  const usable = (because: string) => ({ kind: 'usable', because, evidence: found(state) }) as const;
  if (file.isLegacy) {
    if (left > 0) return usable('the token is valid');
    if (rules.expiredLegacy === 'sent') return usable('the token is expired, and sent all the same');
    return expired(`${out}: the SSO token ${state}`, state, end);
  }
  if (left > rules.refreshBelowMs) return usable('the token is valid');
  const missing = rules.refreshFields.filter((name) => textField(fields, name) === undefined);
  const registration = parseInstant(textField(fields, 'registrationExpiresAt') ?? '');
  const isRegistered = registration === undefined || registration > now;
  if (missing.length === 0 && isRegistered) {
    const which = left > 0 ? `ends in ${describeDuration(left)}` : 'is expired';
    return { ...usable(`the token ${which} and is refreshed first`), renewal: rules.renewal };
  }
  const why =
    missing.length > 0
      ? `it cannot be refreshed without ${missing.join(', ')}`
      : 'its client registration is expired too, so it cannot be refreshed';
  if (left > 0 && (rules.notRefreshable === 'used' || missing.length === 0)) {
    return usable(`the token ends in ${describeDuration(left)}; ${why}`);
  }
  if (left > 0) {
    const because = `the login to ${file.to} ends in ${describeDuration(left)}, and ${why}`;
    return problem('sso-token-not-refreshable', because, state);
  }
  return expired(`${out}: the SSO token ${state}, and ${why}`, state, end);
}
