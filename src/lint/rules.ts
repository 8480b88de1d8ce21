import type { Rule } from './rule.ts';
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

/** Every rule, by subject. The ids are those of docs/lint.md. */
export const rules: readonly Rule[] = [
  ...fileRules,
  ...documentRules,
  ...actionRules,
  ...arnRules,
  ...principalRules,
  ...serviceNameRules,
  ...conditionKeyRules,
  ...conditionValueRules,
  ...controlPolicyRules,
  ...passRoleRules,
  ...sizeRules,
  ...variableRules,
  ...escalationRules,
  ...resourceRules,
  ...securityRules,
  ...broadRules,
  ...sensitiveRules,
  ...trustRules,
  ...oidcRules,
  ...terraformRules,
];
