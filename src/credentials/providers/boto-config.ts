import { source, spanOf } from '../../core/source.ts';
import { parseIni } from '../../formats/ini.ts';
import type { IniFile } from '../../formats/ini-file.ts';
import { noteLines } from '../places/note-secrets.ts';
import { pathIn } from '../places/paths.ts';
import { describeIniProblem } from '../places/describe-ini.ts';
import { fail, skip, type Attempt, type Context, type Provider } from '../chain/provider.ts';
import { maskedKeyOf, settingOf, type Setting } from '../places/settings.ts';

/** botocore 1.43 `BotoProvider`. The profile does not count here. */
export const botoConfig: Provider<undefined> = {
  id: 'boto-config',
  title: 'Keys in the file of boto 2 (~/.boto)',
  async attempt(context) {
    const { env, world, flavour } = context;
    const variable = env('BOTO_CONFIG');
    const home = flavour.files.home(world);
    const paths =
      variable.value === undefined
        ? ['/etc/boto.cfg', world.join(home, '.boto')]
        : [pathIn(variable, world, flavour.files)];
    for (const path of paths) {
      const text = await world.read(path);
      if (text.kind === 'failed') continue;
      noteLines(world.host.secrets, text.text);
      const file = parseIni(
        source(world.show(path), text.text),
        flavour.files.dialect,
        text.hasByteOrderMark,
      );
      const attempt = readCredentials(context, file);
      if (attempt !== undefined) return attempt;
    }
    const shown = paths.map(world.show).join(' and ');
    return skip(`no keys in ${shown === '' ? 'the file that BOTO_CONFIG names' : shown}`, [
      variable.evidence,
    ]);
  },
};

function readCredentials({ flavour }: Context, file: IniFile): Attempt | undefined {
  const { error } = file;
  const from = file.source;
  if (error !== undefined) {
    const span = spanOf(from, error.range);
    return fail({
      code: 'config-unparsable',
      because: `${flavour.files.dialect.reader} rejects ${from.file}: ${describeIniProblem(error)}`,
      evidence: [{ kind: 'file', name: from.file, span }],
    });
  }
  const sections = file.sections.filter(({ header, isDefault }) => isDefault || header === 'Credentials');
  if (!sections.some(({ isDefault }) => !isDefault)) return undefined;
  const find = (key: string): Setting | undefined => {
    const entry = sections
      .toSorted((left, right) => Number(left.isDefault) - Number(right.isDefault))
      .map(({ entries }) => entries.get(key))
      .find((one) => one !== undefined);
    if (entry === undefined) return undefined;
    const range = { start: entry.keyRange.start, end: Math.max(entry.keyRange.end, entry.valueRange.end) };
    return settingOf('file', key, entry.value, spanOf(from, range));
  };
  const keyId = find('aws_access_key_id');
  const secret = find('aws_secret_access_key');
  if (keyId === undefined) return undefined;
  if (secret === undefined) {
    return fail({
      code: 'partial-credentials',
      because: '[Credentials] has aws_access_key_id but no aws_secret_access_key',
      evidence: [keyId.evidence],
    });
  }
  const id = maskedKeyOf(keyId);
  return {
    outcome: 'win',
    because: '[Credentials] has keys',
    evidence: [keyId.evidence, secret.evidence],
    given: {
      ...(id === undefined ? {} : { accessKeyId: id }),
      deferred: false,
      recipe: { kind: 'static', accessKeyId: keyId, secretAccessKey: secret },
    },
  };
}
