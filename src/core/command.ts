import { lateExpression } from './late-expression.ts';
import { append } from './lists.ts';

/**
 * A command that a user is told to type, as data: a program and its words. It is made here alone, so that nothing
 * enters one unlooked at, and written by `output/command.ts` alone, after everything else was done to the page.
 */

/** A piece of a word: as it stands, or a home folder, which every shell spells in its own way. */
export type Piece = { readonly kind: 'text'; readonly text: string } | { readonly kind: 'home' };

/** Who else makes one has not looked at it. */
let makeWord: (pieces: readonly Piece[]) => Word;
let makeCommand: (deed: Deed) => Command;

/** One word of a command line, looked at. */
export class Word {
  readonly pieces: readonly Piece[];

  private constructor(pieces: readonly Piece[]) {
    this.pieces = pieces;
  }

  static {
    makeWord = (pieces) => new Word(pieces);
  }
}

/** A program and its words. */
export interface Stage {
  readonly program: string;
  readonly words: readonly Word[];
  /** Run where the one before it succeeded; else it reads what that one prints. */
  readonly isNext?: true;
}

/** What is done, where the shells differ in more than their quotes. */
export type Deed =
  | {
      readonly kind: 'run';
      readonly stages: readonly Stage[];
      /** The file that the first one reads as its standard input. */
      readonly input?: Word;
      /** The file that takes what the last one prints. */
      readonly output?: Word;
    }
  /** What the program prints is taken into the shell, as variables are. */
  | { readonly kind: 'take'; readonly stage: Stage }
  | { readonly kind: 'set'; readonly name: string; readonly value: Word }
  /** Each variable gets what another one holds: its value is in no command. */
  | { readonly kind: 'copy'; readonly pairs: readonly { readonly name: string; readonly from: string }[] }
  | { readonly kind: 'unset'; readonly names: readonly string[] }
  | { readonly kind: 'edit'; readonly file: Word; readonly line: number };

export class Command {
  readonly deed: Deed;

  private constructor(deed: Deed) {
    this.deed = deed;
  }

  static {
    makeCommand = (deed) => new Command(deed);
  }
}

/** What to do next: sentences, and commands among them; a line break in a sentence begins a line. */
export type Hint = string | Command | readonly (string | Command)[];

/** The pieces of a hint, in order. */
export function piecesOfHint(hint: Hint): readonly (string | Command)[] {
  return typeof hint === 'string' || hint instanceof Command ? [hint] : hint;
}

/** The lines one below the other; those that are not there are left out, and undefined where none is. */
export function linesOfHint(...lines: readonly (Hint | undefined)[]): Hint | undefined {
  const there = lines.filter((line): line is Hint => line !== undefined && line !== '');
  const [first] = there;
  if (first === undefined || there.length === 1) return first;
  return there.flatMap((line, index) => [...(index === 0 ? [] : ['\n']), ...piecesOfHint(line)]);
}

/** The pieces as a hint; undefined where the command among them could not be made. */
export function hintOf(...pieces: readonly (string | Command | undefined)[]): Hint | undefined {
  const there = pieces.filter((piece) => piece !== undefined);
  const [first] = there;
  if (there.length < pieces.length) return undefined;
  return there.length === 1 ? first : there;
}

/** The same as the field of a problem or a diagnostic, absent where there is none. */
export function hinted(...pieces: readonly (string | Command | undefined)[]): { readonly hint?: Hint } {
  const hint = hintOf(...pieces);
  return hint === undefined ? {} : { hint };
}

export function isSameCommand(left: Command, right: Command): boolean {
  return JSON.stringify(left.deed) === JSON.stringify(right.deed);
}

/** What may stand in a command beside the program's own text; an array is so many words. */
type Inner = Word | number | readonly Word[];

/**
 * The command of the program's own text, its words parted by blanks; `|`, `&&`, `<` and `>` are what they are in a
 * shell.
 * What is put in is a `Word`, so that the compiler refuses a text that nobody looked at: what was read goes through
 * `given`, what the user typed through `typed`. Undefined where one of the words could not be made.
 */
export function command(own: TemplateStringsArray, ...inner: readonly Inner[]): Command;
export function command(
  own: TemplateStringsArray,
  ...inner: readonly (Inner | undefined)[]
): Command | undefined;
export function command(
  own: TemplateStringsArray,
  ...inner: readonly (Inner | undefined)[]
): Command | undefined {
  if (inner.includes(undefined)) return undefined;
  const tokens = tokensOf(
    own,
    inner.filter((one) => one !== undefined),
  );
  const stages: { program: string; words: Word[]; isNext?: true }[] = [];
  const files: { input?: Word; output?: Word } = {};
  let next: 'program' | 'next program' | 'word' | 'input' | 'output' = 'program';
  for (const token of tokens) {
    if (token === '|') next = 'program';
    else if (token === '&&') next = 'next program';
    else if (token === '<') next = 'input';
    else if (token === '>') next = 'output';
    else {
      if (next === 'program') stages.push({ program: programOf(token), words: [] });
      else if (next === 'next program') stages.push({ program: programOf(token), words: [], isNext: true });
      else if (next === 'word') stages.at(-1)?.words.push(token);
      else files[next] = token;
      next = 'word';
    }
  }
  return makeCommand({ kind: 'run', stages, ...files });
}

/** As `command`, for one that prints lines for the shell to take in. */
export function taking(made: Command | undefined): Command | undefined {
  const [stage] = made?.deed.kind === 'run' ? made.deed.stages : [];
  return stage === undefined ? undefined : makeCommand({ kind: 'take', stage });
}

type Token = Sign | Word;
type Sign = '|' | '&&' | '<' | '>';
const isSign = (text: string): text is Sign => ['|', '&&', '<', '>'].includes(text);

function tokensOf(own: TemplateStringsArray, inner: readonly Inner[]): readonly Token[] {
  const tokens: Token[] = [];
  let open: Piece[] | undefined;
  const close = () => {
    if (open !== undefined) tokens.push(makeWord(open));
    open = undefined;
  };
  for (const [index, text] of own.raw.entries()) {
    for (const [part] of text.matchAll(/\s+|[^\s]+/g)) {
      if (part.trim() === '') close();
      else if (open === undefined && isSign(part)) tokens.push(part);
      else open = [...(open ?? []), { kind: 'text', text: part }];
    }
    const put = inner[index];
    if (put === undefined) continue;
    if (typeof put === 'number') open = [...(open ?? []), { kind: 'text', text: String(put) }];
    else if (put instanceof Word) open = [...(open ?? []), ...put.pieces];
    else {
      close();
      append(tokens, put);
    }
  }
  close();
  return tokens;
}

function programOf({ pieces }: Word): string {
  return pieces.map((piece) => (piece.kind === 'text' ? piece.text : '')).join('');
}

/** The words behind the program, as it gets them: for whoever runs one of the program's own. */
export function argumentsOf({ deed }: Command): readonly string[] {
  return deed.kind === 'run' ? (deed.stages[0]?.words ?? []).map(programOf) : [];
}

const variableName = /^(?!_$)[A-Za-z_][A-Za-z0-9_]*$/;

/** Gives a variable of the shell a value. */
export function setVariable(name: string, value: Word | undefined): Command | undefined {
  if (value === undefined || !variableName.test(name)) return undefined;
  return makeCommand({ kind: 'set', name, value });
}

/** Gives variables of the shell what others hold; undefined where a name is none. */
export function copyVariables(
  pairs: readonly { readonly name: string; readonly from: string }[],
): Command | undefined {
  const areNames = pairs.every(({ name, from }) => variableName.test(name) && variableName.test(from));
  return pairs.length === 0 || !areNames ? undefined : makeCommand({ kind: 'copy', pairs });
}

/** Takes variables out of the shell; undefined where a name is none. */
export function unsetVariables(names: readonly string[]): Command | undefined {
  if (names.length === 0 || !names.every((name) => variableName.test(name))) return undefined;
  return makeCommand({ kind: 'unset', names });
}

/** Opens the file at the line. */
export function openAt(file: string, line: number): Command | undefined {
  const path = givenPath(file);
  return path === undefined ? undefined : makeCommand({ kind: 'edit', file: path, line });
}

/** No shell and no program gives these characters a meaning in the middle of a word; zsh gives `=` one at the start. */
const plainWord = /^[A-Za-z0-9_.@/:+,][A-Za-z0-9_.@/:=+,-]*$/;
/** The AWS CLI opens what such a word names, whatever option it stands behind. */
const opened = /:\/\//;

/**
 * A word that came from a file, a variable or AWS; undefined where it has anything but plain characters or begins like
 * an option: whoever wanted the command then says what to edit instead.
 */
export function given(text: string): Word | undefined {
  return plainWord.test(text) && !opened.test(text) ? textWord(text) : undefined;
}

/** As `given`, for an ARN, which may stand for many: `*` and `?` are in quotes wherever they are written. */
export function givenArn(text: string): Word | undefined {
  return given(text.replace(/[*?]/g, '_')) === undefined ? undefined : textWord(text);
}

/** The path of a file that was found, `~` for the home folder; undefined where a part of it is not plain. */
export function givenPath(path: string): Word | undefined {
  const parts = partsOf(path);
  if (parts === undefined) return undefined;
  const plain = parts.isWindows ? parts.rest.replaceAll('\\', '/') : parts.rest;
  if (!plainWord.test(plain) || opened.test(plain)) return undefined;
  return pathWord(parts);
}

/** A path that the user typed: quoted as the shell wants it, undefined where no shell could or nobody could see it. */
export function typedPath(path: string): Word | undefined {
  if (typed(path) === undefined) return undefined;
  if (path.startsWith('-')) return textWord(`./${path}`);
  return textWord(path);
}

/** What can be put in quotes in every shell and looks like what it is: of letters and marks some are not seen. */
const quotable = lateExpression(
  String.raw`^(?:(?!\p{Default_Ignorable_Code_Point})[\p{L}\p{M}\p{N} !#$&'()*+,\-./:;<=>?@[\\\]^_\x60{|}~])+$`,
  'u',
);
const plainlyQuotable = /^[\w !#$&'()*+,\-./:;<=>?@[\\\]^`{|}~]+$/;

/** A word that the user typed. */
export function typed(text: string): Word | undefined {
  return plainlyQuotable.test(text) || quotable().test(text) ? textWord(text) : undefined;
}

/**
 * A word of the program's own text with others in it, as a query that asks for an id. What is put in stands within
 * quotes of another language as often as not: it has to be plain in every one.
 */
export function word(own: TemplateStringsArray, ...inner: readonly (Word | number)[]): Word;
export function word(
  own: TemplateStringsArray,
  ...inner: readonly (Word | number | undefined)[]
): Word | undefined;
export function word(
  own: TemplateStringsArray,
  ...inner: readonly (Word | number | undefined)[]
): Word | undefined {
  const pieces: Piece[] = [];
  for (const [index, text] of own.raw.entries()) {
    if (text !== '') pieces.push({ kind: 'text', text });
    if (index === own.raw.length - 1) break;
    const put = inner[index];
    if (put === undefined) return undefined;
    append(pieces, typeof put === 'number' ? [{ kind: 'text', text: String(put) } as const] : put.pieces);
  }
  return makeWord(pieces);
}

interface PathParts {
  readonly isHome: boolean;
  readonly isWindows: boolean;
  /** With the separator before it, where a home folder is. */
  readonly rest: string;
}

function partsOf(path: string): PathParts | undefined {
  const isHome = /^~[/\\]/.test(path);
  const isWindows = /^(?:~|[A-Za-z]:)\\/.test(path);
  const rest = isHome ? path.slice(1) : path;
  return rest === '' ? undefined : { isHome, isWindows, rest };
}

function pathWord({ isHome, isWindows, rest }: PathParts): Word {
  // `+` and `@` at the start have a meaning for some programs.
  const text = isHome || isWindows || /^[A-Za-z0-9_./]/.test(rest) ? rest : `./${rest}`;
  return makeWord([...(isHome ? [{ kind: 'home' } as const] : []), { kind: 'text', text }]);
}

function textWord(text: string): Word {
  return makeWord([{ kind: 'text', text }]);
}
