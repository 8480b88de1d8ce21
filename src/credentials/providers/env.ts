import { hinted, unsetVariables } from '../../core/command.ts';
import { fail, failOrPass, pass, type Attempt, type Provider } from '../chain/provider.ts';
import { hasSecretByOtherName } from '../places/meant-variable.ts';
import { accountOf, instantIn, isSet, maskedKeyOf, type Setting } from '../places/settings.ts';

export interface EnvRules {
  /** The variables of the key id; the first that is set counts. */
  readonly keyIds: readonly string[];
  /** The variables of the secret, likewise. */
  readonly secrets: readonly string[];
  /** Where a session token may stand; the first that is not empty is used. */
  readonly tokens: readonly string[];
  /** The variables that tell the account. */
  readonly accountIds: readonly string[];
  /** Whether blanks around a value, and values of blanks alone, count. */
  readonly blanks: 'kept' | 'trimmed';
  /** What a key id without its secret does to the chain. */
  readonly loneKeyId: 'fail' | 'pass';
  /** `AWS_CREDENTIAL_EXPIRATION`: enforced, told or not read. */
  readonly expiration: 'enforced' | 'told' | 'ignored';
}

export const env: Provider<EnvRules> = {
  id: 'env',
  title: 'Environment variables',
  attempt({ env, world }, rules) {
    const isGiven = (setting: Setting) =>
      isSet(setting) && (rules.blanks === 'kept' || setting.value?.isBlank === false);
    const first = (names: readonly string[]) => {
      const settings = names.map(env);
      return settings.find(isGiven) ?? settings[0];
    };
    const keyId = first(rules.keyIds);
    const secret = first(rules.secrets);
    if (keyId === undefined || secret === undefined) return pass('no variables are read');
    const evidence = [keyId.evidence, secret.evidence];
    const name = keyId.evidence.name;

    if (!isGiven(keyId))
      return pass(`${name} is ${keyId.value === undefined ? 'not set' : 'empty'}`, evidence);
    if (!isGiven(secret)) {
      const state = secret.value === undefined ? 'not set' : 'empty';
      return failOrPass(rules.loneKeyId, {
        code: 'partial-credentials',
        because: `${name} is set, but ${secret.evidence.name} is ${state}`,
        evidence,
        // What it is to be taken from is another finding's, and the pair is kept then.
        ...(hasSecretByOtherName(world.host.env)
          ? { hint: `Set ${secret.evidence.name} too` }
          : hinted(`Set ${secret.evidence.name} too, or: `, unsetVariables([name]))),
      });
    }
    const token = rules.tokens.map(env).find(isGiven);
    const all = token === undefined ? evidence : [...evidence, token.evidence];
    const account = rules.accountIds.map(env).find(isGiven);
    const id = maskedKeyOf(keyId);
    const expiry = rules.expiration === 'ignored' ? undefined : env('AWS_CREDENTIAL_EXPIRATION');
    const end = expiry === undefined ? undefined : instantIn(expiry);
    const winner: Attempt = {
      outcome: 'win',
      because: `${name} and ${secret.evidence.name} are set`,
      evidence: expiry?.value === undefined ? all : [...all, expiry.evidence],
      given: {
        ...(id === undefined ? {} : { accessKeyId: id }),
        ...accountOf(account),
        ...(end === undefined ? {} : { expiresAt: end }),
        deferred: false,
        recipe: {
          kind: 'static',
          accessKeyId: keyId,
          secretAccessKey: secret,
          ...(token === undefined ? {} : { sessionToken: token }),
          ...(end === undefined ? {} : { expiresAt: end }),
        },
      },
    };
    if (rules.expiration !== 'enforced' || expiry === undefined || !isSet(expiry)) return winner;
    return expiryProblem(expiry, end, world.host.now()) ?? winner;
  },
};

/** botocore 1.43 `RefreshableCredentials`: there is nothing that could refresh them. */
function expiryProblem(expiry: Setting, end: number | undefined, now: number): Attempt | undefined {
  const { evidence } = expiry;
  if (end === undefined) {
    return fail({
      code: 'invalid-expiration',
      because: `${evidence.name} is not a time`,
      evidence: [evidence],
      ...hinted(unsetVariables([evidence.name])),
    });
  }
  if (end > now) return undefined;
  return fail({
    code: 'expired-credentials',
    because: `the keys in the environment expired: ${evidence.name} is ${evidence.value ?? ''}`,
    evidence: [evidence],
    ...hinted(
      'Get new keys, or: ',
      unsetVariables([evidence.name, ...['AWS_ACCESS_KEY_ID', 'AWS_SECRET_ACCESS_KEY', 'AWS_SESSION_TOKEN']]),
    ),
    failure: { expiredAt: end },
  });
}
