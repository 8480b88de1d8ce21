import type { Principal } from '../../identifiers/principal.ts';
import type { Request } from '../request.ts';
import { asksOn, seenOn } from './asked-on.ts';
import { takesAlias } from './kms-alias.ts';
import { fits, type Pair } from './pairs.ts';

type On = Pick<Request, 'grantedOn' | 'deniedOn' | 'askedOn' | 'isUnfitting' | 'keyPrefix'>;

/** Written out: a stream makes one for each line, and V8 copies what is spread field by field. */
function plainly(grantedOn: string, isUnfitting: boolean, keyPrefix?: string): On {
  return { grantedOn, deniedOn: undefined, askedOn: undefined, isUnfitting, keyPrefix };
}

/** What the resource elements of policies are held against, for an Allow and for a Deny. */
export function onOf(
  { action, resource }: Pair,
  principal: Principal,
  region: string | undefined,
  asWritten: boolean,
): On {
  const { known, key } = action;
  const { arn, text } = resource;
  if (arn !== undefined && known?.resourceTypes.length !== 0) {
    if (takesAlias(key, arn)) {
      return plainly(text, false, `${text.slice(0, text.indexOf(':alias/'))}:key/`);
    }
    const isUnfitting = !asWritten && known !== undefined && !fits(action, resource);
    return plainly(text, isUnfitting);
  }
  if (known?.resourceTypes.length !== 0) return plainly(text, false);
  const partition = arn?.partition ?? ('partition' in principal ? principal.partition : 'aws');
  const askedOn = asksOn(key, partition);
  const account = 'account' in principal ? principal.account : undefined;
  const seen = askedOn === undefined ? seenOn(key, partition, region, account) : [];
  const grantedOn = askedOn ?? '*';
  const others = arn === undefined || text === grantedOn ? seen : [text, ...seen];
  return {
    grantedOn,
    deniedOn: grantedOn === '*' && others.length === 0 ? undefined : [grantedOn, ...others],
    askedOn,
    isUnfitting: false,
    keyPrefix: undefined,
  };
}
