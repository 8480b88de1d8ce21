import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { Command } from '../../src/core/command.ts';
import { posixShell, writeCommand } from '../../src/core/write-command.ts';
import type { MemoryFile, MemoryWorld } from '../../src/host/memory.ts';
import { runShell } from './process.ts';

const home = '/home/user';
/** Programs that do on a copy what they do on the machine itself. */
const real = ['sed', 'env', 'chmod', 'rm', 'mv'];

/** The world after the command was pasted; undefined for one that asks a person or AWS. */
export function applyFix({ deed }: Command, world: MemoryWorld, line: Command): MemoryWorld | undefined {
  switch (deed.kind) {
    case 'set': {
      const value = deed.value.pieces.map((piece) => (piece.kind === 'home' ? home : piece.text)).join('');
      return { ...world, env: { ...world.env, [deed.name]: value } };
    }
    case 'copy':
      return {
        ...world,
        env: {
          ...world.env,
          ...Object.fromEntries(deed.pairs.map(({ name, from }) => [name, world.env?.[from]])),
        },
      };
    case 'unset':
      return {
        ...world,
        env: Object.fromEntries(
          Object.entries(world.env ?? {}).filter(([name]) => !deed.names.includes(name)),
        ),
      };
    case 'run': {
      const [{ program, words } = { program: '', words: [] }] = deed.stages;
      const texts = words.map(({ pieces }) =>
        pieces.map((one) => (one.kind === 'home' ? home : one.text)).join(''),
      );
      if (program === 'aws' && texts[0] === 'configure' && texts[1] === 'set')
        return configured(world, texts);
      return real.includes(program) ? afterRunning(line, world) : undefined;
    }
    case 'edit':
    case 'take':
      return undefined;
  }
}

/** As the AWS CLI writes a setting: awscli/customizations/configure/writer.py. */
function configured(world: MemoryWorld, words: readonly string[]): MemoryWorld {
  const [, , key = '', value = ''] = words;
  const at = words.indexOf('--profile');
  const name = at < 0 ? (world.env?.['AWS_PROFILE'] ?? 'default') : (words[at + 1] ?? '');
  const header = name === 'default' ? '[default]' : `[profile ${name}]`;
  const path = world.env?.['AWS_CONFIG_FILE'] ?? `${home}/.aws/config`;
  const lines = textOf(world.files?.[path] ?? '').split('\n');
  const start = lines.indexOf(header);
  const next = lines.findIndex((line, index) => index > start && line.startsWith('['));
  const end = start < 0 || next < 0 ? lines.length : next;
  const old = lines.findIndex(
    (line, index) => index > start && index < end && line.split('=')[0]?.trim() === key,
  );
  const written = `${key} = ${value}`;
  if (start < 0) lines.push(header, written);
  else if (old >= 0) lines[old] = written;
  else lines.splice(start + 1, 0, written);
  return { ...world, files: { ...world.files, [path]: lines.join('\n') } };
}

function textOf(file: MemoryFile): string {
  if (typeof file === 'string') return file;
  if (file instanceof Uint8Array) return new TextDecoder('utf-8', { ignoreBOM: true }).decode(file);
  return 'content' in file ? textOf(file.content) : '';
}

function afterRunning(line: Command, world: MemoryWorld): MemoryWorld {
  const folder = mkdtempSync(join(tmpdir(), 'iamx-fix-'));
  try {
    const modes = new Map<string, number>();
    for (const [path, file] of Object.entries(world.files ?? {})) {
      if (!path.startsWith(`${home}/`) || (typeof file === 'object' && 'error' in file)) continue;
      const place = join(folder, path);
      mkdirSync(dirname(place), { recursive: true });
      const content = typeof file === 'object' && 'content' in file ? file.content : file;
      writeFileSync(place, content);
      const mode = typeof file === 'object' && 'content' in file ? (file.mode ?? 0o600) : 0o600;
      chmodSync(place, mode);
      modes.set(path, mode);
    }
    const written = writeCommand(line, posixShell);
    // A wide mask: whatever is made new would be readable by all.
    const ran = runShell(`umask 000\n${written}`, {
      env: { PATH: '/usr/bin:/bin', HOME: join(folder, home) },
    });
    if (ran.status !== 0) throw new Error(`${written}: ${ran.stderr}`);
    const files: Record<string, MemoryFile> = {};
    for (const [path, file] of Object.entries(world.files ?? {})) {
      if (!path.startsWith(`${home}/`) || (typeof file === 'object' && 'error' in file)) files[path] = file;
    }
    for (const name of existsSync(folder) ? readdirSync(folder, { recursive: true, encoding: 'utf8' }) : []) {
      const place = join(folder, name);
      if (!statSync(place).isFile()) continue;
      const mode = statSync(place).mode & 0o777;
      if (name.endsWith('.bak')) throw new Error(`${written} left ${name}`);
      const before = modes.get(`/${name}`.replace(/\.old$/, '')) ?? 0o600;
      if ((mode & ~before) !== 0) throw new Error(`${written} made ${name} ${mode.toString(8)}`);
      files[`/${name}`] = { content: readFileSync(place), mode };
    }
    return { ...world, files };
  } finally {
    rmSync(folder, { recursive: true });
  }
}
