import { readdirSync, readFileSync } from 'node:fs';
import { join, relative, sep } from 'node:path';
import { flavourIds, type FlavourId, type ProviderId } from '../../src/credentials/chain/chain.ts';
import type { ChainCase } from './chain-case.ts';
import type { Scenario } from './loopback/scenario.ts';

/** What one flavour makes of a case. */
export type Expected =
  | {
      readonly verdict: 'selected';
      readonly provider: ProviderId;
      /** As `recipeText` says it. */
      readonly keys: string;
      /** The session token that goes with static keys; null for none. */
      readonly token?: string | null;
    }
  | { readonly verdict: 'none' | 'error' }
  /** The specification has no source for it. */
  | 'unverified';

/** What a case is about, in the order of docs/chain.md. */
export const topics = [
  'environment',
  'profile',
  'files',
  'roles',
  'web-identity',
  'sso',
  'process',
  'container',
  'instance',
] as const;
type Topic = (typeof topics)[number];

/** `*` holds for every flavour that has no expectation of its own. */
type Expectations = Readonly<Partial<Record<FlavourId, Expected>>> & { readonly '*': Expected };

export interface FolderCase extends ChainCase {
  readonly name: string;
  /** Under which heading docs/chain.md lists it. */
  readonly about: Topic;
  /** The point of the case. */
  readonly why: string;
  /** The numbers in docs/gotchas.md that it shows. */
  readonly gotchas: readonly number[];
  readonly expect: Readonly<Record<FlavourId, Expected>>;
  /** As the file says it. */
  readonly written: Expectations;
}

const root = join(import.meta.dirname, '..', 'credentials', 'cases');

/** Every case folder: `env.json`, `home/`, `options.json`, `http.json`, `expect.json`. */
export function readCases(): readonly FolderCase[] {
  return readdirSync(root).map((name) => {
    const folder = join(root, name);
    const {
      about,
      why,
      gotchas = [],
      flavours,
    } = json(folder, 'expect.json') as Pick<FolderCase, 'about' | 'why'> & {
      readonly gotchas?: readonly number[];
      readonly flavours: Expectations;
    };
    return {
      name,
      about,
      why,
      gotchas,
      expect: Object.fromEntries(
        flavourIds.map((id) => [id, flavours[id] ?? flavours['*']]),
      ) as FolderCase['expect'],
      written: flavours,
      env: json(folder, 'env.json') as ChainCase['env'],
      options: json(folder, 'options.json', '{}') as ChainCase['options'],
      http: json(folder, 'http.json', '{}') as Scenario,
      files: filesIn(join(folder, 'home')),
    };
  });
}

function json(folder: string, name: string, otherwise?: string): unknown {
  return JSON.parse(textOf(join(folder, name), otherwise));
}

function textOf(path: string, otherwise?: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    if (otherwise === undefined) throw error;
    return otherwise;
  }
}

function filesIn(folder: string): Readonly<Record<string, string>> {
  let entries;
  try {
    entries = readdirSync(folder, { recursive: true, withFileTypes: true });
  } catch {
    return {};
  }
  return Object.fromEntries(
    entries
      .filter((entry) => entry.isFile())
      .map((entry) => {
        const path = join(entry.parentPath, entry.name);
        return [relative(folder, path).split(sep).join('/'), readFileSync(path, 'utf8')];
      }),
  );
}
