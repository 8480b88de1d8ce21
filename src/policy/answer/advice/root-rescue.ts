import type { Text } from '../../../core/page.ts';
import { simulate, type Simulated } from '../../decision/simulate.ts';
import { callerAccount } from '../../request.ts';

/** Actions that mend a resource policy which denies everyone, its owner's administrators too (R685, R687). */
const mending: Readonly<Record<string, string>> = {
  's3:getbucketpolicy': 'bucket policy',
  's3:putbucketpolicy': 'bucket policy',
  's3:deletebucketpolicy': 'bucket policy',
  'sqs:setqueueattributes': 'queue policy',
  'sqs:getqueueattributes': 'queue policy',
};

/** Who can still mend the policy that locks out the caller; it was tried. */
export function rootRescue({ layer, decision, decidedFor, set, case: asked }: Simulated): readonly Text[] {
  const what = mending[decidedFor.actionKey];
  const account = callerAccount(decidedFor);
  const { arn, resourceAccount, principal } = decidedFor;
  if (layer !== 'resource' || decision !== 'explicitDeny' || what === undefined || arn === undefined)
    return [];
  if (account === undefined || account !== resourceAccount || principal.kind === 'root') return [];
  const text = `arn:${arn.partition}:iam::${account}:root`;
  const root = { kind: 'root', text, partition: arn.partition, account } as const;
  const request = { ...decidedFor, principal: root, sessionIssuer: undefined, principalId: undefined };
  const allowed = simulate({ ...asked, request, companions: [] }, set).decision === 'allowed';
  return allowed ? [`the root user of ${account} may do it: its own ${what} never locks it out`] : [];
}
