import type { Text } from '../../../core/page.ts';
import { listed } from '../../../core/listed.ts';
import { simulate, type Simulated } from '../../decision/simulate.ts';
import type { Request } from '../../request.ts';
import type { Explanation } from '../explain.ts';

/**
 * Where a Deny locks regions, and the region is that of the resource, or of the question: those in which the same is
 * allowed.
 */
export function otherRegion(simulated: Simulated, { layers }: Explanation): readonly Text[] {
  const { decidedFor, case: asked, set, statement } = simulated;
  const own = decidedFor.arn?.region ?? '';
  const region = own === '' ? decidedFor.region : own;
  if (region === undefined || decidedFor.context.has('aws:requestedregion')) return [];
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
  if (allowed.length === 0) return [];
  const places = listed(allowed, 3, 'or');
  return own === ''
    ? [`allowed in ${places}: \`--region\` tells it`]
    : [`allowed for such a resource in ${places}: the ARN’s region is the request’s`];
}

function movedTo(request: Request, region: string): Request {
  const { arn } = request;
  if (arn === undefined || arn.region === '') return { ...request, region };
  const moved = ['arn', arn.partition, arn.service, region, arn.account, arn.resource].join(':');
  const grantedOn = request.grantedOn === request.resource ? moved : request.grantedOn;
  return { ...request, resource: moved, grantedOn, arn: { ...arn, region } };
}
