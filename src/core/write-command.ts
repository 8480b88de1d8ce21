import { piecesOfHint, type Command, type Deed, type Hint, type Stage, type Word } from './command.ts';

/** Whose rules a command line is written by. */
export interface Shell {
  readonly kind: 'posix' | 'powershell' | 'cmd';
  /** How this program is started here: where nothing but `npx` finds it, it has to be said. */
  readonly iamx: 'iamx' | 'npx iamx';
}

export const posixShell: Shell = { kind: 'posix', iamx: 'iamx' };

/** The command as one line for this shell: whoever gets it prints it as it is. */
export function writeCommand(command: Command, shell: Shell): string {
  return wordsOfCommand(command, shell).join(' ');
}

/** The hint with its commands written. */
export function writeHint(hint: Hint, shell: Shell): string {
  return piecesOfHint(hint)
    .map((piece) => (typeof piece === 'string' ? piece : writeCommand(piece, shell)))
    .join('');
}

/** The line in pieces, between which it may be broken; the first one is what is run. */
export function wordsOfCommand({ deed }: Command, shell: Shell): readonly string[] {
  switch (shell.kind) {
    case 'posix':
      return forPosix(deed, shell);
    case 'powershell':
      return forPowerShell(deed, shell);
    case 'cmd':
      return forCmd(deed, shell);
  }
}

/** What ends a line that goes on in the next one. */
export const continuation = { posix: ' \\', powershell: ' `', cmd: ' ^' } as const satisfies Record<
  Shell['kind'],
  string
>;

/** Programs and words in order. */
function stagesOf(
  stages: readonly Stage[],
  { iamx }: Shell,
  write: (word: Word) => string,
): readonly string[] {
  return stages.flatMap(({ program, words, isNext }, index) => [
    ...(index === 0 ? [] : [isNext === true ? '&&' : '|']),
    program === 'iamx' ? iamx : program,
    ...words.map(write),
  ]);
}

/** POSIX, Shell Command Language, section 2.2; fish reads it so too, but for `unset` and `${…}`. */
function forPosix(deed: Deed, shell: Shell): readonly string[] {
  switch (deed.kind) {
    case 'run':
      return [
        ...stagesOf(deed.stages, shell, posixWord),
        ...(deed.input === undefined ? [] : ['<', posixWord(deed.input)]),
        ...(deed.output === undefined ? [] : ['>', posixWord(deed.output)]),
      ];
    case 'take':
      return [`eval "$(${stagesOf([deed.stage], shell, posixWord).join(' ')})"`];
    case 'set':
      return ['export', `${deed.name}=${posixText(deed.value)}`];
    case 'copy':
      return ['export', ...deed.pairs.map(({ name, from }) => `${name}="$${from}"`)];
    case 'unset':
      return ['unset', ...deed.names];
    case 'edit':
      return ['${EDITOR:-vi}', `+${deed.line}`, posixWord(deed.file)];
  }
}

/** None has a meaning, but for `=` at the start (zsh). */
const plainInPosix = /^[A-Za-z0-9_.@/:+,-][A-Za-z0-9_.@/:+,=-]*$/;

function posixWord(word: Word): string {
  const [first, ...rest] = word.pieces;
  if (first?.kind !== 'home') return posixText(word);
  const text = textOf(rest);
  // Only the tilde of a word's start, outside of quotes, and up to the separator, is a home folder.
  const [separator, path] = [text.slice(0, 1), text.slice(1)];
  // A path of Windows: a backslash before a letter is no separator to a shell, and ends no tilde.
  if (separator === '\\') return `"$HOME"${quotedForPosix(text)}`;
  return path === '' ? `~${separator}` : `~${separator}${quotedForPosix(path)}`;
}

function posixText({ pieces }: Word): string {
  if (pieces.every(({ kind }) => kind === 'text')) return quotedForPosix(textOf(pieces));
  // What is beside a home folder is plain: `givenPath`.
  return `"${pieces.map((piece) => (piece.kind === 'home' ? '$HOME' : piece.text)).join('')}"`;
}

function quotedForPosix(text: string): string {
  if (plainInPosix.test(text)) return text;
  // A text with quotes of its own, as a query has, is easier to read in others.
  if (/^[^']*(?:'[^']*'[^']*)+$/.test(text) && !/["$`\\!]/.test(text)) return `"${text}"`;
  return `'${text.replaceAll("'", `'\\''`)}'`;
}

/** https://learn.microsoft.com/powershell/module/microsoft.powershell.core/about/about_quoting_rules */
function forPowerShell(deed: Deed, shell: Shell): readonly string[] {
  switch (deed.kind) {
    case 'run':
      return [
        ...(deed.input === undefined ? [] : ['Get-Content', powerShellWord(deed.input), '|']),
        ...stagesOf(deed.stages, shell, powerShellWord),
        ...(deed.output === undefined ? [] : ['>', powerShellWord(deed.output)]),
      ];
    case 'take':
      return [...stagesOf([deed.stage], shell, powerShellWord), '|', 'Invoke-Expression'];
    case 'set':
      return [`$Env:${deed.name}`, '=', powerShellQuoted(deed.value)];
    case 'copy':
      return [deed.pairs.map(({ name, from }) => `$Env:${name} = $Env:${from}`).join('; ')];
    case 'unset':
      return ['Remove-Item', deed.names.map((name) => `Env:${name}`).join(', ')];
    case 'edit':
      return ['notepad', powerShellWord(deed.file)];
  }
}

const plainInPowerShell = /^(?:[A-Za-z0-9_./\\][A-Za-z0-9_./:=+\\-]*|--?[A-Za-z][A-Za-z0-9-]*|-)$/;

function powerShellWord(word: Word): string {
  const text = textOf(word.pieces);
  const isPlain = word.pieces.every(({ kind }) => kind === 'text') && plainInPowerShell.test(text);
  return isPlain ? text : powerShellQuoted(word);
}

function powerShellQuoted({ pieces }: Word): string {
  // Every curly quote ends a text as a straight one does.
  if (pieces.every(({ kind }) => kind === 'text'))
    return `'${textOf(pieces).replace(/['\u2018-\u201b]/g, '$&$&')}'`;
  const inner = pieces.map((piece) =>
    piece.kind === 'home' ? '$HOME' : piece.text.replace(/["$`\u201c-\u201e]/g, '`$&'),
  );
  return `"${inner.join('')}"`;
}

/** https://learn.microsoft.com/windows-server/administration/windows-commands/cmd */
function forCmd(deed: Deed, shell: Shell): readonly string[] {
  switch (deed.kind) {
    case 'run':
      return [
        ...stagesOf(deed.stages, shell, cmdWord),
        ...(deed.input === undefined ? [] : ['<', cmdWord(deed.input)]),
        ...(deed.output === undefined ? [] : ['>', cmdWord(deed.output)]),
      ];
    case 'take':
      return [`for /f "delims=" %i in ('${stagesOf([deed.stage], shell, cmdWord).join(' ')}') do @%i`];
    case 'set':
      return ['set', `"${deed.name}=${cmdText(deed.value)}"`];
    case 'copy':
      return [deed.pairs.map(({ name, from }) => `set "${name}=%${from}%"`).join(' & ')];
    case 'unset':
      return [deed.names.map((name) => `set "${name}="`).join(' & ')];
    case 'edit':
      return ['notepad', cmdWord(deed.file)];
  }
}

function cmdWord(word: Word): string {
  const text = cmdText(word);
  return /^[A-Za-z0-9_./:\\@+-]+$/.test(text) ? text : `"${text}"`;
}

/** What cannot be quoted there, `%` and `"`, no word has: `quotable` in `command.ts`. */
function cmdText({ pieces }: Word): string {
  return pieces.map((piece) => (piece.kind === 'home' ? '%USERPROFILE%' : piece.text)).join('');
}

function textOf(pieces: Word['pieces']): string {
  return pieces.map((piece) => (piece.kind === 'home' ? '~' : piece.text)).join('');
}
