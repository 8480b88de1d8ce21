import type { PolicyType } from '../policy/policy.ts';
import { allTypes, attachedTypes, resourceTypes, type Rule } from './rule.ts';
import { actionRules } from './rules/action.ts';
import { arnRules } from './rules/arn.ts';
import { broadRules } from './rules/broad.ts';
import { conditionKeyRules } from './rules/condition-key.ts';
import { conditionValueRules } from './rules/condition-value.ts';
import { documentRules } from './rules/document.ts';
import { escalationRules } from './rules/escalation.ts';
import { fileRules } from './rules/file.ts';
import { principalRules } from './rules/principal.ts';
import { controlPolicyRules } from './rules/control-policy.ts';
import { oidcRules } from './rules/oidc.ts';
import { passRoleRules } from './rules/pass-role.ts';
import { resourceRules } from './rules/resource.ts';
import { securityRules } from './rules/security.ts';
import { sensitiveRules } from './rules/sensitive.ts';
import { serviceNameRules } from './rules/service-names.ts';
import { sizeRules } from './rules/size.ts';
import { terraformRules } from './rules/terraform.ts';
import { trustRules } from './rules/trust.ts';
import { variableRules } from './rules/variable.ts';

/** Rules of one subject, which are made when they are first asked for. */
interface Group {
  /** The types of policies that some of them are about. */
  readonly types: readonly PolicyType[];
  readonly rules: () => readonly Rule[];
}

const groups: readonly Group[] = [
  { types: [], rules: () => fileRules },
  { types: allTypes, rules: () => documentRules },
  { types: allTypes, rules: () => actionRules },
  { types: allTypes, rules: () => arnRules },
  { types: [...resourceTypes, 'trust', 'rcp'], rules: () => principalRules },
  { types: allTypes, rules: () => serviceNameRules },
  { types: allTypes, rules: () => conditionKeyRules },
  { types: allTypes, rules: () => conditionValueRules },
  { types: ['scp', 'rcp'], rules: () => controlPolicyRules },
  { types: attachedTypes, rules: () => passRoleRules },
  { types: allTypes, rules: () => sizeRules },
  { types: allTypes, rules: () => variableRules },
  { types: attachedTypes, rules: () => escalationRules },
  { types: allTypes, rules: () => resourceRules },
  { types: allTypes, rules: () => securityRules },
  { types: allTypes, rules: () => broadRules },
  { types: allTypes, rules: () => sensitiveRules },
  { types: ['trust'], rules: () => trustRules },
  { types: ['trust'], rules: () => oidcRules },
  { types: [], rules: () => terraformRules },
];

/** Those about what keeps a file from being read. */
export function rulesOfFiles(): readonly Rule[] {
  return fileRules;
}

/** Those about the resources of Terraform. */
export function rulesOfTerraform(): readonly Rule[] {
  return terraformRules;
}

let all: readonly Rule[] | undefined;

/** Every rule, by subject. The ids are those of docs/lint.md. */
export function allRules(): readonly Rule[] {
  return (all ??= groups.flatMap(({ rules }) => rules()));
}

const byTypes = new Map<string, readonly Rule[]>();

/** The rules that may be about policies of these types: others are not made for them. */
export function rulesAbout(types: readonly PolicyType[]): readonly Rule[] {
  const key = [...types].sort().join(' ');
  let found = byTypes.get(key);
  if (found === undefined) {
    found = groups.flatMap((group) =>
      types.some((type) => group.types.includes(type)) ? group.rules() : [],
    );
    byTypes.set(key, found);
  }
  return found;
}
