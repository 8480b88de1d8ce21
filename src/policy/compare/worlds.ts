import type { PolicySet } from '../decision/compile.ts';
import { compilePolicies, type Policies } from '../decision/compile.ts';
import type { DecisionWord } from '../decision/decide.ts';
import type { LayerId } from '../decision/layers.ts';
import { simulate } from '../decision/simulate.ts';
import type { Case } from '../question.ts';
import type { Caller } from './callers.ts';
import { allowAll, delegation } from './own-policies.ts';
import { layerOfType, type Side } from './side.ts';

/** Services whose resources are opened by their own policy alone, and in which of their calls. */
export function opensByItself(actionKey: string): 'kms' | 'sts' | undefined {
  if (actionKey.startsWith('kms:')) return 'kms';
  return /^sts:(?:assumerole|tagsession$|setsourceidentity$)/.test(actionKey) ? 'sts' : undefined;
}

/** The policies that stand beside the one that is compared, so that it decides alone. */
export function besides(
  { layer, grants }: { readonly layer: LayerId; readonly grants: 'itself' | 'others' },
  caller: Caller,
  actionKey: string,
  account: string,
): Policies {
  const own = 'account' in caller.request.principal ? caller.request.principal.account : undefined;
  const service = opensByItself(actionKey);
  if (layer === 'resource') {
    const isIdentity = own !== undefined && caller.request.principal.kind !== 'provider';
    const needsIdentity = own !== account || service !== undefined || grants === 'others';
    return isIdentity && needsIdentity ? { identity: [allowAll()] } : {};
  }
  const opened = service === undefined || own === undefined ? {} : { resource: delegation(own, service) };
  return layer === 'identity' && grants === 'itself' ? opened : { identity: [allowAll()], ...opened };
}

/** Decides questions under one of the two policies, as `iamx simulate` does. */
export interface World {
  readonly decide: (asked: Case, beside: Policies, key: string) => DecisionWord;
}

export function worldOf({ policy }: Side): World {
  const sets = new Map<string, PolicySet>();
  const layer = layerOfType(policy.type);
  const withOwn = (beside: Policies): Policies => {
    if (layer === 'resource') return { ...beside, resource: policy };
    if (layer === 'scp' || layer === 'rcp') return { ...beside, [layer]: [[policy]] };
    return { ...beside, [layer]: [...(beside[layer] ?? []), policy] };
  };
  return {
    decide: (asked, beside, key) => {
      let set = sets.get(key);
      if (set === undefined) sets.set(key, (set = compilePolicies(withOwn(beside))));
      return simulate(asked, set).decision;
    },
  };
}
