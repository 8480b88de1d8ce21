import type { DetailsReader } from '../aws/authorization-details.ts';
import { documentIn, readDetails, type AuthorizationDetails } from './authorization-details.ts';

/** Time as it passes for whoever waits. */
export interface Clock {
  /** Milliseconds. */
  readonly now: () => number;
  readonly wait: (milliseconds: number) => Promise<void>;
}

export type Fetched =
  | { readonly kind: 'found'; readonly details: AuthorizationDetails }
  /** Not there yet, not there any more, or not here. */
  | { readonly kind: 'missing'; readonly waitedMs: number };

/** AWS has the details some minutes after the refusal: so long is asked again. */
export const longestWait = 60_000;
const pause = 5_000;
const mostPages = 100;
const mostPolicies = 200;

/** What AWS keeps of a refusal, with its policies. `onWait` is told once, before the first wait. Throws what asking throws. */
export async function fetchDetails(
  id: string,
  reader: DetailsReader,
  clock: Clock,
  onWait: () => Promise<void>,
): Promise<Fetched> {
  const start = clock.now();
  let first = await reader.page(id, undefined);
  for (let asked = 1; first === undefined; asked += 1) {
    const waitedMs = clock.now() - start;
    if (waitedMs + pause > longestWait) return { kind: 'missing', waitedMs };
    if (asked === 1) await onWait();
    await clock.wait(pause);
    first = await reader.page(id, undefined);
  }
  const details = readDetails(await allPages(id, first, reader));
  const policies: AuthorizationDetails['policies'][number][] = [];
  for (const policy of details.policies.slice(0, mostPolicies)) {
    const document = documentIn(await reader.policy(id, policy.uri));
    policies.push(document === undefined ? policy : { ...policy, document });
  }
  return {
    kind: 'found',
    details: { ...details, policies: [...policies, ...details.policies.slice(mostPolicies)] },
  };
}

async function allPages(id: string, first: unknown, reader: DetailsReader): Promise<readonly unknown[]> {
  const pages = [first];
  const asked = new Set<string>();
  for (let token = tokenOf(first); token !== undefined && pages.length < mostPages;) {
    if (asked.has(token)) break;
    asked.add(token);
    const page = await reader.page(id, token);
    pages.push(page);
    token = tokenOf(page);
  }
  return pages;
}

function tokenOf(page: unknown): string | undefined {
  if (typeof page !== 'object' || page === null || !('nextToken' in page)) return undefined;
  return typeof page.nextToken === 'string' && page.nextToken !== '' ? page.nextToken : undefined;
}
