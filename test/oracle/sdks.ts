import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ChainCase } from '../support/chain-case.ts';
import { startOracle, type Oracle } from './oracle.ts';

const here = import.meta.dirname;

/** A real SDK, where this machine has it. */
export interface Sdk {
  readonly name: string;
  /** What is missing here; undefined where the SDK can be asked. */
  readonly missing: string | undefined;
  readonly start: () => Promise<Oracle>;
  /** Whether a case can be put to it; any if not given. */
  readonly canBeAsked?: (chainCase: ChainCase) => boolean;
}

/** The JavaScript SDK that the program depends on. */
export const javascript: Sdk = {
  name: 'the JavaScript SDK',
  missing: undefined,
  start: () => startOracle({ file: process.execPath, args: [join(here, 'js', 'child.mjs')] }),
};

/** Where the interpreter is, and not only a starter of it that needs an environment of its own. */
const python = output('python3', ['-c', 'import botocore, sys; print(sys.executable)']);

/** botocore, which boto3 and version 1 of the CLI are made of. */
export const botocore: Sdk = {
  name: 'botocore',
  missing: python === undefined ? 'python3 with botocore' : undefined,
  start: () => startOracle({ file: python ?? 'python3', args: ['-B', join(here, 'python', 'child.py')] }),
};

const goPath = '/usr/share/gocode';
const goSources = join(goPath, 'src', 'github.com', 'aws', 'aws-sdk-go-v2', 'config');

/** The Go SDK of Debian's package, 1.17: order of selection and precedence, not the newer reader of files. */
export const go: Sdk = {
  name: 'the Go SDK 1.17',
  missing:
    output('go', ['version']) === undefined
      ? 'golang-go'
      : existsSync(goSources)
        ? undefined
        : 'golang-github-aws-aws-sdk-go-v2-dev',
  start: () => startOracle({ file: buildGo(), args: [] }),
};

function buildGo(): string {
  const folder = join(tmpdir(), 'iamx-oracle-go');
  mkdirSync(folder, { recursive: true });
  const program = join(folder, 'oracle');
  execFileSync('go', ['build', '-buildvcs=false', '-o', program, join(here, 'go', 'main.go')], {
    env: { ...process.env, GO111MODULE: 'off', GOPATH: goPath, GOCACHE: join(folder, 'cache'), GOFLAGS: '' },
  });
  return program;
}

function output(file: string, args: readonly string[]): string | undefined {
  try {
    return execFileSync(file, [...args], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }).trim();
  } catch {
    return undefined;
  }
}
