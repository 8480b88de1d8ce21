import type { Source } from '../../core/source.ts';
import type { Node } from '../../formats/tree.ts';
import { parsePolicy } from '../../policy/document.ts';
import type { PolicyType } from '../../policy/policy.ts';
import { noSettings, type Settings } from '../settings.ts';
import { policyTypeOf } from '../resource-type.ts';
import type { Subject } from '../subject.ts';
import { detectType, resourceTypeOf } from './detect.ts';

/** What is known of a policy beside its text. */
export interface Told {
  readonly type?: PolicyType;
  readonly resourceType?: string;
  readonly account?: string;
  readonly isStrict?: boolean;
  readonly settings?: Settings;
}

/** A policy's node as what rules look at; its ranges are the source's. */
export function subjectOf(source: Source, node: Node, name: string, told: Told = {}): Subject {
  const detected = detectType(node);
  const type =
    told.type ?? (told.resourceType === undefined ? detected.type : policyTypeOf(told.resourceType));
  const { parts, problems, policy, readable } = parsePolicy(source, node, type, name);
  return {
    source,
    node,
    name,
    type,
    isTypeGiven: told.type !== undefined,
    resourceType:
      told.resourceType ??
      (type === detected.type
        ? detected.resourceType
        : type === 'resource'
          ? resourceTypeOf(node)
          : undefined),
    version: versionOf(node),
    statements: parts,
    readable,
    isWhole: policy !== undefined,
    problems,
    shut: new Set(),
    account: told.account,
    isStrict: told.isStrict ?? false,
    settings: told.settings ?? noSettings,
  };
}

function versionOf(node: Node): Subject['version'] {
  const version =
    node.kind === 'object' ? node.members.find(({ key }) => key.value === 'Version')?.value : undefined;
  return version?.kind === 'string' && version.value === '2012-10-17' ? '2012-10-17' : '2008-10-17';
}
