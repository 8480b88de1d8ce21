import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { foundMachines, worldOfFound } from '../support/found-machine.ts';
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

const machines = foundMachines();

test('there are cases', () => {
  expect(machines.length).toBeGreaterThan(10);
});

describe.each(machines)('$name', (machine) => {
  const wanted = JSON.parse(readFileSync(join(machine.folder, 'expect.json'), 'utf8')) as Expected;
  const world = worldOfFound(machine, '/case');
  const ask = (...more: readonly string[]) => run(['explain-chain', ...machine.words, ...more], world);

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
