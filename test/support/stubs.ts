import { chmodSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Command, Word } from '../../src/core/command.ts';
import { posixShell, writeCommand } from '../../src/core/write-command.ts';
import { ownEnvironment, runProcess } from './process.ts';

/** What a shell did with a line: each program that it ran, with its words. */
export type Runs = readonly (readonly string[])[];

/** As a user pastes them: each line alone, in a shell of its own, with stubs in place of all programs. */
export function runPasted(shell: string, commands: readonly Command[]): readonly Runs[] {
  const folder = mkdtempSync(join(tmpdir(), 'iamx-pasted-'));
  const { words, open, close, cd } = shell === 'fish' ? fish : posix;
  try {
    const [bin, place, log] = [join(folder, 'bin'), join(folder, 'place'), join(folder, 'log')];
    mkdirSync(bin);
    mkdirSync(place);
    for (const name of ['mark', 'show', 'editor', ...programsOf(commands)]) {
      writeFileSync(join(bin, name), `#!/bin/sh\nprintf '%s\\0' "\${0##*/}" "$@" '\n' >> ${log}\n`);
      chmodSync(join(bin, name), 0o755);
    }
    for (const name of inputsOf(commands)) writeFileSync(join(place, name), '');
    const before = readdirSync(place);
    const script = commands
      // What one of them sets is not set for the next one.
      .map((command, index) => `mark ${index}\n${open}\n${pasted(command)}\n${close}\n`)
      .join('');
    const input = `export PATH=${bin}\n${cd(bin)}\n${script}`;
    const path = join(folder, 'script');
    writeFileSync(path, input);
    const ran = runProcess(shell, words(path), {
      input,
      cwd: place,
      env: { ...ownEnvironment, HOME: '/home/some one', EDITOR: 'editor', LC_ALL: 'C' },
    });
    if (ran.status !== 0) throw new Error(`${shell}: ${ran.stderr}`);
    const made = readdirSync(place).filter((name) => !before.includes(name) && !isOutput(commands, name));
    if (made.length > 0 || ran.stdout !== '') throw new Error(`${shell} made ${made.join(' ')}${ran.stdout}`);
    return runsIn(readFileSync(log, 'utf8'));
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** How a shell is spoken to. */
interface Ways {
  /** So that it reads its standard input, or the script as a file. */
  readonly words: (script: string) => readonly string[];
  readonly open: string;
  readonly close: string;
  /** A shell changes the folder itself: it would find no program, and go nowhere without a word. */
  readonly cd: (bin: string) => string;
}

const posix: Ways = { words: () => ['-s'], open: '(', close: ')', cd: (bin) => `cd() { ${bin}/cd "$@"; }` };
/** It has no subshells: what sets variables is not run in it. It reads no sockets, which is what Node gives. */
const fish: Ways = {
  words: (script) => ['--no-config', script],
  open: 'begin',
  close: 'end',
  cd: (bin) => `function cd; ${bin}/cd $argv; end`,
};

/** A variable has no program that would tell it: it is shown after the line. */
function pasted(command: Command): string {
  const line = writeCommand(command, posixShell);
  const { deed } = command;
  if (deed.kind === 'set') return `${line}\nshow "$${deed.name}"`;
  if (deed.kind === 'copy') {
    const shown = deed.pairs.map(({ name }) => `"$${name}"`).join(' ');
    return [...deed.pairs.map(({ from }) => `${from}='of ${from}'`), line, `show ${shown}`].join('\n');
  }
  if (deed.kind !== 'unset') return line;
  const shown = deed.names.map((name) => `"\${${name}-gone}"`).join(' ');
  return [...deed.names.map((name) => `${name}=x`), line, `show ${shown}`].join('\n');
}

function runsIn(log: string): readonly Runs[] {
  const runs: string[][][] = [];
  for (const run of log.split('\n\0').slice(0, -1)) {
    const words = run.split('\0').slice(0, -1);
    if (words[0] === 'mark') runs.push([]);
    else runs.at(-1)?.push(words);
  }
  return runs;
}

/** What the line should do, and nothing else. */
export function meant({ deed }: Command): Runs {
  switch (deed.kind) {
    case 'run':
      return deed.stages.map(({ program, words }) => [program, ...words.map(textOf)]);
    case 'take':
      return [[deed.stage.program, ...deed.stage.words.map(textOf)]];
    case 'set':
      return [['show', textOf(deed.value)]];
    case 'copy':
      return [['show', ...deed.pairs.map(({ from }) => `of ${from}`)]];
    case 'unset':
      return [['show', ...deed.names.map(() => 'gone')]];
    case 'edit':
      return [['editor', `+${deed.line}`, textOf(deed.file)]];
  }
}

function textOf({ pieces }: Word): string {
  return pieces.map((piece) => (piece.kind === 'home' ? '/home/some one' : piece.text)).join('');
}

function programsOf(commands: readonly Command[]): readonly string[] {
  const stages = commands.flatMap(({ deed }) =>
    deed.kind === 'run' ? deed.stages : deed.kind === 'take' ? [deed.stage] : [],
  );
  return [...new Set(['cd', ...stages.map(({ program }) => program)])];
}

function inputsOf(commands: readonly Command[]): readonly string[] {
  return commands.flatMap(({ deed }) =>
    deed.kind === 'run' && deed.input !== undefined ? [textOf(deed.input)] : [],
  );
}

function isOutput(commands: readonly Command[], name: string): boolean {
  return commands.some(
    ({ deed }) => deed.kind === 'run' && deed.output !== undefined && textOf(deed.output) === name,
  );
}
