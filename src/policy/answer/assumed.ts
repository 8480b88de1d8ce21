import type { Text } from '../../core/page.ts';
import { quoted } from '../../formats/problem.ts';
import type { Dependences } from '../decision/dependences.ts';
import type { Simulated } from '../decision/simulate.ts';
import { opensAssumption } from '../request.ts';
import { assumptionsOf, type Assumption } from './assumptions.ts';

/** A screen has room for so many; the document has all. */
const most = 2;

/** What the verdict rests on, as it stands beside it. */
export interface Assumed {
  /** `if the bucket is 111122223333’s, else denied`: a part of the verdict itself (R682). */
  readonly owner: string | undefined;
  readonly lines: readonly Text[];
}

export function assumed(simulated: Simulated, dependences: Dependences): Assumed {
  const { nameOf, request } = simulated.case;
  const all = assumptionsOf(simulated, dependences);
  // Denied either way: whose it is, is no news.
  const isSame = [simulated, simulated.ifAnothers ?? simulated].every(isDenied);
  const owner = isSame ? undefined : all.find(({ what }) => what === 'resource-account');
  // That a key is not in the request is said where it is looked for.
  const others = all.filter(
    ({ what, key, value }) =>
      (what === 'principal-id' && key === undefined) ||
      (what === 'member-account' && key !== undefined) ||
      (what !== 'resource-account' && value !== undefined),
  );
  const thing = request.arn?.service === 's3' ? 'bucket' : 'resource';
  return {
    owner:
      owner &&
      `if the ${thing} is ${owner.value ?? ''}’s, else ${otherwise(simulated)} (${nameOf(owner.tell)})`,
    lines: others
      .slice(0, owner === undefined ? most : most - 1)
      .map((each) => `taking ${valueOf(each)}: ${quoted(nameOf(each.tell))} tells it`),
  };
}

/** The same of many answers, each with an owner that was assumed. */
export function assumedOwners(answers: readonly Simulated[]): readonly string[] {
  const assuming = answers.filter(({ ifAnothers, decision, case: { request } }) => {
    return (
      ifAnothers !== undefined &&
      decision !== 'conditional' &&
      !opensAssumption(request, 'aws:resourceaccount')
    );
  });
  const [first] = assuming;
  if (first === undefined) return [];
  const { nameOf, request } = first.case;
  const owners = new Set(assuming.map(({ case: each }) => each.request.resourceAccount));
  const whose = owners.size === 1 ? `${request.resourceAccount ?? ''}’s` : 'the caller’s account’s';
  return [
    `${assuming.length} of them if the bucket is ${whose}, else otherwise (${nameOf('resourceAccount')})`,
  ];
}

function otherwise({ ifAnothers }: Simulated): string {
  const { decision } = ifAnothers ?? {};
  return decision === 'allowed' ? 'allowed' : decision === 'conditional' ? 'it depends' : 'denied';
}

function isDenied({ decision }: Simulated): boolean {
  return decision === 'implicitDeny' || decision === 'explicitDeny';
}

function valueOf({ what, key = '', value = '' }: Assumption): string {
  if (what === 'member-account') return 'the accounts for member accounts';
  return what === 'principal-id' ? 'the caller’s id for another one' : `${key} for ${value}`;
}
