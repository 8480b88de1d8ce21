/** Processes to measure, each with an environment of its own: what the machine sets makes Node itself slower. */
import { spawn, spawnSync } from 'node:child_process';
import { closeSync, mkdtempSync, openSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export const program = join(process.cwd(), 'bin', 'iamx.js');

export type Environment = Readonly<Record<string, string>>;

/** A home that is empty, and where programs are: all that a process gets. */
export function environmentIn(folder: string, more: Environment = {}): Environment {
  return { HOME: folder, PATH: process.env['PATH'] ?? '', LANG: 'C.UTF-8', ...more };
}

/** The program with its code cache, which the first runs make, and without. */
export const caches: readonly { readonly name: string; readonly env: Environment }[] = [
  { name: 'with the cache', env: {} },
  { name: 'without', env: { IAMX_CACHE: '0' } },
];

/** What `work` does in a folder of its own, which is gone afterwards. */
export async function inScratch(work: (folder: string) => Promise<void> | void): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'iamx-bench-'));
  try {
    await work(folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

export interface Command {
  readonly file: string;
  readonly words: readonly string[];
  readonly env: Environment;
}

/** Milliseconds of a process that answers, which ends with 0 or 1. */
export function millisecondsOf({ file, words, env }: Command, folder: string): number {
  const start = performance.now();
  const { status, stderr } = spawnSync(file, words, { cwd: folder, env: { ...env }, encoding: 'utf8' });
  if (status === null || status > 1) throw new Error(`${words.join(' ')}: ${stderr}`);
  return performance.now() - start;
}

export interface Run {
  readonly seconds: number;
  /** MB; NaN where the system does not tell. */
  readonly peak: number;
}

/** A process that reads a file and writes into nothing. */
export function runOn(input: string, { file, words, env }: Command, folder: string): Promise<Run> {
  const from = openSync(input, 'r');
  const to = openSync('/dev/null', 'w');
  const start = performance.now();
  const child = spawn(file, words, { cwd: folder, env: { ...env }, stdio: [from, to, 'inherit'] });
  let peak = Number.NaN;
  const poll = setInterval(() => (peak = peakOf(child.pid) ?? peak), 20);
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('exit', (status) => {
      clearInterval(poll);
      closeSync(from);
      closeSync(to);
      if (status === null || status > 1) reject(new Error(`${words.join(' ')}: status ${status ?? 'none'}`));
      else resolve({ seconds: (performance.now() - start) / 1000, peak });
    });
  });
}

/** Linux counts it. */
function peakOf(pid: number | undefined): number | undefined {
  try {
    const status = readFileSync(`/proc/${pid ?? ''}/status`, 'utf8');
    const kilobytes = /VmHWM:\s+(\d+)/.exec(status)?.[1];
    return kilobytes === undefined ? undefined : Number(kilobytes) / 1024;
  } catch {
    return undefined;
  }
}

export function median(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[values.length >> 1] ?? Number.NaN;
}

export interface Compared {
  /** How many times the time of the other. */
  readonly ratio: number;
  /** Milliseconds over the other. */
  readonly own: number;
  /** Milliseconds of the other. */
  readonly floor: number;
}

/** Both in turns, pair by pair: their ratio holds where the machine's speed drifts. The medians of the pairs. */
export async function inPairs(
  pairs: number,
  floor: () => Promise<number> | number,
  work: () => Promise<number> | number,
): Promise<Compared> {
  const measured: Compared[] = [];
  // The first rounds warm the file cache, and the program makes its code cache.
  for (let round = -3; round < pairs; round++) {
    const [below, time] = [await floor(), await work()];
    if (round >= 0) measured.push({ ratio: time / below, own: time - below, floor: below });
  }
  return {
    ratio: median(measured.map(({ ratio }) => ratio)),
    own: median(measured.map(({ own }) => own)),
    floor: median(measured.map((one) => one.floor)),
  };
}
