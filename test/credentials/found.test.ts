import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join, relative, sep } from 'node:path';
import { describe, expect, test } from 'vitest';
import { asHttp, createFake } from '../support/loopback/fake.ts';
import type { Scenario } from '../support/loopback/scenario.ts';
import { run } from '../support/run.ts';

/** What people met, a folder each: `env.json` with what they ran, their home, and what they should be told. */
interface Expected {
  readonly verdict: string;
  readonly status: number;
  /** What was selected. */
  readonly provider?: string;
  readonly error?: string;
  /** `code file:line` of findings that must be there; without a place where they have none. */
  readonly finds?: readonly string[];
  /** Codes of findings that must not be there. */
  readonly never?: readonly string[];
  /** Texts that the page holds, wherever its lines break. */
  readonly says?: readonly string[];
  /** The last line's command. */
  readonly fix?: string;
  readonly neverSays?: readonly string[];
}

interface Document {
  readonly verdict: string;
  readonly selected?: { readonly provider: string };
  readonly error?: { readonly code: string };
  readonly diagnostics: readonly {
    readonly code: string;
    readonly span?: { readonly file: string; readonly line: number };
  }[];
}

const root = join(import.meta.dirname, 'found');
const names = readdirSync(root, { recursive: true, encoding: 'utf8' })
  .filter((file) => file.endsWith('env.json'))
  .map((file) => file.slice(0, -'/env.json'.length).split(sep).join('/'))
  .toSorted();

test('there are cases', () => {
  expect(names.length).toBeGreaterThan(10);
});

describe.each(names)('%s', (name) => {
  const folder = join(root, name);
  const { env, args } = json(join(folder, 'env.json')) as {
    readonly env: Readonly<Record<string, string>>;
    readonly args: string;
  };
  const wanted = json(join(folder, 'expect.json')) as Expected;
  const place = (text: string) => text.replaceAll('$CASE', '/case');
  const world = {
    cwd: '/case',
    homeFolder: '/case/home',
    env: {
      PATH: '/bin',
      HOME: '/case/home',
      AWS_EC2_METADATA_DISABLED: 'true',
      ...Object.fromEntries(Object.entries(env).map(([key, value]) => [key, place(value)])),
    },
    files: filesIn(folder),
    sealed: existsSync(join(folder, 'sealed.json')) ? (json(join(folder, 'sealed.json')) as string[]) : [],
    http: asHttp(createFake(existsSync(join(folder, 'http.json')) ? scenarioIn(folder) : {})),
  };
  const ask = (...more: readonly string[]) => run([...args.replace(/^iamx /, '').split(' '), ...more], world);

  test('is answered as it should be', async () => {
    const told = await ask('--json');
    const document = JSON.parse(told.out) as Document;
    const { verdict, status, provider, error, finds = [], never = [] } = wanted;
    const found = document.diagnostics.map(({ code, span }) =>
      span === undefined ? code : `${code} ${span.file}:${span.line}`,
    );
    const missing = finds.filter((one) => !found.includes(one));
    expect({ verdict: document.verdict, status: told.status, missing }, found.join('\n')).toEqual({
      verdict,
      status,
      missing: [],
    });
    if (provider !== undefined) expect(document.selected?.provider).toBe(provider);
    if (error !== undefined) expect(document.error?.code).toBe(error);
    for (const code of never) expect(found.join(' ')).not.toContain(code);
  });

  test('says it on one screen', async () => {
    const { out, err } = await ask();
    const text = out.replace(/\s+/g, ' ');
    for (const part of wanted.says ?? []) expect(text).toContain(part);
    for (const part of wanted.neverSays ?? []) expect(text).not.toContain(part);
    if (wanted.fix !== undefined) {
      expect(
        out
          .trimEnd()
          .split('\n')
          .at(-1)
          ?.replace(/^fix:?\s+/, ''),
      ).toBe(wanted.fix);
    }
    expect(err).toBe('');
    expect(out.trimEnd().split('\n').length, out).toBeLessThanOrEqual(25);
  });
});

function scenarioIn(folder: string): Scenario {
  return json(join(folder, 'http.json')) as Scenario;
}

function json(path: string): unknown {
  return JSON.parse(readFileSync(path, 'utf8'));
}

function filesIn(folder: string): Readonly<Record<string, Uint8Array>> {
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .map((file) => join(folder, file))
    .filter((path) => statSync(path).isFile());
  return Object.fromEntries(
    files.map((path) => [`/case/${relative(folder, path).split(sep).join('/')}`, readFileSync(path)]),
  );
}
