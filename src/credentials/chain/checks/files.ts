import { command, given, hinted, setVariable, unsetVariables, type Hint } from '../../../core/command.ts';
import type { Diagnostic } from '../../../core/evaluation.ts';
import { meantProfile } from '../../places/meant-profile.ts';
import { spanOf } from '../../../core/source.ts';
import type { Check } from '../flavour.ts';
import { fileSort, sortWords } from '../../places/file-sort.ts';
import { describeIniProblem } from '../../places/describe-ini.ts';
import type { Context } from '../provider.ts';
import { lostOf, meantPath, putRight, whatIsNamed } from '../../places/meant-path.ts';
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

function rejected({ ini, text, role }: SharedFile, reader: string, shown: string): Diagnostic {
  const sort = fileSort(text);
  if (sort !== undefined) {
    const place = ini?.error === undefined ? {} : { span: spanOf(ini.source, ini.error.range) };
    return {
      code: 'config-unparsable',
      severity: 'error',
      message: `${shown} ${sortWords[sort]}, and no ${role} file: ${reader} rejects it`,
      ...place,
    };
  }
  if (ini?.error === undefined) {
    return {
      code: 'config-unparsable',
      severity: 'error',
      message: `${shown} is not UTF-8 text, and ${reader} rejects the whole file`,
      hint: 'Save it as UTF-8 text',
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
async function missingProfile(context: Context): Promise<Diagnostic | undefined> {
  const { choice, profile, world, flavour } = context;
  if (!choice.isNamed || profile.exists) return undefined;
  const { name, from } = choice;
  const origin = from.evidence.kind === 'env' ? from.evidence.name : 'the option --profile';
  const missing = { code: 'profile-not-found', severity: 'error' } as const;
  if (name === '') {
    const message = `${origin} is empty, which names a profile without a name`;
    const isSet = from.evidence.kind === 'env';
    return { ...missing, message, ...(isSet ? hinted(unsetVariables([from.evidence.name])) : {}) };
  }
  const message = `profile \`${profile.shownName}\` does not exist, and ${origin} names it`;
  const meant = meantProfile(name, context.files);
  // Where a variable leads to no file, the profile is missing for that.
  const [file] = meant === undefined ? lostOf(context.files) : [];
  if (file !== undefined) {
    const variable = file.from.evidence.name;
    const isFolder = file.text.kind === 'failed' && file.text.code === 'directory';
    const there = await meantPath(world, file.from, flavour.title);
    return {
      ...missing,
      message: `${message}; ${variable} names ${whatIsNamed(world, file, there)}${there === undefined ? `, which ${isFolder ? 'is a folder' : 'does not exist'}` : ''}`,
      ...hinted(putRight(world, variable, there)),
    };
  }
  return { ...missing, message, ...hintedMeant(context, meant) };
}

/** The name in the place of the wrong one: a variable of this shell, or the option of the next question. */
function hintedMeant({ choice, files }: Context, meant: string | undefined): { readonly hint?: Hint } {
  if (meant === undefined) return {};
  const { kind, name } = choice.from.evidence;
  const says = `Did you mean \`${files.profile(meant).shownName}\`?`;
  const shown = given(files.profile(meant).shownName);
  const again = kind === 'env' ? setVariable(name, shown) : command`iamx explain-chain --profile ${shown}`;
  return { hint: again === undefined ? says : [`${says} `, again] };
}
