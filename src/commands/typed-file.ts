import { typedPath, type Word } from '../core/command.ts';
import { hideSecrets } from '../output/secret.ts';

/** The file or folder that the user named, as a word of a command; undefined for what is no name to be told again. */
export function typedFile(path: string): Word | undefined {
  return hideSecrets(path) === path ? typedPath(path) : undefined;
}
