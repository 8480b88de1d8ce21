import { spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { createInterface } from 'node:readline';
import { placeCase, type ChainCase, type PlacedCase } from '../support/chain-case.ts';
import type { Recorded } from '../support/loopback/fake.ts';
import { startLoopback } from '../support/loopback/server.ts';

/** What a real SDK says of a case. */
export type OracleAnswer =
  | {
      readonly kind: 'keys';
      readonly accessKeyId: string;
      readonly secretAccessKey: string;
      readonly sessionToken?: string;
      /** The SDK's own word for where they came from. */
      readonly source: string;
    }
  | { readonly kind: 'none' }
  | { readonly kind: 'error'; readonly name: string; readonly message: string };

export interface Told {
  readonly answer: OracleAnswer;
  /** How the keys came about, as the fake knows it. */
  readonly provenance?: string;
  readonly requests: readonly Recorded[];
  readonly placed: PlacedCase;
}

export interface Oracle {
  /** What the SDK does in this situation. One at a time: calls wait for each other. */
  readonly ask: (chainCase: ChainCase) => Promise<Told>;
  readonly close: () => Promise<void>;
}

interface Command {
  readonly file: string;
  readonly args: readonly string[];
  /** Variables that the program itself needs, beside those of the case. */
  readonly env?: Readonly<Record<string, string>>;
}

/** A case that takes an SDK longer than this has met a bug of the test. */
const patienceMs = 30_000;

/**
 * Starts a program that answers cases, a JSON line each. Every request it makes goes to a fake of its own; the
 * environment of this process is not handed on, so that no real credentials can be met.
 */
export async function startOracle({ file, args, env = {} }: Command): Promise<Oracle> {
  const loopback = await startLoopback();
  const root = mkdtempSync(join(tmpdir(), 'iamx-oracle-'));
  const child = spawn(file, [...args], {
    stdio: ['pipe', 'pipe', 'pipe'],
    env: {
      PATH: process.env['PATH'] ?? '',
      HOME: root,
      LANG: 'C.UTF-8',
      ...env,
      IAMX_FAKE_PORT: String(loopback.port),
    },
  });
  let complaints = '';
  child.stderr.on(
    'data',
    (piece: Buffer) => (complaints = (complaints + piece.toString('utf8')).slice(-4000)),
  );
  // A program that ended is noticed where its answer is awaited.
  child.stdin.on('error', () => undefined);
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  let count = 0;
  let last: Promise<unknown> = Promise.resolve();

  const askNow = async (chainCase: ChainCase): Promise<Told> => {
    const placed = placeCase(chainCase, join(root, `case-${++count}`));
    writeFiles(placed);
    loopback.play(placed.http);
    child.stdin.write(`${JSON.stringify({ env: placed.env, options: placed.options, home: placed.home })}\n`);
    const line = await withPatience(lines.next(), () => complaints);
    if (line.done === true)
      throw new Error(
        `the oracle ended with ${child.exitCode ?? child.signalCode ?? 'no status'}: ${complaints}\n${JSON.stringify(placed)}`,
      );
    const answer = JSON.parse(line.value) as OracleAnswer;
    rmSync(placed.home, { recursive: true, force: true });
    return {
      answer,
      ...(answer.kind === 'keys' ? { provenance: loopback.provenanceOf(answer.accessKeyId) } : {}),
      // A case that ended may have left requests behind, where the program tells them apart.
      requests: loopback
        .requests()
        .filter(({ headers }) => (headers['x-case'] ?? placed.home) === placed.home),
      placed,
    };
  };

  return {
    ask: (chainCase) => {
      const next = last.then(() => askNow(chainCase));
      last = next.catch(() => undefined);
      return next;
    },
    close: async () => {
      const ended = new Promise((resolve) => child.once('exit', resolve));
      if (child.exitCode === null) {
        child.stdin.end();
        const timer = setTimeout(() => child.kill('SIGKILL'), 2_000);
        await ended;
        clearTimeout(timer);
      }
      await loopback.close();
      rmSync(root, { recursive: true, force: true });
    },
  };
}

function writeFiles({ home, files }: PlacedCase): void {
  mkdirSync(home, { recursive: true });
  for (const [path, text] of Object.entries(files)) {
    const at = join(home, path);
    mkdirSync(dirname(at), { recursive: true });
    writeFileSync(at, text);
  }
}

async function withPatience<T>(value: Promise<T>, complaints: () => string): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => {
      reject(new Error(`the oracle did not answer within ${patienceMs} ms: ${complaints()}`));
    }, patienceMs);
  });
  try {
    return await Promise.race([value, late]);
  } finally {
    clearTimeout(timer);
  }
}
