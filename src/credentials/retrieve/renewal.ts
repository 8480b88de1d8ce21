import { FileError, type FileErrorCode, type Host, type Reserved } from '../../core/host.ts';
import { parseFields } from '../places/endpoint-answer.ts';
import { noteAnswer } from '../places/note-secrets.ts';
import type { World } from '../places/world.ts';
import type { Retrieval } from './retrieval.ts';

export type Fields = ReadonlyMap<string, unknown>;

/** What came of the work on a file while no other run worked on it. */
export type InTurn<Result> =
  | { readonly kind: 'done'; readonly result: Result }
  /** Nothing was asked, since what would come could not be kept. */
  | { readonly kind: 'not-asked'; readonly because: string };

/** More than a file of tokens has. */
const room = 64 * 1024;

const troubles: Readonly<Partial<Record<FileErrorCode, string>>> = {
  denied: 'you may not write there',
  'read-only': 'the file system is read-only',
  full: 'the disk is full',
  exists: 'another run renews it, and takes too long',
  missing: 'it is gone',
};

export function describeTrouble({ code }: FileError): string {
  return troubles[code] ?? 'the system refuses to write there';
}

/**
 * Does something for which what the file holds is used up: after it was shown that what takes its place can be kept, while
 * no other run does the same, and with what stands in the file then.
 */
export async function inTurn<Result>(
  path: string,
  { world, network }: Retrieval,
  work: (fields: Fields | undefined, reserved: Reserved) => Promise<Result>,
): Promise<InTurn<Result>> {
  let reserved: Reserved;
  try {
    reserved = await world.host.reserveFile(path, room, Math.ceil(network.left()));
  } catch (error) {
    if (!(error instanceof FileError)) throw error;
    return { kind: 'not-asked', because: describeTrouble(error) };
  }
  try {
    return { kind: 'done', result: await work(await readAnew(world, path), reserved) };
  } finally {
    await reserved.drop();
  }
}

/** What stands in the file now: the world keeps what stood there when it was read first. */
export async function readAnew({ host }: World, path: string): Promise<Fields | undefined> {
  try {
    const text = new TextDecoder().decode(await host.readFile(path, { waitMs: 1000, mostBytes: room * 16 }));
    noteAnswer(host.secrets, text);
    return parseFields(text);
  } catch (error) {
    if (error instanceof FileError) return undefined;
    throw error;
  }
}

/**
 * Work that is done once in a run under one name: a refresh token is spent with its first use, however many profiles
 * share it.
 */
export function oncePerRun<Result>(): (
  host: Host,
  name: string,
  work: () => Promise<Result>,
) => Promise<Result> {
  const known = new WeakMap<Host, Map<string, Promise<Result>>>();
  return (host, name, work) => {
    const all = known.get(host) ?? new Map<string, Promise<Result>>();
    known.set(host, all);
    const begun = all.get(name) ?? work();
    all.set(name, begun);
    return begun;
  };
}
