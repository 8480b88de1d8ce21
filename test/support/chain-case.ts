import { memoryHost, type MemoryHost, type MemoryWorld } from '../../src/host/memory.ts';
import { asHttp, createFake, type Fake } from './loopback/fake.ts';
import type { Scenario } from './loopback/scenario.ts';

/**
 * A situation in which credentials are looked for, as a case folder holds it and as generators make it. `{home}`
 * in a value or a file stands for the home folder, which differs where the real SDKs read real files.
 */
export interface ChainCase {
  readonly env: Readonly<Record<string, string>>;
  /** Path from the home folder to text. */
  readonly files: Readonly<Record<string, string>>;
  readonly options: { readonly profile?: string; readonly region?: string };
  /** What answers at the metadata and AWS endpoints. */
  readonly http: Scenario;
}

export interface PlacedCase extends ChainCase {
  readonly home: string;
}

/** The case with its home folder filled in everywhere; `HOME` says it too. */
export function placeCase(chainCase: ChainCase, home: string): PlacedCase {
  const fill = (values: Readonly<Record<string, string>>) =>
    Object.fromEntries(
      Object.entries(values).map(([name, value]) => [name, value.replaceAll('{home}', home)]),
    );
  return { ...chainCase, home, env: { HOME: home, ...fill(chainCase.env) }, files: fill(chainCase.files) };
}

/** What a `credential_process` of a case may start. */
const programs = Object.fromEntries(
  ['cat', 'echo', 'false', 'sh'].map((name) => [`/bin/${name}`, { content: '', mode: 0o755 }]),
);

/** The case as a world of plain data, the fake's answers at whatever address they are asked for. */
export function worldOfCase(
  placed: PlacedCase,
  now?: number,
): { readonly world: MemoryWorld; readonly fake: Fake } {
  const fake = createFake(placed.http, now === undefined ? undefined : () => now);
  const world = {
    env: { PATH: '/bin', ...placed.env },
    homeFolder: placed.home,
    files: {
      ...programs,
      ...Object.fromEntries(
        Object.entries(placed.files).map(([path, text]) => [`${placed.home}/${path}`, text]),
      ),
    },
    http: asHttp(fake),
    ...(now === undefined ? {} : { now }),
  };
  return { world, fake };
}

export function hostOfCase(
  placed: PlacedCase,
  now?: number,
): { readonly host: MemoryHost; readonly fake: Fake } {
  const { world, fake } = worldOfCase(placed, now);
  return { host: memoryHost(world), fake };
}
