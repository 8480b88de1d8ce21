import type { CheckDocument } from '../../../src/documents/check.ts';
import type { MemoryWorld } from '../../../src/host/memory.ts';
import { run } from '../../support/run.ts';

/** The instant of all questions about files. */
export const now = Date.parse('2026-01-31T12:00:00Z');

export type ReadDocument = Omit<CheckDocument, 'remedies'> & {
  readonly remedies: readonly { readonly why: string; readonly command: string }[];
};

export interface Asked {
  readonly document: ReadDocument;
  readonly outcomes: Readonly<Record<string, string>>;
  readonly status: number;
  readonly commands: readonly string[];
  /** Of the diagnostics. */
  readonly codes: readonly string[];
  readonly out: string;
}

export function readAnswer(out: string, status: number): Asked {
  const document = JSON.parse(out) as ReadDocument;
  return {
    document,
    outcomes: Object.fromEntries(document.steps.map(({ id, outcome }) => [id, outcome])),
    status,
    commands: document.remedies.map(({ command }) => command),
    codes: document.diagnostics.map(({ code }) => code),
    out,
  };
}

/** Asks about files alone: nothing is sent. Values that are objects are the files' policies. */
export async function askFiles(
  words: readonly string[],
  files: Readonly<Record<string, object | string>>,
  world: MemoryWorld = {},
): Promise<Asked & { readonly err: string }> {
  const texts = Object.entries(files).map(([name, value]) => [
    name,
    typeof value === 'string' ? value : JSON.stringify(value),
  ]);
  const { out, err, status } = await run(['check', ...words, '--json'], {
    now,
    ...world,
    files: Object.fromEntries(texts) as Readonly<Record<string, string>>,
  });
  const nothing =
    '{"schema":"","check":"","verdict":"","summary":"","steps":[],"remedies":[],"diagnostics":[]}';
  return { ...readAnswer(out === '' ? nothing : out, status), out, err };
}

type Condition = Readonly<Record<string, Readonly<Record<string, string | readonly string[]>>>>;

export function policy(...statements: readonly object[]): object {
  return { Version: '2012-10-17', Statement: statements };
}

export const allow = (Action: string | readonly string[], Resource: string, Condition?: Condition) => ({
  Effect: 'Allow',
  Action,
  Resource,
  ...(Condition === undefined ? {} : { Condition }),
});

export const deny = (Action: string, Resource: string, Condition?: Condition) => ({
  ...allow(Action, Resource, Condition),
  Effect: 'Deny',
});

export const trust = (
  Principal: Readonly<Record<string, string | readonly string[]>> | string,
  Condition?: Condition,
  Action: string | readonly string[] = 'sts:AssumeRole',
) => policy({ Effect: 'Allow', Principal, Action, ...(Condition === undefined ? {} : { Condition }) });

/** A token that nobody signed. */
export function jwt(claims: Readonly<Record<string, unknown>>): string {
  const part = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url');
  const signature = Buffer.from('a signature that nobody made, of no key at all').toString('base64url');
  return `${part({ alg: 'RS256', typ: 'JWT' })}.${part(claims)}.${signature}`;
}
