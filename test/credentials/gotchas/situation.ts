import type { MemoryFile, MemoryWorld } from '../../../src/host/memory.ts';
import { run } from '../../support/run.ts';

export const home = '/home/user';

/** What a user has in front of them. */
export interface Setup {
  readonly args?: readonly string[];
  /** Beside a region; `undefined` takes one away. */
  readonly env?: Readonly<Record<string, string | undefined>>;
  /** `~/.aws/config` and `~/.aws/credentials`. */
  readonly config?: MemoryFile;
  readonly credentials?: MemoryFile;
  readonly files?: Readonly<Record<string, MemoryFile>>;
  readonly sealed?: MemoryWorld['sealed'];
  readonly http?: MemoryWorld['http'];
  readonly processes?: MemoryWorld['processes'];
}

export interface Row extends Setup {
  /** The number in docs/gotchas.md. */
  readonly id: number | undefined;
  readonly name: string;
  readonly code: string;
  /** What the message tells. */
  readonly says: readonly string[];
  /** `file:line:column`. */
  readonly at?: string;
  /** What the hint tells to paste or write. */
  readonly fix: readonly string[];
  /** The command of the answer's last line. */
  readonly last?: string;
  /** The same without the mistake: nothing is said. */
  readonly repaired: Setup;
}

export interface Diagnostic {
  readonly code: string;
  readonly message: string;
  readonly hint?: string;
  readonly severity: string;
  readonly span?: { readonly file: string; readonly line: number; readonly column: number };
}

export interface Document {
  readonly verdict: string;
  readonly diagnostics: readonly Diagnostic[];
  readonly selected?: {
    readonly provider: string;
    readonly accountId?: string;
    readonly accessKeyId?: string;
  };
}

export function worldOf({ env, config, credentials, files, sealed, http, processes }: Setup): MemoryWorld {
  return {
    env: { PATH: '/bin', AWS_REGION: 'eu-west-1', AWS_DEFAULT_REGION: 'eu-west-1', ...env },
    files: {
      ...(config === undefined ? {} : { [`${home}/.aws/config`]: config }),
      ...(credentials === undefined ? {} : { [`${home}/.aws/credentials`]: credentials }),
      ...files,
    },
    ...(sealed === undefined ? {} : { sealed }),
    ...(http === undefined ? {} : { http }),
    ...(processes === undefined ? {} : { processes }),
  };
}

/** `iamx explain-chain`, as a document. */
export async function explain(setup: Setup) {
  const json = await run([...wordsOf(setup), '--json'], worldOf(setup));
  return { json, document: JSON.parse(json.out) as Document };
}

/** The same as pages too. */
export async function explainInFull(setup: Setup) {
  const page = await run(wordsOf(setup), worldOf(setup));
  const verbose = await run([...wordsOf(setup), '--verbose'], worldOf(setup));
  return { ...(await explain(setup)), page, verbose };
}

function wordsOf({ args = [] }: Setup): readonly string[] {
  return ['explain-chain', ...args];
}
