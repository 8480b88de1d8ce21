/** How a program is started, word for word. */
export interface StartedAs {
  readonly file: string;
  readonly args: readonly string[];
  /** The words are a line already: nothing of it is quoted again. */
  readonly isVerbatim: boolean;
}

type Environment = Readonly<Record<string, string | undefined>>;

const usualEndings = '.COM;.EXE;.BAT;.CMD';

/**
 * On Windows a program is found by its name without an ending, and a batch file, as `npx.cmd`, is no program: it is read
 * by `cmd.exe`. https://nodejs.org/api/child_process.html#spawning-bat-and-cmd-files-on-windows
 */
export function windowsCommand(
  file: string,
  args: readonly string[],
  env: Environment,
  isFile: (path: string) => boolean,
): StartedAs {
  const found = findProgram(file, env, isFile);
  if (found === undefined || !/\.(?:bat|cmd)$/i.test(found))
    return { file: found ?? file, args, isVerbatim: false };
  const line = [escapeSigns(quote(found)), ...args.map((word) => escapeSigns(escapeSigns(quote(word))))].join(
    ' ',
  );
  return {
    file: valueOf(env, 'ComSpec') ?? 'cmd.exe',
    args: ['/d', '/s', '/c', `"${line}"`],
    isVerbatim: true,
  };
}

function findProgram(file: string, env: Environment, isFile: (path: string) => boolean): string | undefined {
  const endings = (valueOf(env, 'PATHEXT') ?? usualEndings).split(';').filter((ending) => ending !== '');
  const hasEnding = endings.some((ending) => file.toLowerCase().endsWith(ending.toLowerCase()));
  const names = hasEnding ? [file] : endings.map((ending) => file + ending.toLowerCase());
  const folders = /[\\/:]/.test(file)
    ? ['']
    : (valueOf(env, 'Path') ?? '').split(';').filter((folder) => folder !== '');
  for (const folder of folders) {
    for (const name of names) {
      const path = folder === '' ? name : `${folder.replace(/\\$/, '')}\\${name}`;
      if (isFile(path)) return path;
    }
  }
  return undefined;
}

/** Names of variables have no case there. */
function valueOf(env: Environment, name: string): string | undefined {
  const key = Object.keys(env).find((each) => each.toLowerCase() === name.toLowerCase());
  return key === undefined ? undefined : env[key];
}

/** As the C runtime takes a line apart: https://learn.microsoft.com/en-us/cpp/c-language/parsing-c-command-line-arguments */
function quote(word: string): string {
  let quoted = '"';
  let slashes = 0;
  for (const sign of word) {
    if (sign === '"') quoted += '\\'.repeat(slashes + 1);
    slashes = sign === '\\' ? slashes + 1 : 0;
    quoted += sign;
  }
  return `${quoted}${'\\'.repeat(slashes)}"`;
}

/** What means something to `cmd.exe`; a batch file hands its words on, and they are read a second time then. */
function escapeSigns(text: string): string {
  return text.replace(/[()\][%!^"`<>&|;, *?]/g, '^$&');
}
