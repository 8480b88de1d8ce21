import type { Text } from '../../../core/page.ts';
import { listed } from '../../../core/listed.ts';
import { simulate, type Simulated } from '../../decision/simulate.ts';
import type { Request } from '../../request.ts';
import type { Explanation } from '../explain.ts';

/** Where a Deny locks regions, and the region is that of the resource: those in which the same is allowed. */
export function otherRegion(simulated: Simulated, { layers }: Explanation): readonly Text[] {
  const { decidedFor, case: asked, set, statement } = simulated;
  const region = decidedFor.arn?.region ?? '';
  if (region === '' || decidedFor.context.has('aws:requestedregion')) return [];
  const trace = layers
    .flatMap(({ levels }) => levels.flatMap((level) => level.statements))
    .find(({ compiled }) => compiled === statement);
  const texts = (trace?.conditions ?? [])
    .filter(({ condition, result }) => condition.key === 'aws:requestedregion' && result === true)
    .flatMap(({ condition }) => condition.element.values.map(({ text }) => text))
    .filter((text) => text !== region && !/[*?$]/.test(text));
  const isAllowedIn = (name: string) =>
    simulate({ ...asked, request: movedTo(decidedFor, name), companions: [] }, set).decision === 'allowed';
  const allowed = texts.filter(isAllowedIn);
  return allowed.length === 0
    ? []
    : [`allowed for such a resource in ${listed(allowed, 3, 'or')}: the ARN’s region is the request’s`];
}

function movedTo(request: Request, region: string): Request {
  const { arn } = request;
  if (arn === undefined) return request;
  const moved = ['arn', arn.partition, arn.service, region, arn.account, arn.resource].join(':');
  const grantedOn = request.grantedOn === request.resource ? moved : request.grantedOn;
  return { ...request, resource: moved, grantedOn, arn: { ...arn, region } };
}
