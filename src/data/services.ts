import { readLines } from './source.ts';
import { lowerCase } from './lower-case.ts';

export interface Service {
  /** What stands before the colon of its actions: `s3`. */
  readonly prefix: string;
  /** For people: `Amazon S3`. */
  readonly name: string;
  /** Whether resource control policies reach it, as far as the data of `dataVersions().iam.date` knows (R608). */
  readonly supportsRcp: boolean;
}

let byPrefix: ReadonlyMap<string, Service> | undefined;

function load(): ReadonlyMap<string, Service> {
  return (byPrefix ??= new Map(
    readLines('services.txt').map((line) => {
      const [prefix = '', name = '', rcp = ''] = line.split('\t');
      return [prefix, { prefix, name, supportsRcp: rcp === 'R' }];
    }),
  ));
}

/** Every service with actions, by prefix. */
export function services(): readonly Service[] {
  return [...load().values()];
}

/** The service with this prefix, whatever its case. */
export function findService(prefix: string): Service | undefined {
  return load().get(lowerCase(prefix));
}

/** Whether resource control policies reach the service's actions: `dataVersions().iam.date` says as of when (R608). */
export function supportsRcp(prefix: string): boolean {
  return findService(prefix)?.supportsRcp ?? false;
}
