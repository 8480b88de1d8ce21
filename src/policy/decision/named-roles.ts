import { parseArn } from '../../identifiers/arn.ts';

/** Whole ARNs of roles with a path, among the values of a condition on the caller's ARN. */
export function namedRolesOf(values: readonly string[]): readonly string[] {
  return values.filter((text) => {
    const arn = /[*?$]/.test(text) ? undefined : parseArn(text);
    return arn?.service === 'iam' && /^role\/.+\//.test(arn.resource);
  });
}
