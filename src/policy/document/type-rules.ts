import type { PolicyType } from '../policy.ts';

/** Which elements a type of policy takes (docs/rules.md, "Policy documents"). */
export interface TypeRules {
  /** In messages: "an identity policy". */
  readonly title: string;
  readonly principal: 'forbidden' | 'required';
  readonly notPrincipal: 'forbidden' | 'allowed';
  readonly notAction: boolean;
  readonly resource: 'required' | 'expected' | 'forbidden';
  readonly id: boolean;
  /** IAM's own rules for Sids and characters; other services are laxer (R106, R109). */
  readonly strictTexts: boolean;
}

const identity: TypeRules = {
  title: 'an identity policy',
  principal: 'forbidden',
  notPrincipal: 'forbidden',
  notAction: true,
  resource: 'required',
  id: false,
  strictTexts: true,
};

export const typeRules: Readonly<Record<PolicyType, TypeRules>> = {
  identity,
  boundary: { ...identity, title: 'a permissions boundary' },
  session: { ...identity, title: 'a session policy' },
  resource: {
    title: 'a resource policy',
    principal: 'required',
    notPrincipal: 'allowed',
    notAction: true,
    // Most services want it; a policy of Amazon ECR has none.
    resource: 'expected',
    id: true,
    strictTexts: false,
  },
  trust: {
    title: 'a role trust policy',
    principal: 'required',
    notPrincipal: 'forbidden',
    notAction: true,
    resource: 'forbidden',
    id: true,
    strictTexts: true,
  },
  scp: { ...identity, title: 'a service control policy' },
  rcp: {
    title: 'a resource control policy',
    principal: 'required',
    notPrincipal: 'forbidden',
    notAction: false,
    resource: 'required',
    id: false,
    strictTexts: true,
  },
  endpoint: {
    title: 'a VPC endpoint policy',
    principal: 'required',
    notPrincipal: 'allowed',
    notAction: true,
    resource: 'required',
    id: true,
    strictTexts: false,
  },
};
