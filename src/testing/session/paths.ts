import { IamxError } from '../../core/error.ts';
import { FileError, type Host } from '../../core/host.ts';
import { quoted } from '../../formats/problem.ts';

/** A folder without tests is an answer; a path that is not there is a slip. */
export async function checkPaths(host: Host, paths: readonly string[]): Promise<void> {
  for (const path of paths) {
    if (path === '-' || (await found(host, path))) continue;
    throw new IamxError('file-missing', `there is no ${quoted(path)}`, {
      hint: 'Name a file of scenarios, or a folder that holds some.',
    });
  }
}

async function found(host: Host, path: string): Promise<boolean> {
  try {
    return (await host.inspect(path)) !== undefined;
  } catch (error) {
    if (error instanceof FileError) return error.code !== 'missing' && error.code !== 'not-directory';
    throw error;
  }
}
