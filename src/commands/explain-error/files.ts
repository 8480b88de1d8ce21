import { IamxError } from '../../core/error.ts';
import { FileError, type Host } from '../../core/host.ts';
import { savedText } from '../../formats/saved.ts';
import type { Plain } from '../../formats/yaml-write.ts';

/** Writes what an option asks for; a file that is there already is not replaced. Throws `usage` and `file-unwritable`. */
export async function writeNew(
  host: Host,
  option: string,
  file: string,
  content: Plain & object,
): Promise<void> {
  if (!/\.(ya?ml|json)$/i.test(file))
    throw new IamxError('usage', `\`${option}\` writes a .json or .yaml file`, {
      hint: 'End its name in .json or .yaml.',
    });
  try {
    if ((await host.inspect(file)) !== undefined)
      throw new IamxError('file-unwritable', `\`${file}\` exists already`, { hint: 'Name another file.' });
    await host.writeFile(file, savedText(file, content));
  } catch (error) {
    if (!(error instanceof FileError)) throw error;
    throw new IamxError('file-unwritable', `cannot write \`${file}\`: ${error.code}`, {
      hint: 'Name a file in a folder that you may write to.',
      cause: error,
    });
  }
}
