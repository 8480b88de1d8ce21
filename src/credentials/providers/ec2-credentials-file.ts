import { hinted, unsetVariables } from '../../core/command.ts';
import { source, spanOf } from '../../core/source.ts';
import { noteLines } from '../places/note-secrets.ts';
import { pathIn } from '../places/paths.ts';
import { fail, pass, skip, type Provider } from '../chain/provider.ts';
import { maskedKeyOf, settingOf, type Setting } from '../places/settings.ts';

/** botocore 1.43 `OriginalEC2Provider`, `parse_key_val_file`. */
export const ec2CredentialsFile: Provider<undefined> = {
  id: 'ec2-credentials-file',
  title: 'Keys in the file of the old EC2 tools (AWS_CREDENTIAL_FILE)',
  async attempt({ env, world, flavour }) {
    const variable = env('AWS_CREDENTIAL_FILE');
    const { evidence } = variable;
    if (variable.value === undefined) return skip('AWS_CREDENTIAL_FILE is not set', [evidence]);
    const path = pathIn(variable, world, flavour.files);
    const text = await world.read(path);
    const shown = world.show(path);
    if (text.kind === 'failed') {
      return fail({
        code: 'ec2-credentials-file',
        because: `AWS_CREDENTIAL_FILE names ${shown === '' ? 'no file' : shown}, which ${text.code === 'missing' ? 'does not exist' : 'cannot be read'}`,
        evidence: [evidence],
        ...hinted(unsetVariables(['AWS_CREDENTIAL_FILE'])),
      });
    }
    noteLines(world.host.secrets, text.text);
    const keys = readKeys(shown, text.text);
    const keyId = keys.get('AWSAccessKeyId');
    const secret = keys.get('AWSSecretKey');
    if (keyId === undefined) return pass(`${shown} has no AWSAccessKeyId`, [evidence]);
    if (secret === undefined) {
      return fail({
        code: 'partial-credentials',
        because: `${shown} has AWSAccessKeyId but no AWSSecretKey`,
        evidence: [evidence, keyId.evidence],
      });
    }
    const id = maskedKeyOf(keyId);
    return {
      outcome: 'win',
      because: `${shown} has keys`,
      evidence: [evidence, keyId.evidence, secret.evidence],
      given: {
        ...(id === undefined ? {} : { accessKeyId: id }),
        deferred: false,
        recipe: { kind: 'static', accessKeyId: keyId, secretAccessKey: secret },
      },
    };
  },
};

/** Lines with `=`, the later one of a name counts; everything else is passed over. */
function readKeys(file: string, text: string): ReadonlyMap<string, Setting> {
  const from = source(file, text);
  const found = new Map<string, Setting>();
  for (const match of text.matchAll(/^([^=\r\n]*)=([^\r\n]*)$/gm)) {
    const [whole, key = '', value = ''] = match;
    const range = { start: match.index, end: match.index + whole.length };
    found.set(key.trim(), settingOf('file', key.trim(), value.trim(), spanOf(from, range)));
  }
  return found;
}
