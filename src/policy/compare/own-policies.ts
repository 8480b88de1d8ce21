import { source } from '../../core/source.ts';
import type { Policies } from '../decision/compile.ts';
import { policyFromText } from '../document.ts';
import type { Policy, PolicyType } from '../policy.ts';

/** A policy that the comparison puts beside the one that is compared. */
export function ownPolicy(type: PolicyType, name: string, statement: object): Policy {
  const text = JSON.stringify({ Version: '2012-10-17', Statement: [statement] });
  return policyFromText(source(name, text), type, name).policy;
}

/** A virtual policy of everything: what is compared then decides alone. */
const everything = { Effect: 'Allow', Action: '*', Resource: '*' };

let forIdentities: Policy | undefined;

/** An identity policy that allows everything. */
export function allowAll(): Policy {
  return (forIdentities ??= ownPolicy('identity', 'allow everything', everything));
}

const delegated = new Map<string, Policy>();

/**
 * A resource policy that lets identity policies of an account decide: a key and a role are opened by their own policy
 * first.
 */
export function delegation(account: string, service: 'kms' | 'sts'): Policy {
  const key = `${service} ${account}`;
  let policy = delegated.get(key);
  if (policy === undefined) {
    const principal = { Effect: 'Allow', Principal: { AWS: account } };
    const name = 'the account’s identities';
    policy =
      service === 'kms'
        ? ownPolicy('resource', name, { ...principal, Action: 'kms:*', Resource: '*' })
        : ownPolicy('trust', name, {
            ...principal,
            Action: ['sts:AssumeRole', 'sts:TagSession', 'sts:SetSourceIdentity'],
          });
    delegated.set(key, policy);
  }
  return policy;
}

/** The documents of policies that stand beside the one that is compared, as a scenario has them. */
export function documentsOf(policies: Policies): Readonly<Record<string, unknown>> | undefined {
  const entries = Object.entries(policies).map(([layer, given]) => [layer, documentOf(given)]);
  return entries.length === 0 ? undefined : (Object.fromEntries(entries) as Record<string, unknown>);
}

type Given = Policy | readonly (Policy | readonly Policy[])[];

function documentOf(given: Given): unknown {
  if (isList(given)) return given.map((one) => documentOf(one));
  return JSON.parse(given.source.text);
}

function isList(given: Given): given is readonly (Policy | readonly Policy[])[] {
  return Array.isArray(given);
}
