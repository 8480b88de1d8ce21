import { failOrPass, skip, type Attempt, type Context, type Provider } from '../chain/provider.ts';
import type { FileRole } from '../places/section-names.ts';
import { accountOf, isSet, maskedKeyOf, type Setting } from '../places/settings.ts';

export interface StaticKeyRules {
  /** Where a pair may stand: in this file alone, or put together from both. */
  readonly view: 'one-file' | 'merged';
  /** What counts as there: the key, even without a value, or a value. */
  readonly present: 'key' | 'value';
  /** What a key id without its secret does to the chain. */
  readonly loneKeyId: 'fail' | 'pass' | 'skip';
  /** What a secret or a token without a key id does; not looked at if not given. */
  readonly withoutKeyId?: 'fail' | 'pass';
  /** The names of the session token's key, the strongest first. */
  readonly tokens: readonly string[];
  /** Where the token is taken from; the same as the pair if not given. */
  readonly tokenView?: 'one-file' | 'merged';
  /** What the SDK calls the keys of that file, where it names the file. */
  readonly sdkName?: (path: string) => string;
}

/** The provider for the pair of keys that stands in one of the two files. */
export function staticKeysIn(role: FileRole): Provider<StaticKeyRules> {
  return {
    id: role === 'config' ? 'config-file' : 'shared-credentials-file',
    title: role === 'config' ? 'Keys in the config file' : 'Keys in the credentials file',
    attempt: (context, rules) => attemptKeys(context, role, rules),
  };
}

function attemptKeys(context: Context, role: FileRole, rules: StaticKeyRules): Attempt {
  const { profile, files } = context;
  const file = files[role];
  const shown = context.world.show(file.path);
  const section = profile[role];
  if (section === undefined) return skip(whyNoSection(context, role), [file.from.evidence]);
  const read = (key: string) => (rules.view === 'merged' ? profile.get(key) : profile.getFrom(role, key));
  const isThere = (setting: Setting) =>
    rules.present === 'key' ? setting.value !== undefined : isSet(setting);
  const keyId = read('aws_access_key_id');
  const secret = read('aws_secret_access_key');
  const headers = profile.headers.filter(({ span }) => span?.file === section.source.file);
  // A pair put together from two files belongs to the file of its key id.
  const isHere = rules.view === 'one-file' || keyId.evidence.span?.file === section.source.file;
  if (!isThere(keyId) && rules.withoutKeyId !== undefined) {
    const rest = [secret, ...rules.tokens.map(read)].find(
      (setting) => isThere(setting) && setting.evidence.span?.file === section.source.file,
    );
    if (rest !== undefined) {
      return failOrPass(rules.withoutKeyId, {
        code: 'partial-credentials',
        because: `${profile.label} has ${rest.evidence.name} but no aws_access_key_id`,
        evidence: [rest.evidence],
        hint: `Add aws_access_key_id to the same section, or remove ${rest.evidence.name}`,
      });
    }
  }
  if (!isThere(keyId) || !isHere) {
    return skip(`${profile.label} has no aws_access_key_id in the ${role} file`, headers);
  }
  const evidence = [keyId.evidence, secret.evidence];
  if (!isThere(secret)) {
    return failOrPass(rules.loneKeyId, {
      code: 'partial-credentials',
      because: `${profile.label} has aws_access_key_id but no aws_secret_access_key`,
      evidence: [keyId.evidence],
      hint: `Add aws_secret_access_key to the same section of ${shown}`,
    });
  }
  const tokenView = rules.tokenView ?? rules.view;
  const tokens = rules.tokens.map((key) =>
    tokenView === 'merged' ? profile.get(key) : profile.getFrom(role, key),
  );
  const token = tokens.find(isThere);
  const sdkName = rules.sdkName?.(file.path);
  return winWith(context, keyId, secret, token, evidence, sdkName);
}

function winWith(
  { profile }: Context,
  keyId: Setting,
  secret: Setting,
  token: Setting | undefined,
  evidence: Attempt['evidence'],
  sdkName: string | undefined,
): Attempt {
  const id = maskedKeyOf(keyId);
  const account = profile.get('aws_account_id');
  return {
    outcome: 'win',
    because: `${profile.label} has keys`,
    evidence: token === undefined ? evidence : [...evidence, token.evidence],
    given: {
      ...(sdkName === undefined ? {} : { sdkName }),
      ...(id === undefined ? {} : { accessKeyId: id }),
      ...accountOf(account),
      deferred: false,
      recipe: {
        kind: 'static',
        accessKeyId: keyId,
        secretAccessKey: secret,
        ...(token === undefined ? {} : { sessionToken: token }),
      },
    },
  };
}

function whyNoSection({ files, profile, world }: Context, role: FileRole): string {
  const { path, text, isRejected } = files[role];
  const shown = path === '' ? `the ${role} file` : world.show(path);
  if (text.kind === 'failed') {
    if (text.code === 'missing') return `${shown} does not exist`;
    return text.code === 'directory' ? `${shown} is a folder` : `${shown} cannot be read`;
  }
  if (isRejected) return `${shown} cannot be parsed`;
  return `${shown} has no profile ${profile.label}`;
}
