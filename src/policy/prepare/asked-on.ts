import { regions } from '../../printers/region.ts';

/**
 * The ARN that AWS asks about for an action that names no resource (R240):
 * https://docs.aws.amazon.com/AmazonS3/latest/userguide/using-with-s3-policy-actions.html
 */
export function asksOn(actionKey: string, partition: string): string | undefined {
  return actionKey === 's3:listallmybuckets' ? `arn:${partition}:s3:::*` : undefined;
}

/**
 * ARNs that refusals of such requests were seen to name: a Deny of them counts, an Allow does not (R240). Of every region
 * where the question tells none.
 */
export function seenOn(
  actionKey: string,
  partition: string,
  region: string | undefined,
  account: string | undefined,
): readonly string[] {
  const service = /^(sns|sqs):/.exec(actionKey)?.[1];
  if (service === undefined || account === undefined) return nothing;
  return (region === undefined ? regions : [region]).map(
    (name) => `arn:${partition}:${service}:${name}:${account}:*`,
  );
}

const nothing: readonly string[] = [];
