import { source } from '../../core/source.ts';
import { compileGroup, type PolicySet, type StatementGroup } from '../../policy/decision/compile.ts';
import { byLayer, type LayerId } from '../../policy/decision/layers.ts';
import { policyFromText } from '../../policy/document.ts';
import type { PolicyType } from '../../policy/policy.ts';

/** A policy as it was read: its text, and where from, as a person would call it. */
export interface PolicyText {
  readonly title: string;
  readonly text: string;
}

/** The policies of one level, compiled. Throws what reading a policy throws. */
export function groupOf(policies: readonly PolicyText[], type: PolicyType): StatementGroup {
  return compileGroup(
    policies.map(({ title, text }) => policyFromText(source(title, text), type, title).policy),
  );
}

/** The layers that are given; all others are not there. */
export function setOf(given: Partial<Record<LayerId, readonly StatementGroup[] | undefined>>): PolicySet {
  return byLayer(({ id }) => given[id]);
}

/** What allows everything, in the place of a side that is asked about by itself. */
export function allowAll(): readonly StatementGroup[] {
  const text = '{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"*","Resource":"*"}]}';
  return [groupOf([{ title: 'a policy that allows everything', text }], 'identity')];
}

/** A trust policy that leaves everything to the identity policies of an account. */
export function trustOfAccount(partition: string, account: string): readonly StatementGroup[] {
  const Principal = { AWS: `arn:${partition}:iam::${account}:root` };
  const Action = ['sts:AssumeRole', 'sts:TagSession', 'sts:SetSourceIdentity', 'sts:SetContext'];
  const text = JSON.stringify({
    Version: '2012-10-17',
    Statement: [{ Effect: 'Allow', Principal, Action }],
  });
  return [groupOf([{ title: 'a trust policy that names the account', text }], 'trust')];
}
