import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join, relative, sep } from 'node:path';
import type { MemoryWorld } from '../../src/host/memory.ts';
import { asHttp, createFake } from './loopback/fake.ts';

/** A machine that somebody had trouble with: a folder of test/credentials/found. */
export interface FoundMachine {
  readonly name: string;
  readonly folder: string;
  /** What they ran, without `iamx` and the command's name. */
  readonly words: readonly string[];
}

const root = join(import.meta.dirname, '..', 'credentials', 'found');

interface Meta {
  readonly env: Readonly<Record<string, string>>;
  readonly args: string;
}

/** All of them, by name. */
export function foundMachines(): readonly FoundMachine[] {
  return readdirSync(root, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('env.json'))
    .map((file) => file.slice(0, -'/env.json'.length).split(sep).join('/'))
    .toSorted()
    .map((name) => {
      const folder = join(root, name);
      return { name, folder, words: metaOf(folder).args.split(' ').slice(2) };
    });
}

/** The machine as plain data, its user's home in this folder. */
export function worldOfFound({ folder }: FoundMachine, home: string): MemoryWorld {
  const cwd = `${home}/case`;
  const place = (text: string) => text.replaceAll('$CASE/home', home).replaceAll('$CASE', cwd);
  const sealed = jsonIn(folder, 'sealed.json') as readonly string[] | undefined;
  return {
    cwd,
    homeFolder: home,
    env: {
      PATH: '/bin',
      HOME: home,
      AWS_EC2_METADATA_DISABLED: 'true',
      ...Object.fromEntries(Object.entries(metaOf(folder).env).map(([key, value]) => [key, place(value)])),
    },
    files: Object.fromEntries(
      readdirSync(folder, { recursive: true, encoding: 'utf8' })
        .map((file) => join(folder, file))
        .filter((path) => statSync(path).isFile())
        .map((path) => [
          place(`$CASE/${relative(folder, path).split(sep).join('/')}`),
          new Uint8Array(readFileSync(path)),
        ]),
    ),
    sealed: sealed ?? [],
    http: asHttp(createFake(jsonIn(folder, 'http.json') ?? {})),
  };
}

function metaOf(folder: string): Meta {
  return jsonIn(folder, 'env.json') as Meta;
}

function jsonIn(folder: string, name: string): unknown {
  const path = join(folder, name);
  return existsSync(path) ? JSON.parse(readFileSync(path, 'utf8')) : undefined;
}
