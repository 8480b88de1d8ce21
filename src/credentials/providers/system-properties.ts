import { jvmOptionVariables, jvmProperty } from '../places/jvm-properties.ts';
import { failOrPass, skip, type Provider } from '../chain/provider.ts';
import { accountOf, isSet, maskedKeyOf, type Setting } from '../places/settings.ts';

export interface SystemPropertyRules {
  /** The property of the key id. */
  readonly keyId: string;
  /** The property of the secret. */
  readonly secret: string;
  /** The property of the session token. */
  readonly token: string;
  /** The property that tells the account. */
  readonly accountId: string;
  /** What a key id without its secret does to the chain. */
  readonly loneKeyId: 'fail' | 'pass';
}

/** The properties of a Java program, as far as variables give them; its command line is its own affair. */
export const systemProperties: Provider<SystemPropertyRules> = {
  id: 'system-properties',
  title: 'Java system properties',
  attempt({ world }, rules) {
    const isGiven = (setting: Setting) => isSet(setting) && setting.value?.isBlank === false;
    const keyId = jvmProperty(world, rules.keyId);
    const secret = jvmProperty(world, rules.secret);
    if (keyId.value === undefined && secret.value === undefined) {
      const evidence = jvmOptionVariables
        .map(world.env)
        .filter(isSet)
        .map(({ evidence: { kind, name } }) => ({ kind, name, value: `set, without -D${rules.keyId}` }));
      return skip(
        `unknown: no variable gives -D${rules.keyId}, but a program's command line or code may, which is not ` +
          `visible from outside`,
        evidence,
      );
    }
    const evidence = [keyId, secret].filter(({ value }) => value !== undefined).map((one) => one.evidence);
    const [missing] = [...(isGiven(keyId) ? [] : [rules.keyId]), ...(isGiven(secret) ? [] : [rules.secret])];
    if (missing !== undefined) {
      const because = `only half of a key pair is given as properties: -D${missing} is missing or empty`;
      return failOrPass(rules.loneKeyId, { code: 'partial-credentials', because, evidence });
    }
    const token = jvmProperty(world, rules.token);
    const account = jvmProperty(world, rules.accountId);
    const id = maskedKeyOf(keyId);
    return {
      outcome: 'win',
      because: `-D${rules.keyId} and -D${rules.secret} are given`,
      evidence: isSet(token) ? [...evidence, token.evidence] : evidence,
      given: {
        ...(id === undefined ? {} : { accessKeyId: id }),
        ...accountOf(account),
        deferred: false,
        recipe: {
          kind: 'static',
          accessKeyId: keyId,
          secretAccessKey: secret,
          ...(isSet(token) ? { sessionToken: token } : {}),
        },
      },
    };
  },
};
