import { hinted, unsetVariables } from '../../../core/command.ts';
import type { Diagnostic } from '../../../core/evaluation.ts';
import { nearest } from '../../../core/nearest.ts';
import { spanOf } from '../../../core/source.ts';
import type { Check } from '../flavour.ts';
import { describeIniProblem } from '../../places/describe-ini.ts';
import type { Context } from '../provider.ts';
import type { SharedFile } from '../../places/shared-file.ts';

/** A file that the flavour's reader rejects ends everything. */
export const unparsableFile: Check = {
  says: 'a config or credentials file that the reader rejects',
  find: (context) => rejectedFile(context),
};

/** The first of the two files that the flavour's reader rejects, and why. */
export function rejectedFile({ files, flavour, world }: Context): Diagnostic | undefined {
  const broken = [files.config, files.credentials].find(({ isRejected }) => isRejected);
  if (broken === undefined) return undefined;
  return rejected(broken, flavour.files.dialect.reader, world.show(broken.path));
}

function rejected({ ini }: SharedFile, reader: string, shown: string): Diagnostic {
  if (ini?.error === undefined) {
    return {
      code: 'config-unparsable',
      severity: 'error',
      message: `${shown} is not UTF-8 text, and ${reader} rejects the whole file`,
      hint: `iconv -f latin1 -t utf-8 ${shown}`,
    };
  }
  return {
    code: 'config-unparsable',
    severity: 'error',
    message: `${reader} rejects ${shown}: ${describeIniProblem(ini.error)}`,
    span: spanOf(ini.source, ini.error.range),
  };
}

/** A folder where one of the files should be, which a program cannot open as it opens a file that is not there. */
export const folderInPlaceOfFile: Check = {
  says: 'a folder where a config or credentials file should be',
  find: ({ files, world }) => {
    const found = [files.config, files.credentials].find(
      ({ text }) => text.kind === 'failed' && text.code === 'directory',
    );
    if (found === undefined) return undefined;
    return {
      code: 'config-is-folder',
      severity: 'error',
      message: `${world.show(found.path)} is a folder, and the ${found.role} file should be there`,
    };
  },
};

/** A profile that somebody named and that is not there. `except`: variables whose name is then ignored. */
export function unknownProfile(except: readonly string[] = []): Check {
  const unless = except.length === 0 ? '' : `, unless only \`${except.join('`, `')}\` names it`;
  return {
    says: `a profile that is named and does not exist${unless}`,
    find: (context) => {
      const { kind, name } = context.choice.from.evidence;
      return kind === 'env' && except.includes(name) ? undefined : missingProfile(context);
    },
  };
}

/** What is to be said where somebody named a profile that is not there. */
function missingProfile({ choice, profile, files }: Context): Diagnostic | undefined {
  if (!choice.isNamed || profile.exists) return undefined;
  const { name, from } = choice;
  const near = nearest(name, files.names());
  const origin = from.evidence.kind === 'env' ? from.evidence.name : 'the option --profile';
  const isUnset = name === '' && from.evidence.kind === 'env';
  return {
    code: 'profile-not-found',
    severity: 'error',
    message:
      name === ''
        ? `${origin} is empty, which names a profile without a name`
        : `profile \`${profile.shownName}\` does not exist, and ${origin} names it`,
    ...(isUnset
      ? hinted(unsetVariables([from.evidence.name]))
      : near === undefined
        ? {}
        : { hint: `Did you mean \`${near}\`?` }),
  };
}
