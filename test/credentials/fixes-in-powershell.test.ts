import { expect, test } from 'vitest';
import { command, given, setVariable, unsetVariables, word, type Command } from '../../src/core/command.ts';
import type { MemoryFile, MemoryWorld } from '../../src/host/memory.ts';
import { applyFix } from '../support/apply-fix.ts';
import { inTurn } from '../support/budget.ts';
import { foundMachines, worldOfFound } from '../support/found-machine.ts';
import { run } from '../support/run.ts';
import { gotchaRows } from './gotchas/rows.ts';
import { home, worldOf } from './gotchas/situation.ts';

/**
 * The last line as it is printed on Windows, read as PowerShell reads it and done on a copy: the same is not asked for
 * again, and nothing of a POSIX shell is in it.
 */

const windowsHome = 'C:\\Users\\user';

interface Machine {
  readonly name: string;
  readonly words: readonly string[];
  readonly world: MemoryWorld;
}

const machines: readonly Machine[] = [
  ...gotchaRows.map((row) => ({
    name: `${row.code}: ${row.name}`,
    words: row.args ?? [],
    world: worldOf(row),
  })),
  ...foundMachines().map((one) => ({
    name: `found/${one.name}`,
    words: one.words,
    world: worldOfFound(one, home),
  })),
];

/** The same machine with Windows on it. */
function onWindows({ files = {}, env = {}, sealed = [], ...world }: MemoryWorld): MemoryWorld {
  const place = (path: string) =>
    path.startsWith(`${home}/`) ? `${windowsHome}${path.slice(home.length).replaceAll('/', '\\')}` : path;
  const spelled = (text: string) => text.replaceAll(home, windowsHome);
  const content = (file: MemoryFile): MemoryFile => {
    if (typeof file === 'string') return spelled(file);
    if (!('content' in file)) return file;
    const { content: text, ...info } = file;
    return { ...info, content: typeof text === 'string' ? spelled(text) : text };
  };
  const variables = Object.entries(env).filter(([name]) => name !== 'HOME');
  return {
    ...world,
    platform: 'windows',
    cwd: windowsHome,
    homeFolder: windowsHome,
    sealed: sealed.map(place),
    files: Object.fromEntries(Object.entries(files).map(([path, file]) => [place(path), content(file)])),
    env: {
      ...Object.fromEntries(variables.map(([name, value]) => [name, value && spelled(value)])),
      USERPROFILE: windowsHome,
    },
  };
}

async function fixOf({ words }: Machine, world: MemoryWorld): Promise<string | undefined> {
  const { out } = await run(['explain-chain', ...words], onWindows(world));
  return /^fix: +(.*)$/m.exec(out)?.[1];
}

/** https://learn.microsoft.com/powershell/module/microsoft.powershell.core/about/about_quoting_rules */
function wordIn(text: string): string {
  if (text.startsWith("'")) return text.slice(1, -1).replaceAll("''", "'");
  return text.startsWith('"') ? text.slice(1, -1).replaceAll('$HOME', windowsHome) : text;
}

const oneWord = String.raw`(?:'(?:[^']|'')*'|"(?:\$HOME|[^"$\x60])*"|[A-Za-z0-9_./\\:=+-]+)`;
const words = new RegExp(oneWord, 'g');
const wholeLine = new RegExp(`^${oneWord}(?: ${oneWord})*$`);

type Read =
  | { readonly kind: 'does'; readonly commands: readonly Command[] }
  | { readonly kind: 'removes'; readonly file: string }
  /** A person, or AWS, is asked. */
  | { readonly kind: 'asks' };

function read(line: string, env: MemoryWorld['env'] = {}): Read {
  const unset = /^Remove-Item (Env:\w+(?:, Env:\w+)*)$/.exec(line)?.[1];
  if (unset !== undefined) {
    const names = unset.split(', ').map((one) => one.slice('Env:'.length));
    // PowerShell says an error of what is not there.
    expect(names.filter((name) => env[name] === undefined)).toEqual([]);
    return { kind: 'does', commands: [unsetVariables(names)].filter((one) => one !== undefined) };
  }
  if (line.startsWith('$Env:')) {
    const commands = line.split('; ').map((part) => {
      const [, name = '', value = ''] = /^\$Env:(\w+) = (.+)$/.exec(part) ?? [];
      const from = /^\$Env:(\w+)$/.exec(value)?.[1];
      const text =
        from === undefined ? wordIn(value).replaceAll(windowsHome, home).replaceAll('\\', '/') : env[from];
      return setVariable(name, given(text ?? ''));
    });
    return { kind: 'does', commands: commands.filter((one) => one !== undefined) };
  }
  // It is taken into the shell.
  const [whole = line] = line.split(' | Invoke-Expression');
  expect(whole).toMatch(wholeLine);
  const [program = '', ...rest] = (whole.match(words) ?? []).map(wordIn);
  expect(['aws', 'iamx', 'del', 'move', 'w32tm', 'notepad']).toContain(program);
  if (program === 'del')
    return { kind: 'removes', file: (rest[0] ?? '').replace(windowsHome, home).replaceAll('\\', '/') };
  const [first, second, key = '', value = '', , profile] = rest;
  if (program !== 'aws' || first !== 'configure' || second !== 'set') return { kind: 'asks' };
  const name = given(profile ?? '');
  const option = name === undefined ? [] : [word`--profile`, name];
  const done = command`aws configure set ${given(key)} ${given(value)} ${option}`;
  return { kind: 'does', commands: [done].filter((one) => one !== undefined) };
}

function after(told: Read, world: MemoryWorld): MemoryWorld | undefined {
  if (told.kind === 'asks') return undefined;
  if (told.kind === 'removes') {
    const { [told.file]: gone, ...files } = world.files ?? {};
    expect(gone).toBeDefined();
    return { ...world, files };
  }
  expect(told.commands).not.toEqual([]);
  return told.commands.reduce<MemoryWorld | undefined>(
    (all, one) => (all === undefined ? undefined : applyFix(one, all, one)),
    world,
  );
}

let pasted = 0;

test.each(
  inTurn(
    machines.map((machine) => [machine.name, machine] as const),
    1,
    2,
  ),
)('%s', async (_, machine) => {
  const { world } = machine;
  const line = await fixOf(machine, world);
  if (line === undefined) return;
  const mended = after(read(line, world.env), world);
  if (mended === undefined) return;
  pasted++;
  expect(await fixOf(machine, mended)).not.toBe(line);
});

test('there was something to paste', () => {
  expect(pasted).toBeGreaterThan(15);
});
