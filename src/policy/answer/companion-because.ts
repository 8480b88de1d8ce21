import type { Request } from '../request.ts';

/** Why AWS asks a further permission with a call. */
export function companionBecause(of: Request, companion: Request): string {
  if (companion.actionKey === of.actionKey) return 'the call names a resource of this type too';
  if (companion.actionKey === 'sts:setsourceidentity') return 'the call passes a source identity';
  if (companion.actionKey === 'sts:tagsession') return 'the call passes session tags';
  if (companion.actionKey === 'lambda:invokefunction') return 'a function URL invokes the function';
  if (companion.actionKey === 's3:getobject' || companion.actionKey === 's3:getobjectversion')
    return 'the call reads the object too';
  return 'the call passes tags';
}
